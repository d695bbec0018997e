"""工作日历与办理时限 Working days, opening hours, and what is due when.

Holidays and make-up working days (调休) of China, a lunch break, time limits in working hours,
working days, calendar days and months, pauses, elapsed time and the latest start; for one
moment, or for millions in numpy arrays.

>>> from datetime import datetime
>>> from zoneinfo import ZoneInfo
>>> calendar = national_calendar()
>>> friday = datetime(2026, 10, 9, 16, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
>>> calendar.due(friday, Amount.parse("1wd")).isoformat()  # a make-up Saturday
'2026-10-10T17:30:00+08:00'
>>> calendar.due(friday, Amount.parse("2wh"), paused_minutes=30).isoformat()
'2026-10-10T09:30:00+08:00'
>>> calendar.working_minutes(friday, calendar.due(friday, Amount.parse("5wd")))
2340
"""

from __future__ import annotations

from .almanac import FIRST_YEAR, LAST_YEAR
from .data import (
    DEFAULT_OPENING,
    LARGEST_AMOUNT,
    Amount,
    DayRule,
    OutOfRange,
    Session,
    Status,
    Unit,
    overlay,
)
from .national import national_calendar
from .official import official_days, official_years
from .parse import DayList, DayListError, Finding, FindingCode, parse_day_list, parse_days
from .provisional import LUNAR_YEARS, provisional_days
from .result import DueTime, Reason, ReasonCode
from .work_calendar import WorkCalendar

__all__ = [
    "DEFAULT_OPENING",
    "FIRST_YEAR",
    "LARGEST_AMOUNT",
    "LAST_YEAR",
    "LUNAR_YEARS",
    "Amount",
    "DayList",
    "DayListError",
    "DayRule",
    "DueTime",
    "Finding",
    "FindingCode",
    "OutOfRange",
    "Reason",
    "ReasonCode",
    "Session",
    "Status",
    "Unit",
    "WorkCalendar",
    "national_calendar",
    "official_days",
    "official_years",
    "overlay",
    "parse_day_list",
    "parse_days",
    "provisional_days",
]
