"""Reading a spreadsheet that a stranger sent.

The order is always: refuse by size, tell the kind by content (never by name), measure the filled
part with hardened readers of our own, and only then let the reading library (python-calamine)
lay the sheet out. What it may raise, and even a panic of its native code, becomes a
`SpreadsheetError`.
"""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from qianjin.units.spreadsheet import compound, delimited, open_document, open_xml
from qianjin.units.spreadsheet.cells import Cell, Place, Sheet, cell_of, is_lossy
from qianjin.units.spreadsheet.limits import (
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_ROWS,
    MEGABYTE,
    Extent,
    Limits,
)
from qianjin.units.spreadsheet.package import Package
from qianjin.units.spreadsheet.problems import SpreadsheetError

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"


def read_table(
    source: bytes | str | os.PathLike[str],
    *,
    sheet: str | None = None,
    max_rows: int = MAX_ROWS,
    max_columns: int = MAX_COLUMNS,
    max_bytes: int = MAX_BYTES,
) -> Sheet:
    """Read one sheet of an .xlsx, .xls or .ods file, or a CSV table.

    ``source`` is the content as bytes, or a path. ``sheet`` names the sheet; without it the first
    visible one is read. Row and column limits count up to the last filled cell.

    :raises SpreadsheetError: the only exception for anything a file may contain.
    :raises OSError: the path cannot be opened.
    """
    limits = Limits(max_rows=max_rows, max_columns=max_columns, max_bytes=max_bytes)
    data = _content(source, limits)
    kind = kind_of(data)
    if kind == "csv":
        return _sheet("", delimited.read(data, limits), "csv")
    if kind == "xls":
        chosen, all_sheets = compound.measured(data, sheet, limits)
        return _load(data, kind, chosen.name, chosen.extent, [s.name for s in all_sheets])
    package = Package(data, limits)
    if "content.xml" in package.names:
        name, extent, names = open_document.measured(package, sheet)
        return _load(data, "ods", name, extent, names)
    if "xl/workbook.bin" in package.names:
        raise SpreadsheetError("unsupported", kind=".xlsb")
    if "xl/workbook.xml" not in package.names:
        raise SpreadsheetError("not_a_spreadsheet")
    part, extent, parts = open_xml.measured(package, sheet)
    return _load(data, "xlsx", part.name, extent, [p.name for p in parts])


def kind_of(data: bytes) -> str:
    """``zip``, ``xls`` or ``csv``, by the first bytes.

    :raises SpreadsheetError: ``empty``, ``html`` or ``unsupported``.
    """
    if not data.strip():
        raise SpreadsheetError("empty")
    if data.startswith((_ZIP, _EMPTY_ZIP)):
        return "zip"
    if data.startswith(compound.SIGNATURE):
        return "xls"
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"<"):
        # Many older systems "export to Excel" by naming a page .xls.
        if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
            raise SpreadsheetError("unsupported", kind="XML 2003")
        raise SpreadsheetError("html")
    return "csv"


def _content(source: bytes | str | os.PathLike[str], limits: Limits) -> bytes:
    if isinstance(source, bytes):
        data = source
    else:
        with Path(source).open("rb") as file:
            data = file.read(limits.max_bytes + 1)
    if len(data) > limits.max_bytes:
        raise SpreadsheetError("file_too_large", limit_mb=f"{limits.max_bytes / MEGABYTE:g}")
    return data


def _load(data: bytes, kind: str, name: str, extent: Extent, names: list[str]) -> Sheet:
    """Lay out the measured sheet; see the note at the top for what is caught, and why all of it."""
    import python_calamine  # with the first table that is read: every process would hold it

    rows: list[list[Cell]] = []
    lossy: list[Place] = []
    try:
        with python_calamine.load_workbook(io.BytesIO(data)) as book:
            table = book.get_sheet_by_name(name)
            blocks = table.merged_cell_ranges or []
            # The library gives empty rows at the top, but no empty columns at the left.
            left = table.start[1] if table.start else 0
            for row, values in enumerate(islice(table.iter_rows(), extent.rows)):
                rows.append([*[""] * left, *(cell_of(value) for value in values)])
                lossy += [(row, column) for column, v in enumerate(values, left) if is_lossy(v)]
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of the native code is no Exception
        raise SpreadsheetError("broken") from error
    return _sheet(
        name,
        rows,
        kind,
        formula_cells=tuple(extent.formulas),
        error_cells=tuple(extent.errors),
        lossy_cells=tuple(lossy),
        merges=tuple((*first, *last) for first, last in blocks),
        other_sheets=tuple(other for other in names if other != name),
    )


def _sheet(name: str, rows: Sequence[Sequence[Cell]], kind: str, **noted: Any) -> Sheet:
    """The sheet without empty rows and columns at its end, all rows equally long.

    :raises SpreadsheetError: ``empty``: nothing is filled.
    """
    filled = [
        (row, column) for row, cells in enumerate(rows) for column, cell in enumerate(cells) if cell
    ]
    if not filled:
        raise SpreadsheetError("empty")
    width = max(column for _, column in filled) + 1
    kept = rows[: filled[-1][0] + 1]
    return Sheet(name, [[*row[:width], *[""] * (width - len(row))] for row in kept], kind, **noted)
