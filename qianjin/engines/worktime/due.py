"""Due times, and the latest start that still keeps one.

The day of the start is not counted (Civil Code 民法典, art. 201); a period whose last day is a
day of rest ends on the next working day (art. 203); the last day ends with the closing of the
office (art. 203, second paragraph).
"""

from __future__ import annotations

from .almanac import Almanac
from .data import Amount, Unit
from .span import latest_at, position, shift
from .table import DAY, MINUTE, Table, TooEarly, TooLate
from .zone import SECOND


def due(almanac: Almanac, start: int, amount: Amount, paused_minutes: int) -> int:
    """The due time, in ticks, of a time limit that begins at ``start``."""
    if amount.unit is Unit.WORKING_HOURS:
        return shift(almanac, start, amount.minutes + paused_minutes, "start")

    def compute(table: Table) -> int:
        day = table.index(table.zone.wall(start) // DAY)
        if amount.unit is Unit.WORKING_DAYS:
            rank = int(table.counted[day]) + amount.count - 1
        else:
            rank = rank_from(table, nominal_day(table, day, amount))
        if rank >= len(table.closes):
            raise TooLate
        return int(table.closes[rank]) * SECOND

    closing = almanac.answer_at(start, "start", compute)
    return shift(almanac, closing, paused_minutes, "start")


def nominal_day(table: Table, day: int, amount: Amount) -> int:
    """The day on which calendar days or months end, before it rolls on over days of rest."""
    if amount.unit is Unit.CALENDAR_DAYS:
        return day + amount.count
    month = int(table.month[day]) + amount.count
    if month >= len(table.month_first):
        raise TooLate
    return int(table.month_first[month]) + min(
        int(table.month_day[day]), int(table.month_length[month]) - 1
    )


def rank_from(table: Table, day: int) -> int:
    """The rank of the first working day on or after ``day``."""
    if day >= table.days:
        raise TooLate
    return int(table.upcoming[day])


def latest_start(almanac: Almanac, due: int, amount: Amount, paused_minutes: int) -> int:
    """The last instant from which ``amount`` ends at ``due`` or before.

    One tick later, the due time is past ``due``.
    """
    if amount.unit is Unit.WORKING_HOURS:
        return _back(almanac, due, amount.minutes + paused_minutes)
    closing = _back(almanac, due, paused_minutes) if paused_minutes else due

    def compute(table: Table) -> int:
        table.index(table.zone.wall(closing) // DAY)
        rank = _rank_closed_by(table, closing)
        if amount.unit is Unit.WORKING_DAYS:
            # The n-th working day after the start is this one, so the start may be as late as
            # the day before the first of the n.
            if rank - amount.count + 1 < 0:
                raise TooEarly
            day = int(table.workdays[rank - amount.count + 1]) - 1
        elif amount.unit is Unit.CALENDAR_DAYS:
            day = int(table.workdays[rank]) - amount.count
        else:
            day = _months_back(table, int(table.workdays[rank]), amount.count)
        if day < 0:
            raise TooEarly
        return table.zone.instant((table.first_day + day + 1) * DAY) - 1

    return almanac.answer_at(closing, "due", compute)


def _back(almanac: Almanac, instant: int, minutes: int) -> int:
    """The last instant whose position is ``minutes`` before that of ``instant``."""

    def compute(table: Table) -> int:
        return latest_at(table, position(table, instant) - minutes * MINUTE)

    return almanac.answer_at(instant, "due", compute)


def _rank_closed_by(table: Table, instant: int) -> int:
    """The rank of the last working day that has closed at ``instant``."""
    rank = int(table.closes.searchsorted(instant // SECOND, side="right")) - 1
    if rank < 0:
        raise TooEarly
    return rank


def _months_back(table: Table, day: int, months: int) -> int:
    """The latest day from which so many months end on ``day`` or before."""
    month = int(table.month[day]) - months
    if month < 0:
        raise TooEarly
    month_day = int(table.month_day[day])
    if month_day == table.month_length[table.month[day]] - 1:
        # Every later day of a longer month also ends on the last day of this one.
        month_day = int(table.month_length[month]) - 1
    return int(table.month_first[month]) + min(month_day, int(table.month_length[month]) - 1)
