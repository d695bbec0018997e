"""导出 The list as an Excel table; what is taken out leaves a trace."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.audit import services as audit
from qianjin.apps.enterprises.choices import Sector
from qianjin.apps.subsidies.columns import headed
from qianjin.units.cities import find
from qianjin.units.spreadsheet.writing import Notes, Value, write_table

from .. import columns, selectors
from ..choices import Source
from ..models import Project
from ..refusals import MayNotAddProject, MayNotTakeOut


@transaction.atomic
def export_projects(*, by: Actor, at: datetime, filters: selectors.Filters) -> IO[bytes]:
    """
    导出项目 Exactly what a filter leaves, newest first; it can be mended and taken over again.

    :raises MayNotTakeOut: this person may not take it out.
    """
    if not by.may(Capability.PROJECT_EXPORT):
        raise MayNotTakeOut
    rows = list(selectors.exported(by, filters, on=timezone.localdate(at)))
    heads = (*columns.PROJECT, *columns.SHOWN)
    table = _written(heads, (_cells(row) for row in rows))
    used = [f"{name}={value}" for name, value in asdict(filters).items() if value]
    audit.record(
        park_id=by.park_id,
        by=by,
        at=at,
        verb="project.export",
        object_kind="project",
        object_label=_("Projects"),
        detail={"rows": len(rows), "filters": used},
    )
    return table


def project_template(*, by: Actor) -> IO[bytes]:
    """
    导入模板 An empty table with an example and what each column takes.

    :raises MayNotAddProject: this person enters no projects.
    """
    if not by.may(Capability.PROJECT_KEEP):
        raise MayNotAddProject
    labels = {"sector": Sector, "source": Source}
    example: list[Value] = [
        str(labels[f.code](f.example).label) if f.code in labels else f.example
        for f in columns.PROJECT
    ]
    notes = Notes(
        _("How to fill it in"),
        (
            _("One project a row. A row with a number brings that project up to date."),
            _("Name, sector and source are needed; an organisation not yet known is entered."),
            _("Amounts in 万元, or written as 850万 and 22.4亿; land in mu; dates as 2026-11-24."),
            _("A stage counts for new projects only; one signed before comes in at its stage."),
            _("Either every row is taken over or none; what is wrong is named by row and column."),
        ),
    )
    return _written(columns.PROJECT, [example], notes)


def _written(heads: Any, rows: Iterable[Any], notes: Notes | None = None) -> IO[bytes]:
    target = io.BytesIO()
    write_table(target, headed(heads), rows, sheet=pgettext("sheet", "Projects"), notes=notes)
    target.seek(0)
    return target


def _cells(row: Project) -> list[Value]:
    city = find(row.city) if row.city else None
    told: dict[str, Any] = {
        "organisation": row.organisation.name if row.organisation else "",
        "pipeline": row.pipeline.name,
        "stage": row.stage.name,
        "sector": str(Sector(row.sector).label),
        "source": str(Source(row.source).label),
        "city": city.name_zh if city else "",
        "owner": row.owner.name,
        "tags": "、".join(row.tags),
        "lost_reason": str(columns.LOST[row.lost_reason]) if row.lost_reason else "",
        **{
            name: timezone.localdate(getattr(row, name))
            for name in ("opened_at", "stage_since", "touched_at")
        },
    }
    fields = (*columns.PROJECT, *columns.SHOWN)
    return [told[f.code] if f.code in told else getattr(row, f.code) for f in fields]
