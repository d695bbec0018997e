"""The whole problem: activities and links of all projects, officers and bureaux, calendars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from .data import Activity, Link
from .days import Calendar, Count, DayKind
from .refusals import CycleError, ProblemError


@dataclass(frozen=True, slots=True)
class Resource:
    """
    资源 An officer or a bureau: how many cases it can hold at once.

    Parameters
    ----------
    id
        Distinct in the problem.
    capacity
        Cases at once, always or up to the first of ``changes``.
    changes
        (day, capacity) in order: from that day on it is so much.
    title
        Its name.
    """

    id: str
    capacity: int
    changes: tuple[tuple[int, int], ...] = ()
    title: str = ""

    def __post_init__(self) -> None:
        if self.capacity < 0 or any(level < 0 for _, level in self.changes):
            raise ProblemError(f"{self.id}: capacity: must not be negative")
        days = [day for day, _ in self.changes]
        if any(a >= b for a, b in pairwise(days)):
            raise ProblemError(f"{self.id}: changes: days must be in order")

    def at(self, day: int) -> int:
        """Cases it can hold on ``day``."""
        level = self.capacity
        for since, changed in self.changes:
            if since > day:
                break
            level = changed
        return level

    @property
    def most(self) -> int:
        """The largest it ever is."""
        return max([self.capacity, *(level for _, level in self.changes)])

    @property
    def final(self) -> int:
        """What it is from the last change on."""
        return self.changes[-1][1] if self.changes else self.capacity


@dataclass(frozen=True, slots=True)
class Project:
    """项目 A project: its id, its weight among the others, its name."""

    id: str
    weight: int = 1
    title: str = ""

    def __post_init__(self) -> None:
        if self.weight < 0:
            raise ProblemError(f"{self.id}: weight: must not be negative")


@dataclass(frozen=True, slots=True)
class Weights:
    """
    权重 What a day costs, in the order of importance.

    Parameters
    ----------
    gap
        A day by which construction starts later than the land could be taken at the earliest, times
        the weight of the project. Reckoned from the earliest day, not from the planned one, so
        that taking the land later never looks like a gain.
    late
        A day by which an activity ends after its promise, times the weight of its project.
    finish
        A day by which the whole plan ends later: the makespan of published instances.
    moved
        A day by which an activity starts earlier or later than in the last plan.
    """

    gap: int = 10_000
    late: int = 100
    finish: int = 1
    moved: int = 1

    def __post_init__(self) -> None:
        if min(self.gap, self.late, self.finish, self.moved) < 0:
            raise ProblemError("weights: must not be negative")


MAKESPAN = Weights(gap=0, late=0, finish=1, moved=0)
"""Only the end of the whole counts, as in the published instances."""


@dataclass(frozen=True)
class Problem:
    """
    计划问题 All projects of a park at once.

    Parameters
    ----------
    activities, links, resources, projects, calendars
        The data.
    today
        The first day on which anything that has not begun may start.
    weights
        What a day costs.

    Raises
    ------
    ProblemError
        Something is named twice or not there; it is named. A circle of links is a
        ``CycleError`` with its activities in order.
    """

    activities: tuple[Activity, ...]
    links: tuple[Link, ...] = ()
    resources: tuple[Resource, ...] = ()
    projects: tuple[Project, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    today: int = 0
    weights: Weights = field(default_factory=Weights)

    def __post_init__(self) -> None:
        for what, items in (
            ("activity", [one.id for one in self.activities]),
            ("resource", [one.id for one in self.resources]),
            ("project", [one.id for one in self.projects]),
            ("calendar", [one.name for one in self.calendars]),
        ):
            if twice := _first_twice(items):
                raise ProblemError(f"{what} {twice}: is there twice")
        for one in self.activities:
            self._check(one)
        for link in self.links:
            for end in (link.before, link.after):
                if end not in self.rows:
                    raise ProblemError(f"{link}: there is no activity {end}")
        if loop := cycle_of(self.rows, self.links):
            raise CycleError(loop)

    def _check(self, one: Activity) -> None:
        if one.project and one.project not in self.project_of:
            raise ProblemError(f"{one.id}: there is no project {one.project}")
        if one.calendar and one.calendar not in self.calendar_of:
            raise ProblemError(f"{one.id}: there is no calendar {one.calendar}")
        if not one.calendar and any(limit.kind is DayKind.WORKING for limit in one.limits):
            raise ProblemError(f"{one.id}: calendar: a limit in working days needs one")
        for resource, _ in one.demands:
            if resource not in self.resource_of:
                raise ProblemError(f"{one.id}: there is no resource {resource}")
        if one.pre_review and one.pre_review.gate and one.pre_review.gate not in self.rows:
            raise ProblemError(f"{one.id}: gate: there is no activity {one.pre_review.gate}")

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Place of each activity."""
        return {one.id: n for n, one in enumerate(self.activities)}

    @cached_property
    def project_of(self) -> Mapping[str, Project]:
        """Projects by id."""
        return {one.id: one for one in self.projects}

    @cached_property
    def resource_of(self) -> Mapping[str, Resource]:
        """Resources by id."""
        return {one.id: one for one in self.resources}

    @cached_property
    def calendar_of(self) -> Mapping[str, Calendar]:
        """Calendars by name."""
        return {one.name: one for one in self.calendars}

    def activity(self, name: str) -> Activity:
        """The activity of an id; ``KeyError``: there is none."""
        return self.activities[self.rows[name]]

    def count_of(self, one: Activity, days: int | None = None) -> Count:
        """How the days of an activity are counted; ``days`` instead of its own."""
        begins = one.begins_working
        return Count(
            days=one.days if days is None else days,
            kind=one.kind,
            calendar=self.calendar_of[one.calendar] if one.calendar else None,
            begins=one.kind is DayKind.WORKING if begins is None else begins,
            rolls=one.rolls,
        )

    def lag_of(self, link: Link, days: int) -> Count:
        """How ``days`` of a link's lag are counted."""
        after = self.activity(link.after)
        if link.lag_kind is DayKind.CALENDAR:
            return Count(days)
        if not after.calendar:
            raise ProblemError(f"{link}: a lag in working days needs a calendar of {after.id}")
        return Count(days, DayKind.WORKING, self.calendar_of[after.calendar])


def _first_twice(items: Sequence[str]) -> str:
    seen: set[str] = set()
    for item in items:
        if item in seen:
            return item
        seen.add(item)
    return ""


def cycle_of(names: Mapping[str, int], links: Sequence[Link]) -> tuple[str, ...]:
    """Activities that wait for each other in a circle, in order; empty when there is none."""
    after: dict[str, list[str]] = {name: [] for name in names}
    waits = dict.fromkeys(names, 0)
    for link in links:
        after[link.before].append(link.after)
        waits[link.after] += 1
    ready = [name for name, count in waits.items() if count == 0]
    while ready:
        for name in after[ready.pop()]:
            waits[name] -= 1
            if waits[name] == 0:
                ready.append(name)
    left = {name for name, count in waits.items() if count}
    if not left:
        return ()
    before = {link.after: link.before for link in links if {link.before, link.after} <= left}
    here, path = min(left, key=names.__getitem__), []
    while here not in path:
        path.append(here)
        here = before[here]
    return tuple(reversed(path[path.index(here) :]))
