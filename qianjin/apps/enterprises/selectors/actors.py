from __future__ import annotations

from dataclasses import replace
from datetime import date

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.parks.models import Park

from ..models import Contact, Enterprise


def actor_of(*, user: User, park: Park, on: date) -> Actor:
    """
    行为人 Who ``user`` is in ``park`` on a day; for an enterprise contact, with the enterprises
    they speak for: those they have not left and that stand for themselves in the directory.

    :raises Missing: this person has no role here.
    """
    actor = accounts.actor_of(user=user, park=park, on=on)
    if not actor.is_enterprise:
        return actor
    ids = Contact.objects.filter(
        park=park, user=user, left_on__isnull=True, enterprise__merged_into__isnull=True
    ).values_list("enterprise_id", flat=True)
    return replace(actor, enterprise_ids=frozenset(ids))


def contact_of(actor: Actor, enterprise: Enterprise) -> Contact | None:
    """The entry under which ``actor`` is a present contact of ``enterprise``, if they are one."""
    if actor.user_id is None:
        return None
    return Contact.objects.filter(
        enterprise=enterprise, user_id=actor.user_id, left_on__isnull=True
    ).first()
