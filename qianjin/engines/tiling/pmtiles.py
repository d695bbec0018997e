"""Tiles baked into one file: https://github.com/protomaps/PMTiles, version 3, read only."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .world import Tile

Read = Callable[[int, int], bytes]
"""The bytes from an offset on, so many or fewer."""

HEADER = 127
LARGEST_DIRECTORY = 32 << 20
LARGEST_TILE = 8 << 20
DEEPEST_DIRECTORY = 4
KINDS = {1: "mvt", 2: "png", 3: "jpg", 4: "webp", 5: "avif"}
NO_COMPRESSION, GZIP = 1, 2


class NoArchive(ValueError):
    """The file is none of these, or is damaged; ``code`` says how."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class _Entry:
    number: int
    offset: int
    length: int
    run: int


@dataclass(slots=True)
class Archive:
    """
    A file of tiles.

    Parameters
    ----------
    read
        Reads the file.

    Raises
    ------
    NoArchive
        ``not_pmtiles``, ``version``, ``compression``, ``damaged``.
    """

    read: Read
    kind: str = field(init=False)
    furthest: int = field(init=False)
    nearest: int = field(init=False)
    bounds: tuple[float, float, float, float] = field(init=False)
    _head: tuple[int, ...] = field(init=False)
    _inner: int = field(init=False)
    _outer: int = field(init=False)
    _directories: dict[tuple[int, int], list[_Entry]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        head = self.read(0, HEADER)
        if len(head) < HEADER or head[:7] != b"PMTiles":
            raise NoArchive("not_pmtiles")
        if head[7] != 3:
            raise NoArchive("version")
        self._head = struct.unpack("<11Q", head[8:96])
        inner, outer, kind, furthest, nearest = struct.unpack("<xBBBBB", head[96:102])
        if inner not in (NO_COMPRESSION, GZIP) or outer not in (NO_COMPRESSION, GZIP):
            raise NoArchive("compression")
        if kind not in KINDS or furthest > nearest:
            raise NoArchive("damaged")
        self.kind, self.furthest, self.nearest = KINDS[kind], furthest, nearest
        west, south, east, north = struct.unpack("<4i", head[102:118])
        self.bounds = (west / 1e7, south / 1e7, east / 1e7, north / 1e7)
        self._inner, self._outer = inner, outer

    @property
    def is_compressed(self) -> bool:
        """Whether tiles come out compressed with gzip."""
        return self._outer == GZIP

    def layers(self) -> list[str]:
        """The names of the layers of vector tiles, as the file's description has them."""
        offset, length = self._head[2:4]
        try:
            told: Any = json.loads(self._plain(self.read(offset, min(length, LARGEST_DIRECTORY))))
            return [str(layer["id"]) for layer in told.get("vector_layers", [])][:64]
        except (ValueError, KeyError, TypeError, AttributeError):
            return []

    def tile(self, tile: Tile) -> bytes:
        """
        The bytes of a tile as they stand in the file; none where it has none.

        :raises NoArchive: ``damaged``.
        """
        number = place(tile)
        offset, length = self._head[0], self._head[1]
        for _ in range(DEEPEST_DIRECTORY):
            entry = _find(self._directory(offset, length), number)
            if entry is None:
                return b""
            if entry.run:
                if entry.length > LARGEST_TILE:
                    raise NoArchive("damaged")
                return self.read(self._head[6] + entry.offset, entry.length)
            offset, length = self._head[4] + entry.offset, entry.length
        raise NoArchive("damaged")

    def _directory(self, offset: int, length: int) -> list[_Entry]:
        known = self._directories.get((offset, length))
        if known is None:
            if length > LARGEST_DIRECTORY:
                raise NoArchive("damaged")
            known = _entries(self._plain(self.read(offset, length)))
            if len(self._directories) >= 64:
                self._directories.clear()
            self._directories[offset, length] = known
        return known

    def _plain(self, content: bytes) -> bytes:
        if self._inner == NO_COMPRESSION:
            return content
        try:
            unpacker = zlib.decompressobj(wbits=31)
            return unpacker.decompress(content, LARGEST_DIRECTORY)
        except zlib.error as error:
            raise NoArchive("damaged") from error


def place(tile: Tile) -> int:
    """
    The number of a tile: zooms one after the other, each along a Hilbert curve.

    >>> [place(Tile(*address)) for address in ((0, 0, 0), (1, 0, 0), (1, 1, 0), (2, 0, 0))]
    [0, 1, 4, 5]
    """
    x, y, along = tile.column, tile.row, 0
    side = 1 << tile.zoom
    half = side >> 1
    while half:
        right, down = int(bool(x & half)), int(bool(y & half))
        along += half * half * ((3 * right) ^ down)
        if not down:
            if right:
                x, y = side - 1 - x, side - 1 - y
            x, y = y, x
        half >>= 1
    return ((1 << 2 * tile.zoom) - 1) // 3 + along


def _entries(content: bytes) -> list[_Entry]:
    numbers, at = [], 0

    def take() -> int:
        nonlocal at
        value = shift = 0
        while True:
            if at >= len(content) or shift > 63:
                raise NoArchive("damaged")
            byte = content[at]
            at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    count = take()
    if count > len(content):
        raise NoArchive("damaged")
    last = 0
    for _ in range(count):
        last += take()
        numbers.append(last)
    runs = [take() for _ in range(count)]
    lengths = [take() for _ in range(count)]
    found: list[_Entry] = []
    for number, run, length in zip(numbers, runs, lengths, strict=True):
        told = take()
        if not told and not found:
            raise NoArchive("damaged")
        offset = told - 1 if told else found[-1].offset + found[-1].length
        found.append(_Entry(number, offset, length, run))
    return found


def _find(entries: list[_Entry], number: int) -> _Entry | None:
    low, high = 0, len(entries)
    while low < high:
        middle = (low + high) // 2
        if entries[middle].number <= number:
            low = middle + 1
        else:
            high = middle
    if not low:
        return None
    entry = entries[low - 1]
    return entry if not entry.run or number < entry.number + entry.run else None
