"""一览 The state at a glance, for heads: what is late where, and whether 135 was kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Avg, Count, F, Q, QuerySet
from django.db.models.functions import TruncWeek
from django.utils import timezone
from django.utils.translation import get_language

from qianjin.apps.accounts.actors import Actor

from .. import policies
from ..choices import OPEN_STATES, RequestStatus, Stage
from ..models import Promise, Rating, ServiceRequest
from .lines import lines_of
from .lists import RequestRow, to_rows

WINDOW = 30
"""Days over which promises kept and ratings are counted."""
WEEKS = 12


@dataclass(frozen=True, slots=True)
class StageScore:
    """承诺兑现 How many promises of one stage fell due in the window, and how many were kept."""

    stage: str
    due: int
    kept: int

    @property
    def percent(self) -> int | None:
        """Kept of due, rounded down so that 100 means all; none when nothing fell due."""
        return self.kept * 100 // self.due if self.due else None


@dataclass(frozen=True, slots=True)
class UnitLine:
    """单位在办 One unit's open requests by light."""

    unit_id: int | None
    unit: str
    open: int
    late: int
    soon: int


@dataclass(frozen=True, slots=True)
class KindLine:
    """类型分布 One type's requests in the window."""

    kind: str
    raised: int
    open: int


@dataclass(frozen=True, slots=True)
class WeekLine:
    """周趋势 Raised and resolved in one week, which begins on ``monday``."""

    monday: date
    raised: int
    resolved: int


@dataclass(frozen=True, slots=True)
class Board:
    """一览 Everything the page shows; the same numbers as its tables."""

    since: date
    open: int
    late: int
    soon: int
    paused: int
    long_cases: int
    raised: int
    resolved: int
    reopened: int
    rating_mean: float | None
    rating_count: int
    content_percent: int | None
    stages: list[StageScore]
    units: list[UnitLine]
    kinds: list[KindLine]
    weeks: list[WeekLine]
    worst: list[RequestRow]


def board(actor: Actor, *, at: datetime) -> Board:
    """The state of what this person may see; bounded by the window, not by the table."""
    seen = ServiceRequest.objects.filter(policies.led(actor))
    since = at - timedelta(days=WINDOW)
    opened = seen.filter(status__in=OPEN_STATES).order_by()
    now = opened.aggregate(
        open=Count("pk"),
        late=Count("pk", filter=Q(next_due_at__lt=at)),
        soon=Count("pk", filter=Q(warn_at__lte=at, next_due_at__gte=at)),
        paused=Count("pk", filter=Q(paused_at__isnull=False)),
        long_cases=Count("pk", filter=Q(status="long_case")),
    )
    recent = seen.filter(opened_at__gte=since).order_by()
    ratings = Rating.objects.filter(park_id=actor.park_id, at__gte=since)
    ratings = ratings.filter(request__in=seen) if not policies.sees_all(actor) else ratings
    score = ratings.aggregate(
        mean=Avg("score"), n=Count("pk"), content=Count("pk", filter=Q(score__gte=3))
    )
    worst = lines_of(opened.filter(next_due_at__lt=at).order_by("next_due_at", "id")[:8])
    return Board(
        since=timezone.localdate(since),
        **now,
        raised=recent.count(),
        resolved=seen.filter(resolved_at__gte=since).count(),
        reopened=recent.filter(round__gt=1).count(),
        rating_mean=round(score["mean"], 2) if score["mean"] is not None else None,
        rating_count=score["n"],
        content_percent=score["content"] * 100 // score["n"] if score["n"] else None,
        stages=_stages(actor, seen, since, at),
        units=_units(opened, at),
        kinds=_kinds(recent),
        weeks=_weeks(seen, at),
        worst=to_rows(worst, actor, at),
    )


def _stages(
    actor: Actor, seen: QuerySet[ServiceRequest], since: datetime, at: datetime
) -> list[StageScore]:
    rows = Promise.objects.filter(park_id=actor.park_id, due_at__gte=since, due_at__lt=at)
    # A clock that stands still has not fallen due: the time of its pause is given back.
    waiting = ServiceRequest.objects.filter(park_id=actor.park_id, status=RequestStatus.NEED_INFO)
    rows = rows.exclude(met_at=None, request__in=waiting)
    if not policies.sees_all(actor):
        rows = rows.filter(request__in=seen)
    counted = {
        row["stage"]: row
        for row in rows.order_by()
        .values("stage")
        .annotate(due=Count("pk"), kept=Count("pk", filter=Q(met_at__lte=F("due_at"))))
    }
    return [
        StageScore(stage, counted[stage]["due"], counted[stage]["kept"])
        for stage in Stage.values
        if stage in counted
    ]


def _units(opened: QuerySet[ServiceRequest], at: datetime) -> list[UnitLine]:
    rows = opened.values("unit_id", "unit__name_zh", "unit__name_en").annotate(
        open=Count("pk"),
        late=Count("pk", filter=Q(next_due_at__lt=at)),
        soon=Count("pk", filter=Q(warn_at__lte=at, next_due_at__gte=at)),
    )
    english = (get_language() or "").startswith("en")
    lines = [
        UnitLine(
            row["unit_id"],
            (english and row["unit__name_en"]) or row["unit__name_zh"] or "",
            row["open"],
            row["late"],
            row["soon"],
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: (-line.late, -line.open, line.unit))


def _kinds(recent: QuerySet[ServiceRequest]) -> list[KindLine]:
    rows = recent.values("kind").annotate(
        raised=Count("pk"), open=Count("pk", filter=Q(status__in=OPEN_STATES))
    )
    return [
        KindLine(row["kind"], row["raised"], row["open"])
        for row in sorted(rows, key=lambda row: -row["raised"])
    ]


def _weeks(seen: QuerySet[ServiceRequest], at: datetime) -> list[WeekLine]:
    today = timezone.localdate(at)
    first = today - timedelta(days=today.weekday(), weeks=WEEKS - 1)
    start = timezone.make_aware(datetime(first.year, first.month, first.day))

    def per_week(name: str) -> dict[date, int]:
        rows = (
            seen.filter(**{f"{name}__gte": start})
            .order_by()
            .annotate(week=TruncWeek(name))
            .values("week")
            .annotate(n=Count("pk"))
        )
        return {timezone.localdate(row["week"]): row["n"] for row in rows}

    raised, resolved = per_week("opened_at"), per_week("resolved_at")
    mondays = [first + timedelta(weeks=n) for n in range(WEEKS)]
    return [WeekLine(day, raised.get(day, 0), resolved.get(day, 0)) for day in mondays]
