from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from qianjin.units.refusals import Missing

from . import planning
from .models import CalendarDay, CalendarYear, Park, Unit, WorkingCalendar


def park_by_slug(slug: str) -> Park:
    """
    The park with this short name.

    :raises Missing: there is none.
    """
    park = Park.objects.filter(slug=slug).first()
    if park is None:
        raise Missing
    return park


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


def years_of(park_id: int) -> QuerySet[CalendarYear]:
    """The calendar years the park holds, newest first."""
    return CalendarYear.objects.filter(park_id=park_id)


def days_of(park_id: int, year: int) -> QuerySet[CalendarDay]:
    """The special days of one year."""
    return CalendarDay.objects.filter(park_id=park_id, day__year=year)


def calendars_of(park_id: int) -> QuerySet[WorkingCalendar]:
    """The park's working calendars, the default one first."""
    return WorkingCalendar.objects.filter(park_id=park_id).order_by("-is_default", "code")


def is_working_day(park: Park, day: date) -> bool:
    """Whether the office works on a day, by the park's default calendar."""
    return planning.calendar_of(park).is_working_day(day)
