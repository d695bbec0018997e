"""The park itself."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import connection, transaction
from django.utils.translation import gettext as _

from qianjin.apps.audit import services as audit
from qianjin.apps.audit.services import Who

from .. import planning, policies
from ..models import Park, WorkingCalendar
from ..policies import Steward
from ..refusals import BadPark, MayNotEditPark
from .calendar import FIRST_YEAR, LAST_YEAR, keep_year


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
    """
    开园 Set up a park with its default calendar and every year known today.

    An act of the installation (command line, demonstration): nobody has a right in a park that
    does not exist yet.

    :raises BadPark: the short name is taken, unusable in an address, or a word of the program.
    """
    if not re.fullmatch(r"[a-z][a-z0-9-]{1,23}", slug) or slug in RESERVED:
        raise BadPark({"slug": [_("2 to 24 small letters, digits and hyphens, please.")]})
    if Park.objects.filter(slug=slug).exists():
        raise BadPark({"slug": [_("This short name is taken.")]})
    park = Park.objects.create(slug=slug, name_zh=name_zh, name_en=name_en, **settings)
    WorkingCalendar.objects.create(
        park=park, code="office", name_zh="办公时间", name_en="Office hours", is_default=True
    )
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        days, official = planning.days_of_year(year)
        source = "chinesecalendar" if official else "全国年节及纪念日放假办法（2024-11-10）"
        keep_year(park, year, days, official=official, source=source, by=by, at=at)
    audit.record(
        park_id=park.pk,
        by=by,
        at=at,
        verb="park.open",
        object_kind="park",
        object_id=park.pk,
        object_label=park.name_zh,
    )
    return park


RESERVED = frozenset(
    {
        "accounts",
        "api",
        "healthz",
        "join",
        "public",
        "static",
        "ui",
        "media",
        "favicon",
        "rounds",
        "calendars",
        "letters",
    }
)
"""First parts of addresses that belong to the program itself."""


@transaction.atomic
def change_park(
    *,
    park: Park,
    by: Steward,
    at: datetime,
    name_zh: str,
    name_en: str,
    address: str,
    opened_on: date | None,
    number_prefix: str,
    time_zone: str,
) -> Park:
    """
    Change the facts of the park; equal values change nothing.

    :raises MayNotEditPark: ``by`` does not administer this park.
    :raises BadPark: no Chinese name, or an unknown time zone.
    """
    if not policies.may_edit_park(by, park):
        raise MayNotEditPark
    row = Park.objects.select_for_update().get(pk=park.pk)
    after: dict[str, Any] = {
        "name_zh": name_zh.strip(),
        "name_en": name_en.strip(),
        "address": address.strip(),
        "opened_on": opened_on,
        "number_prefix": number_prefix.strip(),
        "time_zone": time_zone,
    }
    problems: dict[str, list[str]] = {}
    if not after["name_zh"]:
        problems["name_zh"] = [_("The park needs a Chinese name.")]
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        problems["time_zone"] = [_("This time zone is unknown.")]
    if problems:
        raise BadPark(problems)
    before = {field: getattr(row, field) for field in after}
    differing = {field: value for field, value in after.items() if value != before[field]}
    if not differing:
        return row
    for field, value in differing.items():
        setattr(row, field, value)
    row.save(update_fields=list(differing))
    if "time_zone" in differing:
        planning.raise_version(row)
    audit.record(
        park_id=row.pk,
        by=by,
        at=at,
        verb="park.change",
        object_kind="park",
        object_id=row.pk,
        object_label=row.name_zh,
        detail={"before": {field: before[field] for field in differing}, "after": differing},
    )
    return row
