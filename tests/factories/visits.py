"""Places, rules and rounds around an office in the middle of the park."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.parks.models import Park
from qianjin.apps.visits import services
from qianjin.apps.visits.models import (
    CoverageRule,
    LatestContact,
    Place,
    Round,
    RoundPlan,
    Stop,
    TravelSettings,
    Visit,
)

from .parks import NOON

OFFICE = (120.50, 30.28)
A_DAY = date(2026, 11, 25)
"""Wednesday after the Monday of the tests."""


def an_office(park: Park, **fields: Any) -> TravelSettings:
    """Where rounds of the park begin."""
    return TravelSettings.objects.create(park=park, lon=OFFICE[0], lat=OFFICE[1], **fields)


def a_rule(park: Park, tier: str = "small", every_days: int = 61, **fields: Any) -> CoverageRule:
    """An officer visits this tier; other ways by ``means`` and ``caller``."""
    given = {"means": "visit", "caller": "officer", "minutes": 30} | fields
    return CoverageRule.objects.create(park=park, tier=tier, every_days=every_days, **given)


def a_place(enterprise: Enterprise, east: int = 1, north: int = 0, **fields: Any) -> Place:
    """About so many kilometres east and north of the office."""
    return Place.objects.create(
        park_id=enterprise.park_id,
        enterprise=enterprise,
        lon=OFFICE[0] + east / 96,
        lat=OFFICE[1] + north / 111,
        set_at=NOON,
        **fields,
    )


def seen(enterprise: Enterprise, visited: date, **fields: Any) -> LatestContact:
    """It was last visited on that day."""
    given = {"visited_on": visited, "contacted_on": visited} | fields
    return LatestContact.objects.create(enterprise=enterprise, park_id=enterprise.park_id, **given)


def a_round(
    officer: User, park: Park, firms: Sequence[Enterprise], on: date = A_DAY, **fields: Any
) -> Round:
    """A planned round in the afternoon, one stop an hour."""
    begin = datetime.combine(on, datetime.min.time(), NOON.tzinfo) + timedelta(hours=5, minutes=30)
    row = Round.objects.create(
        park=park,
        officer=officer,
        on=on,
        begin_at=begin,
        end_at=begin + timedelta(hours=3),
        metres=8200,
        **fields,
    )
    Stop.objects.bulk_create(
        Stop(
            park=park,
            round=row,
            enterprise=firm,
            position=n,
            begin_at=begin + timedelta(hours=n),
            leave_at=begin + timedelta(hours=n, minutes=30),
        )
        for n, firm in enumerate(firms, start=1)
    )
    return row


def a_plan(by: User, park: Park, officers: Sequence[User] = (), **fields: Any) -> RoundPlan:
    """A plan of this week that waits to be worked out."""
    given: dict[str, Any] = {
        "first_on": date(2026, 11, 23),
        "until_on": date(2026, 11, 27),
        "officers": sorted(user.pk for user in officers or [by]),
        "own_only": False,
        "seconds": 1,
    }
    return RoundPlan.objects.create(park=park, made_by=by, made_at=NOON, **(given | fields))


def a_visit(enterprise: Enterprise, by: Actor, at: datetime = NOON, **fields: Any) -> Visit:
    """A visit on site of half an hour, written down when it was over."""
    given: dict[str, Any] = {"means": "visit", "on_site_at": at, "minutes": 30} | fields
    return services.record_visit(enterprise=enterprise, by=by, at=at, **given)
