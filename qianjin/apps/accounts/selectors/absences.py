"""Who is away, who may enter it, who can stand in."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from qianjin.units.name_order import name_order
from qianjin.units.refusals import Missing

from ..actors import Actor
from ..choices import Capability, Scope
from ..models import Absence, User
from .roles import staff_of


def absences_of(actor: Actor, *, from_on: date) -> QuerySet[Absence]:
    """Absences that end on or after a day: the park's, or one's own for a liaison from outside."""
    rows = Absence.objects.filter(park_id=actor.park_id, until_on__gte=from_on)
    if not actor.may(Capability.PERSON_SEE):
        rows = rows.filter(Q(absent_id=actor.user_id) | Q(deputy_id=actor.user_id))
    return rows.select_related("absent", "deputy").order_by("from_on", "id")


def absence_for(actor: Actor, absence_id: int) -> Absence:
    """
    One absence the actor may see.

    :raises Missing: there is none.
    """
    found = absences_of(actor, from_on=date.min).filter(pk=absence_id).first()
    if found is None:
        raise Missing
    return found


def may_be_absent(actor: Actor, *, on: date) -> list[User]:
    """The people for whom the actor may enter an absence, the actor first."""
    rows = staff_of(actor.park_id, on=on)
    scope = actor.scope(Capability.ABSENCE_SET)
    if scope < Scope.PARK:
        mine = Q(user_id=actor.user_id)
        rows = rows.filter(mine | Q(unit_id__in=actor.unit_ids) if scope == Scope.UNIT else mine)
    people = {row.user_id: row.user for row in rows}
    return sorted(
        people.values(), key=lambda user: (user.pk != actor.user_id, name_order(user.name))
    )


def possible_deputies(actor: Actor, *, on: date) -> list[User]:
    """Who can stand in: the office's people, for a liaison from outside those of their unit."""
    rows = staff_of(actor.park_id, on=on)
    if not actor.may(Capability.PERSON_SEE):
        rows = rows.filter(unit_id__in=actor.unit_ids)
    people = {row.user_id: row.user for row in rows}
    return sorted(people.values(), key=lambda user: name_order(user.name))
