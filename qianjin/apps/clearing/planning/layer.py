"""图层 The parcels that may be had, as columns, with what they border on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
from django.db.models import Count
from numpy.typing import NDArray

from qianjin.apps.land.models import Parcel
from qianjin.apps.parks.models import Park
from qianjin.engines import siting

from ..models import ReadyDate
from .outlines import polygons_of
from .parting import lines_of
from .ready import DATED_STATES

MU = 2000 / 3
"""㎡ of one 亩."""


@dataclass(frozen=True)
class Layer:
    """
    可选地块 The parcels that may be had, as columns; ``price`` is 万元 per 亩, NaN where unknown.

    Roads and rivers have cut ``cut`` of their borders; over lanes, ``joined`` pairs are neighbours:
    ``lanes`` are those of ``borders`` that exist over a lane alone.
    """

    keys: tuple[int, ...]
    numbers: tuple[str, ...]
    area: NDArray[np.float64]
    price: NDArray[np.float64]
    ready: NDArray[np.float64]
    owners: NDArray[np.float64]
    columns: Mapping[str, NDArray[Any]]
    shapes: siting.Shapes
    points: NDArray[np.float64]
    borders: siting.Borders
    lanes: siting.Borders
    cut: int
    joined: int

    @property
    def unpriced(self) -> int:
        """Parcels whose price nobody has entered; counted at the dearest known."""
        return int(np.isnan(self.price).sum())

    def cost(self) -> NDArray[np.float64]:
        """万元 of each parcel; where a price is unknown the dearest known, else one per 亩."""
        known = self.price[~np.isnan(self.price)]
        dearest = float(known.max()) if len(known) else 1.0
        return np.where(np.isnan(self.price), dearest, self.price) * self.area / MU


def layer_of(park: Park) -> Layer:
    """Every parcel that may be had today, with its outline on the plane and its neighbours."""
    fields = (
        "pk", "number", "shape", "area_plane", "price_per_mu", "sector", "use_name", "far_max",
        "height_max", "power_kva", "water_tpd", "frontage_m",
    )  # fmt: skip
    rows = list(
        Parcel.objects.filter(park=park, closed_on=None, state__in=DATED_STATES)
        .annotate(owned=Count("tenures"))
        .order_by("number")
        .values_list(*fields, "owned")
    )
    ready = dict(ReadyDate.objects.filter(park=park).values_list("parcel_id", "likely"))
    table = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(13)]
    outlines = [polygons_of(bytes(shape)) for shape in table[2]]
    every = [ring for outline in outlines for polygon in outline for ring in polygon]
    points = np.concatenate(every) if every else np.zeros((0, 2))
    lines = lines_of(park)
    # Parcels and roads lie on one plane, whose zone is that of all points together.
    plane = siting.on_plane(np.concatenate((points, *lines.parts)))
    shapes = siting.Shapes.of(_again(outlines, plane[: len(points)]))
    # A neck shorter than the survey can tell joins nothing that could be built over.
    borders = siting.borders_of(shapes).longer_than(siting.TOLERANCE)
    parted = siting.with_barriers(borders, shapes, lines.on(plane[len(points) :]))
    return Layer(
        keys=tuple(table[0]),
        numbers=tuple(table[1]),
        area=np.array([float(area) for area in table[3]], float),
        price=_numbers(table[4]),
        ready=np.array([_ordinal(ready.get(pk)) for pk in table[0]], float),
        owners=np.maximum(np.array(table[12], float), 1.0),
        columns={
            "sector": np.array(table[5], object),
            "use_name": np.array(table[6], object),
            **{name: _numbers(table[n]) for n, name in enumerate(fields[7:], start=7)},
        },
        shapes=shapes,
        points=points,
        borders=parted.borders,
        lanes=_new(parted.borders, borders),
        cut=parted.cut,
        joined=parted.joined,
    )


def _new(borders: siting.Borders, before: siting.Borders) -> siting.Borders:
    """Those that were none before."""
    keys, known = (b.first * b.count + b.second for b in (borders, before))
    new = ~np.isin(keys, known)
    return siting.Borders(
        borders.first[new], borders.second[new], borders.length[new], borders.count
    )


def _ordinal(day: date | None) -> float:
    return np.nan if day is None else float(day.toordinal())


def _numbers(column: Sequence[Decimal | None]) -> NDArray[np.float64]:
    return np.array([np.nan if value is None else float(value) for value in column], float)


def _again(
    outlines: Sequence[Sequence[Sequence[NDArray[np.float64]]]], plane: NDArray[np.float64]
) -> list[list[list[NDArray[np.float64]]]]:
    """The same outlines with the points of the plane."""
    at = 0
    made = []
    for outline in outlines:
        polygons = []
        for polygon in outline:
            rings = []
            for ring in polygon:
                rings.append(plane[at : at + len(ring)])
                at += len(ring)
            polygons.append(rings)
        made.append(polygons)
    return made
