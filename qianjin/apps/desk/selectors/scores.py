"""评分 How well the desk serves, by unit, type, enterprise and month, from the monthly tallies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, Q

from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.parks.models import Unit

from ..choices import OPEN_STATES
from ..measures import Facet, Measure
from ..models import ServiceRequest
from ..planning import FEWEST, Ranking, Rated, ranked, ranked_columns
from .counting import (
    CASES,
    MONTH,
    Counts,
    Period,
    Tallied,
    added,
    hits_of,
    months_ending,
)

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


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """
    评分行 One unit, type, enterprise or month: what was raised, and each measure's rate.

    ``counted`` has the hits and cases of every measure, ``rates`` the shrunk rates of those
    measures that were asked for.
    """

    key: str
    name: str
    raised: int
    stars: float | None
    counted: Mapping[str, tuple[int, int]]
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


def scores(
    park_id: int,
    *,
    by: str,
    period: Period,
    measure: str,
    at: datetime,
    after: str = "",
    size: int | None = PAGE,
    shrunk: Sequence[str] = (),
) -> Board:
    """
    The scores of a park, ordered by one measure; ``after`` says behind which row the page begins.

    Months keep their order in time. Without a ``size`` every row is given (for a table to keep).
    The rate of ``measure`` is shrunk, and those of ``shrunk``. A page of enterprises reads the
    chosen measure of all of them and the other counters of those that it shows.
    """
    tallied = Tallied(park_id, by, period, at)
    if by == Facet.ENTERPRISE and size is not None and not shrunk:
        found: dict[str, Counts] = {}
        less = Measure(measure).less_is_better
        rankings = {measure: ranked_columns(*tallied.one_measure(measure), less_is_better=less)}
        # A request stands in one cell of each facet, so the few types add up to the same park.
        every = Tallied(park_id, Facet.KIND, period, at).every_counter()
        total = added(every.values())
    else:
        found = tallied.every_counter()
        total = added(found.values())
        rankings = {
            code: ranked(
                {key: hits_of(counts, code) for key, counts in found.items()},
                less_is_better=Measure(code).less_is_better,
            )
            for code in {measure, *shrunk}
        }
    chosen = rankings[measure]
    order = sorted(chosen.keys, reverse=True) if by == MONTH else list(chosen.keys)
    start = _start(order, after)
    stop = len(order) if size is None else start + size
    shown = order[start:stop]
    if not found and shown:
        found = tallied.every_counter(shown)
    names = _names(park_id, by, shown)
    rates = {code: _by_key(ranking, shown) for code, ranking in rankings.items()}
    return Board(
        total=_row("", "", total, {}, None),
        rows=[
            _row(
                key,
                names.get(key, key),
                found.get(key, {}),
                {code: of_all[key] for code, of_all in rates.items()},
                rates[measure][key].rank if by != MONTH else None,
            )
            for key in shown
        ],
        count=len(order),
        weight=chosen.weight,
        mean=chosen.mean,
        before=_page_before(order, start, size),
        after=f"{BEHIND}{shown[-1]}" if shown and stop < len(order) else None,
    )


def _by_key(ranking: Ranking, shown: Sequence[str]) -> dict[str, Rated]:
    """The groups of a page, wherever another measure has put them."""
    wanted = set(shown)
    places = [place for place, key in enumerate(ranking.keys) if key in wanted]
    return {ranking.keys[at]: ranking.groups(at, at + 1)[0] for at in places}


def _start(order: list[str], after: str) -> int:
    """Where a page begins; a row that is gone meanwhile leads to the first page."""
    key = after.removeprefix(BEHIND)
    return order.index(key) + 1 if after.startswith(BEHIND) and key in order else 0


def standing(park_id: int, *, period: Period, at: datetime, units: int | None) -> Standing:
    """What a wall shows: open and late now, and the scores of a period."""
    opened = ServiceRequest.objects.filter(park_id=park_id, status__in=OPEN_STATES)
    now = opened.aggregate(open=Count("pk"), late=Count("pk", filter=Q(next_due_at__lt=at)))

    def of(by: str, size: int | None) -> Board:
        return scores(
            park_id,
            by=by,
            period=period,
            measure=Measure.SOLVED,
            at=at,
            size=size,
            shrunk=tuple(CASES),
        )

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


def _row(
    key: str, name: str, counts: Counts, rates: Mapping[str, Rated], place: int | None
) -> ScoreRow:
    return ScoreRow(
        key=key,
        name=name,
        raised=counts.get("raised", 0),
        stars=round(counts["stars"] / counts["rated"], 2) if counts.get("rated") else None,
        counted={code: hits_of(counts, code) for code in CASES},
        rates=rates,
        place=place,
    )


def _names(park_id: int, by: str, keys: list[str]) -> dict[str, str]:
    """What the units and enterprises of a page are called; types are worded by the face."""
    ids = [int(key) for key in keys if key.isdigit()]
    if by == Facet.UNIT:
        return {str(unit.pk): unit.name for unit in Unit.objects.filter(park=park_id, pk__in=ids)}
    if by == Facet.ENTERPRISE:
        rows = Enterprise.objects.filter(park=park_id, pk__in=ids)
        return {str(pk): name for pk, name in rows.values_list("pk", "name")}
    return {}
