""".xlsx: which sheets a workbook has, and how far the chosen one is filled (ECMA-376)."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from qianjin.units.spreadsheet.limits import Extent
from qianjin.units.spreadsheet.package import Package
from qianjin.units.spreadsheet.problems import SpreadsheetError

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"

_DIGITS = "0123456789"
_FILLED = {"v", "f", "is"}
"""Children that fill a cell: a value, a formula, text in place."""


class _Columns(dict[str, int]):
    """A, B ... Z, AA ... as 0, 1 ... 25, 26; nothing past XFD, the last there is."""

    def __missing__(self, letters: str) -> int:
        number = 0
        for letter in letters:
            number = number * 26 + (ord(letter) - 64)
            if not "A" <= letter <= "Z" or number > 16_384:
                raise ValueError(letters)
        self[letters] = number - 1
        return number - 1


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet of the workbook and the part that holds it."""

    name: str
    hidden: bool
    part: str


def sheets_of(package: Package) -> list[SheetPart]:
    """The worksheets in the order of their tabs; chart and macro sheets are left out."""
    local = package.local_names
    targets: dict[str, str] = {}

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if local[tag] == "Relationship" and attributes["Type"].endswith("/worksheet"):
            # A target is relative to xl/, or absolute from the root of the package.
            path = posixpath.normpath(posixpath.join("xl", attributes["Target"]))
            targets[attributes["Id"]] = path.lstrip("/")

    sheets: list[SheetPart] = []

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if local[tag] == "sheet":
            ids = (value for key, value in attributes.items() if key.endswith(":id"))
            part = targets.get(next(ids, ""))
            if part:
                hidden = attributes.get("state", "visible") != "visible"
                sheets.append(SheetPart(attributes["name"], hidden, part))

    package.walk(_RELATIONS, relation)
    package.walk(_WORKBOOK, sheet)
    return sheets


def measure(package: Package, part: str) -> Extent:
    """How far a sheet is filled, with its formulas and errors.

    :raises SpreadsheetError: as soon as the sheet passes a limit; nothing of it is kept.
    """
    extent = Extent(package.limits)
    local = package.local_names
    columns = _Columns()
    row = column = last_row = last_column = -1
    is_error = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, last_row, last_column, is_error
        tag = local[tag]
        if tag == "c":
            reference = attributes.get("r")
            if reference:
                letters = reference.rstrip(_DIGITS)
                column = columns[letters]
                row = int(reference[len(letters) :]) - 1
            else:
                column += 1
            is_error = attributes.get("t") == "e"
        elif tag in _FILLED:
            if row > last_row or column > last_column:
                extent.fill(row, column)
                last_row, last_column = extent.rows - 1, extent.columns - 1
            if tag == "f":
                extent.note_formula(row, column)
            elif is_error:
                extent.note_error(row, column)
        elif tag == "row":
            row = int(attributes["r"]) - 1 if "r" in attributes else row + 1
            column = -1

    package.walk(part, start)
    return extent


def read_through(package: Package, parts: list[str]) -> None:
    """Read every further XML part to its end, so that the library meets nothing unseen.

    :raises SpreadsheetError: if one is damaged or suspicious.
    """
    for name in sorted(package.names):
        if name.endswith((".xml", ".rels")) and name not in {_WORKBOOK, _RELATIONS, *parts}:
            package.walk(name, lambda tag, attributes: None)


def measured(package: Package, wanted: str | None) -> tuple[SheetPart, Extent, list[SheetPart]]:
    """The chosen sheet (by name, else the first visible one), its extent, and all sheets."""
    sheets = sheets_of(package)
    visible = [sheet for sheet in sheets if not sheet.hidden] or sheets
    if wanted is not None:
        visible = [sheet for sheet in sheets if sheet.name == wanted]
        if not visible:
            raise SpreadsheetError("unknown_sheet", name=wanted)
    if not visible:
        raise SpreadsheetError("empty")
    extent = measure(package, visible[0].part)
    package.check_size()
    read_through(package, [visible[0].part])
    return visible[0], extent, sheets
