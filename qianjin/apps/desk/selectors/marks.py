"""135 的刻度 The gauge of a request: its stages, its traffic light, and what is left of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from functools import lru_cache
from typing import NamedTuple, Protocol

from django.db import connection
from django.utils import timezone

from ..choices import Light, Stage
from ..planning import Left, calendar_by, days_between

ORDER = {str(stage): place for place, stage in enumerate(Stage)}


class StageMark(NamedTuple):
    """
    135 的一档 One stage of a gauge: kept, kept_late, running, late, coming or paused.

    ``percent`` is the share of its working time used up, ``used_minutes`` the working minutes
    from its start until it was met (or now), pauses not counted; ``left`` is set while it is
    neither met nor paused.
    """

    stage: str
    number: str
    state: str
    percent: int
    start_at: datetime
    due_at: datetime
    met_at: datetime | None
    was_late: bool
    is_provisional: bool
    used_minutes: int
    paused_minutes: int
    left: Left | None


class Clocked(Protocol):
    """What the clocks of a request are read from: the request itself, or its row in a list."""

    @property
    def pk(self) -> int: ...
    @property
    def round(self) -> int: ...
    @property
    def next_stage(self) -> str: ...
    @property
    def next_due_at(self) -> datetime | None: ...
    @property
    def warn_at(self) -> datetime | None: ...
    @property
    def paused_at(self) -> datetime | None: ...


CalendarKey = tuple[int, int, str | None]
"""A working calendar as rows name it: park, version, code."""


class _Row(NamedTuple):
    park_id: int
    stage: str
    amount: int
    start_at: datetime
    due_at: datetime
    met_at: datetime | None
    paused_minutes: int
    is_provisional: bool
    calendar_version: int
    calendar_code: str | None


# Asked for every list there is, so it is written and not composed anew each time.
_ROWS = """
SELECT p.request_id, p.park_id, p.stage, p.amount, p.start_at, p.due_at, p.met_at,
       p.paused_minutes, p.is_provisional, k.calendar_version, c.code
FROM desk_promise p
JOIN desk_servicerequest r ON r.id = p.request_id
JOIN parks_park k ON k.id = p.park_id
LEFT JOIN desk_promiseprofile f ON f.id = r.profile_id
LEFT JOIN parks_workingcalendar c ON c.id = f.calendar_id
WHERE p.request_id = ANY(%s) AND p.round = r.round
ORDER BY p.request_id, p.position
"""
_ROWS_OF_ONE = _ROWS.replace("= ANY(%s)", "= %s")
"""For a list of one PostgreSQL would plan anew at every look."""


def light_of(request: Clocked, at: datetime) -> Light:
    """红黄灯 The traffic light of the next promise."""
    if request.paused_at is not None:
        return Light.PAUSED
    if request.next_due_at is None or request.warn_at is None:
        return Light.OFF
    if request.next_due_at < at:
        return Light.RED
    return Light.YELLOW if request.warn_at <= at else Light.GREEN


def stage_marks(requests: Iterable[Clocked], at: datetime) -> dict[int, list[StageMark]]:
    """The gauges of these requests: the stages of the current round, in one query."""
    wanted = {r.pk: r for r in requests}
    found: dict[int, list[StageMark]] = {}
    with connection.cursor() as cursor:
        if len(wanted) == 1:
            cursor.execute(_ROWS_OF_ONE, list(wanted))
        else:
            cursor.execute(_ROWS, [list(wanted)])
        rows = cursor.fetchall()
    now = _Now(at)
    for key, *columns in rows:
        row = _Row(*columns)
        mark = _met(row) if row.met_at else _mark_of(row, wanted[key], now)
        found.setdefault(key, []).append(mark)
    for marks in found.values():
        marks.sort(key=lambda mark: ORDER[mark.stage])
        # Of the rolling answers only the latest belongs into a gauge.
        rolling = [mark for mark in marks if mark.stage == Stage.INTERIM]
        for old in rolling[:-1]:
            marks.remove(old)
    return found


class _Now:
    """The moment of asking, and what follows from it for every stage that runs."""

    def __init__(self, at: datetime) -> None:
        self.at, self.zone = at, timezone.get_current_timezone()
        self.today = at.astimezone(self.zone).date()
        self._midnight = datetime.combine(self.today, time.min, self.zone)
        self._passed: dict[CalendarKey, int] = {}

    def minutes_since(self, start: datetime, by: CalendarKey) -> int:
        """Working minutes since a moment: up to midnight, which stay, and those since then."""
        if by not in self._passed:
            self._passed[by] = calendar_by(*by).working_minutes(self._midnight, self.at)
        return _minutes(*by, start, self._midnight) + self._passed[by]

    def left(self, due: datetime, minutes: int, by: CalendarKey) -> Left:
        """What is left until a due time."""
        return Left(minutes, *_days_left(by, self.today, due.astimezone(self.zone).date()))


@lru_cache(maxsize=8192)
def _met(row: _Row) -> StageMark:
    """The mark of a stage that was met, which stays as it is."""
    assert row.met_at is not None
    spent = _minutes(*_calendar(row), row.start_at, row.met_at)
    late = row.met_at > row.due_at
    return _mark(row, "kept_late" if late else "kept", spent, late)


def _mark_of(row: _Row, request: Clocked, now: _Now) -> StageMark:
    """The mark of one that runs, or stands still with its request."""
    paused, by = request.paused_at, _calendar(row)
    spent = _minutes(*by, row.start_at, paused) if paused else now.minutes_since(row.start_at, by)
    state = _state_of(row, request, now.at)
    return _mark(row, state, spent, now.at > row.due_at, None if paused else now)


def _mark(
    row: _Row, state: str, spent: int, was_late: bool, running: _Now | None = None
) -> StageMark:
    by = _calendar(row)
    whole = max(_minutes(*by, row.start_at, row.due_at), 0) - row.paused_minutes
    used = max(spent - row.paused_minutes, 0)
    return StageMark(
        row.stage,
        # The promised amount, so that 1-3-5 reads as such.
        "↻" if row.stage == Stage.INTERIM else str(row.amount),
        state,
        min(100, round(100 * used / whole)) if whole > 0 else 100,
        row.start_at,
        row.due_at,
        row.met_at,
        was_late,
        row.is_provisional,
        used,
        row.paused_minutes,
        # Spans of working time that meet add up exactly.
        running.left(row.due_at, whole - used, by) if running else None,
    )


def _calendar(row: _Row) -> CalendarKey:
    return row.park_id, row.calendar_version, row.calendar_code


@lru_cache(maxsize=8192)
def _minutes(park_id: int, version: int, code: str | None, since: datetime, until: datetime) -> int:
    """
    Working minutes between two moments that stay as they are, fewer than none when the second
    comes first: a list shows them often.
    """
    return calendar_by(park_id, version, code).working_minutes(since, until)


@lru_cache(maxsize=4096)
def _days_left(by: CalendarKey, today: date, day: date) -> tuple[int, int]:
    """Working days until a day, and the minutes of a usual one: the same for many rows."""
    return days_between(calendar_by(*by), today, day)


def _state_of(row: _Row, request: Clocked, at: datetime) -> str:
    if request.paused_at is not None:
        return "paused"
    if row.due_at < at:
        return "late"
    return "running" if row.stage == request.next_stage else "coming"
