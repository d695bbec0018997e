"""How good an answer is known to be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """结论 What is known of an answer's quality."""

    OPTIMAL = "optimal"
    WITHIN = "within"
    HEURISTIC = "heuristic"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True)
class Proof:
    """
    质量证明 The cost of an answer beside a proven lower bound of the same unit.

    Parameters
    ----------
    cost
        What the answer costs; smaller is better.
    bound
        No answer costs less than this; ``None`` when nothing is proven.
    is_possible
        Whether the answer keeps every hard rule.

    Raises
    ------
    ValueError
        The bound lies above the cost of a possible answer.
    """

    cost: int
    bound: int | None
    is_possible: bool = True

    def __post_init__(self) -> None:
        if self.is_possible and self.bound is not None and self.bound > self.cost:
            raise ValueError("bound: above the cost of an answer")

    @property
    def status(self) -> Status:
        """Optimal, within a gap, heuristic without bound, or impossible."""
        if not self.is_possible:
            return Status.IMPOSSIBLE
        if self.bound is None:
            return Status.HEURISTIC
        return Status.OPTIMAL if self.bound == self.cost else Status.WITHIN

    @property
    def gap_percent(self) -> float | None:
        """How far the cost lies above the bound, in percent of the bound; one decimal."""
        if self.bound is None or self.bound <= 0 or not self.is_possible:
            return None
        return round(100 * (self.cost - self.bound) / self.bound, 1)
