"""The compiled years of one calendar, which grow when a question reaches beyond them.

Most questions fall into a few decades, so those are compiled at first use; an old file or a time
limit of eighty years makes the table longer instead of failing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from .data import DayRule, OutOfRange, Session
from .table import BeyondTable, Table, TooLate, compile_table
from .zone import moment_at

#: Years that can be computed; a moment outside them is a slip of the pen.
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2399

# From 1992 the clock of China has not changed, which keeps the zone out of the arithmetic.
_USUAL_FIRST: Final = 1992
_USUAL_LAST: Final = 2060

Answer = TypeVar("Answer")


def outside(field: str) -> OutOfRange:
    """The refusal of a moment or date whose year cannot be computed."""
    return OutOfRange(f"{field}: lies outside the years {FIRST_YEAR} to {LAST_YEAR}")


def checked_year(year: int, field: str) -> int:
    """Return a year that can be computed."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise outside(field)
    return year


class Almanac:
    """Day rules with their hours and zone, compiled for as many years as were asked about.

    ``assumed`` gives the rules of a year that is not official; a given rule for the same date
    stands above an assumed one.
    """

    def __init__(
        self,
        *,
        given: Mapping[date, DayRule],
        official_years: frozenset[int],
        assumed: Callable[[int], Iterable[DayRule]] | None,
        opening: tuple[Session, ...],
        zone: ZoneInfo,
        weekly_rest: frozenset[int],
    ) -> None:
        self.zone = zone
        self._given = given
        self._official_years = official_years
        self._assumed = assumed
        self._opening = opening
        self._weekly_rest = weekly_rest
        self._assumed_days: dict[int, dict[date, DayRule]] = {}
        self._table: Table | None = None

    def rule(self, day: date) -> DayRule | None:
        """The rule of a date: the given one, else the assumed one."""
        return self._given.get(day) or self._assumed_in(day.year).get(day)

    def year(self, instant: int, field: str) -> int:
        """The year of an instant on the wall.

        Raises
        ------
        OutOfRange
            Naming ``field``, when the year cannot be computed.
        """
        try:
            year = moment_at(instant, self.zone).year
        except OverflowError:  # beyond what a datetime can hold
            raise outside(field) from None
        return checked_year(year, field)

    def answer(
        self, years: Iterable[int], field: str, compute: Callable[[Table], Answer]
    ) -> Answer:
        """Run ``compute`` on a table that covers ``years``, and on longer ones while it asks.

        Raises
        ------
        OutOfRange
            Naming ``field``, when the answer lies beyond every year that can be computed.
        """
        table = self._covering(years)
        while True:
            try:
                return compute(table)
            except BeyondTable as beyond:
                table = self._longer(table, beyond, field)

    def answer_at(self, instant: int, field: str, compute: Callable[[Table], Answer]) -> Answer:
        """``answer`` for a question about one instant, in ticks."""
        return self.answer((self.year(instant, field),), field, compute)

    def _covering(self, years: Iterable[int]) -> Table:
        first, last = _USUAL_FIRST, _USUAL_LAST
        if self._table is not None:
            first, last = self._table.first_year, self._table.last_year
        asked = tuple(years)
        return self._compiled(min(first, *asked), max(last, *asked))

    def _longer(self, table: Table, beyond: BeyondTable, field: str) -> Table:
        span = table.last_year - table.first_year + 1
        if isinstance(beyond, TooLate):
            first, last = table.first_year, min(LAST_YEAR, table.last_year + span)
        else:
            first, last = max(FIRST_YEAR, table.first_year - span), table.last_year
        if (first, last) == (table.first_year, table.last_year):
            edge = f"after {LAST_YEAR}" if isinstance(beyond, TooLate) else f"before {FIRST_YEAR}"
            raise OutOfRange(f"{field}: leads to a year {edge}", beyond.index)
        return self._compiled(first, last)

    def _compiled(self, first: int, last: int) -> Table:
        table = self._table
        if table is None or (table.first_year, table.last_year) != (first, last):
            table = compile_table(
                first_year=first,
                last_year=last,
                rules=self._rules(first, last),
                opening=self._opening,
                zone=self.zone,
                weekly_rest=self._weekly_rest,
            )
            # One assignment of a finished table: threads may compile twice, never see half.
            self._table = table
        return table

    def _rules(self, first: int, last: int) -> dict[date, DayRule]:
        rules: dict[date, DayRule] = {}
        for year in range(first, last + 1):
            rules.update(self._assumed_in(year))
        rules.update(self._given)
        return rules

    def _assumed_in(self, year: int) -> dict[date, DayRule]:
        if self._assumed is None or year in self._official_years:
            return {}
        if year not in self._assumed_days:
            self._assumed_days[year] = {rule.day: rule for rule in self._assumed(year)}
        return self._assumed_days[year]
