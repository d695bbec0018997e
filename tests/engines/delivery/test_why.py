"""A plan says why it is so, and what would happen if."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from qianjin.engines.delivery import (
    Activity,
    DayKind,
    Fewer,
    GivenUp,
    Later,
    Limit,
    Link,
    Mark,
    Plan,
    Problem,
    ProblemError,
    Project,
    Reader,
    Resource,
    Strength,
    Takes,
    check,
    first_plan,
    what_if,
)
from qianjin.engines.kernel import Stop

from .world import MONDAY, OFFICE, a_park

STOP = Stop(iterations=30)


def a_case(bureau: int = 1) -> Problem:
    """Two projects, one bureau: survey, review (5 working days), land, construction."""
    activities: list[Activity] = []
    links: list[Link] = []
    for project in ("甲", "乙"):
        for name, days, kind, demands, mark in (
            ("公示", 10, DayKind.CALENDAR, (), Mark.NONE),
            ("审查", 5, DayKind.WORKING, (("规资局", 1),), Mark.NONE),
            ("拿地", 1, DayKind.CALENDAR, (), Mark.TITLE),
            ("开工", 0, DayKind.CALENDAR, (), Mark.START),
        ):
            activities.append(
                Activity(
                    f"{project}/{name}",
                    project=project,
                    days=days,
                    kind=kind,
                    calendar="office",
                    demands=demands,
                    mark=mark,
                    limits=(Limit(10, law="条例"),) if name == "公示" else (),
                )
            )
        links += [
            Link(f"{project}/公示", f"{project}/审查", strength=Strength.SOFT),
            Link(f"{project}/审查", f"{project}/开工", law="建筑法第7条"),
            Link(f"{project}/拿地", f"{project}/开工"),
        ]
    return Problem(
        tuple(activities),
        tuple(links),
        (Resource("规资局", bureau),),
        (Project("甲", 2), Project("乙")),
        (OFFICE,),
        today=MONDAY,
    )


def planned(problem: Problem) -> Plan:
    plan = first_plan(problem, is_compiled=False)
    assert check(problem, plan.dates) == ()
    return plan


def test_the_chain_says_what_each_step_waits_for() -> None:
    problem = a_case()
    plan = planned(problem)
    held = next(name for name in ("甲", "乙") if plan.dates[f"{name}/审查"].start > MONDAY + 11)
    first = "乙" if held == "甲" else "甲"
    chain = Reader(problem, plan.dates).chain(held)
    assert [(one.activity, one.why, one.resource) for one in chain] == [
        (f"{first}/公示", "given", ""),
        (f"{first}/审查", "after", ""),
        (f"{held}/审查", "held", "规资局"),
        (f"{held}/开工", "after", ""),
    ]
    assert chain[1].strength is Strength.SOFT
    assert (chain[3].law, chain[3].other) == ("建筑法第7条", f"{held}/审查")


def test_a_day_less_is_worth_what_it_brings_and_no_law_is_shortened() -> None:
    problem = a_case(bureau=2)
    reader = Reader(problem, planned(problem).dates)
    gains = {one.subject: one.amount for one in reader.gains("甲")}
    assert gains["甲/审查"] >= 1
    assert "甲/公示" not in gains  # ten days are the least that the law allows


def test_the_custom_that_costs_most_is_named_with_its_days() -> None:
    problem = a_case(bureau=2)
    plan = planned(problem)
    (custom,) = Reader(problem, plan.dates).customs("甲")
    assert custom.subject == "甲/公示 → 甲/审查"
    after = what_if(problem, plan, [GivenUp("甲/公示", "甲/审查")], stop=STOP, workers=1).after
    assert custom.amount == plan.dates["甲/开工"].start - after.dates["甲/开工"].start > 0


def test_the_bureau_that_is_waited_for_is_the_bottleneck() -> None:
    problem = a_case()
    (reason,) = Reader(problem, planned(problem).dates).bottlenecks()
    assert reason.subject == "规资局" and reason.amount > 0
    roomy = a_case(bureau=2)
    assert Reader(roomy, planned(roomy).dates).bottlenecks() == ()


def test_what_must_begin_this_week_has_no_float_left() -> None:
    problem = a_case(bureau=2)
    reader = Reader(problem, planned(problem).dates)
    floats = reader.floats()
    assert {one.subject for one in reader.this_week()} == {"甲/公示", "乙/公示"}
    assert floats["甲/公示"] == 0 and floats["甲/拿地"] > 7


@settings(max_examples=20)
@given(some.integers(0, 10**6))
def test_every_plan_can_be_read(seed: int) -> None:
    problem = a_park(seed, 12)
    plan = first_plan(problem, is_compiled=False)
    reader = Reader(problem, plan.dates)
    for project in problem.projects:
        chain = reader.chain(project.id)
        for before, after in pairwise(chain):
            assert after.other == before.activity or after.activity == before.activity
            assert after.why != "held" or before.end <= after.start
        reader.gains(project.id)
        reader.customs(project.id)
    assert all(days >= 0 for days in reader.floats().values())
    reader.bottlenecks()
    reader.this_week()


def test_land_five_days_late_moves_only_what_must() -> None:
    problem = a_case(bureau=2)
    plan = planned(problem)
    late = what_if(problem, plan, [Later("甲/拿地", 25)], stop=STOP, workers=1)
    assert check(late.problem, late.after.dates) == ()
    assert set(late.moved) == {"甲/拿地", "甲/开工"}
    (before, after) = late.projects[0]
    assert after.title is not None and before.title is not None
    assert after.title - before.title == 25
    assert late.projects[1][0] == late.projects[1][1]


def test_a_bureau_one_case_short_lets_one_project_wait() -> None:
    problem = a_case(bureau=2)
    plan = planned(problem)
    short = what_if(problem, plan, [Fewer("规资局")], stop=STOP, workers=1)
    assert check(short.problem, short.after.dates) == ()
    waited = {one.project: (one.waited or 0) - (was.waited or 0) for was, one in short.projects}
    assert waited["甲"] == 0 and waited["乙"] > 0  # the heavier project goes first


def test_a_bureau_short_for_some_days_is_whole_again_after() -> None:
    problem = a_case(bureau=2)
    plan = planned(problem)
    change = Fewer("规资局", 2, MONDAY + 5, MONDAY + 30)
    found = what_if(problem, plan, [change], stop=STOP, workers=1)
    bureau = found.problem.resource_of["规资局"]
    assert [bureau.at(MONDAY + day) for day in (4, 5, 29, 30)] == [2, 0, 0, 2]
    assert check(found.problem, found.after.dates) == ()
    assert found.after.dates["甲/审查"].start >= MONDAY + 30


def test_approval_by_commitment_takes_no_days() -> None:
    problem = a_case(bureau=2)
    plan = planned(problem)
    quick = what_if(problem, plan, [Takes("甲/审查", 0)], stop=STOP, workers=1)
    start = quick.after.dates["甲/开工"].start
    assert start == plan.dates["甲/公示"].end < plan.dates["甲/开工"].start


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (GivenUp("甲/审查", "甲/开工"), "建筑法第7条"),
        (GivenUp("甲/开工", "甲/审查"), "there is no order"),
        (Later("丙/拿地", 5), "there is no activity"),
        (Fewer("住建局"), "there is no resource"),
    ],
)
def test_a_change_that_cannot_be_is_refused(change: object, says: str) -> None:
    problem = a_case()
    with pytest.raises(ProblemError, match=says):
        what_if(problem, planned(problem), [change], stop=STOP)  # type: ignore[list-item]


def test_facts_are_no_matter_of_planning() -> None:
    problem = a_case(bureau=2)
    begun = tuple(
        replace(one, begun=MONDAY - 20, done=MONDAY - 1) if one.id == "甲/公示" else one
        for one in problem.activities
    )
    plan = planned(replace(problem, activities=begun))
    assert plan.dates["甲/公示"].start == MONDAY - 20
    assert plan.dates["甲/审查"].start == MONDAY
