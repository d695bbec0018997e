"""诉求列表 Lists of any size at one speed: filters on indexes, keyset pages, bounded counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Scope

from .. import policies
from ..choices import OPEN_STATES, RequestStatus
from ..models import ServiceRequest
from ..planning import Left
from .around import Furniture, asking_furniture, read_furniture
from .cursors import Key, after, read_cursor, write_cursor
from .hand import counting_hand
from .lines import Line, lines_of, values_of
from .marks import StageMark, light_of, stage_marks
from .questions import COUNT_LIMIT, NOW, Question, counting, one_of_keys, question_of
from .search import Met, find_own, find_requests, look_up

PAGE = 25
FIELDS = {"due": "next_due_at", "newest": "opened_at"}
"""By which moment an order goes."""
OPEN_TABS = frozenset({"open", "mine", "unassigned", "late", "soon", "parts"})
TABS = (
    *("open", "mine", "unassigned", "late", "soon", "parts"),
    *("waiting", "long", "to_rate", "low", "all"),
)


MET = "\ue000met\ue001"
"""Stands for words whose hits are known."""
NOTHING = Question("", ())
LONG = Question("SELECT %s", (COUNT_LIMIT + 1,))
"""The length of a list that is known to go beyond the bound."""


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
    firms: tuple[int, ...] | None = None
    """Enterprises one of which it must be: what a few typed characters may mean."""
    since: date | None = None
    until: date | None = None
    sort: str = ""

    @property
    def order(self) -> str:
        """``due`` (what breaks first, for open requests only) or ``newest``."""
        has_clocks = self.tab in OPEN_TABS and not self.words
        return "due" if has_clocks and self.sort != "newest" else "newest"


class RequestRow(NamedTuple):
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
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many requests stand behind each tab that was asked for, as ``tab_counts`` counts."""
    in_hand: tuple[int, int] | None = None
    """What waits for the reader and how much of it is late, for the menu around a whole page."""
    around: Furniture = field(default_factory=Furniture)
    """What the head of a whole page offers."""


def filtered(
    actor: Actor, filters: Filters, at: datetime, met: Met | None = None
) -> QuerySet[ServiceRequest]:
    """The requests a list shows, not yet ordered; ``met`` is what its words have met already."""
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
    if filters.firms is not None:
        rows = rows.filter(enterprise_id__in=filters.firms)
    if filters.since:
        rows = rows.filter(opened_at__gte=_midnight(filters.since))
    if filters.until and filters.until < date.max:
        rows = rows.filter(opened_at__lt=_midnight(filters.until + timedelta(days=1)))
    if filters.words == MET:
        return rows.filter(pk__in=one_of_keys())
    if met is not None:
        return met.among(rows)
    if not filters.words:
        return rows
    if actor.may(Capability.REQUEST_NOTE):
        return find_requests(rows, filters.words, actor.park_id)
    return find_own(rows, filters.words)


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
        "parts": opened & _helped(actor),
        "waiting": Q(status=RequestStatus.NEED_INFO),
        "long": Q(status=RequestStatus.LONG_CASE),
        "to_rate": Q(status=RequestStatus.RESOLVED, score=None),
        "low": Q(score__in=(1, 2)),
        "done": ~opened,
    }.get(tab, Q())


def _helped(actor: Actor) -> Q:
    """协办 What one's own unit helps with; for whoever sees the whole park what anybody does."""
    if actor.scope(Capability.REQUEST_SEE) == Scope.PARK:
        return Q(co_units__isnull=False)
    return Q(co_units__overlap=sorted(actor.unit_ids)) if actor.unit_ids else Q(pk__in=[])


def page_of(
    actor: Actor,
    filters: Filters,
    *,
    at: datetime,
    cursor: str = "",
    size: int = PAGE,
    tabs: Collection[str] = (),
    is_whole: bool = False,
) -> Page:
    """
    One page of a list; the cursor is opaque and safe to keep in an address.

    For a page of the office that ``is_whole`` what stands around the list comes with its counts.
    """
    zone = timezone.get_current_timezone_name()
    beside = _counting_tabs(actor, tuple(tabs))
    base, asked, met = None, filters, _met(actor, filters)
    if met is not None and met.keys is not None:
        # Composed for any words, and asked with the keys of what these have met.
        asked = replace(filters, words=MET)
    elif filters.words:
        base = filtered(actor, filters, at, met)
    keys = met.keys or () if met is not None else ()
    if base is None:
        whole = _counting(actor, asked, zone)
    elif met is not None and policies.sees_all(actor) and filters == Filters("all", filters.words):
        # A search that has just met more hits than are ever counted need not count them again.
        whole = LONG
    else:
        whole = counting({"": base})
    frame = _around(actor, timezone.localdate(at)) if is_whole else NOTHING
    if filters == Filters(filters.tab, sort=filters.sort) and filters.tab in tabs:
        # The list of a tab is as long as the tab says.
        (numbers,) = beside.beside(frame).ask(at)
        total = numbers[list(tabs).index(filters.tab)]
    else:
        ((total, *numbers),) = whole.beside(beside).beside(frame).ask(at, keys=keys)
    counts = dict(zip(tabs, numbers, strict=False))
    if base is None and not cursor:
        found = _first_page(actor, asked, size, zone).ask(at, keys=keys)
        lines = [Line(*row) for row in found]
        rows, newer, older = _page_in(lines, filters.order, size)
    else:
        base = filtered(actor, filters, at, met) if base is None else base
        rows, newer, older = _keyset(base, filters.order, cursor, size)
    return Page(
        rows=to_rows(rows, actor, at),
        newer=newer,
        older=older,
        total=min(total, COUNT_LIMIT),
        is_capped=total > COUNT_LIMIT,
        filters=filters,
        counts=counts,
        in_hand=(numbers[-3], numbers[-2]) if is_whole else None,
        around=read_furniture(numbers[-1] if is_whole else None),
    )


def _around(actor: Actor, on: date) -> Question:
    return counting_hand(actor).beside(asking_furniture(actor, on))


def _met(actor: Actor, filters: Filters) -> Met | None:
    """What the words of a list have met, for readers whom the index of all texts may tell."""
    may_read = filters.words and actor.may(Capability.REQUEST_NOTE)
    return look_up(filters.words, actor.park_id) if may_read else None


@lru_cache(maxsize=512)
def _counting(actor: Actor, filters: Filters, zone: str) -> Question:
    """The length of a list; days in its filters begin by the clock of ``zone``."""
    with timezone.override(zone):
        return counting({"": filtered(actor, filters, NOW)})


@lru_cache(maxsize=512)
def _counting_tabs(actor: Actor, tabs: tuple[str, ...]) -> Question:
    seen = ServiceRequest.objects.filter(policies.visible(actor))
    return counting({tab: seen.filter(_tab(tab, actor, NOW)) for tab in tabs})


def count_up_to(rows: QuerySet[ServiceRequest], limit: int = COUNT_LIMIT) -> int:
    """Count, but no further than one beyond ``limit``."""
    return rows.order_by()[: limit + 1].count()


def _keyset(
    base: QuerySet[ServiceRequest], order: str, cursor: str, size: int
) -> tuple[list[Line], str, str]:
    back, key = read_cursor(cursor)
    found = lines_of(_ordered(base, order, key, size, back=back))
    return _page_in(found, order, size, back=back, key=key)


def _ordered(
    rows: QuerySet[ServiceRequest], order: str, key: Key | None, size: int, *, back: bool = False
) -> QuerySet[ServiceRequest]:
    """The rows of one page and one more, which says whether another page follows."""
    name = FIELDS[order]
    descending = (order != "due") != back
    if key:
        rows = rows.filter(after(name, key, descending=descending))
    prefix = "-" if descending else ""
    return rows.order_by(f"{prefix}{name}", f"{prefix}id")[: size + 1]


def _page_in(
    found: list[Line], order: str, size: int, *, back: bool = False, key: Key | None = None
) -> tuple[list[Line], str, str]:
    """The page with the cursors to its neighbours."""
    more = len(found) > size
    found = found[:size]
    if back:
        found.reverse()
    if not found:
        return [], "", ""
    first, last = _key_of(found[0], FIELDS[order]), _key_of(found[-1], FIELDS[order])
    newer = write_cursor(True, first) if (more if back else bool(key)) else ""
    older = write_cursor(False, last) if (bool(key) if back else more) else ""
    return found, newer, older


@lru_cache(maxsize=512)
def _first_page(actor: Actor, filters: Filters, size: int, zone: str) -> Question:
    """The page on which a list opens, which is asked for more often than all others."""
    with timezone.override(zone):
        rows = filtered(actor, filters, NOW)
        return question_of(values_of(_ordered(rows, filters.order, None, size)))


def _key_of(row: Line, name: str) -> Key:
    moment: datetime | None = getattr(row, name)
    return (moment.isoformat() if moment else None, row.pk)


def to_rows(lines: list[Line], actor: Actor, at: datetime) -> list[RequestRow]:
    """Finished rows with their gauges, in one query more whatever their number."""
    marks = stage_marks(lines, at)
    return [
        RequestRow(
            id=r.pk,
            number=r.number,
            title=r.title,
            enterprise_id=r.enterprise_id,
            enterprise=r.enterprise,
            kind=r.kind,
            level=r.level,
            status=r.status,
            unit=r.unit,
            officer=r.officer or "",
            light=light_of(r, at),
            next_stage=r.next_stage,
            due_at=r.next_due_at,
            opened_at=r.opened_at,
            resolved_at=r.resolved_at,
            score=r.score,
            round=r.round,
            milestone=r.milestone,
            milestone_on=r.milestone_on,
            is_mine=r.officer_id in actor.people,
            left=_left(marks.get(r.pk, ()), r.next_stage),
            stages=tuple(marks.get(r.pk, ())),
        )
        for r in lines
    ]


def _left(marks: Iterable[StageMark], stage: str) -> Left | None:
    return next((mark.left for mark in marks if mark.stage == stage), None)


def tab_counts(actor: Actor, *, at: datetime, tabs: Iterable[str] = TABS) -> dict[str, int]:
    """How many requests stand behind each tab, none counted beyond the limit, in one query."""
    asked = tuple(tabs)
    return dict(zip(asked, _counting_tabs(actor, asked).ask(at)[0], strict=True))


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
