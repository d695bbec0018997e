"""Access tokens."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from qianjin.units.refusals import Missing

from ..actors import Actor
from ..models import ApiToken
from .invitations import token_hash


def tokens_of(actor: Actor, *, at: datetime) -> QuerySet[ApiToken]:
    """This person's tokens in this park that still open the door, newest first."""
    return ApiToken.objects.filter(
        park_id=actor.park_id, user_id=actor.person_id, revoked_at=None, expires_at__gt=at
    )


def token_for(actor: Actor, token_id: int) -> ApiToken:
    """
    One of this person's tokens in this park.

    :raises Missing: there is none.
    """
    found = ApiToken.objects.filter(
        park_id=actor.park_id, user_id=actor.person_id, pk=token_id
    ).first()
    if found is None:
        raise Missing
    return found


def valid_token(secret: str, *, at: datetime) -> ApiToken | None:
    """The token behind a secret, with its owner; ``None`` for unknown, revoked and expired ones."""
    return (
        ApiToken.objects.filter(
            token_hash=token_hash(secret), revoked_at=None, expires_at__gt=at, user__is_active=True
        )
        .select_related("user")
        .first()
    )
