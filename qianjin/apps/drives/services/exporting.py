"""导出 A special action as an Excel table: every enterprise, its state, answer and allotments."""

from __future__ import annotations

import io
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.audit import services as audit
from qianjin.units.spreadsheet.writing import Column, write_table

from ..choices import TargetState
from ..models import Drive
from ..refusals import MayNotRun
from ..selectors import resources_of, targets_page


@transaction.atomic
def export_drive(*, drive: Drive, by: Actor, at: datetime) -> io.BytesIO:
    """
    Write all rows and leave a trace of who took them out.

    :raises MayNotRun: this person does not run special actions.
    """
    if drive.park_id != by.park_id or not by.may(Capability.DRIVE_RUN):
        raise MayNotRun
    resources = resources_of(drive)
    columns = [
        Column(_("Enterprise"), 30),
        Column(pgettext("drive", "State"), 12),
        Column(_("Answer"), 50),
        Column(_("Changed by"), 14),
        *(Column(resource.name, 14, "number") for resource in resources),
    ]
    rows, _next = targets_page(drive, size=None)
    target = io.BytesIO()
    write_table(
        target,
        columns,
        (
            (
                row.enterprise,
                str(TargetState(row.state).label),
                row.answer,
                row.changed_by,
                *(row.given.get(resource.pk) for resource in resources),
            )
            for row in rows
        ),
        sheet=pgettext("sheet", "Special action"),
    )
    target.seek(0)
    audit.record(
        park_id=by.park_id,
        by=by,
        at=at,
        verb="drive.export",
        object_kind="drive",
        object_id=drive.pk,
        object_label=drive.name,
        detail={"rows": len(rows)},
    )
    return target
