from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from qianjin.units.refusals import Missing

from . import planning
from .choices import YearStatus
from .composed import NUMBER, TEXT, Composed
from .models import CalendarDay, CalendarYear, ChronicleEntry, Park, Unit, WorkingCalendar
from .refusals import BadTimeLimit


def park_by_slug(slug: str) -> Park:
    """
    The park with this short name.

    :raises Missing: there is none.
    """
    with connection.cursor() as cursor:
        cursor.execute(_by_slug(), [slug])
        row = cursor.fetchone()
    if row is None:
        raise Missing
    return Park.from_db("default", _columns(), row)


@cache
def _columns() -> list[str]:
    return [field.attname for field in Park._meta.concrete_fields]  # noqa: SLF001


@cache
def _by_slug() -> str:
    """Asked before every page, so it is composed once."""
    return f"SELECT {', '.join(_columns())} FROM parks_park WHERE slug = %s"


def park_by_id(park_id: int) -> Park:
    """The park with this number."""
    return Park.objects.get(pk=park_id)


def parks() -> QuerySet[Park]:
    """Every park of the installation, in order of opening."""
    return Park.objects.order_by("opened_on", "id")


def units_of(park_id: int, *kinds: str) -> QuerySet[Unit]:
    """The park's active units, of the kinds named or of all."""
    found = Unit.objects.filter(park_id=park_id, is_active=True)
    return found.filter(kind__in=kinds) if kinds else found


def unit_of(park_id: int, unit_id: int) -> Unit:
    """
    One unit of the park.

    :raises Missing: no such unit here.
    """
    unit = Unit.objects.filter(park_id=park_id, pk=unit_id).first()
    if unit is None:
        raise Missing
    return unit


CHRONICLE = 200
"""A page of the chronicle shows no more than the latest of these."""


def chronicle_of(park_id: int) -> list[ChronicleEntry]:
    """The park's chronicle, newest first."""
    return list(ChronicleEntry.objects.filter(park_id=park_id)[:CHRONICLE])


def chronicle_entry_of(park_id: int, entry_id: int) -> ChronicleEntry:
    """
    One entry of the park's chronicle.

    :raises Missing: no such entry here.
    """
    found = ChronicleEntry.objects.filter(park_id=park_id, pk=entry_id).first()
    if found is None:
        raise Missing
    return found


def years_of(park_id: int) -> QuerySet[CalendarYear]:
    """The calendar years the park holds, newest first."""
    return CalendarYear.objects.filter(park_id=park_id)


def days_of(park_id: int, year: int) -> QuerySet[CalendarDay]:
    """The special days of one year."""
    return CalendarDay.objects.filter(park_id=park_id, day__year=year)


def calendars_of(park_id: int) -> QuerySet[WorkingCalendar]:
    """The park's working calendars, the default one first."""
    return WorkingCalendar.objects.filter(park_id=park_id).order_by("-is_default", "code")


_CALENDAR = Composed(
    lambda: (
        WorkingCalendar.objects.filter(park_id=NUMBER, code=TEXT)
        .select_related("park")
        .order_by("pk")[:1]
    )
)
_USUAL_CALENDAR = Composed(
    lambda: (
        WorkingCalendar.objects.filter(park_id=NUMBER, is_default=True)
        .select_related("park")
        .order_by("pk")[:1]
    )
)


def calendar_for(park_id: int, code: str) -> WorkingCalendar:
    """
    One calendar of the park; the default one when ``code`` is empty.

    :raises Missing: no such calendar here.
    """
    asked = _CALENDAR if code else _USUAL_CALENDAR
    row = asked.first({NUMBER: park_id, TEXT: code})
    if row is None:
        raise Missing
    return row


def all_units_of(park_id: int) -> QuerySet[Unit]:
    """Every unit the park has or had, those in use first, in their order."""
    return (
        Unit.objects.filter(park_id=park_id)
        .select_related("parent")
        .order_by("-is_active", "kind", "position", "id")
    )


@dataclass(frozen=True, slots=True)
class YearPage:
    """日历年页 One year under one calendar, with what is known of it."""

    year: int
    is_official: bool
    source: str
    imported_by: str
    imported_at: datetime | None
    months: tuple[tuple[planning.DayShown, ...], ...]
    working_days: int
    makeup_days: int
    holidays: int


def year_page(park: Park, calendar: WorkingCalendar, year: int) -> YearPage:
    """The twelve months of a year, and its sums."""
    row = CalendarYear.objects.filter(park=park, year=year).first()
    days = planning.year_shown(park, "" if calendar.is_default else calendar.code, year)
    months: list[list[planning.DayShown]] = [[] for _month in range(12)]
    for day in days:
        months[day.day.month - 1].append(day)
    return YearPage(
        year=year,
        is_official=bool(row and row.status == YearStatus.OFFICIAL),
        source=row.source if row else "",
        imported_by=row.imported_by if row else "",
        imported_at=row.imported_at if row else None,
        months=tuple(tuple(month) for month in months),
        working_days=sum(day.kind in ("work", "makeup") for day in days),
        makeup_days=sum(day.kind == "makeup" for day in days),
        holidays=sum(day.kind == "holiday" for day in days),
    )


def is_working_day(park: Park, day: date) -> bool:
    """Whether the office works on a day, by the park's default calendar."""
    return planning.calendar_of(park).is_working_day(day)


def is_office_time(park: Park, at: datetime) -> bool:
    """Whether the office is open in the minute of ``at``, by the park's default calendar."""
    minute = at.replace(second=0, microsecond=0)
    calendar = planning.calendar_of(park)
    return calendar.working_minutes(minute, minute + timedelta(minutes=1)) > 0


def due_time(
    park: Park,
    *,
    start: datetime,
    amount: Decimal,
    unit: str,
    paused_minutes: int = 0,
    calendar: str = "",
) -> planning.DueTime:
    """
    办理时限 When a time limit that begins at ``start`` ends, and why, by a calendar of the park.

    :raises Missing: no such calendar here.
    :raises BadTimeLimit: the amount cannot be counted, or the years are out of reach.
    """
    code = calendar_for(park.pk, calendar).code if calendar else ""
    try:
        counted = planning.Amount(amount, planning.Unit(unit))
        return planning.calendar_of(park, code).explain(start, counted, paused_minutes)
    except ValueError as error:
        named = {"value": "amount", "unit": "unit", "paused_minutes": "paused_minutes"}
        field = named.get(str(error).partition(":")[0], "start")
        raise BadTimeLimit({field: [_("The calendar cannot count this.")]}) from error
