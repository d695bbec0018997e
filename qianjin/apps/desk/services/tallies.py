"""月度计数 Keeping the monthly tallies in step with the requests, act by act.

What a request adds to the tallies is a function of its rows as they stand. A verb asks for it when
it locks the request and again after its last write; the difference is added in the transaction of
the act. So whatever moves (type, unit, a due time, a whole enterprise), the tallies follow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from qianjin.apps.audit.together import Part, write
from qianjin.apps.parks.models import Park

from ..choices import CONTENT, EntryKind, RequestStatus, Stage
from ..measures import Facet
from ..models import COUNTERS, ServiceRequest, Tally

Cell = tuple[int, str, date, str]
"""Park, facet, month, key."""
Cells = dict[Cell, list[int]]

_STAGES = (Stage.RESPOND, Stage.PLAN, Stage.RESOLVE, Stage.INTERIM)


def _facts() -> str:
    """The facts of some requests, one row each: whose, at which moment, what it counts for."""
    zeros = dict.fromkeys(COUNTERS, "0")

    def row(moment: str, source: str, unit: str = "r.unit_id", **counted: str) -> str:
        columns = ", ".join(f"{sql} AS {name}" for name, sql in {**zeros, **counted}.items())
        return (
            f"SELECT r.park_id, {unit} AS unit_id, r.kind, r.enterprise_id,"
            f" {moment} AS moment, {columns} FROM chosen r {source}"
        )

    met = "JOIN desk_promise p ON p.request_id = r.id AND p.met_at IS NOT NULL"
    by_stage = {}
    for stage in _STAGES:
        is_it = f"p.stage = '{stage}'"
        by_stage[f"met_{stage}"] = f"({is_it})::int"
        by_stage[f"kept_{stage}"] = f"({is_it} AND p.met_at <= p.due_at)::int"
    over = (
        f"(p.stage = '{Stage.RESOLVE}' AND p.round = r.round"
        f" AND r.status NOT IN ('{RequestStatus.WITHDRAWN}', '{RequestStatus.MERGED}'))"
    )
    done = f"r.status IN ('{RequestStatus.RESOLVED}', '{RequestStatus.CLOSED}')"
    # The n-th reopening undoes the n-th answer: the two take turns.
    answers = (
        "JOIN LATERAL (SELECT e.at, e.kind,"
        " row_number() OVER (PARTITION BY e.kind ORDER BY e.id) AS nth,"
        f" count(*) FILTER (WHERE e.kind = '{EntryKind.REOPENED}') OVER () AS reopened"
        " FROM desk_entry e WHERE e.request_id = r.id"
        f" AND e.kind IN ('{EntryKind.RESOLVED}', '{EntryKind.REOPENED}')) a"
        f" ON a.kind = '{EntryKind.RESOLVED}'"
    )
    # Whose hands it came into: each lead once, were it given back or not, and each co-handler.
    hands = (
        "JOIN LATERAL ("
        "SELECT l.unit_id, min(l.at) AS at, max(l.back) AS back FROM ("
        "SELECT r.unit_id, coalesce(r.assigned_at, r.opened_at) AS at, 0 AS back"
        " WHERE r.unit_id IS NOT NULL UNION ALL"
        " SELECT x.unit_id, x.asked_at, 1 FROM desk_return x"
        " WHERE x.request_id = r.id AND x.part_id IS NULL) l GROUP BY l.unit_id UNION ALL"
        " SELECT c.unit_id, c.asked_at,"
        " (EXISTS (SELECT FROM desk_return x WHERE x.part_id = c.id))::int"
        " FROM desk_part c WHERE c.request_id = r.id) h ON true"
    )
    return " UNION ALL ".join(
        (
            row("r.opened_at", "", raised="1"),
            row("h.at", hands, unit="h.unit_id", received="1", returned="h.back"),
            row(
                "p.due_at",
                met,
                **by_stage,
                settled=f"{over}::int",
                solved=f"({over} AND {done})::int",
            ),
            row(
                "g.at",
                "JOIN desk_rating g ON g.request_id = r.id",
                rated="1",
                content=f"(g.score >= {CONTENT})::int",
                stars="g.score",
            ),
            row("a.at", answers, answers="1", redone="(a.nth <= a.reopened)::int"),
        )
    )


_SUMS = ", ".join(f"sum({name})" for name in COUNTERS)
_MONTH = "date_trunc('month', f.moment AT TIME ZONE k.time_zone)::date"
_OF = (
    "WITH chosen AS NOT MATERIALIZED (SELECT id, park_id, unit_id, kind, enterprise_id, status,"
    " round, opened_at, assigned_at FROM desk_servicerequest WHERE {which}), facts AS ("
    + _facts()
    + ")"
)
_CELLS = (
    f" SELECT f.park_id, f.unit_id, f.kind, f.enterprise_id, {_MONTH}, {_SUMS}"
    " FROM facts f JOIN parks_park k ON k.id = f.park_id GROUP BY 1, 2, 3, 4, 5"
)
_READ = _OF.format(which="id = ANY(%s)") + _CELLS
_READ_ONE = _OF.format(which="id = %s") + _CELLS
"""For a list of one PostgreSQL would plan anew at every act, which takes longer than to answer."""
_WHOLE = (
    _OF.format(which="park_id = %s")
    + ", dated AS (SELECT f.*, "
    + _MONTH
    + " AS month FROM facts f JOIN parks_park k ON k.id = f.park_id)"
    " SELECT park_id, CASE WHEN GROUPING(unit_id) = 0 THEN '" + Facet.UNIT + "'"
    " WHEN GROUPING(kind) = 0 THEN '" + Facet.KIND + "' ELSE '" + Facet.ENTERPRISE + "' END,"
    " month, CASE WHEN GROUPING(unit_id) = 0 THEN coalesce(unit_id::text, '')"
    " WHEN GROUPING(kind) = 0 THEN kind ELSE enterprise_id::text END, "
    + _SUMS
    + " FROM dated GROUP BY GROUPING SETS ((park_id, month, unit_id), (park_id, month, kind),"
    " (park_id, month, enterprise_id))"
    # A month side by side in the table, as it is when it has grown act by act.
    " ORDER BY 2, 3, 4"
)
"""Every cell of a park, in one reading of its requests."""
_NAMES = ", ".join(COUNTERS)


def cells_of(request_ids: Sequence[int]) -> Cells:
    """What these requests add to the tallies as they stand now."""
    cells: Cells = defaultdict(lambda: [0] * len(COUNTERS))
    with connection.cursor() as cursor:
        if len(request_ids) == 1:
            cursor.execute(_READ_ONE, list(request_ids))
        else:
            cursor.execute(_READ, [list(request_ids)])
        for park_id, unit_id, kind, enterprise_id, month, *counts in cursor.fetchall():
            for facet, key in (
                (Facet.UNIT, unit_id or ""),
                (Facet.KIND, kind),
                (Facet.ENTERPRISE, enterprise_id),
            ):
                cell = cells[(park_id, str(facet), month, str(key))]
                for n, count in enumerate(counts):
                    cell[n] += count
    return dict(cells)


_counted_later: ContextVar[set[int] | None] = ContextVar("counted_later", default=None)
"""The parks whose tallies are counted when ``counted_once`` ends; None outside of it."""


@contextmanager
def counted_once() -> Iterator[None]:
    """
    成批计数 Make everything within one act, and count the tallies of its parks at its end.

    For a story of thousands of acts: one reading of all requests instead of two for each act.
    Scores read within are those of before.
    """
    parks: set[int] = set()
    with transaction.atomic():
        token = _counted_later.set(parks)
        try:
            yield
        finally:
            _counted_later.reset(token)
        for park in Park.objects.filter(pk__in=parks).order_by("pk"):
            recount(park=park)


def watch(request: ServiceRequest) -> None:
    """Note what a request just locked adds, before the act changes anything."""
    if _counted_later.get() is None:
        request.tallied = cells_of([request.pk])  # type: ignore[attr-defined]


def watch_new(request: ServiceRequest) -> None:
    """A request being raised adds nothing yet."""
    request.tallied = {}  # type: ignore[attr-defined]


def raised(request: ServiceRequest, zone: str) -> list[Part]:
    """
    What adds a request that has just been raised and is nobody's yet, not run yet.

    It needs no reading: all that ``reading`` would find of it is that it was raised.
    """
    if (parks := _counted_later.get()) is not None:
        parks.add(request.park_id)
        return []
    month = request.opened_at.astimezone(ZoneInfo(zone)).date().replace(day=1)
    counts = [int(name == "raised") for name in COUNTERS]
    now = {
        (request.park_id, str(facet), month, str(key)): counts
        for facet, key in (
            (Facet.UNIT, ""),
            (Facet.KIND, request.kind),
            (Facet.ENTERPRISE, request.enterprise_id),
        )
    }
    request.tallied = now  # type: ignore[attr-defined]
    return _difference({}, now)


def reading(request: ServiceRequest) -> Cells:
    """What a request adds after the act, to be handed to ``follow``."""
    return cells_of([request.pk]) if _counted_later.get() is None else {}


def follow(request: ServiceRequest, now: Cells) -> None:
    """Add what the act has changed; the request must have been watched."""
    if (parks := _counted_later.get()) is not None:
        parks.add(request.park_id)
        return
    move(request.tallied, now)  # type: ignore[attr-defined]
    request.tallied = now  # type: ignore[attr-defined]


def move(before: Mapping[Cell, Sequence[int]], after: Mapping[Cell, Sequence[int]]) -> None:
    """Add the difference of two readings to the tallies."""
    write(_difference(before, after))


def _difference(
    before: Mapping[Cell, Sequence[int]], after: Mapping[Cell, Sequence[int]]
) -> list[Part]:
    nothing = (0,) * len(COUNTERS)
    changes = []
    # In one order: two acts that touch the same cells then never wait for each other crosswise.
    for cell in sorted({*before, *after}):
        was, is_now = before.get(cell, nothing), after.get(cell, nothing)
        change = [new - old for old, new in zip(was, is_now, strict=True)]
        if any(change):
            changes.append((cell, change))
    if not changes:
        return []
    # Most acts move two or three of the counters: the others are not worth a value each.
    moved = [n for n in range(len(COUNTERS)) if any(change[n] for _cell, change in changes)]
    places = ["%s" if n in moved else "0" for n in range(len(COUNTERS))]
    line = "(" + ", ".join(["%s"] * 4 + places) + ")"
    names = [COUNTERS[n] for n in moved]
    added = ", ".join(f"{name} = desk_tally.{name} + EXCLUDED.{name}" for name in names)
    values: list[Any] = []
    for cell, change in changes:
        values += [*cell, *(change[n] for n in moved)]
    sql = (
        f"INSERT INTO desk_tally (park_id, facet, month, key, {_NAMES})"
        f" VALUES {', '.join([line] * len(changes))}"
        f" ON CONFLICT (park_id, facet, month, key) DO UPDATE SET {added}"
    )
    return [Part(sql, values)]


@transaction.atomic
def recount(*, park: Park) -> int:
    """
    重新计数 Count every tally of a park anew from its requests; how many cells were different.

    Acts under way are waited for, and those that come wait: the next difference is added to what
    was counted here.
    """
    cells = f"SELECT facet, month, key, {_NAMES} FROM desk_tally WHERE park_id = {int(park.pk)}"
    # A cell of noughts says what a missing one says.
    cells += f" AND ({', '.join(COUNTERS)}) IS DISTINCT FROM ({', '.join(['0'] * len(COUNTERS))})"
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE desk_tally IN EXCLUSIVE MODE")
        cursor.execute("DROP TABLE IF EXISTS tallied_before")
        cursor.execute(f"CREATE TEMP TABLE tallied_before ON COMMIT DROP AS {cells}")
        Tally.objects.filter(park=park).delete()
        cursor.execute(
            f"INSERT INTO desk_tally (park_id, facet, month, key, {_NAMES}) {_WHOLE}", [park.pk]
        )
        cursor.execute("ANALYZE desk_tally")
        cursor.execute(
            "SELECT count(*) FROM (SELECT facet, month, key FROM"
            f" ((TABLE tallied_before EXCEPT {cells}) UNION ({cells} EXCEPT TABLE tallied_before))"
            " differing GROUP BY 1, 2, 3) cell"
        )
        (differing,) = cursor.fetchone()
    return int(differing)
