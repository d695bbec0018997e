"""The bridge to the engines: clocks of promises (``worktime``) and words (``reading``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from qianjin.apps.parks.models import Park
from qianjin.apps.parks.planning import calendar_at, calendar_of
from qianjin.engines import reading
from qianjin.engines.worktime import Amount, Unit, WorkCalendar

from .models import PromiseProfile

YELLOW_PERCENT = 20


@dataclass(frozen=True, slots=True)
class Clock:
    """钟点 When one promise is due, and from when its light is yellow."""

    due_at: datetime
    warn_at: datetime
    is_provisional: bool


def clock_for(
    calendar: WorkCalendar, *, start: datetime, amount: int, unit: str, paused_minutes: int = 0
) -> Clock:
    """
    Due time and yellow threshold of a promise.

    Yellow begins one working day before the due time, or when 20 % of the working time is left,
    whichever comes first; a promise no longer than a working day only has the 20 %, because a
    light that is yellow from the first minute says nothing.
    """
    due = calendar.due(start, Amount(amount, Unit(unit)), paused_minutes=paused_minutes)
    total = calendar.working_minutes(start, due)
    left = -(-total * YELLOW_PERCENT // 100)
    if total > calendar.minutes_per_day:
        left = max(left, calendar.minutes_per_day)
    warn = calendar.shift(due, -left)
    return Clock(due, max(warn, start), calendar.is_provisional(start, due))


def calendar_for(park: Park, profile: PromiseProfile) -> WorkCalendar:
    """The working calendar a profile counts by."""
    return calendar_of(park, profile.calendar.code if profile.calendar else "")


def calendar_by(park_id: int, version: int, code: str | None) -> WorkCalendar:
    """The same, by what a list reads beside its rows."""
    return calendar_at(park_id, version, code or "")


def working_minutes(calendar: WorkCalendar, since: datetime, until: datetime) -> int:
    """Working minutes between two moments, at least none."""
    return max(calendar.working_minutes(since, until), 0)


@dataclass(frozen=True, slots=True)
class Left:
    """
    余时 What is left until a due time, in working minutes; negative when it has passed.

    ``days`` are the working days after today up to the due day, ``per_day`` the working minutes
    of a usual day.
    """

    minutes: int
    days: int
    per_day: int


def days_between(calendar: WorkCalendar, today: date, day: date) -> tuple[int, int]:
    """The working days after ``today`` up to a day, and the working minutes of a usual day."""
    return calendar.working_days_between(today, day), calendar.minutes_per_day


def days_waited(park: Park, since: datetime, at: datetime) -> int:
    """The working days after the day of ``since``, up to today."""
    days = calendar_of(park).working_days_between(timezone.localdate(since), timezone.localdate(at))
    return max(days, 0)


def lexemes(text: str) -> list[str]:
    """The bigrams under which ``text`` is found."""
    return reading.bigrams(text)


def query_lexemes(words: str) -> list[str]:
    """The bigrams that a text containing ``words`` must have."""
    return reading.query_bigrams(words)


def needs_recheck(words: str) -> bool:
    """Whether bigrams alone do not prove that ``words`` stands in a text."""
    return reading.needs_recheck(words)


def normalise(text: str) -> str:
    """The form in which texts are kept and compared for search."""
    return reading.normalise(text)


def alike(text: str, candidates: Sequence[str]) -> list[tuple[int, float]]:
    """Which candidates speak of the same matter as ``text``, the most alike first."""
    return [(index, score) for index, score in reading.alike(text, candidates)]
