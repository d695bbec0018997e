"""预览存放 The judgement of a table kept row by row, so that a page shows some and counts all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from ..models import ImportBatch, ImportRow
from .columns import BY_CODE, letter
from .examine import SKIP, Cell, Preview, Row, Table, field_of

BATCH = 500
_NOT_TAKEN = {"bad", "ask", SKIP}


def keep(batch: ImportBatch, preview: Preview, *, language: str) -> None:
    """Write the judgement beside its batch; rows that are judged as before are not touched."""
    table = Table.of(batch)
    before = {row.number: row for row in ImportRow.objects.filter(batch=batch)}
    fresh, changed = [], []
    for row in preview.rows:
        known = before.pop(row.number, None)
        now = row_of(batch, row, table)
        if known is None:
            fresh.append(now)
        elif (known.kind, known.judged) != (now.kind, now.judged):
            now.pk = known.pk
            changed.append(now)
    ImportRow.objects.filter(pk__in=[row.pk for row in before.values()]).delete()
    ImportRow.objects.bulk_create(fresh, batch_size=BATCH)
    ImportRow.objects.bulk_update(
        changed, ["name", "kind", "is_warned", "judged"], batch_size=BATCH
    )
    batch.outcome = {
        "counts": preview.counts,
        "warned": preview.warned,
        "taken": preview.taken,
        "notes": preview.notes,
        "fingerprint": preview.fingerprint,
        "language": language,
    }
    batch.save(update_fields=["outcome"])


def reasons_of(row: Row, table: Table) -> list[str]:
    """Why a row is not taken over, each reason with its row, its column and what to do."""
    if row.errors:
        return [_placed(row.number, cell, table) for cell in row.errors]
    if row.decision:
        said = [_("It was left out by hand.")]
    else:
        undecided = _("Nobody has decided whom this row means; decide in the preview.")
        said = [*row.reasons, undecided]
    return at_row(row.number, said)


def at_row(number: int, reasons: Iterable[str]) -> list[str]:
    """Reasons with the row of the file they speak of."""
    return [_("Row %(row)d: %(reason)s") % {"row": number, "reason": text} for text in reasons]


def _placed(number: int, cell: Cell, table: Table) -> str:
    place = table.columns.get(cell.code)
    label = BY_CODE[field_of(cell.code)].label
    if place is None:
        return _("Row %(row)d, “%(heading)s”: %(reason)s") % {
            "row": number,
            "heading": label,
            "reason": cell.error,
        }
    return _("Row %(row)d, column %(column)s “%(heading)s”: %(reason)s") % {
        "row": number,
        "column": letter(place),
        "heading": table.heading(place) or label,
        "reason": cell.error,
    }


def row_of(batch: ImportBatch, row: Row, table: Table) -> ImportRow:
    """A judged row as it is kept."""
    name = row.cells.get("name")
    judged: dict[str, Any] = {
        "cells": [[c.code, c.text, c.error, c.warning] for c in row.cells.values() if _says(c)],
        "decision": row.decision,
        "is_chosen": row.is_chosen,
        "options": row.options,
        "names": row.target_names,
        "reasons": row.reasons,
        "changes": [list(change) for change in row.changes],
        "why": reasons_of(row, table) if row.kind in _NOT_TAKEN else [],
    }
    return ImportRow(
        park_id=batch.park_id,
        batch=batch,
        number=row.number,
        name=(name.text if name else "")[:200],
        kind=row.kind,
        is_warned=bool(row.warnings),
        judged=judged,
    )


def _says(cell: Cell) -> bool:
    return bool(cell.text or cell.error or cell.warning)
