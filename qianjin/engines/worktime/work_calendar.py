"""工作日历 The calendar of an office: which days it works, when it opens, what is due when."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from numpy.typing import ArrayLike

from . import due as dues
from . import span, vector
from .almanac import Almanac, checked_year
from .data import (
    DEFAULT_OPENING,
    Amount,
    DayRule,
    Session,
    Status,
    Unit,
    checked_opening,
    checked_pause,
    plain_date,
    session_minutes,
)
from .explain import explain
from .provisional import provisional_days
from .result import DueTime
from .table import MINUTE, Table, TooEarly, TooLate, date_of, day_number
from .vector import Moments
from .zone import SECOND, Ints, moment_at, ticks

SATURDAY_AND_SUNDAY: Final = frozenset({5, 6})

#: The notice for a year may reach back to this day of December: 2007-12-29 and 2018-12-29 were
#: made working Saturdays by the notices for 2008 and 2019.
REACHES_BACK_TO: Final = (12, 29)

Answer = TypeVar("Answer")


@dataclass(frozen=True, init=False)
class WorkCalendar:
    """工作日历 Working days and opening hours of an office, and every count made with them.

    Parameters
    ----------
    days
        The days that are not what their weekday says. A date given twice must be given alike;
        ``overlay`` joins lists that differ.
    official_years
        Years that a notice of the State Council has settled; all others are provisional (暂定).
    opening
        Sessions of a working day on the wall clock, in whole minutes.
    zone
        IANA name of the zone whose wall clock is meant.
    weekly_rest
        Days of rest of a week, Monday is 0.
    assumed_days
        Computes the holidays of a year that is not official; given days stand above them.
        ``None`` leaves such years with their weekends only.

    Raises
    ------
    ValueError
        Naming the parameter.

    Notes
    -----
    Moments are aware datetimes of any zone; answers are in the calendar's. The years 1900 to
    2399 can be computed; beyond them a method raises ``OutOfRange``, a ``ValueError``. Answers
    are exact to the microsecond; spans are whole minutes.
    """

    days: tuple[DayRule, ...]
    official_years: frozenset[int]
    opening: tuple[Session, ...]
    zone: str
    weekly_rest: frozenset[int]
    assumed_days: Callable[[int], Iterable[DayRule]] | None
    almanac: Almanac = field(repr=False, compare=False)

    def __init__(
        self,
        days: Iterable[DayRule],
        official_years: Collection[int],
        opening: Iterable[Session] = DEFAULT_OPENING,
        zone: str = "Asia/Shanghai",
        weekly_rest: Collection[int] = SATURDAY_AND_SUNDAY,
        assumed_days: Callable[[int], Iterable[DayRule]] | None = provisional_days,
    ) -> None:
        given = _by_date(days)
        years = _checked_years(official_years)
        sessions = checked_opening(opening)
        rest = _checked_rest(weekly_rest)
        almanac = Almanac(
            given=given,
            official_years=years,
            assumed=assumed_days,
            opening=sessions,
            zone=_zone_info(zone),
            weekly_rest=rest,
        )
        for name, value in (
            ("days", tuple(given[day] for day in sorted(given))),
            ("official_years", years),
            ("opening", sessions),
            ("zone", zone),
            ("weekly_rest", rest),
            ("assumed_days", assumed_days),
            ("almanac", almanac),
        ):
            object.__setattr__(self, name, value)

    # Days

    @property
    def minutes_per_day(self) -> int:
        """Working minutes of a day with the usual hours."""
        return sum(end - start for start, end in map(session_minutes, self.opening))

    def rule(self, day: date) -> DayRule | None:
        """The rule for ``day``, given or assumed; ``None`` when its weekday decides."""
        return self.almanac.rule(plain_date(day, "day"))

    def is_working_day(self, day: date) -> bool:
        """Whether the office works on ``day``."""
        return self._on(
            day, lambda table, place: bool(table.counted[place] > table.upcoming[place])
        )

    def next_working_day(self, day: date, include: bool = True) -> date:
        """The first working day after ``day``, or ``day`` itself when it is one and included."""

        def compute(table: Table, place: int) -> date:
            rank = int(table.upcoming[place] if include else table.counted[place])
            return _day_of_rank(table, rank)

        return self._on(day, compute)

    def previous_working_day(self, day: date, include: bool = True) -> date:
        """The last working day before ``day``, or ``day`` itself when it is one and included."""

        def compute(table: Table, place: int) -> date:
            rank = int(table.counted[place] if include else table.upcoming[place]) - 1
            return _day_of_rank(table, rank)

        return self._on(day, compute)

    def working_days_between(self, a: date, b: date) -> int:
        """Working days after ``a`` up to and including ``b``; negative when ``b`` is earlier.

        A time limit of so many working days that begins on ``a`` is due on ``b``, when ``b`` is
        a working day: the day of the start is not counted.
        """
        days = [day_number(plain_date(a, "a")), day_number(plain_date(b, "b"))]

        def compute(table: Table) -> int:
            first, last = (int(table.counted[table.index(day)]) for day in days)
            return last - first

        return self.almanac.answer(
            (checked_year(a.year, "a"), checked_year(b.year, "b")), "b", compute
        )

    def opens_at(self, day: date) -> datetime:
        """When the office opens on ``day``, or on the next working day when it is none."""

        def compute(table: Table, place: int) -> int:
            rank = dues.rank_from(table, place)
            if rank >= len(table.workdays):
                raise TooLate
            return span.latest_at(table, int(table.rank_before[rank]) * MINUTE)

        return self._moment(self._on(day, compute))

    def closes_at(self, day: date) -> datetime:
        """When the office closes on ``day``, or on the next working day when it is none."""

        def compute(table: Table, place: int) -> int:
            rank = dues.rank_from(table, place)
            if rank >= len(table.closes):
                raise TooLate
            return int(table.closes[rank]) * SECOND

        return self._moment(self._on(day, compute))

    # What is settled

    def status(self, year: int) -> Status:
        """Whether a notice has settled the year, or its days are computed (暂定)."""
        return "official" if year in self.official_years else "provisional"

    def is_provisional(self, start: datetime | date, due: datetime | date) -> bool:
        """Whether a day from ``start`` to ``due`` may still be changed by a notice to come.

        So is every day of a year that is not official, and the last days of December before
        such a year, which its notice may reach back to.
        """
        return bool(self.provisional_years(start, due))

    def provisional_years(self, start: datetime | date, due: datetime | date) -> tuple[int, ...]:
        """The years whose notices may still change a day from ``start`` to ``due``."""
        first, last = sorted((self._date(start, "start"), self._date(due, "due")))
        reaches_on = (last.month, last.day) >= REACHES_BACK_TO
        years = range(first.year, last.year + 1 + reaches_on)
        return tuple(year for year in years if year not in self.official_years)

    # Time limits

    def due(self, start: datetime, amount: Amount, paused_minutes: int = 0) -> datetime:
        """When a time limit that begins at ``start`` ends.

        Working hours count from ``start``, or from the next opening outside hours, and end at
        a closing rather than the opening after it. Working days, calendar days and months end
        with the closing of a working day and do not count the day of the start (Civil Code,
        art. 201); when the last calendar day is a day of rest, the next working day is the last
        (art. 203); a month ends on the same day, or on the last day of a shorter month. A pause
        moves the due time on by so many working minutes.
        """
        pause = checked_pause(paused_minutes)
        return self._moment(dues.due(self.almanac, ticks(start, "start"), amount, pause))

    def latest_start(self, due: datetime, amount: Amount, paused_minutes: int = 0) -> datetime:
        """The last moment from which ``amount`` ends at ``due`` or before.

        For days and months that is the last microsecond of a day.
        """
        pause = checked_pause(paused_minutes)
        return self._moment(dues.latest_start(self.almanac, ticks(due, "due"), amount, pause))

    def explain(self, start: datetime, amount: Amount, paused_minutes: int = 0) -> DueTime:
        """``due`` together with its reasons, as data for a face to put into words."""
        return explain(self, start, amount, paused_minutes)

    def shift(self, moment: datetime, minutes: int) -> datetime:
        """Move ``moment`` by working minutes, back when negative; nought leaves it.

        A move on that ends with a session stays at its closing, a move back stays at its
        opening; so moving to and fro returns to every moment inside working time.
        """
        return self._moment(span.shift(self.almanac, ticks(moment, "moment"), minutes, "moment"))

    def working_minutes(self, a: datetime, b: datetime) -> int:
        """Whole working minutes from ``a`` to ``b``: elapsed, remaining, or overdue (negative).

        Spans that meet add up exactly.
        """
        return span.working_minutes(self.almanac, ticks(a, "a"), ticks(b, "b"))

    # Many at once

    def due_many(
        self,
        starts: Moments,
        amounts: ArrayLike,
        unit: Unit,
        paused_minutes: ArrayLike | None = None,
    ) -> Moments:
        """``due`` of an array.

        Parameters
        ----------
        starts
            ``datetime64`` in UTC, by the second, millisecond or microsecond; NaT stays NaT.
        amounts, paused_minutes
            One number for all, or an array of the shape of ``starts``. Hours may be floats as
            long as they make whole minutes.
        unit
            The unit of all amounts.

        Raises
        ------
        ValueError
            Naming the parameter and the place; ``OutOfRange`` carries it as ``index``.
        """
        return vector.due_many(self.almanac, starts, amounts, unit, paused_minutes)

    def working_minutes_many(self, a: Moments, b: Moments) -> Ints:
        """``working_minutes`` of two arrays of one shape, ``datetime64`` in UTC."""
        return vector.working_minutes_many(self.almanac, a, b)

    # Within

    def _moment(self, instant: int) -> datetime:
        return moment_at(instant, self.almanac.zone)

    def _date(self, when: datetime | date, name: str) -> date:
        if isinstance(when, datetime):
            return self._moment(ticks(when, name)).date()
        return plain_date(when, name)

    def _on(self, day: date, compute: Callable[[Table, int], Answer]) -> Answer:
        number = day_number(plain_date(day, "day"))
        return self.almanac.answer(
            (checked_year(day.year, "day"),),
            "day",
            lambda table: compute(table, table.index(number)),
        )


def _day_of_rank(table: Table, rank: int) -> date:
    if rank < 0:
        raise TooEarly
    if rank >= len(table.workdays):
        raise TooLate
    return date_of(int(table.workdays[rank]) + table.first_day)


def _by_date(days: Iterable[DayRule]) -> dict[date, DayRule]:
    given: dict[date, DayRule] = {}
    for rule in days:
        if not isinstance(rule, DayRule):
            raise ValueError(f"days: {rule!r} is not a DayRule")
        known = given.setdefault(rule.day, rule)
        if (known.is_working, known.opening) != (rule.is_working, rule.opening):
            raise ValueError(f"days: {rule.day} is given twice and not alike")
    return given


def _checked_years(official_years: Collection[int]) -> frozenset[int]:
    for year in official_years:
        if isinstance(year, bool) or not isinstance(year, int):
            raise ValueError(f"official_years: {year!r} is not a year")
    return frozenset(official_years)


def _checked_rest(weekly_rest: Collection[int]) -> frozenset[int]:
    rest = frozenset(weekly_rest)
    if not rest <= frozenset(range(7)):
        raise ValueError(f"weekly_rest: {sorted(rest)} is not within 0 (Monday) to 6 (Sunday)")
    if len(rest) == 7:
        raise ValueError("weekly_rest: a week without a working day never ends a time limit")
    return rest


def _zone_info(zone: str) -> ZoneInfo:
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"zone: {zone!r} is not in the tz database") from error
