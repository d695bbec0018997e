"""What is allotted: slots with room for so many, and claims on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MOST = 100_000
"""So many units a slot may hold and a claim may want."""


@dataclass(frozen=True, slots=True)
class Slot:
    """
    One portion of what is scarce: a batch of permits, the rooms of one day.

    Parameters
    ----------
    key
        What the caller knows the slot by.
    capacity
        How many units it holds (units).
    day
        The day it belongs to, as an ordinal (days); none for a slot of no particular day.

    Raises
    ------
    ValueError
        ``capacity`` is negative or beyond ``MOST``.
    """

    key: int
    capacity: int
    day: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.capacity <= MOST:
            raise ValueError(f"capacity: {self.capacity} units")


@dataclass(frozen=True, slots=True)
class Claim:
    """
    Somebody wants units.

    Parameters
    ----------
    key
        What the caller knows the claim by.
    wanted
        How many in all, what is held among them (units).
    rank
        Its class; a lower class is served before a higher one (number).
    asked
        When it was asked, as any number that grows with time; ties go by ``key``.
    day
        The only day that is of use, as an ordinal (days); none when any slot is.
    held
        What it holds already, slot by slot (units). It is never taken away.

    Raises
    ------
    ValueError
        ``wanted`` is negative or beyond ``MOST``, or something negative is held.
    """

    key: int
    wanted: int
    rank: int = 0
    asked: float = 0
    day: int | None = None
    held: Mapping[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 0 <= self.wanted <= MOST:
            raise ValueError(f"wanted: {self.wanted} units")
        if any(amount < 0 for amount in self.held.values()):
            raise ValueError(f"held: {self.held}")

    @property
    def missing(self) -> int:
        """What it wants beyond what it holds (units)."""
        return max(self.wanted - sum(self.held.values()), 0)


@dataclass(frozen=True, slots=True)
class Pool:
    """
    All slots of one thing and all claims on it.

    Parameters
    ----------
    slots
        In the order in which they are filled: the first batch first.
    claims
        In any order.
    whole
        A claim is served whole or not at all (a permit); otherwise in part too (rooms).
    evenly
        Inside a class one unit each in turn; otherwise who asked first is served first.

    Raises
    ------
    ValueError
        Two slots or two claims have one key, or more of a slot is held than it has.
    """

    slots: tuple[Slot, ...]
    claims: tuple[Claim, ...]
    whole: bool = False
    evenly: bool = True

    def __post_init__(self) -> None:
        if len({slot.key for slot in self.slots}) < len(self.slots):
            raise ValueError("two slots have one key")
        if len({claim.key for claim in self.claims}) < len(self.claims):
            raise ValueError("two claims have one key")
        for slot in self.slots:
            if self.held_of(slot.key) > slot.capacity:
                raise ValueError(f"slot {slot.key}: more is held than it has")

    def held_of(self, slot: int) -> int:
        """How many units of a slot are held already (units)."""
        return sum(claim.held.get(slot, 0) for claim in self.claims)
