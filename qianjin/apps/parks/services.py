from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qianjin.apps.audit import services as audit
from qianjin.apps.audit.services import Who
from qianjin.units.refusals import BadInput

from .choices import YearStatus
from .models import CalendarDay, CalendarYear, Counter, Park, Unit, WorkingCalendar
from .planning import DayRule, days_of_year, parse_days

FIRST_YEAR, LAST_YEAR = 2004, 2027


class BadCalendar(BadInput):
    """The file of days cannot be used; ``fields`` names the rows."""

    sentence = gettext_lazy("The calendar file was not taken over.")


class BadOpening(BadInput):
    """Opening hours overlap or run backwards."""

    sentence = gettext_lazy("Please check the opening hours.")


def next_number(*, park: Park, name: str, period: str) -> int:
    """Give out the next number under ``name`` in ``period``; gapless among committed acts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO parks_counter (park_id, name, period, value) VALUES (%s, %s, %s, 1)"
            " ON CONFLICT (park_id, name, period) DO UPDATE SET value = parks_counter.value + 1"
            " RETURNING value",
            [park.pk, name, period],
        )
        row = cursor.fetchone()
    return int(row[0])


@transaction.atomic
def open_park(
    *, slug: str, name_zh: str, name_en: str, by: Who, at: datetime, **settings: Any
) -> Park:
    """开园 Set up a park with its default calendar and every year known today."""
    park = Park.objects.create(slug=slug, name_zh=name_zh, name_en=name_en, **settings)
    WorkingCalendar.objects.create(
        park=park, code="office", name_zh="办公时间", name_en="Office hours", is_default=True
    )
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        days, official = days_of_year(year)
        _keep_year(
            park=park,
            year=year,
            days=days,
            official=official,
            source="chinesecalendar" if official else "statutory rule (2024-11-10)",
            by=by,
            at=at,
        )
    audit.record(
        park_id=park.pk, by=by, at=at, verb="park.open", object_kind="park", object_id=park.pk,
        object_label=park.name_zh,
    )
    return park


def _keep_year(
    *,
    park: Park,
    year: int,
    days: list[DayRule],
    official: bool,
    source: str,
    by: Who,
    at: datetime,
) -> None:
    CalendarDay.objects.filter(park=park, calendar=None, day__year=year).delete()
    CalendarDay.objects.bulk_create(
        [
            CalendarDay(park=park, day=rule.day, is_working=rule.is_working, name=rule.name[:40])
            for rule in days
        ]
    )
    CalendarYear.objects.update_or_create(
        park=park,
        year=year,
        defaults={
            "status": YearStatus.OFFICIAL if official else YearStatus.PROVISIONAL,
            "source": source[:200],
            "imported_by": by.name[:80],
            "imported_at": at,
        },
    )


@transaction.atomic
def adopt_year(
    *, park: Park, data: bytes, file_name: str, by: Who, at: datetime
) -> list[int]:
    """
    采用日历 Take over official days from a CSV or JSON file (name, date, isOffDay).

    Returns the years taken over. The days of those years are replaced whole; due times of open
    requests are recomputed by the desk's task, which finds the raised ``calendar_version``.

    :raises BadCalendar: a row cannot be read; nothing is taken over.
    """
    kind = "json" if file_name.lower().endswith(".json") else "csv"
    try:
        rules = parse_days(data, kind)
    except ValueError as error:
        raise BadCalendar({"file": [str(error)]}) from error
    years = sorted({rule.day.year for rule in rules})
    if not years:
        raise BadCalendar({"file": [_("The file holds no day.")]})
    for year in years:
        _keep_year(
            park=park,
            year=year,
            days=[rule for rule in rules if rule.day.year == year],
            official=True,
            source=file_name,
            by=by,
            at=at,
        )
    _raise_version(park)
    audit.record(
        park_id=park.pk, by=by, at=at, verb="calendar.adopt", object_kind="park",
        object_id=park.pk, object_label=park.name_zh, detail={"years": years, "file": file_name},
    )
    return years


@transaction.atomic
def set_opening(
    *, calendar: WorkingCalendar, opening: list[tuple[time, time]], by: Who, at: datetime
) -> WorkingCalendar:
    """
    Set the opening hours of one calendar.

    :raises BadOpening: a period ends before it begins, or two overlap.
    """
    flat = [moment for period in opening for moment in period]
    if not opening or flat != sorted(flat) or len(set(flat)) != len(flat):
        raise BadOpening({"opening": [_("Each period must begin after the one before it ends.")]})
    before = calendar.opening
    calendar.opening = [[a.strftime("%H:%M"), b.strftime("%H:%M")] for a, b in opening]
    calendar.save(update_fields=["opening"])
    _raise_version(calendar.park)
    audit.record(
        park_id=calendar.park_id, by=by, at=at, verb="calendar.opening",
        object_kind="calendar", object_id=calendar.pk, object_label=calendar.name_zh,
        detail={"before": before, "after": calendar.opening},
    )
    return calendar


@transaction.atomic
def set_day(
    *,
    park: Park,
    day: date,
    is_working: bool,
    name: str,
    by: Who,
    at: datetime,
    calendar: WorkingCalendar | None = None,
) -> CalendarDay:
    """Set one day by hand, for the park or for one calendar alone."""
    row, _made = CalendarDay.objects.update_or_create(
        park=park, calendar=calendar, day=day,
        defaults={"is_working": is_working, "name": name[:40]},
    )
    _raise_version(park)
    audit.record(
        park_id=park.pk, by=by, at=at, verb="calendar.day", object_kind="park",
        object_id=park.pk, object_label=park.name_zh,
        detail={"day": day, "is_working": is_working, "name": name},
    )
    return row


@transaction.atomic
def add_unit(
    *, park: Park, code: str, kind: str, name_zh: str, by: Who, at: datetime,
    name_en: str = "", parent: Unit | None = None, position: int = 0,
) -> Unit:
    """Add a section, bureau, town or village to the park."""
    unit = Unit.objects.create(
        park=park, code=code, kind=kind, name_zh=name_zh, name_en=name_en, parent=parent,
        position=position,
    )
    audit.record(
        park_id=park.pk, by=by, at=at, verb="unit.add", object_kind="unit", object_id=unit.pk,
        object_label=name_zh,
    )
    return unit


def _raise_version(park: Park) -> None:
    Park.objects.filter(pk=park.pk).update(calendar_version=F("calendar_version") + 1)
    park.refresh_from_db(fields=["calendar_version"])
