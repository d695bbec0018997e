"""From places to a plan: costs by term, and what the plan means for each project."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from ..kernel import Proof, Reason
from .data import Activity, Mark, Side
from .fields import Ints
from .jobs import Jobs
from .place import priced
from .problem import Problem
from .result import Cost, Dated, Plan, ProjectOutcome


def plan_of(
    jobs: Jobs,
    starts: Ints,
    ends: Ints,
    *,
    bound: int | None,
    reasons: Sequence[Reason] = (),
    seed: int = 0,
    steps: int = 0,
    first_cost: int | None = None,
) -> Plan:
    """The plan of some places."""
    dates = jobs.dates(starts, ends)
    cost = cost_of(jobs, starts, ends)
    if bound is not None:
        bound = min(bound, cost.total)
    return Plan(
        dates=dates,
        cost=cost,
        proof=Proof(cost.total, bound, is_possible=not reasons),
        outcomes=outcomes_of(jobs, dates),
        reasons=tuple(reasons),
        provisional=provisional_in(jobs.problem, dates),
        seed=seed,
        steps=steps,
        first_cost=first_cost,
    )


def cost_of(jobs: Jobs, starts: Ints, ends: Ints) -> Cost:
    """Terms in days; the total with weights, hard dates that are missed left aside."""
    terms = np.zeros(5, np.int64)
    priced(jobs.net, starts, ends, terms)
    weights = jobs.problem.weights
    gap, late, finish, moved = (int(term) for term in terms[:4])
    gap //= max(weights.gap, 1)
    late //= max(weights.late, 1)
    total = (
        weights.gap * gap + weights.late * late + weights.finish * finish + weights.moved * moved
    )
    return Cost(gap, late, finish, moved, total)


def provisional_in(problem: Problem, dates: Mapping[str, Dated]) -> tuple[str, ...]:
    """Activities that end on a day which no notice of their calendar has settled."""
    found = []
    for one in problem.activities:
        if one.calendar and one.done is None and one.id in dates:
            calendar = problem.calendar_of[one.calendar]
            if calendar.is_provisional(dates[one.id].end):
                found.append(one.id)
    return tuple(found)


def outcomes_of(jobs: Jobs, dates: Mapping[str, Dated]) -> tuple[ProjectOutcome, ...]:
    """What the dates mean for each project, in the order of the projects."""
    problem = jobs.problem
    members: dict[str, list[int]] = defaultdict(list)
    for n, one in enumerate(problem.activities):
        members[one.project].append(n)
    found = []
    for project in problem.projects:
        mine = [problem.activities[n] for n in members[project.id]]
        title = next((dates[one.id].end for one in mine if one.mark is Mark.TITLE), None)
        start = next((dates[one.id].start for one in mine if one.mark is Mark.START), None)
        gap = waited = None
        if title is not None and start is not None:
            gap = max(start - title, 0)
            earliest = jobs.first + int(jobs.net.gap_from[jobs.start[project.id]])
            waited = max(start - earliest, 0)
        found.append(
            ProjectOutcome(
                project=project.id,
                title=title,
                start=start,
                gap=gap,
                waited=waited,
                government=_worked(mine, dates, Side.GOVERNMENT, title, start),
                enterprise=_worked(mine, dates, Side.ENTERPRISE, title, start),
                finish=max((dates[one.id].end for one in mine), default=problem.today),
            )
        )
    return tuple(found)


def _worked(
    mine: Sequence[Activity], dates: Mapping[str, Dated], side: Side, a: int | None, b: int | None
) -> int:
    """Days between ``a`` and ``b`` on which something of one side is under way."""
    if a is None or b is None:
        return 0
    spans: list[tuple[int, int]] = []
    for one in mine:
        if one.side is side:
            dated = dates[one.id]
            spans += [(dated.start, dated.end), dated.review or (0, 0)]
    days = 0
    for begin, end in sorted(spans):
        begin, end = max(begin, a), min(end, b)
        if end > begin:
            days, a = days + end - begin, end
    return days
