"""Well-known binary, bounded by what is there: a count larger than the bytes left is refused."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .data import refusal

POLYGON, MULTIPOLYGON, COLLECTION = 3, 6, 7
_DEEPEST = 8


@dataclass(slots=True)
class _Bytes:
    content: bytes
    at: int
    row: int

    def take(self, form: str) -> tuple[int, ...]:
        size = struct.calcsize(form)
        if self.at + size > len(self.content):
            raise refusal("bad_position", row=self.row)
        found = struct.unpack_from(form, self.content, self.at)
        self.at += size
        return found

    def doubles(self, count: int, order: str) -> NDArray[np.float64]:
        if self.at + 8 * count > len(self.content):
            raise refusal("bad_position", row=self.row)
        found = np.frombuffer(self.content, f"{order}f8", count, self.at)
        self.at += 8 * count
        return found.astype(np.float64)


def polygons(content: bytes, at: int, row: int) -> Iterator[list[NDArray[np.float64]] | str]:
    """
    The rings of each polygon from ``at`` on, outer one first; a text for what is no polygon.

    :raises Refused: bytes are missing.
    """
    yield from _geometry(_Bytes(content, at, row), 0)


def _geometry(source: _Bytes, depth: int) -> Iterator[list[NDArray[np.float64]] | str]:
    (little,) = source.take("<B")
    order = "<" if little else ">"
    (code,) = source.take(f"{order}I")
    dimensions = 2
    if code & 0x20000000:  # the reference system, as PostGIS writes it
        source.take(f"{order}I")
    dimensions += bool(code & 0x80000000) + bool(code & 0x40000000)
    code &= 0x0FFFFFFF
    kind, more = code % 1000, code // 1000
    dimensions += {0: 0, 1: 1, 2: 1, 3: 2}.get(more, 0)
    if kind == POLYGON:
        yield _rings(source, order, dimensions)
    elif kind in (MULTIPOLYGON, COLLECTION) and depth < _DEEPEST:
        (count,) = source.take(f"{order}I")
        for _ in range(count):
            before = source.at
            for found in _geometry(source, depth + 1):
                yield found
                if isinstance(found, str):
                    return
            if source.at == before:
                return
    else:
        yield str(kind)


def _rings(source: _Bytes, order: str, dimensions: int) -> list[NDArray[np.float64]]:
    (count,) = source.take(f"{order}I")
    rings = []
    for _ in range(count):
        (points,) = source.take(f"{order}I")
        values = source.doubles(points * dimensions, order)
        rings.append(values.reshape(points, dimensions)[:, :2])
    return rings
