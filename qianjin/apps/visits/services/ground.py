"""地面动词 Putting enterprises on the map, and saying who can be out when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.enterprises.choices import Sector
from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.parks.models import Park

from .. import policies
from ..choices import HALF_DAYS, Language
from ..models import Availability, Place, TravelSettings
from ..refusals import BadPlace, MayNotPlace, MayNotPlan, MayNotSetRules
from .traces import trace

CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
SKILLS = frozenset({*Sector.values, *Language.values})


@transaction.atomic
def place_enterprise(
    *,
    enterprise: Enterprise,
    lon: float,
    lat: float,
    by: Actor,
    at: datetime,
    opens: str = "",
    closes: str = "",
    weekdays: Sequence[int] = (),
    needs: Sequence[str] = (),
    minutes: int | None = None,
) -> Place:
    """
    标位置 Say where an enterprise stands, and when and for whom its door is open.

    :raises MayNotPlace: ``by`` does not look after it.
    :raises BadPlace: not on the earth, or hours and needs that cannot be meant.
    """
    if not policies.may_place(by, enterprise):
        raise MayNotPlace
    problems: dict[str, list[str]] = _off_earth(lon, lat)
    for name, clock in (("opens", opens), ("closes", closes)):
        if clock and not CLOCK.fullmatch(clock):
            problems[name] = [_("A time such as 09:00, please.")]
    if opens and closes and opens >= closes:
        problems["closes"] = [_("It closes before it opens.")]
    if not set(weekdays) <= set(range(7)):
        problems["weekdays"] = [_("There is no such day.")]
    if not set(needs) <= SKILLS:
        problems["needs"] = [_("There is no such skill.")]
    if minutes is not None and not 5 <= minutes <= 480:
        problems["minutes"] = [_("Between 5 minutes and 8 hours, please.")]
    if problems:
        raise BadPlace(problems)
    given: dict[str, Any] = {
        "lon": round(lon, 6),
        "lat": round(lat, 6),
        "opens": opens,
        "closes": closes,
        "weekdays": sorted(set(weekdays)),
        "needs": sorted(set(needs)),
        "minutes": minutes,
    }
    known = {"park_id": enterprise.park_id, "set_by": by.name[:80], "set_at": at}
    row, _made = Place.objects.update_or_create(enterprise=enterprise, defaults={**given, **known})
    trace("place", row=row, by=by, at=at, kind="place", label=enterprise.name, detail=given)
    return row


def _off_earth(lon: float, lat: float) -> dict[str, list[str]]:
    problems = {}
    if not -180 <= lon <= 180:
        problems["lon"] = [_("A longitude lies between -180 and 180 degrees.")]
    if not -90 <= lat <= 90:
        problems["lat"] = [_("A latitude lies between -90 and 90 degrees.")]
    return problems


@transaction.atomic
def set_times(
    *,
    person: User,
    half_days: Sequence[str],
    skills: Sequence[str],
    park: Park,
    by: Actor,
    at: datetime,
) -> Availability:
    """
    定外勤时间 Say in which half days an officer can be out, and what they bring.

    :raises MayNotPlan: somebody else's, and ``by`` does not plan for all.
    :raises BadPlace: a half day or a skill that does not exist.
    """
    if park.pk != by.park_id or not policies.may_set_time_of(by, person.pk):
        raise MayNotPlan
    if not set(half_days) <= set(HALF_DAYS) or not set(skills) <= SKILLS:
        raise BadPlace({"half_days": [_("There is no such half day or skill.")]})
    given = {
        "half_days": [code for code in HALF_DAYS if code in half_days],
        "skills": sorted(set(skills)),
    }
    row, _made = Availability.objects.update_or_create(park=park, person=person, defaults=given)
    trace("times", row=row, by=by, at=at, kind="availability", label=person.name, detail=given)
    return row


@transaction.atomic
def set_travel(
    *,
    park: Park,
    lon: float,
    lat: float,
    road_factor: float,
    speed_kmh: float,
    by: Actor,
    at: datetime,
) -> TravelSettings:
    """
    定出行 Say where rounds begin and end, and how a straight line becomes a way.

    :raises MayNotSetRules: ``by`` sets no rules here.
    :raises BadPlace: not on the earth, or a factor or speed that cannot be meant.
    """
    if park.pk != by.park_id or not policies.may_set_rules(by):
        raise MayNotSetRules
    problems = _off_earth(lon, lat)
    if not 1 <= road_factor <= 5:
        problems["road_factor"] = [_("Roads are between 1 and 5 times as long as straight lines.")]
    if not 3 <= speed_kmh <= 130:
        problems["speed_kmh"] = [_("Between 3 and 130 kilometres per hour, please.")]
    if problems:
        raise BadPlace(problems)
    given = {"lon": lon, "lat": lat, "road_factor": road_factor, "speed_kmh": speed_kmh}
    row, _made = TravelSettings.objects.update_or_create(park=park, defaults=given)
    trace("travel", row=row, by=by, at=at, kind="travel", detail=given)
    return row
