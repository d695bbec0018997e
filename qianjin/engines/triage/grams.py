"""Texts as rows of hashed character n-grams."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Ints = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

LONGEST = 3
MOST_CHARACTERS = 2000
"""What a text says, it says early; a longer one is cut."""

_DIGITS = re.compile(r"\d+")
_BREAKS = re.compile(r"[\W_]+")


def pieces(text: str) -> list[str]:
    """The text without punctuation; numbers all alike, since their value says nothing."""
    plain = unicodedata.normalize("NFKC", text[:MOST_CHARACTERS]).lower()
    return [piece for piece in _BREAKS.split(_DIGITS.sub("0", plain)) if piece]


def grams(text: str) -> list[str]:
    """Every distinct run of one to three characters, in a fixed order."""
    found = {
        piece[start : start + length]
        for piece in pieces(text)
        for length in range(1, LONGEST + 1)
        for start in range(len(piece) - length + 1)
    }
    return sorted(found)


@lru_cache(maxsize=200_000)
def _digest(gram: str) -> int:
    return crc32(gram.encode("utf-8"))


def place_of(gram: str, bits: int) -> int:
    """Where a gram stands among the 2**bits places: the same on every machine."""
    return _digest(gram) >> (32 - bits)


@dataclass(frozen=True, slots=True)
class Rows:
    """
    稀疏行 The texts as sparse rows over columns, row after row, columns in rising order.

    ``starts[i]`` is where row ``i`` begins in ``columns`` and ``values``. The last column of
    every row is the constant 1 that carries how frequent a label is, so no row is empty.
    """

    starts: Ints
    columns: Ints
    values: Floats
    width: int

    def __len__(self) -> int:
        return len(self.starts)


def distinct_places(texts: Sequence[str], bits: int) -> list[Ints]:
    """For each text its places, each once and in rising order."""
    return [
        np.array(sorted({place_of(gram, bits) for gram in grams(text)}), dtype=np.int64)
        for text in texts
    ]


def rows_of(places: Sequence[Ints], known: Ints, rarity: Floats) -> Rows:
    """
    Rows over the ``known`` places (sorted), each weighed by its ``rarity`` and of length 1.

    Places that are not known are left out: nothing was learned about them.
    """
    starts, columns, values, at = [], [], [], 0
    for row in places:
        found = np.searchsorted(known, row)
        inside = found < len(known)
        found = found[inside][known[found[inside]] == row[inside]]
        weights = rarity[found]
        length = float(np.sqrt(np.sum(weights * weights)))
        starts.append(at)
        columns.append(np.append(found, len(known)))
        values.append(np.append(weights / length if length else weights, 1.0))
        at += len(found) + 1
    return Rows(
        np.array(starts, dtype=np.int64),
        np.concatenate(columns),
        np.concatenate(values),
        len(known) + 1,
    )
