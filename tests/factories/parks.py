"""A park with its units and the days of three years."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from qianjin.apps.parks import planning, selectors
from qianjin.apps.parks.choices import UnitKind, YearStatus
from qianjin.apps.parks.models import (
    CalendarDay,
    CalendarYear,
    ChronicleEntry,
    Park,
    Unit,
    WorkingCalendar,
)
from qianjin.apps.parks.planning import days_of_year

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
"""Monday 2026-11-23, 12:00 in the park."""

YEARS = (2025, 2026, 2027)
_numbers = count(1)


def a_park(slug: str = "", **fields: Any) -> Park:
    """A park with its default calendar; 2025 and 2026 are official, 2027 is provisional."""
    slug = slug or f"park-{next(_numbers)}"
    park = Park.objects.create(slug=slug, name_zh=f"{slug}园（演示）", name_en=slug, **fields)
    WorkingCalendar.objects.create(
        park=park, code="office", name_zh="办公时间", name_en="Office hours", is_default=True
    )
    for year in YEARS:
        days, official = days_of_year(year)
        CalendarYear.objects.create(
            park=park,
            year=year,
            source="tests",
            imported_at=NOON,
            status=YearStatus.OFFICIAL if official else YearStatus.PROVISIONAL,
        )
        CalendarDay.objects.bulk_create(
            CalendarDay(park=park, day=rule.day, is_working=rule.is_working, name=rule.name)
            for rule in days
        )
    return park


def a_unit(
    park: Park, name: str = "招商引资部", kind: str = UnitKind.SECTION, **fields: Any
) -> Unit:
    """A section, or a unit of another kind; the code is made up unless given."""
    fields.setdefault("code", f"u{next(_numbers)}")
    return Unit.objects.create(park=park, name_zh=name, kind=kind, **fields)


def local(text: str) -> datetime:
    """A moment on the clock of the park, such as ``2026-02-13 16:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def works(park: Park, day: str, code: str = "") -> bool:
    """Whether a day of this park is a working day, as its calendar now stands."""
    fresh = selectors.park_by_id(park.pk)
    return planning.calendar_of(fresh, code).is_working_day(date.fromisoformat(day))


def a_chronicle_entry(
    park: Park, text: str = "平台成立", on: date = date(2020, 5, 20)
) -> ChronicleEntry:
    """Something the park looks back on."""
    return ChronicleEntry.objects.create(park=park, on=on, text_zh=text, source="公开报道")
