"""Sites, how good they are known to be, and why."""

from __future__ import annotations

from dataclasses import dataclass

from ..kernel import Reason, Status

BEST = "best"
"""Nothing that keeps all limits is cheaper; amount: parcels looked at."""
BEST_APART = "best_apart"
"""Nothing cheaper shares as little with every better answer; amount: the share in percent."""
WITHIN = "within"
"""The search ended before the proof; amount: by how many percent something may be cheaper."""
DEARER = "dearer"
"""Why it is not first; subject: the first parcels of the answer before, amount: by how much."""
LAST_READY = "last_ready"
"""Subject: the parcel that is ready last; amount: days after the one before it."""
NOT_DATED = "not_dated"
"""Subject: a parcel whose day is not known; amount: how many such there are."""
HOLDS_TOGETHER = "holds_together"
"""Subject: a parcel without which the site falls apart; amount: ㎡ that would be cut off."""
NARROW = "narrow"
"""Subject: two parcels; amount: metres of border by which the parts of the site hang together."""
DEAREST = "dearest"
"""Subject: the dearest parcel per ㎡; amount: by how many percent above the whole site."""

NO_AREA = "no_area"
"""All that is to be had is too small; amount: its ㎡."""
NOT_JOINED = "not_joined"
"""No group of joined parcels is large enough; amount: ㎡ of the largest."""
NO_MATCH = "no_match"
"""Nothing keeps all limits together (area, number of parcels, cost); amount: parcels looked at."""
NOT_FOUND = "not_found"
"""The search ended with nothing found and nothing proven."""
NOT_OPEN = "not_open"
"""The parcel itself is not to be had for this need; subject: the parcel."""


@dataclass(frozen=True, slots=True)
class Assembly:
    """
    成片地块 One parcel, or several that hang together, as an answer to a need.

    Parameters
    ----------
    rows, ids
        The parcels, in the order of the layer.
    area, cost
        Sums, in ㎡ and the unit of cost.
    value
        What was made small: the cost with its weights.
    ready
        The day of the last parcel (an ordinal); ``None`` when a day is unknown or of no account.
    bound
        No other answer of the same kind has a smaller value than this.
    reasons
        Why this one, why not first, and what it hangs on.
    """

    rows: tuple[int, ...]
    ids: tuple[str, ...]
    area: float
    cost: float
    value: float
    ready: int | None
    bound: float
    reasons: tuple[Reason, ...] = ()

    @property
    def status(self) -> Status:
        """Optimal, or within a gap."""
        return Status.OPTIMAL if self.gap == 0 else Status.WITHIN

    @property
    def gap(self) -> float:
        """How far the value may lie above the best, as a share of the value; 0 when proven."""
        return 0.0 if self.value <= self.bound else (self.value - self.bound) / self.value


@dataclass(frozen=True, slots=True)
class Sites:
    """
    选址结果 The answers, best first, and why there are no more.

    ``reason`` says why there is no (further) answer; ``None`` when as many as asked for were found.
    """

    assemblies: tuple[Assembly, ...]
    reason: Reason | None
    steps: int


@dataclass(frozen=True, slots=True)
class Fit:
    """
    适配 Whether a need can be met with one given parcel in its site.

    ``need`` counts the needs asked about; without ``assembly`` the ``reason`` says why not.
    """

    need: int
    assembly: Assembly | None
    reason: Reason | None
