"""The bridge to the engine ``worktime``: rows of the database in, a compiled calendar out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from functools import lru_cache

from qianjin.engines.worktime import (
    Amount,
    DayRule,
    Unit,
    WorkCalendar,
    official_days,
    parse_days,
    provisional_days,
)

from .models import CalendarDay, CalendarYear, Park, WorkingCalendar

__all__ = [
    "Amount",
    "DayRule",
    "Unit",
    "WorkCalendar",
    "calendar_of",
    "days_of_year",
    "official_days",
    "parse_days",
    "provisional_days",
]


def calendar_of(park: Park, code: str = "") -> WorkCalendar:
    """
    工作日历 The park's compiled calendar: the default one, or the one with ``code``.

    Compiled once per process and version; ``Park.calendar_version`` rises with every change.
    """
    return _compiled(park.pk, park.calendar_version, code)


@lru_cache(maxsize=64)
def _compiled(park_id: int, version: int, code: str) -> WorkCalendar:
    chosen = WorkingCalendar.objects.filter(park_id=park_id)
    row = chosen.get(code=code) if code else chosen.get(is_default=True)
    days = CalendarDay.objects.filter(park_id=park_id)
    rules = {d.day: d for d in days.filter(calendar=None)}
    rules |= {d.day: d for d in days.filter(calendar=row)}
    years = CalendarYear.objects.filter(park_id=park_id)
    official = frozenset(years.filter(status="official").values_list("year", flat=True))
    held = frozenset(years.values_list("year", flat=True))
    return WorkCalendar(
        days=[*_rules(rules.values(), official), *_computed(held)],
        official_years=official,
        opening=tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in row.opening),
        zone=Park.objects.only("time_zone").get(pk=park_id).time_zone,
    )


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


def _computed(held: frozenset[int]) -> list[DayRule]:
    """Statutory days of the years after the last one held, so that no query meets a gap."""
    first = max(held, default=2026) + 1
    return [rule for year in range(first, first + 10) for rule in provisional_days(year)]


def days_of_year(year: int) -> tuple[list[DayRule], bool]:
    """The days of ``year`` to store, and whether they are official."""
    known = [rule for rule in official_days() if rule.day.year == year]
    return (known, True) if known else (list(provisional_days(year)), False)
