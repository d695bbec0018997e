"""The bridge to the engine ``worktime``: rows of the database in, a compiled calendar out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from qianjin.engines.worktime import (
    Amount,
    DayListError,
    DayRule,
    DueTime,
    Finding,
    Unit,
    WorkCalendar,
    official_days,
    official_years,
    parse_day_list,
    provisional_days,
)

from .models import CalendarDay, CalendarYear, Park, WorkingCalendar

__all__ = [
    "Amount",
    "DayListError",
    "DayRule",
    "DayShown",
    "DueTime",
    "Finding",
    "Unit",
    "WorkCalendar",
    "YearChange",
    "calendar_of",
    "changes_by",
    "days_of_year",
    "raise_version",
    "read_years",
    "year_shown",
    "yellow_from",
    "yellow_on",
]

NATIONAL_DAY = (10, 1)


def calendar_of(park: Park, code: str = "") -> WorkCalendar:
    """
    工作日历 The park's compiled calendar: the default one, or the one with ``code``.

    Compiled once per process and version; ``Park.calendar_version`` rises with every change.
    """
    return calendar_at(park.pk, park.calendar_version, code)


def calendar_at(park_id: int, version: int, code: str = "") -> WorkCalendar:
    """The same by the numbers alone, for lists that read them beside their rows."""
    if (park_id, version) in _unsettled:
        return _compile(park_id, version, code)
    return _compiled(park_id, version, code)


YELLOW_PERCENT = 20


def yellow_from(calendar: WorkCalendar, start: datetime, due: datetime) -> datetime:
    """
    黄灯 From when a promise made at ``start`` for ``due`` is yellow.

    One working day before the due time, or when 20 % of the working time is left, whichever comes
    first; a promise no longer than a working day only has the 20 %, because a light that is yellow
    from the first minute says nothing.
    """
    total = calendar.working_minutes(start, due)
    left = -(-total * YELLOW_PERCENT // 100)
    if total > calendar.minutes_per_day:
        left = max(left, calendar.minutes_per_day)
    return max(calendar.shift(due, -left), start)


def yellow_on(park: Park, begin: date, due: date) -> date:
    """The same for what runs from one day to the end of another: the day it turns yellow."""
    begin = min(begin, due)
    midnight = timezone.make_aware(datetime.combine(begin, time.min))
    over = timezone.make_aware(datetime.combine(due + timedelta(days=1), time.min))
    return min(timezone.localdate(yellow_from(calendar_of(park), midnight, over)), due)


_unsettled: set[tuple[int, int]] = set()
"""Versions whose transaction has not committed: should it roll back, the number will be given
again to other days, so nothing compiled under it may be kept."""


def _compile(park_id: int, version: int, code: str) -> WorkCalendar:
    chosen = WorkingCalendar.objects.filter(park_id=park_id)
    row = chosen.get(code=code) if code else chosen.get(is_default=True)
    days = CalendarDay.objects.filter(park_id=park_id)
    rules = {d.day: d for d in days.filter(calendar=None)}
    rules |= {d.day: d for d in days.filter(calendar=row)}
    years = CalendarYear.objects.filter(park_id=park_id, status="official")
    official = frozenset(years.values_list("year", flat=True))
    return WorkCalendar(
        days=_rules(rules.values(), official),
        official_years=official,
        opening=tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in row.opening),
        zone=Park.objects.only("time_zone").get(pk=park_id).time_zone,
    )


_compiled = lru_cache(maxsize=64)(_compile)


def _rules(rows: Iterable[CalendarDay], official: frozenset[int]) -> list[DayRule]:
    return [
        DayRule(
            row.day,
            row.is_working,
            row.name,
            "official" if row.day.year in official else "provisional",
        )
        for row in rows
    ]


def raise_version(park: Park) -> None:
    """Make every process compile the park's calendars anew, and the desk count its times anew."""
    Park.objects.filter(pk=park.pk).update(calendar_version=F("calendar_version") + 1)
    park.refresh_from_db(fields=["calendar_version"])
    mark = (park.pk, park.calendar_version)
    _unsettled.add(mark)
    transaction.on_commit(lambda: _unsettled.discard(mark))


def days_of_year(year: int) -> tuple[list[DayRule], bool]:
    """The days of ``year`` to store, and whether they are official."""
    known = [rule for rule in official_days() if rule.day.year == year]
    if year in official_years():
        return known, True
    # A notice may settle days of the January after its year.
    settled = {rule.day for rule in known}
    return [*known, *(r for r in provisional_days(year) if r.day not in settled)], False


def read_years(
    data: bytes, kind: Literal["csv", "json"]
) -> tuple[dict[int, list[DayRule]], list[DayRule]]:
    """
    A list of days by the years it settles, and the days it says of other years.

    A year is settled when the list gives National Day, which every notice does; a notice may
    also speak of the last days of the December before it.

    :raises DayListError: something in the list cannot be read.
    """
    days = parse_day_list(data, kind).days
    settled = {
        rule.day.year
        for rule in days
        if not rule.is_working and (rule.day.month, rule.day.day) == NATIONAL_DAY
    }
    years = {year: [rule for rule in days if rule.day.year == year] for year in sorted(settled)}
    return years, [rule for rule in days if rule.day.year not in settled]


@dataclass(frozen=True, slots=True)
class DayChange:
    """One day that a file would change: what it is now and what it would be."""

    day: date
    was_working: bool
    was_name: str
    is_working: bool
    name: str


@dataclass(frozen=True, slots=True)
class YearChange:
    """年份差异 What a file would change in one year of the park."""

    year: int
    was_official: bool
    is_settled: bool
    days: int
    changes: tuple[DayChange, ...]


def changes_by(
    park: Park, years: dict[int, list[DayRule]], strays: Sequence[DayRule]
) -> list[YearChange]:
    """The differences between the park's default calendar and what a file says."""
    now = calendar_of(park)
    found = []
    for year in sorted({*years, *(rule.day.year for rule in strays)}):
        given = years.get(year)
        rules = {r.day: r for r in given or [s for s in strays if s.day.year == year]}
        days = _all_days(year) if given else sorted(rules)
        changes = [change for day in days if (change := _change(now, day, rules.get(day)))]
        found.append(
            YearChange(
                year, year in now.official_years, given is not None, len(rules), tuple(changes)
            )
        )
    return found


def _change(now: WorkCalendar, day: date, rule: DayRule | None) -> DayChange | None:
    was, was_name = now.is_working_day(day), getattr(now.rule(day), "name", "")
    working = rule.is_working if rule else day.weekday() < 5
    name = rule.name if rule else ""
    if was == working and (was_name == name or not name):
        return None
    return DayChange(day, was, was_name, working, name)


def _all_days(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(n) for n in range((date(year + 1, 1, 1) - first).days)]


DayKind = Literal["work", "rest", "holiday", "makeup"]


@dataclass(frozen=True, slots=True)
class DayShown:
    """日历上的一天 One day as the year page shows it."""

    day: date
    kind: DayKind
    name: str = ""
    is_own: bool = False
    """Set for this calendar alone, not for the whole park."""


def year_shown(park: Park, code: str, year: int) -> list[DayShown]:
    """Every day of a year under one calendar, in order."""
    calendar = calendar_of(park, code)
    own = set(
        CalendarDay.objects.filter(
            park=park, day__year=year, calendar__code=code, calendar__isnull=False
        ).values_list("day", flat=True)
    )
    return [_shown(calendar, day, day in own) for day in _all_days(year)]


def _shown(calendar: WorkCalendar, day: date, is_own: bool) -> DayShown:
    works, rule = calendar.is_working_day(day), calendar.rule(day)
    name = rule.name if rule else ""
    weekend = day.weekday() >= 5
    kind: DayKind
    if works:
        kind = "makeup" if weekend else "work"
    else:
        kind = "holiday" if rule and (name or not weekend) else "rest"
    return DayShown(day, kind, name, is_own)
