"""日数 Working days of a park as one array: the n-th working day after a day, at once."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from functools import lru_cache

from qianjin.apps.parks.models import Park
from qianjin.apps.parks.planning import calendar_of

BACK, AHEAD = 4, 12
"""Years before and after a day within which the park's calendar is asked."""


class Days:
    """计日 Counting in one park; days are ordinals. Beyond the array weekdays count."""

    def __init__(self, park: Park, middle: int) -> None:
        calendar = calendar_of(park)
        first, last = date(middle - BACK, 1, 1), date(middle + AHEAD, 12, 31)
        start = first.toordinal()
        self._days = [
            start + n
            for n in range((last - first).days + 1)
            if calendar.is_working_day(first + timedelta(n))
        ]
        self._first, self._last = start, last.toordinal()

    def after(self, day: int, n: int) -> int:
        """The n-th working day after ``day``; 0 gives the day itself."""
        if n == 0:
            return day
        if day < self._first - 1:
            return _plain(day, n)
        place = bisect_right(self._days, day) + n - 1
        if place < len(self._days):
            return self._days[place]
        return _plain(max(day, self._last), place - max(len(self._days), 0) + 1)

    def end(self, begun: date, days: int, *, is_working: bool) -> date:
        """The last day of a period that begins on ``begun``, which is not counted."""
        if is_working:
            return date.fromordinal(self.after(begun.toordinal(), days))
        return begun + timedelta(days)


def _plain(day: int, n: int) -> int:
    while n > 0:
        day += 1
        n -= date.fromordinal(day).weekday() < 5
    return day


def days_of(park: Park, on: date) -> Days:
    """The counting of a park around a day; made once per process and version of the calendar."""
    return _days(park.pk, park.calendar_version, on.year)


@lru_cache(maxsize=16)
def _days(park_id: int, version: int, year: int) -> Days:
    return Days(Park.objects.get(pk=park_id), year)
