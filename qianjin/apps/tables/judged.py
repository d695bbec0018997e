"""预览行 How a row of a table is kept between its preview and its taking over."""

from __future__ import annotations

from dataclasses import dataclass, field
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
