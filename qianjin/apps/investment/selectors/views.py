"""各种看法 The same projects by city, by day, as a funnel, lost ones, by person, ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, Q, Sum
from django.utils import timezone

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.units.cities import City, find

from ..choices import Meaning
from ..models import (
    Move,
    Negotiation,
    Pipeline,
    Project,
    Reception,
    Stage,
    Touch,
    Trip,
    TripMeeting,
)
from ..planning import forecasting
from .entries import projects_for
from .listing import Filters, matching

MOST = 500
"""Entries of a month on the calendar; nobody's month has more."""
MOST_LOST = 100


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
            many=Count("pk"),
            total=Sum("investment_wan"),
            signed=Count("pk", filter=Q(signed_on__isnull=False)),
            lost=Count("pk", filter=~Q(lost_reason="")),
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


# ------------------------------------------------------------------ by day


@dataclass(frozen=True, slots=True)
class DayEntry:
    """Something on a day: a next step, a visit, a trip, a meeting, a signing; ``key`` stays."""

    key: str
    kind: str
    begins: datetime | None
    on: date
    until: date
    title: str
    project_id: int | None
    trip_id: int | None
    words: str


def days_of(actor: Actor, first: date, last: date, *, is_own: bool = False) -> list[DayEntry]:
    """Everything from ``first`` to ``last``; one's own alone, if asked for; five queries."""
    seen = projects_for(actor)
    if is_own:
        seen = seen.filter(Q(owner__in=actor.people) | Q(next_by__in=actor.people))
    keys = seen.values("pk")
    found: list[DayEntry] = []
    steps = seen.filter(next_on__range=(first, last))
    if is_own:
        steps = steps.filter(next_by__in=actor.people)
    for pk, name, step, on in steps.values_list("pk", "name", "next_step", "next_on")[:MOST]:
        if on is not None:
            found.append(DayEntry(f"step-{pk}", "step", None, on, on, name, pk, None, step))
    begin, end = _moments(first, last)
    received = Reception.objects.filter(
        project__in=keys, arrives_at__gte=begin, arrives_at__lt=end
    ).exclude(state="cancelled")
    for row in received.select_related("project")[:MOST]:
        found.append(_at(f"visit-{row.pk}", "visit", row.arrives_at, row.project, row.guests))
    rooms = Negotiation.objects.filter(project__in=keys, signing_at__gte=begin, signing_at__lt=end)
    for room in rooms.select_related("project")[:MOST]:
        found.append(_at(f"sign-{room.pk}", "sign", room.signing_at, room.project, room.place))
    found += _travels(actor, first, last, begin, end)
    return sorted(found, key=lambda one: (one.on, one.begins is not None, str(one.begins), one.key))


def _travels(
    actor: Actor, first: date, last: date, begin: datetime, end: datetime
) -> list[DayEntry]:
    trips = Trip.objects.filter(
        park_id=actor.park_id, from_on__lte=last, until_on__gte=first
    ).exclude(state="cancelled")
    found = [
        DayEntry(
            f"trip-{row.pk}",
            "trip",
            None,
            row.from_on,
            row.until_on,
            row.title,
            None,
            row.pk,
            row.members,
        )
        for row in trips[:MOST]
    ]
    meetings = TripMeeting.objects.filter(park_id=actor.park_id, at__gte=begin, at__lt=end)
    for row in meetings.select_related("project")[:MOST]:
        title = row.project.name if row.project else row.with_whom
        found.append(
            DayEntry(
                f"meeting-{row.pk}",
                "meeting",
                row.at,
                _day(row.at),
                _day(row.at),
                title,
                row.project_id,
                row.trip_id,
                row.topic or row.with_whom,
            )
        )
    return found


def _at(key: str, kind: str, at: datetime, project: Project, words: str) -> DayEntry:
    return DayEntry(key, kind, at, _day(at), _day(at), project.name, project.pk, None, words)


def _day(at: datetime) -> date:
    return timezone.localdate(at)


def _moments(first: date, last: date) -> tuple[datetime, datetime]:
    zone = timezone.get_current_timezone()
    midnight = datetime.min.time()
    return (
        datetime.combine(first, midnight, zone),
        datetime.combine(last + timedelta(days=1), midnight, zone),
    )


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
    begin, end = _moments(first, last)
    stages = [s for s in pipeline.stages.all() if s.meaning != Meaning.LOST]
    place = {stage.pk: number for number, stage in enumerate(stages)}
    cohort = projects_for(actor).filter(pipeline=pipeline, opened_at__gte=begin, opened_at__lt=end)
    furthest: dict[int, int] = {}
    moves = Move.objects.filter(project__in=cohort.values("pk"), after__in=list(place))
    for project, after in moves.values_list("project_id", "after_id").iterator(chunk_size=5000):
        furthest[project] = max(furthest.get(project, 0), place[after])
    left = Move.objects.filter(
        park_id=pipeline.park_id, at__gte=begin, at__lt=end, before__in=list(place)
    )
    stays = dict(left.order_by().values_list("before_id").annotate(mean=Avg("seconds")))
    found, before = [], len(furthest)
    for stage in stages:
        reached = sum(1 for far in furthest.values() if far >= place[stage.pk])
        mean = stays.get(stage.pk)
        found.append(FunnelStage(stage, reached, before, mean / 86_400 if mean else None))
        before = reached
    return found


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
        entered=Count("pk"),
        lost=Count("pk", filter=~Q(lost_reason="")),
        signed=Count("pk", filter=Q(signed_on__isnull=False)),
    )
    lost = rows.exclude(lost_reason="")
    reasons = (
        lost.order_by()
        .values_list("lost_reason")
        .annotate(many=Count("pk"), total=Sum("investment_wan"))
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


def workload(actor: Actor, *, on: date) -> list[Load]:
    """Everyone who has projects, the fullest hands first; ``touches`` of the last thirty days."""
    rows = (
        projects_for(actor)
        .exclude(stage__meaning=Meaning.LOST)
        .order_by()
        .values("owner_id", "owner__name")
        .annotate(
            open=Count("pk", filter=Q(stage__meaning=Meaning.OPEN)),
            signed=Count("pk", filter=~Q(stage__meaning=Meaning.OPEN)),
            cold=Count("pk", filter=Q(cold_on__lte=on)),
            late=Count("pk", filter=Q(next_on__lt=on)),
            total=Sum("investment_wan", filter=Q(stage__meaning=Meaning.OPEN)),
        )
    )
    begin, _end = _moments(on - timedelta(days=30), on)
    touched = dict(
        Touch.objects.filter(park_id=actor.park_id, at__gte=begin)
        .order_by()
        .values_list("by_id")
        .annotate(many=Count("pk"))
    )
    sectors = _sectors(actor.park_id, on)
    found = [
        Load(
            row["owner_id"],
            row["owner__name"],
            row["open"],
            row["signed"],
            row["cold"],
            row["late"],
            row["total"] or Decimal(0),
            touched.get(row["owner_id"], 0),
            sectors.get(row["owner_id"], ""),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (-one.open, one.name))


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
    rows: Any = projects_for(actor).select_related("stage", "owner").in_bulk(list(chances))
    sums = [
        sum(
            (
                Decimal(str(chances[key][quarter])) * (row.investment_wan or 0)
                for key, row in rows.items()
            ),
            Decimal(0),
        )
        for quarter in range(len(found.found.quarters))
    ]
    likely = sorted(rows.values(), key=lambda row: (-sum(chances[row.pk]), row.pk))
    return sums, [(row, chances[row.pk]) for row in likely[:15]]
