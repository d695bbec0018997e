"""Hard dates that no plan can keep, and what forbids each."""

from __future__ import annotations

from ..kernel import Reason
from .days import NEVER
from .earliest import earliest_places
from .fields import BEFORE, FROM_END, LAG, LAG_ROW, OTHER, TO_END, Ints
from .jobs import Jobs
from .place import shifted
from .problem import Problem

BY_LAW = "by_law"
"""A statutory period forbids the day; subject: the activity, the law; amount: the first day."""
BY_ORDER = "by_order"
"""What must come first ends too late; subject: the activity, what comes first, the rule; amount:
the first day."""
BY_CALENDAR = "by_calendar"
"""The fixed day is a day of rest; subject: the activity, the calendar; amount: the next working
day."""
BY_RESOURCE = "by_resource"
"""No day ever has enough of an officer or a bureau; subject: the activity, the resource; amount:
how much it asks for."""
BY_DATE = "by_date"
"""Its own first allowed day or today is later; subject: the activity, the reason; amount: that
day."""
BY_LOAD = "by_load"
"""Officers and bureaux are held by others until too late, as far as was searched; subject: the
activity, who is held; amount: the day of the plan."""
OVER_LIMIT = "over_limit"
"""It is planned to take longer than its rule allows; subject: the activity, the law; amount: the
most days."""


def impossible_dates(jobs: Jobs) -> tuple[Reason, ...]:
    """What is certain before any search: dates that even unlimited officers could not keep."""
    problem = jobs.problem
    return (*_too_scarce(problem), *_over_limits(problem), *_too_early(jobs))


def _too_scarce(problem: Problem) -> list[Reason]:
    found = []
    for one in problem.activities:
        if one.done is not None or (one.days == 0 and not one.pre_review):
            continue
        for name, amount in one.demands:
            resource = problem.resource_of[name]
            levels = [resource.at(problem.today)]
            levels += [level for day, level in resource.changes if day > problem.today]
            if amount > max(levels) and one.begun is None:
                found.append(Reason(BY_RESOURCE, f"{one.id}, {name}", amount))
    return found


def never_again(problem: Problem) -> tuple[Reason, ...]:
    """Activities that ask for more than their officer or bureau has after its last change."""
    return tuple(
        Reason(BY_RESOURCE, f"{one.id}, {name}", amount)
        for one in problem.activities
        if one.begun is None
        for name, amount in one.demands
        if amount > problem.resource_of[name].final
    )


def _over_limits(problem: Problem) -> list[Reason]:
    return [
        Reason(OVER_LIMIT, f"{one.id}, {limit.law}", limit.most)
        for one in problem.activities
        if one.begun is None and one.review_begun is None
        for limit in one.limits
        if limit.most is not None and limit.kind is one.kind and one.days > limit.most
    ]


def _too_early(jobs: Jobs) -> list[Reason]:
    """Fixed days and last days that lie before the first possible one."""
    problem, net = jobs.problem, jobs.net
    starts, ends = earliest_places(net)
    found = []
    for n, one in enumerate(problem.activities):
        job = int(jobs.issue[n])
        if one.begun is not None:
            continue
        if one.starts_on is not None:
            found += _fixed(jobs, n, starts, ends)
        if one.ends_by is not None and ends[job] > net.deadline[job]:
            found.append(_cause(jobs, n, job, starts, ends))
    return found


def _fixed(jobs: Jobs, n: int, starts: Ints, ends: Ints) -> list[Reason]:
    one = jobs.problem.activities[n]
    assert one.starts_on is not None
    count = jobs.problem.count_of(one)
    if count.begins and count.calendar is not None and not count.calendar.works(one.starts_on):
        day = count.calendar.after(one.starts_on, 0)
        return [Reason(BY_CALENDAR, f"{one.id}, {count.calendar.name}", day)]
    first = max(jobs.problem.today, one.not_before or 0)
    if one.starts_on < first and not jobs.review[n] >= 0:
        return [Reason(BY_DATE, f"{one.id}, {one.no_before_reason}".rstrip(", "), first)]
    job = int(jobs.issue[n])
    day, _, _ = _binding(jobs, job, starts, ends)
    if day > jobs.net.fixed[job]:
        return [_cause(jobs, n, job, starts, ends)]
    return []


def _binding(jobs: Jobs, job: int, starts: Ints, ends: Ints) -> tuple[int, int, int]:
    """The first day that the links into a job allow, the job that sets it, and the link's place."""
    net = jobs.net
    best, other, place = int(net.release[job]), -1, -1
    for at in range(net.in_head[job], net.in_head[job + 1]):
        before = int(net.into[at, OTHER])
        day = int(ends[before]) if net.into[at, FROM_END] else int(starts[before])
        day = shifted(net.end, net.into[at, LAG_ROW], net.into[at, LAG], day)
        if day > best and day < NEVER:
            best, other, place = day, before, at
    return best, other, place


def _cause(jobs: Jobs, n: int, job: int, starts: Ints, ends: Ints) -> Reason:
    """What sets the first possible day: the longest statutory period on the way, else the order."""
    problem, one = jobs.problem, jobs.problem.activities[n]
    first = jobs.first + int(ends[job] if one.starts_on is None else starts[job])
    owner = owners(jobs)
    here, before, law = job, -1, ""
    longest = 0
    while True:
        day, other, _ = _binding(jobs, here, starts, ends)
        act = problem.activities[owner[here]]
        if not act.begun:
            for limit in act.limits:
                if limit.least and limit.least > longest:
                    longest, law = limit.least, limit.law
        if other < 0:
            break
        if before < 0:
            before, bound_day = other, day
        here = other
    if before >= 0:
        first = max(first, jobs.first + bound_day)
    if law:
        return Reason(BY_LAW, f"{one.id}, {law}", first)
    if before >= 0:
        name = problem.activities[owner[before]].id
        link = next((x for x in problem.links if (x.before, x.after) == (name, one.id)), None)
        rule = link.law if link else ""
        return Reason(BY_ORDER, f"{one.id}, {name}, {rule}".rstrip(", "), first)
    return Reason(BY_DATE, f"{one.id}, {one.no_before_reason}".rstrip(", "), first)


def owners(jobs: Jobs) -> list[int]:
    """The activity of each job."""
    found = [0] * jobs.count
    for n in range(len(jobs.problem.activities)):
        found[int(jobs.issue[n])] = n
        if jobs.review[n] >= 0:
            found[int(jobs.review[n])] = n
    return found


def missed_dates(jobs: Jobs, starts: Ints, ends: Ints) -> tuple[Reason, ...]:
    """Hard dates that a plan misses though links alone would allow them: others hold the way."""
    net, found = jobs.net, []
    for n, one in enumerate(jobs.problem.activities):
        job = int(jobs.issue[n])
        if one.begun is None and one.starts_on is not None:
            day, _, _ = _binding(jobs, job, starts, ends)
            if day > net.fixed[job]:
                found.append(Reason(BY_LOAD, one.id, jobs.first + day))
        if one.ends_by is not None and ends[job] > net.deadline[job]:
            found.append(Reason(BY_LOAD, one.id, jobs.first + int(ends[job])))
    for at in range(len(net.far)):
        before, after = int(net.far[at, BEFORE]), int(net.far[at, OTHER])
        day = int(ends[before]) if net.far[at, FROM_END] else int(starts[before])
        limit = shifted(net.end, net.far[at, LAG_ROW], net.far[at, LAG], day)
        reached = int(ends[after]) if net.far[at, TO_END] else int(starts[after])
        if reached > limit:
            name = jobs.problem.activities[owners(jobs)[after]].id
            found.append(Reason(BY_LOAD, name, jobs.first + limit))
    return tuple(found)
