"""导入表 What every table does between its preview and its taking over, whatever its rows are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import IO, Any, TypeVar

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import selectors as trail
from qianjin.apps.audit import services as audit
from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.enterprises import checks
from qianjin.apps.enterprises.imports.tables import LeftRow, rows_back
from qianjin.units import spreadsheet

from . import policies
from .choices import TableState
from .judged import BAD, KNOWN, Judged
from .models import KeptTable
from .refusals import BadTable, BookMoved, BuiltUpon, NotInPreview, NotTakenOver, NotYourTable

NAMED = 5
KEPT_DAYS = 30
"""How long what stood in a table is kept."""
MOST_CHOSEN = 500
"""So many known rows are brought up to date by one table: each is an act of its own."""
Table = TypeVar("Table", bound=KeptTable)


def texts_of(data: bytes, most_rows: int) -> list[list[str]]:
    """
    The cells of a table file.

    :raises BadTable: the file is none, damaged, protected, too large, or empty.
    """
    try:
        return spreadsheet.read_table(data, max_rows=most_rows + 50).texts()
    except spreadsheet.SpreadsheetError as error:
        raise BadTable({"file": [_(error.sentence) % error.params]}) from error


def columns_read(read: Any, **more: Any) -> dict[str, Any]:
    """Which column is what, as a table keeps it; ``read`` is what ``columns_of`` found."""
    return {
        "places": dict(read.places),
        "header": read.header_row or 0,
        "headings": list(read.headings),
        "chosen": [],
        **more,
    }


def file_name_of(name: str) -> str:
    """The name under which a table is kept."""
    return checks.one_line(name)[-200:] or _("Table")


def locked(table: Table, by: Actor, state: str = TableState.PREVIEW) -> Table:
    """
    The table as it stands, held until the act is over.

    :raises NotYourTable: it is somebody else's.
    :raises NotInPreview, NotTakenOver: it is not at ``state``.
    """
    kept: Table = type(table).objects.select_for_update().get(pk=table.pk)
    if not policies.may_take_over(by, kept):
        raise NotYourTable
    if kept.state != state:
        raise NotInPreview if state == TableState.PREVIEW else NotTakenOver
    return kept


def keep_look(table: KeptTable, judged: Iterable[Judged]) -> None:
    """Keep what the rows were understood as; only what can still be changed stays chosen."""
    rows = list(judged)
    table.judged = [row.plain() for row in rows]
    table.counts = dict(Counter(row.kind for row in rows))
    offered = {row.number for row in rows if row.kind == KNOWN and row.changes}
    chosen = [number for number in table.columns.get("chosen", ()) if number in offered]
    table.columns = {**table.columns, "chosen": chosen}
    table.save()


def replaced(table: KeptTable, places: Mapping[str, int], known: Collection[str]) -> None:
    """
    Another word on which column is what.

    :raises BadTable: a column is named twice or does not exist.
    """
    width = max(map(len, table.sheet), default=0)
    if any(code not in known or not 0 <= place < width for code, place in places.items()):
        raise BadTable({"columns": [_("The table has no such column.")]})
    if len(set(places.values())) < len(places):
        raise BadTable({"columns": [_("One column cannot be two things.")]})
    table.columns = {**table.columns, "places": dict(places)}


@transaction.atomic
def choose(
    *, table: KeptTable, shown: Collection[int], chosen: Collection[int], by: Actor
) -> KeptTable:
    """
    选择更新 Which of the ``shown`` rows (their numbers) bring what stands in the book up to date.

    :raises NotYourTable: the table is somebody else's.
    :raises NotInPreview: it has been dealt with.
    :raises BadTable: more than can be taken over at once.
    """
    kept = locked(table, by)
    offered = {r["number"] for r in kept.judged if r["kind"] == KNOWN and r.get("changes")}
    before = set(kept.columns.get("chosen", ()))
    now = sorted((before - set(shown)) | (set(chosen) & set(shown) & offered))
    if len(now) > MOST_CHOSEN:
        sentence = _("At most %(most)d rows bring known entries up to date at once.")
        raise BadTable({"table": [sentence % {"most": MOST_CHOSEN}]})
    kept.columns = {**kept.columns, "chosen": now}
    kept.save(update_fields=["columns"])
    return kept


@transaction.atomic
def abandon(*, table: KeptTable, by: Actor, at: datetime) -> None:
    """
    放弃 Nothing of this table is wanted; its rows are forgotten at once.

    :raises NotYourTable: the table is somebody else's.
    :raises NotInPreview: it has been dealt with.
    """
    kept = locked(table, by)
    kept.state, kept.sheet, kept.judged = TableState.ABANDONED, [], []
    kept.save()
    trace(kept, "abandon", by, at, {})


def last_look(table: KeptTable, judged: list[Judged], *, leave_bad: bool) -> None:
    """
    Keep a fresh look at the rows, when it lets the table be taken over as its preview said.

    :raises BookMoved: what would change in the book is not what the preview showed.
    :raises BadTable: rows are wrong and not to be left out.
    """
    shown = _chosen_changes(table)
    keep_look(table, judged)
    if _chosen_changes(table) != shown:
        raise BookMoved
    bad = [row for row in judged if row.kind == BAD]
    if bad and not leave_bad:
        sentence = _("%(count)d rows cannot be read; correct them, or leave them out.")
        raise BadTable({"table": [sentence % {"count": len(bad)}]})


def _chosen_changes(table: KeptTable) -> list[tuple[int, Any]]:
    chosen = set(table.columns.get("chosen", ()))
    return [
        (row["of"], [list(change) for change in row.get("changes", ())])
        for row in table.judged
        if row["number"] in chosen
    ]


def close(table: KeptTable, by: Actor, at: datetime, counts: Mapping[str, int]) -> None:
    """Note that a table was taken over; ``made`` stands in it already."""
    table.state, table.done_at = TableState.DONE, at
    entry = trace(table, "import", by, at, counts)
    table.made = {**table.made, "entry": entry.seq}
    table.save()


def reopen(table: KeptTable, by: Actor, at: datetime, counts: Mapping[str, int]) -> None:
    """Note that a table was undone."""
    table.state, table.undone_at = TableState.UNDONE, at
    table.save(update_fields=["state", "undone_at"])
    trace(table, "undo_import", by, at, counts)


def bar(names: Iterable[str]) -> None:
    """Refuse to undo where ``names`` were built upon."""
    if found := list(dict.fromkeys(names))[:NAMED]:
        raise BuiltUpon(names=_(", ").join(found))


def undone(delete: Callable[[], Any]) -> None:
    """Delete; what desks above keep of a row (a project, a touch) bars it."""
    try:
        with transaction.atomic():
            delete()
    except ProtectedError as error:
        bar(sorted({str(row) for row in error.protected_objects}))
        raise


@transaction.atomic
def forget(*, park_id: int, at: datetime, tables: type[KeptTable]) -> int:
    """Empty tables that were dealt with a month ago; a preview nobody took over is given up."""
    old = at - timedelta(days=KEPT_DAYS)
    rows = tables.objects.filter(park_id=park_id, made_at__lt=old)
    rows.filter(state=TableState.PREVIEW).update(state=TableState.ABANDONED)
    return rows.exclude(sheet=[]).update(sheet=[], judged=[])


def worked_on(table: KeptTable, kind: str, keys: Collection[int]) -> list[str]:
    """The names of the objects on which anybody acted since the table was taken over."""
    rows = trail.entries_of(table.park_id).filter(
        object_kind=kind, object_id__in=list(keys), seq__gt=table.made["entry"]
    )
    return list(rows.order_by("object_id").values_list("object_label", flat=True)[:NAMED])


def rows_left(table: KeptTable) -> IO[bytes]:
    """The rows of a table that cannot be read, as they stood, each with what is wrong where."""
    header = table.columns["header"]
    headings = table.sheet[header] if header < len(table.sheet) else []
    left: list[LeftRow] = [
        (
            table.sheet[row["number"] - 1],
            {place: text for place, text in row["problems"] if place >= 0},
            [text for _place, text in row["problems"]],
        )
        for row in table.judged
        if row["kind"] == BAD and row["number"] <= len(table.sheet)
    ]
    return rows_back(headings, left)


def trace(
    table: KeptTable, verb: str, by: Actor, at: datetime, detail: Mapping[str, Any]
) -> AuditEntry:
    """An entry in the park's chain."""
    return audit.record(
        park_id=table.park_id,
        by=by,
        at=at,
        verb=f"{table.verbs}.{verb}",
        object_kind=table.kind,
        object_id=table.pk,
        object_label=table.file_name,
        detail=detail,
    )
