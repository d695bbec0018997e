"""The office's pages of schemes and claims, from entering one to its last payment."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from docx import Document

from qianjin.apps.subsidies import services
from qianjin.apps.subsidies.models import Claim, Scheme
from tests.factories import enterprises
from tests.factories.accounts import Cast
from tests.factories.subsidies import a_scheme, figures
from tests.factories.web import send, signed_in

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def window(cast: Cast):
    return signed_in(cast.linyue)


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    for place in ("apps.parks.services.files", "faces.gate.files"):
        monkeypatch.setattr(f"qianjin.{place}.MEDIA", tmp_path)


def at(cast: Cast, path: str) -> str:
    return f"/{cast.park.slug}/{path}"


def text_of(answer) -> str:
    page = re.sub(r"<(script|style).*?</\1>", " ", answer.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def open_scheme(cast: Cast, **values) -> Scheme:
    """In force today, whatever the clock of the tests says."""
    today = timezone.localdate()
    given = {
        "valid_from": date(2020, 1, 1),
        "valid_until": None,
        "opens_on": today - timedelta(days=9),
        "closes_on": today + timedelta(days=5),
        **values,
    }
    return a_scheme(cast, **given)


FIELDS = {
    "title": "研发投入补助（演示）",
    "issuer": "科技局（演示）",
    "document_number": "演示1号",
    "valid_from": "2026-01-01",
    "amount_rule": "最高100万元",
    "ceiling_wan": "100",
    "documents": "申报表\n辅助账",
    "state": "published",
    "revenue_wan_min": "2000",
    "rnd_share_min": "3",
    "rnd_share_group": "a",
    "qualifications_values": ["high_tech"],
    "qualifications_how": "has_any",
    "qualifications_group": "a",
}


def test_a_scheme_is_entered_with_conditions_changed_and_checked(window, cast):
    made = send(window, at(cast, "schemes/new/"), FIELDS)
    row = Scheme.objects.get()
    assert made.status_code == 303
    assert [(c["field"], c["group"]) for c in row.conditions] == [
        ("qualifications", "a"),
        ("revenue_wan", ""),
        ("rnd_share", "a"),
    ]

    page = text_of(window.get(at(cast, f"schemes/{row.pk}/")))
    assert "营业收入不低于2,000万元" in page
    assert "甲组满足其一" in page
    form = window.get(at(cast, f"schemes/{row.pk}/edit/")).content.decode()
    assert 'value="2000"' in form
    send(window, at(cast, f"schemes/{row.pk}/edit/"), {**FIELDS, "ceiling_wan": "80", "version": 1})
    stale = send(window, at(cast, f"schemes/{row.pk}/edit/"), {**FIELDS, "version": 1})
    assert stale.status_code == 409
    send(window, at(cast, f"schemes/{row.pk}/check/"))
    row.refresh_from_db()
    assert (row.ceiling_wan, row.version, len(row.conditions)) == (80, 2, 3)


def test_a_wrong_field_is_blamed_beside_itself(window, cast):
    answer = send(
        window,
        at(cast, "schemes/new/"),
        {**FIELDS, "rate_percent": "10", "valid_until": "2020-01-01", "link": "ftp://x"},
    )

    assert answer.status_code == 422
    page = text_of(answer)
    for sentence in (
        "比例和比例基数要同时填写。",
        "早于开始日期。",
        "网址以https://或http://开头。",
    ):
        assert sentence in page
    assert not Scheme.objects.exists()


def test_who_meets_it_is_told_and_the_reason_stands_beside_each(window, cast):
    scheme = open_scheme(cast)
    year = timezone.localdate().year - 1
    figures(cast.chenxi, year, revenue_wan=5000, rnd_wan=400)
    here = at(cast, f"schemes/{scheme.pk}/enterprises/")

    meets, missing = window.get(here), window.get(f"{here}?verdict=unknown")
    assert cast.chenxi.name in text_of(meets)
    assert f"缺：{year}年营业收入（万元）" in text_of(missing)
    answer = send(window, at(cast, f"schemes/{scheme.pk}/tell/"), {"all": "1"})

    assert answer.status_code == 303
    claim = Claim.objects.get()
    assert "已告知" in text_of(window.get(here))
    assert cast.chenxi.name in text_of(window.get(at(cast, "claims/")))
    page = text_of(window.get(at(cast, f"claims/{claim.pk}/")))
    assert "企业还没有人打开。" in page


def test_a_claim_is_carried_from_documents_to_payment(window, cast):
    scheme = open_scheme(cast, conditions=[], documents=["申报表"])
    send(window, at(cast, f"enterprises/{cast.chenxi.pk}/schemes/claim/"), {"scheme": scheme.pk})
    claim = Claim.objects.get()
    here = at(cast, f"claims/{claim.pk}/")
    file = SimpleUploadedFile("申报表.pdf", PDF, "application/pdf")
    send(window, f"{here}documents/", {"document": "申报表", "files": file})
    today = timezone.localdate()
    send(window, f"{here}file/", {"claimed_wan": "50", "filed_on": today})
    send(window, f"{here}hand-over/", {"words": ""})
    too_much = send(window, f"{here}approve/", {"approved_wan": "101"})
    send(window, f"{here}approve/", {"approved_wan": "40"})
    send(window, f"{here}pay/", {"paid_wan": "40", "paid_on": today})

    assert too_much.status_code == 422
    claim.refresh_from_db()
    assert (claim.state, claim.paid_wan) == ("paid", 40)
    page = text_of(window.get(here))
    assert "已兑付" in page
    assert "40 万元" in page
    file_row = claim.files.get()
    saved = window.get(at(cast, f"claims/documents/{file_row.pk}/"))
    assert b"".join(saved.streaming_content) == PDF
    totals = text_of(window.get(at(cast, "claims/totals/?by=enterprise")))
    assert f"{cast.chenxi.name} 1 50 40 40" in totals


def test_what_is_missing_is_filled_in_on_the_page_of_the_enterprise(window, cast):
    open_scheme(cast)
    here = at(cast, f"enterprises/{cast.chenxi.pk}/schemes/")
    assert "缺数据" in text_of(window.get(here))

    send(window, f"{here}fill/", {"revenue_wan": "5000", "mark_high_tech": "yes"})

    page = text_of(window.get(here))
    assert "高新技术企业 林悦" in page
    assert "符合" in page
    bad = send(window, f"{here}fill/", {"rnd_wan": "-3"})
    assert bad.status_code in (303, 422)


def test_the_list_goes_out_as_word_and_excel_and_a_table_comes_in(window, cast):
    scheme = open_scheme(cast, conditions=[])
    services.tell(scheme=scheme, by=cast.acts(cast.linyue), at=timezone.now())

    word = window.get(at(cast, "claims/word/"))
    table = window.get(at(cast, "claims/export/"))

    cells = [cell.text for cell in Document(io.BytesIO(word.content)).tables[0]._cells]
    assert cast.chenxi.name in cells
    data = b"".join(table.streaming_content)
    back = send(window, at(cast, "claims/import/"), {"file": SimpleUploadedFile("a.xlsx", data)})
    assert back.status_code == 303


def test_a_table_of_schemes_is_looked_at_taken_over_and_undone(window, cast):
    template = window.get(at(cast, "schemes/import/template/"))
    whole = b"".join(template.streaming_content)

    def sent(name: str, data: bytes):
        return send(window, at(cast, "schemes/import/"), {"file": SimpleUploadedFile(name, data)})

    no_table = sent("a.csv", b"x,y\n1,2")
    assert no_table.status_code == 422
    assert "没有一列的表头是政策标题" in text_of(no_table)

    rows = "政策标题,发布部门,有效期起,扶持内容\n某政策,,去年,一万\n好政策,科技局,2026-01-01,一万"
    page = sent("a.csv", rows.encode())["Location"]
    bad, good = text_of(window.get(page)), text_of(window.get(f"{page}?kind=new"))
    assert "“去年”不是日期" in bad
    assert "好政策" in good
    assert "登记1项政策" in good
    assert b"".join(window.get(f"{page}left/").streaming_content)[:2] == b"PK"
    assert send(window, page, {"act": "take"}).status_code == 422
    assert send(window, page, {"act": "take", "leave_bad": "on"}).status_code == 303
    assert [row.title for row in Scheme.objects.all()] == ["好政策"]
    assert send(window, page, {"act": "undo"}).status_code == 303
    assert not Scheme.objects.exists()

    again = sent("b.xlsx", whole)
    assert "研发投入补助（示例）" in text_of(window.get(again["Location"]))


def test_an_auditor_reads_and_does_nothing(cast):
    scheme = open_scheme(cast, conditions=[])
    services.tell(scheme=scheme, by=cast.acts(cast.linyue), at=timezone.now())
    auditor = signed_in(cast.auditor)

    assert auditor.get(at(cast, "claims/")).status_code == 200
    assert send(auditor, at(cast, f"schemes/{scheme.pk}/tell/")).status_code == 403
    claim = Claim.objects.first()
    assert send(auditor, at(cast, f"claims/{claim.pk}/decline/")).status_code == 403


def test_today_shows_the_officer_windows_that_close(cast):
    cast.chenxi.officer = cast.yeting
    cast.chenxi.save(update_fields=["officer"])
    scheme = open_scheme(cast, conditions=[])
    services.tell(scheme=scheme, by=cast.acts(cast.linyue), at=timezone.now())

    page = text_of(signed_in(cast.yeting).get(at(cast, "")))

    assert scheme.title in page


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("schemes/", 8),
        ("schemes/{scheme}/", 11),
        ("schemes/{scheme}/enterprises/", 14),
        ("claims/", 10),
        ("claims/totals/", 9),
        ("claims/{claim}/", 12),
        ("enterprises/{firm}/schemes/", 15),
    ],
)
def test_a_page_asks_as_much_for_a_full_list_as_for_a_short_one(window, cast, path, most):
    scheme = open_scheme(cast, conditions=[])
    for number in range(3):
        open_scheme(cast, title=f"政策{number}（演示）")
    by = cast.acts(cast.linyue)
    services.tell(scheme=scheme, by=by, at=timezone.now())
    claim = Claim.objects.get(enterprise=cast.chenxi)
    address = at(cast, path.format(scheme=scheme.pk, claim=claim.pk, firm=cast.chenxi.pk))
    window.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert window.get(address).status_code == 200
    for number in range(20):
        enterprises.an_enterprise(cast.park, f"演示第{number}号")
    for number in range(3, 12):
        open_scheme(cast, title=f"政策{number}（演示）")
    services.tell(scheme=scheme, by=by, at=timezone.now())

    with CaptureQueriesContext(connection) as many:
        window.get(address)

    assert len(many) <= len(few) <= most, [q["sql"][:120] for q in few]


@pytest.mark.parametrize(
    "query",
    ["?before=²", "?before=99999999999999999999", "?year=0", "?scheme=x&enterprise=-1&state=q",
     "?verdict=maybe&after=x", "?show=q&before=x", "?by=q"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["schemes/", "claims/", "claims/totals/", "claims/export/"])
def test_what_makes_no_sense_in_an_address_narrows_nothing(window, cast, path, query):
    assert window.get(at(cast, path) + query).status_code == 200
