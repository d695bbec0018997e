"""A plan of rounds, what it costs, and how good it is known to be."""

from __future__ import annotations

from dataclasses import dataclass

from ..kernel import Proof, Reason


@dataclass(frozen=True, slots=True)
class Call:
    """停靠 One visit of a round: when one arrives, begins and leaves."""

    visit: int
    arrive: int
    begin: int
    leave: int


@dataclass(frozen=True, slots=True)
class Round:
    """路线 What one shift does, in its order."""

    shift: int
    begin: int
    end: int
    calls: tuple[Call, ...]
    distance: int


@dataclass(frozen=True, slots=True)
class Cost:
    """成本 By term, all in the unit of ``distances``."""

    distance: int
    shifts: int
    missed: int
    """Prizes of the optional visits that are left out."""

    @property
    def total(self) -> int:
        return self.distance + self.shifts + self.missed


@dataclass(frozen=True, slots=True)
class Result:
    """
    走访计划 Rounds with their cost and proof.

    ``left_out`` are the visits without a round; ``reasons`` says for each mandatory one of them
    why (subject: its name). ``proof.is_possible`` is false when a mandatory one is left out.
    """

    rounds: tuple[Round, ...]
    left_out: tuple[int, ...]
    cost: Cost
    proof: Proof
    reasons: tuple[Reason, ...]
    iterations: int
    seed: int
