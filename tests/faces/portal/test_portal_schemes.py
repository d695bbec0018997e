"""政策 An enterprise reads what it may claim, fills in, uploads and files; its own alone."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from qianjin.apps.accounts.models import Notice
from qianjin.apps.subsidies import services
from qianjin.apps.subsidies.models import Claim, ClaimReading
from tests.factories.accounts import Cast
from tests.factories.subsidies import a_scheme, figures
from tests.factories.web import send, signed_in

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    for place in ("apps.parks.services.files", "faces.gate.files"):
        monkeypatch.setattr(f"qianjin.{place}.MEDIA", tmp_path)


@pytest.fixture
def scheme(cast: Cast):
    today = timezone.localdate()
    return a_scheme(
        cast,
        valid_from=date(2020, 1, 1),
        valid_until=None,
        opens_on=None,
        closes_on=today + timedelta(days=6),
    )


@pytest.fixture
def contact(cast: Cast):
    return signed_in(cast.chenlan)


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def at(cast: Cast, path: str) -> str:
    return f"/{cast.park.slug}/portal/{path}"


def test_from_missing_figures_to_a_filed_claim(contact, cast, scheme):
    year = timezone.localdate().year - 1
    page = text_of(contact.get(at(cast, "schemes/")))
    assert "缺数据，暂时不能认定" in page
    here = at(cast, f"schemes/{scheme.pk}/")
    assert f"{year}年营业收入（万元）" in text_of(contact.get(here))

    send(contact, f"{here}fill/", {"revenue_wan": "9000", "rnd_wan": "800"})
    assert "符合" in text_of(contact.get(here))
    begun = send(contact, f"{here}claim/")
    claim = Claim.objects.get()
    there = at(cast, f"claims/{claim.pk}/")
    assert begun["Location"] == there
    early = send(contact, f"{there}file/", {"claimed_wan": "80"})
    assert early.status_code == 422
    assert "还缺：申报表、研发费用辅助账。" in text_of(early)
    for name in scheme.documents:
        file = SimpleUploadedFile(f"{name}.pdf", PDF, "application/pdf")
        send(contact, f"{there}documents/", {"document": name, "files": file})
    send(contact, f"{there}file/", {"claimed_wan": "80"})

    claim.refresh_from_db()
    assert (claim.state, claim.claimed_wan) == ("filed", 80)
    assert "已申报" in text_of(contact.get(at(cast, "schemes/")))
    assert ClaimReading.objects.filter(claim=claim, user=cast.chenlan).count() == 0


def test_what_one_is_told_waits_at_home_and_its_opening_is_noted(contact, cast, scheme):
    figures(cast.chenxi, timezone.localdate().year - 1, revenue_wan=9000, rnd_wan=800)
    services.tell(scheme=scheme, by=cast.acts(cast.linyue), at=timezone.now())
    claim = Claim.objects.get()

    home = contact.get(f"/{cast.park.slug}/portal/").content.decode()
    assert at(cast, f"claims/{claim.pk}/") in home
    assert Notice.objects.filter(user=cast.chenlan, object_kind="claim").count() == 1
    contact.get(at(cast, f"claims/{claim.pk}/"))
    contact.get(at(cast, f"claims/{claim.pk}/"))

    assert [r.user for r in ClaimReading.objects.all()] == [cast.chenlan]
    office = text_of(signed_in(cast.linyue).get(f"/{cast.park.slug}/claims/{claim.pk}/"))
    assert "企业还没有人打开。" not in office


def test_it_can_say_not_this_time_and_come_back(contact, cast, scheme):
    send(contact, at(cast, f"schemes/{scheme.pk}/claim/"))
    claim = Claim.objects.get()

    send(contact, at(cast, f"claims/{claim.pk}/decline/"), {"words": "今年不报"})
    claim.refresh_from_db()
    assert claim.state == "declined"
    send(contact, at(cast, f"schemes/{scheme.pk}/claim/"))

    claim.refresh_from_db()
    assert claim.state == "preparing"


def test_a_disguised_file_is_refused_with_its_reason(contact, cast, scheme):
    send(contact, at(cast, f"schemes/{scheme.pk}/claim/"))
    claim = Claim.objects.get()
    file = SimpleUploadedFile("申报表.pdf", b"MZ\x90\x00not a document", "application/pdf")

    answer = send(
        contact,
        at(cast, f"claims/{claim.pk}/documents/"),
        {"document": "申报表", "files": file},
    )

    assert answer.status_code == 422
    assert not claim.files.exists()


def test_another_enterprise_sees_nothing_of_it(cast, scheme):
    claim = services.begin(
        scheme=scheme, enterprise=cast.chenxi, by=cast.acts(cast.linyue), at=timezone.now()
    )
    other = signed_in(cast.duzhong)

    assert other.get(at(cast, f"claims/{claim.pk}/")).status_code == 404
    assert other.get(at(cast, f"claims/{claim.pk + 1000}/")).status_code == 404
    assert send(other, at(cast, f"claims/{claim.pk}/file/"), {"claimed_wan": 1}).status_code == 404
    assert other.get(f"/{cast.park.slug}/claims/").status_code == 403


def test_the_program_interface_tells_the_same(contact, cast, scheme):
    figures(cast.chenxi, timezone.localdate().year - 1, revenue_wan=100)
    send(contact, at(cast, f"schemes/{scheme.pk}/claim/"))
    claim = Claim.objects.get()
    api = f"/api/v1/{cast.park.slug}"

    (match,) = contact.get(f"{api}/enterprises/{cast.chenxi.pk}/schemes").json()
    listed = contact.get(f"{api}/claims").json()["items"]
    full = contact.get(f"{api}/claims/{claim.pk}").json()

    assert (match["verdict"], match["missing"]) == ("no", [])
    assert [row["state"] for row in listed] == ["preparing"]
    assert full["lacking"] == scheme.documents
    assert contact.get(f"{api}/schemes/{scheme.pk}").json()["conditions"] == scheme.conditions
    office = signed_in(cast.linyue)
    matches = office.get(f"{api}/schemes/{scheme.pk}/enterprises?verdict=no").json()["items"]
    assert [row["enterprise"]["name"] for row in matches] == [cast.chenxi.name]


@pytest.mark.parametrize(
    ("path", "most"), [("schemes/", 12), ("schemes/{scheme}/", 11), ("claims/{claim}/", 15)]
)
def test_a_page_asks_as_much_for_many_schemes_as_for_few(contact, cast, scheme, path, most):
    claim = services.begin(
        scheme=scheme, enterprise=cast.chenxi, by=cast.acts(cast.chenlan), at=timezone.now()
    )
    address = at(cast, path.format(scheme=scheme.pk, claim=claim.pk))
    contact.get(address)
    with CaptureQueriesContext(connection) as few:
        assert contact.get(address).status_code == 200
    for number in range(9):
        a_scheme(cast, f"政策{number}（演示）", valid_from=date(2020, 1, 1), valid_until=None)

    with CaptureQueriesContext(connection) as many:
        contact.get(address)

    assert len(many) <= len(few) <= most, [q["sql"][:120] for q in few]
