"""P50 and P80: the order of a plan over drawn days, calibrated by what steps really took."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from qianjin.engines.delivery import (
    Activity,
    Dated,
    DayKind,
    Limit,
    Link,
    Mark,
    Problem,
    ProblemError,
    Project,
    Resource,
    Spread,
    calibrated,
    calibrated_all,
    chances_of,
    check,
    first_plan,
)
from qianjin.engines.delivery.chance import _drawn, _order, _places
from qianjin.engines.delivery.compiled import MACHINE
from qianjin.engines.delivery.jobs import jobs_of

from .world import MONDAY, OFFICE, a_park

SEEDS = some.integers(0, 10**6)


def a_row(steps: int) -> Problem:
    """Steps one after another, half of them by one officer."""
    activities = tuple(
        Activity(
            f"s{n}",
            project="P",
            days=10,
            kind=DayKind.WORKING if n % 2 else DayKind.CALENDAR,
            calendar="office",
            demands=(("officer", 1),) if n % 2 else (),
            mark=Mark.START if n == steps - 1 else Mark.TITLE if n == steps - 2 else Mark.NONE,
        )
        for n in range(steps)
    )
    links = tuple(Link(f"s{n}", f"s{n + 1}") for n in range(steps - 1))
    officer = Resource("officer", 1)
    return Problem(activities, links, (officer,), (Project("P"),), (OFFICE,), today=MONDAY)


def test_the_p80_holds_in_about_four_fifths_of_held_out_runs() -> None:
    problem = a_row(5)
    plan = first_plan(problem)
    dice = np.random.default_rng(3)
    prior, real = Spread.inferred(3, 8, 25), Spread(12.0, 4.0, least=3)
    ledger = {f"s{n}": real.drawn(dice.standard_normal(300)).tolist() for n in range(5)}
    known = calibrated_all(dict.fromkeys(ledger, prior), ledger)
    told = chances_of(problem, plan.dates, known, runs=1000, seed=1, is_compiled=False)
    truth = dict.fromkeys(ledger, real)
    held_out = chances_of(problem, plan.dates, truth, runs=1000, seed=2, is_compiled=False)
    kept = (held_out.sample[:, 4] <= told.finishes["P"].p80).mean()
    assert 0.77 <= kept <= 0.83
    assert told.finishes["P"].p50 < told.finishes["P"].p80
    assert told.starts["P"] == told.portfolio


@settings(max_examples=20)
@given(SEEDS)
def test_with_nothing_drawn_every_run_keeps_the_rules(seed: int) -> None:
    problem = a_park(seed, 10)
    plan = first_plan(problem, is_compiled=False)
    chances = chances_of(problem, plan.dates, {}, runs=2, is_compiled=False)
    # The same order with the same days: no end comes later than the plan's own search found.
    assert (chances.sample[0] == chances.sample[1]).all()
    for name, likely in chances.ends.items():
        assert likely.p50 == likely.p80, name


@settings(max_examples=20)
@given(SEEDS)
def test_a_run_keeps_every_rule_for_the_days_that_were_drawn(seed: int) -> None:
    problem = a_park(seed, 10, reviews=False, facts=False)
    plan = first_plan(problem, is_compiled=False)
    spreads = {
        one.id: Spread.inferred(one.days // 2, one.days, 2 * one.days)
        for one in problem.activities
        if not one.limits
    }
    chances = chances_of(problem, plan.dates, spreads, runs=1, seed=seed, is_compiled=False)
    days = _drawn(jobs_of(problem), spreads, 1, seed)[0]
    really = replace(
        problem,
        activities=tuple(
            replace(one, days=int(days[n])) if days[n] >= 0 else one
            for n, one in enumerate(problem.activities)
        ),
    )
    starts, ends = _one_run(problem, plan.dates, spreads, seed)
    dates = {one.id: Dated(starts[n], ends[n]) for n, one in enumerate(really.activities)}
    assert check(really, dates) == ()
    assert [chances.sample[0, n] for n in range(len(ends))] == ends


def _one_run(
    problem: Problem,
    dates: Mapping[str, Dated],
    spreads: Mapping[str, Spread],
    seed: int,
) -> tuple[list[int], list[int]]:
    """Starts and ends of the first run, by the rooms of the engine."""
    jobs = jobs_of(problem)
    places = _places(MACHINE.plain, jobs, _order(jobs, dates), _drawn(jobs, spreads, 1, seed), 1)
    assert places is not None
    return [[int(day) + jobs.first for day in rows[0][jobs.issue]] for rows in places]  # type: ignore[return-value]


def test_the_same_seed_gives_the_same_chances_for_any_number_of_workers() -> None:
    problem = a_row(5)
    plan = first_plan(problem)
    spreads = {one.id: Spread.inferred(2, 10, 30) for one in problem.activities}
    one, two = (
        chances_of(
            problem, plan.dates, spreads, runs=41, seed=9, workers=workers, is_compiled=False
        )
        for workers in (1, 3)
    )
    assert (one.sample == two.sample).all()
    assert one.ends == two.ends


def test_no_run_ends_a_notice_before_the_law_allows_nor_an_approval_after_it() -> None:
    problem = Problem(
        (
            Activity("公告", days=20, limits=(Limit(20, law="39号令"),)),
            Activity("许可", days=5, limits=(Limit(most=7, law="建筑法第8条"),)),
        )
    )
    plan = first_plan(problem)
    spreads = {"公告": Spread(25.0, 9.0), "许可": Spread(6.0, 5.0)}
    found = chances_of(problem, plan.dates, spreads, runs=300, seed=1, is_compiled=False)
    assert found.sample[:, 0].min() == 20
    assert found.sample[:, 1].max() == 7


def test_what_has_begun_lasts_at_least_until_today() -> None:
    begun = replace(Activity("a", days=10), begun=MONDAY - 20)
    problem = Problem((begun,), today=MONDAY)
    plan = first_plan(problem)
    spreads = {"a": Spread.inferred(5, 10, 40)}
    found = chances_of(problem, plan.dates, spreads, runs=200, seed=1, is_compiled=False)
    assert found.sample.min() >= MONDAY
    assert found.ends["a"].p80 > MONDAY


@given(some.lists(some.integers(1, 90), min_size=1, max_size=80))
def test_the_more_is_finished_the_more_the_ledger_counts(days: list[int]) -> None:
    prior = Spread.inferred(5, 10, 30)
    few, many = calibrated(prior, days[:1]), calibrated(prior, days * 20)
    assert few.count == 1 and many.count == len(days) * 20
    low, high = sorted((prior.mean, float(np.mean(days[:1]))))
    assert low - 1e-9 <= few.mean <= high + 1e-9
    assert abs(many.mean - np.mean(days)) <= abs(prior.mean - np.mean(days)) * 0.2 + 1e-9
    assert calibrated(prior, []) == prior


def test_impossible_spreads_are_refused() -> None:
    for make in (
        lambda: Spread(1.0, 1.0, least=2),
        lambda: Spread.inferred(3, 2, 5),
        lambda: calibrated(Spread(1.0, 1.0), [-1]),
    ):
        with pytest.raises(ProblemError):
            make()
