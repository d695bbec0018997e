"""诉求列表 Lists of any size at one speed: filters on indexes, keyset pages, bounded counts."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability

from .. import policies
from ..choices import OPEN_STATES, Light, RequestStatus, Stage
from ..models import Promise, ServiceRequest
from ..planning import (
    Left,
    WorkCalendar,
    calendar_by,
    left_until,
    share_used,
    working_minutes,
)
from .search import find_own, find_requests

PAGE = 25
COUNT_LIMIT = 2000
"""Counts go no further; a page then says "2,000+" instead of counting to the end."""

OPEN_TABS = frozenset({"open", "mine", "unassigned", "late", "soon"})
TABS = ("open", "mine", "unassigned", "late", "soon", "waiting", "long", "to_rate", "low", "all")


@dataclass(frozen=True, slots=True)
class Filters:
    """筛选 What a list shows; every field is one query parameter of its address."""

    tab: str = "open"
    words: str = ""
    kind: str = ""
    level: str = ""
    status: str = ""
    unit: int | None = None
    officer: int | None = None
    enterprise: int | None = None
    since: date | None = None
    until: date | None = None
    sort: str = ""

    @property
    def order(self) -> str:
        """``due`` (what breaks first, for open requests only) or ``newest``."""
        has_clocks = self.tab in OPEN_TABS and not self.words
        return "due" if has_clocks and self.sort != "newest" else "newest"


@dataclass(frozen=True, slots=True)
class StageMark:
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


@dataclass(frozen=True, slots=True)
class RequestRow:
    """列表行 One finished row; templates walk no relation."""

    id: int
    number: str
    title: str
    enterprise_id: int
    enterprise: str
    kind: str
    level: str
    status: str
    unit: str
    officer: str
    light: str
    next_stage: str
    due_at: datetime | None
    opened_at: datetime
    resolved_at: datetime | None
    score: int | None
    round: int
    milestone: str
    milestone_on: date | None
    is_mine: bool
    left: Left | None = None
    stages: tuple[StageMark, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """一页 Rows with the cursors to the pages beside it."""

    rows: list[RequestRow]
    newer: str = ""
    older: str = ""
    total: int = 0
    is_capped: bool = False
    filters: Filters = field(default_factory=Filters)


def filtered(actor: Actor, filters: Filters, at: datetime) -> QuerySet[ServiceRequest]:
    """The requests a list shows, not yet ordered."""
    rows = ServiceRequest.objects.filter(policies.visible(actor)).filter(
        _tab(filters.tab, actor, at)
    )
    exact: dict[str, Any] = {
        "kind": filters.kind,
        "level": filters.level,
        "status": filters.status,
        "unit_id": filters.unit,
        "officer_id": filters.officer,
        "enterprise_id": filters.enterprise,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if filters.since:
        rows = rows.filter(opened_at__gte=_midnight(filters.since))
    if filters.until and filters.until < date.max:
        rows = rows.filter(opened_at__lt=_midnight(filters.until + timedelta(days=1)))
    if filters.words and actor.may(Capability.REQUEST_NOTE):
        rows, _is_common = find_requests(rows, filters.words, actor.park_id)
    elif filters.words:
        rows = find_own(rows, filters.words)
    return rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))


def _tab(tab: str, actor: Actor, at: datetime) -> Q:
    opened = Q(status__in=OPEN_STATES)
    return {
        "open": opened,
        "mine": opened & Q(officer_id__in=actor.people),
        "unassigned": opened & Q(officer=None),
        "late": opened & Q(next_due_at__lt=at),
        "soon": opened & Q(warn_at__lte=at, next_due_at__gte=at),
        "waiting": Q(status=RequestStatus.NEED_INFO),
        "long": Q(status=RequestStatus.LONG_CASE),
        "to_rate": Q(status=RequestStatus.RESOLVED, score=None),
        "low": Q(score__in=(1, 2)),
        "done": ~opened,
    }.get(tab, Q())


def page_of(
    actor: Actor, filters: Filters, *, at: datetime, cursor: str = "", size: int = PAGE
) -> Page:
    """One page of a list; the cursor is opaque and safe to keep in an address."""
    base = filtered(actor, filters, at)
    total = count_up_to(base)
    rows, newer, older = _keyset(base, filters.order, cursor, size)
    return Page(
        rows=to_rows(rows, actor, at), newer=newer, older=older,
        total=min(total, COUNT_LIMIT), is_capped=total > COUNT_LIMIT, filters=filters,
    )


def count_up_to(rows: QuerySet[ServiceRequest], limit: int = COUNT_LIMIT) -> int:
    """Count, but no further than one beyond ``limit``."""
    return rows.order_by()[: limit + 1].count()


def _keyset(
    base: QuerySet[ServiceRequest], order: str, cursor: str, size: int
) -> tuple[list[ServiceRequest], str, str]:
    back, key = _read_cursor(cursor)
    name = "next_due_at" if order == "due" else "opened_at"
    descending = (order != "due") != back
    rows = base
    if key:
        rows = rows.filter(_after(name, key, descending=descending))
    prefix = "-" if descending else ""
    found = list(joined(rows).order_by(f"{prefix}{name}", f"{prefix}id")[: size + 1])
    more = len(found) > size
    found = found[:size]
    if back:
        found.reverse()
    if not found:
        return [], "", ""
    first, last = _key_of(found[0], name), _key_of(found[-1], name)
    newer = _write_cursor(True, first) if (more if back else bool(key)) else ""
    older = _write_cursor(False, last) if (bool(key) if back else more) else ""
    return found, newer, older


def _key_of(row: ServiceRequest, name: str) -> tuple[str | None, int]:
    moment: datetime | None = getattr(row, name)
    return (moment.isoformat() if moment else None, row.pk)


def _after(name: str, key: tuple[str | None, int], *, descending: bool) -> Q:
    """Rows behind ``key`` in the order; PostgreSQL sorts empty values last when ascending."""
    value, pk = key
    beyond_id = Q(**{"pk__lt" if descending else "pk__gt": pk})
    if value is None:
        same = Q(**{f"{name}__isnull": True}) & beyond_id
        return same | Q(**{f"{name}__isnull": False}) if descending else same
    compare = "lt" if descending else "gt"
    # The plain bound lets the index seek; the rest parts those of the same moment.
    bound = Q(**{f"{name}__{compare}e": value})
    later = bound & (Q(**{f"{name}__{compare}": value}) | beyond_id)
    return later if descending else later | Q(**{f"{name}__isnull": True})


def _read_cursor(cursor: str) -> tuple[bool, tuple[str | None, int] | None]:
    try:
        back, value, pk = json.loads(base64.urlsafe_b64decode(cursor.encode() + b"=="))
        if value is not None and datetime.fromisoformat(value).tzinfo is None:
            return False, None
        return bool(back), (value, int(pk))
    except (ValueError, TypeError, OverflowError, RecursionError):
        return False, None


def _write_cursor(back: bool, key: tuple[str | None, int]) -> str:
    body = json.dumps([int(back), *key], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(body).decode().rstrip("=")


def joined(rows: QuerySet[ServiceRequest]) -> QuerySet[ServiceRequest]:
    """With what ``to_rows`` reads of its neighbours, and no more."""
    return rows.select_related("enterprise", "unit", "officer").only(
        "number", "title", "kind", "level", "status", "next_stage", "next_due_at", "warn_at",
        "paused_at", "opened_at", "resolved_at", "score", "round", "milestone", "milestone_on",
        "park_id", "enterprise__name", "enterprise__short_name", "unit__name_zh",
        "unit__name_en", "officer__name", "officer__username",
    )


def to_rows(requests: list[ServiceRequest], actor: Actor, at: datetime) -> list[RequestRow]:
    """Finished rows with their gauges, in two queries whatever their number."""
    marks = stage_marks(requests, at)
    return [
        RequestRow(
            id=r.pk, number=r.number, title=r.title, enterprise_id=r.enterprise_id,
            enterprise=r.enterprise.short_name or r.enterprise.name, kind=r.kind, level=r.level,
            status=r.status, unit=r.unit.name if r.unit else "",
            officer=r.officer.name if r.officer else "", light=light_of(r, at),
            next_stage=r.next_stage, due_at=r.next_due_at, opened_at=r.opened_at,
            resolved_at=r.resolved_at, score=r.score, round=r.round, milestone=r.milestone,
            milestone_on=r.milestone_on, is_mine=r.officer_id in actor.people,
            left=_left(marks.get(r.pk, ()), r.next_stage), stages=tuple(marks.get(r.pk, ())),
        )
        for r in requests
    ]


def _left(marks: Iterable[StageMark], stage: str) -> Left | None:
    return next((mark.left for mark in marks if mark.stage == stage), None)


def light_of(request: ServiceRequest, at: datetime) -> Light:
    """红黄灯 The traffic light of the next promise."""
    if request.paused_at is not None:
        return Light.PAUSED
    if request.next_due_at is None or request.warn_at is None:
        return Light.OFF
    if request.next_due_at < at:
        return Light.RED
    return Light.YELLOW if request.warn_at <= at else Light.GREEN


NUMBERS = {Stage.RESPOND: "1", Stage.PLAN: "3", Stage.RESOLVE: "5", Stage.INTERIM: "↻"}
ORDER = {Stage.RESPOND: 0, Stage.PLAN: 1, Stage.RESOLVE: 2, Stage.INTERIM: 3}


def stage_marks(
    requests: Iterable[ServiceRequest], at: datetime
) -> dict[int, list[StageMark]]:
    """The gauges of these requests: the stages of the current round, in one query."""
    rounds = {r.pk: r for r in requests}
    found: dict[int, list[StageMark]] = {}
    rows = (
        Promise.objects.filter(request_id__in=rounds)
        .annotate(
            calendar=F("request__profile__calendar__code"), version=F("park__calendar_version")
        )
        .order_by("request_id", "position")
    )
    for promise in rows:
        request = rounds[promise.request_id]
        if promise.round == request.round:
            read = vars(promise)
            calendar = calendar_by(promise.park_id, read["version"], read["calendar"])
            found.setdefault(request.pk, []).append(mark_of(promise, request, calendar, at))
    for marks in found.values():
        marks.sort(key=lambda mark: ORDER[Stage(mark.stage)])
        # Of the rolling answers only the latest belongs into a gauge.
        rolling = [mark for mark in marks if mark.stage == Stage.INTERIM]
        for old in rolling[:-1]:
            marks.remove(old)
    return found


def mark_of(
    promise: Promise, request: ServiceRequest, calendar: WorkCalendar, at: datetime
) -> StageMark:
    """One stage as a gauge shows it, measured in working time."""
    end = promise.met_at or (request.paused_at or at)
    runs = promise.met_at is None and request.paused_at is None
    if promise.met_at is not None:
        state = "kept" if promise.met_at <= promise.due_at else "kept_late"
    elif request.paused_at is not None:
        state = "paused"
    elif promise.due_at < at:
        state = "late"
    else:
        state = "running" if promise.stage == request.next_stage else "coming"
    used = working_minutes(calendar, promise.start_at, end) - promise.paused_minutes
    return StageMark(
        stage=promise.stage, number=stage_number(promise), state=state,
        percent=share_used(
            calendar, promise.start_at, promise.due_at, end, promise.paused_minutes
        ),
        start_at=promise.start_at, due_at=promise.due_at, met_at=promise.met_at,
        was_late=(promise.met_at or at) > promise.due_at,
        is_provisional=promise.is_provisional, used_minutes=max(used, 0),
        paused_minutes=promise.paused_minutes,
        left=left_until(calendar, promise.due_at, at) if runs else None,
    )


def stage_number(promise: Promise) -> str:
    """What stands in the gauge's circle: the promised amount, so that 1-3-5 reads as such."""
    return NUMBERS[Stage.INTERIM] if promise.stage == Stage.INTERIM else str(promise.amount)


def tab_counts(actor: Actor, *, at: datetime, tabs: Iterable[str] = TABS) -> dict[str, int]:
    """How many requests stand behind each tab, none counted beyond the limit, in one query."""
    base = ServiceRequest.objects.filter(policies.visible(actor))
    names = list(tabs)
    parts = [count_query(base.filter(_tab(tab, actor, at))) for tab in names]
    with connection.cursor() as cursor:
        sql = ", ".join(f"({query})" for query, _params in parts)
        params = [value for _query, values in parts for value in values]
        cursor.execute(f"SELECT {sql}", params)  # noqa: S608 (built by the ORM)
        counts = cursor.fetchone()
    return dict(zip(names, counts, strict=True))


def count_query(rows: QuerySet[ServiceRequest]) -> tuple[str, tuple[Any, ...]]:
    """A bounded count as SQL with its parameters, to be asked together with others."""
    inner = rows.order_by().values("pk")[: COUNT_LIMIT + 1]
    query, params = inner.query.sql_with_params()
    return f"SELECT count(*) FROM ({query}) AS bounded", params


def export_rows(
    actor: Actor, filters: Filters, *, at: datetime, chunk: int = 1000
) -> Iterator[RequestRow]:
    """Every row of a filtered list, in its order, without holding them all."""
    cursor = ""
    while True:
        base = filtered(actor, filters, at)
        rows, _newer, cursor = _keyset(base, filters.order, cursor, chunk)
        yield from to_rows(rows, actor, at)
        if not cursor:
            return
