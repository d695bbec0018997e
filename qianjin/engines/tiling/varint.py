"""Numbers as Protocol Buffers write them, many at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bytes = NDArray[np.uint8]


def zigzag(values: Ints) -> Ints:
    """
    Small numbers of either sign as small numbers without one.

    >>> zigzag(np.array([0, -1, 1, -2])).tolist()
    [0, 1, 2, 3]
    """
    found: Ints = (values << 1) ^ (values >> 63)
    return found


def sizes_of(values: Ints) -> Ints:
    """How many bytes each number takes."""
    sizes = np.ones(len(values), np.int64)
    last = 7
    most = int(values.max()) if len(values) else 0
    while most >> last:
        sizes += values >= (1 << last)
        last += 7
    return sizes


def pack(values: Ints) -> tuple[Bytes, Ints]:
    """
    The bytes of numbers that are not negative, and how many each takes.

    >>> [part.tolist() for part in pack(np.array([1, 300]))]
    [[1, 172, 2], [1, 2]]
    """
    sizes = sizes_of(values)
    ends = np.cumsum(sizes)
    packed = np.empty(int(ends[-1]) if len(ends) else 0, np.uint8)
    starts = ends - sizes
    longest = int(sizes.max()) if len(sizes) else 0
    for place in range(longest):
        if place == 0:
            some, at = values, starts
            goes_on = sizes > 1
        else:
            chosen = np.flatnonzero(sizes > place)
            some, at = values[chosen] >> (7 * place), starts[chosen] + place
            goes_on = sizes[chosen] > place + 1
        packed[at] = (some & 0x7F) | (goes_on.astype(np.int64) << 7)
    return packed, sizes


_SHORT = [bytes([value]) for value in range(128)]


def number(value: int) -> bytes:
    """
    One number.

    >>> number(5).hex(), number(300).hex(), number(70_000).hex()
    ('05', 'ac02', 'f0a204')
    """
    if value < 0x80:
        return _SHORT[value]
    if value < 0x4000:
        return bytes((value & 0x7F | 0x80, value >> 7))
    return bytes((value & 0x7F | 0x80,)) + number(value >> 7)
