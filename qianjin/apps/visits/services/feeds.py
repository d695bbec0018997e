"""订阅动词 A secret address for one's own calendar, and taking it back."""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from qianjin.apps.accounts.actors import Actor

from .. import policies
from ..choices import FeedKind
from ..models import CalendarFeed
from ..refusals import MayNotRecord, NoFeed
from .traces import trace


@transaction.atomic
def open_feed(*, by: Actor, at: datetime, kind: str = FeedKind.ROUNDS) -> str:
    """
    开订阅 Make a new secret for one's calendar address and return it; an earlier one is dead.

    :raises MayNotRecord: ``by`` goes on no rounds here, or sees no projects.
    """
    if not policies.may_subscribe(by, kind):
        raise MayNotRecord
    _revoke(by, at, kind)
    secret = secrets.token_urlsafe(32)
    row = CalendarFeed.objects.create(
        park_id=by.park_id,
        person_id=by.person_id,
        kind=kind,
        token_hash=sha256(secret.encode()).hexdigest(),
        made_at=at,
    )
    trace("feed.open", row=row, by=by, at=at, kind="calendar_feed", label=by.name)
    return secret


@transaction.atomic
def close_feed(*, by: Actor, at: datetime, kind: str = FeedKind.ROUNDS) -> None:
    """
    撤订阅 Take one's calendar address back.

    :raises NoFeed: there is none.
    """
    if not (closed := _revoke(by, at, kind)):
        raise NoFeed
    trace("feed.close", row=closed[0], by=by, at=at, kind="calendar_feed", label=by.name)


def _revoke(by: Actor, at: datetime, kind: str) -> list[CalendarFeed]:
    rows = CalendarFeed.objects.select_for_update().filter(
        park_id=by.park_id, person_id=by.person_id, kind=kind, revoked_at=None
    )
    found = list(rows)
    CalendarFeed.objects.filter(pk__in=[row.pk for row in found]).update(revoked_at=at)
    return found
