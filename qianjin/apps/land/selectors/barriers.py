"""道路与河道 Which roads and rivers part the park's land."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.units.refusals import Missing

from ..models import Barrier
from ..planning import lines
from .parcels import settings_of


def barriers_for(actor: Actor) -> QuerySet[Barrier]:
    """Those that are there, by name; whoever sees parcels sees them, a village too."""
    rows = Barrier.objects.filter(park_id=actor.park_id, ended_on=None)
    return rows if actor.may(Capability.PARCEL_SEE) else rows.none()


def barrier_for(actor: Actor, pk: int) -> Barrier:
    """:raises Missing: absent, ended, of another park, or not this person's to see."""
    found = barriers_for(actor).filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def barrier_line(barrier: Barrier) -> str:
    """Its line as text: a point a line in metres of the park's zone; what services read."""
    return lines.line_text(barrier.line, settings_of(barrier.park_id).zone)


def barriers_drawn(actor: Actor, *, gcj02: bool = False) -> dict[str, Any]:
    """All of them as a GeoJSON collection for the map."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": lines.line_geojson(row.line, gcj02=gcj02),
                "properties": {
                    "name": row.name,
                    "rank": row.rank,
                    "width": float(row.width_m),
                    "joins": row.joins,
                },
            }
            for row in barriers_for(actor)
        ],
    }
