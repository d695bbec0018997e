"""The calendar of the nation, for questions asked outside any park."""

from __future__ import annotations

from functools import lru_cache

from .official import official_days, official_years
from .work_calendar import WorkCalendar


@lru_cache(maxsize=1)
def national_calendar() -> WorkCalendar:
    """Announced days where there is a notice, computed ones elsewhere, the usual hours."""
    return WorkCalendar(official_days(), official_years())
