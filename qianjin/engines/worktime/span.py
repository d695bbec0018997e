"""Positions on the line of working time, and moving along it.

The position of a moment is the working time passed since the table's first midnight. It stands
still outside opening hours, so a position at the end of a session belongs to two moments: that
closing and the next opening. Going forward stops at the closing, going back at the opening; so
``shift(shift(t, m), -m)`` is ``t`` for every moment strictly inside working time.
"""

from __future__ import annotations

from .almanac import Almanac
from .table import DAY, MINUTE, Table, TooEarly, TooLate


def position(table: Table, instant: int) -> int:
    """Working ticks from the table's first midnight to ``instant``."""
    day, rest = divmod(table.zone.progress(instant), DAY)
    place = table.index(day)
    minute, beyond = divmod(rest, MINUTE)
    worked = int(table.worked[table.pattern[place] + minute])
    return (int(table.before[place]) + (worked >> 1)) * MINUTE + beyond * (worked & 1)


def earliest_at(table: Table, wanted: int) -> int:
    """The first instant at that position: at the end of a session, its closing."""
    minute, beyond = divmod(wanted - 1, MINUTE)
    return table.zone.instant(_wall_of(table, minute) + beyond + 1)


def latest_at(table: Table, wanted: int) -> int:
    """The last instant at that position: at the end of a session, the next opening."""
    minute, beyond = divmod(wanted, MINUTE)
    return table.zone.instant(_wall_of(table, minute) + beyond)


def _wall_of(table: Table, minute: int) -> int:
    """The wall, in ticks, when the working minute of that number (from 0) begins."""
    if minute < 0:
        raise TooEarly
    if minute >= table.rank_before[-1]:
        raise TooLate
    rank = int(table.guess[minute >> table.guess_shift])
    while table.rank_before[rank + 1] <= minute:
        rank += 1
    within = minute - int(table.rank_before[rank])
    of_day = int(table.minute_of[table.rank_pattern[rank] + within])
    return (int(table.rank_minute[rank]) + of_day) * MINUTE


def shift(almanac: Almanac, instant: int, minutes: int, field: str) -> int:
    """Move ``instant`` by working minutes, forward or back; nought leaves it where it is."""
    if minutes == 0:
        return instant

    def compute(table: Table) -> int:
        wanted = position(table, instant) + minutes * MINUTE
        return earliest_at(table, wanted) if minutes > 0 else latest_at(table, wanted)

    return almanac.answer_at(instant, field, compute)


def working_minutes(almanac: Almanac, a: int, b: int) -> int:
    """Whole working minutes from ``a`` to ``b``, negative when ``b`` is earlier.

    Each moment counts by the whole minutes behind it, so spans that meet add up exactly.
    """

    def compute(table: Table) -> int:
        return position(table, b) // MINUTE - position(table, a) // MINUTE

    return almanac.answer((almanac.year(a, "a"), almanac.year(b, "b")), "a", compute)
