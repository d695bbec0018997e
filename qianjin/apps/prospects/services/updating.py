"""更新 Known people brought up to date by rows of a table, and put back when it is undone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.tables.judged import Judged
from qianjin.apps.tables.services import NAMED

from ..imports.updating import additions
from ..models import Contact
from .writing import change_contact, firm_named, locked_contact

Changed = list[dict[str, Any]]


def bring_up_to_date(
    rows: Iterable[Judged], *, by: Actor, at: datetime
) -> tuple[Changed, list[int]]:
    """What undoing wants to know of each person changed, and the firms entered for it."""
    changed: Changed = []
    firms: list[int] = []
    for row in rows:
        person = locked_contact(Contact(pk=row.of))
        found = additions(person, row)
        before = {field: getattr(person, field) for field in found if field != "firm"}
        if name := found.pop("firm", ""):
            firm = firm_named(name=name, by=by, at=at)
            if firm.made_at == at:
                firms.append(firm.pk)
            found["organisation"], before["organisation"] = firm, None
        done = change_contact(contact=person, version=None, by=by, at=at, **found)
        # No day is among them: ``met_on`` is only ever filled.
        changed.append({"contact": done.pk, "version": done.version, "before": before})
    return changed, list(dict.fromkeys(firms))


def changed_since(changed: Changed) -> list[str]:
    """Names of people who were changed, merged or anonymised after the table."""
    versions = {one["contact"]: one["version"] for one in changed}
    rows = Contact.objects.select_for_update().filter(pk__in=versions)
    found = {row.pk: row for row in rows}
    names = [row.name for row in found.values() if row.version != versions[row.pk]]
    names += [row.name for row in found.values() if row.merged_into_id is not None]
    return names[:NAMED]


def put_back(changed: Changed, *, by: Actor, at: datetime) -> None:
    """
    Give people back what stood before.

    :raises MayNotKeep: somebody is in another person's care by now.
    """
    for one in changed:
        person = Contact.objects.filter(pk=one["contact"]).first()
        if person is not None:
            change_contact(contact=person, version=None, by=by, at=at, **one["before"])
