"""园区配套 What plans of works tell the parcels that wait for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from qianjin.apps.parks.models import Park

from ..models import AwaitedWorks
from .readying import refresh

_TOLD = ("name", "earliest", "likely", "latest", "done_on")


@dataclass(frozen=True, slots=True)
class Works:
    """
    配套工程 Works as their plan tells them: when they are handed over, and who waits for them.

    ``key`` is the number of the plan; ``done_on`` the day they were handed over. Nobody waits
    for works that were given up (``parcels`` is empty).
    """

    key: int
    name: str
    earliest: date
    likely: date
    latest: date
    done_on: date | None = None
    parcels: tuple[int, ...] = ()


@transaction.atomic
def await_works(*, park: Park, kind: str, works: Sequence[Works], at: datetime) -> int:
    """
    配套到位 Keep what parcels wait for by these plans; how many parcels it changes.

    ``kind`` says whose plans they are. No act of a person: it follows from the plans of the works,
    whose own trail tells who moved them. The days of readiness are reckoned anew.
    """
    known = AwaitedWorks.objects.select_for_update().filter(
        park=park, object_kind=kind, object_id__in=[one.key for one in works]
    )
    there = {(row.object_id, row.parcel_id): row for row in known.order_by("pk")}
    made, changed, touched = [], [], set()
    for one in works:
        for parcel in one.parcels:
            row = there.pop((one.key, parcel), None)
            told = {name: getattr(one, name) for name in _TOLD}
            if row is None:
                made.append(
                    AwaitedWorks(
                        park=park,
                        parcel_id=parcel,
                        object_kind=kind,
                        object_id=one.key,
                        told_at=at,
                        **told,
                    )
                )
            elif any(getattr(row, name) != value for name, value in told.items()):
                for name, value in told.items():
                    setattr(row, name, value)
                row.version, row.told_at = row.version + 1, at
                changed.append(row)
            else:
                continue
            touched.add(parcel)
    touched |= {parcel for _key, parcel in there}
    AwaitedWorks.objects.filter(pk__in=[row.pk for row in there.values()]).delete()
    AwaitedWorks.objects.bulk_create(made, batch_size=500)
    AwaitedWorks.objects.bulk_update(changed, [*_TOLD, "version", "told_at"], batch_size=500)
    if touched:
        refresh(park=park, at=at, parcels=sorted(touched))
    return len(touched)
