from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts import services as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Role
from qianjin.apps.accounts.models import Invitation, User
from qianjin.apps.audit import services as audit
from qianjin.units.refusals import Missing

from .. import policies
from ..checks import clean_contact, contact_problems
from ..choices import ThreadKind
from ..models import Contact, Enterprise
from ..refusals import (
    BadContact,
    ContactChangedMeanwhile,
    ContactHasLeft,
    HasAccount,
    MayNotEdit,
    MayNotReveal,
    MergedAway,
)
from . import index
from .thread import write_on_thread

INVITATION_DAYS = 14


@transaction.atomic
def add_contact(
    *,
    enterprise: Enterprise,
    name: str,
    by: Actor,
    at: datetime,
    user: User | None = None,
    **fields: Any,
) -> Contact:
    """
    加联系人 Add a person to call; the first one of an enterprise is the one to call first.

    ``fields``: post, phone, email, is_primary. ``user`` links an account at once.

    :raises MayNotEdit: the enterprise is not in the care of ``by``.
    :raises MergedAway: the entry was merged into another.
    :raises BadContact: a field is wrong, or the same person (name and phone) is already there.
    """
    if not policies.may_keep(by, enterprise):
        raise MayNotEdit
    _must_stand(enterprise)
    values = clean_contact({"name": name, **fields})
    present = list(_present(enterprise).select_for_update(of=("self",)))
    problems = contact_problems(values)
    if any((c.name, c.phone) == (values["name"], values.get("phone", "")) for c in present):
        problems.setdefault("name", []).append(_("This person is already a contact here."))
    if problems:
        raise BadContact(problems)
    values["is_primary"] = bool(values.get("is_primary")) or not present
    if values["is_primary"]:
        _present(enterprise).update(is_primary=False)
    contact = Contact.objects.create(
        park_id=enterprise.park_id, enterprise=enterprise, user=user, **values
    )
    index.refresh([enterprise])
    write_on_thread(
        enterprise=enterprise,
        kind=ThreadKind.CONTACT,
        by=by,
        at=at,
        text=contact.name,
        object_kind="contact",
        object_ref=str(contact.pk),
        is_internal=True,
    )
    _trace(
        contact,
        "contact.add",
        by,
        at,
        {"enterprise": enterprise.name, "fields": [field for field, v in values.items() if v]},
    )
    return contact


@transaction.atomic
def change_contact(
    *, contact: Contact, version: int, by: Actor, at: datetime, **fields: Any
) -> Contact:
    """
    Change a contact; equal values change nothing.

    :raises MayNotEdit: the enterprise is not in the care of ``by``.
    :raises ContactHasLeft: the person has left.
    :raises ContactChangedMeanwhile: somebody changed the contact since ``version``.
    :raises BadContact: a field is wrong.
    """
    kept = _locked(contact)
    if not policies.may_keep(by, kept.enterprise):
        raise MayNotEdit
    _must_be_here(kept)
    values = clean_contact(fields)
    differing = {field: v for field, v in values.items() if getattr(kept, field) != v}
    if version != kept.version and differing:
        changes = [
            {"field": field, "theirs": getattr(kept, field), "mine": mine}
            for field, mine in differing.items()
        ]
        raise ContactChangedMeanwhile(changes=changes, version=kept.version)
    if problems := contact_problems(values):
        raise BadContact(problems)
    if not differing:
        return kept
    if differing.get("is_primary"):
        _present(kept.enterprise).update(is_primary=False)
    for field, value in differing.items():
        setattr(kept, field, value)
    kept.version += 1
    kept.save()
    index.refresh([kept.enterprise])
    write_on_thread(
        enterprise=kept.enterprise,
        kind=ThreadKind.CONTACT_CHANGED,
        by=by,
        at=at,
        text=kept.name,
        object_kind="contact",
        object_ref=str(kept.pk),
        is_internal=True,
    )
    _trace(kept, "contact.change", by, at, {"fields": list(differing), "version": kept.version})
    return kept


@transaction.atomic
def contact_left(*, contact: Contact, by: Actor, at: datetime, on: date | None = None) -> Contact:
    """
    离职 Note that a contact no longer works there: they may ask for it no more.

    An open invitation of theirs is withdrawn; their account and what they wrote stay.

    :raises MayNotEdit: the enterprise is not in the care of ``by``.
    :raises ContactHasLeft: that is already known.
    """
    kept = _locked(contact)
    if not policies.may_keep(by, kept.enterprise):
        raise MayNotEdit
    _must_be_here(kept)
    kept.left_on = on or timezone.localdate(at)
    was_primary, kept.is_primary = kept.is_primary, False
    kept.version += 1
    kept.save(update_fields=["left_on", "is_primary", "version"])
    if was_primary and (heir := _present(kept.enterprise).first()):
        heir.is_primary = True
        heir.save(update_fields=["is_primary"])
    _withdraw(kept.invitation, by=by, at=at)
    index.refresh([kept.enterprise])
    write_on_thread(
        enterprise=kept.enterprise,
        kind=ThreadKind.CONTACT_LEFT,
        by=by,
        at=at,
        text=kept.name,
        object_kind="contact",
        object_ref=str(kept.pk),
        is_internal=True,
    )
    _trace(kept, "contact.left", by, at, {"on": kept.left_on})
    return kept


@transaction.atomic
def reveal_phone(*, contact: Contact, by: Actor, at: datetime) -> str:
    """
    看号码 Give the whole telephone number to an officer; the look leaves an audit entry.

    :raises MayNotReveal: ``by`` does not stand on the office's side, or not in this park.
    """
    if not policies.may_reveal(by, contact.enterprise):
        raise MayNotReveal
    _trace(contact, "contact.reveal", by, at, {"enterprise": contact.enterprise.name})
    return contact.phone


@transaction.atomic
def invite_contact(*, contact: Contact, by: Actor, at: datetime) -> tuple[Invitation, str]:
    """
    邀请联系人 Make a link (and QR code) with which this contact opens the portal.

    Returns the invitation and its token, which is shown once. An earlier open invitation of
    the contact is withdrawn.

    :raises MayNotInvite: ``by`` may not invite enterprise contacts.
    :raises ContactHasLeft: the person has left.
    :raises HasAccount: the contact already has an account.
    """
    kept = _locked(contact)
    if not policies.may_invite_contact(by, kept.enterprise):
        raise accounts.MayNotInvite
    _must_be_here(kept)
    if kept.user_id is not None:
        raise HasAccount(name=kept.name)
    _withdraw(kept.invitation, by=by, at=at)
    invitation, token = accounts.invite(
        park=kept.enterprise.park,
        role=Role.ENTERPRISE_CONTACT,
        by=by,
        at=at,
        name=kept.name,
        phone=kept.phone,
        email=kept.email,
        days=INVITATION_DAYS,
    )
    kept.invitation = invitation
    kept.save(update_fields=["invitation"])
    return invitation, token


@transaction.atomic
def join(
    *, token: str, at: datetime, user: User | None = None, **person: Any
) -> tuple[Invitation, User]:
    """
    接受邀请 Take up an invitation; an enterprise contact's account is tied to their entry.

    For invitations of officers nothing more than ``accounts.accept_invitation`` happens. When
    the account already is a contact of that enterprise, the two entries stay apart and the
    older one keeps the account.

    :raises Missing: the link is unknown, used, withdrawn or expired.
    :raises BadPerson: the new account's details are refused.
    """
    invitation, account = accounts.accept_invitation(token=token, at=at, user=user, **person)
    contact = (
        Contact.objects.select_for_update(of=("self",))
        .select_related("enterprise__park")
        .filter(invitation=invitation, left_on__isnull=True, user__isnull=True)
        .first()
    )
    if contact is None:
        return invitation, account
    try:
        with transaction.atomic():
            contact.user = account
            contact.save(update_fields=["user"])
    except IntegrityError:
        return invitation, account
    joined = Actor(
        user_id=account.pk,
        name=account.name,
        park_id=invitation.park_id,
        roles=(Role.ENTERPRISE_CONTACT,),
    )
    write_on_thread(
        enterprise=contact.enterprise,
        kind=ThreadKind.JOINED,
        by=joined,
        at=at,
        text=contact.name,
        object_kind="contact",
        object_ref=str(contact.pk),
    )
    _trace(contact, "contact.join", joined, at, {"enterprise": contact.enterprise.name})
    return invitation, account


def _locked(contact: Contact) -> Contact:
    kept = (
        Contact.objects.select_for_update(of=("self",))
        .select_related("enterprise__park", "enterprise__merged_into", "invitation")
        .filter(pk=contact.pk)
        .first()
    )
    if kept is None:
        raise Missing
    return kept


def _present(enterprise: Enterprise) -> Any:
    return Contact.objects.filter(enterprise=enterprise, left_on__isnull=True)


def _must_stand(enterprise: Enterprise) -> None:
    if enterprise.merged_into is not None:
        raise MergedAway(name=enterprise.merged_into.name)


def _must_be_here(contact: Contact) -> None:
    if contact.left_on is not None:
        raise ContactHasLeft(name=contact.name)


def _withdraw(invitation: Invitation | None, *, by: Actor, at: datetime) -> None:
    """Withdraw what is still open; whoever may not invite may still close that door."""
    if invitation is None or invitation.accepted_at or invitation.revoked_at:
        return
    invitation.revoked_at = at
    invitation.save(update_fields=["revoked_at"])
    audit.record(
        park_id=invitation.park_id,
        by=by,
        at=at,
        verb="invitation.revoke",
        object_kind="invitation",
        object_id=invitation.pk,
        object_label=invitation.name,
    )


def _trace(contact: Contact, verb: str, by: Actor, at: datetime, detail: dict[str, Any]) -> None:
    """Leave the audit entry; it names fields, never a private number or address."""
    audit.record(
        park_id=contact.park_id,
        by=by,
        at=at,
        verb=verb,
        object_kind="contact",
        object_id=contact.pk,
        object_label=contact.name,
        detail=detail,
    )
