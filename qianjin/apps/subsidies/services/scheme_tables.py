"""导入政策 A table of schemes: looked at, taken over whole or not at all, undone as one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.enterprises.planning import columns_of
from qianjin.apps.tables import services as tables
from qianjin.apps.tables.choices import TableState
from qianjin.apps.tables.judged import KNOWN, NEW
from qianjin.apps.tables.refusals import BadTable

from .. import policies
from ..models import Scheme, SchemeTable
from ..refusals import MayNotKeepSchemes
from .scheme_judging import COLUMNS, Reading, asked_fields, judge
from .schemes import FIELDS, change_scheme, write_scheme

MOST_ROWS = 2000
DAYS = frozenset({"valid_from", "valid_until", "opens_on", "closes_on"})
AMOUNTS = frozenset({"rate_percent", "ceiling_wan"})


@transaction.atomic
def upload(*, data: bytes, file_name: str, by: Actor, at: datetime) -> SchemeTable:
    """
    上传 Read a table and keep it for its preview; nothing of the register changes.

    Same title and number means the scheme that is there, any other row is new; a column the table
    does not have leaves the field of a known scheme as it is.

    :raises MayNotKeepSchemes: this person keeps no schemes.
    :raises BadTable: the file is none, damaged, protected, too large, or has no titles.
    """
    if not policies.may_keep(by, by.park_id):
        raise MayNotKeepSchemes
    rows = tables.texts_of(data, MOST_ROWS)
    read = columns_of(rows, asked_fields())
    if "title" not in read.places:
        raise BadTable({"file": [_("No column is headed as a title, so no row can be read.")]})
    table: SchemeTable = SchemeTable.objects.create(
        park_id=by.park_id,
        file_name=tables.file_name_of(file_name),
        sheet=rows,
        columns=tables.columns_read(read),
        made_by_id=by.person_id,
        made_at=at,
    )
    _look(table)
    # Whoever writes the same title and number means that scheme; a tick taken away leaves it.
    known = [row["number"] for row in table.judged if row["kind"] == KNOWN]
    table.columns["chosen"] = known[: tables.MOST_CHOSEN]
    table.save(update_fields=["columns"])
    tables.trace(table, "upload", by, at, {"rows": len(rows)})
    return table


@transaction.atomic
def remap(*, table: SchemeTable, places: Mapping[str, int], by: Actor, at: datetime) -> None:
    """
    改列 Correct which column is what; every row is judged anew.

    :raises NotYourTable: the table is somebody else's.
    :raises NotInPreview: it has been dealt with.
    :raises BadTable: a column is named twice or does not exist.
    """
    kept = tables.locked(table, by)
    tables.replaced(kept, places, COLUMNS)
    _look(kept)


@transaction.atomic
def look_again(*, table: SchemeTable, by: Actor, at: datetime) -> None:
    """
    再核对 Judge the rows anew, for the register has changed since the preview.

    :raises NotYourTable, NotInPreview: as ``remap``.
    """
    _look(tables.locked(table, by))


@transaction.atomic
def take_over(*, table: SchemeTable, leave_bad: bool, by: Actor, at: datetime) -> SchemeTable:
    """
    导入 Enter the new schemes of a table and bring the chosen known ones up to date: all of them
    or none. Rows with problems bar the way unless ``leave_bad`` leaves them out.

    :raises NotYourTable: the table is somebody else's.
    :raises NotInPreview: it has been dealt with.
    :raises BookMoved: what the chosen rows would change is not what the preview showed.
    :raises BadTable: rows are wrong and not to be left out, or nothing is new.
    """
    kept = tables.locked(table, by)
    found = judge(kept)
    tables.last_look(kept, [one.row for one in found], leave_bad=leave_bad)
    chosen = set(kept.columns["chosen"])
    new = [one for one in found if one.row.kind == NEW]
    known = [one for one in found if one.row.number in chosen]
    if not new and not known:
        raise BadTable({"table": [_("Nothing in this table is new.")]})
    added = [write_scheme(park=kept.park, by=by, at=at, **one.told).pk for one in new]
    changed = [_bring_up_to_date(one, by, at) for one in known]
    kept.made = {"schemes": added, "changed": changed}
    tables.close(kept, by, at, {key: len(value) for key, value in kept.made.items()})
    return kept


@transaction.atomic
def undo_import(*, table: SchemeTable, by: Actor, at: datetime) -> SchemeTable:
    """
    撤销导入 Take back the schemes a table brought, and what it changed, as one.

    :raises NotYourTable: the table is somebody else's.
    :raises NotTakenOver: it was not taken over, or has been undone.
    :raises BuiltUpon: somebody has changed, checked, told or claimed one of the schemes since.
    """
    kept = tables.locked(table, by, TableState.DONE)
    added, changed = kept.made["schemes"], kept.made["changed"]
    keys = [*added, *(one["scheme"] for one in changed)]
    rows = {row.pk: row for row in Scheme.objects.select_for_update().filter(pk__in=keys)}
    tables.bar(tables.worked_on(kept, "scheme", keys))
    for one in changed:
        before = {name: _typed(name, value) for name, value in one["before"].items()}
        change_scheme(scheme=rows[one["scheme"]], version=None, by=by, at=at, **before)
    tables.undone(Scheme.objects.filter(pk__in=added).delete)
    tables.reopen(kept, by, at, {"schemes": len(added), "changed": len(changed)})
    return kept


def _look(table: SchemeTable) -> None:
    tables.keep_look(table, [one.row for one in judge(table)])


def _bring_up_to_date(one: Reading, by: Actor, at: datetime) -> dict[str, Any]:
    row = one.known
    assert row is not None
    before = {name: _plain(getattr(row, name)) for name in FIELDS}
    change_scheme(scheme=row, version=None, by=by, at=at, **one.told)
    return {"scheme": row.pk, "before": before}


def _plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    return str(value) if isinstance(value, Decimal | date) else value


def _typed(name: str, value: Any) -> Any:
    """A value as a scheme has it."""
    if value is None:
        return None
    if name in DAYS:
        return date.fromisoformat(value)
    return Decimal(value) if name in AMOUNTS else value
