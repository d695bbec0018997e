"""核对 A stored table judged as a whole: read, matched, and compared with what is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from qianjin.apps.accounts.models import User

from ..models import Enterprise, ImportBatch
from .columns import BY_CODE, ENTERPRISE_COLUMNS
from .examine import UPDATE, Cell, Preview, Row, Table, fingerprint_of, read_rows
from .matching import Known, match


def judge(
    batch: ImportBatch, *, today: date, officers: Iterable[User], may_assign: bool
) -> Preview:
    """Every row of the table, judged against the directory as it is now."""
    table = Table.of(batch)
    rows = list(read_rows(table, today=today, officers=_by_name(officers)))
    match(rows, _directory(batch.park_id), batch.decisions)
    wanted = {row.target for row in rows if row.kind == UPDATE}
    entries = Enterprise.objects.in_bulk(key for key in wanted if key)
    for row in rows:
        if row.kind == UPDATE and row.target in entries:
            _compare(row, entries[row.target], may_assign=may_assign)
    versions = {key: entry.version for key, entry in entries.items()}
    notes = _notes(table, batch)
    if not rows:
        notes.append(_("No filled row stands below the headings."))
    return Preview(rows, notes, fingerprint_of(rows, versions))


def fields_said(row: Row) -> dict[str, Any]:
    """What a row says of the enterprise itself; the officer by number."""
    said = {code: row.value(code) for code in ENTERPRISE_COLUMNS if row.value(code) is not None}
    if "officer" in said:
        said["officer_id"] = said.pop("officer")
    return said


def _directory(park_id: int) -> list[Known]:
    found = Enterprise.objects.filter(park_id=park_id, merged_into__isnull=True).order_by("pk")
    return [Known(*row) for row in found.values_list("pk", "name", "name_key", "credit_code")]


def _by_name(officers: Iterable[User]) -> dict[str, User | None]:
    found: dict[str, User | None] = {}
    for person in officers:
        name = person.name.replace(" ", "")
        found[name] = None if name in found else person
    return found


def _compare(row: Row, entry: Enterprise, *, may_assign: bool) -> None:
    """Note what an update changes; who may not name officers leaves the officer as it is."""
    for code, value in fields_said(row).items():
        before = getattr(entry, code)
        if before == value:
            continue
        if code == "officer_id" and not may_assign:
            cell = row.cells["officer"]
            warning = _("Only those who keep the directory name officers; the officer stays.")
            row.cells["officer"] = Cell(cell.code, cell.text, None, "", warning)
            continue
        row.changes.append((code.removesuffix("_id"), _plain(before), _plain(value)))


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _notes(table: Table, batch: ImportBatch) -> list[str]:
    """What concerns the table as a whole, and what to do about it."""
    notes: list[str] = []
    mapping: Mapping[str, Any] = batch.mapping
    if others := batch.sheet.get("others"):
        notes.append(
            _("Only the sheet “%(name)s” is read; the file also has %(others)s.")
            % {"name": batch.sheet.get("name", ""), "others": _(", ").join(others[:8])}
        )
    if "name" not in table.columns:
        notes.append(_("No column is headed as the name of the enterprise. Choose it by hand."))
    if doubtful := [BY_CODE[f].label for f in mapping.get("doubtful", []) if f in BY_CODE]:
        notes.append(
            _("Please look at these columns; their headings leave a doubt: %(columns)s.")
            % {"columns": _(", ").join(str(label) for label in doubtful)}
        )
    used = set(table.columns.values())
    unread = [text for place, text in enumerate(table.headings) if text and place not in used]
    if unread:
        shown = _(", ").join(text[:20] for text in unread[:8])
        notes.append(_("These columns are not read: %(columns)s.") % {"columns": shown})
    return notes
