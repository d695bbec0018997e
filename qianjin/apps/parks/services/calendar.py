"""Days, opening hours and calendars. Every change raises the park's ``calendar_version``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, Literal

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.audit import services as audit
from qianjin.apps.audit.services import Who

from .. import planning, policies
from ..choices import YearStatus
from ..models import CalendarDay, CalendarYear, Park, WorkingCalendar
from ..planning import DayRule, YearChange
from ..policies import Steward
from ..refusals import BadCalendar, BadDay, BadOpening, MayNotEditCalendar
from ..sentences import FINDINGS

FIRST_YEAR, LAST_YEAR = 2004, 2027
"""The years a new park begins with: those of the State Council's notices, and the next."""


def keep_year(
    park: Park,
    year: int,
    days: Sequence[DayRule],
    *,
    official: bool,
    source: str,
    by: Who,
    at: datetime,
) -> None:
    """Replace the park-wide days of a year whole, days set by hand included."""
    CalendarDay.objects.filter(park=park, calendar=None, day__year=year).delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(park=park, day=rule.day, is_working=rule.is_working, name=rule.name[:40])
        for rule in days
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


def compare_years(*, park: Park, data: bytes, file_name: str) -> list[YearChange]:
    """
    What taking over a file of days would change, year by year; nothing is written.

    :raises BadCalendar: a row cannot be read, or the file settles no year.
    """
    years, strays = _read(data, file_name)
    return planning.changes_by(park, years, strays)


@transaction.atomic
def adopt_year(*, park: Park, data: bytes, file_name: str, by: Steward, at: datetime) -> list[int]:
    """
    采用日历 Take over official days from a CSV or JSON file (name, date, isOffDay).

    Returns the years taken over. Their days are replaced whole; days of a neighbouring year that
    the notice settles too (a working Saturday late in December) are set one by one. Due times of
    open requests are recomputed by the desk, which finds the raised ``calendar_version``.

    :raises MayNotEditCalendar: ``by`` does not administer this park.
    :raises BadCalendar: a row cannot be read, or the file settles no year; nothing is taken over.
    """
    _check(by, park)
    years, strays = _read(data, file_name)
    locked = Park.objects.select_for_update().get(pk=park.pk)
    for year, days in years.items():
        keep_year(locked, year, days, official=True, source=file_name, by=by, at=at)
    for rule in strays:
        CalendarDay.objects.update_or_create(
            park=locked,
            calendar=None,
            day=rule.day,
            defaults={"is_working": rule.is_working, "name": rule.name[:40]},
        )
    _changed(
        park,
        "calendar.adopt",
        by,
        at,
        {"years": sorted(years), "file": file_name[:200], "days": sum(map(len, years.values()))},
    )
    return sorted(years)


def _read(data: bytes, file_name: str) -> tuple[dict[int, list[DayRule]], list[DayRule]]:
    kind: Literal["csv", "json"] = "json" if file_name.lower().endswith(".json") else "csv"
    try:
        years, strays = planning.read_years(data, kind)
    except planning.DayListError as error:
        raise BadCalendar({"file": [_worded(finding) for finding in error.findings]}) from error
    if not years:
        raise BadCalendar(
            {"file": [_("No year is settled by this file: National Day (1 October) is missing.")]}
        )
    return years, strays


def _worded(finding: planning.Finding) -> str:
    return str(FINDINGS[finding.code]) % {
        "row": finding.row,
        "column": finding.column,
        "text": finding.text,
    }


@transaction.atomic
def set_opening(
    *, calendar: WorkingCalendar, opening: Sequence[tuple[time, time]], by: Steward, at: datetime
) -> WorkingCalendar:
    """
    设办公时间 Set the opening hours of one calendar; equal hours change nothing.

    :raises MayNotEditCalendar: ``by`` does not administer this park.
    :raises BadOpening: there is none, a period ends before it begins, or two overlap.
    """
    _check(by, calendar.park)
    flat = [moment for period in opening for moment in period]
    if not opening or flat != sorted(flat) or len(set(flat)) != len(flat):
        raise BadOpening({"opening": [_("Each period must begin after the one before it ends.")]})
    before = calendar.opening
    after = [[a.strftime("%H:%M"), b.strftime("%H:%M")] for a, b in opening]
    if before == after:
        return calendar
    calendar.opening = after
    calendar.save(update_fields=["opening"])
    _changed(
        calendar.park,
        "calendar.opening",
        by,
        at,
        {"before": before, "after": after},
        calendar=calendar,
    )
    return calendar


@transaction.atomic
def add_calendar(
    *,
    park: Park,
    code: str,
    name_zh: str,
    opening: Sequence[tuple[time, time]],
    by: Steward,
    at: datetime,
    name_en: str = "",
) -> WorkingCalendar:
    """
    增设日历 Add a calendar with opening hours of its own, for instance of a duty desk.

    :raises MayNotEditCalendar: ``by`` does not administer this park.
    :raises BadCalendar: the code is taken or unusable, or a name is missing.
    :raises BadOpening: the hours overlap or run backwards.
    """
    _check(by, park)
    problems: dict[str, list[str]] = {}
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,23}", code):
        problems["code"] = [_("Small letters, digits and hyphens, at most 24.")]
    elif WorkingCalendar.objects.filter(park=park, code=code).exists():
        problems["code"] = [_("This code is taken.")]
    if not name_zh.strip():
        problems["name_zh"] = [_("The calendar needs a Chinese name.")]
    if problems:
        raise BadCalendar(problems)
    row = WorkingCalendar.objects.create(
        park=park, code=code, name_zh=name_zh.strip(), name_en=name_en.strip(), opening=[]
    )
    return set_opening(calendar=row, opening=opening, by=by, at=at)


@transaction.atomic
def rename_calendar(
    *, calendar: WorkingCalendar, name_zh: str, name_en: str, by: Steward, at: datetime
) -> WorkingCalendar:
    """
    Rename a calendar.

    :raises MayNotEditCalendar: ``by`` does not administer this park.
    :raises BadCalendar: the Chinese name is missing.
    """
    _check(by, calendar.park)
    if not name_zh.strip():
        raise BadCalendar({"name_zh": [_("The calendar needs a Chinese name.")]})
    before = calendar.name_zh
    calendar.name_zh, calendar.name_en = name_zh.strip(), name_en.strip()
    calendar.save(update_fields=["name_zh", "name_en"])
    audit.record(
        park_id=calendar.park_id,
        by=by,
        at=at,
        verb="calendar.rename",
        object_kind="calendar",
        object_id=calendar.pk,
        object_label=calendar.name_zh,
        detail={"before": before},
    )
    return calendar


@transaction.atomic
def set_day(
    *,
    park: Park,
    day: date,
    is_working: bool,
    name: str,
    by: Steward,
    at: datetime,
    calendar: WorkingCalendar | None = None,
) -> CalendarDay:
    """
    设特别日 Set one day by hand, for the park or for one calendar alone.

    :raises MayNotEditCalendar: ``by`` does not administer this park.
    :raises BadDay: the calendar belongs to another park, or the year is out of reach.
    """
    _check(by, park)
    if calendar is not None and calendar.park_id != park.pk:
        raise BadDay({"calendar": [_("This calendar belongs to another park.")]})
    if not 1950 <= day.year <= 2199:
        raise BadDay({"day": [_("Days from 1950 to 2199 can be set.")]})
    row, _made = CalendarDay.objects.update_or_create(
        park=park,
        calendar=calendar,
        day=day,
        defaults={"is_working": is_working, "name": name.strip()[:40]},
    )
    _changed(
        park,
        "calendar.day",
        by,
        at,
        {"day": day, "is_working": is_working, "name": row.name},
        calendar=calendar,
    )
    return row


@transaction.atomic
def clear_day(
    *,
    park: Park,
    day: date,
    by: Steward,
    at: datetime,
    calendar: WorkingCalendar | None = None,
) -> bool:
    """
    还原 Let a day be what its year says again; return whether anything was set.

    A day of the whole park goes back to the notice or the computed holiday where one is known.

    :raises MayNotEditCalendar: ``by`` does not administer this park.
    """
    _check(by, park)
    row = CalendarDay.objects.filter(park=park, calendar=calendar, day=day).first()
    if row is None:
        return False
    rules, _official = planning.days_of_year(day.year)
    known = next((rule for rule in rules if rule.day == day), None)
    if calendar is None and known is not None:
        row.is_working, row.name = known.is_working, known.name[:40]
        row.save(update_fields=["is_working", "name"])
    else:
        row.delete()
    _changed(park, "calendar.clear_day", by, at, {"day": day}, calendar=calendar)
    return True


def _check(by: Steward, park: Park) -> None:
    if not policies.may_edit_calendar(by, park):
        raise MayNotEditCalendar


def _changed(
    park: Park,
    verb: str,
    by: Steward,
    at: datetime,
    detail: dict[str, Any],
    calendar: WorkingCalendar | None = None,
) -> None:
    planning.raise_version(park)
    audit.record(
        park_id=park.pk,
        by=by,
        at=at,
        verb=verb,
        detail=detail,
        object_kind="calendar" if calendar else "park",
        object_id=calendar.pk if calendar else park.pk,
        object_label=calendar.name_zh if calendar else park.name_zh,
    )
