from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit

from .. import policies
from ..checks import FIGURE_FIELDS, figure_problems, year_problem
from ..choices import ThreadKind
from ..models import Enterprise, YearFigures
from ..refusals import BadFigures, MayNotEdit, MergedAway
from .thread import write_on_thread


@transaction.atomic
def set_figures(
    *,
    enterprise: Enterprise,
    year: int,
    by: Actor,
    at: datetime,
    **figures: Decimal | int | None,
) -> YearFigures:
    """
    录年度数据 Enter what an enterprise reported for a year; equal figures change nothing.

    ``figures`` are those of ``checks.FIGURE_FIELDS``: money in 万元, land in 亩, energy in
    tonnes of standard coal. Those not named stay; ``None`` takes one back.

    :raises MayNotEdit: the enterprise is not in the care of ``by``.
    :raises MergedAway: the entry was merged into another.
    :raises BadFigures: a figure is negative or beyond reason, or the year is.
    """
    if not policies.may_keep(by, enterprise):
        raise MayNotEdit
    if enterprise.merged_into is not None:
        raise MergedAway(name=enterprise.merged_into.name)
    return _enter(enterprise, year, by, at, figures)


@transaction.atomic
def fill_figures(
    *,
    enterprise: Enterprise,
    year: int,
    by: Actor,
    at: datetime,
    **figures: Decimal | int | None,
) -> YearFigures | None:
    """
    补数据 What an enterprise itself says of a year where the office knows nothing yet.

    A figure that stands is never overwritten: that is for the office, which can ask. Units as in
    ``set_figures``; without anything to fill in nothing is written.

    :raises MayNotEdit: ``by`` does not speak for the enterprise.
    :raises BadFigures: a figure is negative or beyond reason, or the year is.
    """
    if enterprise.park_id != by.park_id or enterprise.pk not in by.enterprise_ids:
        raise MayNotEdit
    # Locked, so that two people of one firm do not begin the same year at once.
    Enterprise.objects.select_for_update().get(pk=enterprise.pk)
    row = YearFigures.objects.filter(enterprise=enterprise, year=year).first()
    empty = {
        field: value
        for field, value in figures.items()
        if value is not None and (row is None or getattr(row, field) is None)
    }
    return _enter(enterprise, year, by, at, empty) if empty else row


def _enter(
    enterprise: Enterprise,
    year: int,
    by: Actor,
    at: datetime,
    figures: Mapping[str, Decimal | int | None],
) -> YearFigures:
    problems = figure_problems(figures)
    if wrong := year_problem(year, today=timezone.localdate(at)):
        problems["year"] = [wrong]
    if problems:
        raise BadFigures(problems)
    row = (
        YearFigures.objects.select_for_update().filter(enterprise=enterprise, year=year).first()
    ) or YearFigures(park_id=enterprise.park_id, enterprise=enterprise, year=year)
    before = {field: getattr(row, field) for field in FIGURE_FIELDS}
    differing = {field: value for field, value in figures.items() if before[field] != value}
    if row.pk and not differing:
        return row
    for field, value in differing.items():
        setattr(row, field, value)
    row.save()
    write_on_thread(
        enterprise=enterprise,
        kind=ThreadKind.FIGURES,
        by=by,
        at=at,
        text=str(year),
        is_internal=True,
    )
    audit.record(
        park_id=enterprise.park_id,
        by=by,
        at=at,
        verb="enterprise.figures",
        object_kind="enterprise",
        object_id=enterprise.pk,
        object_label=enterprise.name,
        detail={
            "year": year,
            "before": {field: before[field] for field in differing},
            "after": differing,
        },
    )
    return row
