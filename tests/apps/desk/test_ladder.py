"""催督阶梯 The ladder: officer, head, deputy director; each rung once, no rung while it waits."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qianjin.apps.accounts.models import Notice
from qianjin.apps.desk import services
from qianjin.apps.desk.models import Entry, Reminder
from qianjin.apps.desk.services import ladder, steps
from tests.factories.accounts import a_member, a_role, an_absence
from tests.factories.desk import (
    MORNING,
    a_long_case,
    a_promise,
    a_request,
    a_resolved_request,
    a_waiting_request,
    an_accepted_request,
    an_assigned_request,
)
from tests.factories.parks import a_park, local

# Raised on Monday at 9:00, it is to be answered by Tuesday 17:30. That is a working day and the
# rest of Monday, so the light is yellow for the last of its days: from Tuesday's opening on.
GREEN = local("2026-11-23 17:30")
YELLOW = local("2026-11-24 08:30")
RED = local("2026-11-24 17:31")
RED_FOR_A_DAY = local("2026-11-25 17:31")


def climb(cast, at) -> int:
    return services.climb(park_id=cast.park.pk, at=at)


def since(cast, who, before: int) -> list[str]:
    rows = Notice.objects.filter(user=who).order_by("id")[before:]
    return [row.kind.removeprefix("desk.") for row in rows]


@pytest.fixture
def request_(cast):
    return an_assigned_request(cast)


class TestClimbing:
    def test_reminds_officer_then_head_then_director(self, cast, request_) -> None:
        told = Notice.objects.filter(user=cast.yeting).count()

        counts = [climb(cast, at) for at in (GREEN, YELLOW, RED, RED_FOR_A_DAY)]

        assert counts == [0, 1, 2, 1]
        assert since(cast, cast.yeting, told) == ["yellow_officer", "red_officer"]
        assert since(cast, cast.zhouheng, 0) == ["red_head"]
        assert since(cast, cast.hewei, 0) == ["red_director"]
        assert since(cast, cast.gumingzhou, 0) == []

    def test_climbs_each_rung_once(self, cast, request_) -> None:
        climb(cast, YELLOW)
        climb(cast, RED)

        assert climb(cast, YELLOW) == climb(cast, RED) == 0
        climb(cast, RED_FOR_A_DAY)
        assert climb(cast, RED_FOR_A_DAY + timedelta(days=30)) == 0
        assert Reminder.objects.count() == 4

    def test_writes_what_is_late_into_the_thread_and_whom_it_told(self, cast, request_) -> None:
        climb(cast, YELLOW)
        assert not Entry.objects.filter(kind="reminded").exists()

        climb(cast, RED)

        rows = Entry.objects.filter(kind="reminded").order_by("id")
        assert [(row.data["rung"], row.data["to"]) for row in rows] == [
            ("red_officer", ["叶汀"]),
            ("red_head", ["周衡"]),
        ]
        assert all(row.is_internal and row.side == "clock" for row in rows)

    def test_says_late_only_where_it_was_never_seen_yellow(self, cast, request_) -> None:
        told = Notice.objects.filter(user=cast.yeting).count()

        assert climb(cast, RED) == 2

        assert since(cast, cast.yeting, told) == ["red_officer"]
        assert climb(cast, RED) == 0

    def test_waits_a_working_day_for_the_director_weekends_aside(self, cast) -> None:
        """Due on Friday 17:30: late for a day by Monday's closing, not on Saturday."""
        an_assigned_request(cast, local("2026-11-26 09:00"))

        climb(cast, local("2026-11-29 20:00"))
        assert since(cast, cast.hewei, 0) == []
        climb(cast, local("2026-11-30 17:31"))

        assert since(cast, cast.hewei, 0) == ["red_director"]

    def test_tells_the_deputy_of_who_is_away(self, cast, request_) -> None:
        an_absence(cast.park, cast.yeting, cast.gumingzhou, RED.date(), RED.date())

        climb(cast, RED)

        assert since(cast, cast.gumingzhou, 0) == ["red_officer"]
        assert since(cast, cast.yeting, 0)[-1] == "red_officer"

    def test_minds_the_next_promise_only(self, cast) -> None:
        request = an_accepted_request(cast)

        climb(cast, local("2026-11-26 18:00"))

        rows = Reminder.objects.filter(promise__request=request)
        assert {row.promise.stage for row in rows} == {"plan"}

    def test_minds_the_interim_answers_of_long_cases(self, cast) -> None:
        a_long_case(cast)

        assert climb(cast, local("2026-11-30 18:00")) == 2

    @pytest.mark.parametrize("make", [a_waiting_request, a_resolved_request])
    def test_is_silent_about_what_waits_or_is_done(self, cast, make) -> None:
        make(cast)

        assert climb(cast, RED + timedelta(days=60)) == 0

    def test_starts_anew_with_every_round(self, cast) -> None:
        request = a_resolved_request(cast)
        services.reopen(
            request=request, words="没好", by=cast.acts(cast.chenlan), at=local("2026-11-24 09:00")
        )

        assert climb(cast, local("2026-11-25 18:00")) == 2

    def test_keeps_to_its_park(self, cast, request_) -> None:
        assert services.climb(park_id=a_park().pk, at=RED) == 0


class TestWhereThereIsNoHead:
    def test_the_head_of_who_sorts_is_told(self, cast) -> None:
        """Neither a request nobody has taken nor one led by a bureau has a head of its own."""
        head = a_member(cast.park, "section_head", cast.general, "陆青禾")
        a_request(cast.chenxi, cast.acts(cast.chenlan), MORNING)
        services.triage(
            request=a_request(cast.chenxi, cast.acts(cast.chenlan), MORNING),
            kind="ENG",
            level="",
            unit=cast.power,
            by=cast.acts(cast.linyue),
            at=MORNING,
        )

        climb(cast, RED)

        assert since(cast, head, 0) == ["red_head", "red_head"]
        assert since(cast, cast.zhouheng, 0) == since(cast, cast.gumingzhou, 0) == []

    def test_the_officers_who_sort_are_told_of_what_nobody_took(self, cast) -> None:
        a_request(cast.chenxi, cast.acts(cast.chenlan), MORNING)

        climb(cast, YELLOW)

        assert since(cast, cast.linyue, 0) == ["raised", "yellow_officer"]


class TestWhenSomethingGoesWrong:
    def test_one_failing_does_not_stop_the_others(self, cast, monkeypatch) -> None:
        bad, _good = an_assigned_request(cast), an_assigned_request(cast)
        tell = steps.tell

        def fail(request, *args, **kwargs):
            if request.pk == bad.pk:
                raise RuntimeError
            tell(request, *args, **kwargs)

        monkeypatch.setattr(steps, "tell", fail)
        assert climb(cast, RED) == 2
        spoken = Reminder.objects.exclude(rung="yellow_officer")
        assert not spoken.filter(promise__request=bad).exists()
        monkeypatch.undo()

        assert climb(cast, RED) == 2

    def test_what_is_answered_between_reading_and_reminding_is_left_alone(
        self, cast, request_, monkeypatch
    ) -> None:
        lock = steps.lock

        def answered_first(request):
            monkeypatch.setattr(ladder.steps, "lock", lock)
            services.reply(request=request, words="在办", by=cast.acts(cast.yeting), at=RED)
            return lock(request)

        monkeypatch.setattr(ladder.steps, "lock", answered_first)

        assert climb(cast, RED) == 0
        assert not Entry.objects.filter(kind="reminded").exists()


class TestTheEvening:
    EVENING = local("2026-11-25 17:40")

    def digest(self, cast, at=EVENING) -> int:
        return services.leave_digest(park_id=cast.park.pk, at=at)

    def test_tells_each_officer_how_the_day_ended(self, cast) -> None:
        an_assigned_request(cast)
        an_assigned_request(cast, local("2026-11-24 16:00"))
        done = a_resolved_request(cast, local("2026-11-25 10:00"))

        assert self.digest(cast, local("2026-11-25 17:20")) == 1

        notice = Notice.objects.get(kind="desk.digest")
        assert (notice.user, notice.tone) == (cast.yeting, "breached")
        assert notice.params == {"late": 1, "soon": 1, "open": 2, "done": 1}
        assert done.resolved_at.date() == date(2026, 11, 25)

    def test_is_one_for_a_person_of_two_roles(self, cast) -> None:
        an_accepted_request(cast, local("2026-11-25 09:00"))
        a_role(cast.yeting, cast.park, "planning_officer", cast.planning)

        assert self.digest(cast) == 1
        assert Notice.objects.get(kind="desk.digest").tone == "active"

    def test_is_not_for_days_off(self, cast) -> None:
        an_assigned_request(cast)

        assert self.digest(cast, local("2026-11-28 17:40")) == 0
        assert self.digest(cast, local("2026-11-30 17:40")) == 1

    def test_of_a_make_up_saturday_is_left(self, cast) -> None:
        an_assigned_request(cast, local("2026-02-11 09:00"))

        assert self.digest(cast, local("2026-02-14 17:40")) == 1

    def test_of_one_failing_does_not_keep_it_from_the_others(self, cast, monkeypatch) -> None:
        an_assigned_request(cast)
        services.accept(
            request=a_request(cast.chenxi, cast.acts(cast.chenlan), MORNING),
            by=cast.acts(cast.linyue),
            at=MORNING,
        )
        notify = ladder.notices.notify

        def fail(*, users, **fields):
            if users == [cast.yeting]:
                raise RuntimeError
            notify(users=users, **fields)

        monkeypatch.setattr(ladder.notices, "notify", fail)

        assert self.digest(cast) == 1
        assert Notice.objects.get(kind="desk.digest").user == cast.linyue

    def test_is_not_for_those_with_nothing_open(self, cast) -> None:
        a_promise(a_park())

        assert self.digest(cast) == 0
