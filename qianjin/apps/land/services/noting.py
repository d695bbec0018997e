"""转记 What other desks know of a parcel, repeated in its row for lists and the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from qianjin.apps.accounts.actors import Actor

from ..choices import EventKind, ParcelState
from ..models import Parcel
from .steps import count_up, done, locked, write_event


@dataclass(frozen=True, slots=True)
class Readiness:
    """能交地 When a parcel is likely to be ready, and at which stage it stands (40 characters)."""

    likely: date | None
    stage: str


@transaction.atomic
def note_readiness(*, park_id: int, found: Mapping[int, Readiness], at: datetime) -> list[int]:
    """
    转记就绪 Keep the computed day and stage of parcels, by their keys; which of them changed.

    No act of a person, so nothing is left on the trail; the layer is counted up once, if at all.
    """
    rows = Parcel.objects.select_for_update().filter(park_id=park_id, pk__in=found, closed_on=None)
    changed = []
    for row in rows.order_by("pk").only("pk", "ready_likely", "stage"):
        told = found[row.pk]
        if (row.ready_likely, row.stage) != (told.likely, told.stage):
            row.ready_likely, row.stage = told.likely, told.stage
            changed.append(row)
    if changed:
        Parcel.objects.bulk_update(changed, ["ready_likely", "stage"], batch_size=500)
        count_up(park_id, at)
    return [row.pk for row in changed]


@transaction.atomic
def note_state(
    *, parcel: Parcel, state: str, by: Actor, at: datetime, kind: str = EventKind.CHANGED
) -> Parcel:
    """
    转记状态 Move a parcel to another state, for a verb of another desk that has checked who may.

    A closed parcel stays as it is.
    """
    row = locked(parcel)
    wanted = ParcelState(state)
    if row.closed_on is not None or row.state == wanted:
        return row
    before, row.state = row.state, wanted
    done(
        row,
        "parcel.state",
        kind,
        by=by,
        at=at,
        words=f"{ParcelState(before).label} → {wanted.label}",
        detail={"before": before, "after": wanted.value},
    )
    return row


def note_event(*, parcel: Parcel, kind: str, by: Actor, at: datetime, words: str) -> None:
    """转记经过 A line on the thread, for a verb of another desk, which leaves the audit entry."""
    write_event(parcel, EventKind(kind), by, at, words)
