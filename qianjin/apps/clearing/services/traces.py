"""What every verb here begins and ends with: the right, the lock, the trace."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit
from qianjin.apps.land import services as land
from qianjin.apps.land.models import Parcel

from .. import policies
from ..choices import AcquisitionState
from ..models import Acquisition, Listing, VillagePart
from ..refusals import BadEntry, MayNotClear, NotUnderWay

LONGEST = 400
MOST_MONEY = 10**12


def held(acquisition: Acquisition) -> Acquisition:
    """An acquisition as it is now, held until the act is over."""
    return (
        Acquisition.objects.select_for_update(of=("self",))
        .select_related("parcel", "park")
        .get(pk=acquisition.pk)
    )


def under_way(acquisition: Acquisition, by: Actor) -> Acquisition:
    """
    An acquisition that the office carries on, held.

    :raises MayNotClear, NotUnderWay: not this person's; over or stopped.
    """
    if not policies.may_keep(by, acquisition.park_id):
        raise MayNotClear
    row = held(acquisition)
    if row.state != AcquisitionState.UNDER_WAY:
        raise NotUnderWay
    return row


def held_part(part: VillagePart, by: Actor) -> VillagePart:
    """
    The part of one village with its acquisition held, for whoever may enter what happens there.

    :raises MayNotClear, NotUnderWay: not this person's; over or stopped.
    """
    row = VillagePart.objects.select_related("village", "acquisition").get(pk=part.pk)
    if not policies.may_keep_village(by, row.village):
        raise MayNotClear
    acquisition = held(row.acquisition)
    if acquisition.state != AcquisitionState.UNDER_WAY:
        raise NotUnderWay
    fresh = (
        VillagePart.objects.select_for_update(of=("self",))
        .select_related("village")
        .get(pk=part.pk)
    )
    fresh.acquisition = acquisition
    return fresh


def note_parcel(
    parcel: Parcel,
    verb: str,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    words: str,
    object_kind: str,
    object_id: int,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """A line on the thread of the parcel and the entry of the trail."""
    land.note_event(parcel=parcel, kind=kind, by=by, at=at, words=words)
    audit.record(
        park_id=parcel.park_id,
        by=by,
        at=at,
        verb=verb,
        object_kind=object_kind,
        object_id=object_id,
        object_label=str(parcel),
        detail=dict(detail or {}),
    )


def trace(
    acquisition: Acquisition,
    verb: str,
    by: Actor,
    at: datetime,
    words: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    """One act of an acquisition."""
    note_parcel(
        acquisition.parcel,
        f"acquisition.{verb}",
        "acquisition",
        by=by,
        at=at,
        words=words,
        object_kind="acquisition",
        object_id=acquisition.pk,
        detail=detail,
    )


def trace_listing(
    listing: Listing,
    verb: str,
    by: Actor,
    at: datetime,
    words: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    """One act of a listing."""
    note_parcel(
        listing.parcel,
        f"listing.{verb}",
        "listing",
        by=by,
        at=at,
        words=words,
        object_kind="listing",
        object_id=listing.pk,
        detail=detail,
    )


def plain(text: str, most: int = LONGEST) -> str:
    """Words as they are kept."""
    return text.replace("\x00", "").strip()[:most]


def today_of(at: datetime) -> date:
    """The day of an act in the park."""
    return timezone.localdate(at)


def check_past(day: date | None, at: datetime, name: str) -> None:
    """:raises BadEntry: what happened cannot lie in the future, or before the park's time."""
    if day is None:
        return
    if day > today_of(at):
        raise BadEntry({name: [_("This day has not come yet.")]})
    if day.year < 2000:
        raise BadEntry({name: [_("Please check the year.")]})
