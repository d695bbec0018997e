"""Proposals of rounds: worked out by the worker, changed by hand, accepted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.visits import services
from qianjin.apps.visits.models import Round, RoundPlan
from qianjin.apps.visits.refusals import BadPlan, MayNotPlan, NotReady, StillWorking
from qianjin.apps.visits.selectors import proposed
from tests.factories.accounts import Cast, an_absence
from tests.factories.enterprises import an_enterprise
from tests.factories.parks import NOON
from tests.factories.visits import A_DAY, a_place, a_plan, a_round, a_rule, seen

LONG_AGO = date(2026, 8, 1)
MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)


@pytest.fixture
def firms(cast: Cast):
    a_rule(cast.park)
    made = [an_enterprise(cast.park, f"演示{n}号（演示）") for n in range(4)]
    for n, firm in enumerate(made):
        a_place(firm, east=n + 1, north=n % 2)
        seen(firm, LONG_AGO)
    return made


def worked_out(plan: RoundPlan) -> RoundPlan:
    found = services.work_out(plan_id=plan.pk, run=plan.run, at=NOON)
    assert found is not None
    return found


def stops_of(plan: RoundPlan) -> dict[int, tuple[int, str]]:
    return {
        stop["enterprise"]: (one["officer"], one["on"])
        for one in plan.proposal["rounds"]
        for stop in one["stops"]
    }


def left_out(plan: RoundPlan) -> dict[int, str]:
    return {one["enterprise"]: one["ground"] for one in plan.proposal["left_out"]}


def test_asking_for_a_plan_gives_the_worker_a_job_and_leaves_a_trace(cast, firms) -> None:
    plan = services.propose(
        park=cast.park,
        first_on=MONDAY,
        until_on=FRIDAY,
        officers=[cast.yeting.pk],
        by=cast.acts(cast.hewei),
        at=NOON,
        requests={firms[0].pk: 2},
    )

    assert plan.state == "waiting"
    job = ProcrastinateJob.objects.get(task_name="visits.work_out")
    assert job.args == {"plan_id": plan.pk, "run": 1}
    assert AuditEntry.objects.filter(verb="visits.plan.ask", object_id=plan.pk).exists()


def test_every_enterprise_whose_time_has_come_is_on_a_round(cast, firms) -> None:
    plan = worked_out(a_plan(cast.hewei, cast.park, [cast.yeting]))

    assert plan.state == "ready"
    assert set(stops_of(plan)) == {firm.pk for firm in firms}
    assert plan.proposal["metres"] > 8000
    assert plan.proposal["gap"] is not None


def test_an_enterprise_that_is_not_on_the_map_is_named(cast, firms) -> None:
    lost = an_enterprise(cast.park, "无处可寻（演示）")
    plan = worked_out(a_plan(cast.hewei, cast.park, [cast.yeting]))

    assert left_out(plan)[lost.pk] == "no_place"


def test_who_asks_for_a_language_nobody_speaks_is_named_with_the_reason(cast, firms) -> None:
    firms[1].place.needs = ["ja"]
    firms[1].place.save()
    plan = worked_out(a_plan(cast.hewei, cast.park, [cast.yeting]))

    assert left_out(plan)[firms[1].pk] == "no_skill"
    assert firms[0].pk in stops_of(plan)


def test_who_speaks_the_language_goes(cast, firms) -> None:
    firms[1].place.needs = ["ja"]
    firms[1].place.save()
    services.set_times(
        person=cast.zhouheng,
        half_days=["2pm"],
        skills=["ja"],
        park=cast.park,
        by=cast.acts(cast.zhouheng),
        at=NOON,
    )
    plan = worked_out(a_plan(cast.hewei, cast.park, [cast.yeting, cast.zhouheng]))

    assert stops_of(plan)[firms[1].pk] == (cast.zhouheng.pk, "2026-11-25")


def test_nobody_is_sent_out_on_a_day_of_absence(cast, firms) -> None:
    an_absence(cast.park, cast.yeting, cast.zhouheng, MONDAY, date(2026, 11, 26))
    plan = worked_out(a_plan(cast.hewei, cast.park, [cast.yeting]))

    assert {day for _officer, day in stops_of(plan).values()} == {"2026-11-27"}


def test_an_anchor_whose_head_is_due_is_visited_by_a_head(cast, firms) -> None:
    firms[0].tier = "anchor"
    firms[0].save()
    a_rule(cast.park, "anchor")
    a_rule(cast.park, "anchor", 92, caller="head")
    plan = worked_out(a_plan(cast.hewei, cast.park, [cast.yeting, cast.zhouheng]))

    assert stops_of(plan)[firms[0].pk][0] == cast.zhouheng.pk


def test_each_visits_those_in_their_care(cast, firms) -> None:
    for firm, officer in zip(firms, [cast.yeting, cast.linyue] * 2, strict=True):
        firm.officer = officer
        firm.save()
    plan = worked_out(a_plan(cast.hewei, cast.park, [cast.yeting, cast.linyue], own_only=True))

    assert {key: who for key, (who, _day) in stops_of(plan).items()} == {
        firm.pk: firm.officer_id for firm in firms
    }


def test_who_is_on_a_round_already_is_not_planned_twice(cast, firms) -> None:
    a_round(cast.linyue, cast.park, firms[:1])
    plan = worked_out(a_plan(cast.hewei, cast.park, [cast.yeting]))

    assert firms[0].pk not in stops_of(plan)


class TestChanging:
    @pytest.fixture
    def plan(self, cast: Cast, firms) -> RoundPlan:
        return worked_out(a_plan(cast.hewei, cast.park, [cast.yeting, cast.linyue]))

    def test_a_pinned_visit_stays_and_the_rest_is_planned_anew(self, cast, firms, plan) -> None:
        changed = services.change_plan(
            plan=plan,
            enterprise_id=firms[2].pk,
            officer=cast.linyue.pk,
            on=date(2026, 11, 26),
            by=cast.acts(cast.hewei),
            at=NOON,
        )
        assert changed.state == "waiting" and changed.run == 2

        again = worked_out(changed)

        assert stops_of(again)[firms[2].pk] == (cast.linyue.pk, "2026-11-26")
        assert set(stops_of(again)) == {firm.pk for firm in firms}

    def test_what_is_taken_out_is_named_and_can_come_back(self, cast, firms, plan) -> None:
        by = cast.acts(cast.hewei)
        plan = worked_out(
            services.change_plan(
                plan=plan, enterprise_id=firms[0].pk, is_dropped=True, by=by, at=NOON
            )
        )
        assert left_out(plan)[firms[0].pk] == "taken_out"

        plan = worked_out(
            services.change_plan(plan=plan, enterprise_id=firms[0].pk, by=by, at=NOON)
        )

        assert firms[0].pk in stops_of(plan)

    def test_the_answer_of_an_earlier_run_is_thrown_away(self, cast, firms, plan) -> None:
        changed = services.change_plan(
            plan=plan,
            enterprise_id=firms[0].pk,
            is_dropped=True,
            by=cast.acts(cast.hewei),
            at=NOON,
        )

        assert services.work_out(plan_id=changed.pk, run=1, at=NOON) is None

    def test_an_officer_outside_the_plan_is_refused(self, cast, firms, plan) -> None:
        with pytest.raises(BadPlan):
            services.change_plan(
                plan=plan,
                enterprise_id=firms[0].pk,
                officer=cast.zhouheng.pk,
                on=MONDAY,
                by=cast.acts(cast.hewei),
                at=NOON,
            )

    def test_another_officer_may_not_change_it(self, cast, firms, plan) -> None:
        with pytest.raises(MayNotPlan):
            services.change_plan(
                plan=plan, enterprise_id=firms[0].pk, by=cast.acts(cast.yeting), at=NOON
            )

    def test_it_becomes_rounds_when_it_is_accepted(self, cast, firms, plan) -> None:
        rounds = services.accept(plan=plan, by=cast.acts(cast.hewei), at=NOON)

        assert sum(row.stops.count() for row in rounds) == 4
        assert sum(row.metres for row in rounds) == plan.proposal["metres"]
        assert all(row.begin_at.hour * 60 < 24 * 60 and row.on >= MONDAY for row in rounds)
        assert AuditEntry.objects.filter(verb="visits.plan.accept", object_id=plan.pk).exists()
        with pytest.raises(NotReady):
            services.accept(plan=plan, by=cast.acts(cast.hewei), at=NOON)

    def test_it_is_not_accepted_over_a_round_of_the_same_day(self, cast, firms, plan) -> None:
        officer, day = next(iter(stops_of(plan).values()))
        other = {user.pk: user for user in (cast.yeting, cast.linyue)}[officer]
        a_round(other, cast.park, [cast.chenxi], date.fromisoformat(day))

        with pytest.raises(NotReady):
            services.accept(plan=plan, by=cast.acts(cast.hewei), at=NOON)

        assert Round.objects.filter(plan=plan).count() == 0

    def test_the_page_reads_it_by_names(self, cast, firms, plan) -> None:
        shown = proposed(RoundPlan.objects.select_related("park").get(pk=plan.pk))

        assert shown.visits == 4
        assert {stop.name for one in shown.rounds for stop in one.stops} == {f.name for f in firms}
        assert all(one.begin_at.date() == one.on for one in shown.rounds)


def test_a_plan_that_is_worked_out_cannot_be_changed_meanwhile(cast, firms) -> None:
    plan = a_plan(cast.hewei, cast.park, [cast.yeting])

    with pytest.raises(StillWorking):
        services.accept(plan=plan, by=cast.acts(cast.hewei), at=NOON)


def test_a_plan_given_up_is_not_worked_out(cast, firms) -> None:
    plan = a_plan(cast.hewei, cast.park, [cast.yeting])
    services.abandon(plan=plan, by=cast.acts(cast.hewei), at=NOON)

    assert services.work_out(plan_id=plan.pk, run=1, at=NOON) is None


def test_an_officer_plans_only_their_own_rounds(cast, firms) -> None:
    asked = {"park": cast.park, "first_on": MONDAY, "until_on": FRIDAY, "at": NOON}
    by = cast.acts(cast.yeting)
    assert services.propose(officers=[cast.yeting.pk], by=by, **asked).officers == [cast.yeting.pk]

    with pytest.raises(MayNotPlan):
        services.propose(officers=[cast.linyue.pk], by=by, **asked)


@pytest.mark.parametrize(
    "wrong",
    [{"officers": []}, {"until_on": MONDAY - timedelta(days=1)}, {"seconds": 0}],
    ids=["nobody", "backwards", "no-time"],
)
def test_a_plan_that_cannot_be_is_refused(cast, firms, wrong) -> None:
    asked = {"first_on": MONDAY, "until_on": FRIDAY, "officers": [cast.yeting.pk]} | wrong

    with pytest.raises(BadPlan):
        services.propose(park=cast.park, by=cast.acts(cast.hewei), at=NOON, **asked)


def test_a_season_brings_everybody_back_in_their_turn(cast, firms) -> None:
    plan = worked_out(
        a_plan(cast.hewei, cast.park, [cast.yeting], until_on=date(2027, 3, 31), seconds=2)
    )
    times = [stop["enterprise"] for one in plan.proposal["rounds"] for stop in one["stops"]]

    assert all(times.count(firm.pk) >= 2 for firm in firms)
    assert A_DAY.isoformat()[:7] == plan.proposal["rounds"][0]["on"][:7]
