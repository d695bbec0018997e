"""Landings by quarter: hazards drawn from the record, each project carried on week by week."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from qianjin.engines.kernel import Status

from .data import QUARTER_WEEKS, Problem
from .explain import reasons
from .hazards import BINS, counted, drawn, roads
from .result import Forecast, Likely, Quarter

DRAWS = 600
SHARE = 0.8
OLDEST = BINS[-1] + 1
"""From this week on a stay grows no older: the last bin has no end."""

Array = NDArray[np.float64]


def forecast(problem: Problem, *, seed: int, draws: int = DRAWS, share: float = SHARE) -> Forecast:
    """
    Forecast the signings of the coming quarters; same seed, same answer.

    Parameters
    ----------
    problem
        The record and what is running.
    seed
        Of the draws.
    draws
        How many parks that the record does not contradict are looked at.
    share
        How much of the probability the interval shall hold.

    Returns
    -------
    Forecast
        Quarters with expectation and interval, projects with their chances, reasons. Without any
        stay that ended there is nothing to learn from: no quarters, status ``impossible``.
    """
    why = reasons(problem)
    if not any(spell.outcome != "open" for spell in problem.spells):
        return Forecast((), (), Status.IMPOSSIBLE, why, seed)
    chance = np.random.default_rng(seed)
    ends, young = _carried(problem, draws, chance)
    own = _own(problem, ends)
    still_to_come = _arriving(problem, young, draws, chance)
    known = (chance.random(own.shape) < own).sum(axis=1)
    counts = known + chance.poisson(still_to_come)
    quarters = tuple(
        _quarter(counts[:, q], own[:, :, q].sum(axis=1).mean(), still_to_come[:, q].mean(), share)
        for q in range(problem.quarters)
    )
    chances = own.mean(axis=0)
    likely = tuple(
        Likely(one.key, tuple(float(p) for p in chances[place]))
        for place, one in enumerate(problem.running)
    )
    return Forecast(quarters, likely, Status.HEURISTIC, why, seed)


def _carried(
    problem: Problem, draws: int, chance: np.random.Generator
) -> tuple[list[Array], Array]:
    """
    The chance to be signed within so many weeks from each stage and age.

    Backwards: to be signed within t weeks is to be signed this week, or to go on (or stay) and be
    signed within t - 1. Returned for the end of each quarter (draws, stages, ages), and for a
    project that has just come, week by week (draws, weeks).
    """
    counts = counted(problem)
    bin_of = np.searchsorted(np.array(BINS), np.arange(OLDEST + 1), side="right") - 1
    on = drawn(counts.on, counts.weeks, draws, chance)[:, :, bin_of]
    lost = drawn(counts.lost, counts.weeks, draws, chance)[:, :, bin_of]
    leaves = 1.0 - np.exp(-(on + lost))
    goes = leaves * on / (on + lost)
    stays = 1.0 - leaves
    ways = roads(counts, draws, chance)
    horizon = problem.quarters * QUARTER_WEEKS
    within = np.zeros_like(goes)
    ends, young = [], np.zeros((draws, horizon + 1))
    for week in range(1, horizon + 1):
        after = np.einsum("dsj,dj->ds", ways[:, :, :-1], within[:, :, 0]) + ways[:, :, -1]
        older = np.concatenate([within[:, :, 1:], within[:, :, -1:]], axis=2)
        within = goes * after[:, :, None] + stays * older
        young[:, week] = within[:, 0, 0]
        if week % QUARTER_WEEKS == 0:
            ends.append(within)
    return ends, young


def _own(problem: Problem, ends: list[Array]) -> Array:
    """The chance of each running project to be signed in each quarter: (draws, projects, q)."""
    stages = [one.stage for one in problem.running]
    ages = [min(one.weeks, OLDEST) for one in problem.running]
    by_end = np.stack([end[:, stages, ages] for end in ends], axis=2)
    return np.diff(by_end, axis=2, prepend=0.0)


def _arriving(problem: Problem, young: Array, draws: int, chance: np.random.Generator) -> Array:
    """How many of those still to come are signed in each quarter, as a mean: (draws, q)."""
    rate = chance.gamma(problem.arrivals + 0.5, 1.0 / problem.weeks, draws)
    # Who comes in week w has t - w weeks until week t.
    summed = np.cumsum(young, axis=1)[:, QUARTER_WEEKS - 1 :: QUARTER_WEEKS]
    signed = np.diff(summed[:, : problem.quarters], axis=1, prepend=0.0)
    return rate[:, None] * signed


def _quarter(counts: NDArray[np.int64], known: float, coming: float, share: float) -> Quarter:
    """Expectation and the interval whose probability comes nearest to ``share``."""
    low, high, held = _interval(counts, share)
    return Quarter(float(counts.mean()), low, high, held, float(known), float(coming))


def _interval(counts: NDArray[np.int64], share: float) -> tuple[int, int, float]:
    """
    Numbers of projects are whole, so hardly any interval holds exactly ``share``; the shortest
    that hold at least as much would hold far more. Of those whose ends lie about the wanted
    quantiles the one nearest to it is taken, and what it holds is said with it.
    """
    below, above = (1 - share) / 2, (1 + share) / 2
    first, last = (int(n) for n in np.quantile(counts, [below, above], method="nearest"))
    best = (first, last, 0.0)
    nearest = (np.inf, np.inf)
    for low in range(max(first - 1, 0), first + 2):
        for high in range(max(last - 1, low), last + 2):
            held = float(np.mean((counts >= low) & (counts <= high)))
            tails = abs(float(np.mean(counts < low)) - float(np.mean(counts > high)))
            grade = (abs(held - share), tails)
            if grade < nearest:
                nearest, best = grade, (low, high, held)
    return best
