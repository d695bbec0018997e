"""项目清单 The list of projects: filters, orders, pages, and what stands around it."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django.db.models import BooleanField, CharField, F, Q, QuerySet, Value
from django.db.models.expressions import RawSQL

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Role
from qianjin.apps.accounts.grants import scope_of
from qianjin.apps.accounts.models import SavedView
from qianjin.apps.enterprises import planning as texts
from qianjin.apps.parks.bounded import Counts, bounded_counts, by_words
from qianjin.units.name_order import name_order

from ..choices import JOINED, Meaning
from ..models import Project
from .entries import projects_for

PAGE = 25
COUNT_LIMIT = 1000
"""Counts go no further; a page then says "1,000+"."""
PAGE_KEY = "projects"
"""Under which saved views of the list are kept."""
SHORTEST = 2
LONG = (
    *("about", "park_watches", "firm_needs", "common_ground", "obstacles", "lost_words"),
    *("search_text", "search"),
)
"""What no line of the list shows."""

TABS = ("open", "mine", "next", "cold", "signed", "lost", "revive", "all")
SORTS = ("newest", "next", "amount", "waiting", "touch")
KEEPERS = tuple(role.value for role in Role if scope_of(role.value, Capability.PROJECT_KEEP))
"""The roles whose holders can have projects in their care."""


@dataclass(frozen=True, slots=True)
class Filters:
    """筛选 What a list of projects is narrowed to; empty fields narrow nothing."""

    tab: str = "open"
    words: str = ""
    pipeline: int | None = None
    stage: int | None = None
    sector: str = ""
    source: str = ""
    city: str = ""
    owner: int | None = None
    reason: str = ""
    organisation: int | None = None
    sort: str = "newest"

    @property
    def text(self) -> str:
        """What is searched for, in the form of the search; empty below two characters."""
        words = texts.normalise(self.words).strip()
        return words if len(words) >= SHORTEST else ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list: rows and the ways on and back."""

    rows: list[Project]
    older: str
    newer: str
    filters: Filters


@dataclass(frozen=True, slots=True)
class Furniture:
    """What the head of the list offers: people (number and name) and one's own views."""

    people: list[tuple[int, str]] = field(default_factory=list)
    views: list[tuple[int, str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Order:
    """One order of the list: the column, whether it falls, and how a cursor is read."""

    column: str
    falls: bool
    read: Any


ORDERS: dict[str, Order] = {
    "newest": Order("pk", True, int),
    "next": Order("next_on", False, date.fromisoformat),
    "amount": Order("investment_wan", True, Decimal),
    "waiting": Order("stage_since", False, datetime.fromisoformat),
    "touch": Order("touched_at", False, datetime.fromisoformat),
}


def matching(actor: Actor, filters: Filters, *, on: date) -> QuerySet[Project]:
    """The visible projects a filter leaves, in no order."""
    found = projects_for(actor).filter(_tab(actor, filters.tab, on), _fields(filters))
    return _searched(actor, found, filters)


def projects_page(
    actor: Actor, filters: Filters, *, on: date, cursor: str = "", size: int = PAGE
) -> Page:
    """
    One page behind (or before) a cursor; one that cannot be read means the first page.

    An order by what is not known of every project lists those of which it is known.
    """
    order = ORDERS[filters.sort]
    found = matching(actor, filters, on=on)
    if order.column != "pk":
        found = found.exclude(**{f"{order.column}__isnull": True})
    back, here = _read(cursor, order)
    if here is not None:
        found = found.filter(_beyond(order, here, back=back))
    falls = order.falls != back
    sign = "-" if falls else ""
    rows = found.order_by(*dict.fromkeys((f"{sign}{order.column}", f"{sign}pk")))
    taken = list(_with_names(rows).defer(*LONG)[: size + 1])
    more, taken = len(taken) > size, taken[:size]
    if back:
        taken.reverse()
    has_newer = more if back else here is not None
    has_older = bool(back) or more
    return Page(
        taken,
        _cursor(order, taken[-1], "after") if taken and has_older else "",
        _cursor(order, taken[0], "before") if taken and has_newer else "",
        filters,
    )


def tab_counts(actor: Actor, *, on: date) -> dict[str, int]:
    """How many stand under each tab, none beyond one more than the limit; one query."""
    return _tab_counts(actor, on).ask()


@lru_cache(maxsize=128)
def _tab_counts(actor: Actor, on: date) -> Counts:
    rows = {tab: matching(actor, Filters(tab), on=on) for tab in TABS}
    return bounded_counts(rows, COUNT_LIMIT)


def exported(actor: Actor, filters: Filters, *, on: date) -> Iterator[Project]:
    """Every project of a filter, newest first."""
    rows = matching(actor, filters, on=on).order_by("-pk")
    return _with_names(rows).iterator(chunk_size=1000)


def suggestions(actor: Actor, words: str, *, on: date, most: int = 8) -> list[Project]:
    """Projects a few typed characters may mean, for the search of everything."""
    filters = Filters(tab="all", words=words)
    if not filters.text:
        return []
    return list(_with_names(matching(actor, filters, on=on).order_by("-pk"))[:most])


def furniture_of(actor: Actor, *, on: date) -> Furniture:
    """People who can have projects in their care, and saved views, in one query."""
    people = (
        accounts.current_memberships(on=on)
        .filter(park_id=actor.park_id, role__in=KEEPERS)
        .order_by()
        .values_list("user_id", "user__name", Value("", output_field=CharField()))
        .annotate(sort=Value(0))
        .distinct()
    )
    views = (
        SavedView.objects.filter(park_id=actor.park_id, user_id=actor.person_id, page=PAGE_KEY)
        .order_by()
        .values_list("pk", "name", "query")
        .annotate(sort=Value(1))
    )
    found = Furniture()
    for key, name, query, sort in people.union(views, all=True):
        if sort:
            found.views.append((key, name, query))
        else:
            found.people.append((key, name))
    found.people.sort(key=lambda item: name_order(item[1]))
    found.views.sort()
    return found


def _with_names(rows: QuerySet[Project]) -> QuerySet[Project]:
    return rows.select_related("stage", "owner", "organisation", "pipeline").annotate(
        next_name=F("next_by__name")
    )


def _tab(actor: Actor, tab: str, on: date) -> Q:
    alive = ~Q(meaning=Meaning.LOST)
    return {
        "open": Q(meaning=Meaning.OPEN),
        "mine": Q(owner__in=actor.people) & alive,
        "next": Q(next_on__lte=on, next_by__in=actor.people),
        "cold": Q(cold_on__lte=on),
        "signed": Q(meaning__in=[Meaning.SIGNED, Meaning.AFTER]),
        "lost": Q(meaning=Meaning.LOST),
        "revive": Q(revive_on__lte=on),
    }.get(tab, Q())


def _fields(filters: Filters) -> Q:
    wanted = Q()
    for name in ("pipeline", "stage", "owner", "organisation"):
        if (value := getattr(filters, name)) is not None:
            wanted &= Q(**{name: value})
    for name in ("source", "city"):
        if value := getattr(filters, name):
            wanted &= Q(**{name: value})
    if filters.sector:
        wanted &= Q(sector__in=JOINED.get(filters.sector, (filters.sector,)))
    if filters.reason:
        wanted &= Q(lost_reason=filters.reason)
    return wanted


def _searched(actor: Actor, found: QuerySet[Project], filters: Filters) -> QuerySet[Project]:
    """
    Words by one of two roads, chosen by a bounded count: rare ones through the index of bigrams,
    common ones by walking the order and looking at each text.
    """
    if not filters.text:
        return found
    hits = projects_for(actor).filter(_bigrams(filters.text))
    recheck = texts.needs_recheck(filters.text)
    return by_words(found, hits, filters.text, recheck=recheck, limit=COUNT_LIMIT)


def _bigrams(words: str) -> Q:
    quoted = " & ".join(
        "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
        for lexeme in texts.query_lexemes(words)
    )
    return Q(
        RawSQL("investment_project.search @@ %s::tsquery", [quoted], output_field=BooleanField())
    )


def _beyond(order: Order, here: tuple[Any, int], *, back: bool) -> Q:
    value, key = here
    sign = "lt" if order.falls != back else "gt"
    if order.column == "pk":
        return Q(**{f"pk__{sign}": key})
    edge = Q(**{f"{order.column}__{sign}e": value})
    return edge & (Q(**{f"{order.column}__{sign}": value}) | Q(**{f"pk__{sign}": key}))


def _cursor(order: Order, row: Project, way: str) -> str:
    value = getattr(row, order.column)
    told = value.isoformat() if isinstance(value, date) else str(value)
    text = json.dumps([way, told, row.pk])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(text: str, order: Order) -> tuple[bool, tuple[Any, int] | None]:
    try:
        way, told, key = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        value = order.read(told)
    except (ValueError, TypeError, InvalidOperation, binascii.Error, AttributeError):
        return False, None
    if not isinstance(key, int) or abs(key) >= 2**62:
        return False, None
    if isinstance(value, Decimal) and not value.is_finite():
        return False, None
    if isinstance(value, datetime) and value.tzinfo is None:
        return False, None
    return way == "before", (value, key)


def counts_shown(counts: Mapping[str, int]) -> dict[str, str]:
    """Counts as a tab says them: nothing for none, ``1,000+`` where counting stopped."""
    return {
        tab: f"{COUNT_LIMIT:,}+" if n > COUNT_LIMIT else (f"{n:,}" if n else "")
        for tab, n in counts.items()
    }
