from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.parks.composed import NUMBER, OTHER, Composed
from qianjin.apps.parks.models import Park

from ..models import Contact, Enterprise


def actor_of(*, user: User, park: Park, on: date) -> Actor:
    """
    行为人 Who ``user`` is in ``park`` on a day; for an enterprise contact, with the enterprises
    they speak for: those they have not left and that stand for themselves in the directory.

    :raises Missing: this person has no role here.
    """
    return _speaking(accounts.actor_of(user=user, park=park, on=on))


def arrival(
    *, user: User, slug: str, at: datetime, comer: accounts.Comer | None = None
) -> accounts.Arrival:
    """
    The same for the park called ``slug`` on the day it is there, with what its pages stand in.

    :raises Missing: there is no such park, or this person has no role in it.
    """
    found = accounts.arrival(user=user, slug=slug, at=at, comer=comer)
    return replace(found, actor=_speaking(found.actor))


def _speaking(actor: Actor) -> Actor:
    if not actor.is_enterprise:
        return actor
    found = _SPOKEN_FOR.ask({NUMBER: actor.park_id, OTHER: actor.person_id})
    return replace(actor, enterprise_ids=frozenset(firm for (firm,) in found))


_SPOKEN_FOR: Composed[Any] = Composed(
    lambda: Contact.objects.filter(
        park_id=NUMBER, user_id=OTHER, left_on__isnull=True, enterprise__merged_into__isnull=True
    ).values_list("enterprise_id")
)


def contact_of(actor: Actor, enterprise: Enterprise) -> Contact | None:
    """The entry under which ``actor`` is a present contact of ``enterprise``, if they are one."""
    if actor.user_id is None:
        return None
    return Contact.objects.filter(
        enterprise=enterprise, user_id=actor.user_id, left_on__isnull=True
    ).first()
