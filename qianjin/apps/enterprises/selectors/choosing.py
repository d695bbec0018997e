"""What stands around a list: the people one can choose, the views one has kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import CharField, QuerySet, Value

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Role
from qianjin.apps.accounts.grants import scope_of
from qianjin.apps.accounts.models import Membership, SavedView, User
from qianjin.units.name_order import name_order
from qianjin.units.refusals import Missing

PAGE_KEY = "enterprises"
"""Under which saved views of the list are kept."""

RESPONSIBLE = tuple(role.value for role in Role if scope_of(role.value, Capability.ENTERPRISE_EDIT))
"""The roles whose holders can be responsible for an enterprise."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """What the head of the list offers: officers (number and name) and one's own views."""

    officers: list[tuple[int, str]] = field(default_factory=list)
    views: list[tuple[int, str, str]] = field(default_factory=list)


def furniture_of(actor: Actor, *, on: date) -> Furniture:
    """Officers and saved views together, in one query."""
    officers = (
        _responsible(actor.park_id, on)
        .order_by()
        .values_list("user_id", "user__name", Value("", output_field=CharField()))
        .annotate(sort=Value(0))
        .distinct()
    )
    views = (
        SavedView.objects.filter(park_id=actor.park_id, user_id=actor.person_id, page=PAGE_KEY)
        .order_by()
        .values_list("pk", "name", "query")
        .annotate(sort=Value(1))
    )
    found = Furniture()
    for key, name, query, sort in officers.union(views, all=True):
        if sort:
            found.views.append((key, name, query))
        else:
            found.officers.append((key, name))
    found.officers.sort(key=lambda item: name_order(item[1]))
    found.views.sort()
    return found


def responsible_people(actor: Actor, *, on: date) -> list[User]:
    """Everyone of the park who can be responsible for an enterprise, by name."""
    ids = _responsible(actor.park_id, on).values("user_id")
    found = User.objects.filter(pk__in=ids, is_active=True).order_by("pk")
    return sorted(found, key=lambda person: name_order(person.name))


def responsible_person(actor: Actor, user_id: int, *, on: date) -> User:
    """
    One of them.

    :raises Missing: no such officer in this park.
    """
    found = User.objects.filter(
        pk=user_id, pk__in=_responsible(actor.park_id, on).values("user_id")
    ).first()
    if found is None:
        raise Missing
    return found


def _responsible(park_id: int, on: date) -> QuerySet[Membership]:
    return (
        accounts.current_memberships(on=on).filter(park_id=park_id, role__in=RESPONSIBLE).order_by()
    )
