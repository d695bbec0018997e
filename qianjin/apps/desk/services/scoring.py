"""导出评分 The scores taken out as an Excel table: every row of the tab, with hits and cases."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.audit import services as audit
from qianjin.units.spreadsheet.writing import Column, Value, write_table

from ..measures import Measure
from ..refusals import MayNotScore
from ..selectors.scores import Period, ScoreRow, scores


@transaction.atomic
def export_scores(
    *, by: Actor, at: datetime, tab: str, period: Period, measure: str, names: Mapping[str, str]
) -> io.BytesIO:
    """
    Write every row of a tab in its order: raised, and per measure hits, cases, raw and shrunk.

    ``names`` words the keys that are codes.

    :raises MayNotScore: this person does not see the scores.
    """
    if not by.may(Capability.SCORE_SEE):
        raise MayNotScore
    found = scores(
        by.park_id, by=tab, period=period, measure=measure, at=at, size=None, shrunk=Measure.values
    )
    target = io.BytesIO()
    rows = (_cells(row, names.get(row.key, row.name)) for row in found.rows)
    count = write_table(target, _columns(), rows, sheet=pgettext("sheet", "Scores"))
    target.seek(0)
    audit.record(
        park_id=by.park_id,
        by=by,
        at=at,
        verb="score.export",
        detail={
            "rows": count,
            "tab": tab,
            "since": period.since.isoformat(),
            "until": period.until.isoformat(),
        },
    )
    return target


def _columns() -> list[Column]:
    columns = [
        Column(pgettext("score", "Place"), 8, "number"),
        Column(_("Name"), 30),
        Column(pgettext("score", "Raised"), 10, "number"),
        Column(_("Mean rating"), 10, "number"),
    ]
    for measure in Measure:
        name = {"measure": measure.label}
        columns += [
            Column(_("%(measure)s: cases that did") % name, 14, "number"),
            Column(_("%(measure)s: all cases") % name, 14, "number"),
            Column(_("%(measure)s: as counted, %%") % name, 14, "number"),
            Column(_("%(measure)s: shrunk, %%") % name, 14, "number"),
        ]
    return columns


def _cells(row: ScoreRow, name: str) -> tuple[Value, ...]:
    cells: list[Value] = [row.place, name, row.raised, row.stars]
    for measure in Measure:
        rate = row.rates[measure]
        raw = None if rate.raw is None else round(rate.raw * 100, 1)
        cells += [rate.hits, rate.cases, raw, round(rate.shrunk * 100, 1)]
    return tuple(cells)
