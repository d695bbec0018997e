"""落库方案 What the rows of a table would do to the directory, before anything is written.

One landing is one enterprise: the row that names it, and later rows that mean the same. The first
row speaks; later ones fill what it leaves empty. Empty cells change nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from .. import planning
from ..checks import clean, clean_contact, contact_problems, figure_problems, problems_of
from ..labels import FIELD_LABELS
from ..models import Contact, Enterprise, YearFigures
from .columns import CONTACT_COLUMNS
from .examine import NEW, SAME, UPDATE, Row, Table, figures_in
from .judging import fields_said


@dataclass(slots=True)
class Landing:
    """落库 Rows of the table that mean one enterprise, and what they do to it."""

    rows: list[Row]
    enterprise: Enterprise
    is_new: bool
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    """Fields of the enterprise that change."""
    contacts: list[Person] = field(default_factory=list)
    figures: list[Year] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def changes(self) -> bool:
        """Whether anything is written at all."""
        return bool(self.is_new or self.after or self.contacts or self.figures)


@dataclass(slots=True)
class Person:
    """A contact who is added or whose details change."""

    contact: Contact
    is_new: bool
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(slots=True)
class Year:
    """The figures of one year that change."""

    row: YearFigures
    is_new: bool
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Here:
    """What the directory holds of the enterprises the table means, held until the end."""

    entries: Mapping[int, Enterprise]
    contacts: Mapping[int, list[Contact]]
    figures: Mapping[tuple[int, int], YearFigures]
    owners: Mapping[str, tuple[int, str]]
    """Whose a credit code is: number and name."""


def plan(rows: Iterable[Row], table: Table, here: Here, *, park_id: int) -> list[Landing]:
    """The landings of all rows that are to be taken over, in the order of the table."""
    landings: list[Landing] = []
    by_row: dict[int, Landing] = {}
    by_entry: dict[int, Landing] = {}
    for row in rows:
        if row.kind == SAME:
            landing = by_row.get(row.target or 0)
        elif row.kind == UPDATE:
            landing = by_entry.get(row.target or 0)
        elif row.kind == NEW:
            landing = None
        else:
            continue
        if landing is None:
            entry = here.entries.get(row.target or 0) if row.kind == UPDATE else None
            landing = Landing([], entry or Enterprise(park_id=park_id), is_new=entry is None)
            landings.append(landing)
            if entry is not None:
                by_entry[entry.pk] = landing
        landing.rows.append(row)
        by_row[row.number] = landing
    taken: dict[str, str] = {}
    for landing in landings:
        _fill(landing, table, here)
        _code_is_free(landing, here, taken)
    return landings


def _fill(landing: Landing, table: Table, here: Here) -> None:
    said: dict[str, Any] = {}
    for row in landing.rows:
        said = fields_said(row) | said
    officer = {"officer_id": said.pop("officer_id")} if "officer_id" in said else {}
    values = {**clean(said), **officer}
    entry = landing.enterprise
    for code, value in values.items():
        before = getattr(entry, code)
        if landing.is_new or before != value:
            landing.before[code], landing.after[code] = before, value
            setattr(entry, code, value)
    for code, sentences in problems_of(clean(said)).items():
        landing.problems += [f"{FIELD_LABELS[code]}: {sentence}" for sentence in sentences]
    entry.name_key = planning.name_key(entry.name)
    _people(landing, here.contacts.get(entry.pk or 0, []))
    _years(landing, table, here.figures)


def _code_is_free(landing: Landing, here: Here, taken: dict[str, str]) -> None:
    """One credit code belongs to one enterprise, in the directory and in the table."""
    code = landing.after.get("credit_code", "")
    if not code:
        return
    owner, name = here.owners.get(code, (None, taken.get(code, "")))
    if name and owner != (landing.enterprise.pk or 0):
        landing.problems.append(_("This credit code belongs to “%(name)s”.") % {"name": name})
    taken.setdefault(code, landing.enterprise.name)


def _people(landing: Landing, present: list[Contact]) -> None:
    known = {contact.name: contact for contact in reversed(present)}
    known_exactly = {(contact.name, contact.phone): contact for contact in present}
    for row in landing.rows:
        said = {
            code.removeprefix("contact_"): row.value(code)
            for code in CONTACT_COLUMNS
            if row.value(code) is not None
        }
        if "name" not in said:
            continue
        values = clean_contact(said)
        if wrong := contact_problems(values):
            landing.problems += [text for sentences in wrong.values() for text in sentences]
            continue
        same = known_exactly.get((values["name"], values.get("phone", "")))
        contact = same or known.get(values["name"])
        if contact is None:
            contact = Contact(is_primary=not known, park_id=landing.enterprise.park_id)
            known[values["name"]] = contact
            landing.contacts.append(Person(contact, True, {}, {}))
        person = next((p for p in landing.contacts if p.contact is contact), None)
        differing = {f: v for f, v in values.items() if v and getattr(contact, f) != v}
        if person is None and differing:
            person = Person(contact, False, {}, {})
            landing.contacts.append(person)
        for name, value in differing.items():
            if person is not None and (name not in person.after):
                person.before[name], person.after[name] = getattr(contact, name), value
                setattr(contact, name, value)


def _years(landing: Landing, table: Table, known: Mapping[tuple[int, int], YearFigures]) -> None:
    here: dict[int, Year] = {}
    for row in landing.rows:
        for code, year, value in figures_in(row, table):
            if year is None:
                continue
            found = here.get(year)
            if found is None:
                kept = known.get((landing.enterprise.pk or 0, year))
                new = YearFigures(park_id=landing.enterprise.park_id, year=year)
                found = here[year] = Year(kept or new, kept is None, {}, {})
            before = getattr(found.row, code)
            if code in found.after or before == value:
                continue
            found.before[code], found.after[code] = before, value
            setattr(found.row, code, value)
    for found in here.values():
        for sentences in figure_problems(found.after).values():
            landing.problems += sentences
        if found.after:
            landing.figures.append(found)
