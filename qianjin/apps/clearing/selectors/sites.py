"""选址提问 Needs of land with their answers; the only doors to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.land.models import LayerVersion, Parcel
from qianjin.units.refusals import Missing

from ..choices import SEARCHING, NeedState, SearchState
from ..models import ReadyDate, SiteNeed, SiteSearch
from ..planning import sites as planning
from ..planning.ready import DATED_STATES

PAGE = 25
MOST_NEEDS = 20
AROUND = 400
"""Parcels drawn around a site at most."""


def needs_for(actor: Actor) -> QuerySet[SiteNeed]:
    """The needs of the actor's park; the standing questions among them."""
    rows = SiteNeed.objects.filter(park_id=actor.park_id)
    return rows if actor.may(Capability.SITE_SEE) else rows.none()


def need_for(actor: Actor, pk: int) -> SiteNeed:
    """:raises Missing: absent, of another park, or not this person's to see."""
    found = needs_for(actor).filter(pk=pk).select_related("park", "made_by", "search").first()
    if found is None:
        raise Missing
    return found


def needs_page(
    actor: Actor, *, before: str = "", state: str = "", size: int = PAGE
) -> tuple[list[SiteNeed], str]:
    """One page of projects' needs, newest first, and the mark of the next page."""
    rows = needs_for(actor).filter(standing=None).order_by("-pk")
    if state in NeedState.values:
        rows = rows.filter(state=state)
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.select_related("search", "made_by")[: size + 1])
    shown = found[:size]
    return shown, str(shown[-1].pk) if len(found) > size else ""


def standing_of(actor: Actor) -> list[SiteNeed]:
    """The standing questions with their answers, the smallest first."""
    rows = needs_for(actor).filter(standing__isnull=False)
    return list(rows.select_related("search").order_by("standing")[:MOST_NEEDS])


def search_of(need: SiteNeed) -> SiteSearch | None:
    """The latest search of a need."""
    found: SiteSearch | None = getattr(need, "search", None)
    return found


@dataclass(frozen=True, slots=True)
class Freshness:
    """新鲜 Whether an answer is there, stands on the land as it is now, or is being searched."""

    is_there: bool
    is_fresh: bool
    is_searching: bool


def freshness(need: SiteNeed, *, layer: int, today: date) -> Freshness:
    """How the latest answer of a need stands."""
    row = search_of(need)
    if row is None:
        return Freshness(False, False, False)
    fresh = (
        row.state == SearchState.READY
        and row.layer == layer
        and row.need_version == need.version
        and row.on == today
    )
    return Freshness(bool(row.answer), fresh, row.state in SEARCHING)


def layer_of(park_id: int) -> int:
    """The version of the land's layer; 0 while nothing is on it."""
    found = LayerVersion.objects.filter(park_id=park_id).values_list("version", flat=True).first()
    return found or 0


@dataclass(frozen=True, slots=True)
class Plot:
    """图上地块 A parcel as a drawing needs it, with its day."""

    pk: int
    number: str
    name: str
    state: str
    village: str
    owner: str
    mu: float
    ready: ReadyDate | None
    rings: list[list[tuple[float, float]]]


def plots(park_id: int, keys: Iterable[int]) -> dict[int, Plot]:
    """The parcels of answers, by their keys; two queries."""
    wanted = set(keys)
    rows = Parcel.objects.filter(park_id=park_id, pk__in=wanted).select_related(
        "village", "main_owner"
    )
    days = ReadyDate.objects.filter(park_id=park_id, parcel__in=wanted)
    by_parcel = {row.parcel_id: row for row in days.select_related("blocker_unit")}
    return {row.pk: _plot(row, by_parcel.get(row.pk)) for row in rows}


def around(park_id: int, shown: Iterable[Plot], most: int = AROUND) -> list[Plot]:
    """Parcels that lie about a site, for the drawing."""
    points = [point for plot in shown for ring in plot.rings for point in ring]
    if not points:
        return []
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    wide, high = (east - west) / 4 + 0.001, (north - south) / 4 + 0.001
    rows = Parcel.objects.filter(
        park_id=park_id,
        closed_on=None,
        west__lte=east + wide,
        east__gte=west - wide,
        south__lte=north + high,
        north__gte=south - high,
    ).select_related("village", "main_owner")
    return [_plot(row, None) for row in rows.order_by("pk")[:most]]


def _plot(row: Parcel, ready: ReadyDate | None) -> Plot:
    return Plot(
        pk=row.pk,
        number=row.number,
        name=row.name,
        state=row.state,
        village=row.village.name if row.village else "",
        owner=row.main_owner.name if row.main_owner else "",
        mu=float(row.mu),
        ready=ready,
        rings=planning.rings_of(bytes(row.shape)),
    )


def promised(actor: Actor, keys: Iterable[int], *, but: int | None = None) -> dict[int, str]:
    """Which of these parcels are chosen for another open need, and for which."""
    wanted = set(keys)
    if not wanted:
        return {}
    rows = needs_for(actor).filter(state=NeedState.OPEN, chosen__overlap=sorted(wanted))
    if but is not None:
        rows = rows.exclude(pk=but)
    return {key: row.name for row in rows[:MOST_NEEDS] for key in row.chosen if key in wanted}


def fitting(actor: Actor, number: str) -> list[tuple[SiteNeed, planning.NeedFit]]:
    """
    反向匹配 Every open need of a project, and whether it can be met with this parcel.

    For layers small enough that a page may wait (``can_fit_in_a_page``).
    """
    rows = needs_for(actor).filter(state=NeedState.OPEN, standing=None)
    chosen = list(rows.select_related("park").order_by("-pk")[:MOST_NEEDS])
    if not chosen:
        return []
    by_key = {need.pk: need for need in chosen}
    return [
        (by_key[fit.need_id], fit) for fit in planning.needs_for(chosen[0].park, number, chosen)
    ]


def can_fit_in_a_page(park_id: int) -> bool:
    """Whether the layer is small enough to be matched while a page waits."""
    rows = Parcel.objects.filter(park_id=park_id, closed_on=None, state__in=DATED_STATES)
    return rows.order_by()[: planning.SMALL + 1].count() <= planning.SMALL


@dataclass(frozen=True, slots=True)
class ChosenNow:
    """选定现状 The site chosen as it stands now; ``lost`` parcels are not to be had any more."""

    ready: date | None
    last: ReadyDate | None
    lost: int


def chosen_now(need: SiteNeed) -> ChosenNow | None:
    """The site chosen for a need, as it stands now."""
    if not need.chosen:
        return None
    rows = list(
        ReadyDate.objects.filter(park_id=need.park_id, parcel__in=need.chosen)
        .select_related("parcel", "blocker_unit")
        .defer("parcel__shape")
    )
    last = max(rows, key=lambda row: (row.likely, row.latest), default=None)
    return ChosenNow(last.likely if last else None, last, len(need.chosen) - len(rows))
