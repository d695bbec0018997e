"""The order of many groups, of which only those asked for are written out."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from .result import Group

Z = 1.6448536269514722
"""One-sided 95 %."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """
    Groups in their order.

    Parameters
    ----------
    mean, weight
        As in ``Scores``.
    keys
        The ranked groups best first, then those with too few cases, most cases first.
    counts
        Hits and cases of each, in the same order (cases).
    known
        How many of them are ranked.
    """

    mean: float
    weight: float
    keys: tuple[str, ...]
    counts: tuple[tuple[int, int], ...]
    known: int

    def __len__(self) -> int:
        return len(self.keys)

    def groups(self, start: int, stop: int) -> tuple[Group, ...]:
        """The groups from place ``start`` (from 0) until before ``stop``, written out."""
        stop = min(stop, len(self))
        return tuple(self._group(at) for at in range(start, stop))

    def _group(self, at: int) -> Group:
        """The group's cases and those lent to it, with Wilson's bounds around their rate."""
        hits, cases = self.counts[at]
        size = cases + self.weight
        shrunk = (hits + self.mean * self.weight) / size
        middle = (shrunk + Z * Z / (2 * size)) / (1 + Z * Z / size)
        half = Z * sqrt(shrunk * (1 - shrunk) / size + Z * Z / (4 * size * size))
        half /= 1 + Z * Z / size
        return Group(
            key=self.keys[at],
            hits=hits,
            cases=cases,
            raw=hits / cases if cases else None,
            shrunk=shrunk,
            low=max(middle - half, 0.0),
            high=min(middle + half, 1.0),
            rank=at + 1 if at < self.known else None,
        )
