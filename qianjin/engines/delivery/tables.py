"""Start-to-end tables, one row for each way of counting that a problem has."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .days import NEVER, Calendar, Count, DayKind, DayTable, day_table
from .fields import Ints


class Tables:
    """起止表 The rows that the jobs and lags of a problem share, each made once."""

    def __init__(self, first: int, size: int) -> None:
        self.first, self.size = first, size
        self.rows: dict[tuple[object, ...], int] = {}
        self.tables: list[DayTable] = []

    def row(self, counts: tuple[Count, ...]) -> int:
        key = tuple(
            (c.days, c.kind, c.calendar.name if c.calendar else "", c.begins, c.rolls)
            for c in counts
        )
        if key not in self.rows:
            self.rows[key] = len(self.tables)
            self.tables.append(longest([day_table(c, self.first, self.size) for c in counts]))
        return self.rows[key]

    def lag_row(self, count: Count) -> int:
        """-1 for plain days."""
        return -1 if count.kind is DayKind.CALENDAR else self.row((count,))

    def working_days(self, calendars: Sequence[Calendar]) -> tuple[Ints, Ints]:
        """For each calendar its working days in order, and how many lie before each place."""
        worked = np.full((max(len(calendars), 1), self.size + 1), NEVER, np.int32)
        counted = np.zeros((max(len(calendars), 1), self.size + 2), np.int32)
        for n, calendar in enumerate(calendars):
            flags = calendar.flags(self.first, self.size + 1)
            days = np.flatnonzero(flags[: self.size])
            worked[n, : len(days)] = days
            counted[n, 1:] = np.cumsum(flags)
        return worked, counted

    def stacked(self) -> tuple[Ints, Ints, Ints]:
        """Beginnings, ends and latest beginnings, a row each."""
        return (
            np.stack([one.begin for one in self.tables]),
            np.stack([one.end for one in self.tables]),
            np.stack([one.latest for one in self.tables]),
        )


def longest(tables: list[DayTable]) -> DayTable:
    """All counts must be reached: the last end, and the least of the latest beginnings."""
    if len(tables) == 1:
        return tables[0]
    return DayTable(
        tables[0].begin,
        np.maximum.reduce([one.end for one in tables]),
        np.minimum.reduce([one.latest for one in tables]),
    )
