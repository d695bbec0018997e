"""What a time limit and a calendar day are: frozen values, checked when they are built."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Final, Literal

#: "official": the State Council has announced the year. "provisional" (暂定): computed.
Status = Literal["official", "provisional"]

#: From and to on the clock of the office; "to" at 00:00 means midnight at the end of the day.
Session = tuple[time, time]

#: The opening hours of the office when a park says nothing else.
DEFAULT_OPENING: Final[tuple[Session, ...]] = (
    (time(8, 30), time(12, 0)),
    (time(13, 30), time(17, 30)),
)

MINUTES_IN_HOUR: Final = 60
MINUTES_IN_DAY: Final = 24 * MINUTES_IN_HOUR

#: Larger amounts and pauses are slips of the pen: ten million minutes are nineteen years.
LARGEST_AMOUNT: Final = 10_000_000


class OutOfRange(ValueError):
    """A moment lies outside the years that can be computed; ``index`` names it in an array."""

    def __init__(self, message: str, index: int | None = None) -> None:
        super().__init__(message)
        self.index = index


class Unit(StrEnum):
    """时限单位 What a time limit is counted in.

    ``wh`` working hours, ``wd`` working days, ``d`` calendar days, ``mo`` months.
    """

    WORKING_HOURS = "wh"
    WORKING_DAYS = "wd"
    CALENDAR_DAYS = "d"
    MONTHS = "mo"


_AMOUNT = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(wh|wd|d|mo)", re.ASCII)


@dataclass(frozen=True)
class Amount:
    """办理时限 A time limit, such as three working days.

    Parameters
    ----------
    value
        More than nought. A whole number, except that working hours may have a fraction as long
        as it makes whole minutes (``Decimal("1.5")``, ``Decimal("0.25")``).
    unit
        What is counted.

    Raises
    ------
    ValueError
        Naming ``value`` or ``unit``.
    """

    value: int | Decimal
    unit: Unit

    def __post_init__(self) -> None:
        if not isinstance(self.unit, Unit):
            raise ValueError(f"unit: {self.unit!r} is not a Unit")
        if isinstance(self.value, bool) or not isinstance(self.value, (int, Decimal)):
            raise ValueError(f"value: {self.value!r} is neither an int nor a Decimal")
        if isinstance(self.value, Decimal) and not self.value.is_finite():
            raise ValueError(f"value: {self.value} is not a number")
        if self.value <= 0:
            raise ValueError(f"value: {self.value} is not more than nought")
        if self.value > LARGEST_AMOUNT:
            raise ValueError(f"value: {self.value} is more than {LARGEST_AMOUNT}")
        grain = self.value * MINUTES_IN_HOUR if self.unit is Unit.WORKING_HOURS else self.value
        if grain != int(grain):
            whole = "minutes" if self.unit is Unit.WORKING_HOURS else "units"
            raise ValueError(f"value: {self.value}{self.unit} is not a number of whole {whole}")
        if self.value == int(self.value):
            object.__setattr__(self, "value", int(self.value))

    @classmethod
    def parse(cls, text: str) -> Amount:
        """Read ``"3wd"``, ``"1.5wh"``, ``"10d"`` or ``"2mo"``.

        Raises
        ------
        ValueError
            When the text is none of these.
        """
        found = _AMOUNT.fullmatch(text.strip())
        if found is None:
            raise ValueError(f"amount: {text!r} is not a number followed by wh, wd, d or mo")
        return cls(Decimal(found[1]), Unit(found[2]))

    @property
    def minutes(self) -> int:
        """The working minutes of an amount in working hours.

        Raises
        ------
        ValueError
            For every other unit: how many minutes a working day has depends on the calendar.
        """
        if self.unit is not Unit.WORKING_HOURS:
            raise ValueError(f"unit: {self} has no fixed number of minutes")
        return int(self.value * MINUTES_IN_HOUR)

    @property
    def count(self) -> int:
        """How many of the unit, for days and months."""
        return int(self.value)

    def __str__(self) -> str:
        number = format(self.value, "f") if isinstance(self.value, Decimal) else str(self.value)
        return f"{number.rstrip('0').rstrip('.') if '.' in number else number}{self.unit}"


@dataclass(frozen=True)
class DayRule:
    """特别日 A day that is not simply what its weekday says.

    Parameters
    ----------
    day
        The date.
    is_working
        True for a make-up working day (调休上班), false for a holiday.
    name
        Of the holiday the rule belongs to, as the notice writes it; may be empty.
    status
        Whether the day was announced or computed.
    opening
        Hours of this day alone, for instance a half-day; ``None`` for the calendar's own.

    Raises
    ------
    ValueError
        Naming the field.
    """

    day: date
    is_working: bool
    name: str = ""
    status: Status = "official"
    opening: tuple[Session, ...] | None = None

    def __post_init__(self) -> None:
        plain_date(self.day, "day")
        if self.status not in ("official", "provisional"):
            raise ValueError(f"status: {self.status!r} is neither official nor provisional")
        if self.opening is not None:
            if not self.is_working:
                raise ValueError(f"opening: {self.day} is not a working day and has no hours")
            object.__setattr__(self, "opening", checked_opening(self.opening))


def overlay(*layers: Iterable[DayRule]) -> tuple[DayRule, ...]:
    """Lay day rules over one another: for a date in several layers the last layer wins.

    The first layer may be the nation's days, the next the park's, the last one calendar's.
    """
    chosen = {rule.day: rule for layer in layers for rule in layer}
    return tuple(chosen[day] for day in sorted(chosen))


def plain_date(day: date, field: str) -> date:
    """Return ``day``; refuse a datetime, whose date depends on the zone it is read in."""
    if isinstance(day, datetime) or not isinstance(day, date):
        raise ValueError(f"{field}: {day!r} is not a date")
    return day


def checked_opening(opening: Iterable[Session]) -> tuple[Session, ...]:
    """Return opening hours as a tuple, in order, without overlap, in whole minutes.

    Raises
    ------
    ValueError
        Naming ``opening``.
    """
    sessions = tuple((start, end) for start, end in opening)
    if not sessions:
        raise ValueError("opening: at least one session is needed")
    latest = 0
    for start, end in sessions:
        for moment in (start, end):
            if moment.second or moment.microsecond or moment.tzinfo is not None:
                raise ValueError(f"opening: {moment} is not a plain time of whole minutes")
        first, last = session_minutes((start, end))
        if first < latest:
            raise ValueError(f"opening: the session from {start:%H:%M} overlaps the one before")
        if last <= first:
            raise ValueError(f"opening: the session from {start:%H:%M} has no length")
        latest = last
    return sessions


def session_minutes(session: Session) -> tuple[int, int]:
    """Start and end of a session in minutes after midnight."""
    start, end = session
    return (
        start.hour * MINUTES_IN_HOUR + start.minute,
        end.hour * MINUTES_IN_HOUR + end.minute or MINUTES_IN_DAY,
    )


def checked_pause(minutes: int) -> int:
    """Return a pause in working minutes; refuse a negative or absurd one."""
    if isinstance(minutes, bool) or not isinstance(minutes, int):
        raise ValueError(f"paused_minutes: {minutes!r} is not an int")
    if not 0 <= minutes <= LARGEST_AMOUNT:
        raise ValueError(f"paused_minutes: {minutes} is not between 0 and {LARGEST_AMOUNT}")
    return minutes
