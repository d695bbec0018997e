"""The pages of the parcel book, each within its queries however much stands on it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from qianjin.apps.land import services
from qianjin.apps.land.models import BoundaryChange, Parcel
from qianjin.units.spreadsheet import read_table
from tests.faces.web.land.conftest import text_of
from tests.factories.accounts import Cast
from tests.factories.land import a_parcel, a_split, a_village, owned, square
from tests.factories.parks import NOON
from tests.factories.tables import a_workbook
from tests.factories.web import send, signed_in

PHOTO = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
LEFT, RIGHT = square(wide=40, high=100), square(40, wide=60, high=100)


def at(cast: Cast, path: str) -> str:
    return f"/{cast.park.slug}/{path}"


def test_the_list_takes_the_same_queries_for_one_parcel_and_for_many(
    cast: Cast, head: Client, queries: Any
) -> None:
    village = a_village(cast)
    a_parcel(cast, village=village, name="江滩一号")
    few, count = queries(head, at(cast, "parcels/"))
    for place in range(1, 30):
        owned(cast, a_parcel(cast, 200 * place, village=village), (village, "1"))
    many, still = queries(head, at(cast, "parcels/"))

    assert still == count <= 14
    assert "江滩一号" in text_of(few)
    assert "450.00亩" in text_of(many)  # 30 hectares, of which a page shows 25 parcels
    assert many.content.decode().count("data-label") >= 25
    further = re.search(r'rel="next" href="([^"]+)"', many.content.decode())
    assert further
    assert head.get(further.group(1).replace("&amp;", "&")).status_code == 200


def test_the_list_is_narrowed_by_what_the_address_says_and_never_breaks(
    cast: Cast, head: Client
) -> None:
    village = a_village(cast)
    a_parcel(cast, village=village, name="江滩一号", state="acquired")
    a_parcel(cast, 200, name="江滩二号")

    shown = text_of(head.get(at(cast, f"parcels/?village={village.pk}&state=acquired")))
    assert "江滩一号" in shown
    assert "江滩二号" not in shown
    for query in (
        "village=9999999999999999999999&owner=x&mu_min=NaN&state=sold&order=price",
        "after=~&order=area",
        "after=1e999~x&order=area",
        "q=%25_&mu_max=1e400",
    ):
        assert head.get(at(cast, f"parcels/?{query}")).status_code == 200


def test_one_parcel_takes_the_same_queries_however_much_hangs_on_it(
    cast: Cast, head: Client, queries: Any
) -> None:
    village = a_village(cast)
    parcel = a_parcel(cast, village=village, area_stated=9990)
    address = at(cast, f"parcels/{parcel.pk}/")
    _page, count = queries(head, address)
    by = cast.acts(cast.gumingzhou)
    owned(cast, parcel, (village, "1/3"), ("国有农场（演示）", "2/3"))
    for place in range(1, 9):
        a_parcel(cast, 100 * place)
        services.add_right(
            parcel=parcel,
            kind="lease",
            enterprise=cast.chenxi,
            by=by,
            at=NOON,
            document=f"{place}号",
        )
        services.note_parcel(parcel=parcel, words=f"踏勘第{place}次", by=by, at=NOON)
    page, still = queries(head, address)

    assert still == count <= 22
    shown = text_of(page)
    for words in ("10,000.00 ㎡", "15.00亩", "1.0000公顷", "-0.100 %", "1/3", "踏勘第8次"):
        assert words in shown
    assert 'class="plat"' in page.content.decode()


def test_a_village_sees_its_parcel_and_nothing_to_change(cast: Cast) -> None:
    from qianjin.apps.accounts.choices import Role
    from tests.factories.accounts import a_member

    village = a_village(cast)
    mine, other = a_parcel(cast, village=village), a_parcel(cast, 200)
    client = signed_in(a_member(cast.park, Role.VILLAGE_LIAISON, village))

    page = client.get(at(cast, f"parcels/{mine.pk}/"))
    assert page.status_code == 200
    assert "/edit/" not in page.content.decode()
    assert client.get(at(cast, f"parcels/{other.pk}/")).status_code == 404
    assert client.get(at(cast, f"parcels/{mine.pk}/edit/")).status_code == 403


FIELDS = {
    "state": "acquired",
    "origin": "surveyed",
    "name": "江滩一号",
    "far_min": "1.2",
    "far_max": "2.5",
    "price_per_mu": "86.5",
    "power_state": "there",
    "power_note": "10kV，8000kVA",
}


def test_a_parcel_is_changed_and_a_clash_says_so(cast: Cast, head: Client) -> None:
    parcel = a_parcel(cast)
    address = at(cast, f"parcels/{parcel.pk}/edit/")

    assert head.get(address).status_code == 200
    answer = send(head, address, {**FIELDS, "version": "1"})
    assert answer.status_code == 303
    parcel.refresh_from_db()
    assert (parcel.state, parcel.utilities["power"]["note"]) == ("acquired", "10kV，8000kVA")
    again = send(head, address, {**FIELDS, "state": "listed", "version": "1"})
    assert again.status_code == 409
    assert "他人已修改" in text_of(again)
    wrong = send(head, address, {**FIELDS, "far_max": "1", "version": "2"})
    assert wrong.status_code == 422
    assert "小于下限" in text_of(wrong)


def test_shares_are_entered_as_fractions_and_refused_with_the_rest(
    cast: Cast, head: Client
) -> None:
    village, parcel = a_village(cast), a_parcel(cast)
    address = at(cast, f"parcels/{parcel.pk}/shares/")
    rows = {
        "version": "1",
        "owner_0": village.name_zh, "share_0": "1/3", "basis_0": "集土字第1号（演示）",
        "owner_1": "国有农场（演示）", "share_1": "0.25",
    }  # fmt: skip

    assert head.get(address).status_code == 200
    short = send(head, address, rows)
    assert short.status_code == 422
    assert "还缺5/12" in text_of(short)
    assert send(head, address, {**rows, "share_1": "三分之二"}).status_code == 422
    assert send(head, address, {**rows, "share_1": "1/0"}).status_code == 422
    assert send(head, address, {**rows, "share_1": "2／3"}).status_code == 303
    assert [str(t) for t in parcel.tenures.all()] == ["1/3", "2/3"]
    assert parcel.tenures.first().unit == village


def test_a_right_finds_its_enterprise_by_name_and_ends(cast: Cast, head: Client) -> None:
    parcel = a_parcel(cast)
    address = at(cast, f"parcels/{parcel.pk}/rights/")

    assert head.get(address).status_code == 200
    assert send(head, address, {"kind": "use", "holder": cast.chenxi.name}).status_code == 303
    right = parcel.rights.get()
    assert right.enterprise == cast.chenxi
    ending = at(cast, f"parcels/rights/{right.pk}/end/")
    assert head.get(ending).status_code == 200
    assert send(head, ending, {"ended_on": "2999-01-01"}).status_code == 422
    assert send(head, ending, {"ended_on": "2026-01-01"}).status_code == 303


def test_indicators_notes_and_files_stand_on_the_page(cast: Cast, head: Client) -> None:
    parcel = a_parcel(cast)
    base = at(cast, f"parcels/{parcel.pk}/")
    kinds = ("investment", "far", "energy", "tax", "rnd")

    assert head.get(base + "indicators/").status_code == 200
    assert send(head, base + "indicators/", {f"{k}_value": "3" for k in kinds}).status_code == 303
    assert send(head, base + "note/", {"words": "与东沙村对接"}).status_code == 303
    assert send(head, base + "note/", {"words": ""}).status_code == 422
    file = SimpleUploadedFile("勘测报告.pdf", PHOTO, "application/pdf")
    assert send(head, base + "files/", {"files": file, "caption": "报告"}).status_code == 303
    shown = text_of(head.get(base))
    assert "标准地" in shown
    assert "与东沙村对接" in shown
    kept = parcel.files.get()
    assert b"".join(head.get(at(cast, f"parcels/files/{kept.pk}/")).streaming_content) == PHOTO
    assert send(head, at(cast, f"parcels/files/{kept.pk}/remove/")).status_code == 303
    assert head.get(at(cast, f"parcels/files/{kept.pk}/")).status_code == 404


# ------------------------------------------------------------------ changes


def test_a_split_is_proposed_by_area_and_approved_by_another(
    cast: Cast, head: Client, deputy: Client, queries: Any
) -> None:
    parcel = a_parcel(cast, number="DK-7")
    base = at(cast, f"parcels/{parcel.pk}/")

    assert head.get(base + "split/").status_code == 200
    asked = {"side": "north", "mu": "6", "reason": "分期供地"}
    assert send(head, base + "split/", {**asked, "mu": "15"}).status_code == 422
    assert send(head, base + "split/", asked).status_code == 303
    change = BoundaryChange.objects.get()
    page = at(cast, f"parcel-changes/{change.pk}/")
    shown = text_of(head.get(page))
    assert "由其他有审核权限的人审核" in shown
    assert send(head, page + "approve/", {"effective_on": ""}).status_code == 403
    seen, count = queries(deputy, page)
    assert count <= 18
    assert seen.content.decode().count('class="plat"') == 2
    assert send(deputy, page + "reject/", {"words": ""}).status_code == 422
    assert send(deputy, page + "approve/", {"effective_on": "2999-01-01"}).status_code == 422
    assert send(deputy, page + "approve/", {"effective_on": ""}).status_code == 303
    assert [
        (p.number, p.area_plane) for p in Parcel.objects.filter(closed_on=None).order_by("number")
    ] == [
        ("DK-7-1", 4000),
        ("DK-7-2", 6000),
    ]
    assert "由DK-7变更而来" in text_of(
        head.get(at(cast, f"parcels/{Parcel.objects.get(number='DK-7-1').pk}/"))
    )


def test_a_merger_is_proposed_by_number(cast: Cast, head: Client) -> None:
    one = a_parcel(cast, number="甲")
    a_parcel(cast, 100, number="乙")
    a_parcel(cast, 500, number="远")
    address = at(cast, f"parcels/{one.pk}/merge/")

    assert head.get(address).status_code == 200
    for others, word in (("丙", "没有现存的地块丙"), ("远", "不相连"), ("甲", "没有现存的地块甲")):
        answer = send(head, address, {"others": others, "reason": "整宗"})
        assert answer.status_code == 422
        assert word in text_of(answer)
    assert send(head, address, {"others": "乙、", "reason": "整宗"}).status_code == 303
    assert BoundaryChange.objects.get().after.get().area_plane == 20000


def test_a_boundary_is_pasted_as_points_or_geojson(cast: Cast, head: Client) -> None:
    parcel = a_parcel(cast)
    address = at(cast, f"parcels/{parcel.pk}/boundary/")
    page = head.get(address)

    assert "545000.000,3350000.000" in page.content.decode()
    points = "\n".join(
        f"J{n},1,40{x},{y}"
        for n, (x, y) in enumerate(
            [(545000, 3350000), (545120, 3350000), (545120, 3350100), (545000, 3350100)], 1
        )
    )
    for text in ("", "{", "hello", "1,2\n3,4", '{"type": "Point", "coordinates": [120, 30]}'):
        given = {"shape": text, "origin": "surveyed", "reason": "复测"}
        assert send(head, address, given).status_code == 422
    given = {"shape": points, "origin": "surveyed", "reason": "复测", "area_stated": "12000"}
    assert send(head, address, given).status_code == 303
    assert BoundaryChange.objects.get().after.get().area_plane == 12000


def test_a_new_parcel_is_drawn_and_withdrawn_again(cast: Cast, head: Client) -> None:
    import shapely

    address = at(cast, "parcels/new/")
    shape = shapely.to_geojson(square())

    assert head.get(address, {"shape": shape}).status_code == 200
    answer = send(head, address, {"shape": shape, "origin": "drawn", "reason": "规划"})
    assert answer.status_code == 303
    change = BoundaryChange.objects.get()
    assert send(head, at(cast, f"parcel-changes/{change.pk}/withdraw/")).status_code == 303
    change.refresh_from_db()
    assert change.state == "withdrawn"


def test_the_list_of_changes_takes_the_same_queries_for_many(
    cast: Cast, deputy: Client, queries: Any
) -> None:
    a_split(cast, a_parcel(cast), LEFT, RIGHT)
    page, count = queries(deputy, at(cast, "parcel-changes/"))
    for place in range(1, 6):
        a_split(
            cast,
            a_parcel(cast, 200 * place),
            square(200 * place, wide=40, high=100),
            square(200 * place + 40, wide=60, high=100),
        )
    _page, still = queries(deputy, at(cast, "parcel-changes/"))

    assert still == count <= 14
    assert "分期供地" in text_of(page)


# ------------------------------------------------------------------ tables and files out


@pytest.mark.parametrize("form", ["txt", "shp", "dxf", "geojson", "kml", "gpkg"])
def test_the_list_and_one_parcel_are_taken_out_in_every_form(
    cast: Cast, head: Client, form: str
) -> None:
    parcel = a_parcel(cast, number="DK-7", name="江滩一号", use_name="工业用地")
    a_parcel(cast, 200)

    for address in (f"parcels/survey/?form={form}", f"parcels/{parcel.pk}/survey/?form={form}"):
        content = b"".join(head.get(at(cast, address)).streaming_content)
        survey = services_of_survey(form, content)
        assert survey.parcels[0].code == "DK-7" or form == "dxf"
        assert abs(survey.parcels[0].area - 10000) < 0.5
    assert head.get(at(cast, "parcels/survey/?form=dwg")).status_code == 404


def services_of_survey(form: str, content: bytes) -> Any:
    from qianjin.engines.survey import Hints, Zone, read

    ending = {"shp": "zip"}.get(form, form)
    return read(f"x.{ending}", content, Hints(zone=Zone(40)))


def test_the_table_goes_out_and_comes_back_changed(cast: Cast, head: Client) -> None:
    village = a_village(cast)
    parcel = a_parcel(cast, number="DK-7", name="=1+1", state="acquired")
    content = b"".join(head.get(at(cast, "parcels/export/")).streaming_content)
    rows = [list(row) for row in read_table(content).rows]
    heads = rows[0]
    assert zipfile.is_zipfile(io.BytesIO(content))
    rows[1][heads.index("地块名称")] = "江滩一号"
    rows[1][heads.index("所在村")] = village.name_zh
    rows[1][heads.index("地价（万元/亩）")] = "86.5"

    def table(rows: list[Any]) -> dict[str, Any]:
        return {"file": SimpleUploadedFile("地块.xlsx", a_workbook(rows))}

    address = at(cast, "parcels/import/")
    assert head.get(address).status_code == 200
    assert send(head, address, table(rows)).status_code == 303
    parcel.refresh_from_db()
    assert (parcel.name, parcel.village, str(parcel.price_per_mu)) == (
        "江滩一号",
        village,
        "86.5000",
    )
    rows[1][heads.index("状态")] = "卖了"
    rows.append(["DK-8", *[""] * (len(heads) - 1)])
    wrong = send(head, address, table(rows))
    assert wrong.status_code == 422
    assert "第2行“状态”" in text_of(wrong)
    assert "没有这个编号的地块" in text_of(wrong)
    none = send(head, address, {"file": SimpleUploadedFile("地块.xlsx", b"PK nothing")})
    assert none.status_code == 422


def test_whoever_may_not_take_parcels_out_is_refused(cast: Cast) -> None:
    a_parcel(cast)

    assert signed_in(cast.yeting).get(at(cast, "parcels/export/")).status_code == 403
