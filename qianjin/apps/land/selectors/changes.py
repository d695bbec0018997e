"""变更提问 Changes of boundaries: the list, one, and how parcels come from each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from qianjin.apps.accounts.actors import Actor
from qianjin.units.refusals import Missing

from .. import planning, policies
from ..choices import ChangeState
from ..models import BoundaryChange, ChangedParcel, Parcel, ProposedParcel

PAGE = 25
MOST_SHOWN = 300
"""Parcels of one change listed and drawn on its page."""


@dataclass(frozen=True, slots=True)
class ChangePage:
    """A page of changes, newest first; ``older`` continues."""

    rows: list[BoundaryChange]
    older: str


@dataclass(frozen=True, slots=True)
class Sides:
    """变更前后 What stands on either side of a change."""

    before: list[Parcel]
    after: list[ProposedParcel]


@dataclass(frozen=True, slots=True)
class Lineage:
    """来龙去脉 The changes a parcel comes from, and those that replace it, newest first."""

    made_by: list[BoundaryChange]
    replaced_by: list[BoundaryChange]


def changes_for(actor: Actor) -> QuerySet[BoundaryChange]:
    """Every change this person may see: whoever may see the whole book."""
    rows = BoundaryChange.objects.filter(park_id=actor.park_id)
    return rows if policies.may_see_all(actor) else rows.none()


def change_for(actor: Actor, pk: int) -> BoundaryChange:
    """:raises Missing: absent, of another park, or not this person's to see."""
    rows = changes_for(actor).select_related("proposed_by", "reviewed_by", "park")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def changes_page(actor: Actor, state: str = "", *, before: int = 0, size: int = PAGE) -> ChangePage:
    """One page of the changes, of one state or of all."""
    rows = changes_for(actor).select_related("proposed_by", "reviewed_by").order_by("-pk")
    if state:
        rows = rows.filter(state=state)
    if before:
        rows = rows.filter(pk__lt=before)
    taken = list(rows.prefetch_related("before__parcel", "after")[: size + 1])
    return ChangePage(taken[:size], str(taken[size - 1].pk) if len(taken) > size else "")


def waiting_changes(actor: Actor) -> int:
    """How many changes wait for this person's review."""
    if not policies.may_approve(actor, actor.park_id):
        return 0
    rows = changes_for(actor).filter(state=ChangeState.PROPOSED)
    return rows.exclude(proposed_by=actor.user_id).count()


def sides_of(change: BoundaryChange) -> Sides:
    """The parcels before and after, at most ``MOST_SHOWN`` of each."""
    pasts = ChangedParcel.objects.filter(change=change).select_related("parcel__village")
    after = ProposedParcel.objects.filter(change=change).select_related("village", "parcel")
    return Sides([past.parcel for past in pasts[:MOST_SHOWN]], list(after[:MOST_SHOWN]))


def neighbours_of(change: BoundaryChange, sides: Sides, *, most: int = 200) -> list[Parcel]:
    """Open parcels around, for the drawing; those of the change are left out."""
    shapes = [one.shape for one in sides.before] + [one.shape for one in sides.after]
    if not shapes:
        return []
    west, south, east, north = planning.bounds_of(shapes)
    own = [one.pk for one in sides.before] + [one.parcel_id for one in sides.after]
    rows = Parcel.objects.filter(
        park_id=change.park_id,
        closed_on=None,
        west__lt=east,
        east__gt=west,
        south__lt=north,
        north__gt=south,
    )
    return list(rows.exclude(pk__in=[key for key in own if key]).order_by("number")[:most])


def window_of(sides: Sides) -> tuple[float, float, float, float] | None:
    """What a drawing of both sides shows: west, south, east, north; degrees."""
    shapes = [one.shape for one in sides.before] + [one.shape for one in sides.after]
    return planning.bounds_of(shapes, 0.0004) if shapes else None


def total_area(rows: Sequence[Parcel] | Sequence[ProposedParcel]) -> Decimal:
    """Sum of computed areas, ㎡."""
    return sum((row.area_plane for row in rows), Decimal(0))


def lineage_of(parcel: Parcel) -> Lineage:
    """Where a parcel comes from and what has become of it."""
    rows = BoundaryChange.objects.prefetch_related("before__parcel", "after__parcel")
    made = rows.filter(after__parcel=parcel, state=ChangeState.APPROVED)
    gone = rows.filter(before__parcel=parcel, state=ChangeState.APPROVED)
    return Lineage(
        list(made.distinct().order_by("-pk")[:20]), list(gone.distinct().order_by("-pk")[:20])
    )


def proposal_of(parcel: Parcel) -> BoundaryChange | None:
    """The change that waits for its review and would replace or redraw this parcel."""
    return BoundaryChange.objects.filter(before__parcel=parcel, state=ChangeState.PROPOSED).first()


def successors_of(parcel: Parcel) -> list[Parcel]:
    """The parcels that have taken the place of a closed one."""
    made = ProposedParcel.objects.filter(
        change__before__parcel=parcel, change__state=ChangeState.APPROVED
    )
    return list(Parcel.objects.filter(made_by__in=made).distinct().order_by("number"))
