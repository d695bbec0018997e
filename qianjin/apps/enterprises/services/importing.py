"""导入动词 A table uploaded, its columns corrected, its rows decided, or given up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Scope
from qianjin.apps.audit import services as audit
from qianjin.apps.parks.models import Park
from qianjin.units import spreadsheet
from qianjin.units.refusals import WrongState

from .. import planning, policies, selectors
from ..checks import one_line, year_problem
from ..imports.columns import BY_CODE, asked_fields
from ..imports.examine import NEW, SKIP, Preview, field_of
from ..imports.judging import judge
from ..imports.keeping import keep
from ..models import ImportBatch, ImportRow
from ..refusals import BadTable, MayNotImport, NotInPreview

MOST_ROWS = 5000
"""What one table may hold on the web; the command line takes what the reader takes."""


@transaction.atomic
def upload(
    *,
    park: Park,
    data: bytes,
    file_name: str,
    by: Actor,
    at: datetime,
    most_rows: int = MOST_ROWS,
    sheet: str | None = None,
) -> ImportBatch:
    """
    上传 Read a table and keep it for its preview; nothing of the directory changes.

    :raises MayNotImport: ``by`` has no such right in this park.
    :raises BadTable: the file is no table, damaged, protected, too large, or empty.
    """
    if park.pk != by.park_id or not policies.may_import(by):
        raise MayNotImport
    try:
        table = spreadsheet.read_table(data, sheet=sheet, max_rows=most_rows + 50)
    except spreadsheet.SpreadsheetError as error:
        raise BadTable({"file": [_(error.sentence) % error.params]}) from error
    rows = _filled_down(table)
    read = planning.columns_of(rows, asked_fields())
    batch = ImportBatch.objects.create(
        park=park,
        file_name=one_line(file_name)[-200:] or _("Table"),
        made_by_id=by.user_id,
        made_at=at,
        sheet={
            "rows": rows,
            "formulas": [list(place) for place in table.formula_cells],
            "errors": [list(place) for place in table.error_cells],
            "lossy": [list(place) for place in table.lossy_cells],
            "name": table.name,
            "others": list(table.other_sheets),
        },
        mapping={
            "header_row": read.header_row or 0,
            "headings": list(read.headings),
            "columns": dict(read.places),
            "doubtful": list(read.doubtful),
            "year": None,
        },
    )
    _look(batch, by, at)
    _trace(batch, "import.upload", by, at, {"rows": len(rows)})
    return batch


@transaction.atomic
def remap(
    *,
    batch: ImportBatch,
    by: Actor,
    at: datetime,
    header_row: int,
    columns: Mapping[str, int],
    year: int | None = None,
) -> ImportBatch:
    """
    改列 Correct which row holds the headings (from 0) and which column is what.

    Another row of headings is read anew; then ``columns`` is what was read from it. Decisions
    about rows are kept as long as the headings stay.

    :raises MayNotImport: ``by`` has no such right in this park.
    :raises NotInPreview: the import has been dealt with.
    :raises BadTable: a column is named twice or does not exist, or the year cannot be.
    """
    kept = locked_batch(batch, by)
    rows = kept.sheet["rows"]
    if not 0 <= header_row < len(rows):
        raise BadTable({"header_row": [_("The table has no such row.")]})
    if year is not None and (wrong := year_problem(year, today=timezone.localdate(at))):
        raise BadTable({"year": [wrong]})
    if header_row != kept.mapping.get("header_row"):
        read = planning.columns_of(rows, asked_fields(), header_row=header_row)
        kept.mapping = {
            "header_row": header_row,
            "headings": list(read.headings),
            "columns": dict(read.places),
            "doubtful": list(read.doubtful),
            "year": year,
        }
        kept.decisions = {}
    else:
        _check_columns(columns, width=len(rows[header_row]))
        kept.mapping = {
            **kept.mapping,
            "columns": dict(columns),
            "year": year,
            "doubtful": [f for f in kept.mapping.get("doubtful", []) if f not in columns],
        }
    kept.save(update_fields=["mapping", "decisions"])
    _look(kept, by, at)
    return kept


@transaction.atomic
def look_again(*, batch: ImportBatch, by: Actor, at: datetime) -> ImportBatch:
    """
    重新核对 Judge the table anew: against the directory as it is now, in the reader's language.

    :raises MayNotImport: ``by`` has no such right in this park.
    :raises NotInPreview: the import has been dealt with.
    """
    kept = locked_batch(batch, by)
    _look(kept, by, at)
    return kept


@transaction.atomic
def decide(
    *, batch: ImportBatch, decisions: Mapping[str, str], by: Actor, at: datetime
) -> ImportBatch:
    """
    逐行决定 Keep what a person decided about rows: ``new``, ``update:ID``, ``same:ROW``, ``skip``,
    or empty for the obvious. A decision a row does not offer has no effect.

    :raises MayNotImport: ``by`` has no such right in this park.
    :raises NotInPreview: the import has been dealt with.
    """
    kept = locked_batch(batch, by)
    wanted = {row: said[:40] for row, said in decisions.items() if row.isdecimal()}
    rows = ImportRow.objects.filter(batch=kept, number__in=[int(row[:9]) for row in wanted])
    standing = {str(row.number): row.judged.get("decision") for row in rows}
    # What stands there anyway, or belongs to no row, is nobody's decision.
    said = {row: said for row, said in wanted.items() if standing.get(row, said) != said}
    merged = {**kept.decisions, **said}
    kept.decisions = {row: choice for row, choice in merged.items() if choice}
    kept.save(update_fields=["decisions"])
    _look(kept, by, at)
    return kept


@transaction.atomic
def decide_rest(*, batch: ImportBatch, decision: str, by: Actor, at: datetime) -> ImportBatch:
    """
    其余照此 Treat every row nobody has decided yet as ``new``, or leave it out (``skip``).

    :raises MayNotImport: ``by`` has no such right in this park.
    :raises NotInPreview: the import has been dealt with.
    """
    kept = locked_batch(batch, by)
    undecided = ImportRow.objects.filter(batch=kept, kind=ImportRow.Kind.ASK)
    if decision in {NEW, SKIP}:
        for number in undecided.values_list("number", flat=True):
            kept.decisions[str(number)] = decision
        kept.save(update_fields=["decisions"])
        _look(kept, by, at)
    return kept


@transaction.atomic
def abandon_import(*, batch: ImportBatch, by: Actor, at: datetime) -> ImportBatch:
    """
    放弃 Give a preview up; the rows, with the names and numbers in them, are forgotten.

    :raises MayNotImport: ``by`` has no such right in this park.
    :raises NotInPreview: the import has been dealt with.
    """
    kept = locked_batch(batch, by)
    kept.state = ImportBatch.State.ABANDONED
    kept.sheet, kept.mapping, kept.decisions, kept.outcome = {}, {}, {}, {}
    kept.save(update_fields=["state", "sheet", "mapping", "decisions", "outcome"])
    ImportRow.objects.filter(batch=kept).delete()
    _trace(kept, "import.abandon", by, at, {})
    return kept


def forget_previews(*, at: datetime, days: int = 30) -> int:
    """Give up, in the clock's name, previews nobody has gone on with; return how many."""
    old = ImportBatch.objects.filter(
        state=ImportBatch.State.PREVIEW, made_at__lt=at - timedelta(days=days)
    )
    found = list(old.only("pk", "park_id"))
    for batch in found:
        abandon_import(batch=batch, by=Actor.clock(batch.park_id), at=at)
    return len(found)


def judged(batch: ImportBatch, *, by: Actor, at: datetime) -> Preview:
    """The table judged against the directory as it is now."""
    today = timezone.localdate(at)
    return judge(
        batch,
        today=today,
        officers=selectors.responsible_people(by, on=today),
        may_assign=by.scope(Capability.ENTERPRISE_EDIT) == Scope.PARK,
    )


def _look(batch: ImportBatch, by: Actor, at: datetime) -> None:
    keep(batch, judged(batch, by=by, at=at), language=get_language() or "")


def locked_batch(
    batch: ImportBatch,
    by: Actor,
    *,
    states: tuple[str, ...] = (ImportBatch.State.PREVIEW,),
    refusal: type[WrongState] = NotInPreview,
) -> ImportBatch:
    """
    The batch as it is now, held until the transaction ends.

    :raises MayNotImport: ``by`` has no such right in its park.
    :raises NotInPreview: (or ``refusal``) it is in none of these states.
    """
    if batch.park_id != by.park_id or not policies.may_import(by):
        raise MayNotImport
    kept = (
        ImportBatch.objects.select_for_update(of=("self",)).select_related("park").get(pk=batch.pk)
    )
    if kept.state not in states:
        raise refusal
    return kept


def _filled_down(table: spreadsheet.Sheet) -> list[list[str]]:
    """The rows as text; a cell merged over several rows speaks for each of them."""
    rows = table.texts()
    # Merged blocks cannot overlap, so they cover no more than the table; a file may say otherwise.
    left_over = len(rows) * len(rows[0])
    for top, left, bottom, right in table.merges:
        if left == right and bottom > top and top < len(rows) and left < len(rows[0]):
            covered = rows[top + 1 : bottom + 1]
            left_over -= len(covered)
            if left_over < 0:
                break
            for row in covered:
                row[left] = row[left] or rows[top][left]
    return rows


def _check_columns(columns: Mapping[str, int], *, width: int) -> None:
    problems: dict[str, list[str]] = {}
    seen: dict[int, str] = {}
    for key, place in columns.items():
        if field_of(key) not in BY_CODE or not 0 <= place < width:
            problems[key] = [_("The table has no such column.")]
        elif place in seen:
            problems[key] = [
                _("This column is already “%(field)s”.") % {"field": BY_CODE[seen[place]].label}
            ]
        seen.setdefault(place, field_of(key))
    if problems:
        raise BadTable(problems)


def _trace(batch: ImportBatch, verb: str, by: Actor, at: datetime, detail: dict[str, Any]) -> None:
    audit.record(
        park_id=batch.park_id,
        by=by,
        at=at,
        verb=verb,
        object_kind="import",
        object_id=batch.pk,
        object_label=batch.file_name,
        detail=detail,
    )
