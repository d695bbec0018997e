"""Days turned into numpy tables, so that a due time is a few look-ups and no search.

A table covers whole years. Days are counted from its first day; working days have a *rank*, 0
for the first; working time has a *position*, the minutes worked since the first day began. Day
hours come in *patterns*: 0 closed, 1 the usual hours, 2 and up the hours of single days.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from .data import MINUTES_IN_DAY, DayRule, Session, session_minutes
from .zone import SECOND, Ints, ZoneTable, zone_table

#: Minutes 0 to 1440 of one pattern, both ends included.
STRIDE: Final = MINUTES_IN_DAY + 1

DAY: Final = 86_400 * SECOND
MINUTE: Final = 60 * SECOND

_EPOCH_DAY: Final = date(1970, 1, 1).toordinal()
_EPOCH_WEEKDAY: Final = date(1970, 1, 1).weekday()


class BeyondTable(Exception):
    """The answer lies outside the table; ``index`` is its place when an array was asked."""

    def __init__(self, index: int | None = None) -> None:
        super().__init__()
        self.index = index


class TooEarly(BeyondTable):
    """The answer lies before the table."""


class TooLate(BeyondTable):
    """The answer lies after the table."""


@dataclass(frozen=True)
class Table:
    """The compiled years; see the module for *rank*, *position* and *pattern*."""

    first_year: int
    last_year: int
    zone: ZoneTable
    first_day: int
    """Days from 1970-01-01 to the first day."""
    counted: Ints
    """Per day: working days from the first day to this one, included."""
    upcoming: Ints
    """Per day: rank of the first working day on or after it."""
    workdays: Ints
    """Per rank: the day, counted from the first day."""
    closes: Ints
    """Per rank: closing time in seconds since 1970 in UTC."""
    before: Ints
    """Per day: position at its midnight."""
    rank_before: Ints
    """Per rank, and once more at the end: position at that working day's midnight."""
    rank_minute: Ints
    """Per rank: minutes from 1970 to its midnight on the wall."""
    pattern: Ints
    """Per day: its pattern times STRIDE."""
    rank_pattern: Ints
    """Per rank: its pattern times STRIDE."""
    worked: Ints
    """Per pattern and minute: twice the minutes worked before it, plus one if it is worked."""
    minute_of: Ints
    """Per pattern and working minute: its minute of the day."""
    guess: Ints
    """Per ``position >> guess_shift``: a rank not above the wanted one."""
    guess_shift: int
    guess_steps: int
    """How often a guess may have to be raised by one."""
    month: Ints
    """Per day: months since the first day."""
    month_day: Ints
    """Per day: day of the month, 0 for the first."""
    month_first: Ints
    """Per month: its first day."""
    month_length: Ints
    """Per month: its number of days."""

    @property
    def days(self) -> int:
        """How many days the table covers."""
        return len(self.counted)

    def index(self, day: int) -> int:
        """The place in the table of a day counted from 1970-01-01.

        Raises
        ------
        TooEarly, TooLate
            When the table does not cover the day.
        """
        place = day - self.first_day
        if place < 0:
            raise TooEarly
        if place >= self.days:
            raise TooLate
        return place


def day_number(day: date) -> int:
    """Days from 1970-01-01."""
    return day.toordinal() - _EPOCH_DAY


def date_of(number: int) -> date:
    """The date so many days after 1970-01-01."""
    return date.fromordinal(number + _EPOCH_DAY)


def compile_table(
    *,
    first_year: int,
    last_year: int,
    rules: Mapping[date, DayRule],
    opening: tuple[Session, ...],
    zone: ZoneInfo,
    weekly_rest: frozenset[int],
) -> Table:
    """Compile the years ``first_year`` to ``last_year``, both included."""
    first_day = day_number(date(first_year, 1, 1))
    days = np.arange(first_day, day_number(date(last_year, 12, 31)) + 1)

    kinds, openings = _patterns(days, rules, opening, weekly_rest)
    worked, minute_of = _pattern_tables(openings)
    lengths = worked.reshape(-1, STRIDE)[:, -1] >> 1
    closing = np.array([0] + [session_minutes(hours[-1])[1] for hours in openings])

    working = kinds > 0
    counted = np.cumsum(working, dtype=np.int64)
    workdays = np.flatnonzero(working)
    rank_kind = kinds[workdays]
    before = np.concatenate(([0], np.cumsum(lengths[kinds])[:-1]))
    rank_before = np.concatenate(([0], np.cumsum(lengths[rank_kind])))
    rank_minute = (workdays + first_day) * MINUTES_IN_DAY
    walls = zone_table(zone, first_year, last_year)
    guess, guess_shift, guess_steps = _guesses(rank_before, int(lengths[1:].min()))
    month, month_day, month_first, month_length = _months(days, first_year, last_year)

    return Table(
        first_year=first_year,
        last_year=last_year,
        zone=walls,
        first_day=first_day,
        counted=counted,
        upcoming=counted - working,
        workdays=workdays,
        closes=walls.instant_many((rank_minute + closing[rank_kind]) * 60, 1),
        before=before,
        rank_before=rank_before,
        rank_minute=rank_minute,
        pattern=kinds * STRIDE,
        rank_pattern=rank_kind * STRIDE,
        worked=worked.ravel(),
        minute_of=minute_of.ravel(),
        guess=guess,
        guess_shift=guess_shift,
        guess_steps=guess_steps,
        month=month,
        month_day=month_day,
        month_first=month_first,
        month_length=month_length,
    )


def _patterns(
    days: Ints,
    rules: Mapping[date, DayRule],
    opening: tuple[Session, ...],
    weekly_rest: frozenset[int],
) -> tuple[Ints, list[tuple[Session, ...]]]:
    """The pattern of each day, and the hours of the patterns from 1 on."""
    openings = [opening]
    resting = np.isin((days + _EPOCH_WEEKDAY) % 7, sorted(weekly_rest))
    kinds = np.where(resting, 0, 1).astype(np.int64)
    for rule in rules.values():
        place = day_number(rule.day) - int(days[0])
        if not 0 <= place < len(days):
            continue
        if not rule.is_working:
            kinds[place] = 0
        else:
            hours = opening if rule.opening is None else rule.opening
            if hours not in openings:
                openings.append(hours)
            kinds[place] = openings.index(hours) + 1
    return kinds, openings


def _pattern_tables(openings: list[tuple[Session, ...]]) -> tuple[Ints, Ints]:
    worked = np.zeros((len(openings) + 1, STRIDE), dtype=np.int64)
    minute_of = np.zeros((len(openings) + 1, STRIDE), dtype=np.int64)
    for kind, hours in enumerate(openings, start=1):
        inside = np.zeros(STRIDE, dtype=np.int64)
        for session in hours:
            start, end = session_minutes(session)
            inside[start:end] = 1
        minutes = np.flatnonzero(inside)
        worked[kind] = 2 * (np.cumsum(inside) - inside) + inside
        minute_of[kind, : len(minutes)] = minutes
    return worked, minute_of


def _guesses(rank_before: Ints, shortest: int) -> tuple[Ints, int, int]:
    """First guesses of the rank at a position.

    A bucket no wider than the shortest day holds at most one midnight, so one step mends the
    guess; days shorter than 16 minutes need more steps rather than an enormous table.
    """
    shift = max(4, shortest.bit_length() - 1)
    edges = np.arange(0, int(rank_before[-1]) + (1 << shift), 1 << shift)
    guess = np.searchsorted(rank_before, edges, side="right") - 1
    return guess, shift, int(np.diff(guess).max(initial=0))


def _months(days: Ints, first_year: int, last_year: int) -> tuple[Ints, Ints, Ints, Ints]:
    starts = np.arange(
        np.datetime64(f"{first_year:04}-01", "M"), np.datetime64(f"{last_year + 1:04}-01", "M")
    )
    first = starts.astype("datetime64[D]").astype(np.int64) - int(days[0])
    length = np.diff(first, append=len(days))
    month = np.repeat(np.arange(len(first)), length)
    return month, np.arange(len(days)) - first[month], first, length
