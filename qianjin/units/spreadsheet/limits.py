"""How large a spreadsheet may be, and how large its filled part is found to be."""

from __future__ import annotations

from dataclasses import dataclass, field

from qianjin.units.spreadsheet.cells import Place
from qianjin.units.spreadsheet.problems import SpreadsheetError

MEGABYTE = 1024 * 1024

MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_BYTES = 20 * MEGABYTE

KEPT_PLACES = 10_000
"""Of formula and error cells at most this many are listed."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may hold; each number must be at least 1.

    ``max_bytes`` bounds the file, ``max_unpacked`` (bytes) the sum of its unpacked parts.
    """

    max_rows: int = MAX_ROWS
    max_columns: int = MAX_COLUMNS
    max_bytes: int = MAX_BYTES
    max_unpacked: int = 200 * MEGABYTE
    max_entries: int = 2_000

    def __post_init__(self) -> None:
        for name in self.__slots__:
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1")


@dataclass(slots=True)
class Extent:
    """The filled part of a sheet, measured before the sheet is loaded.

    A single far-off cell makes the reading library lay out the whole rectangle up to it, so the
    corner is what must be bounded, not the number of cells.
    """

    limits: Limits
    rows: int = 0
    columns: int = 0
    formulas: list[Place] = field(default_factory=list)
    errors: list[Place] = field(default_factory=list)

    def fill(self, row: int, column: int, *, times: int = 1, wide: int = 1) -> None:
        """Note a filled cell (0-based), repeated ``times`` downwards and ``wide`` rightwards.

        :raises SpreadsheetError: ``too_many_rows`` or ``too_many_columns``.
        """
        self.rows = max(self.rows, row + times)
        self.columns = max(self.columns, column + wide)
        if self.rows > self.limits.max_rows:
            raise SpreadsheetError("too_many_rows", limit=self.limits.max_rows)
        if self.columns > self.limits.max_columns:
            raise SpreadsheetError("too_many_columns", limit=self.limits.max_columns)

    def note_formula(self, row: int, column: int) -> None:
        self.formulas += [(row, column)][: KEPT_PLACES - len(self.formulas)]

    def note_error(self, row: int, column: int) -> None:
        self.errors += [(row, column)][: KEPT_PLACES - len(self.errors)]
