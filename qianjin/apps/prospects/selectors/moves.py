"""导入与移交 The tables that were uploaded, and the books that were handed over."""

from __future__ import annotations

from dataclasses import dataclass

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.tables.selectors import table_for, tables_of
from qianjin.units.name_order import name_order
from qianjin.units.refusals import Missing

from .. import policies
from ..models import Contact, ContactTable, Handover, Organisation

COUNT_LIMIT = 1000
LATEST = 20


@dataclass(frozen=True, slots=True)
class Load:
    """What is in somebody's care, no further than the limit."""

    contacts: int
    organisations: int


def contact_tables(actor: Actor) -> list[ContactTable]:
    """The latest tables of people."""
    return tables_of(actor, ContactTable)


def contact_table_for(actor: Actor, pk: int) -> ContactTable:
    """
    One table of people.

    :raises Missing: as ``table_for``.
    """
    return table_for(actor, pk, ContactTable)


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
    return sorted(found.values(), key=lambda person: name_order(person.name))


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
