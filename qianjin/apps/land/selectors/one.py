"""一块地 What hangs on one parcel: owners, rights, indicators, files, its thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qianjin.apps.accounts.actors import Actor
from qianjin.units.refusals import Missing

from .. import planning, policies
from ..choices import STANDARD_LAND_LEAST
from ..models import (
    LandRight,
    LowUse,
    Parcel,
    ParcelEvent,
    ParcelFile,
    ParcelIndicator,
    Tenure,
)
from .parcels import parcels_for, settings_of

EVENTS = 20
HELD = 10
"""Rights shown of an enterprise on its page."""


@dataclass(frozen=True, slots=True)
class EventPage:
    """A stretch of a thread, newest first; ``older`` continues."""

    rows: list[ParcelEvent]
    older: str


def shares_of(parcel: Parcel) -> list[Tenure]:
    """Who owns it; empty: nobody knows."""
    return list(parcel.tenures.select_related("unit"))


def rights_of(parcel: Parcel) -> list[LandRight]:
    """Rights in force first, then those that have ended."""
    rows = parcel.rights.select_related("enterprise").order_by("-id")
    return sorted(rows, key=lambda right: right.ended_on is not None)


def rights_of_enterprise(actor: Actor, enterprise_id: int) -> list[LandRight]:
    """What an enterprise holds on parcels this person sees, in force, the newest first; a few."""
    rows = LandRight.objects.filter(
        park_id=actor.park_id,
        enterprise_id=enterprise_id,
        ended_on=None,
        parcel__in=parcels_for(actor),
    )
    return list(rows.select_related("parcel").defer("parcel__shape").order_by("-id")[:HELD])


def right_for(actor: Actor, pk: int) -> LandRight:
    """:raises Missing: absent, or on a parcel that is not this person's to see."""
    rows = LandRight.objects.filter(pk=pk, parcel__in=parcels_for(actor))
    found = rows.select_related("parcel", "enterprise").first()
    if found is None:
        raise Missing
    return found


def indicators_of(parcel: Parcel) -> list[ParcelIndicator]:
    """The figures it is granted with."""
    return list(parcel.indicators.all())


def is_standard_land(indicators: list[ParcelIndicator]) -> bool:
    """标准地: at least five indicators (RULES 1.5)."""
    return len(indicators) >= STANDARD_LAND_LEAST


def files_of(parcel: Parcel) -> list[ParcelFile]:
    """Photographs and documents, oldest first."""
    return list(parcel.files.filter(removed_at=None))


def file_for(actor: Actor, pk: int) -> ParcelFile:
    """:raises Missing: absent, removed, or of a parcel that is not this person's to see."""
    rows = ParcelFile.objects.filter(pk=pk, removed_at=None, parcel__in=parcels_for(actor))
    found = rows.select_related("parcel").first()
    if found is None:
        raise Missing
    return found


def events_of(parcel: Parcel, *, before: int = 0, size: int = EVENTS) -> EventPage:
    """The thread, newest first."""
    rows = parcel.events.order_by("-pk")
    if before:
        rows = rows.filter(pk__lt=before)
    taken = list(rows[: size + 1])
    return EventPage(taken[:size], str(taken[size - 1].pk) if len(taken) > size else "")


def neighbours(actor: Actor, parcel: Parcel, *, most: int = 60) -> list[Parcel]:
    """Open parcels around it that this person may see, for the drawing."""
    wide, high = parcel.east - parcel.west, parcel.north - parcel.south
    margin = max(wide, high, 0.001) * 0.6
    rows = parcels_for(actor).filter(
        closed_on=None,
        west__lt=parcel.east + margin,
        east__gt=parcel.west - margin,
        south__lt=parcel.north + margin,
        north__gt=parcel.south - margin,
    )
    return list(rows.exclude(pk=parcel.pk).order_by("number")[:most])


def low_use_of(parcel: Parcel) -> LowUse | None:
    """The latest case of low-efficiency land."""
    return parcel.low_uses.order_by("-pk").first()


def may_keep_parcel(actor: Actor, parcel: Parcel) -> bool:
    """Whether this person changes it today."""
    return parcel.closed_on is None and policies.may_keep(actor, parcel.park_id)


def points_of(parcel: Parcel) -> str:
    """
    The boundary as text: a point a line (easting, northing in the park's zone, metres), a blank
    line between rings; what ``services.propose_boundary`` reads.
    """
    return planning.to_text(parcel.shape, settings_of(parcel.park_id).zone)


def geojson_of(parcel: Parcel) -> dict[str, Any]:
    """The boundary as a GeoJSON geometry, CGCS2000 longitude and latitude."""
    return planning.to_geojson(parcel.shape)
