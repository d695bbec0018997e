"""预览 Every row of a table judged: what it says, what is wrong with it, whom it may mean."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from qianjin.apps.accounts.models import User

from ..models import ImportBatch
from . import cells
from .columns import CONTACT_COLUMNS, FIGURE_COLUMNS, unit_factor, year_in

NEW, SKIP, UPDATE, SAME = "new", "skip", "update", "same"
TOTALS = {"合计", "总计", "小计", "共计", "total"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the table: its text as it stands there and what was understood of it."""

    code: str
    text: str
    value: Any = None
    error: str = ""
    warning: str = ""


@dataclass(slots=True)
class Row:
    """
    行 One row: its cells and what is to become of it.

    ``number`` is the row's number in the file, from 1. ``decision`` is ``new``, ``update:ID``
    (an enterprise of the directory), ``same:NUMBER`` (an earlier row of the table), ``skip``, or
    empty: a person has to decide among ``options``.
    """

    number: int
    cells: dict[str, Cell]
    decision: str = ""
    options: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    target_names: dict[str, str] = field(default_factory=dict)
    is_chosen: bool = False
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    """What an update would change: column, what the directory says, what the row says."""

    @property
    def errors(self) -> list[Cell]:
        return [cell for cell in self.cells.values() if cell.error]

    @property
    def warnings(self) -> list[Cell]:
        return [cell for cell in self.cells.values() if cell.warning]

    @property
    def kind(self) -> str:
        """``bad``, ``ask``, or the first word of the decision."""
        if self.errors:
            return "bad"
        return self.decision.partition(":")[0] or "ask"

    @property
    def target(self) -> int | None:
        """The enterprise (``update``) or earlier row (``same``) the decision names."""
        number = self.decision.partition(":")[2]
        return int(number) if number else None

    def value(self, code: str) -> Any:
        """What a column says here; ``None`` when it says nothing."""
        cell = self.cells.get(code)
        return cell.value if cell and not cell.error else None


@dataclass(frozen=True, slots=True)
class Preview:
    """预览 The whole table judged against the directory as it is now."""

    rows: list[Row]
    notes: list[str]
    """What concerns the table as a whole."""
    fingerprint: str
    """Changes when anything that would be done changes."""

    @property
    def counts(self) -> dict[str, int]:
        """How many rows stand in each kind."""
        found = dict.fromkeys(("bad", "ask", "new", "update", "same", "skip"), 0)
        for row in self.rows:
            found[row.kind] += 1
        return found

    @property
    def warned(self) -> int:
        return sum(bool(row.warnings) for row in self.rows)

    @property
    def taken(self) -> int:
        """How many rows would be taken over."""
        counts = self.counts
        return counts["new"] + counts["update"] + counts["same"]


@dataclass(frozen=True, slots=True)
class Table:
    """The stored sheet of a batch with its mapping, ready to be read row by row."""

    rows: list[list[str]]
    header_row: int
    headings: list[str]
    columns: Mapping[str, int]
    """Field (or ``field@year`` for a figure of a year named in its heading) to column."""
    year: int | None
    formulas: frozenset[tuple[int, int]]
    errors: frozenset[tuple[int, int]]
    lossy: frozenset[tuple[int, int]]

    @classmethod
    def of(cls, batch: ImportBatch) -> Table:
        def places(name: str) -> frozenset[tuple[int, int]]:
            return frozenset((row, column) for row, column in batch.sheet.get(name, []))

        return cls(
            rows=batch.sheet.get("rows", []),
            header_row=batch.mapping.get("header_row", 0),
            headings=batch.mapping.get("headings", []),
            # In the order of the file, whatever order the database gives the keys back in.
            columns=dict(sorted(batch.mapping.get("columns", {}).items(), key=lambda c: c[1])),
            year=batch.mapping.get("year"),
            formulas=places("formulas"),
            errors=places("errors"),
            lossy=places("lossy"),
        )

    def heading(self, place: int) -> str:
        """The heading of a column, empty beyond the last."""
        return self.headings[place] if place < len(self.headings) else ""


def read_rows(table: Table, *, today: date, officers: Mapping[str, User | None]) -> Iterator[Row]:
    """
    Every filled row below the headings; blank rows and sums are passed over.

    ``officers`` maps the names of the park's officers to the person, or to ``None`` where two
    bear the same name.
    """
    readers = {
        key: cells.reader_of(
            field_of(key),
            today=today,
            factor=unit_factor(field_of(key), table.heading(place)) or Decimal(1),
        )
        for key, place in table.columns.items()
        if key != "officer"
    }
    for index in range(table.header_row + 1, len(table.rows)):
        texts = table.rows[index]
        if not any(cell.strip() for cell in texts) or _is_sum(texts):
            continue
        found: dict[str, Cell] = {}
        for code, place in table.columns.items():
            text = texts[place] if place < len(texts) else ""
            if code == "officer":
                reading = _officer(text, officers)
            elif code in readers and not cells.is_empty(text):
                reading = readers[code](text)
            else:
                reading = cells.NOTHING
            cell = Cell(code, text, reading.value, reading.error, reading.warning)
            found[code] = _noted(table, index, place, cell)
        row = Row(index + 1, found)
        _whole(row, table)
        yield row


def _is_sum(texts: list[str]) -> bool:
    """Whether this is the line of sums under a table."""
    first = next((cell.strip() for cell in texts if cell.strip()), "")
    return first.replace(" ", "").replace("\u3000", "").rstrip(":：").lower() in TOTALS


def _officer(text: str, officers: Mapping[str, User | None]) -> cells.Reading:
    if cells.is_empty(text):
        return cells.NOTHING
    name = text.replace(" ", "").replace("\u3000", "")
    if name not in officers:
        return cells.Reading(
            error=_("Nobody named “%(name)s” serves in this park.") % {"name": name}
        )
    person = officers[name]
    if person is None:
        return cells.Reading(
            error=_("Several officers are named “%(name)s”; name them in the entry itself.")
            % {"name": name}
        )
    return cells.Reading(person.pk)


def _noted(table: Table, row: int, column: int, cell: Cell) -> Cell:
    """Add what the file itself says of the place: a formula, an error, lost digits."""
    place = (row, column)
    error, warning = cell.error, cell.warning
    if place in table.errors:
        error = _("The spreadsheet shows an error here.")
    elif place in table.lossy and cell.code == "credit_code":
        error = _(
            "The spreadsheet has turned the credit code into a number and lost its last digits. "
            "Format the column as text and enter the code again."
        )
    elif place in table.formulas and not error:
        formula = _("A formula stands here; the value it had when the file was saved is taken.")
        warning = f"{warning} {formula}".strip()
    return Cell(cell.code, cell.text, cell.value, error, warning)


def _whole(row: Row, table: Table) -> None:
    """What several cells of a row say together."""

    def refuse(code: str, sentence: str) -> None:
        known = row.cells.get(code) or Cell(code, "")
        if not known.error:
            row.cells[code] = Cell(code, known.text, None, sentence, known.warning)

    if row.value("name") is None and not (row.cells.get("name") or Cell("", "")).error:
        refuse("name", _("An enterprise needs a name."))
    others = [code for code in CONTACT_COLUMNS if code != "contact_name"]
    if row.value("contact_name") is None and any(row.value(code) for code in others):
        refuse("contact_name", _("Whose telephone, post or mail is this? A contact needs a name."))
    if any(year is None for _field, year, _value in figures_in(row, table)):
        refuse("year", _("Which year do the figures belong to? Name it above the table."))


def field_of(key: str) -> str:
    """``tax_wan`` of ``tax_wan@2025``."""
    return key.partition("@")[0]


def figures_in(row: Row, table: Table) -> Iterator[tuple[str, int | None, Any]]:
    """
    Every figure of a row: field, year, value.

    The year is the one its heading names, else the row's own, else the one chosen for the whole
    table, else none.
    """
    for key, place in table.columns.items():
        field, _at, year = key.partition("@")
        value = row.value(key)
        if field in FIGURE_COLUMNS and value is not None:
            named = int(year) if year else year_in(table.heading(place))
            yield field, named or row.value("year") or table.year, value


def fingerprint_of(rows: list[Row], versions: Mapping[int, int]) -> str:
    """A short name for everything that taking over would do."""
    plan = [
        [
            row.number,
            row.decision,
            versions.get(row.target or 0) if row.kind == UPDATE else None,
            {code: str(cell.value) for code, cell in row.cells.items() if cell.value is not None},
        ]
        for row in rows
        if row.kind not in {"bad", "ask", SKIP}
    ]
    return hashlib.sha256(json.dumps(plan).encode()).hexdigest()[:16]
