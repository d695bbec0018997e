"""What comes out: who is newly given how many of which slot, who waits, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qianjin.engines.kernel import Reason


@dataclass(frozen=True, slots=True)
class Allotted:
    """
    The answer for one pool.

    Parameters
    ----------
    given
        Claim -> slot -> units newly given; what was held before is not repeated (units).
    reasons
        Claim -> why, in the order in which it is told. Codes: ``held`` (units held before),
        ``whole`` (units given, all that was wanted), ``evenly`` (units given, the equal share of
        its class), ``in_turn`` (units given before what there was ran out), ``class_before`` (its
        class, when a class before it was served first), ``does_not_fit`` (units left that are too
        few for the whole), ``no_such_day`` (nothing on the only day of use), ``waiting`` (place in
        the queue, from 1).
    waiting
        Claims that still want something, the next one first.
    left
        Slot -> units nobody was given (units).
    """

    given: Mapping[int, Mapping[int, int]]
    reasons: Mapping[int, tuple[Reason, ...]]
    waiting: tuple[int, ...]
    left: Mapping[int, int]

    def given_to(self, claim: int) -> int:
        """All units newly given to a claim."""
        return sum(self.given.get(claim, {}).values())
