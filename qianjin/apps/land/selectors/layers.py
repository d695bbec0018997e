"""图层提问 The map: tiles, the legend's figures, what lies in a box or a drawn outline."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Scope
from qianjin.units.refusals import Missing

from ..choices import MapSource
from ..models import MapBackground, Parcel
from ..planning import layer as planning_map
from .parcels import open_parcels_for, parcels_for
from .versions import layer_version, version_lately

COLUMNS = planning_map.COLUMNS
NEAREST, FURTHEST_WHOLE = planning_map.NEAREST, planning_map.FURTHEST_WHOLE
LISTED = 60
Box = tuple[float, float, float, float]
COMPARED = 400


@dataclass(frozen=True, slots=True)
class Seen:
    """
    The layer as one person sees it.

    ``reader`` names all who see the same; ``mask`` is none for whoever sees the whole.
    """

    layer: planning_map.MapLayer
    reader: str
    mask: Any


@dataclass(frozen=True, slots=True)
class Share:
    """One word of the legend: its code, how many parcels, ㎡."""

    code: planning_map.Word
    count: int
    area: float


@dataclass(frozen=True, slots=True)
class Found:
    """Parcels in a box or an outline: all that are there, and the largest of them."""

    count: int
    area: float
    rows: list[Parcel]


@dataclass(frozen=True, slots=True)
class Compared:
    """What came into the book and what left it between two days."""

    came: list[Parcel]
    went: list[Parcel]
    is_cut: bool


def reader_of(actor: Actor) -> str:
    """All who see the same parcels have one name; it changes with rights, so tags do too."""
    scope = actor.scope(Capability.PARCEL_SEE)
    if scope == Scope.PARK:
        return "all"
    units = ".".join(str(unit) for unit in sorted(actor.unit_ids)) if scope == Scope.UNIT else ""
    return f"units.{units}"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a tile depends on besides its place: the layer's version and who asks."""

    park_id: int
    version: int
    reader: str

    @property
    def tag(self) -> str:
        """The same as long as neither the layer nor the reader's rights change."""
        return f"{self.park_id}-{self.version}-{self.reader}"


def stamp_of(actor: Actor, *, in_a_burst: bool = False) -> Stamp:
    """
    The layer's present version, as this person sees it.

    :param in_a_burst: one of many tiles; a version of a second ago will do.
    """
    version = version_lately if in_a_burst else layer_version
    return Stamp(actor.park_id, version(actor.park_id), reader_of(actor))


def layer_for(actor: Actor, stamp: Stamp | None = None) -> Seen:
    """The layer of the actor's park, with what the actor may see of it."""
    stamp = stamp or stamp_of(actor)
    layer = planning_map.held(stamp.park_id, stamp.version, lambda: _rows(stamp.park_id))
    if stamp.reader == "all":
        return Seen(layer, stamp.reader, None)
    mask = layer.seen(stamp.reader, lambda: _keys(actor))
    return Seen(layer, stamp.reader, mask)


def _keys(actor: Actor) -> Iterator[int]:
    return open_parcels_for(actor).order_by().values_list("pk", flat=True).iterator()


def _rows(park_id: int) -> Iterator[planning_map.Row]:
    rows = Parcel.objects.filter(park_id=park_id, closed_on=None).order_by().values_list(
        "pk", "shape", "number", "area_plane", "state", "ready_likely", "main_owner_id",
        "village_id", "sector", "low_use", "is_enclave",
    )  # fmt: skip
    for *known, state, ready, owner, village, sector, low_use, enclave in rows.iterator(
        chunk_size=4000
    ):
        month = None if ready is None else ready.year * 100 + ready.month
        yield (*known, state, month, owner, village, sector or None, low_use or None, enclave)


def tile_for(
    actor: Actor,
    *,
    zoom: int,
    column: int,
    row: int,
    by: str,
    gcj02: bool = False,
    stamp: Stamp | None = None,
) -> bytes:
    """
    One vector tile, compressed with gzip; empty where nothing lies that this person may see.

    :raises Missing: there is no such tile or no such column.
    """
    place = planning_map.place_of(zoom, column, row)
    if place is None or by not in COLUMNS:
        raise Missing
    seen = layer_for(actor, stamp)
    return seen.layer.tile(place, by, seen.reader, seen.mask, gcj02)


def bounds_for(actor: Actor) -> Box | None:
    """West, south, east, north of all this person may see; none when that is nothing."""
    seen = layer_for(actor)
    return seen.layer.bounds(seen.mask)


def legend_for(actor: Actor, by: str) -> list[Share]:
    """
    How many parcels and how much land each word of a column has; the most land first.

    :raises Missing: there is no such column.
    """
    if by not in COLUMNS:
        raise Missing
    seen = layer_for(actor)
    shares = [Share(code, *found) for code, found in seen.layer.shares(by, seen.mask).items()]
    return sorted(shares, key=lambda share: -share.area)


def found_in(
    actor: Actor,
    box: Box,
    corners: Sequence[tuple[float, float]] = (),
    *,
    gcj02: bool = False,
) -> Found:
    """
    What lies in a box (west, south, east, north), or shares ground with an outline.

    The first ``LISTED`` are given, the largest first; count and area speak of all. ``gcj02``: box
    and outline were taken from such a map.
    """
    seen = layer_for(actor)
    if gcj02:
        corners = planning_map.unshifted(corners)
        low, high = planning_map.unshifted([(box[0], box[1]), (box[2], box[3])])
        box = (*low, *high)
    outline = planning_map.outline_of(corners) if corners else None
    if corners and outline is None:
        return Found(0, 0.0, [])
    if outline is not None:
        box = tuple(outline.bounds)
    places = seen.layer.inside(seen.mask, box, outline)
    keys = seen.layer.layer.ids[places[:LISTED]].tolist()
    # Asked through the door once more, which also leaves out what has been closed just now.
    rows = open_parcels_for(actor).select_related("village", "main_owner").defer("shape")
    by_key = rows.in_bulk(keys)
    listed = [by_key[key] for key in keys if key in by_key]
    return Found(len(places), float(seen.layer.areas[places].sum()), listed)


def compared(actor: Actor, *, earlier: date, later: date) -> Compared:
    """The boundaries that went and those that came after one day, up to another."""
    rows = parcels_for(actor).select_related("village")
    came = rows.filter(opened_on__gt=earlier, opened_on__lte=later).filter(
        Q(closed_on=None) | Q(closed_on__gt=later)
    )
    went = rows.filter(closed_on__gt=earlier, closed_on__lte=later, opened_on__lte=earlier)
    some_came = list(came.order_by("number")[: COMPARED + 1])
    some_went = list(went.order_by("number")[: COMPARED + 1])
    is_cut = max(len(some_came), len(some_went)) > COMPARED
    return Compared(some_came[:COMPARED], some_went[:COMPARED], is_cut)


def drawn_outline(corners: Sequence[tuple[float, float]], *, gcj02: bool) -> str:
    """
    An outline drawn on the map as GeoJSON in degrees of CGCS2000.

    It reads as the boundary of a new parcel does (``services.propose_new``).
    """
    return _drawn("Polygon", [_to_centimetres((*corners, corners[0]), gcj02)])


def drawn_line(corners: Sequence[tuple[float, float]], *, gcj02: bool) -> str:
    """A line measured on the map, as the middle of a road or river (``services.add_barrier``)."""
    return _drawn("LineString", _to_centimetres(corners, gcj02))


def _to_centimetres(corners: Sequence[tuple[float, float]], gcj02: bool) -> list[list[float]]:
    told = planning_map.unshifted(corners) if gcj02 else corners
    return [[round(east, 7), round(north, 7)] for east, north in told]


def _drawn(kind: str, coordinates: list[Any]) -> str:
    return json.dumps({"type": kind, "coordinates": coordinates}, separators=(",", ":"))


def drawn_box(box: Box, *, gcj02: bool) -> Box:
    """Where a map draws a box (west, south, east, north): elsewhere when it is one on GCJ-02."""
    if not gcj02:
        return box
    low, high = planning_map.shifted([(box[0], box[1]), (box[2], box[3])])
    return (*low, *high)


@dataclass(frozen=True, slots=True)
class Background:
    """What lies under the parcels; ``kind`` and ``layers`` speak of a file."""

    row: MapBackground
    kind: str = ""
    nearest: int = 0
    layers: tuple[str, ...] = ()


def background_of(park_id: int, *, chosen: bool = False) -> Background:
    """
    The park's background; none where nobody has chosen one, or its file has gone.

    :param chosen: what was chosen, whatever has become of the file.
    """
    row = MapBackground.objects.filter(park_id=park_id).first() or MapBackground(park_id=park_id)
    if row.source != MapSource.FILE or chosen:
        return Background(row)
    archive = planning_map.archive_of(row.file)
    if archive is None:
        return Background(MapBackground(park_id=park_id, version=row.version))
    return Background(row, archive.kind, archive.nearest, tuple(archive.layers()))


def background_files() -> list[str]:
    """The names of the files that may be chosen."""
    return planning_map.archives()


def background_tile(actor: Actor, *, zoom: int, column: int, row: int) -> tuple[bytes, str, bool]:
    """
    A tile of the park's own file: bytes, kind, whether they are compressed; no bytes where the
    file has no such tile.

    :raises Missing: the park draws no file, or there is no such tile.
    """
    found = MapBackground.objects.filter(park_id=actor.park_id, source=MapSource.FILE).first()
    told = planning_map.background_tile(found.file, zoom, column, row) if found else None
    if told is None:
        raise Missing
    return told
