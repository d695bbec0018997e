"""The people of the office as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F

from qianjin.units.refusals import Missing

from ..actors import Actor
from ..choices import Role
from ..models import Absence, Membership, User
from .roles import staff_of


@dataclass(frozen=True, slots=True)
class PersonRow:
    """同事 One person of the office as the list shows them, with every role held today."""

    id: int
    name: str
    phone: str
    unit: str
    unit_id: int | None
    unit_kind: str
    unit_position: int
    roles: tuple[str, ...]
    sectors: tuple[str, ...]
    deputy: str = ""
    back_on: date | None = None
    stands_in_for: tuple[str, ...] = ()


def people_of(actor: Actor, *, on: date) -> list[PersonRow]:
    """
    Everyone on the office's side, by unit; a person of several units stands under the first.

    Two queries, whatever the number of people.
    """
    absences = list(
        Absence.objects.filter(
            park_id=actor.park_id, from_on__lte=on, until_on__gte=on
        ).select_related("absent", "deputy")
    )
    away = {row.absent_id: row for row in absences}
    covers: dict[int, list[str]] = {}
    for row in absences:
        covers.setdefault(row.deputy_id, []).append(row.absent.name)
    held: dict[int, list[Membership]] = {}
    for membership in staff_of(actor.park_id, on=on).filter(user__is_active=True):
        held.setdefault(membership.user_id, []).append(membership)
    return [_person_row(rows, away, covers) for rows in held.values()]


def _person_row(
    rows: list[Membership], away: dict[int, Absence], covers: dict[int, list[str]]
) -> PersonRow:
    user, unit = rows[0].user, next((row.unit for row in rows if row.unit), None)
    absence = away.get(user.pk)
    return PersonRow(
        id=user.pk,
        name=user.name,
        phone=user.phone,
        unit=unit.name if unit else "",
        unit_id=unit.pk if unit else None,
        unit_kind=unit.kind if unit else "",
        unit_position=unit.position if unit else -1,
        roles=tuple(dict.fromkeys(row.role for row in rows)),
        sectors=tuple(
            dict.fromkeys(code for row in rows for code in row.sectors.split(",") if code)
        ),
        deputy=absence.deputy.name if absence else "",
        back_on=absence.until_on + timedelta(days=1) if absence else None,
        stands_in_for=tuple(covers.get(user.pk, ())),
    )


def person_for(actor: Actor, user_id: int) -> User:
    """
    A person who serves or has served on the office's side of the actor's park.

    :raises Missing: there is none.
    """
    served = Membership.objects.filter(park_id=actor.park_id).exclude(role=Role.ENTERPRISE_CONTACT)
    found = User.objects.filter(pk=user_id, pk__in=served.values("user_id")).first()
    if found is None:
        raise Missing
    return found


def roles_held(actor: Actor, user_id: int) -> list[Membership]:
    """Every role of a person in the actor's park, the present ones first."""
    return list(
        Membership.objects.filter(park_id=actor.park_id, user_id=user_id)
        .select_related("unit")
        .order_by(F("until_on").desc(nulls_first=True), "-from_on", "id")
    )


def membership_for(actor: Actor, membership_id: int) -> Membership:
    """
    One role of somebody of the actor's park.

    :raises Missing: there is none.
    """
    found = (
        Membership.objects.filter(park_id=actor.park_id, pk=membership_id)
        .exclude(role=Role.ENTERPRISE_CONTACT)
        .select_related("user", "unit")
        .first()
    )
    if found is None:
        raise Missing
    return found
