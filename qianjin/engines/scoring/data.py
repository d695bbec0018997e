"""What is scored: how many of how many, group by group."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Count:
    """
    One group's cases.

    Parameters
    ----------
    key
        What the caller knows the group by.
    hits
        Cases that went as promised (cases).
    cases
        All cases of the group (cases).

    Raises
    ------
    ValueError
        ``hits`` is negative or more than ``cases``.
    """

    key: str
    hits: int
    cases: int

    def __post_init__(self) -> None:
        if not 0 <= self.hits <= self.cases:
            raise ValueError(f"hits: {self.hits} of {self.cases} cases")
