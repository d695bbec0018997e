"""拿地即开工 on the 77 steps: construction starts on the day of title, or it says why not."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from bench.delivery_park import FIRST, the_calendar, the_network
from qianjin.engines.delivery import (
    GivenUp,
    Mark,
    Plan,
    Problem,
    Profile,
    Project,
    Reader,
    Side,
    Spread,
    Strength,
    chances_of,
    check,
    first_plan,
    project_from,
    usual,
    zero_gap,
)
from qianjin.engines.delivery.what_if import changed_by

NETWORK = the_network()
ACQUISITION = frozenset(one.key for one in NETWORK.steps if one.key.startswith("Z"))


def a_case(profile: Profile, conditions: frozenset[str] = frozenset()) -> Problem:
    activities, links = project_from(
        NETWORK, "立强", profile, calendar="office", conditions=conditions
    )
    # One project by itself: no officer or bureau is short.
    free = tuple(replace(one, demands=()) for one in activities)
    return Problem(
        free,
        links,
        projects=(Project("立强"),),
        calendars=(the_calendar(),),
        today=FIRST.toordinal(),
    )


@cache
def planned(name: str) -> tuple[Problem, Plan]:
    every = frozenset(one.condition for one in NETWORK.steps if one.condition)
    profile, conditions = {
        "usual": (usual(), frozenset()),
        "zero": (zero_gap("G03"), frozenset()),
        "zero, all steps": (zero_gap("G03"), every),
        "zero, stock land": (replace(zero_gap("G03"), skips=ACQUISITION), frozenset()),
        "staged": (
            replace(zero_gap("G03"), instead={"D19": "D19A"}),
            frozenset({"选择分阶段"}),
        ),
    }[name]
    problem = a_case(profile, conditions)
    return problem, first_plan(problem, is_compiled=False)


def test_the_network_has_77_steps_and_loses_none() -> None:
    assert len(NETWORK.steps) == 77
    assert len(planned("zero, all steps")[0].activities) == 77


def test_every_profile_keeps_every_rule() -> None:
    for name in ("usual", "zero", "zero, all steps", "zero, stock land", "staged"):
        problem, plan = planned(name)
        assert check(problem, plan.dates) == (), name
        assert plan.reasons == (), name


def test_construction_starts_on_the_day_of_title_when_steps_are_reviewed_before() -> None:
    for name in ("zero", "zero, stock land", "staged", "zero, all steps"):
        (outcome,) = planned(name)[1].outcomes
        assert outcome.gap == 0, name
    (slow,) = planned("usual")[1].outcomes
    assert slow.gap is not None and slow.gap > 60


def test_it_starts_on_the_day_of_title_in_the_median_of_many_runs() -> None:
    problem, plan = planned("zero, stock land")
    steps = {one.key: one for one in NETWORK.steps}
    spreads = {
        one.id: Spread.inferred(step.least, step.days, max(step.days, step.most or 0))
        for one in problem.activities
        for step in (steps[one.template],)
    }
    chances = chances_of(problem, plan.dates, spreads, runs=150, seed=1, is_compiled=False)
    assert chances.gaps["立强"].p50 == 0


def test_a_pre_review_never_shows_as_an_approval() -> None:
    plan = planned("zero")[1]
    contract = plan.dates["立强/G07"].end
    permit = plan.dates["立强/D02"]
    assert permit.review is not None
    assert plan.dates["立强/G03"].start <= permit.review[0] < contract
    assert permit.start >= contract
    handed_over = plan.dates["立强/G09"].end
    assert plan.dates["立强/D19"].start >= handed_over


def test_what_payment_and_publicity_forbid_is_said() -> None:
    problem, plan = planned("zero")
    chain = Reader(problem, plan.dates).chain("立强")
    names = [one.activity.split("/")[1] for one in chain]
    # Notice, listing, contract, payment, hand-over: what no pre-review can shorten.
    assert names[-7:] == ["G03", "G04", "G05", "G07", "G08", "G09", "D22"] or [
        one for one in names if one in ("G03", "G04", "G07", "G08", "G09")
    ] == ["G03", "G04", "G07", "G08", "G09"]
    start = plan.outcomes[0].start
    assert start is not None
    wanted = tuple(
        replace(one, ends_by=start - 40, dates_reason="投资协议") if one.mark is Mark.START else one
        for one in problem.activities
    )
    refused = first_plan(replace(problem, activities=wanted), is_compiled=False)
    assert [one.code for one in refused.reasons] == ["by_law"]
    assert refused.reasons[0].amount == start


def test_the_habit_of_waiting_for_the_land_is_what_costs_most() -> None:
    problem, plan = planned("usual")
    customs = Reader(problem, plan.dates).customs("立强")
    assert customs and customs[0].amount > 0
    before, after = customs[0].subject.split(" → ")
    without = changed_by(problem, plan, [GivenUp(before, after)])
    fresh = replace(
        without, activities=tuple(replace(one, planned=None) for one in without.activities)
    )
    (old,), (new,) = plan.outcomes, first_plan(fresh, is_compiled=False).outcomes
    assert old.start is not None and new.start is not None
    assert old.start - new.start == customs[0].amount


def test_time_of_government_and_of_the_enterprise_are_counted_apart() -> None:
    (outcome,) = planned("usual")[1].outcomes
    assert outcome.gap is not None
    assert 0 < outcome.government <= outcome.gap
    assert 0 < outcome.enterprise <= outcome.gap


def test_skipped_conditions_release_what_waits_for_them() -> None:
    problem, _ = planned("zero")
    names = {one.template for one in problem.activities}
    assert "Z08" not in names and "Z10" in names
    assert all(one.strength is Strength.HARD for one in problem.links)
    sides = {one.template: one.side for one in problem.activities}
    assert sides["D03"] is Side.ENTERPRISE and sides["D04"] is Side.GOVERNMENT
