"""导出 The board of villages and the days of readiness as tables, with a trace of who took them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit
from qianjin.apps.land.choices import ParcelState
from qianjin.units.spreadsheet.writing import Column, Value, write_table

from .. import selectors
from ..models import ReadyDate
from ..steps import steps

HELD_IN_MEMORY = 4 * 1024 * 1024
WAN = 10_000


def export_board(*, by: Actor, at: datetime) -> IO[bytes]:
    """
    导出村看板 Every village the actor sees with households, money (万元), objections and days.
    """
    columns = [
        Column(_("Village"), 18),
        Column(_("Town"), 14),
        Column(pgettext("acquisition", "Parcels"), 8, "number"),
        Column(_("Households"), 10, "number"),
        Column(_("Households signed"), 10, "number"),
        Column(_("Households vacated"), 10, "number"),
        Column(_("Due (10,000 yuan)"), 14, "number"),
        Column(_("Paid (10,000 yuan)"), 14, "number"),
        Column(_("Open objections"), 10, "number"),
        Column(_("Met last"), 13, "date"),
        Column(_("All ready, likely"), 13, "date"),
    ]
    rows = [
        (
            row.unit.name,
            row.unit.parent.name if row.unit.parent else "",
            row.parcels,
            row.households,
            row.signed,
            row.vacated,
            float(row.due / WAN),
            float(row.paid / WAN),
            row.objections,
            row.last_met_on,
            row.likely,
        )
        for row in selectors.board(by)
    ]
    return _written(columns, rows, pgettext("sheet", "Villages"), "clearing.board", by, at)


def export_ready(*, by: Actor, at: datetime, blocker: str = "") -> IO[bytes]:
    """
    导出就绪 Every parcel with its three days and what it hangs on, those ready first first.
    """
    columns = [
        Column(_("Parcel number"), 16),
        Column(_("Parcel"), 24),
        Column(pgettext("parcel", "State"), 10),
        Column(_("Village"), 18),
        Column(pgettext("unit", "mu"), 10, "number"),
        Column(_("earliest"), 13, "date"),
        Column(_("likely"), 13, "date"),
        Column(_("latest"), 13, "date"),
        Column(_("Hangs on"), 24),
        Column(_("Village or office"), 24),
    ]
    rows = map(_ready_cells, selectors.ready_rows(by, blocker=blocker))
    return _written(columns, rows, pgettext("acquisition", "Readiness"), "clearing.ready", by, at)


def _ready_cells(row: ReadyDate) -> tuple[Value, ...]:
    step = steps().get(row.blocker)
    unit = row.blocker_unit.name if row.blocker_unit else step.unit if step else ""
    if row.awaits:
        unit = row.awaits
    return (
        row.parcel.number,
        row.parcel.name,
        str(ParcelState(row.parcel.state).label),
        row.parcel.village.name if row.parcel.village else "",
        float(round(row.parcel.mu, 2)),
        row.earliest,
        row.likely,
        row.latest,
        step.name if step else _("Ready"),
        unit,
    )


def _written(
    columns: Sequence[Column],
    rows: Iterable[tuple[Value, ...]],
    sheet: str,
    verb: str,
    by: Actor,
    at: datetime,
) -> IO[bytes]:
    target: IO[bytes] = tempfile.SpooledTemporaryFile(HELD_IN_MEMORY)  # noqa: SIM115 (it is sent)
    count = write_table(target, columns, rows, sheet=sheet)
    target.seek(0)
    with transaction.atomic():
        audit.record(
            park_id=by.park_id, by=by, at=at, verb=f"{verb}.export", detail={"rows": count}
        )
    return target
