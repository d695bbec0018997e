"""随界线变更 What acquisitions and dossiers do when their parcel is divided or becomes part of one.

The procedure goes on for the same ground: nothing that was entered is lost, nothing is guessed.
After a split every successor has the acquisition and the days of the steps that were one for the
whole; what is counted by households and money stays together at the largest, until an officer has
said what belongs to the others. After a merger a step is done where it is done for all of the
ground; villages are added up.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.land import services as land
from qianjin.apps.land.choices import EventKind, ParcelState
from qianjin.apps.land.models import Parcel

from ..choices import AcquisitionState, ListingState
from ..models import Acquisition, Listing, ParcelStep, VillagePart
from .counting import STEP_OF
from .joining import join_parts, join_steps
from .readying import refresh
from .traces import plain, today_of, trace, trace_listing

FACTS = (
    *("project", "needs_tract", "has_state_buildings", "needs_checks", "has_hearing"),
    *("has_permanent_farmland", "opened_by_id", "opened_at"),
)
COPIED = (
    *("code", "village_id", "begun_on", "done_on", "online", "online_on", "document", "words"),
    *("by_name", "at"),
)
_FURTHEST = (ListingState.LISTED, ListingState.NOTICED, ListingState.PREPARING)


def follow(*, old: Sequence[Parcel], new: Sequence[Parcel], by: Actor, at: datetime) -> None:
    """
    随界线变更 Let what is under way at parcels that were replaced go on at those that hold the
    ground now. Part of the act that replaced them, which has checked who may.

    :raises NotTogether: a merger would mix households that have vacated with unpaid ones.
    """
    heir = max(new, key=lambda parcel: parcel.area_plane)
    under_way = list(
        Acquisition.objects.select_for_update(of=("self",))
        .select_related("parcel", "park")
        .filter(parcel__in=old, state=AcquisitionState.UNDER_WAY)
        .order_by("opened_at", "pk")
    )
    others = [one for one in new if one.pk != heir.pk]
    if len(old) == 1:
        _divide_steps(old[0], heir, others)
        for row in under_way:
            _divide(row, heir, others, by=by, at=at)
    else:
        join_steps(under_way, old, heir)
        if under_way:
            _join(under_way, old, heir, by=by, at=at)
    _carry_listings(old, heir, by=by, at=at)
    refresh(park=heir.park, at=at, parcels=[parcel.pk for parcel in (*old, *new)])


def _divide_steps(old: Parcel, heir: Parcel, others: Sequence[Parcel]) -> None:
    """What was one for all of the ground holds for each part; what is counted stays together."""
    steps = list(ParcelStep.objects.filter(parcel=old))
    ParcelStep.objects.filter(parcel=old).update(parcel=heir)
    whole = [step for step in steps if step.code not in STEP_OF.values()]
    ParcelStep.objects.bulk_create(
        ParcelStep(
            park_id=old.park_id, parcel=parcel, **{name: getattr(step, name) for name in COPIED}
        )
        for parcel in others
        for step in whole
    )


def _divide(
    row: Acquisition, heir: Parcel, others: Sequence[Parcel], *, by: Actor, at: datetime
) -> None:
    """The acquisition goes on at the largest; the others get one of their own beside it."""
    old = row.parcel
    villages = list(row.parts.values_list("village_id", flat=True))
    told: dict[str, Any] = {
        "from": old.number,
        "at": [heir.number, *(one.number for one in others)],
    }
    row.parcel, row.version = heir, row.version + 1
    # How much of the arable land lies where is for the officer to say.
    told["arable_ha"], row.arable_ha = row.arable_ha, None
    row.save(update_fields=["parcel", "version", "arable_ha"])
    numbers = "、".join(one.number for one in others)
    words = _(
        "From %(old)s, which was divided: households, money, objections and meetings are here;"
        " enter at %(others)s what belongs there."
    )
    trace(row, "follow", by, at, words % {"old": old.number, "others": numbers}, told)
    for parcel in others:
        made = Acquisition.objects.create(
            park_id=row.park_id, parcel=parcel, **{name: getattr(row, name) for name in FACTS}
        )
        VillagePart.objects.bulk_create(
            VillagePart(park_id=row.park_id, acquisition=made, village_id=village)
            for village in villages
        )
        words = _(
            "From %(old)s, which was divided: the steps go on here; households and money are still"
            " entered at %(heir)s."
        )
        trace(made, "follow", by, at, words % {"old": old.number, "heir": heir.number}, told)


def _join(
    rows: Sequence[Acquisition], old: Sequence[Parcel], heir: Parcel, *, by: Actor, at: datetime
) -> None:
    """The oldest goes on at the parcel they became, with what the others have."""
    base, *rest = rows
    numbers = "、".join(row.parcel.number for row in rows)
    before: dict[str, Any] = {
        "acquisitions": [row.pk for row in rows], "parcels": [p.number for p in old],
    }  # fmt: skip
    joined = join_parts(base, rest)
    arable = [row.arable_ha for row in rows]
    base.arable_ha = None if None in arable else sum(arable)  # type: ignore[arg-type]
    base.project = plain("；".join(dict.fromkeys(row.project for row in rows if row.project)), 80)
    for name in FACTS:
        if any(getattr(row, name) is True for row in rest):
            setattr(base, name, True)
    for row in rest:
        row.hearings.update(acquisition=base)
        row.state, row.ended_on = AcquisitionState.STOPPED, today_of(at)
        row.parcel, row.version = heir, row.version + 1
        row.save(update_fields=["state", "ended_on", "parcel", "version"])
    base.parcel, base.version = heir, base.version + 1
    base.save()
    words = _("From %(numbers)s, which became one: acquired together from now on.")
    trace(base, "follow", by, at, words % {"numbers": numbers}, before | joined)
    land.note_state(
        parcel=heir, state=ParcelState.ACQUIRING, by=by, at=at, kind=EventKind.ACQUISITION
    )


def _carry_listings(old: Sequence[Parcel], heir: Parcel, *, by: Actor, at: datetime) -> None:
    """The dossier that is furthest goes on; further ones are kept beside it, withdrawn."""
    rows = list(
        Listing.objects.select_for_update(of=("self",))
        .select_related("parcel")
        .filter(parcel__in=old, state__in=_FURTHEST)
    )
    rows.sort(key=lambda row: (_FURTHEST.index(ListingState(row.state)), row.pk))
    first = _("The dossier of %(number)s goes on here; check its papers against the boundary.")
    further = _("The dossier of %(number)s is kept here, withdrawn: another goes on.")
    for place, row in enumerate(rows):
        number, row.parcel, row.version = row.parcel.number, heir, row.version + 1
        if place:
            row.state = ListingState.WITHDRAWN
        row.save(update_fields=["parcel", "state", "version"])
        words = (further if place else first) % {"number": number}
        trace_listing(row, "follow", by, at, words, {"from": number})
