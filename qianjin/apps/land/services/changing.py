"""界线变更 New parcels, splits, mergers, new boundaries: proposed by one, approved by another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit
from qianjin.apps.parks.models import Park

from .. import planning, policies
from ..choices import ChangeKind, ChangeState, Origin
from ..models import BoundaryChange, ChangedParcel, Parcel, ProposedParcel
from ..planning import Boundary
from ..refusals import (
    BadChange,
    BadParcel,
    BoundaryMoved,
    ChangeSettled,
    MayNotApprove,
    MayNotKeepParcels,
    OwnProposal,
)
from . import fields
from .landing import land
from .shaping import CLASH, bounded, clashes, overlap
from .steps import count_up, settings_of
from .telling import tell_proposer, tell_reviewers

WORDS = 400
MOST_AFTER = 3000
"""So many parcels in one change; a survey file of more is divided."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """
    拟议地块 A parcel as it would be.

    Parameters
    ----------
    shape
        WKB or a geometry, CGCS2000 degrees.
    number
        Given out at approval where empty.
    more
        ``name``, ``village``, ``use_code``, ``use_name``, ``area_stated``, ``accuracy_m``.
    """

    shape: Any
    number: str = ""
    origin: str = Origin.DRAWN
    more: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def propose_change(
    *,
    park: Park,
    kind: str,
    after: Sequence[Proposed],
    reason: str,
    by: Actor,
    at: datetime,
    before: Sequence[Parcel] = (),
    source: str = "",
) -> BoundaryChange:
    """
    提出变更 Say what should become of parcels.

    ``new``: nothing before. ``split``: one before, several after. ``merge``: several before, one
    after. ``boundary``: as many after as before, each in the place of the one at its place. Split
    and merger cover the same ground before and after, to ``CLASH`` ㎡ for each parcel.

    :raises MayNotKeepParcels: this person proposes nothing here.
    :raises BadChange: what does not fit, by field (``before``, ``after``, ``reason``).
    """
    if not policies.may_keep(by, park.pk):
        raise MayNotKeepParcels
    old = _held(park, before)
    _counts(kind, old, after)
    words = _words(reason)
    zone = settings_of(park.pk).zone
    rows, boundaries = _rows(park, after, zone)
    _clear(park.pk, rows, boundaries, zone, without=[row.pk for row in old])
    if kind in (ChangeKind.SPLIT, ChangeKind.MERGE):
        _same_ground(old, boundaries, zone)
    change = BoundaryChange.objects.create(
        park=park,
        kind=kind,
        reason=words,
        source=source[:200],
        proposed_by_id=by.person_id,
        proposed_at=at,
    )
    ChangedParcel.objects.bulk_create(
        ChangedParcel(change=change, parcel=row, version=row.version) for row in old
    )
    for row in rows:
        row.change = change
    ProposedParcel.objects.bulk_create(rows, batch_size=500)
    _trace(change, "parcel.propose", by, at, old, rows)
    tell_reviewers(change, [r.number for r in old] + [r.number for r in rows], by, at)
    return change


@transaction.atomic
def approve_change(
    *,
    change: BoundaryChange,
    by: Actor,
    at: datetime,
    words: str = "",
    effective_on: date | None = None,
) -> list[Parcel]:
    """
    通过变更 Make it so; the parcels that hold the ground now.

    What a split or a merger replaces is closed and keeps its number and history; a new boundary
    leaves the old one as a closed row (``DK-0007·旧1``) behind the parcel, which stays itself.

    :raises MayNotApprove, OwnProposal: not this person's to approve.
    :raises ChangeSettled: approved, rejected or withdrawn already.
    :raises BoundaryMoved: a parcel before has changed since.
    :raises BadChange, BadParcel: the day lies before a parcel's own, or the ground is taken by now.
    """
    row = _for_review(change, by)
    day = effective_on or timezone.localdate(at)
    old = []
    for past in row.before.select_related("parcel").order_by("parcel_id"):
        parcel = Parcel.objects.select_for_update(of=("self",)).get(pk=past.parcel_id)
        if parcel.closed_on is not None or parcel.version != past.version:
            raise BoundaryMoved(number=parcel.number)
        if day < parcel.opened_on:
            sentence = _("Parcel %(number)s is in the book since %(day)s only.")
            told = {"number": parcel.number, "day": parcel.opened_on.isoformat()}
            raise BadChange({"effective_on": [sentence % told]})
        old.append((past, parcel))
    if day > timezone.localdate(at):
        raise BadChange({"effective_on": [_("This day is still to come.")]})
    zone = settings_of(row.park_id).zone
    rows = list(row.after.select_related("village"))
    boundaries = [bounded(one.shape, zone, "after") for one in rows]
    _clear(row.park_id, rows, boundaries, zone, without=[parcel.pk for _past, parcel in old])
    # In the order in which they were proposed: a boundary change pairs them by place.
    old.sort(key=lambda pair: pair[0].pk)
    made = land(row, old, rows, boundaries, day=day, by=by, at=at)
    _settle(row, ChangeState.APPROVED, by, at, _words(words, needed=False), day)
    count_up(row.park_id, at)
    return made


@transaction.atomic
def reject_change(*, change: BoundaryChange, words: str, by: Actor, at: datetime) -> BoundaryChange:
    """
    退回变更 It will not be so, and why.

    :raises MayNotApprove, OwnProposal, ChangeSettled: see ``approve_change``.
    :raises BadChange: no reason is given.
    """
    row = _for_review(change, by)
    _settle(row, ChangeState.REJECTED, by, at, _words(words, "words"), None)
    count_up(row.park_id, at)
    return row


@transaction.atomic
def withdraw_change(*, change: BoundaryChange, by: Actor, at: datetime) -> BoundaryChange:
    """
    撤回变更 Whoever proposed it takes it back.

    :raises MayNotKeepParcels: somebody else's proposal.
    :raises ChangeSettled: approved, rejected or withdrawn already.
    """
    row = _locked(change)
    if row.park_id != by.park_id or row.proposed_by_id != by.user_id:
        raise MayNotKeepParcels
    _open(row)
    _settle(row, ChangeState.WITHDRAWN, by, at, "", None)
    count_up(row.park_id, at)
    return row


# ------------------------------------------------------------------ what has to fit


def _held(park: Park, before: Sequence[Parcel]) -> list[Parcel]:
    keys = [parcel.pk for parcel in before]
    found = {
        row.pk: row
        for row in Parcel.objects.select_for_update(of=("self",))
        .filter(park=park, pk__in=keys, closed_on=None)
        .order_by("pk")
    }
    problems = [
        _("Parcel %(number)s has been replaced.") % {"number": parcel.number}
        for parcel in before
        if parcel.pk not in found
    ]
    if len(set(keys)) < len(keys):
        problems.append(_("A parcel stands twice."))
    waiting = ChangedParcel.objects.filter(
        parcel__in=keys, change__state=ChangeState.PROPOSED
    ).select_related("parcel")
    problems += [
        _("Parcel %(number)s is in another proposal that waits for its review.")
        % {"number": one.parcel.number}
        for one in waiting
    ]
    if problems:
        raise BadChange({"before": problems})
    return [found[key] for key in keys]


def _counts(kind: str, old: Sequence[Parcel], after: Sequence[Proposed]) -> None:
    fits = {
        ChangeKind.NEW: not old and bool(after),
        ChangeKind.SPLIT: len(old) == 1 and len(after) >= 2,
        ChangeKind.MERGE: len(old) >= 2 and len(after) == 1,
        ChangeKind.BOUNDARY: bool(old) and len(old) == len(after),
    }
    sentences = {
        ChangeKind.NEW: _("New parcels replace none, and there is at least one."),
        ChangeKind.SPLIT: _("A split makes two or more parcels out of one."),
        ChangeKind.MERGE: _("A merger makes one parcel out of two or more."),
        ChangeKind.BOUNDARY: _("A boundary change redraws each parcel named."),
    }
    if kind not in ChangeKind.values:
        raise BadChange({"kind": [_("Choose one from the list.")]})
    if not fits[ChangeKind(kind)]:
        raise BadChange({"after": [sentences[ChangeKind(kind)]]})
    if len(after) > MOST_AFTER:
        sentence = _("At most %(most)s parcels at once; divide the file.")
        raise BadChange({"after": [sentence % {"most": MOST_AFTER}]})


def _rows(
    park: Park, after: Sequence[Proposed], zone: int
) -> tuple[list[ProposedParcel], list[Boundary]]:
    rows, boundaries, problems = [], [], []
    numbers: set[str] = set()
    for place, one in enumerate(after, start=1):
        try:
            boundary = bounded(one.shape, zone, "after")
            kept = fields.cleaned(park.pk, {"origin": one.origin, **one.more})
        except BadParcel as error:
            sentences = [s for found in error.fields.values() for s in found]
            problems += [_at(place, one.number, sentence) for sentence in sentences]
            continue
        number = one.number.replace("\x00", "").strip()[:40]
        if number and number in numbers:
            problems.append(_at(place, number, _("This number stands twice.")))
        numbers.add(number)
        rows.append(
            ProposedParcel(number=number, shape=boundary.shape, area_plane=boundary.area, **kept)
        )
        boundaries.append(boundary)
    if problems:
        raise BadChange({"after": problems[:20]})
    return rows, boundaries


def _clear(
    park_id: int,
    rows: Sequence[ProposedParcel],
    boundaries: Sequence[Boundary],
    zone: int,
    *,
    without: Sequence[int],
) -> None:
    """:raises BadChange: they overlap each other, or parcels of the book."""
    problems = [
        _at(place + 1, rows[place].number, overlap(number, area))
        for place, number, area in clashes(park_id, boundaries, zone, without=without)
    ]
    for (one, other), area in planning.overlaps([b.shape for b in boundaries], zone, CLASH):
        name = rows[one].number or f"#{one + 1}"
        problems.append(_at(other + 1, rows[other].number, overlap(name, area)))
    if problems:
        raise BadChange({"after": problems[:20]})


def _same_ground(old: Sequence[Parcel], boundaries: Sequence[Boundary], zone: int) -> None:
    rest = planning.left_over([row.shape for row in old], [b.shape for b in boundaries], zone)
    most = CLASH * (len(old) + len(boundaries))
    if rest > most:
        sentence = _(
            "Before and after differ by %(area)s ㎡ of ground; at most %(most)s ㎡ may differ."
        )
        raise BadChange({"after": [sentence % {"area": f"{rest:,.2f}", "most": most}]})


def _at(place: int, number: str, sentence: Any) -> str:
    return _("Parcel %(number)s after the change: %(sentence)s") % {
        "number": number or f"#{place}",
        "sentence": str(sentence),
    }


def _words(text: str, field: str = "reason", *, needed: bool = True) -> str:
    words = text.replace("\x00", "").strip()
    if needed and not words:
        raise BadChange({field: [_("Please write something.")]})
    if len(words) > WORDS:
        raise BadChange({field: [_("At most %(most)s characters.") % {"most": WORDS}]})
    return words


# ------------------------------------------------------------------ its way


def _locked(change: BoundaryChange) -> BoundaryChange:
    rows = BoundaryChange.objects.select_for_update(of=("self",)).select_related("park")
    return rows.get(pk=change.pk)


def _open(row: BoundaryChange) -> None:
    if row.state != ChangeState.PROPOSED:
        raise ChangeSettled(state=ChangeState(row.state).label)


def _for_review(change: BoundaryChange, by: Actor) -> BoundaryChange:
    row = _locked(change)
    if not policies.may_approve(by, row.park_id):
        raise MayNotApprove
    if not policies.may_review(by, row):
        raise OwnProposal
    _open(row)
    return row


def _settle(
    row: BoundaryChange, state: ChangeState, by: Actor, at: datetime, words: str, day: date | None
) -> None:
    row.state, row.review_words, row.effective_on = state, words, day
    row.reviewed_by_id, row.reviewed_at = by.person_id, at
    row.save()
    verb = {"approved": "approve", "rejected": "reject", "withdrawn": "withdraw"}[state.value]
    after = list(row.after.all())
    _trace(row, f"parcel.{verb}", by, at, [], after)
    tell_proposer(row, [one.number for one in after], by, at)


def _trace(
    row: BoundaryChange,
    verb: str,
    by: Actor,
    at: datetime,
    old: Sequence[Parcel],
    new: Sequence[ProposedParcel],
) -> None:
    detail: dict[str, Any] = {"kind": row.kind, "parcels": len(new)}
    if old:
        detail["before"] = [[one.number, one.area_plane] for one in old[:50]]
    detail["after"] = [[one.number, one.area_plane] for one in new[:50]]
    if row.review_words:
        detail["words"] = row.review_words
    audit.record(
        park_id=row.park_id,
        by=by,
        at=at,
        verb=verb,
        object_kind="boundary_change",
        object_id=row.pk,
        object_label=f"{ChangeKind(row.kind).label} {'、'.join(o.number for o in new[:5])}",
        detail=detail,
    )
