"""The pages of acquisition, readiness, listing and sites, from the first click to the pack."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from docx import Document
from python_calamine import CalamineWorkbook

from qianjin.apps.accounts.choices import Role
from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.clearing import services
from qianjin.apps.clearing.models import (
    Acquisition,
    Listing,
    Objection,
    ParcelStep,
    SiteSearch,
    StepRule,
)
from qianjin.apps.parks.choices import UnitKind
from tests.factories.accounts import a_member
from tests.factories.clearing import (
    a_listing,
    a_need,
    an_acquisition,
    cleared,
    complete,
    run_notice,
)
from tests.factories.delivery import a_plan
from tests.factories.land import a_parcel, a_village
from tests.factories.parks import NOON, a_unit
from tests.factories.web import send, signed_in


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("qianjin.apps.parks.services.files.MEDIA", tmp_path)
    monkeypatch.setattr("qianjin.faces.gate.files.MEDIA", tmp_path)


@pytest.fixture
def head(cast):
    return signed_in(cast.gumingzhou)


def here(cast, path: str = "") -> str:
    return f"/{cast.park.slug}/{path}"


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


class TestAcquisition:
    def test_is_opened_from_a_parcel_and_carried_on_village_by_village(self, head, cast):
        parcel = a_parcel(cast, number="DK-甲", village=a_village(cast, "东沙村（演示）"))
        opened = send(head, here(cast, "clearing/new/"), {"number": "DK-甲", "project": "演示项目"})
        row = Acquisition.objects.get(parcel=parcel)
        assert opened["Location"].endswith(f"/clearing/{row.pk}/")
        part = row.parts.get()
        page = here(cast, f"clearing/parts/{part.pk}/")

        numbers = {"households": 12, "members": 40, "due": "250000", "version": 1}
        assert send(head, f"{page}numbers/", numbers).status_code == 303
        met = {"on": "2026-11-20", "means": "walk", "whom": "村委会", "words": "说明补偿标准"}
        assert send(head, f"{page}meeting/", met).status_code == 303
        step = here(cast, f"clearing/ready/{parcel.pk}/steps/pre_notice/")
        said = {"begun_on": "2026-11-02", "online": "sent", "document": "1号"}
        assert send(head, step, said).status_code == 303

        shown = text_of(head.get(here(cast, f"clearing/{row.pk}/")))
        assert "东沙村（演示）" in shown
        assert "0 / 12" in shown
        assert "0 / 25" in shown
        assert re.search(r"土地现状调查 \S+ 卡在这里", shown)
        assert "已上报" in shown
        assert "土地管理法实施条例第26条" in shown
        assert "怎样可以更早" in shown
        board = text_of(head.get(here(cast, "clearing/")))
        assert "2026-11-20" in board

    def test_what_the_law_forbids_is_said_with_its_article(self, head, cast):
        row = run_notice(cast, an_acquisition(cast))
        part = row.parts.get()
        page = here(cast, f"clearing/parts/{part.pk}/")
        counted = {"kind": "signed", "amount": "40", "on": "2026-11-20"}
        assert send(head, f"{page}count/", counted).status_code == 303

        refused = send(head, f"{page}count/", counted | {"kind": "vacated"})

        assert refused.status_code == 409
        assert "浙江省土地管理条例第47条" in text_of(refused)
        part.refresh_from_db()
        assert (part.signed, part.vacated) == (40, 0)

    def test_an_objection_moves_the_date_and_is_settled(self, head, cast):
        row = run_notice(cast, an_acquisition(cast))
        part = row.parts.get()
        page = here(cast, f"clearing/parts/{part.pk}/")
        said = {
            "household": "04-17",
            "members": 1,
            "ground": "measure",
            "raised_on": "2026-11-20",
            "words": "苗木数量不符",
        }
        assert send(head, f"{page}objection/", said).status_code == 303
        assert "1 件未办结" in text_of(head.get(here(cast, "clearing/")))
        objection = Objection.objects.get()
        settle = here(cast, f"clearing/objections/{objection.pk}/settle/")
        wrong = send(head, settle, {"state": "answered", "settled_on": "2026-11-21"})
        assert wrong.status_code == 422

        answer = {"state": "answered", "answer": "已重新清点", "settled_on": "2026-11-21"}
        assert send(head, settle, answer).status_code == 303
        assert "已重新清点" in text_of(head.get(page))

    def test_a_wrong_form_comes_back_with_its_words(self, head, cast):
        part = an_acquisition(cast).parts.get()

        answer = send(
            head,
            here(cast, f"clearing/parts/{part.pk}/meeting/"),
            {"on": "2026-11-20", "means": "walk", "whom": "", "words": "说过的话"},
        )

        assert answer.status_code == 422
        assert "说过的话" in answer.content.decode()

    def test_a_liaison_sees_the_own_villages_and_no_money_field(self, cast):
        town = a_unit(cast.park, "临浦镇", UnitKind.TOWN)
        mine = a_village(cast, "甲村（演示）", parent=town)
        a_village(cast, "乙村（演示）")
        row = an_acquisition(cast, a_parcel(cast, village=mine))
        window = signed_in(a_member(cast.park, Role.VILLAGE_LIAISON, town, "演示联络员"))

        board = text_of(window.get(here(cast, "clearing/")))
        assert "甲村（演示）" in board
        assert "乙村（演示）" not in board
        page = window.get(here(cast, f"clearing/parts/{row.parts.get().pk}/")).content.decode()
        assert 'name="due"' not in page
        assert 'value="paid"' not in page
        assert window.get(here(cast, "listings/")).status_code == 200

    def test_stopping_asks_why(self, head, cast):
        row = an_acquisition(cast)
        stop = here(cast, f"clearing/{row.pk}/stop/")

        assert send(head, stop, {"words": ""}).status_code == 422
        assert send(head, stop, {"words": "项目调整"}).status_code == 303
        row.refresh_from_db()
        assert row.state == "stopped"


class TestReadiness:
    def test_the_list_and_a_parcel_say_when_and_on_what_it_hangs(self, head, cast):
        parcel = a_parcel(cast, number="DK-乙", village=a_village(cast))
        ready = cleared(cast, a_parcel(cast, 300, number="DK-丙"))
        services.refresh(park=cast.park, at=timezone.now())

        listed = text_of(head.get(here(cast, "clearing/ready/")))
        assert "DK-乙" in listed
        assert "征收土地预公告（区人民政府）" in listed
        only = text_of(head.get(here(cast, "clearing/ready/?hangs=ready")))
        assert "DK-丙" in only
        assert "DK-乙" not in only
        one = text_of(head.get(here(cast, f"clearing/ready/{parcel.pk}/")))
        assert "提前" in one
        assert "没有未完成的事项" in text_of(head.get(here(cast, f"clearing/ready/{ready.pk}/")))

    def test_a_parcel_names_the_projects_it_fits(self, head, cast):
        parcel = a_parcel(cast, number="DK-丁", price_per_mu=Decimal(40))
        services.refresh(park=cast.park, at=NOON)
        a_need(cast, name="演示·小项目", mu_min=Decimal(10), mu_max=Decimal(20))
        a_need(cast, name="演示·大项目", mu_min=Decimal(100), mu_max=Decimal(200))

        shown = text_of(head.get(here(cast, f"clearing/ready/{parcel.pk}/")))

        assert "演示·小项目 与 DK-丁 合计 15.0 亩" in shown
        assert "演示·大项目 全部可能都已查过" in shown

    def test_days_of_a_step_are_set_with_a_reason(self, head, cast):
        page = here(cast, "clearing/steps/set/")
        assert head.get(f"{page}?code=approval").status_code == 200
        said = {
            "code": "approval",
            "least": 15,
            "likely": 55,
            "most": 90,
            "law": "土地管理法第44、46条",
            "reason": "台账校准（演示）",
        }

        assert send(head, page, said).status_code == 303
        assert StepRule.objects.get().likely == 55
        assert "15 · 55 · 90" in text_of(head.get(here(cast, "clearing/steps/")))
        assert send(head, page, said | {"likely": 10}).status_code == 422
        assert head.get(f"{page}?code=nothing").status_code == 404


class TestExcel:
    def test_the_board_and_the_days_go_out_as_tables_with_a_trace(self, head, cast):
        an_acquisition(cast, a_parcel(cast, village=a_village(cast, "东沙村（演示）")))
        board = b"".join(head.get(here(cast, "clearing/export/")).streaming_content)
        ready = b"".join(head.get(here(cast, "clearing/ready/export/")).streaming_content)

        rows = CalamineWorkbook.from_filelike(io.BytesIO(board)).get_sheet_by_index(0).to_python()
        days = CalamineWorkbook.from_filelike(io.BytesIO(ready)).get_sheet_by_index(0).to_python()

        assert rows[1][0] == "东沙村（演示）"
        assert rows[1][3:5] == [40, 0]
        assert rows[1][6] == 100
        assert "征收土地预公告" in days[1]
        verbs = AuditEntry.objects.values_list("verb", flat=True)
        assert {"clearing.board.export", "clearing.ready.export"} <= set(verbs)


class TestListing:
    def test_a_dossier_goes_out_as_zip_with_its_cover_in_word(self, head, cast):
        cleared(cast, a_parcel(cast, number="DK-戊"))
        send(head, here(cast, "listings/new/"), {"number": "DK-戊", "project": "演示项目"})
        listing = Listing.objects.get()
        paper = listing.papers.all()[0]
        added = send(
            head,
            here(cast, f"listings/papers/{paper.pk}/files/"),
            {"files": [SimpleUploadedFile("界址/点?.txt", b"J1,3350000.000,545000.000")]},
        )
        assert added.status_code == 303

        answer = head.get(here(cast, f"listings/{listing.pk}/pack/"))
        pack = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))

        names = pack.namelist()
        assert names[0] == "00-组件清单.docx"
        assert any(name.startswith("01-勘测定界图") for name in names)
        words = Document(io.BytesIO(pack.read(names[0])))
        cells = [cell.text for table in words.tables for row in table.rows for cell in row.cells]
        assert "DK-戊" in cells
        assert "供电条件答复（供电公司）" in cells
        assert AuditEntry.objects.get(verb="listing.pack").detail["files"] == 1
        cover = head.get(here(cast, f"listings/{listing.pk}/cover/"))
        assert cover["Content-Type"].endswith("wordprocessingml.document")
        file = head.get(here(cast, f"listings/files/{paper.files.get().pk}/"))
        assert b"".join(file.streaming_content).startswith(b"J1")

    def test_the_notice_waits_for_the_whole_dossier_then_twenty_days(self, head, cast):
        listing = a_listing(cast, cleared(cast, a_parcel(cast)))
        page = here(cast, f"listings/{listing.pk}/")
        today = timezone.localdate()
        said = {
            "notice_on": (today - timedelta(21)).isoformat(),
            "number": "1号",
            "price_wan": "900",
        }
        refused = send(head, f"{page}notice/", said)
        assert refused.status_code == 409
        assert "还缺：" in text_of(refused)
        complete(cast, listing)

        assert send(head, f"{page}notice/", said).status_code == 303
        first = (today - timedelta(1)).isoformat()
        assert first in text_of(head.get(page))
        soon = {"listed_on": (today - timedelta(2)).isoformat(), "until_on": today.isoformat()}
        assert send(head, f"{page}begin/", soon).status_code == 409
        begun = {"listed_on": first, "until_on": (today + timedelta(9)).isoformat()}
        assert send(head, f"{page}begin/", begun).status_code == 303
        listing.refresh_from_db()
        assert listing.state == "listed"
        assert send(head, f"{page}notice/", said).status_code == 409

    def test_a_paper_is_followed_and_one_more_is_asked_for(self, head, cast):
        listing = a_listing(cast, cleared(cast, a_parcel(cast)))
        paper = listing.papers.all()[3]
        page = here(cast, f"listings/papers/{paper.pk}/")
        assert send(head, page, {"state": "not_needed"}).status_code == 422
        assert send(head, page, {"state": "asked", "due_on": "2020-01-02"}).status_code == 303
        more = {"name": "文物意见（演示）", "kind": "bureau"}
        send(head, here(cast, f"listings/{listing.pk}/paper/"), more)

        shown = text_of(head.get(here(cast, f"listings/{listing.pk}/")))

        assert "文物意见（演示）" in shown
        assert "2020-01-02 超期" in shown


class TestCost:
    """How many questions the pages ask of the database; a longer list asks no more."""

    LIMITS = {
        "clearing/": 16,
        "clearing/parcels/": 16,
        "clearing/ready/": 15,
        "clearing/steps/": 12,
        "listings/": 12,
        "sites/": 15,
    }

    @pytest.mark.parametrize("path", LIMITS)
    def test_lists(self, head, cast, path, django_assert_max_num_queries):
        for n in range(3):
            an_acquisition(cast, a_parcel(cast, 300 * n, village=a_village(cast, f"村{n}")))
            a_listing(cast, cleared(cast, a_parcel(cast, 300 * n, 400)))
            a_need(cast)
        head.get(here(cast, path))
        with django_assert_max_num_queries(self.LIMITS[path]):
            assert head.get(here(cast, path)).status_code == 200

    def test_single_pages(self, head, cast, django_assert_max_num_queries):
        row = run_notice(cast, an_acquisition(cast))
        listing = a_listing(cast, cleared(cast, a_parcel(cast, 300)))
        need = a_need(cast)
        search = SiteSearch.objects.get(need=need)
        services.work_out(need_id=need.pk, run=search.run, at=timezone.now())
        pages = {
            f"clearing/{row.pk}/": 28,
            f"clearing/parts/{row.parts.get().pk}/": 20,
            f"clearing/ready/{row.parcel_id}/": 32,
            f"listings/{listing.pk}/": 22,
            f"sites/{need.pk}/": 22,
        }
        for path, most in pages.items():
            head.get(here(cast, path))
            with django_assert_max_num_queries(most):
                assert head.get(here(cast, path)).status_code == 200, path


def test_every_page_opens_in_english(cast):
    row = run_notice(cast, an_acquisition(cast))
    listing = a_listing(cast, cleared(cast, a_parcel(cast, 300)))
    need = a_need(cast)
    window = signed_in(cast.gumingzhou, "en")
    paths = [
        "clearing/", "clearing/parcels/", "clearing/new/", "clearing/ready/", "clearing/steps/",
        f"clearing/{row.pk}/", f"clearing/{row.pk}/edit/", f"clearing/parts/{row.parts.get().pk}/",
        f"clearing/ready/{row.parcel_id}/", f"clearing/ready/{row.parcel_id}/steps/risk/",
        "listings/", "listings/new/", f"listings/{listing.pk}/",
        f"listings/papers/{listing.papers.all()[0].pk}/", "sites/", "sites/new/",
        f"sites/{need.pk}/", f"sites/{need.pk}/edit/", "clearing/steps/set/?code=notice",
    ]  # fmt: skip
    for path in paths:
        answer = window.get(here(cast, path))
        assert answer.status_code == 200, path
    shown = text_of(window.get(here(cast, f"clearing/{row.pk}/")))
    assert "Land Administration Law, art. 47" in shown
    assert ParcelStep.objects.exists()


class TestWorks:
    def test_a_parcel_says_for_which_works_it_waits_and_leads_to_their_plan(self, head, cast):
        parcel = cleared(cast, a_parcel(cast))
        works = a_plan(cast, "演示·纵二路管网配套", profile="works", parcels=[parcel])
        works.refresh_from_db()
        page = head.get(here(cast, f"clearing/ready/{parcel.pk}/"))
        shown = text_of(page)

        assert "卡在：等待：演示·纵二路管网配套" in shown
        assert f"预计 {works.finish_on} 移交" in shown
        assert here(cast, f"delivery/{works.pk}/") in page.content.decode()
        assert "等待：演示·纵二路管网配套" in text_of(head.get(here(cast, "clearing/ready/")))
        steps = here(cast, f"clearing/ready/{parcel.pk}/steps/works/")
        assert head.get(steps).status_code == 404
