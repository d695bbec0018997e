"""What is asked: single tests, joined by all or any, to any depth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

Fact = Decimal | str | Mapping[str, bool] | None
"""What is known of one field: a number, a choice, or which marks a firm has (``True``) and has not
(``False``); a mark that is absent, and ``None``, are not known."""

NUMBERS = ("at_least", "at_most")
CHOICES = ("one_of",)
MARKS = ("has_any", "has_all")
COMPARATORS = (*NUMBERS, *CHOICES, *MARKS)


@dataclass(frozen=True, slots=True)
class Test:
    """
    One condition on one field.

    Parameters
    ----------
    field
        What the caller knows the field by.
    comparator
        ``at_least`` and ``at_most`` a number (bounds included, in the unit of the fact); ``one_of``
        the choices; ``has_any`` or ``has_all`` of the marks.
    values
        One number, or one choice or mark at least.

    Raises
    ------
    ValueError
        The comparator is unknown, or the values do not go with it.
    """

    __test__ = False  # no test of pytest's, whatever its name

    field: str
    comparator: str
    values: tuple[Decimal | str, ...]

    def __post_init__(self) -> None:
        if self.comparator not in COMPARATORS:
            raise ValueError(f"comparator: {self.comparator!r}")
        wanted = Decimal if self.comparator in NUMBERS else str
        if not self.values or not all(isinstance(value, wanted) for value in self.values):
            raise ValueError(f"values of {self.comparator}: {self.values!r}")
        if self.comparator in NUMBERS and len(self.values) != 1:
            raise ValueError(f"{self.comparator} takes one number: {self.values!r}")


@dataclass(frozen=True, slots=True)
class All:
    """Every part must hold; without parts it holds."""

    parts: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """One part must hold; without parts it does not."""

    parts: tuple[Rule, ...]


Rule = Test | All | Any
