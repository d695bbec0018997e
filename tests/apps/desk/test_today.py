"""今日 What each role finds in the morning; and the home page of an enterprise."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qianjin.apps.desk import selectors, services
from tests.factories.accounts import an_absence
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

NEXT_DAY = MORNING + timedelta(days=1)


def today(cast, who, at=NEXT_DAY, **fields):
    return selectors.today(cast.acts(who), at=at, **fields)


class TestAnOfficer:
    def test_finds_what_is_theirs_what_breaks_first_on_top(self, cast) -> None:
        later, first = an_accepted_request(cast), an_assigned_request(cast)
        a_waiting_request(cast)

        day = today(cast, cast.yeting)

        assert [row.id for row in day.queue] == [first.pk, later.pk]
        assert (day.queue_total, day.late, day.soon) == (2, 0, 1)
        assert [row.id for row in day.due_today] == [first.pk]
        assert (day.unassigned, day.unassigned_total) == ([], 0)

    def test_sees_what_waits_for_whom_since_when(self, cast) -> None:
        a_waiting_request(cast, asked_at=local("2026-11-23 15:00"))

        day = today(cast, cast.yeting, at=local("2026-11-26 09:00"))

        (waiting,) = day.waiting
        assert (waiting.days, waiting.contact, waiting.since) == (
            3,
            "陈岚",
            local("2026-11-23 15:00"),
        )
        assert day.waiting_total == 1

    def test_finds_what_nobody_in_the_unit_has_taken(self, cast) -> None:
        request = a_request(cast.chenxi, cast.acts(cast.chenlan), MORNING)
        services.triage(
            request=request,
            kind="SUP",
            level="",
            unit=cast.investment,
            by=cast.acts(cast.linyue),
            at=MORNING,
        )

        for who in (cast.yeting, cast.zhouheng):
            assert [row.id for row in today(cast, who).queue] == [request.pk]
        assert today(cast, cast.gumingzhou).queue == []

    def test_counts_what_is_late(self, cast) -> None:
        an_assigned_request(cast)

        day = today(cast, cast.yeting, at=local("2026-11-25 09:00"))

        assert (day.late, day.soon, day.due_today) == (1, 0, [])
        assert day.queue[0].light == "red"

    def test_sees_what_waits_for_a_rating(self, cast) -> None:
        rated, unrated = a_resolved_request(cast), a_resolved_request(cast)
        services.rate(request=rated, score=5, by=cast.acts(cast.chenlan), at=NEXT_DAY)

        day = today(cast, cast.yeting)

        assert [row.id for row in day.to_rate] == [unrated.pk]
        assert day.to_rate_total == 1

    def test_finds_the_matters_of_those_they_stand_in_for(self, cast) -> None:
        request = an_accepted_request(cast)
        assert today(cast, cast.gumingzhou).queue == []
        an_absence(cast.park, cast.yeting, cast.gumingzhou)

        (row,) = today(cast, cast.gumingzhou).queue

        assert (row.id, row.is_mine, row.officer) == (request.pk, True, "叶汀")


class TestWhoSorts:
    def test_finds_what_nobody_has(self, cast) -> None:
        fresh = a_request(cast.chenxi, cast.acts(cast.chenlan), MORNING)
        an_assigned_request(cast)

        for who in (cast.linyue, cast.hewei):
            day = today(cast, who)
            assert [row.id for row in day.unassigned] == [fresh.pk]
            assert day.unassigned_total == 1
        assert today(cast, cast.zhouheng).unassigned == []

    def test_is_shown_a_bounded_part(self, cast) -> None:
        for _ in range(8):
            a_request(cast.chenxi, cast.acts(cast.chenlan), MORNING)

        day = today(cast, cast.linyue)

        assert (len(day.unassigned), day.unassigned_total) == (6, 8)


class TestNews:
    def test_tells_what_others_did_since_the_last_look(self, cast) -> None:
        request = a_resolved_request(cast)
        services.rate(
            request=request, score=4, by=cast.acts(cast.chenlan), at=NEXT_DAY, words="不错"
        )
        services.thank(request=request, words="谢谢", by=cast.acts(cast.chenlan), at=NEXT_DAY)

        news = today(cast, cast.yeting, since=NEXT_DAY - timedelta(minutes=1)).news

        assert [(item.kind, item.by, item.score) for item in news] == [
            ("thanked", "陈岚", None),
            ("rated", "陈岚", 4),
        ]
        assert news[0].enterprise == "晨曦精密（演示）"

    def test_leaves_out_one_s_own_acts_notes_and_the_clock(self, cast) -> None:
        an_accepted_request(cast)
        services.note(
            request=a_long_case(cast), words="备忘", by=cast.acts(cast.zhouheng), at=NEXT_DAY
        )
        services.climb(park_id=cast.park.pk, at=local("2026-11-27 18:00"))

        kinds = {item.kind for item in today(cast, cast.yeting, since=MORNING).news}

        assert kinds <= {"raised"}

    def test_is_of_what_one_may_see(self, cast) -> None:
        a_resolved_request(cast)

        assert today(cast, cast.gumingzhou, since=MORNING).news == []
        assert today(cast, cast.admin, since=MORNING).news == []


class TestAnEnterprise:
    def test_sees_what_waits_for_it_first(self, cast) -> None:
        asked, solved = a_waiting_request(cast), a_resolved_request(cast)
        running, rated = an_accepted_request(cast), a_resolved_request(cast)
        actor = cast.acts(cast.chenlan)
        services.rate(request=rated, score=5, by=actor, at=NEXT_DAY)

        home = selectors.home_of(actor, cast.chenxi.pk, at=NEXT_DAY)

        assert [(item.row.id, item.words) for item in home.asked] == [(asked.pk, "请补充供货合同")]
        assert [row.id for row in home.to_rate] == [solved.pk]
        assert [row.id for row in home.running] == [running.pk]
        assert not home.is_more
        assert not home.is_empty

    def test_sees_nothing_of_others(self, cast) -> None:
        an_accepted_request(cast)

        home = selectors.home_of(cast.acts(cast.duzhong), cast.chenxi.pk, at=NEXT_DAY)

        assert home.is_empty

    def test_is_told_when_there_is_more_than_a_page(self, cast) -> None:
        for _ in range(21):
            a_request(cast.chenxi, cast.acts(cast.chenlan), MORNING)

        home = selectors.home_of(cast.acts(cast.chenlan), cast.chenxi.pk, at=NEXT_DAY)

        assert (len(home.running), home.is_more) == (20, True)

    def test_counts_by_enterprise_what_is_open_and_what_waits_for_it(self, cast) -> None:
        a_waiting_request(cast)
        an_accepted_request(cast)
        a_resolved_request(cast)

        counts = selectors.counts_by_enterprise(cast.acts(cast.chenlan))

        assert {pk: (c.open, c.waiting) for pk, c in counts.items()} == {cast.chenxi.pk: (2, 2)}
        assert selectors.counts_by_enterprise(cast.acts(cast.duzhong)) == {}


def test_open_matters_are_counted_by_officer(cast) -> None:
    an_accepted_request(cast)
    an_assigned_request(cast)
    a_resolved_request(cast)

    assert selectors.open_counts_by_officer(cast.acts(cast.hewei)) == {cast.yeting.pk: 2}
    assert selectors.open_counts_by_officer(cast.acts(cast.gumingzhou)) == {}


@pytest.mark.parametrize("who", ["auditor", "admin", "liaison", "duzhong"])
def test_an_empty_day_is_shown_to_every_role(cast, who) -> None:
    day = today(cast, getattr(cast, who))

    assert (day.queue, day.late, day.news) == ([], 0, [])
