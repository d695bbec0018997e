"""The office's page of one request: its promise, what may be done now, what happened, its files."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qianjin.apps.desk import services
from qianjin.apps.desk.models import Attachment
from tests.factories.desk import (
    MORNING,
    a_photograph,
    a_request,
    a_resolved_request,
    an_accepted_request,
    an_upload,
)
from tests.factories.parks import local
from tests.factories.web import signed_in

from .conftest import AFTERNOON, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def media(tmp_path, monkeypatch):
    monkeypatch.setattr("qianjin.apps.parks.services.files.MEDIA", tmp_path)
    monkeypatch.setattr("qianjin.faces.gate.files.MEDIA", tmp_path)
    return tmp_path


@pytest.fixture
def window(cast):
    """林悦 at the window."""
    return signed_in(cast.linyue)


def page_of(client, cast, request, query: str = "", **headers: str) -> str:
    return shown(client, cast, f"requests/{request.number}/{query}", **headers)


def offered(page: str, number: str) -> set[str]:
    """The acts the page leads to."""
    found = set(re.findall(rf"/requests/{number}/([a-z-]+)/", page))
    return found - {"similar"}


class TestTheGauge:
    def test_says_of_each_stage_what_happened_or_what_is_left(self, cast, window) -> None:
        request = an_accepted_request(cast, local("2026-11-20 09:00"))

        page = page_of(window, cast, request)

        assert "上周五 09:20，用时 20 分" in page
        assert "周三 17:30 前" in page
        assert "还有 2 个工作日" in page

    def test_says_that_it_stands_still_while_material_is_waited_for(self, cast, desk, window):
        page = page_of(window, cast, desk.waiting)

        assert "等企业补件" in page
        assert ">暂停</span>" in page

    def test_says_how_far_a_promise_is_over(self, cast, desk, window) -> None:
        page = page_of(window, cast, desk.late)

        assert "已超" in page
        assert "超期" in page

    def test_says_provisional_where_the_official_calendar_is_not_out(self, cast, window) -> None:
        request = a_request(cast.chenxi, cast.acts(cast.chenlan), local("2026-12-30 10:00"))

        page = page_of(window, cast, request)

        assert "暂定" in page

    def test_of_a_long_case_tells_when_it_became_one_and_when_it_was_settled(
        self, cast, desk, window
    ) -> None:
        services.resolve(
            request=desk.long, words="管网已通", by=cast.acts(cast.yeting), at=AFTERNOON
        )

        page = page_of(window, cast, desk.long)
        theirs = shown(signed_in(cast.chenlan), cast, f"portal/requests/{desk.long.number}/")

        assert re.search(r"转长办件</span><p>今天 10:00.*?办结</b>.*?今天 16:00", page, re.S)
        assert re.search(r"转为长办件.*?今天 10:00.*?办结.*?今天 16:00", theirs, re.S)
        assert "阶段答复" not in theirs


class TestWhatIsOffered:
    def test_a_fresh_request_is_to_be_sorted_first(self, cast, desk, window) -> None:
        page = page_of(window, cast, desk.fresh)

        assert re.search(r'class="btn is-main" href="[^"]*/triage/"', page)
        assert offered(page, desk.fresh.number) == {
            "triage", "accept", "contact", "reply", "plan", "ask-material", "resolve",
            "long-case", "note", "cause", "chase", "merge", "split", "link",
        }  # fmt: skip

    def test_an_assigned_one_is_to_be_accepted(self, cast, desk) -> None:
        page = page_of(signed_in(cast.yeting), cast, desk.late)

        assert re.search(r'class="btn is-main" href="[^"]*/accept/"', page)
        assert "triage" not in offered(page, desk.late.number)

    def test_one_that_waits_for_material_can_be_supplied_or_go_on(self, cast, desk, window):
        page = page_of(window, cast, desk.waiting)

        assert {"supply", "go-on"} <= offered(page, desk.waiting.number)
        assert "ask-material" not in offered(page, desk.waiting.number)

    def test_a_long_case_gets_interim_answers(self, cast, desk, window) -> None:
        page = page_of(window, cast, desk.long)

        assert re.search(r'class="btn is-main" href="[^"]*/interim/"', page)
        assert "部门会审" in page
        assert "long-case" not in offered(page, desk.long.number)

    def test_a_resolved_one_waits_for_its_rating(self, cast, desk, window) -> None:
        page = page_of(window, cast, desk.to_rate)

        assert offered(page, desk.to_rate.number) == {"note", "link"}

    def test_one_rated_well_can_be_archived(self, cast, desk, window) -> None:
        services.rate(
            request=desk.to_rate, score=5, by=cast.acts(cast.chenlan), at=AFTERNOON, words="很快"
        )

        page = page_of(window, cast, desk.to_rate)

        assert "archive" in offered(page, desk.to_rate.number)
        assert "很快" in page

    def test_an_auditor_reads_and_notes_but_does_nothing_else(self, cast, desk) -> None:
        page = page_of(signed_in(cast.auditor), cast, desk.late)

        assert offered(page, desk.late.number) == {"note"}


class TestTheThread:
    def test_keeps_internal_notes_apart(self, cast, desk, window) -> None:
        services.note(
            request=desk.late, words="厂长周四出差", by=cast.acts(cast.linyue), at=AFTERNOON
        )

        assert "厂长周四出差" in page_of(window, cast, desk.late)
        assert "厂长周四出差" not in page_of(window, cast, desk.late, "?only=visible")

    def test_shows_the_thanks_and_the_rating(self, cast, desk, window) -> None:
        by = cast.acts(cast.chenlan)
        services.rate(request=desk.to_rate, score=4, reasons=["fast"], by=by, at=AFTERNOON)
        services.thank(request=desk.to_rate, words="多谢园区", by=by, at=AFTERNOON)

        page = page_of(window, cast, desk.to_rate)

        assert "多谢园区" in page
        assert 'class="stars' in page

    def test_ends_with_what_is_promised_next(self, cast, desk, window) -> None:
        page = page_of(window, cast, desk.soon)

        assert "下一步" in page

    def test_shows_the_words_of_the_enterprise_as_text(self, cast, window) -> None:
        request = a_request(
            cast.chenxi, cast.acts(cast.chenlan), MORNING, "<script>alert(1)</script>𠮷😀"
        )

        page = page_of(window, cast, request)

        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;𠮷😀" in page


def test_speaks_english_to_whoever_reads_english(cast, desk) -> None:
    page = page_of(signed_in(cast.linyue, "en"), cast, desk.soon)

    assert "Who handles it" in page
    assert "working day" in page


def test_rings_the_contact_on_a_tap(cast, desk, window) -> None:
    contact = cast.chenxi.contacts.get()
    contact.phone = "13800000001"
    contact.save()

    page = page_of(window, cast, desk.late)

    assert 'href="tel:13800000001"' in page
    assert "138****0001" in page


class TestLikeRequests:
    def test_solved_ones_are_shown_with_their_answer(self, cast, window) -> None:
        a_resolved_request(cast, local("2026-11-10 09:00"), words="芯片供货紧张，请园区协调")
        request = an_accepted_request(cast, MORNING, words="芯片供货紧张，请协调供货商")

        page = shown(window, cast, f"requests/{request.number}/similar/")

        assert "已落实供货" in page
        assert "?like=" in page

    def test_the_answer_can_be_taken_into_a_reply(self, cast, window) -> None:
        solved = a_resolved_request(cast, local("2026-11-10 09:00"))
        request = an_accepted_request(cast, MORNING)

        form = shown(window, cast, f"requests/{request.number}/reply/?like={solved.number}")

        assert "已落实供货" in form

    def test_the_answer_of_a_foreign_request_is_not_given_away(self, cast, elsewhere, window):
        request = an_accepted_request(cast, MORNING)

        form = shown(window, cast, f"requests/{request.number}/reply/?like={elsewhere.number}x")

        assert "<textarea" in form

    def test_open_ones_of_the_same_enterprise_are_shown(self, cast, window) -> None:
        first = an_accepted_request(cast, MORNING, words="二号产线变压器容量不够，申请增容")
        second = an_accepted_request(cast, MORNING, words="二号产线变压器容量不够，申请增容接电")

        page = shown(window, cast, f"requests/{second.number}/similar/")

        assert first.number in page.split("办过的相似诉求")[0]


class TestWhoMayLook:
    def test_a_request_of_another_park_answers_like_a_missing_one(
        self, cast, desk, elsewhere, window
    ) -> None:
        elsewhere.number = "2026-1123-999"
        elsewhere.save()
        foreign = window.get(f"/{cast.park.slug}/requests/{elsewhere.number}/")
        missing = window.get(f"/{cast.park.slug}/requests/2020-0101-001/")

        assert (foreign.status_code, missing.status_code) == (404, 404)
        assert plain(foreign) == plain(missing)

    def test_a_request_of_another_section_answers_like_a_missing_one(self, cast, desk) -> None:
        head = signed_in(cast.gumingzhou)

        foreign = head.get(f"/{cast.park.slug}/requests/{desk.late.number}/")
        missing = head.get(f"/{cast.park.slug}/requests/2020-0101-001/")

        assert foreign.status_code == 404
        assert plain(foreign) == plain(missing)

    def test_an_enterprise_is_sent_to_its_own_side(self, cast, desk) -> None:
        answer = signed_in(cast.chenlan).get(f"/{cast.park.slug}/requests/{desk.late.number}/")

        assert answer.status_code == 403


def plain(response) -> str:
    """The page without what differs from answer to answer."""
    text = re.sub(r'"X-CSRFToken": "[^"]*"|value="[0-9A-Za-z]{32,}"', "", response.content.decode())
    return re.sub(r"/requests/[\d-]+/", "", text)


class TestFiles:
    @pytest.fixture
    def request_with_files(self, cast, media):
        return a_request(
            cast.chenxi,
            cast.acts(cast.chenlan),
            MORNING,
            files=[an_upload("用电负荷表.txt"), a_photograph()],
        )

    def test_a_file_comes_back_as_a_download(self, cast, request_with_files, window) -> None:
        row = Attachment.objects.get(name="用电负荷表.txt")

        answer = window.get(f"/{cast.park.slug}/requests/files/{row.pk}/")

        assert answer["Content-Disposition"].startswith("attachment;")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert b"".join(answer.streaming_content) == "供货说明".encode()

    def test_a_photograph_has_a_preview_and_a_page(self, cast, request_with_files, window) -> None:
        row = Attachment.objects.get(name="现场.jpg")
        page = page_of(window, cast, request_with_files)

        preview = window.get(f"/{cast.park.slug}/requests/files/{row.pk}/preview/")

        assert b"".join(preview.streaming_content)[8:12] == b"WEBP"
        assert f"/requests/files/{row.pk}/photo/" in page
        assert preview["Content-Type"] == "image/webp"
        assert "现场.jpg" in shown(window, cast, f"requests/files/{row.pk}/photo/")

    def test_the_file_of_another_section_is_not_there(self, cast, request_with_files) -> None:
        row = Attachment.objects.get(name="用电负荷表.txt")
        head = signed_in(cast.gumingzhou)

        for part in ("", "preview/", "photo/"):
            answer = head.get(f"/{cast.park.slug}/requests/files/{row.pk}/{part}")
            assert answer.status_code == 404

    def test_a_file_of_an_internal_note_stays_with_those_who_may_note(self, cast, media) -> None:
        request = an_accepted_request(cast, MORNING)
        services.note(
            request=request,
            words="内部测算",
            by=cast.acts(cast.yeting),
            at=AFTERNOON,
            files=[an_upload("测算.txt")],
        )
        row = Attachment.objects.get(name="测算.txt")

        read = signed_in(cast.yeting).get(f"/{cast.park.slug}/requests/files/{row.pk}/")
        refused = signed_in(cast.chenlan).get(f"/{cast.park.slug}/portal/files/{row.pk}/")

        assert b"".join(read.streaming_content) == "供货说明".encode()
        assert refused.status_code == 404


class TestTheDrawer:
    def test_gets_the_page_without_its_frame(self, cast, desk, window) -> None:
        headers = {"HX-Request": "true", "HX-Target": "drawer-body"}

        piece = page_of(window, cast, desk.late, **headers)

        assert "<html" not in piece
        assert desk.late.number in piece


def test_the_page_asks_at_most_fifteen_queries(cast, desk, window) -> None:
    page_of(window, cast, desk.long)
    for request in (desk.late, desk.long, desk.waiting, desk.low):
        with CaptureQueriesContext(connection) as asked:
            page_of(window, cast, request)
        assert len(asked) <= 15, [q["sql"][:90] for q in asked]


def test_a_long_thread_asks_no_more_queries(
    cast, desk, window, django_assert_num_queries, media
) -> None:
    page_of(window, cast, desk.late)
    with CaptureQueriesContext(connection) as before:
        page_of(window, cast, desk.late)
    for turn in range(12):
        services.note(
            request=desk.late,
            words=f"第{turn}次",
            by=cast.acts(cast.linyue),
            at=AFTERNOON,
            files=[an_upload()],
        )

    with django_assert_num_queries(len(before)):
        page_of(window, cast, desk.late)
