"""Letting people in: a link or its QR code, for one person, in one role."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.audit import services as audit
from qianjin.apps.parks.models import Park, Unit

from .. import policies, selectors
from ..actors import Actor
from ..choices import NEEDS_UNIT, Role
from ..models import Invitation, User
from ..refusals import BadRole, InvitationSettled, MayNotInvite
from .people import register_person, take_up, user_as_who

LONGEST_DAYS = 90


@transaction.atomic
def invite(
    *,
    park: Park,
    role: str,
    by: Actor,
    at: datetime,
    unit: Unit | None = None,
    name: str = "",
    phone: str = "",
    email: str = "",
    days: int = 14,
) -> tuple[Invitation, str]:
    """
    邀请 Make an invitation; return it and the token, which is shown once and not kept.

    :raises MayNotInvite: ``by`` may not invite in this role, or not in this park.
    :raises BadRole: the role needs a unit of this park, or the days are not 1 to 90.
    """
    if by.park_id != park.pk or not policies.may_invite(by, role):
        raise MayNotInvite
    if role not in Role.values:
        raise BadRole({"role": [_("This role is unknown.")]})
    if unit is None and role in NEEDS_UNIT:
        raise BadRole({"unit": [_("This role belongs to a section or unit; please choose it.")]})
    if unit is not None and unit.park_id != park.pk:
        raise BadRole({"unit": [_("This unit belongs to another park.")]})
    if not 1 <= days <= LONGEST_DAYS:
        raise BadRole({"days": [_("An invitation holds for 1 to 90 days.")]})
    token = secrets.token_urlsafe(24)
    row = Invitation.objects.create(
        park=park,
        role=role,
        unit=unit,
        name=name.strip(),
        phone=phone.strip(),
        email=email.strip(),
        token_hash=selectors.token_hash(token),
        invited_by_id=by.person_id,
        invited_at=at,
        expires_at=at + timedelta(days=days),
    )
    audit.record(
        park_id=park.pk,
        by=by,
        at=at,
        verb="invitation.make",
        object_kind="invitation",
        object_id=row.pk,
        object_label=row.name,
        detail={"role": role, "unit": unit.name_zh if unit else "", "until": row.expires_at},
    )
    return row, token


@transaction.atomic
def accept_invitation(
    *, token: str, at: datetime, user: User | None = None, **person: Any
) -> tuple[Invitation, User]:
    """
    接受邀请 Take up an invitation with an account one has, or with a new one from ``person``.

    :raises Missing: the link is unknown, used, withdrawn or expired.
    :raises BadPerson: the new account's details are refused.
    :raises BadRole: the person already stands on the other side of the counter of this park.
    """
    row = selectors.open_invitation(token, at=at)
    row = Invitation.objects.select_for_update(of=("self",)).get(pk=row.pk)
    row = selectors.open_invitation(token, at=at)
    newcomer = Actor(user_id=None, name=person.get("name", row.name), park_id=row.park_id)
    if user is None:
        user = register_person(by=newcomer, at=at, **person)
    take_up(user=user, park=row.park, role=row.role, unit=row.unit, by=user_as_who(user), at=at)
    row.accepted_by, row.accepted_at = user, at
    row.save(update_fields=["accepted_by", "accepted_at"])
    audit.record(
        park_id=row.park_id,
        by=user_as_who(user),
        at=at,
        verb="invitation.accept",
        object_kind="invitation",
        object_id=row.pk,
        object_label=user.name,
        detail={"role": row.role},
    )
    return row, user


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: Actor, at: datetime) -> Invitation:
    """
    撤回邀请 Withdraw an invitation; doing it twice changes nothing.

    :raises MayNotInvite: ``by`` may not invite in this role, or not in this park.
    :raises InvitationSettled: somebody has already come in through it.
    """
    if by.park_id != invitation.park_id or not policies.may_invite(by, invitation.role):
        raise MayNotInvite
    row = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if row.accepted_at is not None:
        raise InvitationSettled
    if row.revoked_at is None:
        row.revoked_at = at
        row.save(update_fields=["revoked_at"])
        audit.record(
            park_id=row.park_id,
            by=by,
            at=at,
            verb="invitation.revoke",
            object_kind="invitation",
            object_id=row.pk,
            object_label=row.name,
        )
    return row


def forget_invitations(*, at: datetime, days: int = 90) -> int:
    """Blank name and reach of invitations nobody took up within ``days`` of their end."""
    stale = Invitation.objects.filter(
        accepted_at=None, expires_at__lt=at - timedelta(days=days)
    ).exclude(name="", phone="", email="")
    return stale.update(name="", phone="", email="")
