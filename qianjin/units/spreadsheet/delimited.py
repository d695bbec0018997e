"""Tables as plain text (.csv, .tsv): encoding and separator are found, not asked for."""

from __future__ import annotations

import codecs
import csv
import io
import re

from qianjin.units.spreadsheet.cells import clean
from qianjin.units.spreadsheet.limits import Extent, Limits
from qianjin.units.spreadsheet.problems import SpreadsheetError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f]")

_SEPARATORS = ",\t;，"

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def is_formula_like(text: str) -> bool:
    """Whether Excel or WPS would compute a cell of a CSV file instead of showing it.

    Apostrophes in front do not count: they are what keeps it from being computed.
    """
    return text.lstrip("'").startswith(_FORMULA_STARTS)


def decode(data: bytes) -> str:
    """The text of a file with a byte order mark, in UTF-8, or in GB 18030 (which holds GBK).

    :raises SpreadsheetError: ``not_a_spreadsheet``: it is no text in any of these.
    """
    encodings = [name for mark, name in _MARKS if data.startswith(mark)] or ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        # Pictures and programs decode now and then, but are full of control characters.
        if "\0" not in text and len(_CONTROLS.findall(text)) <= 10 + len(text) // 100:
            return text
    raise SpreadsheetError("not_a_spreadsheet")


def separator_of(text: str) -> str:
    """The character that splits the first lines into the most equal rows; the comma by default."""
    unquoted = re.sub(r'"[^"]*"', "", text[:20_000])
    lines = [line for line in unquoted.splitlines() if line.strip()][:20]

    def evidence(separator: str) -> tuple[int, int]:
        counts = [line.count(separator) for line in lines]
        return (sum(count > 0 for count in counts), sum(counts))

    return max(_SEPARATORS, key=evidence) if lines else ","


def read(data: bytes, limits: Limits) -> list[list[str]]:
    """The rows as text.

    :raises SpreadsheetError: ``not_a_spreadsheet``, ``broken`` (a quotation never closed over
        more than 128 KB), or a limit passed.
    """
    text = decode(data)
    extent = Extent(limits)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text)):
            cells = [clean(_shown(cell)) for cell in row]
            filled = [column for column, cell in enumerate(cells) if cell]
            if filled:
                extent.fill(len(rows), filled[-1])
            rows.append(cells)
            if len(rows) > 10 * limits.max_rows:
                # Empty lines do not count as rows, but there is no reason to keep millions.
                raise SpreadsheetError("too_many_rows", limit=limits.max_rows)
    except csv.Error as error:
        raise SpreadsheetError("broken") from error
    return rows


def _shown(cell: str) -> str:
    """Without the apostrophe that keeps a formula from being computed, as Excel shows it."""
    return cell[1:] if cell.startswith("'") and is_formula_like(cell) else cell
