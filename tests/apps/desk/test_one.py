"""One request: its door, its gauge, and what is like it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.desk import policies, selectors, services
from qianjin.apps.desk.models import Entry
from qianjin.units.refusals import Missing
from tests.factories.accounts import acting, the_cast
from tests.factories.desk import (
    MORNING,
    a_long_case,
    a_request,
    a_resolved_request,
    a_waiting_request,
    an_accepted_request,
    an_assigned_request,
)
from tests.factories.parks import local

ROLES = (
    "linyue",
    "zhouheng",
    "yeting",
    "gumingzhou",
    "hewei",
    "liaison",
    "auditor",
    "admin",
    "chenlan",
    "duzhong",
)


class TestTheDoor:
    def test_opens_to_those_it_concerns_and_is_missing_to_all_others(self, cast) -> None:
        request = an_assigned_request(cast)
        opens = set()

        for name in ROLES:
            try:
                found = selectors.get_request_for(cast.acts(getattr(cast, name)), request.number)
            except Missing:
                continue
            opens.add(name)
            assert found == request

        assert opens == {"linyue", "zhouheng", "yeting", "hewei", "auditor", "chenlan"}

    def test_of_another_park_or_an_unknown_number_answers_alike(self, cast) -> None:
        request, elsewhere = an_assigned_request(cast), the_cast()

        for actor, number in (
            (acting(elsewhere.hewei, elsewhere.park), request.number),
            (cast.acts(cast.hewei), "2026-1123-999"),
            (cast.acts(cast.hewei), ""),
        ):
            with pytest.raises(Missing):
                selectors.get_request_for(actor, number)

    @pytest.mark.parametrize(
        ("may", "who"),
        [
            ("may_triage", {"linyue", "zhouheng", "hewei"}),
            ("may_handle", {"linyue", "zhouheng", "yeting", "hewei"}),
            ("may_note", {"linyue", "zhouheng", "yeting", "hewei", "auditor"}),
            ("may_speak_for_enterprise", {"chenlan"}),
        ],
    )
    def test_what_each_role_may_do_with_it(self, cast, may, who) -> None:
        request = an_assigned_request(cast)
        policy = getattr(policies, may)

        assert {n for n in ROLES if policy(cast.acts(getattr(cast, n)), request)} == who

    def test_what_has_no_unit_is_in_nobody_s_unit(self, cast) -> None:
        request = a_request(cast.chenxi, cast.acts(cast.chenlan), MORNING)

        handlers = {n for n in ROLES if policies.may_handle(cast.acts(getattr(cast, n)), request)}

        assert handlers == {"linyue", "hewei"}

    def test_raising_is_for_officers_and_for_one_s_own_enterprise(self, cast) -> None:
        firm = cast.chenxi.pk

        raisers = {n for n in ROLES if policies.may_raise(cast.acts(getattr(cast, n)), firm)}

        assert raisers == {"linyue", "zhouheng", "yeting", "gumingzhou", "hewei", "chenlan"}

    def test_notes_are_read_by_those_who_may_write_them(self, cast) -> None:
        request = an_assigned_request(cast)
        note = Entry.objects.get(request=request, kind="triaged")
        raised = Entry.objects.get(request=request, kind="raised")

        assert policies.may_read_entry(cast.acts(cast.chenlan), raised, request)
        assert not policies.may_read_entry(cast.acts(cast.chenlan), note, request)
        assert policies.may_read_entry(cast.acts(cast.yeting), note, request)

    def test_the_clock_sees_everything_of_its_park(self, cast) -> None:
        request = an_assigned_request(cast)

        assert selectors.get_request_for(Actor.clock(cast.park.pk), request.number) == request
        assert policies.may_handle(Actor.clock(cast.park.pk), request)
        assert not policies.may_handle(Actor.clock(cast.park.pk + 1), request)


class TestTheDetail:
    def test_offers_each_side_what_it_may_do(self, cast) -> None:
        request = a_waiting_request(cast)
        at = MORNING + timedelta(hours=1)

        office = selectors.detail_of(cast.acts(cast.yeting), request, at=at)
        firm = selectors.detail_of(cast.acts(cast.chenlan), request, at=at)

        assert (office.can_triage, office.can_handle, office.can_note, office.can_speak) == (
            False,
            True,
            True,
            False,
        )
        assert (firm.can_handle, firm.can_note, firm.can_speak) == (False, False, True)
        assert (firm.is_open, firm.is_paused, firm.light) == (True, True, "paused")
        assert [entry.kind for entry in office.entries] == [
            "raised",
            "triaged",
            "accepted",
            "contacted",
            "asked",
        ]

    def test_says_whether_this_round_was_rated(self, cast) -> None:
        request, firm = a_resolved_request(cast), cast.acts(cast.chenlan)
        services.rate(request=request, score=1, by=firm, at=MORNING + timedelta(hours=3))
        request.refresh_from_db()
        before = selectors.detail_of(firm, request, at=MORNING)
        again = services.reopen(
            request=request, words="没好", by=firm, at=MORNING + timedelta(hours=4)
        )

        after = selectors.detail_of(firm, again, at=MORNING)

        assert (before.rated_now, after.rated_now) == (True, False)
        assert [rating.score for rating in after.ratings] == [1]


def gauge(request, at):
    marks = selectors.stage_marks([request], at)[request.pk]
    return [(mark.stage, mark.state) for mark in marks]


class TestTheGauge:
    def test_runs_through_its_states(self, cast) -> None:
        request = an_accepted_request(cast)

        assert gauge(request, local("2026-11-24 09:00")) == [
            ("respond", "kept"),
            ("plan", "running"),
            ("resolve", "coming"),
        ]
        assert gauge(request, local("2026-11-30 17:31"))[1:] == [
            ("plan", "late"),
            ("resolve", "late"),
        ]
        services.reply(
            request=request, words="迟复", by=cast.acts(cast.yeting), at=local("2026-11-30 18:00")
        )
        assert gauge(request, local("2026-11-30 18:00"))[1] == ("plan", "kept_late")

    def test_stands_still_while_material_is_waited_for(self, cast) -> None:
        request = a_waiting_request(cast)

        marks = selectors.stage_marks([request], local("2026-12-24 09:00"))[request.pk]

        assert [mark.state for mark in marks] == ["kept", "paused", "paused"]
        assert (marks[1].used_minutes, marks[1].left) == (30, None)

    def test_shows_what_is_used_and_what_is_left(self, cast) -> None:
        request = an_assigned_request(cast)

        (respond, *_more) = selectors.stage_marks([request], local("2026-11-24 10:00"))[request.pk]

        # Monday 9:00 to Tuesday 17:30 are 870 working minutes; 510 are gone.
        assert (respond.used_minutes, respond.percent) == (510, 59)
        assert respond.left is not None
        assert (respond.left.minutes, respond.left.days, respond.left.per_day) == (360, 0, 450)

    def test_of_a_pause_that_is_over_is_not_used(self, cast) -> None:
        request = a_waiting_request(cast, asked_at=local("2026-11-23 10:00"))
        row = services.go_on_without(
            request=request, by=cast.acts(cast.yeting), at=local("2026-11-23 11:00")
        )

        marks = selectors.stage_marks([row], local("2026-11-23 11:30"))[row.pk]

        assert (marks[1].used_minutes, marks[1].paused_minutes) == (90, 60)

    def test_shows_of_the_rolling_answers_only_the_latest(self, cast) -> None:
        request = a_long_case(cast)
        services.answer_interim(
            request=request,
            words="进展",
            milestone="下一步",
            milestone_on=local("2026-12-20 00:00").date(),
            by=cast.acts(cast.yeting),
            at=local("2026-11-25 09:00"),
        )

        marks = selectors.stage_marks([request], local("2026-11-25 10:00"))[request.pk]

        assert [mark.number for mark in marks] == ["1", "3", "5", "↻"]
        assert marks[-1].due_at == local("2026-12-02 17:30")

    def test_of_a_second_round_shows_that_round(self, cast) -> None:
        request = a_resolved_request(cast)
        row = services.reopen(
            request=request, words="没好", by=cast.acts(cast.chenlan), at=local("2026-11-24 09:00")
        )

        assert [state for _stage, state in gauge(row, local("2026-11-24 10:00"))] == [
            "running",
            "coming",
            "coming",
        ]

    @pytest.mark.parametrize(
        ("at", "light"),
        [
            ("2026-11-23 17:30", "green"),
            ("2026-11-24 08:30", "yellow"),
            ("2026-11-24 17:30", "yellow"),
            ("2026-11-24 17:31", "red"),
        ],
    )
    def test_has_the_light_of_the_next_promise(self, cast, at, light) -> None:
        assert selectors.light_of(an_assigned_request(cast), local(at)) == light

    def test_has_no_light_when_all_is_done(self, cast) -> None:
        assert selectors.light_of(a_resolved_request(cast), MORNING) == "off"


class TestLikeness:
    def test_an_enterprise_is_shown_its_own_open_request_of_the_same_matter(self, cast) -> None:
        text = "二号厂房临时停电，请协调供电公司尽快恢复供电"
        firm = cast.acts(cast.chenlan)
        same = a_request(cast.chenxi, firm, MORNING, words=text)
        a_request(cast.chenxi, firm, MORNING, words="员工子女入学名额咨询")
        a_resolved_request(cast, words=text)
        words = "二号厂房停电，请协调供电公司恢复供电"

        assert selectors.alike_open(firm, cast.chenxi.pk, words) == [same]
        assert selectors.alike_open(cast.acts(cast.linyue), cast.chenxi.pk, words) == [same]
        assert selectors.alike_open(cast.acts(cast.duzhong), cast.chenxi.pk, words) == []
        assert selectors.alike_open(firm, cast.chenxi.pk, "想参加展会") == []

    def test_an_officer_is_shown_how_the_like_was_solved(self, cast) -> None:
        text = "芯片供货紧缺，请协助对接供应商"
        solved = a_resolved_request(cast, words=text)
        a_resolved_request(cast, words="想参加展会")
        request = an_accepted_request(cast, words="芯片紧缺，请对接供应商")

        found = selectors.similar_solved(cast.acts(cast.yeting), request)

        assert found[0].number == solved.number
        assert request.number not in [row.number for row in found]
        assert selectors.similar_solved(cast.acts(cast.gumingzhou), request) == []
