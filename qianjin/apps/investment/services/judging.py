"""核对 Every row of a table of projects read, and compared with the book; nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.enterprises.choices import Sector
from qianjin.apps.prospects.planning import Asked
from qianjin.apps.subsidies.columns import BadCell, names_of, text
from qianjin.apps.tables.judged import KNOWN, SAME, Judged, blame, words
from qianjin.units.cities import find

from .. import columns, policies, selectors
from ..choices import Meaning, Source
from ..models import Pipeline, Project, ProjectTable, Stage
from .fields import FIELDS, checked, plain
from .projects import step_problems
from .traces import today_of

COLUMNS = {column.code: column for column in columns.PROJECT}
NEEDED = {"name": "", "sector": "", "source": ""}
_SPOKEN = {code: label for code, label in columns.LABELS.items() if code != "number"}
"""What a fault is headed by where the table has no such column."""
_CHOICES: dict[str, Any] = {"sector": Sector, "source": Source}


@dataclass(slots=True)
class Reading:
    """A row as it is kept, with what the acts want of it: typed values, and whom it names."""

    row: Judged
    told: dict[str, Any] = field(default_factory=dict)
    """Every cell that was read, by column."""
    known: Project | None = None
    pipeline: Pipeline | None = None
    stage: Stage | None = None
    owner_id: int | None = None

    @property
    def given(self) -> dict[str, Any]:
        """The fields of the project itself."""
        return {name: value for name, value in self.told.items() if name in FIELDS}


def asked_fields() -> list[Asked]:
    """The columns as the engine that reads headings wants them."""
    return [
        Asked(
            column.code,
            (*names_of(column), *columns.ALIASES.get(column.code, ())),
            is_required=column.code == "name",
        )
        for column in columns.PROJECT
    ]


def judge(table: ProjectTable, by: Actor, at: datetime) -> list[Reading]:
    """Every filled row below the headings, as ``by`` may take it over."""
    places, first = table.columns["places"], table.columns["header"] + 1
    found = [
        _read(cells, places, number)
        for number, cells in enumerate(table.sheet[first:], first + 1)
        if any(cell.strip() for cell in cells)
    ]
    book = _Book(by, at, found)
    for reading in found:
        book.judge(reading, places)
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
    row = reading.row
    row.name, row.firm = plain(reading.told.get("name")), plain(reading.told.get("organisation"))
    row.values = {c: w for c, v in reading.told.items() if (w := words_of(c, v))}
    return reading


class _Book:
    """What the rows may name: pipelines, people, and the projects that stand already."""

    def __init__(self, by: Actor, at: datetime, found: Iterable[Reading]) -> None:
        self.by = by
        self.pipelines = selectors.pipelines_of(by.park_id)
        people = selectors.furniture_of(by, on=today_of(at)).people
        self.people = {name: key for key, name in people}
        numbers = {plain(one.told.get("number")) for one in found} - {""}
        names = {one.row.name for one in found if not one.told.get("number")} - {""}
        rows = selectors.projects_for(by).select_related("organisation", "owner", "stage")
        rows = rows.defer("search", "search_text")
        self.numbered = {row.number: row for row in rows.filter(number__in=numbers)}
        self.named = {row.name: row for row in rows.filter(name__in=names).order_by("-pk")}
        self.seen: dict[str, int] = {}

    def judge(self, reading: Reading, places: Mapping[str, int]) -> None:
        faults = self._twice(reading.row, plain(reading.told.get("number")))
        if number := plain(reading.told.get("number")):
            reading.known = self.numbered.get(number)
            if reading.known is None:
                faults["number"] = [_("No project has this number.")]
            else:
                faults |= self._known(reading, reading.known)
        elif standing := self.named.get(reading.row.name):
            row = reading.row
            row.kind, row.of, row.of_name = SAME, standing.pk, _numbered(standing)
        else:
            faults |= self._new(reading)
        faults |= step_problems(
            plain(reading.told.get("next_step", _step(reading.known))),
            reading.told.get("next_on", reading.known.next_on if reading.known else None),
        )
        blame(reading.row, faults, places, _SPOKEN)

    def _twice(self, row: Judged, number: str) -> dict[str, list[str]]:
        key = number or row.name
        first = self.seen.setdefault(key, row.number)
        if not key or first == row.number:
            return {}
        sentence = _("Row %(row)d says the same; which of the two is meant?") % {"row": first}
        return {"number" if number else "name": [sentence]}

    def _known(self, reading: Reading, known: Project) -> dict[str, list[str]]:
        row = reading.row
        row.of, row.of_name = known.pk, _numbered(known)
        row.name = row.name or known.name
        kept, faults = checked({**{n: getattr(known, n) for n in FIELDS}, **reading.given})
        firm = known.organisation.name if known.organisation else ""
        before = {name: getattr(known, name) for name in kept} | {
            "organisation": firm,
            "next_step": known.next_step,
            "next_on": known.next_on,
        }
        after = {**before, **kept}
        for name in ("organisation", "next_step", "next_on"):
            if name in reading.told:
                after[name] = reading.told[name] or ("" if name != "next_on" else None)
        row.changes = [
            (name, words_of(name, before[name]), words_of(name, after[name]))
            for name in COLUMNS
            if name in before and before[name] != after[name]
        ]
        row.kind = KNOWN if row.changes else SAME
        if row.changes and not policies.may_keep(self.by, known):
            row.changes, row.keeper = [], known.owner.name
        return faults

    def _new(self, reading: Reading) -> dict[str, list[str]]:
        told = reading.told
        _kept, faults = checked({**NEEDED, **reading.given})
        for name, choices in _CHOICES.items():
            if name in faults and not told.get(name):
                faults[name] = [_one_of(str(choice.label) for choice in choices)]
        pipeline, stage = told.get("pipeline") or "", told.get("stage") or ""
        reading.pipeline = _named(pipeline, self.pipelines) if pipeline else self.pipelines[0]
        if reading.pipeline is None:
            faults["pipeline"] = [_one_of(one.name for one in self.pipelines)]
        elif stage:
            stages = [s for s in reading.pipeline.stages.all() if s.is_active]
            open_ones = [s for s in stages if s.meaning != Meaning.LOST]
            reading.stage = _named(stage, open_ones)
            if reading.stage is None:
                faults["stage"] = [_one_of(one.name for one in open_ones)]
        if owner := told.get("owner") or "":
            reading.owner_id = self.people.get(owner)
            if reading.owner_id is None:
                faults["owner"] = [_("Nobody of this name carries projects on.")]
        return faults


def _named(word: str, rows: Iterable[Any]) -> Any:
    return next((r for r in rows if word in (r.code, r.name_zh, r.name_en)), None)


def _one_of(names: Iterable[str]) -> str:
    return _("One of these: %(choices)s.") % {"choices": "、".join(names)}


def _numbered(row: Project) -> str:
    return f"{row.number} {row.name}"


def _step(row: Project | None) -> str:
    return row.next_step if row else ""


def words_of(code: str, value: Any) -> str:
    """A value as a person reads it."""
    if value is None or value == "":
        return ""
    if code in _CHOICES:
        return str(_CHOICES[code](value).label)
    if code == "city":
        city = find(value)
        return city.name_zh if city else text(value)
    return words(value)
