"""评分 How well the desk serves, by unit, type, enterprise and month, from the monthly tallies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.parks.models import Unit

from ..choices import OPEN_STATES, Facet, Measure
from ..models import COUNTERS, Promise, ServiceRequest, Tally
from ..planning import FEWEST, Rated, rated

Counts = dict[str, int]
"""The counters of the tallies, and under ``late_…`` the promises unmet although due."""

__all__ = [
    "FEWEST",
    "MONTH",
    "Board",
    "Period",
    "ScoreRow",
    "Standing",
    "months_ending",
    "scores",
    "standing",
]

PAGE = 25
BEHIND = "behind-"
"""Begins the mark of a page; a key may be empty, a mark is not."""
MONTH = "month"
"""The tab that lays the months of the whole park side by side."""


@dataclass(frozen=True, slots=True)
class Period:
    """评分时段 Whole months: the first day of the first one, and of the month after the last."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """评分行 One unit, type, enterprise or month: what was raised, and each measure's rate."""

    key: str
    name: str
    raised: int
    stars: float | None
    rates: Mapping[str, Rated]
    place: int | None


@dataclass(frozen=True, slots=True)
class Board:
    """评分榜 One page of scores: the park as a whole, then the rows in their order."""

    total: ScoreRow
    rows: list[ScoreRow]
    count: int
    weight: float
    mean: float
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """大屏 Open and late now, and the scores of a period by unit, type and month."""

    open: int
    late: int
    units: Board
    kinds: Board
    months: Board


CASES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    # measure -> its hits, and the counters that add up to its cases
    Measure.RESPONDED: ("met_respond", ("met_respond", "late_respond")),
    Measure.IN_TIME: ("kept_respond", ("met_respond", "late_respond")),
    Measure.PLAN_IN_TIME: ("kept_plan", ("met_plan", "late_plan")),
    Measure.RESOLVE_IN_TIME: ("kept_resolve", ("met_resolve", "late_resolve")),
    Measure.SOLVED: ("solved", ("settled", "late_resolve")),
    Measure.CONTENT: ("content", ("rated",)),
    Measure.REDONE: ("redone", ("answers",)),
}


def months_ending(day: date, many: int) -> Period:
    """So many whole months, the last one that of ``day``."""
    last = day.year * 12 + day.month - 1
    first = last - many + 1
    return Period(date(first // 12, first % 12 + 1, 1), _month_after(day))


def _month_after(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def scores(
    park_id: int,
    *,
    by: str,
    period: Period,
    measure: str,
    at: datetime,
    after: str = "",
    size: int | None = PAGE,
) -> Board:
    """
    The scores of a park, ordered by one measure; ``after`` says behind which row the page begins.

    Months keep their order in time. Without a ``size`` every row is given (for a table to keep).
    """
    counted = _counted(park_id, by, period, at)
    total = _added(counted.values())
    kinds = [Measure(code) for code in CASES]
    found = {
        kind: rated(
            {key: hits_of(counts, kind) for key, counts in counted.items()},
            less_is_better=kind.less_is_better,
        )
        for kind in kinds
    }
    groups = {kind: {g.key: g for g in scored.groups} for kind, scored in found.items()}
    order = [group.key for group in found[Measure(measure)].groups]
    if by == MONTH:
        order = sorted(counted, reverse=True)
    start = _start(order, after)
    stop = len(order) if size is None else start + size
    shown = order[start:stop]
    names = _names(park_id, by, shown)
    whole = {kind: rated({"": hits_of(total, kind)}, less_is_better=False) for kind in kinds}
    chosen = found[Measure(measure)]
    return Board(
        total=_row("", "", total, {kind: scored.groups[0] for kind, scored in whole.items()}, ""),
        rows=[
            _row(
                key,
                names.get(key, key),
                counted[key],
                {kind: groups[kind][key] for kind in kinds},
                measure if by != MONTH else "",
            )
            for key in shown
        ],
        count=len(order),
        weight=chosen.weight,
        mean=chosen.mean,
        before=_page_before(order, start, size),
        after=f"{BEHIND}{shown[-1]}" if shown and stop < len(order) else None,
    )


def _start(order: list[str], after: str) -> int:
    """Where a page begins; a row that is gone meanwhile leads to the first page."""
    key = after.removeprefix(BEHIND)
    return order.index(key) + 1 if after.startswith(BEHIND) and key in order else 0


def standing(park_id: int, *, period: Period, at: datetime, units: int) -> Standing:
    """What a wall shows: open and late now, and the scores of a period."""
    opened = ServiceRequest.objects.filter(park_id=park_id, status__in=OPEN_STATES)
    now = opened.aggregate(open=Count("pk"), late=Count("pk", filter=Q(next_due_at__lt=at)))

    def of(by: str, size: int | None) -> Board:
        return scores(park_id, by=by, period=period, measure=Measure.SOLVED, at=at, size=size)

    kinds = of(Facet.KIND, None)
    most_asked = sorted(kinds.rows, key=lambda row: -row.raised)
    return Standing(
        open=now["open"],
        late=now["late"],
        units=of(Facet.UNIT, units),
        kinds=replace(kinds, rows=most_asked),
        months=of(MONTH, None),
    )


def _page_before(order: list[str], start: int, size: int | None) -> str | None:
    """Behind which row the page before begins; empty for the first page, none before it."""
    if not start or size is None:
        return None
    first = max(start - size, 0)
    return f"{BEHIND}{order[first - 1]}" if first else ""


def hits_of(counts: Counts, measure: str) -> tuple[int, int]:
    """Hits and cases of a measure."""
    hits, parts = CASES[measure]
    cases = sum(counts.get(part, 0) for part in parts)
    return min(counts.get(hits, 0), cases), cases


def _row(key: str, name: str, counts: Counts, rates: Mapping[str, Rated], measure: str) -> ScoreRow:
    return ScoreRow(
        key=key,
        name=name,
        raised=counts.get("raised", 0),
        stars=round(counts["stars"] / counts["rated"], 2) if counts.get("rated") else None,
        rates=rates,
        place=rates[measure].rank if measure else None,
    )


def _counted(park_id: int, by: str, period: Period, at: datetime) -> dict[str, Counts]:
    facet = Facet.UNIT if by == MONTH else Facet(by)
    rows = Tally.objects.filter(
        park_id=park_id, facet=facet, month__gte=period.since, month__lt=period.until
    ).order_by()
    group = "month" if by == MONTH else "key"
    found: dict[str, Counts] = {
        str(row[0]): dict(zip(COUNTERS, row[1:], strict=True))
        for row in rows.values_list(group).annotate(*[Sum(name) for name in COUNTERS])
    }
    for key, stage, many in _late(park_id, by, period, at):
        counts = found.setdefault(key, defaultdict(int))
        counts[f"late_{stage}"] = counts.get(f"late_{stage}", 0) + many
    return {key: counts for key, counts in found.items() if any(counts.values())}


def _late(park_id: int, by: str, period: Period, at: datetime) -> Iterable[tuple[str, str, int]]:
    """
    Promises that have failed and are not met yet: few, and found by an index of their own.

    A clock that stands still has not failed: the time of its pause is given back.
    """
    since, until = (_midnight(day) for day in (period.since, period.until))
    rows = Promise.objects.filter(
        park_id=park_id,
        met_at=None,
        due_at__gte=since,
        due_at__lt=min(until, at),
        request__paused_at=None,
        request__status__in=OPEN_STATES,
        round=F("request__round"),
    ).order_by()
    group = {
        Facet.UNIT: "request__unit_id",
        Facet.KIND: "request__kind",
        Facet.ENTERPRISE: "request__enterprise_id",
    }.get(by)  # type: ignore[call-overload]
    if group is None:
        rows, group = rows.annotate(due_month=TruncMonth("due_at")), "due_month"
    for key, stage, many in rows.values_list(group, "stage").annotate(many=Count("pk")):
        if isinstance(key, datetime):
            key = timezone.localdate(key)
        yield str("" if key is None else key), stage, many


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))


def _added(rows: Iterable[Counts]) -> Counts:
    total: Counts = defaultdict(int)
    for counts in rows:
        for name, many in counts.items():
            total[name] += many
    return total


def _names(park_id: int, by: str, keys: list[str]) -> dict[str, str]:
    """What the units and enterprises of a page are called; types are worded by the face."""
    ids = [int(key) for key in keys if key.isdigit()]
    if by == Facet.UNIT:
        return {str(unit.pk): unit.name for unit in Unit.objects.filter(park=park_id, pk__in=ids)}
    if by == Facet.ENTERPRISE:
        rows = Enterprise.objects.filter(park=park_id, pk__in=ids)
        return {str(pk): name for pk, name in rows.values_list("pk", "name")}
    return {}
