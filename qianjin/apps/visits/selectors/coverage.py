"""覆盖 Who has not been seen and since when; the denominator is every operating enterprise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, DateField, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Scope
from qianjin.apps.enterprises.choices import EnterpriseStatus, Tier
from qianjin.apps.enterprises.models import Enterprise
from qianjin.units.name_order import name_order

from ..choices import Caller, CoverLight, Means
from ..models import CoverageRule

PAGE = 25
MOST_POINTS = 600
LONG_AGO = date(1900, 1, 1)
WARNED_SHARE = 5
"""Yellow when a fifth of the span is left."""


@dataclass(frozen=True, slots=True)
class CoverageFilters:
    """What the list is narrowed to; empty fields do not narrow."""

    q: str = ""
    tier: str = ""
    officer: str = ""
    light: str = ""


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One enterprise: when it was seen, which rule comes first, and its light."""

    pk: int
    name: str
    tier: str
    officer_id: int | None
    officer: str
    visited_on: date | None
    contacted_on: date | None
    head_came_on: date | None
    due_on: date | None
    due_means: str
    due_caller: str
    light: str
    has_place: bool


@dataclass(frozen=True, slots=True)
class CoveragePage:
    """Rows, the longest unseen first, with the cursors to the pages beside them."""

    rows: list[CoverageRow]
    newer: str
    older: str


@dataclass(frozen=True, slots=True)
class TierCoverage:
    """One tier: how many there are, how many have been seen as the rules ask."""

    tier: str
    total: int
    visited: int
    contacted: int
    head_came: int | None
    this_year: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """走访覆盖 The state of all: by tier, by officer, and how many are red and yellow."""

    tiers: list[TierCoverage] = field(default_factory=list)
    officers: list[tuple[int | None, str, int, int]] = field(default_factory=list)
    """Number, name, enterprises, overdue."""
    total: int = 0
    red: int = 0
    yellow: int = 0

    @property
    def this_year(self) -> int:
        """Enterprises visited at least once since New Year."""
        return sum(row.this_year for row in self.tiers)


def rules_of(park_id: int) -> list[CoverageRule]:
    """Every rule of the park, by tier."""
    order = {tier: n for n, tier in enumerate(Tier.values)}
    rows = CoverageRule.objects.filter(park_id=park_id).order_by("means", "-caller", "id")
    return sorted(rows, key=lambda rule: order[rule.tier])


def on_the_books(actor: Actor) -> QuerySet[Any]:
    """Every operating enterprise of the park, with the days it was last seen."""
    rows = Enterprise.objects.filter(
        park_id=actor.park_id, merged_into__isnull=True, status=EnterpriseStatus.OPERATING
    )
    if actor.scope(Capability.VISIT_SEE) < Scope.PARK:
        rows = rows.filter(officer__in=actor.people)

    def since(column: str) -> Coalesce:
        return Coalesce(
            F(f"latest_contact__{column}"),
            F("opened_on"),
            Value(LONG_AGO),
            output_field=DateField(),
        )

    return rows.annotate(
        since_visit=since("visited_on"),
        since_call=since("contacted_on"),
        since_head=since("head_came_on"),
    )


def _column(rule: CoverageRule) -> str:
    if rule.caller == Caller.HEAD:
        return "since_head"
    return "since_visit" if rule.means == Means.VISIT else "since_call"


def _older_than(rules: list[CoverageRule], on: date, *, warned: bool) -> Q:
    """Where some rule is broken on a day, or (``warned``) will be before long."""
    found = Q(pk__in=[])
    for rule in rules:
        ahead = rule.every_days // WARNED_SHARE if warned else 0
        limit = on - timedelta(days=rule.every_days - ahead)
        found |= Q(tier=rule.tier, **{f"{_column(rule)}__lt": limit})
    return found


def _matching(
    actor: Actor, filters: CoverageFilters, rules: list[CoverageRule], on: date
) -> QuerySet[Any]:
    rows = on_the_books(actor)
    if filters.q.strip():
        rows = rows.filter(
            Q(name__icontains=filters.q.strip()) | Q(short_name__icontains=filters.q.strip())
        )
    if filters.tier:
        rows = rows.filter(tier=filters.tier)
    if filters.officer == "0":
        rows = rows.filter(officer=None)
    elif filters.officer.isdecimal():
        rows = rows.filter(officer_id=int(filters.officer[:15]))
    red = _older_than(rules, on, warned=False)
    soon = _older_than(rules, on, warned=True)
    if filters.light == CoverLight.RED:
        rows = rows.filter(red)
    elif filters.light == CoverLight.YELLOW:
        rows = rows.filter(soon).exclude(red)
    elif filters.light == CoverLight.GREEN:
        rows = rows.exclude(soon)
    return rows


def _with_words(rows: QuerySet[Any]) -> QuerySet[Any]:
    named: QuerySet[Any] = rows.select_related("latest_contact").annotate(
        officer_name=F("officer__name"), place_id=F("place__id")
    )
    return named


def coverage_page(
    actor: Actor, filters: CoverageFilters, *, on: date, cursor: str = "", size: int = PAGE
) -> CoveragePage:
    """One page of the list, whoever has waited longest first."""
    rules = rules_of(actor.park_id)
    rows = _matching(actor, filters, rules, on)
    back, here = _read(cursor)
    if here:
        day, key = here
        if back:
            rows = rows.filter(Q(since_visit__lt=day) | Q(since_visit=day, pk__lt=key))
        else:
            rows = rows.filter(Q(since_visit__gt=day) | Q(since_visit=day, pk__gt=key))
    sign = "-" if back else ""
    found = list(_with_words(rows).order_by(f"{sign}since_visit", f"{sign}pk")[: size + 1])
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    if not found:
        return CoveragePage([], "", "")
    has_newer, has_older = (more, True) if back else (bool(here), more)
    return CoveragePage(
        [_row(one, rules, on) for one in found],
        _write("<", found[0]) if has_newer else "",
        _write(">", found[-1]) if has_older else "",
    )


def exported(actor: Actor, filters: CoverageFilters, *, on: date) -> Iterator[CoverageRow]:
    """Every row of the list in its order."""
    rules = rules_of(actor.park_id)
    rows = _with_words(_matching(actor, filters, rules, on)).order_by("since_visit", "pk")
    return (_row(one, rules, on) for one in rows.iterator(chunk_size=500))


def coverage_points(
    actor: Actor, filters: CoverageFilters, *, on: date
) -> list[tuple[CoverageRow, float, float]]:
    """Those with a place, for the map: whoever has waited longest first, not without end."""
    rules = rules_of(actor.park_id)
    rows = _with_words(_matching(actor, filters, rules, on)).filter(place__isnull=False)
    rows = rows.annotate(lon=F("place__lon"), lat=F("place__lat")).order_by("since_visit", "pk")
    return [(_row(one, rules, on), one.lon, one.lat) for one in rows[:MOST_POINTS]]


def coverage(actor: Actor, *, on: date) -> Coverage:
    """The figures above the list."""
    rules = rules_of(actor.park_id)
    books = on_the_books(actor)
    red, soon = (_older_than(rules, on, warned=warned) for warned in (False, True))
    met: dict[str, Q] = {"visited": Q(pk__in=[]), "contacted": Q(pk__in=[]), "came": Q(pk__in=[])}
    names = {"since_visit": "visited", "since_call": "contacted", "since_head": "came"}
    actual = {
        "since_visit": "visited_on",
        "since_call": "contacted_on",
        "since_head": "head_came_on",
    }
    for rule in rules:
        column = _column(rule)
        limit = on - timedelta(days=rule.every_days)
        met[names[column]] |= Q(tier=rule.tier, **{f"latest_contact__{actual[column]}__gte": limit})
    new_year = Q(latest_contact__visited_on__gte=date(on.year, 1, 1))
    by_tier = {
        row["tier"]: row
        for row in books.order_by()
        .values("tier")
        .annotate(
            total=Count("pk"),
            visited=Count("pk", filter=met["visited"]),
            contacted=Count("pk", filter=met["contacted"]),
            came=Count("pk", filter=met["came"]),
            this_year=Count("pk", filter=new_year),
            red=Count("pk", filter=red),
            soon=Count("pk", filter=soon),
        )
    }
    heads = {rule.tier for rule in rules if rule.caller == Caller.HEAD}
    by_officer = (
        books.order_by()
        .values("officer_id", "officer__name")
        .annotate(total=Count("pk"), late=Count("pk", filter=red))
        .order_by("-late", "officer__name")[:40]
    )
    tiers = [
        TierCoverage(
            tier,
            row["total"],
            row["visited"],
            row["contacted"],
            row["came"] if tier in heads else None,
            row["this_year"],
        )
        for tier in Tier.values
        if (row := by_tier.get(tier))
    ]
    late = sum(row["red"] for row in by_tier.values())
    return Coverage(
        tiers=tiers,
        officers=[
            (row["officer_id"], row["officer__name"] or "", row["total"], row["late"])
            for row in sorted(
                by_officer, key=lambda row: (-row["late"], name_order(row["officer__name"] or ""))
            )
        ],
        total=sum(row.total for row in tiers),
        red=late,
        yellow=sum(row["soon"] for row in by_tier.values()) - late,
    )


def _row(one: Any, rules: list[CoverageRule], on: date) -> CoverageRow:
    latest = getattr(one, "latest_contact", None)
    due = min(
        (
            (getattr(one, _column(rule)) + timedelta(days=rule.every_days), rule.pk, rule)
            for rule in rules
            if rule.tier == one.tier
        ),
        default=None,
    )
    light = CoverLight.GREEN
    if due is not None:
        # Another rule than the first one due may warn earlier: its span is longer.
        for rule in rules:
            if rule.tier == one.tier:
                left = (getattr(one, _column(rule)) - on).days + rule.every_days
                if left < rule.every_days // WARNED_SHARE:
                    light = CoverLight.YELLOW
        if due[0] < on:
            light = CoverLight.RED
    never = due is not None and due[0].year < 1950
    return CoverageRow(
        pk=one.pk,
        name=one.name,
        tier=one.tier,
        officer_id=one.officer_id,
        officer=one.officer_name or "",
        visited_on=latest.visited_on if latest else None,
        contacted_on=latest.contacted_on if latest else None,
        head_came_on=latest.head_came_on if latest else None,
        due_on=None if due is None or never else due[0],
        due_means=due[2].means if due else "",
        due_caller=due[2].caller if due else "",
        light=str(light),
        has_place=one.place_id is not None,
    )


def _write(sign: str, one: Any) -> str:
    return f"{sign}{one.since_visit.isoformat()}_{one.pk}"


def _read(cursor: str) -> tuple[bool, tuple[date, int] | None]:
    day, _sep, key = cursor[1:].partition("_")
    try:
        return cursor[:1] == "<", (date.fromisoformat(day), int(key[:18]))
    except ValueError:
        return False, None
