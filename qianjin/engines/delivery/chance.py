"""把握 P50 and P80: the order of a plan run again and again over drawn durations.

Nothing is solved anew for a run: jobs keep the order of the plan, each at its earliest place once
durations are drawn, as officers would work on. A run of thousands of jobs takes milliseconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np
from numpy.typing import NDArray

from .compiled import MACHINE
from .days import DayKind
from .fields import Ints
from .jobs import Jobs, jobs_of
from .problem import Problem
from .result import Dated
from .spread import Spread

RUNS = 1_000
_SMALL = 20_000
"""Up to so many placings the runs are made as plain Python."""
_CANDIDATES = 32
"""Draws for what has begun, of which the first that is not over yet is taken."""


@dataclass(frozen=True)
class Likely:
    """Days by which something is done in half and in four fifths of the runs."""

    p50: int
    p80: int


@dataclass(frozen=True)
class Chances:
    """
    把握度 What the runs say.

    Parameters
    ----------
    ends
        Of each activity's end. The P80 is what may be promised.
    starts
        Of each project's start of construction.
    gaps
        Of each project's days from title to start.
    finishes
        Of each project's last end.
    portfolio
        Of the last start of construction of all (of the last end, where nothing is marked).
    runs
        How many there were.
    sample
        Ends in every run (run, activity), and starts of construction (run, project).
    """

    ends: Mapping[str, Likely]
    starts: Mapping[str, Likely]
    gaps: Mapping[str, Likely]
    finishes: Mapping[str, Likely]
    portfolio: Likely
    runs: int
    sample: NDArray[np.int32] = field(repr=False)
    start_sample: NDArray[np.int32] = field(repr=False)


def chances_of(
    problem: Problem,
    dates: Mapping[str, Dated],
    spreads: Mapping[str, Spread],
    *,
    runs: int = RUNS,
    seed: int = 0,
    workers: int = 2,
    is_compiled: bool | None = None,
) -> Chances:
    """
    Run the order of a plan ``runs`` times.

    Parameters
    ----------
    problem, dates
        What is planned, and the plan whose order is kept.
    spreads
        By activity; one without takes its planned days in every run.
    seed
        Same data, seed and runs: same answer, whatever the number of ``workers``.
    """
    jobs = jobs_of(problem)
    if is_compiled is None:
        is_compiled = jobs.count * runs > _SMALL or MACHINE.is_loaded
    code = MACHINE.compiled if is_compiled else MACHINE.plain
    drawn = _drawn(jobs, spreads, runs, seed)
    while True:
        places = _places(code, jobs, _order(jobs, dates), drawn, workers)
        if places is not None:
            return _told(jobs, *places)
        jobs = jobs_of(problem, 2 * jobs.horizon)


def _drawn(jobs: Jobs, spreads: Mapping[str, Spread], runs: int, seed: int) -> Ints:
    """Days of each job in each run, -1 where it takes its own."""
    dice = np.random.default_rng(seed)
    found = np.full((runs, jobs.count), -1, np.int32)
    # What is not known of a kind of step is the same for all projects of a run.
    doubts: dict[str, NDArray[np.float64]] = {}
    for n, one in enumerate(jobs.problem.activities):
        spread = spreads.get(one.id)
        job = int(jobs.review[n]) if jobs.review[n] >= 0 else int(jobs.issue[n])
        is_done = one.done is not None or (job == jobs.review[n] and one.review_done is not None)
        if spread is None or is_done:
            continue
        kind = one.template or one.id
        if kind not in doubts:
            doubts[kind] = dice.standard_normal(runs)
        days = spread.drawn(dice.standard_normal(runs), doubts[kind])
        begun = one.begun if job == jobs.issue[n] else one.review_begun
        if begun is not None:
            days = _outlasting(spread, dice, runs, _elapsed(jobs.problem, n, begun))
        most = [x.most for x in one.limits if x.most is not None and x.kind is one.kind]
        found[:, job] = np.minimum(days, min(most)) if most and begun is None else days
    return found


def _elapsed(problem: Problem, n: int, begun: int) -> int:
    """Days that something begun has taken until today, counted like its own."""
    count = problem.count_of(problem.activities[n])
    if count.calendar is not None and count.kind is DayKind.WORKING:
        return count.calendar.between(begun, problem.today)
    return problem.today - begun


def _outlasting(
    spread: Spread, dice: np.random.Generator, runs: int, elapsed: int
) -> NDArray[np.int32]:
    """Days of something that is not over after ``elapsed``: at least these."""
    tries = spread.drawn(dice.standard_normal((runs, _CANDIDATES)))
    is_open = tries >= elapsed
    first = is_open.argmax(axis=1)
    picked = tries[np.arange(runs), first]
    return np.where(is_open.any(axis=1), picked, elapsed).astype(np.int32)


def _order(jobs: Jobs, dates: Mapping[str, Dated]) -> Ints:
    """Jobs by their start in the plan, among equals so that links are kept."""
    keys = np.zeros(jobs.count, np.int64)
    for n, one in enumerate(jobs.problem.activities):
        dated = dates[one.id]
        keys[jobs.issue[n]] = dated.start
        if jobs.review[n] >= 0:
            keys[jobs.review[n]] = dated.first
    # A drawn plan may not begin anything before what it waits for, whatever the days typed.
    keys = keys * jobs.count + jobs.net.rank
    order, work = np.zeros(jobs.count, np.int32), np.zeros(jobs.count + 1, np.int32)
    MACHINE.plain.repaired(jobs.net, keys, order, work, np.zeros(jobs.count, np.int32))
    return order


def _places(
    code: SimpleNamespace, jobs: Jobs, order: Ints, drawn: Ints, workers: int
) -> tuple[Ints, Ints] | None:
    """Starts and ends of each job in each run; ``None``: the horizon is too short."""
    starts, ends = np.zeros((2, *drawn.shape), np.int32)
    parts = np.array_split(np.arange(len(drawn)), max(workers, 1))

    def run(part: NDArray[np.int64]) -> bool:
        if not len(part):
            return True
        rows = slice(int(part[0]), int(part[-1]) + 1)
        own = jobs.net._replace(spans=np.full(jobs.count, -1, np.int32))
        return bool(code.run_all(own, order, drawn[rows], starts[rows], ends[rows]))

    if code is MACHINE.plain:
        is_done = all(run(part) for part in parts)
    else:
        with ThreadPoolExecutor(len(parts)) as pool:
            is_done = all(list(pool.map(run, parts)))
    return (starts, ends) if is_done else None


def _told(jobs: Jobs, starts: Ints, ends: Ints) -> Chances:
    problem = jobs.problem
    sample = ends[:, jobs.issue] + jobs.first
    low, high = _levels(sample)
    mine: dict[str, list[int]] = {one.id: [] for one in problem.projects}
    for n, one in enumerate(problem.activities):
        if one.project:
            mine[one.project].append(n)
    begun = [name for name in mine if name in jobs.start]
    start_sample = np.stack(
        [starts[:, jobs.start[name]] + jobs.first for name in begun]
        or [np.zeros(len(starts), np.int32)],
        axis=1,
    )
    gaps = {
        name: _likely(np.maximum(starts[:, jobs.start[name]] - ends[:, jobs.title[name]], 0))
        for name in begun
        if name in jobs.title
    }
    return Chances(
        ends={
            one.id: Likely(int(low[n]), int(high[n])) for n, one in enumerate(problem.activities)
        },
        starts={name: _likely(start_sample[:, n]) for n, name in enumerate(begun)},
        gaps=gaps,
        finishes={
            name: _likely(sample[:, rows].max(axis=1)) for name, rows in mine.items() if rows
        },
        portfolio=_likely((start_sample if begun else sample).max(axis=1)),
        runs=len(sample),
        sample=sample,
        start_sample=start_sample,
    )


def _levels(sample: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The first days by which half and four fifths of the runs are done."""
    runs = len(sample)
    places = [-(-runs // 2) - 1, -(-runs * 4 // 5) - 1]
    parted = np.partition(sample, places, axis=0)
    return parted[places[0]], parted[places[1]]


def _likely(sample: NDArray[np.int32]) -> Likely:
    low, high = _levels(sample)
    return Likely(int(low), int(high))
