"""公开评分 What of the scores anybody may read: no enterprise and no small figure.

A figure of few cases could be read as what happened to one enterprise. So units and types with few
requests stand together as one row, which holds enough of them itself; months with few are left out,
two at least, so that none is the difference of the sum and the others; a rate of few cases is not
shown; and rates are whole percents without the counts under them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from qianjin.apps.parks.models import Park
from qianjin.apps.parks.selectors import park_by_slug
from qianjin.units.refusals import Missing

from ..measures import Facet, Measure
from ..models import PublicScores
from .counting import MONTH, Period
from .scores import Board, ScoreRow, scores

OTHERS = "others"
"""The key of the row in which those with few requests stand together."""
SHOWN = (
    Measure.RESPONDED,
    Measure.RESOLVE_IN_TIME,
    Measure.SOLVED,
    Measure.CONTENT,
    Measure.REDONE,
)


@dataclass(frozen=True, slots=True)
class PublicRow:
    """公开评分行 A unit, a type or a month: requests raised, and rates in whole percents."""

    key: str
    name: str
    raised: int
    percents: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class PublicBoard:
    """公开评分页 The park, its units and types in their order, its months in time."""

    total: PublicRow
    units: tuple[PublicRow, ...]
    kinds: tuple[PublicRow, ...]
    months: tuple[PublicRow, ...]
    is_enough: bool
    """Whether the park itself has cases enough to show anything."""


def public_settings(park_id: int) -> PublicScores:
    """What the park has chosen; closed when it never chose."""
    found = PublicScores.objects.filter(park_id=park_id).first()
    return found or PublicScores(park_id=park_id)


def open_scores(slug: str) -> tuple[Park, PublicScores]:
    """
    The park whose scores anybody may read, and how far.

    :raises Missing: there is no such park, or it does not publish; nobody learns which.
    """
    park = park_by_slug(slug)
    chosen = public_settings(park.pk)
    if not chosen.is_open:
        raise Missing
    return park, chosen


def public_board(park_id: int, *, period: Period, fewest: int, at: datetime) -> PublicBoard:
    """The scores of a period as the public sees them."""

    def of(by: str) -> Board:
        measure = Measure.SOLVED
        return scores(
            park_id, by=by, period=period, measure=measure, at=at, size=None, shrunk=SHOWN
        )

    units, kinds, months = of(Facet.UNIT), of(Facet.KIND), of(MONTH)
    return PublicBoard(
        total=_row(units.total, fewest),
        units=_rows(units, fewest),
        kinds=tuple(sorted(_rows(kinds, fewest), key=_most_raised)),
        months=_months(months, fewest),
        is_enough=units.total.raised >= fewest,
    )


def _most_raised(row: PublicRow) -> tuple[bool, int]:
    return row.key == OTHERS, -row.raised


def _rows(board: Board, fewest: int) -> tuple[PublicRow, ...]:
    """Every row with requests enough; the others together, if they are enough together."""
    small = few({row.key: row.raised for row in board.rows}, fewest)
    shown = [_row(row, fewest) for row in board.rows if row.key not in small]
    together = [row for row in board.rows if row.key in small]
    raised = sum(row.raised for row in together)
    if raised >= fewest:
        # Rates of what has nothing in common but its smallness say nothing.
        shown.append(PublicRow(OTHERS, "", raised, (None,) * len(SHOWN)))
    return tuple(shown)


def _months(board: Board, fewest: int) -> tuple[PublicRow, ...]:
    hidden = few({row.key: row.raised for row in board.rows}, fewest)
    rows = (row for row in reversed(board.rows) if row.key not in hidden)
    return tuple(_row(row, fewest) for row in rows)


def few(raised: Mapping[str, int], fewest: int) -> set[str]:
    """
    The keys whose figures are held back.

    Those below ``fewest``, and as many of the next larger ones as make the sum of what is held
    back reach it: otherwise the sum of all, less what is shown, would tell.
    """
    held: set[str] = set()
    total = 0
    for key, many in sorted(raised.items(), key=lambda item: (item[1], item[0])):
        if many >= fewest and (total == 0 or (total >= fewest and len(held) > 1)):
            break
        held.add(key)
        total += many
    return held


def _row(row: ScoreRow, fewest: int) -> PublicRow:
    return PublicRow(
        row.key, row.name, row.raised, tuple(_percent(row, code, fewest) for code in SHOWN)
    )


def _percent(row: ScoreRow, measure: Measure, fewest: int) -> int | None:
    """Rounded down, so that only all is a hundred; none where the cases are few."""
    hits, cases = row.counted[measure]
    if cases < fewest:
        return None
    rate = row.rates.get(measure)
    return int((rate.shrunk if rate else hits / cases) * 100 + 1e-9)
