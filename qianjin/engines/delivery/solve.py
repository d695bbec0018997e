"""Plan all projects: check what is certain, a first plan, search, proof."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import numpy as np

from ..kernel import Reason, Stop
from .bounds import lower_bound
from .compiled import MACHINE
from .earliest import earliest_places
from .explain import Reader
from .fields import Ints
from .jobs import Jobs, jobs_of
from .outcome import plan_of
from .problem import Problem
from .refusals import ImpossibleError
from .result import Plan
from .search import Search, Watch
from .start import first_order, place_in
from .windows import BY_RESOURCE, impossible_dates, missed_dates, never_again

SMALL = 150
"""Up to so many jobs a search is made as plain Python: numba takes longer to load."""
SINGLE = 10_000
"""The same for one plan without search."""
LONG = 10.0
"""A search of so many seconds is worth loading numba for any problem."""
_PROVABLE = 3_000
"""Up to so many jobs CP-SAT is asked for a proof."""

_CLOSABLE = 100
"""Up to so many jobs it often finds one, and gets more of the time."""


def first_plan(problem: Problem, *, is_compiled: bool | None = None) -> Plan:
    """
    首个可行计划 A valid plan at once, without search: each job at its earliest place, the most
    urgent first.

    Raises
    ------
    ImpossibleError
        An activity asks for more of a resource than there ever is.
    """
    jobs, _, starts, ends = _first(problem, is_compiled, SINGLE)
    reasons = _reasons(jobs, starts, ends)
    return plan_of(jobs, starts, ends, bound=lower_bound(jobs), reasons=reasons)


def solve(
    problem: Problem,
    *,
    stop: Stop,
    clock: Callable[[], float] | None = None,
    seed: int = 0,
    workers: int = 2,
    is_compiled: bool | None = None,
) -> Plan:
    """
    编排 The plan that costs least, as far as it was searched, with a proven bound.

    Parameters
    ----------
    problem
        What is planned.
    stop
        When to end; ``iterations`` are plans bred, by all workers together.
    clock
        Seconds of a clock that only goes forward; needed when ``stop`` has seconds.
    seed, workers
        Same data, seed, workers and iterations: same plan. A stop by the clock may end elsewhere.
    is_compiled
        Whether to search as machine code (numba); ``None``: when the problem is large.

    Raises
    ------
    ImpossibleError
        An activity asks for more of a resource than there ever is.
    """
    watch = Watch(stop, clock)
    if is_compiled is None and (watch.seconds or 0) >= LONG:
        is_compiled = True
    jobs, code, starts, ends = _first(problem, is_compiled, SMALL)
    bound = lower_bound(jobs)
    search = Search(jobs, code, starts, ends, seed=seed, workers=workers)
    first_cost = search.best[2]
    share = None if watch.seconds is None else watch.seconds / 20
    early = Watch(Stop(iterations=max(watch.steps // 20, 1)), None) if share is None else watch
    search.run(early, bound, share)
    if early is not watch:
        watch.spend(early.used)
    bound = max(bound, _proof(jobs, search, watch, bound, workers, seed))
    search.run(watch, bound)
    starts, ends, _ = search.best
    return plan_of(
        jobs,
        starts,
        ends,
        bound=bound,
        reasons=_reasons(jobs, starts, ends),
        seed=seed,
        steps=watch.used,
        first_cost=first_cost,
    )


def _proof(jobs: Jobs, search: Search, watch: Watch, bound: int, workers: int, seed: int) -> int:
    """Ask CP-SAT for a proof or a better plan in some of the time that is left."""
    from .exact import improve, is_plain

    starts, _, cost = search.best
    if cost <= bound or watch.is_over or jobs.count > _PROVABLE or not is_plain(jobs):
        return bound
    share = 0.25 if jobs.count <= _CLOSABLE else 0.15
    if not search.is_fast:
        share = 0.8
    found = improve(
        jobs,
        starts,
        seconds=None if watch.left is None else watch.left * share,
        work=watch.steps * share / 1_000 if watch.left is None else None,
        workers=workers,
        seed=seed,
    )
    if found.starts is not None and found.ends is not None:
        search.offer(found.starts, found.ends)
    return found.bound


def _code(is_small: bool, is_compiled: bool | None) -> SimpleNamespace:
    """Machine code, or plain where that is sooner done."""
    if is_compiled is None:
        is_compiled = not is_small or MACHINE.is_loaded
    return MACHINE.compiled if is_compiled else MACHINE.plain


def _first(
    problem: Problem, is_compiled: bool | None, small: int
) -> tuple[Jobs, SimpleNamespace, Ints, Ints]:
    jobs = jobs_of(problem)
    if scarce := [one for one in impossible_dates(jobs) if one.code == BY_RESOURCE]:
        raise ImpossibleError(tuple(scarce))
    code = _code(jobs.count <= small, is_compiled)
    while True:
        order = first_order(jobs.net, *earliest_places(jobs.net))
        free = np.maximum(jobs.net.planned, 0)
        found = [
            places
            for floors in ((free, np.zeros_like(free)) if free.any() else (free,))
            if (places := place_in(code, jobs.net, order, floors)) is not None
        ]
        if found:
            terms = np.zeros(5, np.int64)
            best = min(found, key=lambda places: code.priced(jobs.net, *places, terms))
            return jobs, code, *best
        if spent := never_again(problem):
            raise ImpossibleError(spent)
        jobs = jobs_of(problem, 2 * jobs.horizon)


def _reasons(jobs: Jobs, starts: Ints, ends: Ints) -> tuple[Reason, ...]:
    """Why hard dates cannot be kept; empty when all are."""
    if certain := impossible_dates(jobs):
        return certain
    missed = missed_dates(jobs, starts, ends)
    if not missed:
        return ()
    reader = Reader(jobs.problem, jobs.dates(starts, ends))
    return tuple(
        replace(one, subject=f"{one.subject}, {held}") if held else one
        for one in missed
        for held in (reader.held_by(one.subject),)
    )
