"""导入提问 Which imports there were, how their rows stand, and what was left out."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from qianjin.apps.accounts.actors import Actor
from qianjin.units.refusals import Missing

from .. import policies
from ..imports import tables
from ..models import ImportBatch, ImportRow

ROWS = 25
HEAD = 8
"""So many rows of a file are offered as the row of its headings."""
SAMPLED, SAMPLES = 40, 3
WARNED = "warned"
"""As a view of the rows: those with a remark, whatever else they are."""


@dataclass(frozen=True, slots=True)
class ImportItem:
    """One line of the list of imports."""

    pk: int
    file_name: str
    state: str
    made_by: str
    made_at: datetime
    done_at: datetime | None
    became: Mapping[str, int]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ImportPage:
    """A page of the list; the keys lead on and back, 0 where there is no further page."""

    items: list[ImportItem]
    older: int
    newer: int


@dataclass(frozen=True, slots=True)
class RowPage:
    """Some rows of a table in the order of the file; the numbers lead on and back."""

    rows: list[ImportRow]
    later: int
    earlier: int


@dataclass(frozen=True, slots=True)
class SheetHead:
    """The top of a file, its headings, and for each column the first things that stand in it."""

    rows: list[list[str]]
    headings: list[str]
    samples: list[list[str]]


def import_for(actor: Actor, pk: int) -> ImportBatch:
    """
    One import, without the sheet it was read from.

    :raises Missing: absent, of another park, or not this person's to see.
    """
    found = (
        ImportBatch.objects.filter(park_id=actor.park_id, pk=pk)
        .select_related("made_by")
        .defer("sheet", "decisions")
        .first()
    )
    if found is None or not policies.may_import(actor):
        raise Missing
    return found


def is_under_way(batch: ImportBatch) -> bool:
    """Whether somebody is acting on the whole table at this moment: who does, holds its row."""
    # A share of the key is in nobody's way but theirs who hold the row to change it.
    asked = "SELECT id FROM enterprises_importbatch WHERE id = %s FOR KEY SHARE SKIP LOCKED"
    return not list(ImportBatch.objects.raw(asked, [batch.pk]))


def imports_of(actor: Actor, *, after: int = 0, before: int = 0, size: int = ROWS) -> ImportPage:
    """The park's imports, the newest first."""
    found = ImportBatch.objects.filter(park_id=actor.park_id)
    if not policies.may_import(actor):
        found = found.none()
    found = found.order_by("pk") if before else found.order_by("-pk")
    if before:
        found = found.filter(pk__gt=before)
    elif after:
        found = found.filter(pk__lt=after)
    names = ("pk", "file_name", "state", "made_by__name", "made_at", "done_at", "outcome")
    taken = list(found.values_list(*names)[: size + 1])
    more, taken = len(taken) > size, taken[:size]
    if before:
        taken.reverse()
    items = [
        ImportItem(
            pk=pk,
            file_name=name,
            state=state,
            made_by=who or "",
            made_at=made,
            done_at=done,
            became=outcome.get("became", {}),
            counts=outcome.get("counts", {}),
        )
        for pk, name, state, who, made, done, outcome in taken
    ]
    older = items[-1].pk if items and (more or before) else 0
    newer = items[0].pk if items and (more if before else after) else 0
    return ImportPage(items, older, newer)


def import_rows(
    batch: ImportBatch,
    *,
    show: str = "",
    after: int = 0,
    before: int = 0,
    size: int = ROWS,
) -> RowPage:
    """
    Some rows of an import: ``show`` is a kind of the preview, an outcome, ``warned``, or empty.
    """
    found = ImportRow.objects.filter(batch=batch).filter(_shown(show))
    found = found.select_related("enterprise").defer("trace")
    found = found.order_by("-number") if before else found.order_by("number")
    if before:
        found = found.filter(number__lt=before)
    elif after:
        found = found.filter(number__gt=after)
    taken = list(found[: size + 1])
    more, taken = len(taken) > size, taken[:size]
    if before:
        taken.reverse()
    later = taken[-1].number if taken and (more or before) else 0
    earlier = taken[0].number if taken and (more if before else after) else 0
    return RowPage(taken, later, earlier)


def sheet_head(actor: Actor, batch: ImportBatch) -> SheetHead:
    """What correcting the columns needs to see of the file: its first rows, and some of each."""
    kept = ImportBatch.objects.get(park_id=actor.park_id, pk=batch.pk)
    rows = kept.sheet.get("rows", [])
    top = kept.mapping.get("header_row", 0)
    headings = rows[top] if top < len(rows) else []
    below = rows[top + 1 : top + 1 + SAMPLED]
    samples = [
        list(dict.fromkeys(row[place] for row in below if row[place].strip()))[:SAMPLES]
        for place in range(len(headings))
    ]
    return SheetHead(rows[:HEAD], list(headings), samples)


def error_table(actor: Actor, batch: ImportBatch) -> io.BytesIO:
    """
    改错表 What was not (or would not be) taken over, as an Excel table: the rows as they stood in
    the file, the wrong cells marked, and behind them the reasons.
    """
    kept = ImportBatch.objects.get(park_id=actor.park_id, pk=batch.pk)
    texts = kept.sheet.get("rows", [])
    places = kept.mapping.get("columns", {})
    rows: list[tables.LeftRow] = []
    for row in _left(kept).order_by("number").iterator(chunk_size=500):
        wrong = {
            places[code]: error
            for code, _text, error, _warning in row.judged.get("cells", [])
            if error and code in places
        }
        rows.append((texts[row.number - 1], wrong, row.judged.get("why", [])))
    return tables.rows_back(kept.mapping.get("headings", []), rows)


def import_template() -> io.BytesIO:
    """An Excel table with the headings an import knows, in the reader's language."""
    return tables.template()


def _left(batch: ImportBatch) -> QuerySet[ImportRow]:
    if batch.state == ImportBatch.State.PREVIEW:
        return ImportRow.objects.filter(
            batch=batch, kind__in=[ImportRow.Kind.BAD, ImportRow.Kind.ASK, ImportRow.Kind.SKIP]
        )
    return ImportRow.objects.filter(batch=batch, became=ImportRow.Became.LEFT)


def _shown(show: str) -> Q:
    if show == WARNED:
        return Q(is_warned=True)
    if show in ImportRow.Kind.values:
        return Q(kind=show)
    if show in ImportRow.Became.values:
        return Q(became=show)
    return Q()
