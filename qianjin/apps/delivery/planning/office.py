"""工作日 The park's working days as the engine counts them."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from qianjin.apps.parks.models import Park
from qianjin.apps.parks.planning import calendar_of
from qianjin.engines.delivery import Calendar

OFFICE = "office"
BACK, AHEAD = 4, 8
"""Years before and after a day within which the park's calendar is asked; beyond, weekends."""


def office_of(park: Park, on: date) -> Calendar:
    """The working days around a day; made once per process and version of the calendar."""
    return _office(park.pk, park.calendar_version, on.year)


@lru_cache(maxsize=16)
def _office(park_id: int, version: int, year: int) -> Calendar:
    calendar = calendar_of(Park.objects.get(pk=park_id))
    first, last = date(year - BACK, 1, 1), date(year + AHEAD, 12, 31)
    days = (first + timedelta(n) for n in range((last - first).days + 1))
    working = [day.toordinal() for day in days if calendar.is_working_day(day)]
    settled = [one for one in calendar.official_years if one >= year - BACK]
    official = date(max(settled), 12, 31) if settled else date(year - BACK, 1, 1)
    return Calendar.of_working_days(
        OFFICE, working, first.toordinal(), last.toordinal(), official.toordinal()
    )


def working_days_left(park: Park, today: date, until: date) -> int:
    """Working days after today up to and with a day; negative once it is past."""
    office = office_of(park, today)
    a, b = today.toordinal(), until.toordinal()
    return office.between(a, b) if b >= a else -office.between(b, a)
