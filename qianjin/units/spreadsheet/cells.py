"""Cells: what a spreadsheet's values become when they are read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

Cell = str | date | datetime
"""A cell that was read: text (also for numbers, as Excel shows them), a date, or a moment."""

Place = tuple[int, int]
"""Row and column, both counted from 0; row 0 is Excel's row 1."""

# Full-width ASCII stands in one block, 0xFEE0 above ASCII; the ideographic space stands apart.
_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """工作表 A table as it was read.

    All rows are equally long, start at Excel's row 1 and column A, and end with the last filled
    cell. ``formula_cells`` were computed by the program that saved the file and hold what it
    computed then; when ``formulas_known`` is false, the format does not tell. ``error_cells``
    show an error such as #N/A and read as empty text. ``lossy_cells`` are whole numbers of more
    than 15 digits, of which a spreadsheet keeps only the first 15. ``merges`` are merged blocks
    (first row, first column, last row, last column); only their first cell is filled.
    """

    name: str
    rows: list[list[Cell]]
    kind: str
    formula_cells: tuple[Place, ...] = ()
    formulas_known: bool = True
    error_cells: tuple[Place, ...] = ()
    lossy_cells: tuple[Place, ...] = ()
    merges: tuple[tuple[int, int, int, int], ...] = ()
    other_sheets: tuple[str, ...] = ()

    def texts(self) -> list[list[str]]:
        """The rows as text only; dates as 2021-03-24, moments as 2021-03-24 09:30."""
        return [[text_of(cell) for cell in row] for row in self.rows]


def half_width(text: str) -> str:
    """Full-width letters, digits, punctuation and spaces as their ASCII twins; no other change."""
    return text.translate(_HALF)


def text_of(cell: Cell) -> str:
    """A cell as text; see :meth:`Sheet.texts`."""
    if isinstance(cell, datetime):
        seconds = "" if cell.second == 0 else cell.strftime(":%S")
        return cell.strftime("%Y-%m-%d %H:%M") + seconds
    return cell.isoformat() if isinstance(cell, date) else cell


def printable(text: str) -> str:
    """Text without control characters and half surrogates, which no database and no XML keeps."""
    return _CONTROLS.sub("", text)


def clean(text: str) -> str:
    """Printable text with plain line ends and without blanks at its ends."""
    return printable(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def cell_of(value: object) -> Cell:
    """A value of the reading library as a `Cell`."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, date):
        return value
    if isinstance(value, time):
        return value.strftime("%H:%M") + (value.strftime(":%S") if value.second else "")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}" + (f":{seconds:02d}" if seconds else "")
    raise TypeError(f"no cell is a {type(value).__name__}")


def number_text(value: float) -> str:
    """A number as Excel shows it in a wide cell: 15 digits, no ``.0``, no exponent."""
    text = format(Decimal(f"{value:.15g}"), "f")
    return "0" if text in {"-0", "0"} else text


def is_lossy(value: object) -> bool:
    """Whether a number has more whole digits than a spreadsheet can keep."""
    return isinstance(value, (int, float)) and abs(value) >= 10**15
