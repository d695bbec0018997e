"""What belongs to one person: notices, drafts, saved views."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from qianjin.units.refusals import Missing

from ..actors import Actor
from ..models import Draft, Notice, SavedView


def notices_of(actor: Actor) -> QuerySet[Notice]:
    """This person's notices in this park, newest first."""
    return Notice.objects.filter(user_id=actor.person_id, park_id=actor.park_id)


def notice_for(actor: Actor, notice_id: int) -> Notice:
    """
    One of this person's notices.

    :raises Missing: there is none of that number, or it is somebody else's.
    """
    found = notices_of(actor).filter(pk=notice_id).first()
    if found is None:
        raise Missing
    return found


def unread_count(actor: Actor, *, most: int = 99) -> int:
    """Unread notices, counted no further than ``most``."""
    return notices_of(actor).filter(read_at=None).order_by()[:most].count()


KEPT_TRYING = timedelta(days=3)
"""A notice that could not be mailed for so long is old news."""


def to_mail(*, before: datetime, most: int = 5000) -> list[Notice]:
    """
    Unread notices from before a moment that have not been mailed, by person, oldest first.

    Only of people with an e-mail address, and not older than three days.
    """
    return list(
        Notice.objects.filter(
            read_at=None,
            mailed_at=None,
            at__lte=before,
            at__gt=before - KEPT_TRYING,
            user__is_active=True,
        )
        .exclude(user__email="")
        .select_related("user", "park")
        .order_by("user_id", "id")[:most]
    )


def draft_of(actor: Actor, key: str) -> Draft | None:
    """What this person last typed into the form ``key``."""
    return Draft.objects.filter(park_id=actor.park_id, user_id=actor.person_id, key=key).first()


def saved_views_of(actor: Actor, page: str) -> list[SavedView]:
    """This person's saved views of one page."""
    return list(SavedView.objects.filter(park_id=actor.park_id, user_id=actor.person_id, page=page))
