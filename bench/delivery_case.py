"""The park's own case of bench/delivery.py: times, gaps, chances, and the checker at work."""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping

import numpy as np

from bench.delivery_park import a_park, the_network
from qianjin.engines.delivery import (
    Chances,
    Dated,
    Fewer,
    Later,
    Problem,
    Spread,
    calibrated,
    chances_of,
    check,
    first_plan,
    solve,
    what_if,
)
from qianjin.engines.kernel import Stop


def measure_park(portfolios: int) -> None:
    """Print what matters in an office."""
    problem = a_park(1, conditions=False)
    steps = len(problem.activities) // len(problem.projects)
    print(f"\nthe park: {len(problem.projects)} projects of {steps} steps", end="; ")
    print(f"{len(problem.resources)} officers and bureaux, {len(problem.links)} orders")
    solve(problem, stop=Stop(iterations=4))  # compiled once a machine
    began = time.perf_counter()
    plan = first_plan(problem)
    print(f"first valid plan           {time.perf_counter() - began:>8.2f} s")
    assert check(problem, plan.dates) == () and not plan.reasons
    found = solve(problem, stop=Stop(seconds=20), clock=time.monotonic, seed=1)
    print(f"20 s: cost {found.cost.total} from {plan.cost.total}, bound {found.proof.bound}")
    gaps = [one.gap or 0 for one in found.outcomes]
    print(f"days from land to construction: median {statistics.median(gaps):.0f}, most {max(gaps)}")
    title = next(one.id for one in problem.activities if one.template == "G07")
    for words, change in (
        ("land five days late", Later(title, 5)),
        ("a bureau one case short", Fewer("规划和自然资源局")),
    ):
        began = time.perf_counter()
        again = what_if(problem, found, [change], stop=Stop(seconds=3), clock=time.monotonic)
        print(f"re-plan, {words:<18}{time.perf_counter() - began:>8.2f} s", end="  ")
        assert check(again.problem, again.after.dates) == ()
        print(f"{len(again.moved)} steps move")
    _chances(problem, found.dates)
    _portfolios(portfolios)


def _chances(problem: Problem, dates: Mapping[str, Dated]) -> None:
    truth, known = _spreads(problem, 0)
    chances_of(problem, dates, known, runs=4)
    began = time.perf_counter()
    told = chances_of(problem, dates, known, seed=1)
    print(f"P50 and P80 of {told.runs} runs     {time.perf_counter() - began:>8.2f} s")
    again = chances_of(problem, dates, known, seed=2)
    print(f"P80 of starts holds in 1000 held-out runs of the ledger: {_kept(told, again):.1f} %")
    kept = []
    for ledger in range(1, 9):
        truth, known = _spreads(problem, ledger)
        told = chances_of(problem, dates, known, runs=300, seed=ledger)
        kept.append(_kept(told, chances_of(problem, dates, truth, runs=300, seed=100 + ledger)))
    print(f"and in runs of the truth behind 8 ledgers: mean {np.mean(kept):.1f} %", end=", ")
    print(f"from {min(kept):.0f} to {max(kept):.0f} %")


def _kept(told: Chances, held_out: Chances) -> float:
    """Percent of held-out starts of construction that keep the P80."""
    days = np.array([one.p80 for one in told.starts.values()])
    return float(100 * (held_out.start_sample <= days).mean())


def _spreads(problem: Problem, seed: int) -> tuple[dict[str, Spread], dict[str, Spread]]:
    """How long steps truly take, and what a ledger of 200 finished ones makes known of it."""
    dice = np.random.default_rng(seed)
    truth, known = {}, {}
    for step in the_network().steps:
        prior = Spread.inferred(step.least, step.days, max(step.days, step.most or step.days))
        drift = float(np.exp(dice.normal(0, 0.2)))
        real = Spread(
            mean=max(prior.mean * drift, prior.least), sd=prior.sd * drift, least=prior.least
        )
        truth[step.key] = real
        known[step.key] = calibrated(prior, real.drawn(dice.standard_normal(200)).tolist())
    return (
        {one.id: truth[one.template] for one in problem.activities},
        {one.id: known[one.template] for one in problem.activities},
    )


def _portfolios(count: int) -> None:
    """The checker over random portfolios of a few projects each."""
    broken = 0
    began = time.perf_counter()
    for seed in range(count):
        problem = a_park(seed, projects=2 + seed % 5)
        plan = first_plan(problem)
        broken += len(check(problem, plan.dates))
    print(f"{count} random portfolios: {broken} violations", end=" ")
    print(f"({time.perf_counter() - began:.0f} s)")
