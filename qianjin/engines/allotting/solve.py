"""The rule: class by class; inside a class one each in turn, or the first come first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from qianjin.engines.kernel import Reason

from .data import Claim, Pool, Slot
from .result import Allotted


def allot(pool: Pool) -> Allotted:
    """
    Give out what is left of the slots.

    Nothing held is taken away, no slot is ever given beyond its capacity, nobody gets more than
    wanted, and nothing is left over that somebody waiting could use and may have. The same pool
    gives the same answer.

    Parameters
    ----------
    pool
        Slots and claims. A claim bound to a day never loses its place to one that could stand
        elsewhere: the free one moves, as long as it was given its place in this very run.

    Returns
    -------
    What each claim is newly given, who waits, and why. A rule, not an optimum: its fairness is in
    the order, which is written out in the reasons.
    """
    ground = _Ground(pool)
    order = sorted(pool.claims, key=lambda claim: (claim.rank, claim.asked, claim.key))
    for _rank, together in groupby(order, key=lambda claim: claim.rank):
        claims = list(together)
        if pool.whole:
            _whole(ground, claims)
        elif pool.evenly:
            _evenly(ground, claims)
        else:
            _in_turn(ground, claims)
    waiting = tuple(claim.key for claim in order if ground.missing(claim))
    return Allotted(
        given={claim.key: dict(ground.given[claim.key]) for claim in order},
        reasons={claim.key: tuple(_why(pool, ground, claim, order, waiting)) for claim in order},
        waiting=waiting,
        left=dict(ground.free),
    )


class _Ground:
    """What is free, and what has been given in this run."""

    def __init__(self, pool: Pool) -> None:
        self.slots = pool.slots
        self.free = {slot.key: slot.capacity - pool.held_of(slot.key) for slot in pool.slots}
        self.given: dict[int, dict[int, int]] = {claim.key: {} for claim in pool.claims}
        self.loose = [claim.key for claim in pool.claims if claim.day is None]
        self.all_free = sum(self.free.values())

    def missing(self, claim: Claim) -> int:
        return claim.missing - sum(self.given[claim.key].values())

    def of_use(self, claim: Claim) -> Iterator[Slot]:
        return (slot for slot in self.slots if claim.day is None or slot.day == claim.day)

    def room_for(self, claim: Claim) -> int:
        """Units this claim could be given now, those among them that a loose one would vacate."""
        here = [slot.key for slot in self.of_use(claim)]
        free = sum(self.free[key] for key in here)
        if claim.day is None:
            return free
        movable = sum(self.given[key].get(slot, 0) for key in self.loose for slot in here)
        return free + min(movable, self.all_free - free)

    def give(self, claim: Claim) -> bool:
        """One unit, in the first slot of use; False when there is none."""
        if not self.all_free:
            return False
        for slot in self.of_use(claim):
            if self.free[slot.key]:
                self._put(claim.key, slot.key)
                return True
        return self._move_a_loose_one(claim)

    def _put(self, claim: int, slot: int) -> None:
        self.free[slot] -= 1
        self.all_free -= 1
        self.given[claim][slot] = self.given[claim].get(slot, 0) + 1

    def _move_a_loose_one(self, claim: Claim) -> bool:
        """Some slot is free but of no use here: whoever may stand anywhere goes there."""
        elsewhere = next(slot.key for slot in self.slots if self.free[slot.key])
        for slot in self.of_use(claim):
            for other in self.loose:
                if self.given[other].get(slot.key):
                    self.given[other][slot.key] -= 1
                    if not self.given[other][slot.key]:
                        del self.given[other][slot.key]
                    self.free[slot.key] += 1
                    self.all_free += 1
                    self._put(other, elsewhere)
                    self._put(claim.key, slot.key)
                    return True
        return False


def _whole(ground: _Ground, claims: list[Claim]) -> None:
    for claim in claims:
        if ground.missing(claim) <= ground.room_for(claim):
            for _unit in range(ground.missing(claim)):
                ground.give(claim)


def _in_turn(ground: _Ground, claims: list[Claim]) -> None:
    for claim in claims:
        while ground.missing(claim) and ground.give(claim):
            pass


def _evenly(ground: _Ground, claims: list[Claim]) -> None:
    # Whoever holds least is next; so what was held before counts, and rounds are even.
    level = {claim.key: sum(claim.held.values()) for claim in claims}
    open_ones = [claim for claim in claims if ground.missing(claim)]
    while open_ones:
        lowest = min(level[claim.key] for claim in open_ones)
        for claim in [one for one in open_ones if level[one.key] == lowest]:
            if ground.give(claim):
                level[claim.key] += 1
                if ground.missing(claim):
                    continue
            open_ones.remove(claim)


def _why(
    pool: Pool, ground: _Ground, claim: Claim, order: list[Claim], waiting: tuple[int, ...]
) -> Iterator[Reason]:
    got, missing = sum(ground.given[claim.key].values()), ground.missing(claim)
    if held := sum(claim.held.values()):
        yield Reason("held", "", held)
    if got and not missing:
        yield Reason("whole", "", got)
    elif got:
        yield Reason("evenly" if pool.evenly else "in_turn", "", got)
    if not missing:
        return
    if not any(True for _slot in ground.of_use(claim)):
        yield Reason("no_such_day", "", claim.day or 0)
    elif any(other.rank < claim.rank and ground.given[other.key] for other in order):
        yield Reason("class_before", "", claim.rank)
    if pool.whole and (room := ground.room_for(claim)):
        yield Reason("does_not_fit", "", room)
    yield Reason("waiting", "", waiting.index(claim.key) + 1)
