"""宗地图提问 One parcel with its corners and neighbours, and shapes for a page to draw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.parks.models import Unit

from .. import planning
from ..models import LandRight, Parcel, Tenure
from ..planning import sheet as planning_sheet
from .parcels import open_parcels_for, parcel_for, settings_of

AROUND = 40
"""So many neighbours are drawn; a sheet with more shows nothing any more."""


MORE = 0.22
"""So much of a parcel's longer side is shown around it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    宗地图 A parcel as it is printed.

    ``outline``, ``around`` and ``frame`` (west, south, east, north) are metres on the plane of zone
    ``zone`` (easting without prefix); of the neighbours, what lies in the frame.
    """

    parcel: Parcel
    zone: int
    meridian: int
    outline: planning_sheet.Outline
    around: list[planning_sheet.Outline]
    frame: planning_sheet.Box
    corners: list[planning_sheet.Corner]
    tenures: list[Tenure]
    rights: list[LandRight]


def sheet_for(actor: Actor, pk: int) -> Sheet:
    """:raises Missing: absent, of another park, or not this person's to see."""
    parcel = parcel_for(actor, pk)
    zone = settings_of(actor.park_id).zone
    rings = planning_sheet.rings_of(parcel.shape, zone)
    frame = planning_sheet.frame_of(rings, MORE)
    reach = 1.5 * MORE * max(parcel.east - parcel.west, parcel.north - parcel.south)
    near = (
        open_parcels_for(actor)
        .filter(
            west__lte=parcel.east + reach,
            east__gte=parcel.west - reach,
            south__lte=parcel.north + reach,
            north__gte=parcel.south - reach,
        )
        .exclude(pk=parcel.pk)
        .order_by("number")
        .only("number", "shape")[:AROUND]
    )
    return Sheet(
        parcel,
        zone,
        planning.meridian_of(zone),
        planning_sheet.Outline(parcel.number, rings),
        [outline for row in near if (outline := _outline(row, zone, frame)).rings],
        frame,
        planning_sheet.corners_of(rings, zone),
        list(parcel.tenures.select_related("unit")),
        list(parcel.rights.filter(ended_on=None).select_related("enterprise")),
    )


def _outline(row: Parcel, zone: int, frame: planning_sheet.Box) -> planning_sheet.Outline:
    rings = planning_sheet.rings_within(row.shape, zone, frame)
    return planning_sheet.Outline(row.number, rings)


def drawn(rows: Iterable[Parcel], *, gcj02: bool = False) -> list[dict[str, Any]]:
    """The boundaries as GeoJSON geometries in degrees, for a map on GCJ-02 where it is one."""
    return [planning_sheet.geojson_of(row.shape, gcj02=gcj02) for row in rows]


def unit_names(keys: Iterable[int]) -> dict[int, str]:
    """The names of units in the reader's language, by key."""
    return {unit.pk: unit.name for unit in Unit.objects.filter(pk__in=list(keys))}
