"""如果 What if: one or several things change, and the plan is made again beside today's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ..kernel import Stop
from .data import Activity, Strength
from .problem import Problem, Resource
from .refusals import ProblemError
from .result import Plan, ProjectOutcome
from .solve import solve


@dataclass(frozen=True, slots=True)
class Later:
    """推迟 An activity starts so many days later than in the plan: the land is late."""

    activity: str
    days: int


@dataclass(frozen=True, slots=True)
class Takes:
    """改期限 An activity takes so many days: 0 for what is approved by commitment (告知承诺)."""

    activity: str
    days: int


@dataclass(frozen=True, slots=True)
class Fewer:
    """
    减员 An officer or a bureau can hold ``by`` cases less, from a day and until before another.

    ``None``: from today, and for good.
    """

    resource: str
    by: int = 1
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class GivenUp:
    """放开 A soft or serial order is given up."""

    before: str
    after: str


Change = Later | Takes | Fewer | GivenUp


@dataclass(frozen=True)
class Compared:
    """
    对照 Today's plan and the other side by side.

    ``projects`` has each project's outcome before and after; ``moved`` the days by which each
    activity that moves starts later (negative: earlier).
    """

    before: Plan
    after: Plan
    projects: tuple[tuple[ProjectOutcome, ProjectOutcome], ...]
    moved: dict[str, int]
    problem: Problem


def what_if(
    problem: Problem,
    plan: Plan,
    changes: Sequence[Change],
    *,
    stop: Stop,
    clock: Callable[[], float] | None = None,
    seed: int = 0,
    workers: int = 2,
) -> Compared:
    """
    Make the plan again under ``changes``; what need not move stays where it is.

    Raises
    ------
    ProblemError
        A change names something that is not there, or gives up what the law asks.
    """
    changed = changed_by(problem, plan, changes)
    after = solve(changed, stop=stop, clock=clock, seed=seed, workers=workers)
    by_project = {one.project: one for one in after.outcomes}
    return Compared(
        before=plan,
        after=after,
        projects=tuple((one, by_project[one.project]) for one in plan.outcomes),
        moved={
            name: after.dates[name].first - dated.first
            for name, dated in plan.dates.items()
            if after.dates[name].first != dated.first
        },
        problem=changed,
    )


def continued(problem: Problem, plan: Plan) -> Problem:
    """The problem with every activity planned where ``plan`` has it, so that moving costs."""
    return replace(
        problem,
        activities=tuple(
            replace(one, planned=plan.dates[one.id].first) if one.id in plan.dates else one
            for one in problem.activities
        ),
    )


def changed_by(problem: Problem, plan: Plan, changes: Sequence[Change]) -> Problem:
    """The problem after ``changes``, planned from ``plan``."""
    problem = continued(problem, plan)
    for change in changes:
        problem = _changed(problem, plan, change)
    return problem


def _changed(problem: Problem, plan: Plan, change: Change) -> Problem:
    if isinstance(change, Fewer):
        resource = problem.resource_of.get(change.resource)
        if resource is None:
            raise ProblemError(f"there is no resource {change.resource}")
        fewer = _fewer(problem, resource, change)
        return replace(
            problem,
            resources=tuple(fewer if one is resource else one for one in problem.resources),
        )
    if isinstance(change, GivenUp):
        return _without(problem, change)
    if change.activity not in problem.rows:
        raise ProblemError(f"there is no activity {change.activity}")
    one = problem.activity(change.activity)
    if isinstance(change, Takes):
        return _with(problem, replace(one, days=change.days))
    day = plan.dates[one.id].first + change.days
    return _with(problem, replace(one, not_before=max(day, one.not_before or day)))


def _with(problem: Problem, changed: Activity) -> Problem:
    row = problem.rows[changed.id]
    activities = list(problem.activities)
    activities[row] = changed
    return replace(problem, activities=tuple(activities))


def _fewer(problem: Problem, resource: Resource, change: Fewer) -> Resource:
    since = problem.today if change.since is None else change.since
    days = {since, *(day for day, _ in resource.changes)}
    if change.until is not None:
        days.add(change.until)
    steps = []
    for day in sorted(days):
        level = resource.at(day)
        if day >= since and (change.until is None or day < change.until):
            level = max(level - change.by, 0)
        steps.append((day, level))
    return replace(resource, changes=tuple(steps))


def _without(problem: Problem, change: GivenUp) -> Problem:
    mine = [x for x in problem.links if (x.before, x.after) == (change.before, change.after)]
    if not mine:
        raise ProblemError(f"there is no order {change.before} → {change.after}")
    if any(one.strength is Strength.HARD for one in mine):
        raise ProblemError(f"{mine[0]}: the law or logic asks for this order: {mine[0].law}")
    kept = tuple(one for one in problem.links if one not in mine)
    return replace(problem, links=kept)
