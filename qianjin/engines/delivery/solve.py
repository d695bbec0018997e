"""Plan all projects: check what is certain, a first plan, search, proof."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from .compiled import MACHINE
from .earliest import earliest_places
from .fields import Ints
from .jobs import Jobs, jobs_of
from .outcome import plan_of
from .problem import Problem
from .refusals import ImpossibleError
from .result import Plan
from .start import first_order, place_in
from .windows import BY_RESOURCE, impossible_dates

SMALL = 150
"""Up to so many jobs a plan is made as plain Python: numba takes longer to load."""


def first_plan(problem: Problem, *, is_compiled: bool | None = None) -> Plan:
    """
    首个可行计划 A valid plan at once, without search: each job at its earliest place, the most
    urgent first.

    Raises
    ------
    ImpossibleError
        An activity asks for more of a resource than there ever is.
    """
    jobs, starts, ends = _first(problem, is_compiled)
    return plan_of(jobs, starts, ends, bound=None, reasons=impossible_dates(jobs))


def _code(size: int, is_compiled: bool | None) -> SimpleNamespace:
    """Machine code, or plain where that is sooner done."""
    if is_compiled is None:
        is_compiled = size > SMALL or MACHINE.is_loaded
    return MACHINE.compiled if is_compiled else MACHINE.plain


def _first(problem: Problem, is_compiled: bool | None) -> tuple[Jobs, Ints, Ints]:
    jobs = jobs_of(problem)
    if scarce := [one for one in impossible_dates(jobs) if one.code == BY_RESOURCE]:
        raise ImpossibleError(tuple(scarce))
    code = _code(jobs.count, is_compiled)
    while True:
        floors = np.zeros(jobs.count, np.int32)
        order = first_order(jobs.net, *earliest_places(jobs.net))
        found = place_in(code, jobs.net, order, floors)
        if found is not None:
            return jobs, *found
        jobs = jobs_of(problem, 2 * jobs.horizon)
