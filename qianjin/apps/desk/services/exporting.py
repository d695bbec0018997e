"""导出 A list of requests taken out as an Excel table: exactly what the filters leave."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.audit import services as audit
from qianjin.units.spreadsheet.writing import Column, Value, write_table

from ..choices import Level, Light, RequestKind, RequestStatus, Stage
from ..refusals import MayNotExport
from ..selectors.lists import Filters, RequestRow, export_rows

HELD_IN_MEMORY = 4 * 1024 * 1024
"""A larger table waits on the disk until it is sent."""


def export_table(*, by: Actor, at: datetime, filters: Filters) -> IO[bytes]:
    """
    Write what a list shows, in its order, and leave a trace of who took it out.

    Rows are written as they are read, so that a list of any length takes little memory.

    :raises MayNotExport: this person may not take lists out.
    """
    if not by.may(Capability.REQUEST_EXPORT):
        raise MayNotExport
    target: IO[bytes] = tempfile.SpooledTemporaryFile(HELD_IN_MEMORY)  # noqa: SIM115 (it is sent)
    rows = (_cells(row) for row in export_rows(by, filters, at=at))
    count = write_table(target, _columns(), rows, sheet=pgettext("sheet", "Requests"))
    target.seek(0)
    # The chain of the trail is locked for this entry only, not while the rows are read.
    with transaction.atomic():
        audit.record(
            park_id=by.park_id,
            by=by,
            at=at,
            verb="request.export",
            detail={"rows": count, "filters": dict(_used(filters))},
        )
    return target


def _used(filters: Filters) -> Iterator[tuple[str, Any]]:
    for name in Filters.__dataclass_fields__:
        if value := getattr(filters, name):
            yield name, value if isinstance(value, str | int) else str(value)


def _columns() -> list[Column]:
    return [
        Column(_("Number"), 16),
        Column(_("Request"), 44),
        Column(_("Enterprise"), 26),
        Column(_("Type"), 16),
        Column(_("Level"), 22),
        Column(pgettext("request", "Status"), 14),
        Column(_("Lead unit"), 18),
        Column(_("Officer"), 12),
        Column(_("Traffic light"), 10),
        Column(_("Next promise"), 14),
        Column(_("Due"), 17, "moment"),
        Column(_("Raised"), 17, "moment"),
        Column(pgettext("column", "Resolved"), 17, "moment"),
        Column(_("Rating"), 8, "number"),
        Column(_("Round"), 8, "number"),
        Column(_("Next milestone"), 30),
        Column(_("Milestone due"), 14, "date"),
    ]


def _cells(row: RequestRow) -> tuple[Value, ...]:
    return (
        row.number,
        row.title,
        row.enterprise,
        str(RequestKind(row.kind).label) if row.kind else "",
        str(Level(row.level).label) if row.level else "",
        str(RequestStatus(row.status).label),
        row.unit,
        row.officer,
        str(Light(row.light).label),
        str(Stage(row.next_stage).label) if row.next_stage else "",
        _local(row.due_at),
        _local(row.opened_at),
        _local(row.resolved_at),
        row.score,
        row.round,
        row.milestone,
        row.milestone_on,
    )


def _local(moment: datetime | None) -> datetime | None:
    """Excel knows no time zone: the hour on the wall of the park."""
    return timezone.localtime(moment).replace(tzinfo=None) if moment else None
