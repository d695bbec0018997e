"""看板 The open stages of a pipeline side by side, each with its next cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Q, QuerySet

from qianjin.apps.accounts.actors import Actor

from ..choices import Meaning
from ..models import Pipeline, Project, Stage
from .entries import projects_for
from .listing import COUNT_LIMIT, Filters, matching

MOST_CARDS = 60
"""Cards in a column; the list shows the others."""
FIELDS = (
    "pk",
    "number",
    "name",
    "stage_id",
    "investment_wan",
    "land_mu",
    "sector",
    "city",
    "next_step",
    "next_on",
    "cold_on",
    "stage_since",
    "owner_id",
    "owner__name",
    "organisation__name",
    "unit_id",
    "is_demo",
)


@dataclass(frozen=True, slots=True)
class Card:
    """One project on the board."""

    pk: int
    number: str
    name: str
    stage_id: int
    investment_wan: Decimal | None
    land_mu: Decimal | None
    sector: str
    city: str
    next_step: str
    next_on: date | None
    cold_on: date | None
    stage_since: datetime
    owner_id: int
    owner: str
    organisation: str | None
    unit_id: int | None
    is_demo: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """One stage with its cards, how many stand there (none beyond the limit) and what they sum."""

    stage: Stage
    cards: list[Card]
    count: int
    sum_wan: Decimal


def lanes(
    actor: Actor, pipeline: Pipeline, stages: Sequence[Stage], filters: Filters, *, on: date
) -> list[Lane]:
    """The stages in order, the nearest next step first; two queries for any number of lanes."""
    shown = [stage for stage in stages if stage.is_active]
    if not shown:
        return []
    found = matching(actor, filters, on=on)
    parts = [
        _of(found, stage).order_by(F("next_on").asc(nulls_last=True), "pk")[:MOST_CARDS]
        for stage in shown
    ]
    first, *rest = (part.values_list(*FIELDS) for part in parts)
    by_stage: dict[int, list[Card]] = {stage.pk: [] for stage in shown}
    for values in first.union(*rest, all=True) if rest else first:
        card = Card(*values)
        by_stage[card.stage_id].append(card)
    sums = _sums(found, shown)
    last = date.max
    return [
        Lane(
            stage,
            sorted(by_stage[stage.pk], key=lambda card: (card.next_on or last, card.pk)),
            *sums[stage.pk],
        )
        for stage in shown
    ]


def _of(found: QuerySet[Project], stage: Stage) -> QuerySet[Project]:
    return found.filter(stage=stage).order_by()


def _sums(found: QuerySet[Project], stages: Sequence[Stage]) -> dict[int, tuple[int, Decimal]]:
    """Count and sum of each stage, no further than the limit; nothing where nothing can match."""
    parts: list[str] = []
    params: list[Any] = []
    for stage in stages:
        rows = _of(found, stage).values("stage_id", "investment_wan")[: COUNT_LIMIT + 1]
        try:
            sql, given = rows.query.sql_with_params()
        except EmptyResultSet:
            return dict.fromkeys((one.pk for one in stages), (0, Decimal(0)))
        parts.append(
            f"SELECT %s::bigint, count(*), coalesce(sum(investment_wan), 0) FROM ({sql}) AS bounded"
        )
        params += [stage.pk, *given]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        return {key: (count, Decimal(total)) for key, count, total in cursor.fetchall()}


def open_stages(pipeline: Pipeline) -> list[Stage]:
    """What a board shows: everything but the end."""
    return [s for s in pipeline.stages.all() if s.meaning != Meaning.LOST and s.is_active]


def card_of(actor: Actor, pk: int) -> Card | None:
    """One card as it now stands."""
    values = projects_for(actor).filter(Q(pk=pk)).values_list(*FIELDS).first()
    return Card(*values) if values else None
