"""Invitations by their link, and those of a park."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.db.models import QuerySet

from qianjin.units.refusals import Missing

from ..actors import Actor
from ..models import Invitation


def token_hash(token: str) -> str:
    """The form in which an invitation's token is kept."""
    return sha256(token.encode()).hexdigest()


def open_invitation(token: str, *, at: datetime) -> Invitation:
    """
    The invitation behind a link.

    :raises Missing: unknown, used, withdrawn or expired; one answer for all.
    """
    found = (
        Invitation.objects.filter(
            token_hash=token_hash(token),
            accepted_at=None,
            revoked_at=None,
            expires_at__gt=at,
        )
        .select_related("park", "unit")
        .first()
    )
    if found is None:
        raise Missing
    return found


def settled_invitation(token: str) -> Invitation | None:
    """An invitation that no longer opens, so that whoever holds its link can be told why."""
    return (
        Invitation.objects.filter(token_hash=token_hash(token))
        .select_related("park", "accepted_by")
        .first()
    )


def invitation_for(actor: Actor, invitation_id: int) -> Invitation:
    """
    One invitation of the actor's park.

    :raises Missing: there is none.
    """
    found = invitations_of(actor).filter(pk=invitation_id).first()
    if found is None:
        raise Missing
    return found


def invitations_of(actor: Actor) -> QuerySet[Invitation]:
    """The park's invitations, newest first."""
    return Invitation.objects.filter(park_id=actor.park_id).select_related(
        "unit", "invited_by", "accepted_by"
    )
