"""为什么 Why a plan is as it is: chains, gains of a day, costly customs, bottlenecks, this week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from ..kernel import Reason
from .compiled import MACHINE
from .data import Strength
from .days import NEVER
from .earliest import latest_places
from .fields import FROM_END, LAG, LAG_ROW, OTHER, RESOURCE, TO_END, Ints, Net
from .jobs import Jobs, jobs_of
from .place import earliest, shifted
from .problem import Problem
from .result import Dated
from .windows import owners

AFTER = "after"
"""It waits for what comes first; other: that activity."""
HELD = "held"
"""An officer or a bureau is held by another; other: that activity; resource: who is held."""
GIVEN = "given"
"""Its own date, today or a day of rest decides."""

DAY_LESS = "day_less"
"""Subject: an activity; amount: days by which construction starts earlier if it took a day less."""
CUSTOM_COSTS = "custom_costs"
"""Subject: a soft or serial order ``before → after``; amount: days by which construction would
start earlier without it."""
BOTTLENECK = "bottleneck"
"""Subject: an officer or a bureau; amount: days that activities wait for it, all together."""
BEGIN_NOW = "begin_now"
"""Subject: an activity that must begin this week; amount: days that it may still wait."""


@dataclass(frozen=True, slots=True)
class ChainLink:
    """
    关键链环节 One activity of a critical chain, with what decides when it starts.

    ``is_review``: its pre-review is meant. ``why`` is AFTER, HELD or GIVEN; ``strength`` and
    ``law`` are of the order that binds it.
    """

    activity: str
    is_review: bool
    start: int
    end: int
    why: str
    other: str = ""
    resource: str = ""
    strength: Strength | None = None
    law: str = ""


class Reader:
    """
    读计划 What a plan says about itself.

    Parameters
    ----------
    problem, dates
        A plan that keeps every rule; nothing is searched here.
    """

    def __init__(self, problem: Problem, dates: Mapping[str, Dated]) -> None:
        self._problem, self._dates = problem, dates
        reach = max((one.end for one in dates.values()), default=0) - problem.today
        jobs = jobs_of(problem)
        self._jobs = jobs if jobs.horizon > 2 * reach else jobs_of(problem, 2 * reach + 400)
        self._owner = owners(self._jobs)
        self._starts, self._ends = _placed(self._jobs, dates)
        self._users = _users(self._jobs)
        self._links = {(one.before, one.after): one for one in problem.links}

    def chain(self, project: str) -> tuple[ChainLink, ...]:
        """The critical chain of a project's start of construction (or of its last end)."""
        return self._back(self._target(project))

    def held_by(self, activity: str) -> str:
        """The officer or bureau that was last waited for on the way to an activity; or empty."""
        chain = self._back(int(self._jobs.issue[self._problem.rows[activity]]))
        return next((one.resource for one in reversed(chain) if one.resource), "")

    def _back(self, job: int) -> tuple[ChainLink, ...]:
        found: list[ChainLink] = []
        seen: set[int] = set()
        while job >= 0 and job not in seen:
            seen.add(job)
            one, job = self._cause(job)
            found.append(one)
        return tuple(reversed(found))

    def floats(self) -> dict[str, int]:
        """
        Days that each activity may start later before construction, a promise or the whole end
        moves; officers and bureaux left aside.
        """
        net = self._jobs.net
        walls = np.full(self._jobs.count, int(self._ends.max(initial=0)), np.int32)
        is_dear = (net.gap_cost > 0) | (net.deadline < NEVER)
        walls[is_dear] = self._ends[is_dear]
        is_due = net.due < NEVER
        walls[is_due] = np.minimum(walls[is_due], np.maximum(net.due, self._ends)[is_due])
        latest = latest_places(net, self._ends, walls)
        first = np.where(self._jobs.review >= 0, self._jobs.review, self._jobs.issue)
        slack = np.maximum(latest[first] - self._starts[first], 0)
        return {one.id: int(slack[n]) for n, one in enumerate(self._problem.activities)}

    def gains(self, project: str) -> tuple[Reason, ...]:
        """What a day less of each activity on the chain would bring, largest first."""
        places = [
            self._work(one.activity)
            for one in self.chain(project)
            if self._problem.activity(one.activity).begun is None
        ]
        places = [job for job in dict.fromkeys(places) if self._days(job) > 0]
        drawn = np.full((len(places) + 1, self._jobs.count), -1, np.int32)
        for row, job in enumerate(places, start=1):
            drawn[row, job] = self._days(job) - 1
        reached = self._reached(drawn, project)
        return _largest(
            Reason(DAY_LESS, self._name(job), float(reached[0] - reached[row]))
            for row, job in enumerate(places, start=1)
        )

    def customs(self, project: str) -> tuple[Reason, ...]:
        """What each soft or serial order on the chain costs, largest first."""
        none = np.full((1, self._jobs.count), -1, np.int32)
        before = self._reached(none, project)[0]
        found = []
        for step in self.chain(project):
            if step.strength in (Strength.SOFT, Strength.SERIAL):
                net = self._without(step.other, step.activity)
                gain = float(before - self._reached(none, project, net)[0])
                found.append(Reason(CUSTOM_COSTS, f"{step.other} → {step.activity}", gain))
        return _largest(found)

    def bottlenecks(self) -> tuple[Reason, ...]:
        """Officers and bureaux by the days that activities wait for them, largest first."""
        waits: dict[str, int] = defaultdict(int)
        for job in range(self._jobs.count):
            if self._jobs.net.fixed[job] >= 0:
                continue
            day = self._free_day(job)
            resource, _ = self._holder(job)
            if resource and self._starts[job] > day:
                waits[resource] += int(self._starts[job]) - day
        return _largest(Reason(BOTTLENECK, name, float(days)) for name, days in waits.items())

    def this_week(self, days: int = 7) -> tuple[Reason, ...]:
        """What must begin within ``days`` from today so that nothing moves, most urgent first."""
        slack = self.floats()
        end = self._problem.today + days
        return tuple(
            Reason(BEGIN_NOW, one.id, float(slack[one.id]))
            for one in sorted(
                self._problem.activities,
                key=lambda one: (slack[one.id], self._dates[one.id].first),
            )
            if one.begun is None
            and one.review_begun is None
            and self._dates[one.id].first + slack[one.id] < end
        )

    def _target(self, project: str) -> int:
        if project in self._jobs.start:
            return self._jobs.start[project]
        mine = [
            int(self._jobs.issue[n])
            for n, one in enumerate(self._problem.activities)
            if not project or one.project == project
        ]
        return max(mine, key=lambda job: int(self._ends[job]), default=-1)

    def _name(self, job: int) -> str:
        return self._problem.activities[self._owner[job]].id

    def _work(self, name: str) -> int:
        n = self._problem.rows[name]
        return int(self._jobs.review[n] if self._jobs.review[n] >= 0 else self._jobs.issue[n])

    def _days(self, job: int) -> int:
        return self._problem.activities[self._owner[job]].days

    def _free_day(self, job: int) -> int:
        """The first day on which a job could start if nobody were held."""
        net = self._jobs.net
        day, need = earliest(net, job, self._starts, self._ends, 0)
        size = net.end.shape[1]
        day = int(net.begin[net.row[job], min(day, size - 1)])
        while day < size - 1 and net.end[net.row[job], day] < need:
            day = int(net.begin[net.row[job], day + 1])
        return day

    def _cause(self, job: int) -> tuple[ChainLink, int]:
        """What decides the start of a job, and the job that stands behind it (-1: none)."""
        net, name = self._jobs.net, self._name(job)
        start, end = int(self._starts[job]), int(self._ends[job])
        n = self._owner[job]
        is_review = job == self._jobs.review[n]
        shown = (name, is_review, start + self._jobs.first, end + self._jobs.first)
        if net.fixed[job] >= 0 and not net.in_head[job + 1] - net.in_head[job]:
            return ChainLink(*shown, GIVEN), -1
        if net.fixed[job] < 0 and start > self._free_day(job):
            resource, other = self._holder(job)
            if other >= 0:
                return ChainLink(*shown, HELD, self._name(other), resource), other
        best, other = int(net.release[job]), -1
        for at in range(net.in_head[job], net.in_head[job + 1]):
            before = int(net.into[at, OTHER])
            day = int(self._ends[before] if net.into[at, FROM_END] else self._starts[before])
            day = shifted(net.end, int(net.into[at, LAG_ROW]), int(net.into[at, LAG]), day)
            if net.into[at, TO_END]:
                day -= end - start  # the same bind, counted at its start
            if day > best or (day == best and other < 0):
                best, other = day, before
        if other < 0:
            return ChainLink(*shown, GIVEN), -1
        link = self._links.get((self._name(other), name))
        return (
            ChainLink(
                *shown,
                AFTER,
                self._name(other),
                strength=link.strength if link else Strength.HARD,
                law=link.law if link else "",
            ),
            other,
        )

    def _holder(self, job: int) -> tuple[str, int]:
        """The resource for which a job waits, and the job that gave it back last before."""
        net, start = self._jobs.net, int(self._starts[job])
        needs = {
            int(net.need[at, RESOURCE]) for at in range(net.need_head[job], net.need_head[job + 1])
        }
        if not needs:
            return "", -1
        best, chosen, resource = -1, -1, ""
        for number in sorted(needs):
            users = self._users[number]
            ends = self._ends[users]
            fitting = np.flatnonzero((ends <= start) & (ends > self._starts[users]))
            if len(fitting):
                at = fitting[np.argmax(ends[fitting])]
                if ends[at] > best:
                    best, chosen = int(ends[at]), int(users[at])
                    resource = self._problem.resources[number].id
        return resource, chosen

    def _reached(self, drawn: Ints, project: str, net: Net | None = None) -> list[int]:
        """Start of construction (or last end) when the order is kept and days are as drawn."""
        code = MACHINE.compiled if MACHINE.is_loaded else MACHINE.plain
        jobs = self._jobs
        chosen = (net or jobs.net)._replace(spans=np.full(jobs.count, -1, np.int32))
        order = np.argsort(self._starts.astype(np.int64) * jobs.count + jobs.net.rank)
        fitted, work = np.zeros(jobs.count, np.int32), np.zeros(jobs.count + 1, np.int32)
        keys = np.empty(jobs.count, np.int64)
        keys[order] = np.arange(jobs.count)
        code.repaired(jobs.net, keys, fitted, work, np.zeros(jobs.count, np.int32))
        starts, ends = np.zeros((2, *drawn.shape), np.int32)
        code.run_all(chosen, fitted, drawn, starts, ends)
        job = self._target(project)
        return [int(day) for day in (starts if project in jobs.start else ends)[:, job]]

    def _without(self, before: str, after: str) -> Net:
        """The jobs with one order given up."""
        net = self._jobs.net
        into = net.into.copy()
        n, m = self._problem.rows[before], self._problem.rows[after]
        befores = {int(self._jobs.issue[n]), int(self._jobs.review[n])}
        for job in {int(self._jobs.issue[m]), int(self._jobs.review[m])} - {-1}:
            for at in range(net.in_head[job], net.in_head[job + 1]):
                if int(net.into[at, OTHER]) in befores:
                    into[at, LAG_ROW], into[at, LAG] = -1, -(10**6)
        return net._replace(into=into)


def _users(jobs: Jobs) -> list[Ints]:
    """Jobs that hold each resource."""
    net = jobs.net
    owner = np.repeat(np.arange(jobs.count), np.diff(net.need_head))
    return [owner[net.need[:, RESOURCE] == n] for n in range(len(jobs.problem.resources))]


def _placed(jobs: Jobs, dates: Mapping[str, Dated]) -> tuple[Ints, Ints]:
    starts, ends = np.zeros((2, jobs.count), np.int32)
    for n, one in enumerate(jobs.problem.activities):
        dated = dates[one.id]
        job, review = jobs.issue[n], jobs.review[n]
        starts[job], ends[job] = dated.start - jobs.first, dated.end - jobs.first
        if review >= 0 and dated.review is not None:
            starts[review], ends[review] = (day - jobs.first for day in dated.review)
    return starts, ends


def _largest(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    found = [one for one in reasons if one.amount > 0]
    return tuple(sorted(found, key=lambda one: (-one.amount, one.subject)))
