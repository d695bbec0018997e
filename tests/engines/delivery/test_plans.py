"""Plans are as good as can be on small cases, the same for the same seed, and proven where said."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from qianjin.engines.delivery import (
    Activity,
    Calendar,
    CycleError,
    DayKind,
    ImpossibleError,
    Limit,
    Link,
    Problem,
    Resource,
    check,
    continued,
    first_plan,
    solve,
)
from qianjin.engines.delivery.compiled import MACHINE
from qianjin.engines.delivery.days import NEVER, Count, day_table
from qianjin.engines.delivery.earliest import earliest_places
from qianjin.engines.delivery.jobs import jobs_of
from qianjin.engines.delivery.search import Search, Watch
from qianjin.engines.kernel import Status, Stop

from .world import MONDAY, OFFICE, a_park, a_puzzle

SEEDS = some.integers(0, 10**6)


def best_of_all_orders(problem: Problem) -> int:
    """The least cost over every order of the jobs: some order makes an optimal plan."""
    jobs = jobs_of(problem)
    net = jobs.net
    before: list[set[int]] = [set() for _ in range(jobs.count)]
    for job in range(jobs.count):
        before[job] = {int(x) for x in net.into[net.in_head[job] : net.in_head[job + 1], 0]}
    best = 2**62
    for order in permutations(range(jobs.count)):
        placed: set[int] = set()
        if all(before[job] <= placed and not placed.add(job) for job in order):  # type: ignore[func-returns-value]
            starts, ends = np.zeros((2, jobs.count), np.int32)
            floors = np.zeros(jobs.count, np.int32)
            MACHINE.plain.place_left(
                net, np.array(order), starts, ends, net.capacity.copy(), floors
            )
            best = min(best, MACHINE.plain.priced(net, starts, ends, np.zeros(5, np.int64)))
    return best


@settings(max_examples=6)
@given(SEEDS)
def test_a_small_plan_is_the_best_of_all_orders_and_proven(seed: int) -> None:
    problem = a_puzzle(seed, 6)
    plan = solve(problem, stop=Stop(iterations=200), seed=seed, workers=1, is_compiled=False)
    assert plan.cost.total == best_of_all_orders(problem)
    assert plan.proof.bound is not None
    assert check(problem, plan.dates) == ()


@settings(max_examples=4)
@example(180)
@example(303)
@given(SEEDS)
def test_a_small_park_is_planned_as_well_as_by_any_order(seed: int) -> None:
    problem = a_park(seed, 6, reviews=False, facts=False)
    # After 300 steps one in a hundred still stands in a valley, after 2,000 one in a thousand.
    plans = [
        solve(problem, stop=Stop(iterations=2_000), seed=one, workers=1, is_compiled=False)
        for one in (1, 2, 3)
    ]
    assert min(plan.cost.total for plan in plans) <= best_of_all_orders(problem)
    for plan in plans:
        assert plan.proof.bound is not None and plan.proof.bound <= plan.cost.total


@settings(max_examples=12)
@given(SEEDS)
def test_what_is_searched_breaks_no_rule_and_is_no_worse_than_the_first(seed: int) -> None:
    problem = a_park(seed)
    plan = solve(problem, stop=Stop(iterations=20), seed=seed, workers=1, is_compiled=False)
    assert [one for one in check(problem, plan.dates) if not one.is_fact] == []
    assert plan.cost.total <= first_plan(problem, is_compiled=False).cost.total


def test_the_same_seed_makes_the_same_plan() -> None:
    problem = a_park(7, 16)
    plans = [
        solve(problem, stop=Stop(iterations=80), seed=3, workers=2, is_compiled=False)
        for _ in range(2)
    ]
    assert plans[0] == plans[1]


def test_a_stop_by_the_clock_needs_one() -> None:
    with pytest.raises(ValueError, match="clock"):
        solve(a_puzzle(1, 4), stop=Stop(seconds=1))


def test_a_search_ends_with_the_clock() -> None:
    moments = iter(range(10**6))
    problem = a_puzzle(11, 25)
    plan = solve(
        problem,
        stop=Stop(seconds=30),
        clock=lambda: float(next(moments)),
        is_compiled=False,
        workers=1,
    )
    assert check(problem, plan.dates) == ()


@pytest.mark.slow
def test_machine_code_finds_what_the_plain_search_finds() -> None:
    jobs = jobs_of(a_park(5, 40))
    found = []
    for code in (MACHINE.plain, MACHINE.compiled):
        starts, ends = earliest_places(jobs.net)
        search = Search(jobs, code, starts, ends, seed=1, workers=1)
        # The earliest places take no heed of resources, so they may not win.
        for herd in search._herds:
            herd.costs[:] = 2**62
        search.run(Watch(Stop(iterations=600), None), 0)
        found.append(search.best)
    assert found[0][2] == found[1][2]
    assert (found[0][0] == found[1][0]).all()


@given(SEEDS, some.integers(0, 40), some.sampled_from(list(DayKind)), some.booleans())
def test_a_table_says_what_counting_day_by_day_says(
    first: int, days: int, kind: DayKind, rolls: bool
) -> None:
    calendar = replace(OFFICE, exceptions={first + 400 + k: False for k in (2, 3, 9, 10, 11)})
    count = Count(days, kind, calendar, begins=bool(days % 2), rolls=rolls)
    table = day_table(count, first + 400, 120)
    for place in range(0, 120, 7):
        if table.begin[place] == NEVER:
            continue
        begin = count.begin_from(first + 400 + place)
        assert table.begin[place] == begin - first - 400
        assert table.end[place] == count.end(begin) - first - 400
        latest = table.latest[table.end[place]]
        assert latest >= table.begin[place]
        assert table.end[latest] == table.end[place]


@given(SEEDS, some.integers(1, 30))
def test_working_days_between_are_what_was_counted(day: int, count: int) -> None:
    calendar = Calendar("office", exceptions={day + 400 + 3: False, day + 400 + 5: True})
    assert calendar.between(day + 400, calendar.after(day + 400, count)) == count


def test_a_circle_is_told_as_the_loop_of_its_names() -> None:
    activities = tuple(Activity(name) for name in ("立项", "规划条件", "方案", "许可"))
    links = (
        Link("立项", "规划条件"),
        Link("规划条件", "方案"),
        Link("方案", "许可"),
        Link("许可", "规划条件"),
    )
    with pytest.raises(CycleError, match="方案 → 许可 → 规划条件 → 方案") as found:
        Problem(activities, links)
    assert set(found.value.loop) == {"规划条件", "方案", "许可"}


def a_chain(**change: object) -> Problem:
    last = replace(Activity("许可", days=2, dates_reason="出让合同"), **change)  # type: ignore[arg-type]
    return Problem(
        (
            Activity("公告", days=20, whole_days=True, limits=(Limit(20, law="39号令"),)),
            last,
        ),
        (Link("公告", "许可", law="城乡规划法第38条"),),
        (Resource("bureau", 1),),
        calendars=(OFFICE,),
        today=MONDAY,
    )


def test_an_impossible_date_names_the_law_that_forbids_it() -> None:
    plan = first_plan(a_chain(ends_by=MONDAY + 10))
    assert plan.status is Status.IMPOSSIBLE
    (reason,) = plan.reasons
    assert (reason.code, reason.subject) == ("by_law", "许可, 39号令")
    assert reason.amount == MONDAY + 23


def test_an_impossible_date_names_the_order_where_no_period_is_to_blame() -> None:
    problem = a_chain(starts_on=MONDAY + 10)
    shorter = replace(problem.activities[0], limits=())
    plan = first_plan(replace(problem, activities=(shorter, problem.activities[1])))
    assert [(one.code, one.subject) for one in plan.reasons] == [
        ("by_order", "许可, 公告, 城乡规划法第38条")
    ]


def test_an_impossible_date_names_the_calendar() -> None:
    change = {"starts_on": MONDAY + 40 - 2, "calendar": "office", "kind": DayKind.WORKING}
    plan = first_plan(a_chain(**change))
    assert [(one.code, one.subject, one.amount) for one in plan.reasons] == [
        ("by_calendar", "许可, office", MONDAY + 40)
    ]


def test_what_no_bureau_can_ever_bear_is_refused_with_its_name() -> None:
    with pytest.raises(ImpossibleError) as found:
        first_plan(a_chain(demands=(("bureau", 2),)))
    (reason,) = found.value.reasons
    assert (reason.code, reason.subject, reason.amount) == ("by_resource", "许可, bureau", 2)


def test_a_date_that_others_make_impossible_names_the_bureau_that_is_held() -> None:
    two = tuple(
        Activity(name, days=10, ends_by=MONDAY + 12, demands=(("bureau", 1),)) for name in "甲乙"
    )
    plan = first_plan(Problem(two, (), (Resource("bureau", 1),), today=MONDAY))
    assert [(one.code, one.subject, one.amount) for one in plan.reasons] == [
        ("by_load", "乙, bureau", MONDAY + 20)
    ]


def test_a_bureau_that_closes_for_good_is_named_by_whoever_needs_it_later() -> None:
    problem = a_chain(demands=(("bureau", 1),))
    closing = Resource("bureau", 1, ((MONDAY + 15, 0),))
    with pytest.raises(ImpossibleError) as found:
        first_plan(replace(problem, resources=(closing,)))
    assert [one.subject for one in found.value.reasons] == ["许可, bureau"]


def test_a_step_planned_beyond_its_statutory_most_is_told() -> None:
    plan = first_plan(a_chain(days=9, limits=(Limit(most=7, law="建筑法第8条"),)))
    assert [(one.code, one.subject) for one in plan.reasons] == [
        ("over_limit", "许可, 建筑法第8条")
    ]


def test_a_notice_is_never_planned_shorter_than_the_law_asks() -> None:
    problem = a_chain()
    hasty = replace(problem.activities[0], days=3)
    problem = replace(problem, activities=(hasty, problem.activities[1]))
    plan = first_plan(problem)
    assert plan.dates["公告"].end == MONDAY + 20
    assert check(problem, plan.dates) == ()


def test_days_of_a_year_without_a_notice_are_provisional_and_no_error() -> None:
    working = {"kind": DayKind.WORKING, "calendar": "office"}
    plan = first_plan(a_chain(days=40, **working))
    assert plan.provisional == ("许可",)
    assert plan.reasons == ()


def test_what_need_not_move_stays_where_the_last_plan_has_it() -> None:
    problem = a_park(21, 14, reviews=False, facts=False)
    plan = first_plan(problem, is_compiled=False)
    later = replace(problem, weights=replace(problem.weights, gap=0, late=0, finish=0))
    again = solve(continued(later, plan), stop=Stop(iterations=30), workers=1, is_compiled=False)
    assert again.cost.moved == 0
    assert again.dates == plan.dates


def test_bad_data_are_told_by_activity_and_field() -> None:
    for make, says in (
        (lambda: Activity("a", days=-1), "a: days"),
        (lambda: Activity("a", kind=DayKind.WORKING), "a: calendar"),
        (lambda: Activity("a", done=3), "a: done"),
        (lambda: Problem((Activity("a"), Activity("a"))), "activity a: is there twice"),
        (lambda: Problem((Activity("a"),), (Link("a", "b"),)), "there is no activity b"),
        (lambda: Problem((Activity("a", demands=(("x", 1),)),)), "there is no resource x"),
        (lambda: Resource("x", 1, ((5, 1), (5, 2))), "x: changes"),
        (lambda: Calendar("c", frozenset(range(7))), "c: rest"),
    ):
        with pytest.raises(ValueError, match=says):
            make()


def test_the_proof_of_cp_sat_is_taken() -> None:
    pytest.importorskip("ortools")
    found = 0
    for seed in range(6):
        problem = a_puzzle(seed, 12)
        plan = solve(problem, stop=Stop(iterations=300), seed=1, workers=1, is_compiled=False)
        found += plan.status is Status.OPTIMAL
        assert plan.proof.bound is not None
    assert found == 6
