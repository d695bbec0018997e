"""图层 The open parcels of a park in the memory of a web process, and what is cut out of them.

The bridge to the engine ``tiling``, as ``planning`` is to ``survey``. shapely is loaded when a map
is looked at, not with every web process.
"""

from __future__ import annotations

import ctypes
import gzip
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.conf import settings

from qianjin.engines.tiling import (
    DEEPEST,
    DISSOLVED,
    Archive,
    Column,
    Cutter,
    Gathering,
    Layer,
    NoArchive,
    Tile,
    from_gcj02,
    to_gcj02,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Ints = NDArray[np.int64]

Word = str | int | float | bool | None
COLUMNS = ("state", "ready", "owner", "village", "sector", "low_use", "enclave")
"""What is said of each parcel on the map, as codes; a face has the words."""
BESIDE = 0.001
"""An outline that takes less of a parcel than this part of it was drawn beside it."""
LARGE = 20_000
READ_AT_ONCE = 4_000
TILES_BYTES = 8 * 1024 * 1024
MOST_PARKS, MOST_READERS, MOST_DISSOLVED = 4, 32, 16
NEAREST = DEEPEST
FURTHEST_WHOLE = DISSOLVED + 1
"""From this zoom on every parcel is drawn by itself."""


Row = tuple[Any, ...]
"""What the layer takes of a parcel: key, WKB, label, ㎡, and what is said in the order of COLUMNS.

A plain tuple: a district has a hundred thousand of them.
"""


@dataclass(slots=True)
class MapLayer:
    """
    One park's open parcels at one version.

    Parameters
    ----------
    version
        Of the layer, as the book counts it.
    cutter
        Where the parcels lie.
    areas
        ㎡ of each, computed on the plane of the zone.
    """

    version: int
    cutter: Cutter
    areas: NDArray[np.float64]
    _shifted: Cutter | None = None
    _seen: OrderedDict[str, Flags] = field(default_factory=OrderedDict)
    _dissolved: OrderedDict[tuple[Any, ...], Cutter] = field(default_factory=OrderedDict)
    _tiles: OrderedDict[tuple[Any, ...], bytes] = field(default_factory=OrderedDict)
    _tiles_bytes: int = 0
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def layer(self) -> Layer:
        """The shapes and what is said of them."""
        return self.cutter.layer

    def seen(self, reader: str, keys: Callable[[], Iterable[int]]) -> Flags:
        """Which parcels a kind of reader may see; ``keys`` is asked once for each kind."""
        import numpy as np

        with self._lock:
            if reader not in self._seen:
                allowed = np.fromiter(keys(), np.int64)
                _keep(self._seen, reader, np.isin(self.layer.ids, allowed), MOST_READERS)
            return self._seen[reader]

    def tile(self, place: Tile, by: str, reader: str, seen: Flags | None, gcj02: bool) -> bytes:
        """A tile, compressed; small scales draw the land of each word of ``by`` as one."""
        by = by if place.zoom <= DISSOLVED else ""
        key = (place, by, reader, gcj02)
        with self._lock:
            known = self._tiles.get(key)
            if known is not None:
                self._tiles.move_to_end(key)
                return known
            cutter = self._on_gcj02() if gcj02 else self.cutter
            if by:
                cutter, seen = self._as_one(cutter, by, place.zoom, reader, seen, gcj02), None
            elif cutter.prepare(place.zoom) and len(self.layer) > LARGE:
                _give_back()
        made = cutter.tile(place, seen)
        packed = gzip.compress(made, 1, mtime=0) if made else b""
        with self._lock:
            self._remember(key, packed)
        return packed

    def _on_gcj02(self) -> Cutter:
        if self._shifted is None:
            self._shifted = Cutter(self.layer.on_gcj02())
        return self._shifted

    def _as_one(
        self, cutter: Cutter, by: str, zoom: int, reader: str, seen: Flags | None, gcj02: bool
    ) -> Cutter:
        key = (by, zoom, reader, gcj02)
        if key not in self._dissolved:
            _keep(self._dissolved, key, cutter.dissolved(by, zoom, seen), MOST_DISSOLVED)
            if len(self.layer) > LARGE:
                _give_back()
        return self._dissolved[key]

    def _remember(self, key: tuple[Any, ...], packed: bytes) -> None:
        if key in self._tiles:
            return
        self._tiles[key] = packed
        self._tiles_bytes += len(packed) + 200
        while self._tiles_bytes > TILES_BYTES:
            _, dropped = self._tiles.popitem(last=False)
            self._tiles_bytes -= len(dropped) + 200

    def bounds(self, seen: Flags | None) -> tuple[float, float, float, float] | None:
        """West, south, east, north of what may be seen, degrees; none when that is nothing."""
        import numpy as np

        from qianjin.engines.tiling import to_lonlat

        boxes = self.layer.boxes if seen is None else self.layer.boxes[seen]
        if not len(boxes):
            return None
        low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
        (west, north), (east, south) = to_lonlat(np.array([low, high]))
        return float(west), float(south), float(east), float(north)

    def shares(self, by: str, seen: Flags | None) -> dict[Word, tuple[int, float]]:
        """How many parcels each word of a column has, and their ㎡; ``None`` for no word."""
        import numpy as np

        column = self.layer.columns[by]
        codes = column.codes + 1 if seen is None else column.codes[seen] + 1
        areas = self.areas if seen is None else self.areas[seen]
        counts = np.bincount(codes, minlength=len(column.words) + 1).tolist()
        sums = np.bincount(codes, areas, minlength=len(column.words) + 1).tolist()
        words = (None, *column.words)
        return {w: (n, a) for w, n, a in zip(words, counts, sums, strict=True) if n}

    def inside(
        self, seen: Flags | None, box: tuple[float, float, float, float], outline: Any = None
    ) -> Ints:
        """
        The places of parcels that meet a box and, where one is given, share ground with an outline
        (shapely, degrees; valid); the largest first.
        """
        import numpy as np
        import shapely

        from qianjin.engines.tiling import to_world

        west, south, east, north = box
        (left, top), (right, bottom) = to_world(np.array([[west, north], [east, south]]))
        found = self.layer.within(left, top, right, bottom)
        if seen is not None:
            found = found[seen[found]]
        if outline is not None and len(found):
            shapely.prepare(outline)
            polygons = self.layer.polygons(found)
            meets = np.flatnonzero(shapely.intersects(outline, polygons))
            found, polygons = found[meets], polygons[meets]
            shared = shapely.area(shapely.intersection(outline, polygons))
            found = found[shared > BESIDE * shapely.area(polygons)]
        return found[np.argsort(-self.areas[found], kind="stable")]


def layer_from(version: int, rows: Iterable[Row]) -> MapLayer:
    """Parcels as the database gives them, a few thousand standing twice in memory at a time."""
    import numpy as np

    gathering, labels, areas = Gathering(), list[str](), list[float]()
    said: list[list[Any]] = [[] for _ in COLUMNS]
    source = iter(rows)
    while some := list(islice(source, READ_AT_ONCE)):
        keys, shapes, names, sizes, *words = zip(*some, strict=True)
        gathering.add(np.array(keys), [bytes(shape) for shape in shapes])
        labels += names
        areas += map(float, sizes)
        for column, told in zip(said, words, strict=True):
            column += told
    columns = {name: Column.of(told) for name, told in zip(COLUMNS, said, strict=True)}
    layer = gathering.layer(columns=columns, labels=labels)
    nothing = np.zeros(0, np.int64)
    every, came = (np.concatenate([nothing, *one]) for one in (gathering.ids, gathering.rows))
    order = np.argsort(every)
    places = order[np.searchsorted(every, layer.ids, sorter=order)]
    made = MapLayer(version, Cutter(layer), np.array(areas, float)[came][places])
    if len(layer) > LARGE:
        _give_back()
    return made


def _give_back() -> None:
    """Memory that the C library keeps for later goes back to the system, where it knows how."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _keep(shelf: OrderedDict[Any, Any], key: Any, thing: Any, most: int) -> None:
    shelf[key] = thing
    while len(shelf) > most:
        shelf.popitem(last=False)


_held: OrderedDict[int, MapLayer] = OrderedDict()
_locks: dict[int, threading.Lock] = {}
_turn = threading.Lock()


def held(park_id: int, version: int, rows: Callable[[], Iterable[Row]]) -> MapLayer:
    """The layer of a park at this version; read anew when the version has moved on."""
    with _turn:
        lock = _locks.setdefault(park_id, threading.Lock())
    with lock:
        known = _held.get(park_id)
        if known is None or known.version != version:
            known = layer_from(version, rows())
        with _turn:
            _held[park_id] = known
            _held.move_to_end(park_id)
            while len(_held) > MOST_PARKS:
                _held.popitem(last=False)
    return known


def place_of(zoom: int, column: int, row: int) -> Tile | None:
    """A tile's address, or none where there is no such tile."""
    try:
        return Tile(zoom, column, row)
    except ValueError:
        return None


Place = tuple[float, float]


def shifted(places: Sequence[Place]) -> list[Place]:
    """Where a map on GCJ-02 draws places of CGCS2000."""
    return _moved(places, to_gcj02)


def unshifted(places: Sequence[Place]) -> list[Place]:
    """Which places of CGCS2000 a map on GCJ-02 draws there; others than those are left alone."""
    return _moved(places, from_gcj02)


def _moved(places: Sequence[Place], way: Callable[[Any], Any]) -> list[Place]:
    import numpy as np

    some = np.array(places, float).reshape(-1, 2)
    # The shift is told for China alone, and grows without bounds far from it.
    inside = (np.abs(some - [104.5, 28.5]) < [33, 27]).all(axis=1)
    moved = np.where(inside[:, None], way(some), some)
    return [(float(east), float(north)) for east, north in moved]


def outline_of(corners: Sequence[tuple[float, float]]) -> Any:
    """A drawn outline as a shape in degrees; none where it is no area."""
    import shapely

    if len(corners) < 3:
        return None
    drawn = shapely.make_valid(shapely.Polygon(corners))
    return drawn if drawn.area > 0 else None


FILES = re.compile(r"[0-9A-Za-z\u4e00-\u9fff][0-9A-Za-z\u4e00-\u9fff._ -]{0,110}\.pmtiles")


def archives() -> list[str]:
    """The names of the PMTiles files in the folder ``maps`` of the installation."""
    folder = settings.DATA / "maps"
    if not folder.is_dir():
        return []
    return sorted(one.name for one in folder.iterdir() if FILES.fullmatch(one.name))


def archive_of(name: str) -> Archive | None:
    """A file of tiles in the folder ``maps``, opened once; none where there is no good one."""
    path = settings.DATA / "maps" / name
    try:
        if not FILES.fullmatch(name) or not path.is_file():
            return None
        found = path.stat()
        return _opened(str(path), found.st_mtime_ns, found.st_size)
    except (OSError, NoArchive):
        return None


@lru_cache(maxsize=8)
def _opened(path: str, changed: int, size: int) -> Archive:
    """``changed`` and ``size`` make another file of the same name another file."""

    def read(offset: int, length: int) -> bytes:
        if offset >= size:
            return b""
        with open(path, "rb") as file:
            file.seek(offset)
            return file.read(min(length, size - offset))

    return Archive(read)


def background_tile(name: str, zoom: int, column: int, row: int) -> tuple[bytes, str, bool] | None:
    """The bytes of a tile of a file, its kind, whether compressed; none where there is no file."""
    archive, place = archive_of(name), place_of(zoom, column, row)
    if archive is None or place is None:
        return None
    try:
        return archive.tile(place), archive.kind, archive.is_compressed
    except (NoArchive, OSError):
        return None
