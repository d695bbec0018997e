"""导入 A table or vCards become people of the book: looked at, taken over whole, undone as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit
from qianjin.units import spreadsheet, vcard

from .. import checks, planning, policies
from ..choices import Source, TableState
from ..imports.columns import BY_CODE, asked_fields
from ..imports.judging import BAD, NEW, Judged, judge
from ..models import Contact, ContactMerge, ContactTable, Organisation, Tie
from ..refusals import (
    BadTable,
    BuiltUpon,
    MayNotEnter,
    NotInPreview,
    NotTakenOver,
)
from . import doubles
from .bulk import BookEntry, write_book

MOST_ROWS = 5000
NAMED = 5
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
    rows = _cards(data) if vcard.looks_like(data) else _rows(data)
    read = planning.columns_of(rows, asked_fields())
    if "name" not in read.places and "phones" not in read.places:
        raise BadTable({"file": [_("No column is headed as a name, so no row can be read.")]})
    table = ContactTable.objects.create(
        park_id=by.park_id,
        file_name=checks.one_line(file_name)[-200:] or _("Table"),
        sheet=rows,
        columns={
            "places": dict(read.places),
            "header": read.header_row or 0,
            "headings": list(read.headings),
            "source": source,
        },
        made_by_id=by.person_id,
        made_at=at,
    )
    _look(table, at)
    _trace(table, "prospects.upload", by, at, {"rows": len(rows)})
    return table


@transaction.atomic
def remap(*, table: ContactTable, places: Mapping[str, int], by: Actor, at: datetime) -> None:
    """
    改列 Correct which column is what; every row is judged anew.

    :raises MayNotEnter: the table is somebody else's.
    :raises NotInPreview: it has been dealt with.
    :raises BadTable: a column is named twice or does not exist.
    """
    kept = _locked(table, by)
    width = max(map(len, kept.sheet), default=0)
    if any(code not in BY_CODE or not 0 <= place < width for code, place in places.items()):
        raise BadTable({"columns": [_("The table has no such column.")]})
    if len(set(places.values())) < len(places):
        raise BadTable({"columns": [_("One column cannot be two things.")]})
    kept.columns = {**kept.columns, "places": dict(places)}
    _look(kept, at)


@transaction.atomic
def take_over(*, table: ContactTable, leave_bad: bool, by: Actor, at: datetime) -> ContactTable:
    """
    导入 Enter the new people of a table, all of them or none. People who stand in the book already
    are left as they are; rows with problems bar the way unless ``leave_bad`` leaves them out.

    :raises MayNotEnter: the table is somebody else's.
    :raises NotInPreview: it has been dealt with.
    :raises BadTable: rows are wrong and not to be left out, or nothing is new.
    """
    kept = _locked(table, by)
    _look(kept, at)  # the book may have changed since the preview
    rows = [Judged(**row) for row in kept.judged]
    bad = [row for row in rows if row.kind == BAD]
    if bad and not leave_bad:
        sentence = _("%(count)d rows cannot be read; correct them, or leave them out.")
        raise BadTable({"table": [sentence % {"count": len(bad)}]})
    entries = [
        BookEntry(_typed(row.values), row.firm, row.firm_values) for row in rows if row.kind == NEW
    ]
    if not entries:
        raise BadTable({"table": [_("Nobody in this table is new.")]})
    made = write_book(entries=entries, by=by, at=at, origin=kept.file_name)
    if len(made.contacts) <= LOOKED_FOR:
        people = Contact.objects.filter(pk__in=made.contacts).select_related("organisation")
        doubles.look_for_contacts(list(people), at)
    kept.made = {"contacts": made.contacts, "organisations": made.organisations}
    kept.state, kept.done_at = TableState.DONE, at
    kept.save()
    _trace(kept, "prospects.import", by, at, {k: len(v) for k, v in kept.made.items()})
    return kept


@transaction.atomic
def abandon(*, table: ContactTable, by: Actor, at: datetime) -> None:
    """
    放弃 Nothing of this table is wanted; its rows are forgotten at once.

    :raises MayNotEnter: the table is somebody else's.
    :raises NotInPreview: it has been dealt with.
    """
    kept = _locked(table, by)
    kept.state, kept.sheet, kept.judged = TableState.ABANDONED, [], []
    kept.save()
    _trace(kept, "prospects.abandon", by, at, {})


@transaction.atomic
def undo_import(*, table: ContactTable, by: Actor, at: datetime) -> ContactTable:
    """
    撤销导入 Take back everyone a table brought, and the firms it brought, as one.

    :raises MayNotEnter: the table is somebody else's.
    :raises NotTakenOver: it was not taken over, or has been undone.
    :raises BuiltUpon: somebody was changed, touched, tied, merged or built upon since.
    """
    kept = _locked(table, by, TableState.DONE)
    people, firms = kept.made["contacts"], kept.made["organisations"]
    rows = Contact.objects.filter(pk__in=people).select_for_update()
    touched = Q(version__gt=1) | Q(touched_on__isnull=False) | Q(merged_into__isnull=False)
    names = list(rows.filter(touched).values_list("name", flat=True)[: NAMED + 1])
    ties = Tie.objects.filter(Q(one__in=people) | Q(other__in=people)).exclude(
        said_at=kept.done_at or at
    )
    names += ties.values_list("other__name", flat=True)[:NAMED]
    merges = ContactMerge.objects.filter(Q(kept__in=people) | Q(dropped__in=people))
    names += merges.values_list("kept__name", flat=True)[:NAMED]
    new_firms = Organisation.objects.filter(pk__in=firms)
    names += new_firms.filter(touched).values_list("name", flat=True)[:NAMED]
    others = Contact.objects.filter(organisation__in=firms).exclude(pk__in=people)
    names += others.values_list("organisation__name", flat=True)[:NAMED]
    if names:
        raise BuiltUpon(names=_(", ").join(dict.fromkeys(names[:NAMED])))
    try:
        with transaction.atomic():
            rows.delete()
            new_firms.delete()
    except ProtectedError as error:
        # Desks above keep something of them: a project, a touch.
        held = _(", ").join(sorted({str(row) for row in error.protected_objects})[:NAMED])
        raise BuiltUpon(names=held) from error
    kept.state, kept.undone_at = TableState.UNDONE, at
    kept.save(update_fields=["state", "undone_at"])
    _trace(kept, "prospects.undo_import", by, at, {k: len(v) for k, v in kept.made.items()})
    return kept


def _rows(data: bytes) -> list[list[str]]:
    try:
        table = spreadsheet.read_table(data, max_rows=MOST_ROWS + 50)
    except spreadsheet.SpreadsheetError as error:
        raise BadTable({"file": [_(error.sentence) % error.params]}) from error
    return table.texts()


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


def _look(table: ContactTable, at: datetime) -> None:
    judged = judge(
        table.sheet,
        table.columns["places"],
        first_row=table.columns["header"] + 1,
        park_id=table.park_id,
        today=timezone.localdate(at),
        source=table.columns["source"],
    )
    table.judged = [row.plain() for row in judged]
    table.counts = dict(Counter(row.kind for row in judged))
    table.save()


def _typed(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: date.fromisoformat(value) if key.endswith("_on") else value
        for key, value in values.items()
    }


def _locked(table: ContactTable, by: Actor, state: str = TableState.PREVIEW) -> ContactTable:
    kept = ContactTable.objects.select_for_update().get(pk=table.pk)
    may = policies.may_enter(by, kept.park_id)
    if not may or not (policies.keeps_all(by) or kept.made_by_id in by.people):
        raise MayNotEnter
    if kept.state != state:
        raise NotInPreview if state == TableState.PREVIEW else NotTakenOver
    return kept


def _trace(table: ContactTable, verb: str, by: Actor, at: datetime, detail: Any) -> None:
    audit.record(
        park_id=table.park_id,
        by=by,
        at=at,
        verb=verb,
        object_kind="prospect_import",
        object_id=table.pk,
        object_label=table.file_name,
        detail=detail,
    )
