"""The engine's slow twin: the definitions walked day by day, with no table and no numpy.

It asks ``chinesecalendar`` about each day and shares no code with the engine.
"""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chinese_calendar import is_workday

SHANGHAI = ZoneInfo("Asia/Shanghai")
SESSIONS = ((time(8, 30), time(12)), (time(13, 30), time(17, 30)))
DAY = timedelta(days=1)


def due(start: datetime, count: int, unit: str, paused_minutes: int = 0) -> datetime:
    """The due time; for ``wh`` the count is in minutes."""
    local = start.astimezone(SHANGHAI)
    if unit == "wh":
        return walk(local, timedelta(minutes=count + paused_minutes))
    day = local.date()
    if unit == "wd":
        for _ in range(count):
            day = roll_on(day + DAY)
    elif unit == "d":
        day = roll_on(day + count * DAY)
    else:
        month = day.month - 1 + count
        year, month = day.year + month // 12, month % 12 + 1
        length = calendar.monthrange(year, month)[1]
        day = roll_on(date(year, month, min(day.day, length)))
    closing = datetime.combine(day, SESSIONS[-1][1], SHANGHAI)
    return walk(closing, timedelta(minutes=paused_minutes)) if paused_minutes else closing


def roll_on(day: date) -> date:
    while not is_workday(day):
        day += DAY
    return day


def sessions(day: date) -> list[tuple[datetime, datetime]]:
    if not is_workday(day):
        return []
    return [
        (datetime.combine(day, start, SHANGHAI), datetime.combine(day, end, SHANGHAI))
        for start, end in SESSIONS
    ]


def walk(moment: datetime, left: timedelta) -> datetime:
    day = moment.date()
    while True:
        for start, end in sessions(day):
            begin = max(moment, start)
            if begin < end:
                if left <= end - begin:
                    return begin + left
                left -= end - begin
        day += DAY


def working_minutes(a: datetime, b: datetime) -> int:
    """Minutes of work from ``a`` to a later ``b``, both at whole minutes."""
    total, day = timedelta(), a.astimezone(SHANGHAI).date()
    while day <= b.astimezone(SHANGHAI).date():
        for start, end in sessions(day):
            total += max(timedelta(), min(b, end) - max(a, start))
        day += DAY
    return total // timedelta(minutes=1)
