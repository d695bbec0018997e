"""相识 Who knows whom: said by an officer, of themselves or of two contacts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.audit import services as audit
from qianjin.units.refusals import Missing

from .. import policies, selectors
from ..choices import Strength, TieKind
from ..models import Contact, Tie
from ..refusals import Anonymised, BadTie, MayNotEnter, MergedAway

NOTE = 200


@transaction.atomic
def tie_officer(
    *,
    officer: User,
    contact: Contact,
    kind: str,
    strength: int,
    by: Actor,
    at: datetime,
    note: str = "",
) -> Tie:
    """
    An officer knows a contact; said again, kind, strength and note are the new ones.

    :raises MayNotEnter: ``by`` keeps no prospects.
    :raises Missing: the officer or the contact is not of this park.
    :raises MergedAway, Anonymised: the contact stands for nobody any more.
    :raises BadTie: kind, strength or note is wrong.
    """
    _check(by, kind, strength, note, contact)
    known = accounts.officer_of(by.park_id, officer.pk, on=at.date())
    tie, _new = Tie.objects.update_or_create(
        officer=known,
        other=contact,
        defaults=_said(by, at, kind, strength, note),
    )
    _trace(tie, "tie.say", by, at, contact)
    return tie


@transaction.atomic
def tie_contacts(
    *,
    one: Contact,
    other: Contact,
    kind: str,
    strength: int,
    by: Actor,
    at: datetime,
    note: str = "",
) -> Tie:
    """
    Two contacts know each other; in whatever order they are named.

    :raises MayNotEnter, Missing, MergedAway, Anonymised, BadTie: as ``tie_officer``; BadTie
        also for a person who is to know themselves.
    """
    _check(by, kind, strength, note, one, other)
    if one.pk == other.pk:
        raise BadTie({"other": [_("Everybody knows themselves.")]})
    lower, upper = sorted((one, other), key=lambda row: row.pk)
    tie, _new = Tie.objects.update_or_create(
        one=lower, other=upper, defaults=_said(by, at, kind, strength, note)
    )
    _trace(tie, "tie.say", by, at, one)
    return tie


@transaction.atomic
def say_tie(
    *,
    contact: Contact,
    officer: int | None,
    other: str,
    kind: str,
    strength: int,
    by: Actor,
    at: datetime,
    note: str = "",
) -> Tie:
    """
    Somebody knows a contact: an officer by number, or another contact by name (and firm).

    :raises BadTie: neither or both are named, or the name is nobody's or several people's.
    :raises MayNotEnter, Missing, MergedAway, Anonymised: as ``tie_officer``.
    """
    if (officer is None) == (not other.strip()):
        raise BadTie({"other": [_("Name a colleague, or another contact.")]})
    told: dict[str, Any] = {"kind": kind, "strength": strength, "note": note, "by": by, "at": at}
    if officer is not None:
        user = accounts.officer_of(by.park_id, officer, on=at.date())
        return tie_officer(officer=user, contact=contact, **told)
    found = selectors.contacts_named(by, other)
    if not found:
        raise BadTie({"other": [_("Nobody of this name is in the book.")]})
    if len(found) > 1:
        raise BadTie({"other": [_("Several people have this name; add the firm after it.")]})
    return tie_contacts(one=contact, other=found[0], **told)


@transaction.atomic
def untie(*, tie: Tie, by: Actor, at: datetime) -> None:
    """
    Take back that two people know each other.

    :raises MayNotEnter: ``by`` keeps no prospects.
    """
    if not policies.may_enter(by, tie.park_id):
        raise MayNotEnter
    _trace(tie, "tie.take_back", by, at, tie.other)
    tie.delete()


def _said(by: Actor, at: datetime, kind: str, strength: int, note: str) -> dict[str, object]:
    return {
        "park_id": by.park_id,
        "kind": kind,
        "strength": strength,
        "note": note.strip(),
        "said_by_id": by.user_id,
        "said_at": at,
    }


def _check(by: Actor, kind: str, strength: int, note: str, *contacts: Contact) -> None:
    if not policies.may_enter(by, by.park_id):
        raise MayNotEnter
    for contact in contacts:
        if contact.park_id != by.park_id:
            raise Missing
        if contact.merged_into is not None:
            raise MergedAway(name=contact.merged_into.name)
        if contact.anonymised_at is not None:
            raise Anonymised
    problems = {}
    if kind not in TieKind.values:
        problems["kind"] = [_("“%(value)s” is not one of the choices.") % {"value": kind}]
    if strength not in Strength.values:
        problems["strength"] = [_("“%(value)s” is not one of the choices.") % {"value": strength}]
    if len(note) > NOTE:
        problems["note"] = [_("At most %(limit)d characters fit here.") % {"limit": NOTE}]
    if problems:
        raise BadTie(problems)


def _trace(tie: Tie, verb: str, by: Actor, at: datetime, contact: Contact) -> None:
    audit.record(
        park_id=tie.park_id,
        by=by,
        at=at,
        verb=verb,
        object_kind="prospect",
        object_id=contact.pk,
        object_label=contact.name,
        detail={"officer": tie.officer_id, "contacts": [tie.one_id, tie.other_id]},
    )
