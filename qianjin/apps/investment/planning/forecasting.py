"""预测 The bridge to the engine ``forecast``: moves of a pipeline in, landings by quarter out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from qianjin.engines import forecast as engine
from qianjin.engines.forecast import Curve, Forecast, Problem, Running, Spell

from ..choices import Meaning
from ..models import Move, Pipeline, Project, Stage

YEARS = 5
"""How far back the record is read: an older one tells of another park."""
MOST_MOVES = 40_000
MOST_RUNNING = 2_000
QUARTERS = 4
SEED = 135
WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Outlook:
    """
    展望 The forecast of a pipeline on a day.

    ``stages`` are those before the signing, in the order of the engine's numbers; ``begins`` the
    first day of each quarter of thirteen weeks; ``signed`` and ``ended`` of the record.
    """

    stages: Sequence[Stage]
    found: Forecast
    curves: Sequence[Curve]
    begins: Sequence[date]
    signed: int
    arrivals: int
    weeks: int


def outlook(pipeline: Pipeline, *, at: datetime) -> Outlook:
    """What a pipeline's own history says of the coming year; read anew after each move."""
    newest = Move.objects.filter(park_id=pipeline.park_id).order_by("-pk").values_list("pk")[:1]
    mark = newest[0][0] if newest else 0
    return _outlook(pipeline.pk, at.date(), mark)


@lru_cache(maxsize=32)
def _outlook(pipeline_id: int, today: date, mark: int) -> Outlook:
    pipeline = Pipeline.objects.get(pk=pipeline_id)
    at = datetime.combine(today, datetime.min.time()).astimezone()
    stages = [s for s in pipeline.stages.all() if s.meaning == Meaning.OPEN]
    problem = problem_from(pipeline, stages, at=at)
    return Outlook(
        stages=stages,
        found=engine.forecast(problem, seed=SEED),
        curves=[engine.incidence(n, problem.spells) for n in range(len(stages))],
        begins=[today + n * engine.QUARTER_WEEKS * WEEK for n in range(QUARTERS + 1)],
        signed=problem.signed,
        arrivals=problem.arrivals,
        weeks=problem.weeks,
    )


def problem_from(pipeline: Pipeline, stages: Sequence[Stage], *, at: datetime) -> Problem:
    """The record of a pipeline as the engine reads it."""
    place = {stage.pk: number for number, stage in enumerate(stages)}
    since = at - timedelta(days=365 * YEARS)
    rows = list(
        Move.objects.filter(project__pipeline=pipeline, at__gte=since)
        .order_by("-at", "-pk")
        .values_list("project_id", "at", "before_id", "after_id", "seconds", "after__meaning")[
            :MOST_MOVES
        ]
    )
    rows.reverse()
    moves = [_Moved(*row) for row in rows]
    begun = min((move.at for move in moves), default=at)
    weeks = max(1, min(52, (at - begun) // WEEK))
    arrivals = sum(1 for m in moves if m.before is None and m.at >= at - weeks * WEEK)
    spells = list(_spells(moves, place, len(stages)))
    running = []
    current = Project.objects.filter(pipeline=pipeline, stage__in=list(place)).order_by("-pk")
    for key, stage, start in current.values_list("pk", "stage_id", "stage_since")[:MOST_RUNNING]:
        stayed = max(0, (at - start) // WEEK)
        running.append(Running(str(key), place[stage], stayed))
        spells.append(Spell(place[stage], stayed, "open"))
    return Problem(max(1, len(stages)), spells, running, arrivals, weeks, QUARTERS)


@dataclass(frozen=True, slots=True)
class _Moved:
    project: int
    at: datetime
    before: int | None
    after: int
    seconds: int
    meaning: str


def _spells(moves: Iterable[_Moved], place: dict[int, int], signing: int) -> Iterable[Spell]:
    """Stays that ended: each move ends one, and says how."""
    for move in moves:
        if move.before is None or move.before not in place:
            continue
        weeks = int(timedelta(seconds=move.seconds) // WEEK)
        if move.meaning == Meaning.LOST:
            yield Spell(place[move.before], weeks, "lost")
        elif move.after in place:
            yield Spell(place[move.before], weeks, "on", to=place[move.after])
        elif move.meaning in (Meaning.SIGNED, Meaning.AFTER):
            yield Spell(place[move.before], weeks, "on", to=signing)


def spans(begins: Sequence[date]) -> list[tuple[date, date]]:
    """First and last day of each quarter."""
    return [(first, after - timedelta(days=1)) for first, after in pairwise(begins)]
