"""地块提问 Parcels: the list, one with what hangs on it, and the layer's version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.parks.bounded import bounded_counts
from qianjin.units.refusals import Missing

from .. import policies
from ..choices import ParcelState
from ..models import LandSettings, Parcel

PAGE = 25
COUNT_LIMIT = 5000
"""Counts and sums of a list stop here: no page may cost more as a book grows."""
ORDERS = ("number", "area")


@dataclass(frozen=True, slots=True)
class ParcelFilters:
    """
    筛选 What the list is narrowed to; empty fields narrow nothing.

    ``q`` is the beginning of a number or a name. ``owner`` is the unit with the largest share.
    ``enclave``: owned by a village other than the one it lies in. ``closed``: what has been
    replaced instead of what is. Areas in 亩.
    """

    q: str = ""
    state: str = ""
    village: int | None = None
    owner: int | None = None
    sector: str = ""
    low_use: str = ""
    enclave: bool = False
    closed: bool = False
    mu_min: Decimal | None = None
    mu_max: Decimal | None = None
    order: str = "number"


@dataclass(frozen=True, slots=True)
class ParcelPage:
    """A page of parcels; ``more`` continues it."""

    rows: list[Parcel]
    more: str


@dataclass(frozen=True, slots=True)
class Totals:
    """How many parcels of a filter there are, and how much land, ㎡; neither beyond the limit."""

    count: int
    area: Decimal

    @property
    def is_more(self) -> bool:
        """Whether ``count`` is where counting stopped."""
        return self.count > COUNT_LIMIT


def parcels_for(actor: Actor) -> QuerySet[Parcel]:
    """Every parcel this person may see, closed ones among them."""
    return Parcel.objects.filter(policies.parcels_seen(actor))


def open_parcels_for(actor: Actor) -> QuerySet[Parcel]:
    """Every parcel of today that this person may see."""
    return parcels_for(actor).filter(closed_on=None)


def parcels_on(actor: Actor, day: date) -> QuerySet[Parcel]:
    """The parcels as they stood at the end of a day, for comparing two days."""
    then = Q(opened_on__lte=day) & (Q(closed_on=None) | Q(closed_on__gt=day))
    return parcels_for(actor).filter(then)


def parcel_or_none(actor: Actor, number: str) -> Parcel | None:
    """The parcel of this number, if this person may see it."""
    return parcels_for(actor).filter(number=number).first()


def parcel_for(actor: Actor, pk: int) -> Parcel:
    """:raises Missing: absent, of another park, or not this person's to see."""
    rows = parcels_for(actor).select_related("village", "main_owner", "park")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def matching(actor: Actor, filters: ParcelFilters) -> QuerySet[Parcel]:
    """The visible parcels a filter leaves, in its order."""
    rows = parcels_for(actor).filter(closed_on__isnull=not filters.closed)
    for name in ("state", "sector", "low_use"):
        if value := getattr(filters, name):
            rows = rows.filter(**{name: value})
    if filters.village is not None:
        rows = rows.filter(village=filters.village)
    if filters.owner is not None:
        rows = rows.filter(main_owner=filters.owner)
    if filters.enclave:
        rows = rows.filter(is_enclave=True)
    if filters.mu_min is not None:
        rows = rows.filter(area_plane__gte=filters.mu_min * 10_000 / 15)
    if filters.mu_max is not None:
        rows = rows.filter(area_plane__lte=filters.mu_max * 10_000 / 15)
    if q := filters.q.replace("\x00", "").strip():
        rows = rows.filter(Q(number__startswith=q) | Q(name__startswith=q))
    keys = ("-area_plane", "number") if filters.order == "area" else ("number",)
    return rows.order_by(*keys)


def parcels_page(
    actor: Actor, filters: ParcelFilters, *, after: str = "", size: int = PAGE
) -> ParcelPage:
    """One page of a list; ``after`` is what ``ParcelPage.more`` said."""
    rows = _behind(matching(actor, filters), filters.order, after)
    taken = list(rows.select_related("village", "main_owner").defer("shape")[: size + 1])
    shown = taken[:size]
    if len(taken) <= size:
        return ParcelPage(shown, "")
    last = shown[-1]
    mark = f"{last.area_plane}~{last.number}" if filters.order == "area" else last.number
    return ParcelPage(shown, mark)


def _behind(rows: QuerySet[Parcel], order: str, after: str) -> QuerySet[Parcel]:
    after = after.replace("\x00", "")
    if not after:
        return rows
    if order != "area":
        return rows.filter(number__gt=after)
    area, _, number = after.partition("~")
    try:
        least = Decimal(area)
    except InvalidOperation:
        return rows
    if not least.is_finite() or abs(least) > Decimal(10) ** 12:
        return rows
    return rows.filter(Q(area_plane__lte=least) & (Q(area_plane__lt=least) | Q(number__gt=number)))


def state_counts(actor: Actor, filters: ParcelFilters) -> dict[str, int]:
    """
    How many parcels of the filter stand in each state; its own state is left out of it.

    None beyond one more than the limit; one query.
    """
    rows = matching(actor, replace(filters, state=""))
    asked = {one: rows.filter(state=one) for one in ParcelState.values}
    return bounded_counts(asked, COUNT_LIMIT).ask()


def totals(actor: Actor, filters: ParcelFilters) -> Totals:
    """How many, and how much land, counted no further than the limit."""
    within = matching(actor, filters).order_by().values("area_plane")[: COUNT_LIMIT + 1]
    found: dict[str, Any] = within.aggregate(many=Count("*"), area=Sum("area_plane"))
    return Totals(found["many"], found["area"] or Decimal(0))


def exported(actor: Actor, filters: ParcelFilters) -> Iterator[Parcel]:
    """Every parcel of a filter, without its boundary."""
    rows = matching(actor, filters).select_related("village", "main_owner").defer("shape")
    return rows.iterator(chunk_size=1000)


def settings_of(park_id: int) -> LandSettings:
    """The park's settings, with their defaults where nobody has set any."""
    return LandSettings.objects.filter(park_id=park_id).first() or LandSettings(park_id=park_id)


def may_see_all(actor: Actor) -> bool:
    """Whether this person sees the whole book, proposals and low-efficiency land among it."""
    return policies.may_see_all(actor)
