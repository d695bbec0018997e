"""How long the work of an activity takes: its own days, and what the law sets as the least."""

from __future__ import annotations

from dataclasses import replace

from .data import Activity
from .days import Count
from .problem import Problem


def work_of(problem: Problem, one: Activity, days: int) -> tuple[Count, ...]:
    """Every count that the work of an activity must reach: its own and the statutory least."""
    own = problem.count_of(one, days)
    floors = statutory_least(problem, one)
    return (own, *(x for x in floors if not (x.kind is own.kind and x.days <= days)))


def statutory_least(problem: Problem, one: Activity) -> tuple[Count, ...]:
    """The counts that the law sets as the least for an activity."""
    own = problem.count_of(one)
    return tuple(
        replace(own, days=limit.least, kind=limit.kind) for limit in one.limits if limit.least
    )
