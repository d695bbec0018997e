"""Plans, replies, messages, notes and the solution."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.models import Entry
from qianjin.apps.desk.refusals import (
    BadRequest,
    ChangedMeanwhile,
    MayNotHandle,
    MayNotNote,
    MayNotSpeak,
    NotOpen,
)
from qianjin.apps.enterprises.models import ThreadEntry
from tests.factories.accounts import an_absence
from tests.factories.desk import (
    MORNING,
    a_long_case,
    a_request,
    a_resolved_request,
    a_waiting_request,
    an_accepted_request,
    an_upload,
)

LATER = MORNING + timedelta(hours=1)


class TestReplying:
    def test_keeps_the_promises_to_respond_and_to_plan(self, cast, dues, heard) -> None:
        request = a_request(cast.chenxi, cast.acts(cast.chenlan), MORNING)

        row = services.reply(
            request=request, words="  已联系供应商  ", by=cast.acts(cast.linyue), at=LATER
        )

        assert (row.status, set(dues(row)), row.next_stage) == ("replied", {"resolve"}, "resolve")
        assert Entry.objects.get(request=row, kind="reply").text == "已联系供应商"
        assert heard(cast.chenlan) == ["reply"]

    def test_to_what_nobody_accepted_is_accepting_it(self, cast) -> None:
        request = a_request(cast.chenxi, cast.acts(cast.chenlan), MORNING)

        row = services.reply(request=request, words="在办", by=cast.acts(cast.linyue), at=LATER)

        assert (row.officer, row.unit, row.first_contact) == (
            cast.linyue,
            cast.general,
            cast.linyue,
        )

    def test_with_a_plan_leaves_it_in_progress(self, cast, heard) -> None:
        row = services.reply(
            request=an_accepted_request(cast),
            words="三步走",
            by=cast.acts(cast.yeting),
            at=LATER,
            is_plan=True,
        )

        assert row.status == "in_progress"
        assert heard(cast.chenlan)[-1] == "plan"

    def test_to_a_long_case_leaves_it_one(self, cast) -> None:
        by = cast.acts(cast.yeting)

        row = services.reply(request=a_long_case(cast), words="进展", by=by, at=LATER)
        asked = services.ask_material(request=row, words="图纸", by=by, at=LATER)
        again = services.reply(request=asked, words="先办", by=by, at=LATER + timedelta(hours=1))

        assert row.status == again.status == "long_case"
        assert (again.next_stage, again.resume_status) == ("interim", "")

    def test_goes_on_without_the_material_and_gives_back_the_pause(self, cast, dues) -> None:
        request = a_waiting_request(cast, asked_at=MORNING + timedelta(hours=1))

        row = services.reply(
            request=request,
            words="不等了",
            by=cast.acts(cast.yeting),
            at=MORNING + timedelta(hours=2),
        )

        assert (row.status, row.paused_at) == ("replied", None)
        assert dues(row) == {"resolve": "2026-12-01 09:30"}

    def test_is_for_whoever_has_it_in_hand(self, cast) -> None:
        request = an_accepted_request(cast)
        words = {"request": request, "words": "在办", "at": LATER}

        for stranger in (cast.gumingzhou, cast.liaison, cast.auditor, cast.chenlan, cast.duzhong):
            with pytest.raises(MayNotHandle):
                services.reply(by=cast.acts(stranger), **words)

        for handler in (cast.yeting, cast.zhouheng, cast.linyue, cast.hewei):
            assert services.reply(by=cast.acts(handler), **words).status == "replied"

    def test_by_a_deputy_is_named_as_theirs(self, cast) -> None:
        request = an_accepted_request(cast)
        with pytest.raises(MayNotHandle):
            services.reply(request=request, words="代办", by=cast.acts(cast.gumingzhou), at=LATER)
        an_absence(cast.park, cast.yeting, cast.gumingzhou)

        services.reply(request=request, words="代办", by=cast.acts(cast.gumingzhou), at=LATER)

        assert Entry.objects.get(request=request, kind="reply").by_name == "顾明舟"

    @pytest.mark.parametrize("words", ["", " \n ", "\x00"])
    def test_needs_words(self, cast, words) -> None:
        with pytest.raises(BadRequest):
            services.reply(
                request=an_accepted_request(cast),
                words=words,
                by=cast.acts(cast.yeting),
                at=LATER,
            )

    def test_after_the_end_is_refused(self, cast) -> None:
        with pytest.raises(NotOpen):
            services.reply(
                request=a_resolved_request(cast),
                words="还有",
                by=cast.acts(cast.yeting),
                at=LATER,
            )

    def test_carries_its_files(self, cast, media) -> None:
        services.reply(
            request=an_accepted_request(cast),
            words="见附件",
            by=cast.acts(cast.yeting),
            at=LATER,
            files=[an_upload()],
        )

        assert Entry.objects.get(kind="reply").attachments.get().name == "说明.txt"


class TestMessages:
    def test_of_the_enterprise_reach_its_officer_and_change_no_state(self, cast, heard) -> None:
        request = an_accepted_request(cast)

        entry = services.write_message(
            request=request, words="请问进展", by=cast.acts(cast.chenlan), at=LATER
        )

        request.refresh_from_db()
        assert (request.status, entry.kind, entry.side) == ("accepted", "message", "enterprise")
        assert heard(cast.yeting)[-1] == "message"

    def test_before_anybody_has_it_reach_who_sorts(self, cast, heard) -> None:
        request = a_request(cast.chenxi, cast.acts(cast.chenlan), MORNING)

        services.write_message(
            request=request, words="补充一句", by=cast.acts(cast.chenlan), at=LATER
        )

        assert heard(cast.linyue) == ["raised", "message"]

    def test_may_be_files_alone(self, cast, media) -> None:
        entry = services.write_message(
            request=an_accepted_request(cast),
            words="",
            by=cast.acts(cast.chenlan),
            at=LATER,
            files=[an_upload()],
        )

        assert (entry.text, entry.attachments.count()) == ("", 1)

    def test_are_not_for_the_office_nor_for_strangers_nor_after_the_end(self, cast) -> None:
        words = {"words": "x", "at": LATER}
        request = an_accepted_request(cast)

        for stranger in (cast.yeting, cast.duzhong):
            with pytest.raises(MayNotSpeak):
                services.write_message(request=request, by=cast.acts(stranger), **words)
        with pytest.raises(NotOpen):
            services.write_message(
                request=a_resolved_request(cast), by=cast.acts(cast.chenlan), **words
            )


class TestNotes:
    def test_stay_inside_the_office(self, cast, heard) -> None:
        request = an_accepted_request(cast)
        before = heard(cast.chenlan)

        services.note(request=request, words="企业有情绪", by=cast.acts(cast.yeting), at=LATER)

        office = selectors.detail_of(cast.acts(cast.linyue), request, at=LATER)
        firm = selectors.detail_of(cast.acts(cast.chenlan), request, at=LATER)
        assert (office.entries[-1].text, office.internal_count) == ("企业有情绪", 2)
        assert all(not entry.is_internal for entry in firm.entries)
        assert "企业有情绪" not in [entry.text for entry in firm.entries]
        assert firm.internal_count == 0
        assert heard(cast.chenlan) == before

    def test_may_be_written_when_all_is_over(self, cast) -> None:
        note = services.note(
            request=a_resolved_request(cast), words="备查", by=cast.acts(cast.auditor), at=LATER
        )

        assert note.is_internal

    def test_are_not_for_those_without_a_share(self, cast) -> None:
        request = an_accepted_request(cast)

        for stranger in (cast.gumingzhou, cast.admin, cast.chenlan):
            with pytest.raises(MayNotNote):
                services.note(request=request, words="x", by=cast.acts(stranger), at=LATER)


class TestResolving:
    def test_keeps_every_promise_and_asks_for_a_rating(self, cast, dues, heard) -> None:
        row = a_resolved_request(cast)

        assert (row.status, row.resolved_at) == ("resolved", MORNING + timedelta(hours=2))
        assert dues(row) == {}
        assert (row.next_stage, row.next_due_at, row.warn_at) == ("", None, None)
        assert heard(cast.chenlan)[-1] == "resolved"
        line = ThreadEntry.objects.filter(enterprise=cast.chenxi).order_by("id").last()
        assert line is not None
        assert line.kind == "request_resolved"

    def test_while_waiting_ends_the_pause(self, cast) -> None:
        row = services.resolve(
            request=a_waiting_request(cast), words="已解决", by=cast.acts(cast.yeting), at=LATER
        )

        assert (row.status, row.paused_at, row.resume_status) == ("resolved", None, "")

    def test_ends_the_milestone_of_a_long_case(self, cast) -> None:
        row = services.resolve(
            request=a_long_case(cast), words="已通", by=cast.acts(cast.yeting), at=LATER
        )

        assert (row.milestone, row.milestone_on, row.next_stage) == ("", None, "")

    def test_twice_and_by_strangers_is_refused(self, cast) -> None:
        with pytest.raises(NotOpen):
            services.resolve(
                request=a_resolved_request(cast), words="x", by=cast.acts(cast.yeting), at=LATER
            )
        with pytest.raises(MayNotHandle):
            services.resolve(
                request=an_accepted_request(cast), words="x", by=cast.acts(cast.chenlan), at=LATER
            )


class TestTwoOfficersOnOneRecord:
    def test_the_second_is_told_what_the_first_did(self, cast) -> None:
        request = an_accepted_request(cast)
        seen = request.version
        services.reply(
            request=request, words="已联系", by=cast.acts(cast.yeting), at=LATER, version=seen
        )
        services.note(request=request, words="备忘", by=cast.acts(cast.zhouheng), at=LATER)

        with pytest.raises(ChangedMeanwhile) as conflict:
            services.resolve(
                request=request, words="办好", by=cast.acts(cast.hewei), at=LATER, version=seen
            )

        assert conflict.value.params["changes"] == [
            "10:00 叶汀 答复: 已联系",
            "10:00 周衡 内部备注: 备忘",
        ]
        assert (conflict.value.params["version"], conflict.value.params["status"]) == (
            seen + 2,
            "replied",
        )
        row = services.resolve(
            request=request, words="办好", by=cast.acts(cast.hewei), at=LATER, version=seen + 2
        )
        assert row.status == "resolved"

    def test_a_stranger_learns_nothing_from_a_wrong_version(self, cast) -> None:
        request = an_accepted_request(cast)
        services.note(request=request, words="机密", by=cast.acts(cast.yeting), at=LATER)

        with pytest.raises(MayNotHandle):
            services.reply(
                request=request, words="x", by=cast.acts(cast.chenlan), at=LATER, version=1
            )

    def test_every_verb_of_the_office_minds_the_version(self, cast) -> None:
        request = an_accepted_request(cast)
        by = {"request": request, "by": cast.acts(cast.hewei), "at": LATER, "version": 1}
        milestone = {"milestone": "m", "milestone_on": LATER.date()}

        for act in (
            lambda: services.triage(kind="ENG", level="", **by),
            lambda: services.accept(**by),
            lambda: services.contact(channel="phone", **by),
            lambda: services.reply(words="x", **by),
            lambda: services.ask_material(words="x", **by),
            lambda: services.go_on_without(**by),
            lambda: services.resolve(words="x", **by),
            lambda: services.make_long_case(words="x", **milestone, **by),
            lambda: services.answer_interim(words="x", **milestone, **by),
            lambda: services.set_milestone(**milestone, **by),
        ):
            with pytest.raises(ChangedMeanwhile):
                act()
        request.refresh_from_db()
        assert request.version == 4
