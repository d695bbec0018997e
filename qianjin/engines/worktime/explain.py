"""The reasons of a due time, found by looking again at the days between start and due."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final

from .data import MINUTES_IN_HOUR, Amount, Unit
from .result import DueTime, Reason, ReasonCode

if TYPE_CHECKING:
    from .work_calendar import WorkCalendar

_DAY: Final = timedelta(days=1)


def explain(
    calendar: WorkCalendar, start: datetime, amount: Amount, paused_minutes: int
) -> DueTime:
    """The due time of ``WorkCalendar.due`` with its reasons."""
    without_pause = calendar.due(start, amount)
    due = calendar.due(start, amount, paused_minutes)
    local_start = start.astimezone(due.tzinfo)
    started_on, ended_on = local_start.date(), _last_day(without_pause)
    reasons: list[Reason] = []
    if amount.unit is Unit.WORKING_HOURS:
        reasons += _opening(calendar, local_start)
        reasons += _between(calendar, started_on, ended_on)
    else:
        reasons.append(Reason(ReasonCode.START_DAY_NOT_COUNTED, first=started_on))
        if amount.unit is Unit.WORKING_DAYS:
            reasons += _between(calendar, started_on + _DAY, ended_on)
        else:
            reasons += _end(started_on, ended_on, amount)
    if paused_minutes:
        reasons.append(Reason(ReasonCode.PAUSE_GIVEN_BACK, amount=paused_minutes))
        reasons += _between(calendar, ended_on + _DAY, _last_day(due))
    reasons += [
        Reason(ReasonCode.YEAR_PROVISIONAL, amount=year)
        for year in calendar.provisional_years(local_start, due)
    ]
    return DueTime(
        start=local_start,
        amount=amount,
        paused_minutes=paused_minutes,
        due=due,
        reasons=tuple(reasons),
    )


def _last_day(due: datetime) -> date:
    """The day that a due time belongs to; midnight closes the day before it."""
    return (due - timedelta.resolution).date()


def _opening(calendar: WorkCalendar, start: datetime) -> Iterator[Reason]:
    # To and fro ends at the last moment of the same position: the next opening, or the start.
    counted_from = calendar.shift(calendar.shift(start, 1), -1)
    if counted_from > start:
        yield Reason(
            ReasonCode.COUNTED_FROM_OPENING,
            first=counted_from.date(),
            amount=counted_from.hour * MINUTES_IN_HOUR + counted_from.minute,
        )


def _between(calendar: WorkCalendar, first: date, last: date) -> Iterator[Reason]:
    """Days of rest in runs of one name, and make-up days, from ``first`` to ``last``."""
    for (is_working, is_make_up, name), run in groupby(
        _days(calendar, first, last), key=lambda found: found[1:]
    ):
        days = [day for day, *_ in run]
        if not is_working:
            yield Reason(ReasonCode.REST_SKIPPED, days[0], days[-1], name, len(days))
        elif is_make_up:
            for day in days:
                yield Reason(ReasonCode.MAKE_UP_DAY_COUNTED, first=day, name=name)


def _days(
    calendar: WorkCalendar, first: date, last: date
) -> Iterator[tuple[date, bool, bool, str]]:
    """Each day, whether it is worked, whether as a make-up day, and the name of its rule."""
    for offset in range((last - first).days + 1):
        day = first + offset * _DAY
        rule = calendar.rule(day)
        is_working = calendar.is_working_day(day)
        is_make_up = is_working and day.weekday() in calendar.weekly_rest
        yield day, is_working, is_make_up, rule.name if rule else ""


def _end(started_on: date, ended_on: date, amount: Amount) -> Iterator[Reason]:
    if amount.unit is Unit.CALENDAR_DAYS:
        nominal = started_on + amount.count * _DAY
    else:
        years, month = divmod(started_on.month - 1 + amount.count, 12)
        year, month = started_on.year + years, month + 1
        nominal = date(year, month, min(started_on.day, monthrange(year, month)[1]))
        if nominal.day != started_on.day:
            yield Reason(ReasonCode.MONTH_SHORTER, first=nominal, amount=started_on.day)
    if nominal != ended_on:
        yield Reason(ReasonCode.ROLLED_ON, first=nominal, last=ended_on)
