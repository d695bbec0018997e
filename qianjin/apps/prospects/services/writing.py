"""登记 Entering and changing firms and people of the book."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.audit import services as audit
from qianjin.units.refusals import Missing

from .. import checks, planning, policies
from ..choices import MET_IN_PERSON, Source, Strength
from ..models import Contact, Organisation, Tie
from ..refusals import (
    Anonymised,
    BadContact,
    BadOrganisation,
    ChangedSince,
    MayNotEnter,
    MayNotGiveAway,
    MayNotKeep,
    MergedAway,
)
from . import doubles, index


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
        owner_id=owner_of(owner, by, at),
        made_at=at,
        is_demo=is_demo,
        name_key=planning.firm_key(kept["name"]),
        **kept,
    )
    _save_organisation(row, by)
    index.refresh_organisations([row], people=False)
    doubles.look_for_organisations([row], at)
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
    may_change(row, version, by)
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
    if {"name", "credit_code"} & differing:
        doubles.forget_open(row)
        doubles.look_for_organisations([row], at)
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
    firm: str = "",
    owner: User | None = None,
    is_demo: bool = False,
    **values: Any,
) -> Contact:
    """
    登记人脉 Enter a person; ``values`` are those of ``checks.CONTACT_FIELDS``.

    ``firm`` names the firm where no row of it is given: one of that name is found, or entered.

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
    if organisation is None and firm.strip():
        city, source = kept.get("city", ""), kept.get("source", Source.OTHER)
        organisation = firm_named(
            name=firm, by=by, at=at, owner=owner, is_demo=is_demo, city=city, source=source
        )
    row = Contact(
        park_id=by.park_id,
        owner_id=owner_of(owner, by, at),
        organisation=_standing(organisation, by),
        made_at=at,
        is_demo=is_demo,
        name_key=planning.person_key(kept["name"]),
        **kept,
    )
    row.save()
    index.refresh_contacts([row])
    if Source(row.source) in MET_IN_PERSON:
        # Who brings a card home has met the person; the tie outlives every handover.
        Tie.objects.create(
            park_id=row.park_id,
            officer_id=row.owner_id,
            other=row,
            strength=Strength.SLIGHT,
            said_by_id=by.user_id,
            said_at=at,
        )
    doubles.look_for_contacts([row], at)
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
    Change what is said of a person; ``organisation`` (a row or None) may be among ``values``, or
    ``firm``, its name; an empty name means none.

    :raises MayNotKeep: the contact is in somebody else's care.
    :raises ChangedSince: ``version`` is given and not the present one.
    :raises MergedAway, Anonymised: the row stands for nobody any more.
    :raises MayNotGiveAway, BadContact: as ``write_contact``.
    """
    row = locked_contact(contact)
    may_change(row, version, by)
    if row.anonymised_at is not None:
        raise Anonymised
    moves = "organisation" in values or "firm" in values
    firm = _standing(values.pop("organisation", None), by)
    named = str(values.pop("firm", "")).strip()
    if named and (row.organisation is None or row.organisation.name != named):
        firm = firm_named(name=named, by=by, at=at)
    elif named:
        firm = row.organisation
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
    if {"name", "phones", "email", "wechat", "organisation"} & differing:
        doubles.forget_open(row)
        doubles.look_for_contacts([row], at)
    # The trail names fields, never what a person's particulars are.
    trace(row, "prospect.change", by, at, {"fields": sorted(differing), **_care(row)})
    return row


def firm_named(
    *, name: str, by: Actor, at: datetime, owner: User | None = None, **values: Any
) -> Organisation:
    """The firm of the book that bears this name, or a new one; as ``write_organisation``."""
    name = checks.one_line(name)
    rows = Organisation.objects.filter(park_id=by.park_id, merged_into__isnull=True)
    for row in rows.filter(name_key=planning.firm_key(name)).order_by("pk")[:20]:
        if row.name == name or planning.firms_alike(row.name, name) >= planning.SURE:
            return row
    if known := rows.filter(other_names__contains=[name]).first():
        return known
    return write_organisation(by=by, at=at, owner=owner, name=name, **values)


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


def owner_of(owner: User | None, by: Actor, at: datetime) -> int:
    """
    Whose a new row is: one's own, or for heads an officer of the park.

    :raises MayNotGiveAway: ``owner`` is somebody else, and ``by`` is no head.
    """
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


def may_change(row: Organisation | Contact, version: int | None, by: Actor) -> None:
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
