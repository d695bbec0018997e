"""地面提问 Places, times of officers, and how one travels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Role
from qianjin.apps.accounts.grants import scope_of
from qianjin.apps.accounts.models import User
from qianjin.apps.enterprises.models import Enterprise

from ..choices import HALF_DAYS
from ..models import Availability, Place, TravelSettings

GOES_OUT = tuple(role.value for role in Role if scope_of(role.value, Capability.VISIT_RECORD))
HEADS = (Role.DEPUTY_DIRECTOR, Role.SECTION_HEAD)


MOST_AROUND = 200


@dataclass(frozen=True, slots=True)
class OfficerTime:
    """One officer: when they can be out and what they bring."""

    person_id: int
    name: str
    half_days: tuple[str, ...]
    skills: tuple[str, ...]
    sectors: tuple[str, ...]
    is_head: bool


def place_of(enterprise: Enterprise) -> Place | None:
    """Where an enterprise stands, when that is known."""
    return Place.objects.filter(enterprise=enterprise).first()


def places_around(park_id: int, *, but: int, most: int = MOST_AROUND) -> list[Place]:
    """Other enterprises on the map, to find one's bearings by."""
    rows = Place.objects.filter(park_id=park_id).exclude(enterprise_id=but)
    return list(rows.select_related("enterprise").order_by("-pk")[:most])


def travel_of(park_id: int) -> TravelSettings | None:
    """Where rounds begin; none until somebody has said so."""
    return TravelSettings.objects.filter(park_id=park_id).first()


def times_of(park_id: int, *, on: date) -> list[OfficerTime]:
    """Everyone who can go on rounds, in two queries."""
    kept = {row.person_id: row for row in Availability.objects.filter(park_id=park_id)}
    people: dict[int, list[tuple[str, str, User]]] = {}
    members = accounts.staff_of(park_id, on=on).filter(role__in=GOES_OUT, user__is_active=True)
    for member in members:
        people.setdefault(member.user_id, []).append((member.role, member.sectors, member.user))
    return [
        OfficerTime(
            person_id=key,
            name=rows[0][2].name,
            half_days=tuple(kept[key].half_days) if key in kept else HALF_DAYS,
            skills=tuple(kept[key].skills) if key in kept else (),
            sectors=tuple(code for _r, codes, _u in rows for code in codes.split(",") if code),
            is_head=any(role in HEADS for role, _s, _u in rows),
        )
        for key, rows in people.items()
    ]


def availability_of(actor: Actor, person_id: int, *, on: date) -> OfficerTime | None:
    """One of them."""
    return next((row for row in times_of(actor.park_id, on=on) if row.person_id == person_id), None)
