"""导入与移交 The tables that were uploaded, and the books that were handed over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.accounts.models import User
from qianjin.units.refusals import Missing

from .. import policies
from ..imports.judging import KINDS
from ..models import Contact, ContactTable, Handover, Organisation

ROWS = 50
COUNT_LIMIT = 1000
LATEST = 20


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


def tables_of(actor: Actor) -> list[ContactTable]:
    """The latest tables: one's own, for heads everybody's."""
    if not actor.may(Capability.PROSPECT_KEEP):
        return []
    rows = ContactTable.objects.filter(park_id=actor.park_id)
    if not policies.keeps_all(actor):
        rows = rows.filter(made_by__in=actor.people)
    return list(rows.select_related("made_by").defer("sheet", "judged", "made")[:LATEST])


def table_for(actor: Actor, pk: int) -> ContactTable:
    """
    One table.

    :raises Missing: absent, of another park, or somebody else's.
    """
    rows = ContactTable.objects.filter(park_id=actor.park_id, pk=pk)
    if not policies.keeps_all(actor):
        rows = rows.filter(made_by__in=actor.people)
    found = rows.select_related("made_by").first()
    if found is None or not actor.may(Capability.PROSPECT_KEEP):
        raise Missing
    return found


def judged_rows(table: ContactTable, kind: str, start: int) -> JudgedPage:
    """A page of the rows of one kind, in the order of the table."""
    wanted = [row for row in table.judged if row["kind"] == kind]
    begin = start if 0 <= start < len(wanted) else 0
    further = begin + ROWS if begin + ROWS < len(wanted) else 0
    return JudgedPage(wanted[begin : begin + ROWS], further, begin)


def kinds_of(table: ContactTable) -> list[tuple[str, int]]:
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
