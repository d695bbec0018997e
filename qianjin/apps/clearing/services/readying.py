"""就绪 Keeping the day of readiness of every parcel, and telling the map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.db import transaction

from qianjin.apps.land import services as land
from qianjin.apps.land.models import Parcel
from qianjin.apps.parks.models import Park

from ..models import ReadyDate
from ..planning import ready as planning
from .traces import today_of

_FIELDS = (
    "earliest",
    "likely",
    "latest",
    "is_ready",
    "last",
    "blocker",
    "blocker_unit_id",
    "awaits",
    "counted_on",
)


_gathering: ContextVar[set[int] | None] = ContextVar("_gathering", default=None)


@contextmanager
def gathered(*, park: Park, at: datetime) -> Iterator[None]:
    """
    成批重算 Reckon what many acts touch once, at their end: for a story or a table taken over.
    """
    touched: set[int] = set()
    token = _gathering.set(touched)
    try:
        yield
    finally:
        _gathering.reset(token)
    if touched:
        refresh(park=park, at=at, parcels=sorted(touched))


@transaction.atomic
def refresh(*, park: Park, at: datetime, parcels: Sequence[int] | None = None) -> int:
    """
    重算就绪 Reckon anew when parcels can be listed (all that wait, or these); how many changed.

    No act of a person: it follows from what was entered and from the day. The map is told of what
    has changed.
    """
    if parcels is not None and (touched := _gathering.get()) is not None:
        touched.update(parcels)
        return 0
    today = today_of(at)
    waiting = Parcel.objects.filter(
        park=park, closed_on=None, state__in=planning.DATED_STATES
    ).values_list("pk", flat=True)
    chosen = list(waiting if parcels is None else waiting.filter(pk__in=parcels))
    found = planning.ready_many(park, today, None if parcels is None else chosen)
    found = {pk: ready for pk, ready in found.items() if pk in set(chosen)}
    awaited = planning.awaited_of(park.pk, None if parcels is None else chosen)
    rows = [_row(park, pk, ready, awaited, today) for pk, ready in found.items()]
    ReadyDate.objects.bulk_create(
        rows,
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["parcel"],
        update_fields=[name.removesuffix("_id") for name in _FIELDS],
    )
    gone = ReadyDate.objects.filter(park=park)
    gone = (
        gone.exclude(parcel__in=waiting)
        if parcels is None
        else gone.filter(parcel__in=set(parcels) - set(chosen))
    )
    left = list(gone.values_list("parcel_id", flat=True))
    gone.delete()
    told = {row.parcel_id: land.Readiness(row.likely, row.blocker) for row in rows}
    told |= {pk: land.Readiness(None, "") for pk in left}
    return len(land.note_readiness(park_id=park.pk, found=told, at=at)) if told else 0


def _row(
    park: Park,
    parcel_id: int,
    ready: planning.Readiness,
    awaited: Mapping[int, planning.Awaited],
    today: date,
) -> ReadyDate:
    earliest, likely, latest = (date.fromordinal(day) for day in ready.ready)
    is_ready = all(gate.is_done for gate in ready.gates)
    blocker, village = planning.split(ready.blocker)
    last, _village = planning.split(ready.last)
    if is_ready:
        # The day on which it became ready stays; it is not today anew each day.
        earliest = likely = latest
    return ReadyDate(
        park=park,
        parcel_id=parcel_id,
        earliest=earliest,
        likely=likely,
        latest=latest,
        is_ready=is_ready,
        last=last,
        blocker="" if is_ready else blocker,
        blocker_unit_id=None if is_ready else village,
        awaits=awaited[parcel_id].name if blocker == "works" and not is_ready else "",
        counted_on=today,
    )
