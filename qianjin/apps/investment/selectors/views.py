"""各种看法 The same projects by city, as a funnel, lost ones, by person, ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from heapq import nsmallest

from django.db import connection
from django.db.models import Avg, Case, Count, IntegerField, Max, Q, Sum, Value, When

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.units.cities import City, find
from qianjin.units.name_order import name_order

from ..choices import Meaning
from ..models import (
    Move,
    Pipeline,
    Project,
    Stage,
    Touch,
)
from ..planning import forecasting
from .days import moments_of
from .entries import projects_for
from .listing import Filters, matching

MOST_LOST = 100
MOST_LIKELY = 15
SIGNED = (Meaning.SIGNED, Meaning.AFTER)


# ------------------------------------------------------------------ by city


@dataclass(frozen=True, slots=True)
class CityCount:
    """A city with its projects: how many, what they sum, how many are signed and lost."""

    city: City
    many: int
    sum_wan: Decimal
    signed: int
    lost: int


def by_city(actor: Actor, filters: Filters, *, on: date) -> tuple[list[CityCount], int]:
    """Cities with most projects first, and how many projects name no city."""
    rows = (
        matching(actor, filters, on=on)
        .order_by()
        .values("city")
        .annotate(
            many=Count("park"),
            total=Sum("investment_wan"),
            signed=Count("park", filter=Q(meaning__in=SIGNED)),
            lost=Count("park", filter=Q(meaning=Meaning.LOST)),
        )
    )
    found, nowhere = [], 0
    for row in rows:
        city = find(row["city"]) if row["city"] else None
        if city is None:
            nowhere += row["many"]
            continue
        total = row["total"] or Decimal(0)
        found.append(CityCount(city, row["many"], total, row["signed"], row["lost"]))
    return sorted(found, key=lambda one: (-one.many, one.city.code)), nowhere


# ------------------------------------------------------------------ the funnel


@dataclass(frozen=True, slots=True)
class FunnelStage:
    """
    A stage of the funnel: of the projects entered in a time, how many came so far or further;
    ``days`` is the mean stay of those that left it in that time.
    """

    stage: Stage
    reached: int
    before: int
    days: float | None


def funnel(actor: Actor, pipeline: Pipeline, first: date, last: date) -> list[FunnelStage]:
    """The projects entered from ``first`` to ``last``, by how far they have come."""
    assert pipeline.park_id == actor.park_id
    stages = [s for s in pipeline.stages.all() if s.meaning != Meaning.LOST]
    newest = Move.objects.filter(park_id=pipeline.park_id).order_by("-pk").values_list("pk")[:1]
    mark = newest[0][0] if newest else 0
    key = tuple(stage.pk for stage in stages)
    furthest, stays = _cohort(pipeline.park_id, pipeline.pk, key, first, last, mark)
    found, before = [], sum(furthest.values())
    for number, stage in enumerate(stages):
        reached = sum(many for far, many in furthest.items() if far >= number)
        mean = stays.get(stage.pk)
        found.append(FunnelStage(stage, reached, before, mean / 86_400 if mean else None))
        before = reached
    return found


@lru_cache(maxsize=128)
def _cohort(
    park_id: int, pipeline_id: int, stages: tuple[int, ...], first: date, last: date, mark: int
) -> tuple[dict[int, int], dict[int, float]]:
    """How many came how far, by the place of the stage, and mean stays; anew after each move."""
    begin, end = moments_of(first, last)
    far = (
        Project.objects.filter(
            pipeline=pipeline_id, opened_at__gte=begin, opened_at__lt=end, moves__after__in=stages
        )
        .order_by()
        .values("pk")
        .annotate(far=Max(_place(stages, "moves__after")))
    )
    sql, params = far.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT far, count(*) FROM ({sql}) cohort GROUP BY far", params)
        furthest = dict(cursor.fetchall())
    left = Move.objects.filter(park_id=park_id, at__gte=begin, at__lt=end, before__in=stages)
    stays = left.order_by().values_list("before_id").annotate(mean=Avg("seconds"))
    return furthest, {stage: float(mean) for stage, mean in stays}


def _place(stages: Sequence[int], field: str) -> Case:
    whens = [When(**{field: key}, then=Value(number)) for number, key in enumerate(stages)]
    return Case(*whens, output_field=IntegerField())


# ------------------------------------------------------------------ the lost


@dataclass(frozen=True, slots=True)
class LostBoard:
    """十忙九空 Of so many entered so many were lost, why, and whom one asks again."""

    entered: int
    lost: int
    signed: int
    reasons: list[tuple[str, int, Decimal]]
    revivals: list[Project]
    latest: list[Project]


def lost_board(actor: Actor, filters: Filters, *, on: date) -> LostBoard:
    """The lost by reason; ``filters`` narrow by pipeline, sector and owner."""
    rows = matching(actor, Filters("all", sector=filters.sector, pipeline=filters.pipeline), on=on)
    counts = rows.order_by().aggregate(
        entered=Count("park"),
        lost=Count("park", filter=Q(meaning=Meaning.LOST)),
        signed=Count("park", filter=Q(meaning__in=SIGNED)),
    )
    lost = rows.filter(meaning=Meaning.LOST)
    reasons = (
        lost.order_by()
        .values_list("lost_reason")
        .annotate(many=Count("park"), total=Sum("investment_wan"))
        .order_by("-many", "lost_reason")
    )
    named = lost.select_related("stage", "owner", "organisation", "lost_from")
    return LostBoard(
        **counts,
        reasons=[(code, many, total or Decimal(0)) for code, many, total in reasons],
        revivals=list(
            named.filter(revive_on__isnull=False).order_by("revive_on", "pk")[:MOST_LOST]
        ),
        latest=list(named.order_by("-stage_since", "-pk")[:10]),
    )


# ------------------------------------------------------------------ by person


@dataclass(frozen=True, slots=True)
class Load:
    """工作量 What one person carries: projects before and after signing, cold, late, touches."""

    user_id: int
    name: str
    open: int
    signed: int
    cold: int
    late: int
    sum_wan: Decimal
    touches: int
    sectors: str
    deputy: str
    """Who stands in while this person is away; empty when they are there."""


def workload(actor: Actor, *, on: date) -> list[Load]:
    """Everyone who has projects, the fullest hands first; ``touches`` of the last thirty days."""
    rows = (
        projects_for(actor)
        .filter(meaning__in=(Meaning.OPEN, *SIGNED))
        .order_by()
        .values("owner_id")
        .annotate(
            open=Count("park", filter=Q(meaning=Meaning.OPEN)),
            signed=Count("park", filter=Q(meaning__in=SIGNED)),
            cold=Count("park", filter=Q(cold_on__lte=on)),
            late=Count("park", filter=Q(next_on__lt=on)),
            total=Sum("investment_wan", filter=Q(meaning=Meaning.OPEN)),
        )
    )
    begin, _end = moments_of(on - timedelta(days=30), on)
    touched = dict(
        Touch.objects.filter(park_id=actor.park_id, at__gte=begin)
        .order_by()
        .values_list("by_id")
        .annotate(many=Count("park"))
    )
    sectors = _sectors(actor.park_id, on)
    carried = list(rows)
    keys = [row["owner_id"] for row in carried]
    away = accounts.deputies_of(actor.park_id, keys, on=on)
    names = dict(User.objects.filter(pk__in=keys).values_list("pk", "name"))
    found = [
        Load(
            row["owner_id"],
            names.get(row["owner_id"], ""),
            row["open"],
            row["signed"],
            row["cold"],
            row["late"],
            row["total"] or Decimal(0),
            touched.get(row["owner_id"], 0),
            sectors.get(row["owner_id"], ""),
            away[row["owner_id"]].name if row["owner_id"] in away else "",
        )
        for row in carried
    ]
    return sorted(found, key=lambda one: (-one.open, name_order(one.name)))


def _sectors(park_id: int, on: date) -> dict[int, str]:
    rows = accounts.current_memberships(on=on).filter(park_id=park_id).exclude(sectors="")
    return dict(rows.values_list("user_id", "sectors"))


def outlook(actor: Actor, pipeline: Pipeline, *, at: datetime) -> forecasting.Outlook:
    """
    预测 What the pipeline's own history says of the coming quarters.

    :raises Missing: (by ``pipeline_for``) the pipeline was reached through its door already.
    """
    assert pipeline.park_id == actor.park_id
    return forecasting.outlook(pipeline, at=at)


def amounts_ahead(
    actor: Actor, found: forecasting.Outlook
) -> tuple[list[Decimal], list[tuple[Project, Sequence[float]]]]:
    """What the running projects bring by quarter, weighed by their chances; the likeliest ones."""
    chances: dict[int, Sequence[float]] = {
        int(one.key): one.chances for one in found.found.projects
    }
    seen = projects_for(actor).filter(pk__in=list(chances))
    amounts = {key: float(wan or 0) for key, wan in seen.values_list("pk", "investment_wan")}
    sums = [
        Decimal(round(sum(chances[key][quarter] * wan for key, wan in amounts.items())))
        for quarter in range(len(found.found.quarters))
    ]
    # The rows themselves are read of those few that are shown.
    likely = nsmallest(MOST_LIKELY, amounts, key=lambda key: (-sum(chances[key]), key))
    rows = projects_for(actor).select_related("stage", "owner").in_bulk(likely)
    return sums, [(rows[key], chances[key]) for key in likely]
