"""落账 What an approved change makes of the rows: closed, redrawn, entered, and what they carry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor

from ..choices import ChangeKind, EventKind
from ..models import (
    BoundaryChange,
    ChangedParcel,
    LandRight,
    Parcel,
    ParcelIndicator,
    ProposedParcel,
)
from ..planning import Boundary
from .recording import free_number, free_numbers, write_events
from .shaping import placed
from .steps import write_event
from .tenure import pooled, shares_of, write_shares

CARRIED = (
    *("state", "sector", "village", "use_code", "use_name", "far_min", "far_max", "density_max"),
    *("height_max", "green_max", "price_per_mu", "utilities", "soil", "ready_likely", "stage"),
    *("is_demo", "low_use"),
)
"""What new parcels take over from the largest they come from."""
SAID = ("name", "use_code", "use_name", "area_stated", "accuracy_m")
OLD = "旧"

Pair = tuple[ChangedParcel, Parcel]


def land(
    change: BoundaryChange,
    old: Sequence[Pair],
    new: Sequence[ProposedParcel],
    boundaries: Sequence[Boundary],
    *,
    day: date,
    by: Actor,
    at: datetime,
) -> list[Parcel]:
    """The parcels that hold the ground from ``day`` on; everything is locked and checked."""
    if change.kind == ChangeKind.NEW:
        return _all_new(change, new, boundaries, day, by, at)
    if change.kind == ChangeKind.BOUNDARY:
        made = [
            _redrawn(pair, one, boundary, day, by, at)
            for pair, one, boundary in zip(old, new, boundaries, strict=True)
        ]
    else:
        parcels = [parcel for _past, parcel in old]
        made = [
            _entered(change, parcels, one, boundary, day, by, at)
            for one, boundary in zip(new, boundaries, strict=True)
        ]
        numbers = "、".join(row.number for row in made)
        for parcel in parcels:
            _close(parcel, day, at)
            write_event(
                parcel,
                EventKind.BOUNDARY,
                by,
                at,
                _("Replaced by %(numbers)s") % {"numbers": numbers},
            )
    for one, row in zip(new, made, strict=True):
        one.parcel, one.number = row, row.number
        one.save(update_fields=["parcel", "number"])
    return made


def _all_new(
    change: BoundaryChange,
    new: Sequence[ProposedParcel],
    boundaries: Sequence[Boundary],
    day: date,
    by: Actor,
    at: datetime,
) -> list[Parcel]:
    """Enter parcels that replace none, however many a survey brings, in a few statements."""
    rows = []
    for one, number, boundary in zip(
        new, free_numbers(change.park, [one.number for one in new]), boundaries, strict=True
    ):
        row = Parcel(
            park=change.park,
            number=number,
            origin=one.origin,
            village=one.village,
            opened_on=day,
            changed_at=at,
            **{name: getattr(one, name) for name in SAID},
        )
        placed(row, boundary)
        rows.append(row)
    made = Parcel.objects.bulk_create(rows, batch_size=500)
    write_events(made, EventKind.ENTERED, by, at, change.source or change.reason)
    for one, row in zip(new, made, strict=True):
        one.parcel, one.number = row, row.number
    ProposedParcel.objects.bulk_update(new, ["parcel", "number"], batch_size=500)
    return made


def _close(parcel: Parcel, day: date, at: datetime) -> None:
    parcel.closed_on, parcel.changed_at = day, at
    parcel.version += 1
    parcel.save(update_fields=["closed_on", "changed_at", "version"])


def _redrawn(
    pair: Pair, one: ProposedParcel, boundary: Boundary, day: date, by: Actor, at: datetime
) -> Parcel:
    """The parcel stays itself; its boundary as it was is kept as a closed row behind it."""
    past, row = pair
    shares = shares_of(row.tenures.select_related("unit"))
    kept = Parcel.objects.get(pk=row.pk)
    kept.pk = None
    kept._state.adding = True  # noqa: SLF001  # Django's own way to copy a row
    kept.number = _old_number(row)
    kept.closed_on, kept.changed_at = day, at
    kept.save()
    write_shares(kept, shares)
    past.parcel = kept
    past.save(update_fields=["parcel"])
    before = row.area_plane
    placed(row, boundary)
    row.opened_on, row.changed_at, row.origin = day, at, one.origin
    row.area_stated, row.accuracy_m = one.area_stated, one.accuracy_m
    for name in ("name", "use_code", "use_name"):
        if getattr(one, name):
            setattr(row, name, getattr(one, name))
    row.version += 1
    row.save()
    words = _("Boundary changed: %(before)s ㎡ → %(after)s ㎡")
    write_event(
        row,
        EventKind.BOUNDARY,
        by,
        at,
        words % {"before": f"{before:,.2f}", "after": f"{row.area_plane:,.2f}"},
    )
    return row


def _old_number(row: Parcel) -> str:
    stem = f"{row.number[:34]}·{OLD}"
    taken = set(
        Parcel.objects.filter(park=row.park_id, number__startswith=stem).values_list(
            "number", flat=True
        )
    )
    return next(f"{stem}{n}" for n in range(1, len(taken) + 2) if f"{stem}{n}" not in taken)


def _entered(
    change: BoundaryChange,
    old: Sequence[Parcel],
    one: ProposedParcel,
    boundary: Boundary,
    day: date,
    by: Actor,
    at: datetime,
) -> Parcel:
    """A parcel entered anew, with what it takes over from those it replaces."""
    row = Parcel(
        park=change.park,
        number=free_number(change.park, one.number),
        origin=one.origin,
        opened_on=day,
        changed_at=at,
    )
    largest = max(old, key=lambda parcel: parcel.area_plane, default=None)
    if largest is not None:
        for name in CARRIED:
            setattr(row, name, getattr(largest, name))
    for name in SAID:
        if getattr(one, name):
            setattr(row, name, getattr(one, name))
    row.village = one.village or row.village
    placed(row, boundary)
    row.save()
    if largest is not None:
        _take_over(row, old, largest)
    words = (
        _("Out of %(numbers)s") % {"numbers": "、".join(p.number for p in old)}
        if old
        else change.source or change.reason
    )
    write_event(row, EventKind.BOUNDARY if old else EventKind.ENTERED, by, at, words)
    return row


def _take_over(row: Parcel, old: Sequence[Parcel], largest: Parcel) -> None:
    """
    Shares (weighed by area where several parcels become one), rights and indicators.

    A right goes on with every part: dividing the land does not divide a mortgage
    (民法典担保制度解释 38 条), and where it held for one part of a merger, the remark says which.
    """
    parts = [
        (parcel.area_plane, shares_of(parcel.tenures.select_related("unit"))) for parcel in old
    ]
    shares = parts[0][1] if len(parts) == 1 else pooled(parts)
    if shares:
        write_shares(row, shares)
        row.save(update_fields=["main_owner", "is_enclave"])
    for parcel in old:
        for right in parcel.rights.filter(ended_on=None):
            remark = _("From %(number)s") % {"number": parcel.number}
            LandRight.objects.create(
                park_id=row.park_id,
                parcel=row,
                kind=right.kind,
                enterprise_id=right.enterprise_id,
                holder=right.holder,
                from_on=right.from_on,
                until_on=right.until_on,
                start_by=right.start_by,
                started_on=right.started_on,
                amount_wan=right.amount_wan,
                document=right.document,
                remark=f"{remark} {right.remark}".strip()[:400],
            )
    ParcelIndicator.objects.bulk_create(
        ParcelIndicator(parcel=row, kind=i.kind, bound=i.bound, value=i.value)
        for i in largest.indicators.all()
    )
