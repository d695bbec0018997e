"""Writing spreadsheets: exports, templates to fill in, and rows given back with what is wrong.

Text stays text. In .xlsx every string is stored as a string, never as a formula or a link; one
that begins like a formula also carries Excel's own quote mark, so that editing the cell does not
wake it. In CSV, which has no types, such a string gets an apostrophe in front (`read_table`
takes it off again). The same rows give the same bytes: no clock is read.
"""

from __future__ import annotations

import math
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Literal

from qianjin.units.spreadsheet.cells import Place, number_text, printable, text_of
from qianjin.units.spreadsheet.delimited import is_formula_like
from qianjin.units.spreadsheet.problems import SpreadsheetError

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Kind = Literal["text", "number", "date", "moment"]
Value = str | int | float | Decimal | date | datetime | None

ROW_LIMIT = 1_048_576
"""Rows of an .xlsx sheet, the headings among them."""

TEXT_LIMIT = 32_767
"""UTF-16 units an Excel cell holds; longer text is cut and ends with …"""

_FIRST_DATE = date(1900, 3, 1)
"""Before it Excel's calendar has a day too many (29 February 1900); such dates go as text."""

_AS_TEXT = 49
"""Excel's own number for the format "text"."""

_MADE = datetime(2020, 5, 20)
_SAMPLE = 200
_TO_QUOTE = re.compile(r'[",;\t\r\n，]|^\s|\s$')


@dataclass(frozen=True, slots=True)
class Column:
    """列 A column: its title, kind, and width in characters of Latin text (0: by content)."""

    title: str
    width: float = 0
    kind: Kind = "text"

    def __post_init__(self) -> None:
        if not 0 <= self.width <= 255:
            raise ValueError(f"width must be between 0 and 255: {self.width}")


@dataclass(frozen=True, slots=True)
class Notes:
    """说明 A second sheet with lines of explanation."""

    title: str
    lines: Sequence[str] = field(default=())


def write_table(
    target: str | os.PathLike[str] | IO[bytes],
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    *,
    sheet: str = "Sheet1",
    mark: Mapping[Place, str] | None = None,
    notes: Notes | None = None,
) -> int:
    """Write an .xlsx file with frozen, filterable headings; return the number of rows.

    ``rows`` may be a generator of any length up to Excel's limit: rows are written as they come
    and not kept. ``mark`` maps (row, column), counted from 0 below the headings, to a message:
    the cell is filled and the message becomes its comment. Without rows the file is a template:
    a text column is formatted as text down to the last row, so that a long code typed into it
    stays a code. When writing fails, the target holds the part written so far.

    :raises SpreadsheetError: ``not_written``: more rows than a sheet holds.
    :raises ValueError: a row is longer than the headings, or a moment carries a time zone.
    """
    # Fourteen megabytes of every web process, for what few requests ask: loaded when one does.
    import xlsxwriter

    book = xlsxwriter.Workbook(
        target,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": False,
        },
    )
    try:  # closing also removes the temporary files the rows were written to
        book.set_properties({"created": _MADE})
        table = _Table(book, book.add_worksheet(sheet_name(sheet)), columns, mark or {})
        count = table.write(iter(rows))
        if notes:
            title = sheet_name(notes.title)
            if title.casefold() == sheet_name(sheet).casefold():
                title = title[:14] + "_2"
            page = book.add_worksheet(title)
            page.set_column(0, 0, 100, book.add_format({"text_wrap": True, "valign": "top"}))
            for line, text in enumerate(notes.lines):
                page.write_string(line, 0, _fitting(text))
    finally:
        book.close()
    return count


def write_csv(columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """The table as UTF-8 CSV with a byte order mark, line by line, for Excel and for programs."""
    yield "\ufeff".encode() + _line([column.title for column in columns])
    for row in rows:
        yield _line(row)


def sheet_name(text: str) -> str:
    """A name Excel accepts for a sheet: 31 UTF-16 units, none of []:*?/\\, no quote at an end."""
    name = re.sub(r"[\[\]:*?/\\\t\n\r]", " ", printable(text))
    while _units(name) > 31:
        name = name[:-1]
    name = name.strip(" '")
    # Excel keeps the name History for itself.
    return "History_" if name.casefold() == "history" else name or "Sheet"


def text_width(text: str) -> int:
    """The width of the widest line, counting a Chinese character as two Latin ones."""
    lines = text.splitlines() or [""]
    return max(sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in ln) for ln in lines)


class _Table:
    """One sheet being written."""

    def __init__(
        self,
        book: xlsxwriter.Workbook,
        page: Worksheet,
        columns: Sequence[Column],
        mark: Mapping[Place, str],
    ) -> None:
        self._book = book
        self._page = page
        self._columns = columns
        self._mark = mark
        self._formats: dict[tuple[str, bool, bool], Format] = {}

    def write(self, rows: Iterator[Sequence[Value]]) -> int:
        head = self._book.add_format(
            {"bold": True, "bg_color": "#E8EFEA", "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        first = list(islice(rows, _SAMPLE))
        for place, column in enumerate(self._columns):
            width = column.width or self._width(place, first)
            self._page.set_column(place, place, width, self._format(column.kind))
        for place, column in enumerate(self._columns):
            self._page.write_string(0, place, _fitting(column.title), head)
        count = 0
        for row in chain(first, rows):
            if count + 1 >= ROW_LIMIT:
                raise SpreadsheetError("not_written", rows=count + 1, limit=ROW_LIMIT - 1)
            if len(row) > len(self._columns):
                raise ValueError(f"row {count} has {len(row)} cells for {len(self._columns)}")
            for place, value in enumerate(row):
                self._cell(count, place, value)
            count += 1
        self._page.freeze_panes(1, 0)
        if self._columns:
            self._page.autofilter(0, 0, max(count, 1), len(self._columns) - 1)
        return count

    def _width(self, place: int, rows: list[Sequence[Value]]) -> int:
        cells = [_shown(row[place]) for row in rows if place < len(row)]
        widest = max(text_width(text) for text in (self._columns[place].title, *cells))
        return min(max(widest + 2, 8), 60)

    def _cell(self, row: int, place: int, value: Value) -> None:
        message = self._mark.get((row, place))
        line = row + 1
        if message:
            # Comments are drawn on top of the sheet; the size keeps long Chinese in view.
            self._page.write_comment(line, place, _fitting(message), {"x_scale": 2})
        if _is_number(value):
            self._page.write_number(line, place, value, self._format("number", bool(message)))
        elif isinstance(value, date) and _is_dated(value):
            sort = "moment" if isinstance(value, datetime) else "date"
            self._page.write_datetime(line, place, value, self._format(sort, bool(message)))
        else:
            text = _fitting(_shown(value))
            form = self._format("text", bool(message), is_formula_like(text))
            if text:
                self._page.write_string(line, place, text, form)
            elif message:
                self._page.write_blank(line, place, None, form)

    def _format(self, kind: str, marked: bool = False, quoted: bool = False) -> Format:
        key = (kind, marked, quoted)
        if key not in self._formats:
            look: dict[str, object] = {"valign": "top"}
            patterns: dict[str, str | int] = {
                "text": _AS_TEXT,
                "date": "yyyy-mm-dd",
                "moment": "yyyy-mm-dd hh:mm",
            }
            if kind in patterns:
                look["num_format"] = patterns[kind]
            if kind == "text":
                look["text_wrap"] = True
            if marked:
                look["bg_color"] = "#F8D7D3"
            if quoted:
                look["quote_prefix"] = True
            self._formats[key] = self._book.add_format(look)
        return self._formats[key]


def _is_number(value: Value) -> bool:
    """A number a cell keeps exactly enough: finite, of no more than 15 whole digits."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return False
    return math.isfinite(value) and -(10**15) < value < 10**15


def _is_dated(value: date) -> bool:
    """Whether Excel's calendar holds the day, and the moment is one of a clock on the wall."""
    if isinstance(value, datetime):
        return value.tzinfo is None and value.date() >= _FIRST_DATE
    return value >= _FIRST_DATE


def _shown(value: Value) -> str:
    """A value as text, the same in both formats and as `read_table` gives it back."""
    if value is None:
        return ""
    if isinstance(value, (str, date)):
        if isinstance(value, datetime) and value.tzinfo is not None:
            raise ValueError("moments must be given in local time, without a time zone")
        return text_of(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return number_text(value) if math.isfinite(value) else ""
    return str(value)


def _units(text: str) -> int:
    return len(text) + sum(char > "\uffff" for char in text)


def _fitting(text: str) -> str:
    """Text that a cell can hold: whole characters, at most `TEXT_LIMIT` units."""
    text = printable(text)
    if len(text) <= TEXT_LIMIT // 2 or _units(text) <= TEXT_LIMIT:
        return text
    cut = text.encode("utf-16-le")[: 2 * (TEXT_LIMIT - 1)]
    return cut.decode("utf-16-le", "ignore") + "…"


def _line(row: Sequence[Value]) -> bytes:
    cells = []
    for value in row:
        text = printable(_shown(value))
        if isinstance(value, str) and is_formula_like(text):
            text = "'" + text
        # Whatever any program may take for a separator is quoted, not only the comma.
        cells.append('"' + text.replace('"', '""') + '"' if _TO_QUOTE.search(text) else text)
    return (",".join(cells) + "\r\n").encode()
