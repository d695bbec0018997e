"""导出 Plans and the sheet of a week as tables, with a trace of who took them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit
from qianjin.units.spreadsheet.writing import Column, Value, write_table

from .. import selectors
from ..choices import PlanState, ProfileKind, StepState
from ..models import PlanStep


@transaction.atomic
def export_plans(*, by: Actor, at: datetime) -> IO[bytes]:
    """
    导出计划 Every plan with its days.

    :raises MayNotTakeOut: this person may not take them out.
    """
    columns = [
        Column(_("Number"), 14),
        Column(_("Name"), 30),
        Column(pgettext("plan", "Profile"), 20),
        Column(_("State"), 10),
        Column(pgettext("plan", "In whose care"), 14),
        Column(_("Transfer notice"), 13, "date"),
        Column(pgettext("delivery", "Land title"), 13, "date"),
        Column(pgettext("delivery", "Construction permit"), 13, "date"),
        Column(_("Construction start"), 13, "date"),
        Column(_("From title to start (days)"), 12, "number"),
        Column(_("Start, promised (P80)"), 13, "date"),
        Column(_("Production"), 13, "date"),
        Column(_("Days of government"), 10, "number"),
        Column(_("Days of the enterprise"), 10, "number"),
        Column(_("Steps done"), 10, "number"),
        Column(_("Steps"), 10, "number"),
    ]
    rows = [
        (
            plan.number,
            plan.name,
            str(ProfileKind(plan.profile).label),
            str(PlanState(plan.state).label),
            plan.officer.name,
            plan.listing_on,
            plan.title_on,
            plan.permit_on,
            plan.start_on,
            plan.gap,
            plan.promise_on,
            plan.production_on,
            plan.government_days,
            plan.enterprise_days,
            counted[StepState.DONE],
            sum(counted.values()),
        )
        for plan, counted in selectors.exported(by)
    ]
    return _written(columns, rows, pgettext("sheet", "Plans"), "plan.export", by, at)


@transaction.atomic
def export_week(*, week: selectors.Week, title: str, by: Actor, at: datetime) -> IO[bytes]:
    """导出协调单 What must begin, runs and is late, as one table."""
    columns = [
        Column(_("What"), 12),
        Column(_("Plan"), 28),
        Column(pgettext("delivery", "Step"), 28),
        Column(_("Unit"), 16),
        Column(_("From"), 13, "date"),
        Column(_("Until"), 13, "date"),
        Column(_("Promised by"), 13, "date"),
        Column(_("Who carries it"), 14),
    ]
    groups = (
        (_("late"), week.late),
        (_("must begin"), week.begin),
        (_("under way"), week.running),
    )
    rows = [_step(name, row) for name, steps in groups for row in steps]
    return _written(columns, rows, title, "week.export", by, at)


def _step(name: str, row: PlanStep) -> tuple[Value, ...]:
    return (
        name,
        row.plan.name,
        row.name,
        row.unit.name if row.unit else row.who,
        row.review_from or row.begun_on or row.start_on,
        row.end_on,
        row.promised_on,
        row.owner.name if row.owner else "",
    )


def _written(
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    sheet: str,
    verb: str,
    by: Actor,
    at: datetime,
) -> IO[bytes]:
    kept = list(rows)
    target = io.BytesIO()
    write_table(target, columns, kept, sheet=sheet)
    target.seek(0)
    audit.record(
        park_id=by.park_id,
        by=by,
        at=at,
        verb=verb,
        object_kind="delivery_plan",
        object_label=sheet,
        detail={"rows": len(kept)},
    )
    return target
