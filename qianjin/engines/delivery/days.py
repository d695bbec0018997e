"""日历层 Working days and calendar days: counts, and tables that answer them for a whole plan.

A day is an ordinal (``date.toordinal``) or, in a problem without calendars, any whole number. The
day on which something begins is not counted (民法典 art. 201): three working days from a Monday end
on Thursday. A period of notice that must last whole days ends with its last day, and what follows
begins on the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Table = NDArray[np.int32]

WEEKEND = frozenset({5, 6})
"""Saturday and Sunday; Monday is 0."""
NEVER = 2**30
"""In a table: a day beyond its end."""


class DayKind(StrEnum):
    """日别 How days are counted."""

    CALENDAR = "calendar"
    WORKING = "working"


@dataclass(frozen=True)
class Calendar:
    """
    工作日历 On which days an office works.

    Parameters
    ----------
    name
        How activities call it.
    rest
        Weekdays on which it does not work, Monday is 0.
    exceptions
        Days (ordinals) that are not what their weekday says: whether it works on them.
    official
        The last day that a notice has settled; what is reckoned beyond it is provisional (暂定).
        ``None``: all is settled.

    Raises
    ------
    ValueError
        It never works.
    """

    name: str
    rest: frozenset[int] = WEEKEND
    exceptions: Mapping[int, bool] = field(default_factory=dict)
    official: int | None = None

    def __post_init__(self) -> None:
        if not self.rest <= set(range(7)):
            raise ValueError(f"{self.name}: rest: weekdays are 0 to 6")
        if len(self.rest) == 7:
            raise ValueError(f"{self.name}: rest: a calendar must have a working day")

    @classmethod
    def of_working_days(
        cls, name: str, days: Iterable[int], first: int, last: int, official: int | None = None
    ) -> Calendar:
        """A calendar from the working days between ``first`` and ``last``; beyond, weekends."""
        working = set(days)
        exceptions = {
            day: day in working
            for day in range(first, last + 1)
            if (day in working) == (_weekday(day) in WEEKEND)
        }
        return cls(name, WEEKEND, exceptions, official)

    def works(self, day: int) -> bool:
        """Whether the office works on ``day``."""
        found = self.exceptions.get(day)
        return _weekday(day) not in self.rest if found is None else found

    def is_provisional(self, day: int) -> bool:
        """Whether no notice has settled ``day``."""
        return self.official is not None and day > self.official

    def flags(self, first: int, count: int) -> Flags:
        """Which of ``count`` days from ``first`` are worked."""
        weekdays = (np.arange(first, first + count) - 1) % 7
        answer = ~np.isin(weekdays, list(self.rest))
        for day, is_worked in self.exceptions.items():
            if first <= day < first + count:
                answer[day - first] = is_worked
        return answer

    def after(self, day: int, count: int) -> int:
        """The ``count``-th working day after ``day``; with 0 the first from ``day`` on."""
        if count == 0:
            while not self.works(day):
                day += 1
            return day
        while count > 0:
            day += 1
            count -= self.works(day)
        return day

    def between(self, begin: int, end: int) -> int:
        """Working days after ``begin`` up to and with ``end``: what ``after`` counted."""
        return int(self.flags(begin + 1, max(end - begin, 0)).sum())


def _weekday(day: int) -> int:
    return (day - 1) % 7


@dataclass(frozen=True)
class Count:
    """
    计日 How one amount of days is counted from any day.

    Parameters
    ----------
    days
        The amount, negative only for calendar days.
    kind, calendar
        What is counted; a calendar is needed for working days, ``begins`` and ``rolls``.
    begins
        Whether it can only begin on a working day.
    rolls
        Whether an end on a day of rest moves to the next working day (民法典 art. 203).
    """

    days: int
    kind: DayKind = DayKind.CALENDAR
    calendar: Calendar | None = None
    begins: bool = False
    rolls: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it merely adds days."""
        return self.kind is DayKind.CALENDAR and not self.begins and not self.rolls

    def begin_from(self, day: int) -> int:
        """The first day from ``day`` on which it can begin."""
        if self.begins and self.calendar is not None:
            return self.calendar.after(day, 0)
        return day

    def end(self, begin: int) -> int:
        """The day on which it ends."""
        if self.kind is DayKind.WORKING and self.calendar is not None:
            return self.calendar.after(begin, self.days) if self.days else begin
        end = begin + self.days
        if self.rolls and self.calendar is not None:
            end = self.calendar.after(end, 0)
        return end


@dataclass(frozen=True)
class DayTable:
    """
    起止表 For every day of a horizon: where a count can begin, and where it ends.

    ``begin[d]`` is the first allowed beginning from ``d`` on, ``end[d]`` the end when it begins at
    ``begin[d]``, ``latest[d]`` the last allowed beginning that ends by ``d`` (-1: none). Places
    count from the first day of the horizon; ``NEVER`` lies beyond it.
    """

    begin: Table
    end: Table
    latest: Table


def day_table(count: Count, first: int, size: int) -> DayTable:
    """The table of ``count`` for ``size`` days from ``first``."""
    days = np.arange(size, dtype=np.int64)
    begin, end = days, days + count.days
    if count.calendar is not None:
        flags = count.calendar.flags(first, size)
        worked = np.flatnonzero(flags)
        rank = np.concatenate([[0], np.cumsum(flags)])  # working days before a place
        padded = np.append(worked, NEVER)
        if count.begins:
            begin = padded[rank[:-1]]
        if count.kind is DayKind.WORKING and count.days:
            # The n-th working day after the beginning, which itself is not counted.
            inside = np.minimum(begin, size - 1)
            place = rank[inside + 1] + count.days - 1
            end = padded[np.minimum(place, len(worked))]
        else:
            end = begin + (0 if count.kind is DayKind.WORKING else count.days)
        end = np.where(begin >= NEVER, NEVER, end)
        if count.rolls and count.kind is DayKind.CALENDAR:
            inside = np.clip(end, 0, size - 1)
            end = np.where(end < size, padded[rank[inside]], NEVER)
    end = np.where(end >= size, NEVER, end)
    begin = np.where(end >= NEVER, NEVER, begin)
    return DayTable(begin.astype(np.int32), end.astype(np.int32), _latest(begin, end, size))


def _latest(begin: NDArray[np.int64], end: NDArray[np.int64], size: int) -> Table:
    """For each day the last allowed beginning whose end is not later."""
    allowed = np.flatnonzero(begin == np.arange(size))
    ends = end[allowed]
    found = np.searchsorted(ends, np.arange(size), side="right")
    answer = np.append(allowed, -1)[found - 1]
    return np.where(found == 0, -1, answer).astype(np.int32)
