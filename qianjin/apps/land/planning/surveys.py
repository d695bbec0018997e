"""勘测 Files that the engine reads, checks, repairs and writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from qianjin.engines import survey as survey_engine
from qianjin.engines.survey.zones import Zone, to_plane

from .boundaries import BadShape, Shape, geometry_of

Refused = survey_engine.Refused
FORMS = ("txt", "shp", "geojson", "kml", "gpkg", "dxf")
"""In which a list of parcels can be taken out."""
ENDINGS = {"txt": "txt", "shp": "zip", "geojson": "geojson", "kml": "kml", "gpkg": "gpkg",
           "dxf": "dxf"}  # fmt: skip
WEB_LIMITS = survey_engine.Limits(
    size=20 * 1024 * 1024, points=60_000, rings=12_000, parcels=3_000, pairs=60_000
)
"""What is read in a web process: what is larger is divided, or read on the command line."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One parcel on its way into a survey file; ``stated`` in ㎡."""

    number: str
    name: str
    use_name: str
    use_code: str
    stated: Decimal | None
    shape: Shape


def read_survey(
    name: str,
    content: bytes,
    *,
    park_zone: int,
    zone: int | None = None,
    encoding: str = "",
    swapped: bool | None = None,
    degrees: str = "",
    rounds: Sequence[Sequence[dict[str, Any]]] = (),
) -> survey_engine.Survey:
    """
    A survey file as the engine understands it, with the repairs of each round made.

    :raises Refused: it cannot be read; each finding says where and why.
    :raises ValueError: a repair names a place that is not there.
    """
    hints = survey_engine.Hints(
        zone=Zone(park_zone),
        forced_zone=Zone(zone) if zone else None,
        encoding=encoding,
        swapped=swapped,
        degrees=degrees,
    )
    survey = survey_engine.read(name, content, hints, WEB_LIMITS)
    for made in rounds:
        survey = survey_engine.repair(survey, [_repair(one) for one in made], WEB_LIMITS)
    return survey


def _repair(told: dict[str, Any]) -> survey_engine.Repair:
    kind = survey_engine.RepairKind(told["kind"])
    return survey_engine.Repair(kind, told["parcel"], told["ring"], tuple(told["points"]))


def told_repair(one: survey_engine.Repair) -> dict[str, Any]:
    """A repair as a row keeps it."""
    return {
        "kind": one.kind.value, "parcel": one.parcel, "ring": one.ring, "points": list(one.points)
    }  # fmt: skip


def shape_of(parcel: survey_engine.Parcel) -> Any:
    """
    The geometry of a parcel of a survey, in degrees.

    :raises BadShape: ``no_degrees``: its datum is another one.
    """
    import shapely

    polygons = []
    for outer, holes in parcel.parts:
        if outer.lonlat is None:
            raise BadShape("no_degrees")
        polygons.append(shapely.Polygon(outer.lonlat, [hole.lonlat for hole in holes]))
    return shapely.MultiPolygon(polygons)


def write_survey(
    rows: Sequence[Outgoing], form: str, zone: int, *, maker: str = "", made_on: date | None = None
) -> survey_engine.Written:
    """
    Parcels as a survey file of one of ``FORMS``, in the plane of a zone where it has metres.

    The text forms are GBK as bureaux expect, UTF-8 where a character needs it (``findings``).
    """
    parcels = tuple(_outgoing(row, zone) for row in rows)
    survey = survey_engine.Survey(
        parcels, (), form, "", survey_engine.Datum.CGCS2000, Zone(zone), True
    )
    if form == "txt":
        written = survey_engine.TxtForm(maker=maker, made_on=made_on)
        return survey_engine.write_txt(survey, written)
    if form == "geojson":
        return survey_engine.Written(survey_engine.write_geojson(survey).encode(), "utf-8")
    if form == "shp":
        return survey_engine.write_shapefile(survey, made_on)
    if form == "gpkg":
        return survey_engine.write_gpkg(survey, made_on)
    return {"kml": survey_engine.write_kml, "dxf": survey_engine.write_dxf}[form](survey)


def _outgoing(row: Outgoing, zone: int) -> survey_engine.Parcel:
    import numpy as np
    import shapely

    rings: list[survey_engine.Ring] = []

    def add(line: Any, hole_in: int) -> None:
        lonlat = shapely.get_coordinates(line)[:-1]
        plane, empty = to_plane(lonlat, Zone(zone)), np.empty(0, np.int32)
        number = str(len(rings) + 1)
        rings.append(survey_engine.Ring(number, (), plane, lonlat, empty, None, hole_in))

    for polygon in shapely.get_parts(geometry_of(row.shape)):
        outer = len(rings)
        add(polygon.exterior, -1)
        for hole in polygon.interiors:
            add(hole, outer)
    stated = None
    if row.stated is not None:
        metres = float(row.stated)
        stated = survey_engine.Stated(metres / 10_000, "ha", metres)
    return survey_engine.Parcel(
        row.number, row.name, tuple(rings), row.use_name, row.use_code, "", stated
    )
