"""From a problem to the arrays that are searched, and back from places to dates.

An activity is one job. One with a pre-review is two: the review, which holds the work, and the
formal issue, which comes after it and after every link. A done activity is a fixed job that
waits for nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from .data import Activity, Link, Mark
from .days import NEVER, Count, DayKind
from .earliest import earliest_places
from .fields import FLOOR, ROLLS, UNIT, Ints, Longs, Net
from .problem import Problem, Project
from .refusals import ProblemError
from .result import Dated
from .tables import Tables
from .ties import Tie, by_job, ints, rows_of
from .work import statutory_least, work_of

_SLACK = 400
"""Days of horizon beyond what the longest chain and the work of the busiest resource need."""
LONGEST_HORIZON = 50_000
"""Days; a plan beyond them is refused."""


@dataclass
class Jobs:
    """
    作业 The jobs of a problem.

    ``issue`` and ``review`` are the jobs of each activity (-1: no review); ``first`` is the day of
    place 0.
    """

    problem: Problem
    first: int
    net: Net
    issue: Ints
    review: Ints
    title: dict[str, int] = field(default_factory=dict)
    """Job of each project's title, by project."""
    start: dict[str, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many jobs there are."""
        return len(self.net.row)

    @property
    def horizon(self) -> int:
        """How many days the tables hold."""
        return int(self.net.end.shape[1])

    def dates(self, starts: Ints, ends: Ints) -> dict[str, Dated]:
        """Dates of all activities from the places of their jobs."""
        found = {}
        for n, one in enumerate(self.problem.activities):
            job, review = self.issue[n], self.review[n]
            pair = None
            if review >= 0:
                pair = (self.first + int(starts[review]), self.first + int(ends[review]))
            begin, end = self.first + int(starts[job]), self.first + int(ends[job])
            found[one.id] = Dated(begin, end, pair)
        return found


def jobs_of(problem: Problem, horizon: int | None = None) -> Jobs:
    """The jobs of a problem, with tables for ``horizon`` days (by default enough for most)."""
    return _Maker(problem).make(horizon)


class _Maker:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.issue = np.full(len(problem.activities), -1, np.int32)
        self.review = np.full(len(problem.activities), -1, np.int32)
        self.counts: list[tuple[Count, ...]] = []
        self.owner: list[int] = []
        for n, one in enumerate(problem.activities):
            if one.pre_review and one.begun is None:
                self.review[n] = self._job(n, work_of(problem, one, one.days))
                days = one.pre_review.issue_days
                self.issue[n] = self._job(n, (problem.count_of(one, days),))
            else:
                self.issue[n] = self._job(n, work_of(problem, one, one.days))
        self.ties = self._ties()
        begun = [one.begun for one in problem.activities if one.begun is not None]
        begun += [one.review_begun for one in problem.activities if one.review_begun is not None]
        self.first = min([problem.today, *begun])

    def _job(self, owner: int, counts: tuple[Count, ...]) -> int:
        self.counts.append(counts)
        self.owner.append(owner)
        return len(self.counts) - 1

    def _ties(self) -> list[Tie]:
        ties = []
        for link in self.problem.links:
            ties += self._ties_of(link)
        for n, one in enumerate(self.problem.activities):
            if self.review[n] < 0 or one.pre_review is None:
                continue
            review, issue = int(self.review[n]), int(self.issue[n])
            ties.append(Tie(review, issue, True, False, Count(_rest(one))))
            if one.pre_review.gate and one.review_begun is None:
                gate = int(self.issue[self.problem.rows[one.pre_review.gate]])
                ties.append(Tie(gate, review, False, False, Count(0)))
        return ties

    def _ties_of(self, link: Link) -> list[Tie]:
        problem = self.problem
        before, after = problem.rows[link.before], problem.rows[link.after]
        one, two = problem.activities[before], problem.activities[after]
        if two.done is not None or (two.begun is not None and not link.kind.to_end):
            return []
        lag = problem.lag_of(link, link.lag)
        if link.kind.from_end and one.whole_days:
            lag = replace(lag, days=lag.days + 1)
        issue, other = int(self.issue[before]), int(self.issue[after])
        ends = (link.kind.from_end, link.kind.to_end)
        ties = [Tie(issue, other, *ends, lag)]
        if link.within is not None:
            ties.append(Tie(issue, other, *ends, problem.lag_of(link, link.within), True))
        review = int(self.review[after])
        if link.binds_review and review >= 0 and two.review_begun is None:
            source = int(self.review[before]) if self.review[before] >= 0 else issue
            ties.append(Tie(source, review, *ends, lag))
        return ties

    def make(self, horizon: int | None) -> Jobs:
        rank = self._rank()
        size = horizon or self._horizon()
        if size > LONGEST_HORIZON:
            raise ProblemError(f"the plan would need {size} days, {LONGEST_HORIZON} are allowed")
        tables = Tables(self.first, size)
        rows = np.array([tables.row(counts) for counts in self.counts], np.int32)
        near = [tie for tie in self.ties if not tie.is_most]
        far = rows_of([tie for tie in self.ties if tie.is_most], tables, is_into=False)
        fixed, fixed_end, stretches = self._fixed()
        into = by_job(near, len(rows), tables, "after")
        out = by_job(near, len(rows), tables, "before")
        fields = self._days(fixed)
        needs = self._needs()
        gap_from, gap_cost, title, start = self._gaps()
        drawn = self._drawn(tables)
        worked, counted = tables.working_days(self.problem.calendars)
        begin, end, latest = tables.stacked()  # when every row is known
        net = Net(
            row=rows,
            begin=begin,
            end=end,
            latest=latest,
            release=fields["release"],
            fixed=fixed,
            fixed_end=fixed_end,
            stretches=stretches,
            rank=rank,
            in_head=into[0],
            into=into[1],
            out_head=out[0],
            out=out[1],
            far=far,
            need_head=needs[0],
            need=needs[1],
            capacity=self._capacity(size),
            deadline=fields["deadline"],
            due=fields["due"],
            due_cost=fields["due_cost"].astype(np.int64),
            gap_from=gap_from,
            gap_cost=gap_cost,
            planned=fields["planned"],
            spans=np.full(len(rows), -1, np.int32),
            drawn=drawn,
            worked=worked,
            counted=counted,
            moved_cost=self.problem.weights.moved,
            finish_cost=self.problem.weights.finish,
            broken_cost=10**9,
        )
        jobs = Jobs(self.problem, self.first, net, self.issue, self.review, title, start)
        set_earliest_titles(jobs)
        return jobs

    def _rank(self) -> Ints:
        """Each job's place in an order that keeps every link, the given order among equals."""
        after: list[list[int]] = [[] for _ in self.counts]
        waits = np.zeros(len(self.counts), np.int64)
        for tie in self.ties:
            if not tie.is_most:
                after[tie.before].append(tie.after)
                waits[tie.after] += 1
        rank, place = np.zeros(len(self.counts), np.int32), 0
        ready = [job for job in range(len(waits)) if waits[job] == 0]
        while ready:
            following: list[int] = []
            for job in ready:
                rank[job] = place
                place += 1
                for other in after[job]:
                    waits[other] -= 1
                    if waits[other] == 0:
                        following.append(other)
            ready = following
        if place < len(rank):
            names = sorted({self.problem.activities[self.owner[j]].id for j in waits.nonzero()[0]})
            raise ProblemError(f"pre-reviews wait for their own gate: {', '.join(names)}")
        return rank

    def _horizon(self) -> int:
        """Days that surely hold the longest chain, and most plans with it."""
        factor = 1 if all(count.is_plain for c in self.counts for count in c) else 1.6
        order = np.argsort(self._rank())
        spans = [max(count.days for count in counts) for counts in self.counts]
        reach = np.zeros(len(spans), np.int64)
        into: list[list[Tie]] = [[] for _ in spans]
        for tie in self.ties:
            into[tie.after].append(tie)
        for job in order:
            reach[job] = spans[job] + max(
                (int(reach[tie.before]) + max(tie.lag.days, 0) for tie in into[job]), default=0
            )
        loads = {one.id: 0 for one in self.problem.resources}
        for job, owner in enumerate(self.owner):
            for resource, amount in self.problem.activities[owner].demands:
                loads[resource] += amount * spans[job]
        busy = max(
            (load // max(self.problem.resource_of[r].final, 1) for r, load in loads.items()),
            default=0,
        )
        given = [0]
        for one in self.problem.activities:
            given += [d - self.first for d in (one.not_before, one.starts_on, one.ends_by) if d]
        given += [d - self.first for r in self.problem.resources for d, _ in r.changes]
        longest = int(reach.max(initial=0))
        if factor == 1 and not any(r.changes for r in self.problem.resources):
            return max(given) + sum(spans) + longest + 2
        return int(max(given) + factor * (longest + 2 * busy)) + _SLACK

    def _fixed(self) -> tuple[Ints, Ints, Ints]:
        today, problem = self.problem.today, self.problem
        fixed, fixed_end = np.full((2, len(self.counts)), -1, np.int32)
        stretches = np.zeros(len(self.counts), np.int32)
        for job, owner in enumerate(self.owner):
            one = problem.activities[owner]
            is_review = job == self.review[owner]
            begun, done = (
                (one.review_begun, one.review_done) if is_review else (one.begun, one.done)
            )
            if begun is not None:
                end = max([count.end(begun) for count in self.counts[job]] + [today])
                start, end = begun, end if done is None else done
                stretches[job] = done is None
            elif one.starts_on is not None and not is_review:
                start = one.starts_on
                end = max(count.end(start) for count in self.counts[job])
            else:
                continue
            fixed[job], fixed_end[job] = start - self.first, end - self.first
        return fixed, fixed_end, stretches

    def _days(self, fixed: Ints) -> dict[str, Ints]:
        count = len(self.counts)
        found = {name: np.zeros(count, np.int32) for name in ("release", "due_cost")}
        found |= {name: np.full(count, NEVER, np.int32) for name in ("deadline", "due")}
        found["planned"] = np.full(count, -1, np.int32)
        found["release"][:] = self.problem.today - self.first
        weights = self.problem.weights
        for n, one in enumerate(self.problem.activities):
            issue = self.issue[n]
            head = issue if self.review[n] < 0 else self.review[n]
            if one.not_before is not None:
                day = one.not_before - self.first
                found["release"][head] = max(found["release"][head], day)
            if one.ends_by is not None:
                found["deadline"][issue] = one.ends_by - self.first
            if one.promised is not None:
                found["due"][issue] = one.promised - self.first
                found["due_cost"][issue] = weights.late * self._project(one).weight
            if one.planned is not None and fixed[head] < 0:
                found["planned"][head] = one.planned - self.first
        return found

    def _project(self, one: Activity) -> Project:
        return self.problem.project_of[one.project] if one.project else Project("")

    def _needs(self) -> tuple[Ints, Ints]:
        place = {one.id: n for n, one in enumerate(self.problem.resources)}
        head, needs = [0], []
        for owner in self.owner:
            for resource, amount in self.problem.activities[owner].demands:
                if amount:
                    needs.append((place[resource], amount))
            head.append(len(needs))
        return ints(head), np.array(needs, np.int32).reshape(-1, 2)

    def _capacity(self, size: int) -> Ints:
        found = np.zeros((max(len(self.problem.resources), 1), size), np.int32)
        for n, one in enumerate(self.problem.resources):
            found[n] = one.capacity
            for day, level in one.changes:
                found[n, min(max(day - self.first, 0), size) :] = level
        return found

    def _drawn(self, tables: Tables) -> Ints:
        """How days drawn for each job would be counted."""
        place = {one.name: n for n, one in enumerate(self.problem.calendars)}
        found = np.full((len(self.counts), 3), -1, np.int32)
        for job, counts in enumerate(self.counts):
            own = counts[0]
            if own.calendar is not None and own.kind is DayKind.WORKING:
                found[job, UNIT] = place[own.calendar.name]
            elif own.calendar is not None and own.rolls:
                found[job, ROLLS] = place[own.calendar.name]
            one = self.problem.activities[self.owner[job]]
            if floors := statutory_least(self.problem, one):
                found[job, FLOOR] = tables.row(floors)
        return found

    def _gaps(self) -> tuple[Ints, Longs, dict[str, int], dict[str, int]]:
        title: dict[str, int] = {}
        start: dict[str, int] = {}
        for n, one in enumerate(self.problem.activities):
            if one.mark is Mark.TITLE:
                title[one.project] = int(self.issue[n])
            elif one.mark is Mark.START:
                start[one.project] = int(self.issue[n])
        gap_from = np.full(len(self.counts), NEVER, np.int32)
        gap_cost = np.zeros(len(self.counts), np.int64)
        for project, job in start.items():
            weight = self.problem.project_of[project].weight if project else 1
            gap_cost[job] = self.problem.weights.gap * weight
            gap_from[job] = 0
        return gap_from, gap_cost, title, start


def _rest(one: Activity) -> int:
    return 1 if one.whole_days else 0


def set_earliest_titles(jobs: Jobs) -> None:
    """Count the gap of each project from the earliest day on which its land can be taken."""
    _, ends = earliest_places(jobs.net)
    for project, job in jobs.start.items():
        title = jobs.title.get(project)
        jobs.net.gap_from[job] = 0 if title is None else int(ends[title])
