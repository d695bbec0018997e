"""合并 Two rows of one person, or of one firm, become one, and may become two again.

Nothing is lost: the dropped row stays as it was, and ``moved`` of the record says what went over.
What desks above keep of a row is moved by journeys, which note it with ``also_moved``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor

from .. import checks, policies
from ..choices import Basis, Verdict
from ..models import (
    Contact,
    ContactMerge,
    ContactSuspicion,
    Handover,
    Organisation,
    OrganisationMerge,
    OrganisationSuspicion,
    Tie,
)
from ..refusals import (
    AlreadyUndone,
    Anonymised,
    BadMerge,
    CannotUndoMerge,
    MayNotKeep,
    MergedAway,
)
from . import index
from .writing import locked_contact, locked_organisation, trace

Row = Contact | Organisation
R = TypeVar("R", Contact, Organisation)


@transaction.atomic
def merge_contacts(*, kept: Contact, dropped: Contact, by: Actor, at: datetime) -> ContactMerge:
    """
    合并人脉 Let ``kept`` stand for both: numbers and tags of both, what it lacks from the other,
    ties of the other unless it has the like.

    :raises MayNotKeep: one of them is in somebody else's care.
    :raises MergedAway, Anonymised: one of them stands for nobody any more.
    :raises BadMerge: it is one row.
    """
    one, other = _two(kept, dropped, by, locked_contact)
    if one.anonymised_at or other.anonymised_at:
        raise Anonymised
    after = {
        **_filled(one, other, ("post", "wechat", "email", "city", "met_where", "met_on")),
        **_joined(one, other, phones=checks.MOST_PHONES, tags=checks.MOST_TAGS),
        **_touched(one, other),
    }
    if one.organisation is None and other.organisation_id is not None:
        after["organisation_id"] = other.organisation_id
    if one.basis == Basis.UNASKED != other.basis:
        after |= {"basis": other.basis, "consent_on": other.consent_on}
    before = _write(one, after)
    merge = ContactMerge.objects.create(
        park_id=one.park_id,
        kept=one,
        dropped=other,
        moved={"before": before, "after": _plain(after), "ties": _move_ties(one, other)},
        merged_by_id=by.person_id,
        merged_at=at,
    )
    _drop(other, one)
    index.refresh_contacts([one])
    _settle(ContactSuspicion, one, other, Verdict.MERGED, by, at)
    trace(one, "prospect.merge", by, at, {"dropped": other.pk, "fields": sorted(after)})
    return merge


@transaction.atomic
def merge_organisations(
    *, kept: Organisation, dropped: Organisation, by: Actor, at: datetime
) -> OrganisationMerge:
    """
    合并招商对象 Let ``kept`` stand for both: people of both, the other's name as another name.

    :raises MayNotKeep, MergedAway, BadMerge: as ``merge_contacts``; BadMerge also for two firms
        that have landed as two enterprises.
    """
    one, other = _two(kept, dropped, by, locked_organisation)
    if one.enterprise_id and other.enterprise_id and one.enterprise_id != other.enterprise_id:
        raise BadMerge({"kept": [_("They have landed as two enterprises.")]})
    names = [*one.other_names, other.name, *other.other_names]
    after = {
        **_filled(one, other, ("city", "size", "credit_code", "enterprise_id")),
        **_joined(one, other, tags=checks.MOST_TAGS),
        **_touched(one, other),
        "other_names": list(dict.fromkeys(n for n in names if n != one.name))[: checks.MOST_NAMES],
    }
    # First the dropped row gives up its credit code's place, then the kept one may take it.
    _drop(other, one)
    before = _write(one, after)
    people = list(Contact.objects.filter(organisation=other).values_list("pk", flat=True))
    Contact.objects.filter(pk__in=people).update(organisation=one)
    merge = OrganisationMerge.objects.create(
        park_id=one.park_id,
        kept=one,
        dropped=other,
        moved={"before": before, "after": _plain(after), "contacts": people},
        merged_by_id=by.person_id,
        merged_at=at,
    )
    index.refresh_organisations([one])
    _settle(OrganisationSuspicion, one, other, Verdict.MERGED, by, at)
    trace(one, "organisation.merge", by, at, {"dropped": other.pk, "fields": sorted(after)})
    return merge


@transaction.atomic
def undo_merge(
    *, merge: ContactMerge | OrganisationMerge, by: Actor, at: datetime
) -> ContactMerge | OrganisationMerge:
    """
    撤销合并 Two rows again. A field of the kept row that was changed since keeps the later value;
    people and ties that came since stay with it.

    :raises MayNotKeep: one of them is in somebody else's care.
    :raises AlreadyUndone: it has been undone before.
    :raises CannotUndoMerge: the kept row was itself merged away.
    :raises Anonymised: the person's particulars were deleted since.
    """
    done = type(merge).objects.select_for_update().get(pk=merge.pk)
    if done.undone_at is not None:
        raise AlreadyUndone
    is_person = isinstance(done, ContactMerge)
    lock: Any = locked_contact if is_person else locked_organisation
    kept, dropped = lock(done.kept), lock(done.dropped)
    if not (policies.may_keep(by, kept) and policies.may_keep(by, dropped)):
        raise MayNotKeep
    if kept.merged_into is not None:
        raise CannotUndoMerge(name=kept.name)
    if is_person and kept.anonymised_at is not None:
        raise Anonymised
    restored = {
        field: value
        for field, value in done.moved["before"].items()
        if _plain({field: getattr(kept, field)})[field] == done.moved["after"][field]
    }
    _write(kept, {field: _typed(field, value) for field, value in restored.items()})
    dropped.merged_into = None
    dropped.version += 1
    dropped.save(update_fields=["merged_into", "version"])
    if is_person:
        _return_ties(done.moved["ties"], kept, dropped)
        index.refresh_contacts([kept, dropped])
        _settle(ContactSuspicion, kept, dropped, Verdict.OPEN, None, at)
    else:
        there = Contact.objects.filter(pk__in=done.moved["contacts"], organisation=kept)
        there.update(organisation=dropped)
        index.refresh_organisations([kept, dropped])
        _settle(OrganisationSuspicion, kept, dropped, Verdict.OPEN, None, at)
    done.undone_by_id, done.undone_at = by.person_id, at
    done.save(update_fields=["undone_by", "undone_at"])
    verb = "prospect.unmerge" if is_person else "organisation.unmerge"
    trace(kept, verb, by, at, {"dropped": dropped.pk})
    return done


@transaction.atomic
def also_moved(*, record: ContactMerge | OrganisationMerge | Handover, **rows: Any) -> None:
    """Note what a journey moved besides, so that undoing can give it back."""
    kept = type(record).objects.select_for_update().get(pk=record.pk)
    kept.moved = {**kept.moved, **rows}
    kept.save(update_fields=["moved"])
    record.moved = kept.moved


def _two(kept: R, dropped: R, by: Actor, lock: Callable[[R], R]) -> tuple[R, R]:
    """Both rows locked, the lower number first, so that two merges never wait for each other."""
    if kept.pk == dropped.pk:
        raise BadMerge({"kept": [_("An entry cannot be merged with itself.")]})
    rows = {row.pk: lock(row) for row in sorted((kept, dropped), key=lambda row: row.pk)}
    for row in rows.values():
        if not policies.may_keep(by, row):
            raise MayNotKeep
        if row.merged_into is not None:
            raise MergedAway(name=row.merged_into.name)
    return rows[kept.pk], rows[dropped.pk]


def _filled(one: Row, other: Row, fields: tuple[str, ...]) -> dict[str, Any]:
    """What ``one`` lacks and ``other`` has."""
    pairs = ((field, getattr(one, field), getattr(other, field)) for field in fields)
    return {field: theirs for field, mine, theirs in pairs if theirs and not mine}


def _joined(one: Row, other: Row, **most: int) -> dict[str, Any]:
    """Lists of both, its own first."""
    found = {}
    for field, limit in most.items():
        mine = getattr(one, field)
        both = list(dict.fromkeys([*mine, *getattr(other, field)]))[:limit]
        if both != mine:
            found[field] = both
    return found


def _touched(one: Row, other: Row) -> dict[str, Any]:
    after: dict[str, Any] = {}
    if other.note and other.note not in one.note:
        after["note"] = "\n".join(filter(None, (one.note, other.note)))[: checks.NOTE]
    if other.touched_on and (one.touched_on is None or one.touched_on < other.touched_on):
        after["touched_on"] = other.touched_on
    return after


def _write(row: Row, values: Mapping[str, Any]) -> dict[str, Any]:
    """Set fields and save; what they were before, as JSON keeps it."""
    before = _plain({field: getattr(row, field) for field in values})
    for field, value in values.items():
        setattr(row, field, value)
    row.version += 1
    row.save()
    return before


def _drop(row: Row, kept: Row) -> None:
    row.merged_into = kept
    row.version += 1
    row.save(update_fields=["merged_into", "version"])


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {f: v.isoformat() if isinstance(v, date) else v for f, v in values.items()}


def _typed(field: str, value: Any) -> Any:
    return date.fromisoformat(value) if value and field.endswith("_on") else value


def _move_ties(kept: Contact, dropped: Contact) -> list[int]:
    """Point ties of the dropped person to the kept one, but for those it has the like of."""
    moved = []
    for tie in Tie.objects.filter(Q(one=dropped) | Q(other=dropped)).select_for_update():
        if _point(tie, dropped.pk, kept.pk):
            moved.append(tie.pk)
    return moved


def _return_ties(moved: list[int], kept: Contact, dropped: Contact) -> None:
    rows = Tie.objects.filter(Q(one=kept) | Q(other=kept), pk__in=moved)
    for tie in rows.select_for_update():
        _point(tie, kept.pk, dropped.pk)


def _point(tie: Tie, old: int, new: int) -> bool:
    """Let an end of a tie be another person; not where that would double a tie or close it."""
    if tie.officer_id is not None:
        clash = Tie.objects.filter(officer=tie.officer_id, other=new)
        ends: dict[str, Any] = {"other_id": new}
    else:
        far = tie.other_id if tie.one_id == old else tie.one_id
        if far == new or far is None:
            return False
        ends = {"one_id": min(far, new), "other_id": max(far, new)}
        clash = Tie.objects.filter(**ends)
    if clash.exists():
        return False
    Tie.objects.filter(pk=tie.pk).update(**ends)
    return True


def _settle(model: Any, one: Row, other: Row, verdict: str, by: Actor | None, at: datetime) -> None:
    lower, upper = sorted((one.pk, other.pk))
    model.objects.filter(lower=lower, upper=upper).update(
        verdict=verdict,
        said_by=by.person_id if by else None,
        said_at=at if by else None,
    )
