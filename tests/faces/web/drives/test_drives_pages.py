"""The pages of special actions, from starting one to the last enterprise."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from python_calamine import CalamineWorkbook

from qianjin.apps.desk.models import ServiceRequest
from qianjin.apps.drives.models import Drive, DriveSheet, ResourceClaim, Target
from tests.factories.drives import (
    a_drive,
    a_question,
    a_resource,
    firms,
    target_of,
    tell,
)
from tests.factories.tables import a_workbook
from tests.factories.web import send, signed_in


@pytest.fixture
def window(cast):
    return signed_in(cast.linyue)


FIELDS = {
    "name": "芯片短缺摸底（演示）",
    "words": "缺哪些芯片，缺口多大？",
    "due_on": "2099-03-31",
    "tier": "",
    "sector": "",
}


def here(cast, path: str = "") -> str:
    return f"/{cast.park.slug}/drives/{path}"


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


class TestTheWay:
    def test_of_an_action_from_its_start_to_the_answer_and_the_place(self, window, cast):
        send(window, here(cast, "new/"), FIELDS)
        drive = Drive.objects.get()
        page = here(cast, f"{drive.pk}/")
        asked = {"text": "缺口数量", "kind": "number", "unit": "片", "is_required": "on"}
        send(window, f"{page}questions/", asked)
        question = drive.questions.get()
        send(
            window,
            f"{page}resources/",
            {"name": "周转芯片", "unit": "片", "slots": "第一批 20\n2099-03-01 第二批 10",
             "order": "evenly", "asks": question.pk},
        )  # fmt: skip
        send(window, f"{page}tell/")
        target = target_of(drive, cast.chenxi)

        done = send(
            window,
            here(cast, f"enterprises/{target.pk}/answer/"),
            {f"q{question.pk}": "8", "words": "缺MCU", "seen": "2"},
        )

        assert done.status_code == 303
        shown = text_of(window.get(page))
        assert "缺MCU" in shown
        assert "已答复" in shown
        assert "1家排队" in shown
        resource = drive.resources.get()
        looked = window.get(here(cast, f"resources/{resource.pk}/"))
        assert "按规则分出8份" in text_of(looked)
        plan = re.search(r'name="plan" value="(\w+)"', looked.content.decode())[1]
        send(window, here(cast, f"resources/{resource.pk}/allot/"), {"plan": plan})
        assert ResourceClaim.objects.get().held == 8
        listed = text_of(window.get(here(cast)))
        assert f"1 / {drive.targets.count()}" in listed

    def test_a_line_without_a_number_is_blamed_beside_its_field(self, window, cast):
        drive = a_drive(cast)

        answer = send(
            window,
            here(cast, f"{drive.pk}/resources/"),
            {"name": "观察房", "slots": "三号楼", "order": "evenly"},
        )

        assert answer.status_code == 422
        assert "行末请写数量：三号楼" in answer.content.decode()

    def test_a_wrong_answer_is_blamed_beside_its_question_and_kept_in_the_form(self, window, cast):
        drive = a_drive(cast)
        question = a_question(cast, drive, "number", "缺口")
        tell(cast, drive)

        answer = send(
            window,
            here(cast, f"enterprises/{target_of(drive, cast.chenxi).pk}/answer/"),
            {f"q{question.pk}": "-3"},
        )

        assert answer.status_code == 422
        page = answer.content.decode()
        assert "请填0到99,999,999,999之间的数字。" in page
        assert 'value="-3"' in page

    def test_more_than_is_left_is_refused_and_nothing_changes(self, window, cast):
        drive = a_drive(cast, told=True)
        resource = a_resource(cast, drive, 2)
        slot = resource.slots.get()
        told = {"resource": resource.pk, "slot": slot.pk, "amount": "2"}
        for firm in (cast.chenxi, cast.other):
            answer = send(
                window, here(cast, f"enterprises/{target_of(drive, firm).pk}/give/"), told
            )

        assert answer.status_code == 409
        slot.refresh_from_db()
        assert slot.taken == 2

    def test_an_officer_sees_their_own_under_today_and_answers_by_telephone(self, cast):
        drive = a_drive(cast, told=True)
        Target.objects.filter(enterprise=cast.chenxi).update(officer=cast.yeting)
        yeting = signed_in(cast.yeting)

        assert "1家企业待联系" in text_of(yeting.get(f"/{cast.park.slug}/"))
        mine, theirs = target_of(drive, cast.chenxi), target_of(drive, cast.other)
        page = yeting.get(here(cast, f"enterprises/{mine.pk}/"))
        assert "录入答复" in text_of(page)
        assert "录入答复" not in text_of(yeting.get(here(cast, f"enterprises/{theirs.pk}/")))
        done = send(yeting, here(cast, f"enterprises/{mine.pk}/answer/"), {"words": "不缺"})
        assert done.status_code == 303
        refused = send(yeting, here(cast, f"enterprises/{theirs.pk}/answer/"), {"words": "不缺"})
        assert refused.status_code == 403

    def test_an_enterprise_is_sent_back_to_complete_its_answer(self, window, cast):
        drive = a_drive(cast, told=True)
        page = here(cast, f"enterprises/{target_of(drive, cast.chenxi).pk}/")

        without = send(window, f"{page}standing/", {"state": "unclear"})
        done = send(window, f"{page}standing/", {"state": "unclear", "remark": "缺型号"})

        assert (without.status_code, done.status_code) == (422, 303)
        assert "缺型号" in text_of(window.get(page))

    def test_many_are_given_to_an_officer_at_once(self, window, cast):
        drive = a_drive(cast)
        rows = list(drive.targets.values_list("pk", flat=True))

        send(
            window,
            here(cast, f"{drive.pk}/assign/"),
            {"target": rows, "officer": cast.yeting.pk},
        )

        assert drive.targets.filter(officer=cast.yeting, unit=cast.investment).count() == 2

    def test_what_is_open_in_the_end_goes_on_as_requests(self, window, cast):
        drive = a_drive(cast, told=True)
        send(
            window,
            here(cast, f"enterprises/{target_of(drive, cast.chenxi).pk}/answer/"),
            {"words": "不缺"},
        )
        assert window.get(here(cast, f"{drive.pk}/finish/")).status_code == 200

        send(
            window,
            here(cast, f"{drive.pk}/finish/"),
            {"words": "告一段落", "open_becomes": "requests", "kind": ""},
        )

        request = ServiceRequest.objects.get(enterprise=cast.other)
        assert target_of(drive, cast.other).request_number == request.number
        drive.refresh_from_db()
        assert drive.finished_at is not None
        assert "告一段落" in text_of(window.get(here(cast, f"{drive.pk}/")))


class TestTables:
    def test_a_list_is_previewed_and_taken_in(self, window, cast):
        drive = a_drive(cast, [cast.other])
        table = a_workbook([["企业名称"], [cast.chenxi.name], ["查无此企"]])

        answer = send(
            window,
            here(cast, f"{drive.pk}/list/"),
            {"file": SimpleUploadedFile("名单.xlsx", table)},
        )
        sheet = DriveSheet.objects.get()
        page = window.get(answer["Location"])

        assert "导入 1 行" in text_of(page)
        assert "企业库里没有这个名称的企业。" in text_of(page)
        send(window, here(cast, f"tables/{sheet.pk}/apply/"))
        assert drive.targets.count() == 2
        back = b"".join(window.get(here(cast, f"tables/{sheet.pk}/errors/")).streaming_content)
        rows = CalamineWorkbook.from_filelike(io.BytesIO(back)).get_sheet_by_index(0).to_python()
        assert rows[1][0] == "查无此企"

    @pytest.mark.parametrize("name", ["list", "table"])
    def test_what_is_no_table_is_blamed_beside_the_field(self, window, cast, name):
        drive = a_drive(cast)

        answer = send(
            window,
            here(cast, f"{drive.pk}/{name}/"),
            {"file": SimpleUploadedFile("x.xlsx", b"\x00\x01")},
        )

        assert answer.status_code == 422
        assert not DriveSheet.objects.exists()

    @pytest.mark.parametrize("path", ["export/", "template/"])
    def test_tables_go_out(self, window, cast, path):
        drive = a_drive(cast, told=True)

        answer = window.get(here(cast, f"{drive.pk}/{path}"))

        assert answer.status_code == 200
        assert b"".join(answer.streaming_content)[:2] == b"PK"

    def test_the_summary_goes_out_as_word(self, window, cast):
        drive = a_drive(cast)
        question = a_question(cast, drive, "number", "缺口数量", unit="片")
        a_resource(cast, drive, 5)
        tell(cast, drive)
        send(
            window,
            here(cast, f"enterprises/{target_of(drive, cast.chenxi).pk}/answer/"),
            {f"q{question.pk}": "1200"},
        )

        document = Document(io.BytesIO(window.get(here(cast, f"{drive.pk}/word/")).content))

        told = "\n".join(p.text for p in document.paragraphs)
        cells = {c.text for t in document.tables for row in t.rows for c in row.cells}
        assert "已问2家，1家已答。" in told
        assert "1,200 片" in cells
        assert cast.other.name in cells


class TestCosts:
    @pytest.fixture
    def large(self, cast) -> Drive:
        """A thousand enterprises, as many as a park has."""
        drive = a_drive(cast, firms(cast, 1000), name="千家摸底（演示）")
        question = a_question(cast, drive, "number")
        a_resource(cast, drive, 30, asks=question)
        Target.objects.filter(drive=drive).update(officer=cast.yeting, unit=cast.investment)
        return tell(cast, drive)

    @pytest.mark.slow
    def test_the_pages_ask_a_fixed_number_of_queries_for_a_thousand_enterprises(
        self, window, cast, large, django_assert_num_queries
    ):
        target = large.targets.earliest("pk")
        resource = large.resources.get()
        for path, most in (
            ("", 3),
            (f"{large.pk}/", 14),
            (f"{large.pk}/answers/", 9),
            (f"{large.pk}/finish/", 4),
            (f"{large.pk}/questions/", 4),
            (f"{large.pk}/resources/", 7),
            (f"{large.pk}/enterprises/", 4),
            (f"resources/{resource.pk}/", 8),
            (f"enterprises/{target.pk}/", 14),
        ):
            window.get(here(cast, path))
            with django_assert_num_queries(most):
                assert window.get(here(cast, path)).status_code == 200, path

    @pytest.mark.slow
    def test_every_enterprise_is_met_once_from_page_to_page(self, window, cast, large):
        met, address = [], here(cast, f"{large.pk}/")
        while address:
            page = window.get(address, headers={"HX-Request": "true", "HX-Target": "drive-rows"})
            body = page.content.decode()
            met += re.findall(r"/drives/enterprises/(\d+)/", body)
            further = re.search(r'rel="next" href="([^"]+)"', body)
            address = further[1].replace("&amp;", "&") if further else ""

        assert len(met) == len(set(met)) == 1000


class TestWhoMay:
    def test_who_only_sees_starts_none(self, cast):
        yeting = signed_in(cast.yeting)

        assert yeting.get(here(cast)).status_code == 200
        assert yeting.get(here(cast, "new/")).status_code == 403

    def test_the_auditor_reads_and_enters_nothing(self, cast):
        drive = a_drive(cast, told=True)
        auditor = signed_in(cast.auditor)
        page = here(cast, f"enterprises/{target_of(drive, cast.chenxi).pk}/")

        assert auditor.get(page).status_code == 200
        assert send(auditor, f"{page}answer/", {"words": "不缺"}).status_code == 403

    def test_the_pages_are_there_in_english(self, cast):
        drive = a_drive(cast, told=True)
        window = signed_in(cast.linyue, "en")

        assert "Special actions" in window.get(here(cast)).content.decode()
        assert "waited for" in text_of(window.get(here(cast, f"{drive.pk}/")))
