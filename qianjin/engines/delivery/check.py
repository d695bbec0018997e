"""核对 The independent checker: which rules a plan breaks, typed or computed.

It shares nothing with the search: no tables, no jobs, no solver; days are counted one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from .data import Activity, Link
from .days import Count, DayKind
from .problem import Problem
from .result import Dated


class Breach(StrEnum):
    """违规 What a plan breaks."""

    MISSING = "missing"
    """The activity has no dates, or lacks those of its pre-review."""
    BACKWARDS = "backwards"
    """It ends before it starts."""
    PAST = "past"
    """It starts before today and has not begun. Day: today."""
    FACT = "fact"
    """The plan says otherwise than what really happened. Day: what happened."""
    FLOOR = "floor"
    """Shorter than the rule allows. Day: the first day on which it could end."""
    CEILING = "ceiling"
    """Longer than the rule allows. Day: the last day on which it could end."""
    SHORT = "short"
    """Shorter than it is planned to take. Day: the first day on which it could end."""
    ORDER = "order"
    """Before what must come first (``other``). Day: the first day that keeps the order."""
    WITHIN = "within"
    """Too long after what came first (``other``). Day: the last day allowed."""
    REST_DAY = "rest_day"
    """It starts or ends on a day of rest. Day: the next working day."""
    NOT_BEFORE = "not_before"
    """Before its first allowed day. Day: that day."""
    FIXED = "fixed"
    """Not on its fixed day. Day: that day."""
    DEADLINE = "deadline"
    """It ends after its last allowed day. Day: that day."""
    GATE = "gate"
    """Its pre-review begins before pre-reviews may (``other``). Day: the first day allowed."""
    ISSUED_EARLY = "issued_early"
    """Formally issued before its pre-review is done. Day: the first day allowed."""
    OVERLOAD = "overload"
    """An officer or a bureau holds more than it can. Day: the first such day; amount: by how
    much."""


@dataclass(frozen=True, slots=True)
class Violation:
    """
    违规处 One rule broken.

    Parameters
    ----------
    code
        What is broken.
    subject
        The activity, or the resource of an overload.
    day
        See ``Breach``.
    other
        The other activity of an order; the activities of an overload, by comma.
    law
        The rule, where one is cited.
    amount
        By how many days or cases.
    is_fact
        Whether it is of an activity that has begun: it can no longer be planned otherwise.
    """

    code: Breach
    subject: str
    day: int = 0
    other: str = ""
    law: str = ""
    amount: int = 0
    is_fact: bool = False


def check(problem: Problem, dates: Mapping[str, Dated]) -> tuple[Violation, ...]:
    """Every rule that ``dates`` break, in the order of the activities; empty when none."""
    found: list[Violation] = []
    for one in problem.activities:
        dated = dates.get(one.id)
        if dated is None or (dated.review is None and _needs_review(one)):
            found.append(Violation(Breach.MISSING, one.id))
        else:
            found += _alone(problem, one, dated)
    for link in problem.links:
        if link.before in dates and link.after in dates:
            found += _order(problem, link, dates)
    for one in problem.activities:
        if one.id in dates and _needs_review(one):
            found += _review(problem, one, dates)
    found += _loads(problem, dates)
    return tuple(found)


def _needs_review(one: Activity) -> bool:
    return one.pre_review is not None and one.begun is None


def _alone(problem: Problem, one: Activity, dated: Dated) -> Iterator[Violation]:
    """What one activity breaks by itself."""
    if dated.end < dated.start or (dated.review and dated.review[1] < dated.review[0]):
        yield Violation(Breach.BACKWARDS, one.id, dated.start)
        return
    if one.begun is not None:
        if dated.start != one.begun:
            yield Violation(Breach.FACT, one.id, one.begun)
        if one.done is not None:
            if dated.end != one.done:
                yield Violation(Breach.FACT, one.id, one.done)
            yield from _lengths(problem, one, dated.start, dated.end, is_fact=True)
            return
        if dated.end < problem.today:
            yield Violation(Breach.PAST, one.id, problem.today)
    work = dated.review or (dated.start, dated.end)
    is_fact = one.begun is not None
    if one.review_begun is not None and dated.review and work[0] != one.review_begun:
        yield Violation(Breach.FACT, one.id, one.review_begun)
    if one.review_done is not None and dated.review and work[1] != one.review_done:
        yield Violation(Breach.FACT, one.id, one.review_done)
    has_begun = is_fact or (dated.review is not None and one.review_begun is not None)
    if not has_begun and work[0] < problem.today:
        yield Violation(Breach.PAST, one.id, problem.today, amount=problem.today - work[0])
    if dated.review and one.starts_on is None and dated.start < problem.today:
        yield Violation(Breach.PAST, one.id, problem.today, amount=problem.today - dated.start)
    if not has_begun and one.not_before is not None and work[0] < one.not_before:
        yield Violation(
            Breach.NOT_BEFORE, one.id, one.not_before, "", one.no_before_reason,
            one.not_before - work[0],
        )  # fmt: skip
    if one.review_done is None or not dated.review:
        yield from _lengths(problem, one, *work, is_fact=is_fact)
    if dated.review:
        yield from _issue(problem, one, dated)
    if not is_fact:
        yield from _rest(problem, one, dated)
    if one.starts_on is not None and not is_fact and dated.start != one.starts_on:
        yield Violation(Breach.FIXED, one.id, one.starts_on, law=one.dates_reason)
    if one.ends_by is not None and dated.end > one.ends_by:
        over = dated.end - one.ends_by
        yield Violation(Breach.DEADLINE, one.id, one.ends_by, "", one.dates_reason, over, is_fact)


def _lengths(
    problem: Problem, one: Activity, begin: int, end: int, *, is_fact: bool
) -> Iterator[Violation]:
    """Statutory least and most of the work, and the days it is planned to take."""
    own = problem.count_of(one)
    for limit in one.limits:
        count = replace(own, kind=limit.kind)
        if limit.least is not None:
            day = replace(count, days=limit.least).end(begin)
            if end < day:
                yield Violation(Breach.FLOOR, one.id, day, "", limit.law, day - end, is_fact)
        if limit.most is not None:
            day = replace(count, days=limit.most, rolls=True).end(begin)
            if end > day:
                yield Violation(Breach.CEILING, one.id, day, "", limit.law, end - day, is_fact)
    if one.done is None and end < (day := own.end(begin)):
        yield Violation(Breach.SHORT, one.id, day, amount=day - end, is_fact=is_fact)


def _issue(problem: Problem, one: Activity, dated: Dated) -> Iterator[Violation]:
    assert one.pre_review is not None
    day = problem.count_of(one, one.pre_review.issue_days).end(dated.start)
    if dated.end < day:
        yield Violation(Breach.SHORT, one.id, day, amount=day - dated.end)


def _rest(problem: Problem, one: Activity, dated: Dated) -> Iterator[Violation]:
    count = problem.count_of(one)
    if count.calendar is None:
        return
    days = []
    if count.begins:
        days.append(dated.start)
        if dated.review and one.review_begun is None:
            days.append(dated.review[0])
    if count.rolls or (count.kind is DayKind.WORKING and count.days and count.begins):
        days.append(dated.end)
    for day in days:
        if not count.calendar.works(day):
            next_day = count.calendar.after(day, 0)
            yield Violation(Breach.REST_DAY, one.id, next_day, other=count.calendar.name)
            return


def _order(problem: Problem, link: Link, dates: Mapping[str, Dated]) -> Iterator[Violation]:
    """One link, for the formal dates and, where it binds them, for the pre-reviews."""
    before, after = problem.activity(link.before), problem.activity(link.after)
    one, two = dates[link.before], dates[link.after]
    from_day = one.end if link.kind.from_end else one.start
    to_day = two.end if link.kind.to_end else two.start
    is_fact = after.done is not None or (after.begun is not None and not link.kind.to_end)
    day = _lagged(problem, link, before, from_day, link.lag)
    if to_day < day:
        yield Violation(Breach.ORDER, link.after, day, link.before, link.law, day - to_day, is_fact)
    if link.within is not None:
        most = _lagged(problem, link, before, from_day, link.within)
        if to_day > most:
            yield Violation(
                Breach.WITHIN, link.after, most, link.before, link.law, to_day - most, is_fact
            )
    if link.binds_review and _needs_review(after) and two.review and after.review_begun is None:
        source = one.review if _needs_review(before) and one.review else (one.start, one.end)
        from_day = source[1] if link.kind.from_end else source[0]
        to_day = two.review[1] if link.kind.to_end else two.review[0]
        day = _lagged(problem, link, before, from_day, link.lag)
        if to_day < day:
            yield Violation(Breach.ORDER, link.after, day, link.before, link.law, day - to_day)


def _lagged(problem: Problem, link: Link, before: Activity, day: int, lag: int) -> int:
    """The day that is ``lag`` after ``day``; a period of notice holds its last day as well."""
    if link.kind.from_end and before.whole_days:
        lag += 1
    count: Count = problem.lag_of(link, lag)
    return count.end(day)


def _review(problem: Problem, one: Activity, dates: Mapping[str, Dated]) -> Iterator[Violation]:
    dated = dates[one.id]
    assert one.pre_review is not None
    if dated.review is None:
        return
    gate = one.pre_review.gate
    if gate and gate in dates and one.review_begun is None:
        opens = dates[gate].start
        if dated.review[0] < opens:
            yield Violation(
                Breach.GATE, one.id, opens, gate, problem.activity(gate).law,
                opens - dated.review[0],
            )  # fmt: skip
    ready = dated.review[1] + one.whole_days
    if dated.start < ready:
        yield Violation(Breach.ISSUED_EARLY, one.id, ready, law=one.law, amount=ready - dated.start)


def _loads(problem: Problem, dates: Mapping[str, Dated]) -> Iterator[Violation]:
    """Days on which an officer or a bureau holds more than it can."""
    held: dict[str, list[tuple[int, int, int, str]]] = defaultdict(list)
    for one in problem.activities:
        dated = dates.get(one.id)
        if dated is None:
            continue
        end = dated.end
        if one.begun is not None and one.done is None:
            # Once its work is over it only waits for something else, and is held no more.
            end = min(end, max(problem.count_of(one).end(one.begun), problem.today))
        spans = [(dated.start, end)]
        if dated.review and _needs_review(one):
            spans.append(dated.review)
        for name, amount in one.demands:
            held[name] += [(a, b, amount, one.id) for a, b in spans if b > a and amount]
    for resource in problem.resources:
        spans_of = held.get(resource.id, [])
        days = {a for a, _, _, _ in spans_of} | {day for day, _ in resource.changes}
        for day in sorted(days):
            if day < problem.today:
                continue
            here = [(amount, name) for a, b, amount, name in spans_of if a <= day < b]
            over = sum(amount for amount, _ in here) - resource.at(day)
            if here and over > 0:
                names = ", ".join(name for _, name in here)
                is_fact = all(problem.activity(name).begun is not None for _, name in here)
                yield Violation(Breach.OVERLOAD, resource.id, day, names, "", over, is_fact)
                break
