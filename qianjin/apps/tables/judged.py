"""预览行 How a row of a table is kept between its preview and its taking over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

NEW, SAME, KNOWN, BAD = "new", "same", "known", "bad"
KINDS = (BAD, KNOWN, SAME, NEW)


@dataclass(slots=True)
class Judged:
    """
    预览行 One row as it was understood; kept as JSON.

    ``number`` counts from 1 as in the program the table came from; ``problems`` are column (from
    0; -1 for the row as a whole) and sentence. ``of`` is the row (for ``same``) or what stands in
    the book (for ``known``) that stands for it; ``changes`` is what taking it over would change
    there, as field, before and after; ``keeper`` whose care bars that.
    """

    number: int
    kind: str = NEW
    name: str = ""
    firm: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    firm_values: dict[str, Any] = field(default_factory=dict)
    problems: list[tuple[int, str]] = field(default_factory=list)
    of: int = 0
    of_name: str = ""
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    keeper: str = ""

    def plain(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def blame(
    row: Judged,
    faults: Mapping[str, Iterable[Any]],
    places: Mapping[str, int],
    labels: Mapping[str, Any],
) -> None:
    """
    Note each fault at its cell; where the table has no such column, at the row, with its label.

    A row with any problem, noted before or now, is bad and changes nothing.
    """
    taken = {place for place, _sentence in row.problems}
    for name, sentences in faults.items():
        place = places.get(name, -1)
        if place >= 0 and place in taken:
            continue  # the cell itself could not be read
        label = f"{labels[name]}：" if place < 0 and name in labels else ""
        row.problems += [(place, f"{label}{sentence}") for sentence in sentences]
    if row.problems:
        row.problems.sort(key=lambda problem: problem[0])
        row.kind, row.changes = BAD, []


def words(value: Any) -> str:
    """A value as a person reads it in a preview."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"
    if isinstance(value, list):
        return "、".join(str(one) for one in value if one)
    return value.isoformat() if isinstance(value, date) else str(value)
