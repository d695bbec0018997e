"""A survey file from its arrival to what is proposed of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.land.models import BoundaryChange, Parcel, SurveyFile
from tests.faces.web.land.conftest import text_of
from tests.factories.accounts import Cast
from tests.factories.land import a_parcel, a_village
from tests.factories.web import send, signed_in

HEAD = "[属性描述]\n坐标系=2000国家大地坐标系\n带号=40\n[地块坐标]\n"


def block(code: str, corners: list[tuple[float, float]], area: float, name: str = "") -> str:
    rows = [*corners, corners[0]]
    points = "".join(
        f"J{n if n <= len(corners) else 1},1,{3350000 + north:.3f},{40545000 + east:.3f}\n"
        for n, (east, north) in enumerate(rows, start=1)
    )
    return f"{len(rows)},{area / 10000:.4f},{code},{name or code},面,,工业用地,0601,@\n{points}"


def box(east: float, north: float, wide: float = 100) -> list[tuple[float, float]]:
    return [
        (east, north + wide), (east + wide, north + wide), (east + wide, north), (east, north)
    ]  # fmt: skip


CLEAN = HEAD + block("DK-1", box(0, 0), 10000) + block("DK-2", box(100, 0), 10000)
SPIKE = [(0, 100), (60, 100), (60.001, 160), (60.002, 100), (100, 100), (100, 0), (0, 0)]
BOWTIE = [(0, 0), (100, 100), (100, 0), (0, 100)]


def at(cast: Cast, path: str) -> str:
    return f"/{cast.park.slug}/{path}"


def sent(cast: Cast, client: Client, text: str | bytes, name: str = "地块.txt", **said: Any) -> Any:
    content = text if isinstance(text, bytes) else text.encode("gbk")
    given = {"file": SimpleUploadedFile(name, content), "origin": "surveyed", **said}
    return send(client, at(cast, "parcel-surveys/"), given)


def test_a_clean_file_is_previewed_over_the_book_and_proposed(
    cast: Cast, head: Client, deputy: Client, queries: Any
) -> None:
    village = a_village(cast)
    old = a_parcel(cast, 0, 0, 90, number="DK-1")
    answer = sent(cast, head, CLEAN, village=village.pk, accuracy_m="0.05")
    assert answer.status_code == 303
    row = SurveyFile.objects.get()
    address = at(cast, f"parcel-surveys/{row.pk}/")
    page, count = queries(head, address)
    assert count <= 16
    shown = text_of(page)
    assert "+1,900.00 ㎡" in shown  # DK-1 grows from 8,100 ㎡
    assert "新增" in shown

    nothing = send(head, address + "propose/", {"version": "1", "reason": "勘测"})
    assert nothing.status_code == 422
    wanted = {"version": "1", "parcel": ["0", "1"], "reason": "二〇二六年勘测"}
    assert send(head, address + "propose/", wanted).status_code == 303
    assert sorted(BoundaryChange.objects.values_list("kind", flat=True)) == ["boundary", "new"]
    for change in BoundaryChange.objects.order_by("kind"):
        approve = at(cast, f"parcel-changes/{change.pk}/approve/")
        assert send(deputy, approve, {"effective_on": ""}).status_code == 303
    old.refresh_from_db()
    assert (old.area_plane, old.area_stated, old.accuracy_m) == (10000, 10000, Decimal("0.050"))
    assert Parcel.objects.get(number="DK-2").village == village
    assert send(head, address + "propose/", wanted).status_code == 409


def test_a_spike_is_looked_at_repaired_by_a_click_and_brought_back(
    cast: Cast, head: Client
) -> None:
    sent(cast, head, HEAD + block("DK-1", SPIKE, 10000))
    row = SurveyFile.objects.get()
    address = at(cast, f"parcel-surveys/{row.pk}/")
    page = head.get(address)
    assert "尖角" in text_of(page)
    places = [
        line.split('value="')[1].split('"')[0]
        for line in page.content.decode().split("<input")
        if 'name="finding"' in line
    ]
    assert places
    looked = head.get(address, {"look": places[0]})
    assert 'class="plat-mark' in looked.content.decode()
    before = SurveyFile.objects.get().sha256
    wrong = {"version": "1", "finding": "999"}
    assert send(head, address + "repairs/", wrong).status_code == 422
    every = {"version": "1", "finding": places}
    assert send(head, address + "repairs/", every).status_code == 303
    assert "尖角" not in text_of(head.get(address))
    assert send(head, address + "repairs/", every).status_code == 409
    assert send(head, address + "undo/").status_code == 303
    assert "尖角" in text_of(head.get(address))
    assert SurveyFile.objects.get().sha256 == before
    verbs = list(AuditEntry.objects.filter(object_kind="survey").values_list("verb", flat=True))
    assert set(verbs) == {"survey.send", "survey.repair", "survey.undo"}


def test_errors_left_in_a_parcel_stop_its_proposal_alone(cast: Cast, head: Client) -> None:
    sent(cast, head, HEAD + block("DK-1", BOWTIE, 0) + block("DK-2", box(300, 0), 10000))
    address = at(cast, f"parcel-surveys/{SurveyFile.objects.get().pk}/propose/")

    both = send(head, address, {"version": "1", "parcel": ["0", "1"], "reason": "勘测"})
    assert both.status_code == 422
    assert "DK-1" in text_of(both)
    assert not BoundaryChange.objects.exists()
    one = send(head, address, {"version": "1", "parcel": ["1"], "reason": "勘测"})
    assert one.status_code == 303


@pytest.mark.parametrize(
    ("content", "name", "word"),
    [
        (b"", "a.txt", "空"),
        (b"hello", "a.txt", "行"),
        (b"AC1027 drawing", "a.dwg", "DWG"),
        ((HEAD + "4,1,DK,DK,面,,,,@\nJ1,1,abc,def\n").encode("gbk"), "a.txt", "第6行"),
        (b"PK\x03\x04 broken", "a.zip", ""),
        (b'{"type": "FeatureCollection", "features": [', "a.geojson", ""),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_line_and_not_kept(
    cast: Cast, head: Client, content: bytes, name: str, word: str, tmp_path: Any
) -> None:
    answer = sent(cast, head, content, name)

    assert answer.status_code == 422
    assert word in text_of(answer)
    assert not SurveyFile.objects.exists()
    assert not any(path.is_file() for path in tmp_path.rglob("*"))


def test_a_file_is_read_otherwise_or_dropped(cast: Cast, head: Client) -> None:
    swapped = (
        HEAD.replace("带号=40\n", "")
        + "5,1.0,DK-1,DK-1,面,,,,@\n"
        + "".join(
            f"J{n},1,{545000 + e:.3f},{3350000 + s:.3f}\n"
            for n, (e, s) in enumerate([*box(0, 0), box(0, 0)[0]], start=1)
        )
    )
    sent(cast, head, swapped)
    row = SurveyFile.objects.get()
    address = at(cast, f"parcel-surveys/{row.pk}/")
    assert "互换" in text_of(head.get(address))
    told = {"version": "1", "origin": "title", "zone": "39"}
    assert send(head, address + "reading/", {**told, "zone": "77"}).status_code == 422
    assert send(head, address + "reading/", told).status_code == 303
    assert send(head, address + "reading/", told).status_code == 409
    row.refresh_from_db()
    assert (row.zone, row.origin) == (39, "title")
    assert send(head, address + "drop/").status_code == 303
    assert send(head, address + "drop/").status_code == 409


def test_who_keeps_no_parcels_sends_no_file(cast: Cast) -> None:
    assert sent(cast, signed_in(cast.yeting), CLEAN).status_code == 403


def test_the_list_of_files_takes_the_same_queries_for_many(
    cast: Cast, head: Client, queries: Any
) -> None:
    sent(cast, head, CLEAN)
    _page, count = queries(head, at(cast, "parcel-surveys/"))
    for _more in range(4):
        sent(cast, head, CLEAN)
    _page, still = queries(head, at(cast, "parcel-surveys/"))

    assert still == count <= 14
