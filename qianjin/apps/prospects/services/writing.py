"""登记 Entering and changing firms and people of the book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.audit import services as audit
from qianjin.apps.enterprises.models import Enterprise
from qianjin.units.refusals import Missing

from .. import checks, planning, policies
from ..models import Contact, Organisation
from ..refusals import (
    Anonymised,
    BadContact,
    BadOrganisation,
    ChangedSince,
    HasLanded,
    MayNotEnter,
    MayNotGiveAway,
    MayNotKeep,
    MayNotReveal,
    MergedAway,
)
from . import index


@transaction.atomic
def write_organisation(
    *, by: Actor, at: datetime, owner: User | None = None, is_demo: bool = False, **values: Any
) -> Organisation:
    """
    登记招商对象 Enter a firm; ``values`` are those of ``checks.ORGANISATION_FIELDS``.

    :raises MayNotEnter: this person keeps no prospects.
    :raises MayNotGiveAway: ``owner`` is somebody else, and ``by`` is no head.
    :raises BadOrganisation: a field is wrong, or the credit code belongs to another (``other``).
    """
    if not policies.may_enter(by, by.park_id):
        raise MayNotEnter
    kept = checks.clean(values, checks.ORGANISATION_FIELDS)
    _check_organisation({"name": "", **kept}, by)
    row = Organisation(
        park_id=by.park_id,
        owner_id=_owner(owner, by, at),
        made_at=at,
        is_demo=is_demo,
        name_key=planning.firm_key(kept["name"]),
        **kept,
    )
    _save_organisation(row, by)
    index.refresh_organisations([row])
    trace(row, "organisation.write", by, at, {"fields": [f for f, v in kept.items() if v]})
    return row


@transaction.atomic
def change_organisation(
    *,
    organisation: Organisation,
    version: int | None,
    by: Actor,
    at: datetime,
    owner: User | None = None,
    **values: Any,
) -> Organisation:
    """
    Change what is said of a firm; equal values change nothing. ``owner`` puts it in other hands.

    :raises MayNotKeep: it is in somebody else's care.
    :raises ChangedSince: ``version`` is given and not the present one.
    :raises MergedAway: the row was merged into another.
    :raises MayNotGiveAway, BadOrganisation: as ``write_organisation``.
    """
    row = locked_organisation(organisation)
    _may_change(row, version, by)
    kept = checks.clean(values, checks.ORGANISATION_FIELDS)
    before = {field: getattr(row, field) for field in kept}
    _check_organisation({**_fields(row, checks.ORGANISATION_FIELDS), **kept}, by, but=row.pk)
    differing = _set(row, kept, owner, by, at)
    if not differing:
        return row
    row.name_key = planning.firm_key(row.name)
    _save_organisation(row, by)
    if {"name", "other_names", "credit_code", "city", "tags"} & differing:
        index.refresh_organisations([row])
    after = {field: getattr(row, field) for field in differing if field in before}
    before = {field: before[field] for field in after}
    trace(row, "organisation.change", by, at, {"before": before, "after": after, **_care(row)})
    return row


@transaction.atomic
def write_contact(
    *,
    by: Actor,
    at: datetime,
    organisation: Organisation | None = None,
    owner: User | None = None,
    is_demo: bool = False,
    **values: Any,
) -> Contact:
    """
    登记人脉 Enter a person; ``values`` are those of ``checks.CONTACT_FIELDS``.

    ``retain_until`` not given is ``checks.RETAIN_DAYS`` from now.

    :raises MayNotEnter: this person keeps no prospects.
    :raises MayNotGiveAway: ``owner`` is somebody else, and ``by`` is no head.
    :raises BadContact: a field is wrong.
    """
    if not policies.may_enter(by, by.park_id):
        raise MayNotEnter
    today = timezone.localdate(at)
    kept = checks.clean(values, checks.CONTACT_FIELDS)
    if problems := checks.contact_problems({"name": "", **kept}, today=today):
        raise BadContact(problems)
    kept["retain_until"] = kept.get("retain_until") or today + timedelta(days=checks.RETAIN_DAYS)
    row = Contact(
        park_id=by.park_id,
        owner_id=_owner(owner, by, at),
        organisation=_standing(organisation, by),
        made_at=at,
        is_demo=is_demo,
        name_key=planning.person_key(kept["name"]),
        **kept,
    )
    row.save()
    index.refresh_contacts([row])
    trace(row, "prospect.write", by, at, {"fields": [f for f, v in kept.items() if v]})
    return row


@transaction.atomic
def change_contact(
    *,
    contact: Contact,
    version: int | None,
    by: Actor,
    at: datetime,
    owner: User | None = None,
    **values: Any,
) -> Contact:
    """
    Change what is said of a person; ``organisation`` (a row or None) may be among ``values``.

    :raises MayNotKeep: the contact is in somebody else's care.
    :raises ChangedSince: ``version`` is given and not the present one.
    :raises MergedAway, Anonymised: the row stands for nobody any more.
    :raises MayNotGiveAway, BadContact: as ``write_contact``.
    """
    row = locked_contact(contact)
    _may_change(row, version, by)
    if row.anonymised_at is not None:
        raise Anonymised
    moves = "organisation" in values
    firm = _standing(values.pop("organisation", None), by)
    kept = checks.clean(values, checks.CONTACT_FIELDS)
    whole = {**_fields(row, checks.CONTACT_FIELDS), **kept}
    if problems := checks.contact_problems(whole, today=timezone.localdate(at)):
        raise BadContact(problems)
    if kept.get("retain_until", row.retain_until) is None:
        kept.pop("retain_until")
    differing = _set(row, kept, owner, by, at)
    if moves and row.organisation != firm:
        row.organisation = firm
        row.version += not differing
        differing.add("organisation")
    if not differing:
        return row
    if "retain_until" in differing:
        row.reminded_on = None
    row.name_key = planning.person_key(row.name)
    row.save()
    index.refresh_contacts([row])
    # The trail names fields, never what a person's particulars are.
    trace(row, "prospect.change", by, at, {"fields": sorted(differing), **_care(row)})
    return row


@transaction.atomic
def retire(*, organisation: Organisation, back: bool, by: Actor, at: datetime) -> Organisation:
    """
    不再跟进 The section pursues this firm no longer; ``back`` takes that back.

    :raises MayNotKeep, MergedAway: as ``change_organisation``.
    """
    row = locked_organisation(organisation)
    _may_change(row, None, by)
    if (row.retired_at is None) == back:
        return row
    row.retired_at = None if back else at
    row.version += 1
    row.save(update_fields=["retired_at", "version"])
    trace(row, "organisation.resume" if back else "organisation.retire", by, at, {})
    return row


@transaction.atomic
def landed(
    *, organisation: Organisation, enterprise: Enterprise | None, by: Actor, at: datetime
) -> Organisation:
    """
    落户 The firm stands in the park as ``enterprise``; None takes that back.

    :raises MayNotKeep, MergedAway: as ``change_organisation``.
    :raises Missing: the enterprise is another park's.
    :raises HasLanded: it has landed as another enterprise before.
    """
    row = locked_organisation(organisation)
    _may_change(row, None, by)
    if enterprise is not None and enterprise.park_id != row.park_id:
        raise Missing
    if enterprise is not None and row.enterprise_id not in (None, enterprise.pk):
        raise HasLanded(name=row.name)
    if row.enterprise == enterprise:
        return row
    before, row.enterprise = row.enterprise_id, enterprise
    row.version += 1
    row.save(update_fields=["enterprise", "version"])
    after = enterprise.pk if enterprise else None
    trace(row, "organisation.land", by, at, {"before": before, "after": after})
    return row


@transaction.atomic
def reveal_phones(*, contact: Contact, by: Actor, at: datetime) -> list[str]:
    """
    看号码 Give the whole numbers of a person; the look leaves an audit entry.

    :raises MayNotReveal: the contact is in somebody else's care.
    :raises Anonymised: there are none any more.
    """
    if not policies.may_reveal(by, contact):
        raise MayNotReveal
    if contact.anonymised_at is not None:
        raise Anonymised
    trace(contact, "prospect.reveal", by, at, {"numbers": len(contact.phones)})
    return list(contact.phones)


def touched(
    *, park_id: int, on: date, contacts: Iterable[int] = (), organisations: Iterable[int] = ()
) -> None:
    """Note the day of a call, message or meeting with these rows; the latest day stays.

    For desks above, inside the act in which they note the touch itself and leave its trace.
    """
    for model, keys in ((Contact, contacts), (Organisation, organisations)):
        rows = model.objects.filter(park_id=park_id, pk__in=list(keys))
        rows.filter(touched_on__lt=on).update(touched_on=on)
        rows.filter(touched_on__isnull=True).update(touched_on=on)


def locked_organisation(row: Organisation) -> Organisation:
    """The firm as it stands now, held until the transaction ends; Missing when it is gone."""
    found = (
        Organisation.objects.select_for_update(of=("self",))
        .select_related("merged_into", "owner", "enterprise")
        .filter(pk=row.pk)
        .first()
    )
    if found is None:
        raise Missing
    return found


def locked_contact(row: Contact) -> Contact:
    """The person as they stand now, held until the transaction ends; Missing when gone."""
    found = (
        Contact.objects.select_for_update(of=("self",))
        .select_related("merged_into", "owner", "organisation")
        .filter(pk=row.pk)
        .first()
    )
    if found is None:
        raise Missing
    return found


def trace(
    row: Organisation | Contact, verb: str, by: Actor, at: datetime, detail: Mapping[str, Any]
) -> None:
    """Leave the audit entry of an act on one row."""
    audit.record(
        park_id=row.park_id,
        by=by,
        at=at,
        verb=verb,
        object_kind="organisation" if isinstance(row, Organisation) else "prospect",
        object_id=row.pk,
        object_label=row.name,
        detail={**detail, "version": row.version},
    )


def _owner(owner: User | None, by: Actor, at: datetime) -> int:
    """Whose the new row is: one's own, or for heads an officer of the park."""
    if owner is None or owner.pk in by.people:
        return owner.pk if owner else by.person_id
    if not policies.keeps_all(by):
        raise MayNotGiveAway
    return accounts.officer_of(by.park_id, owner.pk, on=timezone.localdate(at)).pk


def _standing(organisation: Organisation | None, by: Actor) -> Organisation | None:
    if organisation is None:
        return None
    if organisation.park_id != by.park_id:
        raise Missing
    if organisation.merged_into is not None:
        raise MergedAway(name=organisation.merged_into.name)
    return organisation


def _may_change(row: Organisation | Contact, version: int | None, by: Actor) -> None:
    if not policies.may_keep(by, row):
        raise MayNotKeep
    if row.merged_into is not None:
        raise MergedAway(name=row.merged_into.name)
    if version is not None and version != row.version:
        raise ChangedSince


def _fields(row: Organisation | Contact, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _set(
    row: Organisation | Contact,
    kept: Mapping[str, Any],
    owner: User | None,
    by: Actor,
    at: datetime,
) -> set[str]:
    """Write what differs into the row, unsaved; the names of what does."""
    differing = {field for field, value in kept.items() if getattr(row, field) != value}
    for field in differing:
        setattr(row, field, kept[field])
    if owner is not None and owner.pk != row.owner_id:
        if not policies.keeps_all(by):
            raise MayNotGiveAway
        row.owner = accounts.officer_of(row.park_id, owner.pk, on=timezone.localdate(at))
        differing.add("owner")
    row.version += bool(differing)
    return differing


def _care(row: Organisation | Contact) -> dict[str, int]:
    return {"owner": row.owner_id}


def _check_organisation(values: Mapping[str, Any], by: Actor, *, but: int | None = None) -> None:
    problems = checks.organisation_problems(values)
    other = _coded(values.get("credit_code") or "", by.park_id, but)
    if other is not None:
        problems["credit_code"] = [
            _("This credit code belongs to “%(name)s”.") % {"name": other.name}
        ]
    if problems:
        raise BadOrganisation(problems, other=other)


def _coded(code: str, park_id: int, but: int | None) -> Organisation | None:
    """Whose code it is already."""
    if not code:
        return None
    rows = Organisation.objects.filter(park_id=park_id, credit_code=code, merged_into__isnull=True)
    return (rows if but is None else rows.exclude(pk=but)).first()


def _save_organisation(row: Organisation, by: Actor) -> None:
    """Save; two people entering one credit code at once are told like anyone else."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        _check_organisation(_fields(row, checks.ORGANISATION_FIELDS), by, but=row.pk)
        raise
