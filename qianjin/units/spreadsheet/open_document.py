""".ods: how far the chosen table of an OpenDocument file is filled."""

from __future__ import annotations

from qianjin.units.spreadsheet.limits import Extent
from qianjin.units.spreadsheet.package import Package
from qianjin.units.spreadsheet.problems import SpreadsheetError

_CONTENT = "content.xml"

_FILLING = {
    "value",
    "value-type",
    "string-value",
    "date-value",
    "time-value",
    "boolean-value",
    "formula",
}
"""Attributes that only a filled cell has."""


def measured(package: Package, wanted: str | None) -> tuple[str, Extent, list[str]]:
    """The chosen table (by name, else the first), its extent, and the names of all tables.

    Repeated rows and cells are written once with a count. Only filled ones bound a table: every
    file ends with about a million empty rows. All tables are bounded, because the reading
    library lays out all of them.
    """
    local = package.local_names
    tables: list[tuple[str, Extent]] = []
    row = column = depth = 0
    row_times = 1

    def count(attributes: dict[str, str], name: str) -> int:
        number = next((int(attributes[key]) for key in attributes if local[key] == name), 1)
        if number < 1:
            raise ValueError(name)
        return number

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, row_times, depth
        tag = local[tag]
        if tag == "table":
            depth += 1
            if depth == 1:
                names = (attributes[key] for key in attributes if local[key] == "name")
                tables.append((next(names, ""), Extent(package.limits)))
                row = 0
        elif depth != 1:
            return  # outside the tables, or in a table inside a cell, which has no cells of ours
        elif tag == "table-row":
            row_times = count(attributes, "number-rows-repeated")
            column = 0
        elif tag in {"table-cell", "covered-table-cell"}:
            wide = count(attributes, "number-columns-repeated")
            told = {local[key] for key in attributes}
            extent = tables[-1][1]
            if told & _FILLING:
                extent.fill(row, column, times=row_times, wide=wide)
            if "formula" in told:
                extent.note_formula(row, column)
            column += wide

    def end(tag: str) -> None:
        nonlocal row, depth
        tag = local[tag]
        if tag == "table":
            depth -= 1
        elif tag == "table-row" and depth == 1:
            row += row_times

    package.walk(_CONTENT, start, end)
    package.check_size()
    names = [name for name, _ in tables]
    if wanted is not None and wanted not in names:
        raise SpreadsheetError("unknown_sheet", name=wanted)
    if not tables:
        raise SpreadsheetError("empty")
    name, extent = tables[names.index(wanted) if wanted is not None else 0]
    return name, extent, names
