"""导入与移交 The tables that were uploaded, and the books that were handed over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import QuerySet

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Scope
from qianjin.apps.accounts.models import User
from qianjin.units.refusals import Missing

from .. import policies
from ..imports.judged import KINDS, KNOWN
from ..models import Contact, ContactTable, Handover, KeptTable, Organisation

ROWS = 50
COUNT_LIMIT = 1000
LATEST = 20
Table = TypeVar("Table", bound=KeptTable)


@dataclass(frozen=True, slots=True)
class JudgedPage:
    """Rows of a table of one kind, from ``start`` on; ``further`` is where the next page begins."""

    rows: list[dict[str, Any]]
    further: int
    start: int


@dataclass(frozen=True, slots=True)
class Load:
    """What is in somebody's care, no further than the limit."""

    contacts: int
    organisations: int


def tables_of(actor: Actor, tables: type[Table]) -> list[Table]:
    """The latest tables of a kind: one's own, for heads everybody's."""
    rows = _tables(actor, tables)
    return list(rows.select_related("made_by").defer("sheet", "judged", "made")[:LATEST])


def table_for(actor: Actor, pk: int, tables: type[Table]) -> Table:
    """
    One table of a kind.

    :raises Missing: absent, of another park, or somebody else's.
    """
    found = _tables(actor, tables).filter(pk=pk).select_related("made_by").first()
    if found is None:
        raise Missing
    return found


def _tables(actor: Actor, tables: type[Table]) -> QuerySet[Table]:
    rows = tables.objects.filter(park_id=actor.park_id)
    reach = actor.scope(tables.right)
    if reach == Scope.PARK:
        return rows
    return rows.filter(made_by__in=actor.people) if reach else rows.none()


def contact_tables(actor: Actor) -> list[ContactTable]:
    """The latest tables of people."""
    return tables_of(actor, ContactTable)


def contact_table_for(actor: Actor, pk: int) -> ContactTable:
    """
    One table of people.

    :raises Missing: as ``table_for``.
    """
    return table_for(actor, pk, ContactTable)


def judged_rows(table: KeptTable, kind: str, start: int) -> JudgedPage:
    """A page of the rows of one kind, in the order of the table."""
    wanted = [row for row in table.judged if row["kind"] == kind]
    begin = start if 0 <= start < len(wanted) else 0
    further = begin + ROWS if begin + ROWS < len(wanted) else 0
    return JudgedPage(wanted[begin : begin + ROWS], further, begin)


def offered(table: KeptTable) -> list[int]:
    """The rows that would change what stands in the book, by their numbers."""
    return [r["number"] for r in table.judged if r["kind"] == KNOWN and r.get("changes")]


def kinds_of(table: KeptTable) -> list[tuple[str, int]]:
    """How many rows of each kind, those that need a look first."""
    return [(kind, table.counts.get(kind, 0)) for kind in KINDS if table.counts.get(kind)]


def load_of(actor: Actor, user_id: int) -> Load:
    """What a handover would move."""
    if not policies.keeps_all(actor):
        return Load(0, 0)
    contacts = Contact.objects.filter(park_id=actor.park_id, owner=user_id)
    firms = Organisation.objects.filter(park_id=actor.park_id, owner=user_id)
    return Load(
        contacts.order_by()[: COUNT_LIMIT + 1].count(), firms.order_by()[: COUNT_LIMIT + 1].count()
    )


def givers_of(actor: Actor) -> list[User]:
    """Everyone in whose care something is, whether they still serve or not."""
    if not policies.keeps_all(actor):
        return []
    found: dict[int, User] = {}
    # One step through the index per owner, however many rows each has.
    for model in (Contact, Organisation):
        rows = model.objects.filter(park_id=actor.park_id)
        last = 0
        while (row := rows.filter(owner__gt=last).order_by("owner").first()) is not None:
            last = row.owner_id
            found[last] = row.owner
    return sorted(found.values(), key=lambda person: person.name)


def handovers_of(actor: Actor) -> list[Handover]:
    """The latest handovers."""
    if not policies.keeps_all(actor):
        return []
    rows = Handover.objects.filter(park_id=actor.park_id)
    return list(rows.select_related("giver", "taker", "made_by", "undone_by")[:LATEST])


def handover_for(actor: Actor, pk: int) -> Handover:
    """
    One handover.

    :raises Missing: absent, of another park, or not this person's to see.
    """
    found = Handover.objects.filter(park_id=actor.park_id, pk=pk).first()
    if found is None or not policies.keeps_all(actor):
        raise Missing
    return found
