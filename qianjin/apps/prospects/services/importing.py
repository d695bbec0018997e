"""导入 A table or vCards become people of the book: looked at, taken over whole, undone as one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.tables import services as tables
from qianjin.apps.tables.choices import TableState
from qianjin.apps.tables.judged import NEW, Judged
from qianjin.apps.tables.refusals import BadTable
from qianjin.apps.tables.services import NAMED
from qianjin.units import spreadsheet, vcard

from .. import planning, policies
from ..choices import Source
from ..imports.columns import BY_CODE, asked_fields, placed
from ..imports.judging import judge
from ..models import Contact, ContactMerge, ContactTable, Tie
from ..refusals import MayNotEnter
from . import doubles, updating
from .bulk import BookEntry, Made, write_book
from .taking_back import take_firms_back

MOST_ROWS = 5000
LOOKED_FOR = 200
"""So many new people are compared with the book at once; of more, the night does it."""


@transaction.atomic
def upload(
    *, data: bytes, file_name: str, by: Actor, at: datetime, source: str = Source.TABLE
) -> ContactTable:
    """
    上传 Read a table (Excel, CSV, a stretch pasted from Excel) or a file of vCards and keep it for
    its preview; nothing of the book changes.

    :raises MayNotEnter: this person keeps no prospects.
    :raises BadTable: the file is none, damaged, protected, too large, or empty.
    """
    if not policies.may_enter(by, by.park_id):
        raise MayNotEnter
    if source not in Source.values:
        raise BadTable(
            {"source": [_("“%(value)s” is not one of the choices.") % {"value": source}]}
        )
    rows = _cards(data) if vcard.looks_like(data) else tables.texts_of(data, MOST_ROWS)
    read = planning.columns_of(rows, asked_fields())
    if "name" not in read.places and "phones" not in read.places:
        raise BadTable({"file": [_("No column is headed as a name, so no row can be read.")]})
    table: ContactTable = ContactTable.objects.create(
        park_id=by.park_id,
        file_name=tables.file_name_of(file_name),
        sheet=rows,
        columns=tables.columns_read(read, places=placed(read.headings, read.places), source=source),
        made_by_id=by.person_id,
        made_at=at,
    )
    tables.keep_look(table, _judged(table, by, at))
    tables.trace(table, "upload", by, at, {"rows": len(rows)})
    return table


@transaction.atomic
def remap(*, table: ContactTable, places: Mapping[str, int], by: Actor, at: datetime) -> None:
    """
    改列 Correct which column is what; every row is judged anew.

    :raises NotYourTable: the table is somebody else's.
    :raises NotInPreview: it has been dealt with.
    :raises BadTable: a column is named twice or does not exist.
    """
    kept = tables.locked(table, by)
    tables.replaced(kept, places, BY_CODE)
    tables.keep_look(kept, _judged(kept, by, at))


@transaction.atomic
def look_again(*, table: ContactTable, by: Actor, at: datetime) -> None:
    """
    再核对 Judge the rows anew, for the book has changed since the preview.

    :raises NotYourTable, NotInPreview: as ``remap``.
    """
    kept = tables.locked(table, by)
    tables.keep_look(kept, _judged(kept, by, at))


@transaction.atomic
def take_over(*, table: ContactTable, leave_bad: bool, by: Actor, at: datetime) -> ContactTable:
    """
    导入 Enter the new people of a table, and bring the chosen known ones up to date: all of them
    or none. Other people who stand in the book already are left as they are; rows with problems
    bar the way unless ``leave_bad`` leaves them out.

    :raises NotYourTable: the table is somebody else's.
    :raises NotInPreview: it has been dealt with.
    :raises BookMoved: what the chosen rows would change is not what the preview showed.
    :raises BadTable: rows are wrong and not to be left out, or nothing is new.
    """
    kept = tables.locked(table, by)
    rows = _judged(kept, by, at)
    tables.last_look(kept, rows, leave_bad=leave_bad)
    entries = [
        BookEntry(_typed(row.values), row.firm, row.firm_values) for row in rows if row.kind == NEW
    ]
    chosen = [row for row in rows if row.number in set(kept.columns["chosen"])]
    if not entries and not chosen:
        raise BadTable({"table": [_("Nobody in this table is new.")]})
    made = Made([], [])
    if entries:
        made = write_book(entries=entries, by=by, at=at, origin=kept.file_name)
    if len(made.contacts) <= LOOKED_FOR:
        people = Contact.objects.filter(pk__in=made.contacts).select_related("organisation")
        doubles.look_for_contacts(list(people), at)
    changed, firms = updating.bring_up_to_date(chosen, by=by, at=at)
    firms = [*made.organisations, *firms]
    kept.made = {"contacts": made.contacts, "organisations": firms, "changed": changed}
    tables.close(kept, by, at, {key: len(value) for key, value in kept.made.items()})
    return kept


@transaction.atomic
def undo_import(*, table: ContactTable, by: Actor, at: datetime) -> ContactTable:
    """
    撤销导入 Take back everyone a table brought, the firms it brought, and what it changed, as one.

    :raises NotYourTable: the table is somebody else's.
    :raises NotTakenOver: it was not taken over, or has been undone.
    :raises BuiltUpon: somebody was changed, touched, tied, merged or built upon since.
    """
    kept = tables.locked(table, by, TableState.DONE)
    people, firms = kept.made["contacts"], kept.made["organisations"]
    changed = kept.made.get("changed", [])
    rows = Contact.objects.filter(pk__in=people).select_for_update()
    touched = Q(version__gt=1) | Q(touched_on__isnull=False) | Q(merged_into__isnull=False)
    names = list(rows.filter(touched).values_list("name", flat=True)[:NAMED])
    ties = Tie.objects.filter(Q(one__in=people) | Q(other__in=people)).exclude(
        said_at=kept.done_at or at
    )
    names += ties.values_list("other__name", flat=True)[:NAMED]
    merges = ContactMerge.objects.filter(Q(kept__in=people) | Q(dropped__in=people))
    names += merges.values_list("kept__name", flat=True)[:NAMED]
    names += updating.changed_since(changed)
    tables.bar(names)
    updating.put_back(changed, by=by, at=at)
    tables.undone(rows.delete)
    take_firms_back(firms)
    told = {"contacts": len(people), "organisations": len(firms), "changed": len(changed)}
    tables.reopen(kept, by, at, told)
    return kept


def _cards(data: bytes) -> list[list[str]]:
    """vCards as a table of our own headings."""
    cards = vcard.read(vcard.decoded(data))
    if not cards:
        raise BadTable({"file": [_("No card in this file could be read.")]})
    if len(cards) > MOST_ROWS:
        raise BadTable({"file": [_("At most %(most)d cards at once.") % {"most": MOST_ROWS}]})
    codes = ("name", "firm", "post", "phones", "wechat", "email", "city", "note")
    return [
        [BY_CODE[code].heading for code in codes],
        *(
            [
                spreadsheet.text_of(text.replace("\x00", ""))
                for text in (
                    card.name,
                    card.firm,
                    card.post,
                    "；".join(card.phones),
                    card.wechat,
                    next(iter(card.emails), ""),
                    card.city,
                    card.note,
                )
            ]
            for card in cards
        ),
    ]


def _judged(table: ContactTable, by: Actor, at: datetime) -> list[Judged]:
    return judge(
        table.sheet,
        table.columns["places"],
        first_row=table.columns["header"] + 1,
        by=by,
        today=timezone.localdate(at),
        source=table.columns["source"],
    )


def _typed(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: date.fromisoformat(value) if key.endswith("_on") else value
        for key, value in values.items()
    }
