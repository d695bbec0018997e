"""导出 The coverage list taken out as an Excel table: exactly what the filters leave."""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from datetime import datetime
from typing import IO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit
from qianjin.apps.enterprises.choices import Tier
from qianjin.units.spreadsheet.writing import Column, Value, write_table

from .. import policies, selectors
from ..choices import CoverLight
from ..refusals import MayNotTakeOut

HELD_IN_MEMORY = 4 * 1024 * 1024


def export_coverage(*, by: Actor, at: datetime, filters: selectors.CoverageFilters) -> IO[bytes]:
    """
    导出覆盖表 Write who has been seen and who has not, and leave a trace of who took it out.

    :raises MayNotTakeOut: this person may not see visits.
    """
    if not policies.may_export(by):
        raise MayNotTakeOut
    target: IO[bytes] = tempfile.SpooledTemporaryFile(HELD_IN_MEMORY)  # noqa: SIM115 (it is sent)
    rows = selectors.exported(by, filters, on=timezone.localdate(at))
    columns = [
        Column(_("Enterprise"), 36),
        Column(_("Tier"), 14),
        Column(_("Officer"), 12),
        Column(_("Traffic light"), 10),
        Column(_("Visited"), 13, "date"),
        Column(_("Contacted"), 13, "date"),
        Column(_("A head came"), 13, "date"),
        Column(_("To be seen by"), 13, "date"),
    ]
    count = write_table(target, columns, map(_cells, rows), sheet=pgettext("sheet", "Coverage"))
    target.seek(0)
    with transaction.atomic():
        used = {name: told for name, told in asdict(filters).items() if told}
        audit.record(
            park_id=by.park_id,
            by=by,
            at=at,
            verb="visits.export",
            detail={"rows": count, "filters": used},
        )
    return target


def _cells(row: selectors.CoverageRow) -> tuple[Value, ...]:
    return (
        row.name,
        str(Tier(row.tier).label),
        row.officer,
        str(CoverLight(row.light).label),
        row.visited_on,
        row.contacted_on,
        row.head_came_on,
        row.due_on,
    )
