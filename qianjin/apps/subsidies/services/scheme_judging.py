"""核对 Every row of a table of schemes read, and compared with the register; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from qianjin.apps.enterprises.planning import Asked
from qianjin.apps.tables.judged import KNOWN, SAME, Judged, blame, words

from .. import condition_text
from ..choices import FactField, SchemeState
from ..columns import ALIASES, SCHEME, BadCell, names_of
from ..models import Scheme, SchemeTable
from ..refusals import BadScheme
from .schemes import FIELDS, clean

COLUMNS = {column.code: column for column in SCHEME}
LABELS = {column.code: column.label for column in SCHEME}


@dataclass(slots=True)
class Reading:
    """A row as it is kept, with what the acts want of it: typed values, and the scheme it means."""

    row: Judged
    told: dict[str, Any] = field(default_factory=dict)
    """Every cell that was read, by field of the scheme."""
    known: Scheme | None = None


def asked_fields() -> list[Asked]:
    """The columns as the engine that reads headings wants them."""
    return [
        Asked(
            column.code,
            (*names_of(column), *ALIASES.get(column.code, ())),
            is_required=column.code == "title",
        )
        for column in SCHEME
    ]


def judge(table: SchemeTable) -> list[Reading]:
    """Every filled row below the headings; same title and number means the scheme that is there."""
    places, first = table.columns["places"], table.columns["header"] + 1
    found = [
        _read(cells, places, number)
        for number, cells in enumerate(table.sheet[first:], first + 1)
        if any(cell.strip() for cell in cells)
    ]
    titles = {reading.row.name for reading in found}
    rows = Scheme.objects.filter(park_id=table.park_id, title__in=titles)
    register = {(row.title, row.document_number): row for row in rows}
    seen: dict[tuple[str, str], int] = {}
    for reading in found:
        _judge(reading, register, seen, places)
    return found


def _read(cells: Sequence[str], places: Mapping[str, int], number: int) -> Reading:
    reading = Reading(Judged(number))
    for code, place in places.items():
        if place >= len(cells):
            continue
        try:
            reading.told[code] = COLUMNS[code].read(cells[place])
        except BadCell as error:
            reading.row.problems.append((place, str(error)))
    # Nobody draws a scheme back by leaving a cell empty.
    if not reading.told.get("state"):
        reading.told.pop("state", None)
    row = reading.row
    row.name, row.firm = reading.told.get("title", ""), reading.told.get("issuer", "")
    row.values = {c: w for c, v in reading.told.items() if (w := words_of(c, v))}
    return reading


def _judge(
    reading: Reading,
    register: Mapping[tuple[str, str], Scheme],
    seen: dict[tuple[str, str], int],
    places: Mapping[str, int],
) -> None:
    row, key = reading.row, (reading.row.name, reading.told.get("document_number", ""))
    faults: dict[str, list[Any]] = {}
    first = seen.setdefault(key, row.number)
    if row.name and first != row.number:
        sentence = _("Row %(row)d says the same; which of the two is meant?")
        faults["title"] = [sentence % {"row": first}]
    known = reading.known = register.get(key)
    before = {name: getattr(known, name) for name in FIELDS} if known else {}
    try:
        after = clean({**before, **reading.told})
    except BadScheme as refusal:
        blame(row, {**refusal.fields, **faults}, places, LABELS)
        return
    if known is not None:
        row.of, row.of_name = known.pk, known.title
        row.changes = [
            (name, words_of(name, before[name]), words_of(name, after[name]))
            for name in COLUMNS
            if before[name] != after[name]
        ]
        row.kind = KNOWN if row.changes else SAME
    blame(row, faults, places, LABELS)


def words_of(code: str, value: Any) -> str:
    """A value as a person reads it."""
    if code == "conditions":
        return condition_text.written(value)
    if value and code == "rate_of":
        return str(FactField(value).label)
    if value and code == "state":
        return str(SchemeState(value).label)
    return words(value)
