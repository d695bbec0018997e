"""What stands between a parcel and the day it is ready: gates, and the days that count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

WorkingAfter = Callable[[int, int], int]
"""``working_after(day, n)``: the n-th working day after ``day``; days are ordinals, n at least 0
(0 gives the day itself)."""


@dataclass(frozen=True, slots=True)
class Gate:
    """
    关口 One step that must be done, with how long it takes.

    Parameters
    ----------
    key
        How answers call it; distinct among the gates of a parcel.
    least, likely, most
        Days it takes, the day it begins not counted; ``least <= likely <= most``.
    is_working
        Whether these are working days; otherwise days of the calendar.
    is_floor
        Whether the law sets ``least`` (a period of notice): it then ends by itself.
    after
        Gates that end before this one begins.
    beside
        Gates that begin before this one does.
    ends_with
        Gates that do not end later than this one.
    begun, done
        The days (ordinals) on which it began and was done; ``None``: not yet.
    share
        How much of what it counts is there already (households signed, money paid), 0 to 1; the
        rest is reckoned from today. ``None``: it counts nothing.
    is_needed
        False where it does not apply; what comes after it then waits for what comes before it.
    ends
        Earliest, likely and latest day (ordinals) on which somebody else's plan ends it; its own
        days then say nothing.

    Raises
    ------
    ValueError
        Something does not fit; the gate is named.
    """

    key: str
    least: int
    likely: int
    most: int
    is_working: bool = True
    is_floor: bool = False
    after: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    ends_with: tuple[str, ...] = ()
    begun: int | None = None
    done: int | None = None
    share: float | None = None
    is_needed: bool = True
    ends: tuple[int, int, int] | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.least <= self.likely <= self.most:
            raise ValueError(f"{self.key}: days must be in order and not negative")
        if self.share is not None and not 0 <= self.share <= 1:
            raise ValueError(f"{self.key}: share must lie between 0 and 1")
        if self.begun is not None and self.done is not None and self.done < self.begun:
            raise ValueError(f"{self.key}: done before it began")
        if self.ends is not None and list(self.ends) != sorted(self.ends):
            raise ValueError(f"{self.key}: days of its end must be in order")

    @property
    def days(self) -> tuple[int, int, int]:
        """Least, likely, most."""
        return self.least, self.likely, self.most


@dataclass(frozen=True, slots=True)
class Dated:
    """
    关口日期 When a gate begins and ends: earliest, likely, latest (ordinals).

    ``waits_for`` is the gate that holds up its likely begin or end, empty when nothing does.
    """

    key: str
    begin: tuple[int, int, int]
    end: tuple[int, int, int]
    is_done: bool
    is_late: bool
    waits_for: str = ""


@dataclass(frozen=True, slots=True)
class Lever:
    """What would make the parcel ready earlier: ``key`` in its least days, or done today."""

    key: str
    is_today: bool
    gain: int
    """Days by which the likely day comes earlier."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """
    就绪 When a parcel is ready: at its last gate.

    Parameters
    ----------
    gates
        In the order given; those that are not needed are left out.
    last
        The gate that ends last (likely); empty when there is none.
    ready
        Earliest, likely and latest day (ordinals).
    chain
        From the gate where it hangs now to the last one: every open gate that holds up the next.
    """

    gates: tuple[Dated, ...]
    last: str
    ready: tuple[int, int, int]
    chain: tuple[str, ...]

    @property
    def blocker(self) -> str:
        """The gate at which it hangs now; empty when all is done."""
        return self.chain[0] if self.chain else ""
