"""选址 Asking for a search, working it out in the worker, keeping the answers fresh."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.land.models import LayerVersion, Parcel
from qianjin.apps.parks.models import Park

from .. import policies
from ..choices import SEARCHING, NeedState, SearchState
from ..models import SiteNeed, SiteSearch
from ..planning import sites as planning
from ..refusals import MayNotSearch, StillSearching
from .traces import today_of

JOB = "clearing.search"
LOST_AFTER = timedelta(minutes=30)


@transaction.atomic
def ask(need: SiteNeed, *, at: datetime) -> SiteSearch:
    """Put a search on the worker's list; one already there is asked anew. The old answer stays."""
    row = SiteSearch.objects.select_for_update().filter(need=need).first()
    row = row or SiteSearch(need=need, park_id=need.park_id, run=0)
    row.state, row.run, row.begun_at, row.asked_at = SearchState.WAITING, row.run + 1, None, at
    row.on = today_of(at)
    row.save()
    app.configure_task(JOB).defer(need_id=need.pk, run=row.run)
    return row


@transaction.atomic
def search_again(*, need: SiteNeed, by: Actor, at: datetime) -> SiteSearch:
    """
    重新选址 Search once more, on the land as it is now.

    :raises MayNotSearch: not this person's.
    :raises StillSearching: it is being searched already.
    """
    if not policies.may_search(by, need.park_id):
        raise MayNotSearch
    known = SiteSearch.objects.filter(need=need, state__in=SEARCHING).first()
    if known is not None and not _is_lost(known, at):
        raise StillSearching
    return ask(need, at=at)


@transaction.atomic
def cancel_search(*, need: SiteNeed, by: Actor, at: datetime) -> None:
    """
    取消选址 Give a search up, also while it runs; the answer before it stays.

    :raises MayNotSearch: not this person's.
    """
    if not policies.may_search(by, need.park_id):
        raise MayNotSearch
    SiteSearch.objects.filter(need=need, state__in=SEARCHING).update(
        state=SearchState.CANCELLED, done_at=at
    )


def work_out(
    *, need_id: int, run: int, at: datetime, seconds: float = planning.SECONDS
) -> SiteSearch | None:
    """
    求解 Search for one need, in the clock's name; nothing when it was asked anew or given up.

    Holds no transaction while it searches.
    """
    begun = SiteSearch.objects.filter(need=need_id, run=run, state=SearchState.WAITING).update(
        state=SearchState.RUNNING, begun_at=at
    )
    if not begun:
        return None
    need = SiteNeed.objects.select_related("park").get(pk=need_id)
    layer = layer_version(need.park_id)
    try:
        found = planning.search(need.park, need, today_of(at), seconds=seconds)
    except Exception:
        _settle(need_id, run, state=SearchState.FAILED)
        raise
    _settle(
        need_id,
        run,
        state=SearchState.READY,
        answer=found,
        layer=layer,
        need_version=need.version,
        on=today_of(at),
        parcels=found["parcels"],
        done_at=at,
    )
    return SiteSearch.objects.get(need=need_id)


def _settle(need_id: int, run: int, **fields: Any) -> None:
    SiteSearch.objects.filter(need=need_id, run=run, state=SearchState.RUNNING).update(**fields)


def layer_version(park_id: int) -> int:
    """The version of the land's layer; 0 while nothing is on it."""
    found = LayerVersion.objects.filter(park_id=park_id).values_list("version", flat=True).first()
    return found or 0


def is_stale(search: SiteSearch, need: SiteNeed, *, layer: int, today: date) -> bool:
    """Whether the land, the need or the day has changed since the search."""
    return (
        search.state != SearchState.READY
        or search.layer != layer
        or search.need_version != need.version
        or search.on != today
    )


def freshen(*, park: Park, at: datetime) -> int:
    """
    保持新鲜 Have every open need whose answer is stale searched anew; how many. Nobody's act.

    A price or a condition changed in the book counts as a change of the land here, too.
    """
    from .needing import ask_standing

    ask_standing(park=park, at=at)
    layer, today = layer_version(park.pk), today_of(at)
    rows = SiteNeed.objects.filter(park=park, state=NeedState.OPEN).select_related("search")
    asked = 0
    for need in rows.order_by("pk"):
        known = getattr(need, "search", None)
        if known is not None and _rests(known, at, today):
            continue
        if known is None or is_stale(known, need, layer=layer, today=today) or _repriced(known):
            ask(need, at=at)
            asked += 1
    return asked


def _rests(search: SiteSearch, at: datetime, today: date) -> bool:
    """Being searched; or given up or failed today, which is left to people until tomorrow."""
    if search.state in SEARCHING:
        return not _is_lost(search, at)
    return search.state in (SearchState.CANCELLED, SearchState.FAILED) and search.on == today


def _is_lost(search: SiteSearch, at: datetime) -> bool:
    """Whether the worker that had it is gone: no search takes so long, and none waits so long."""
    return (search.begun_at or search.asked_at) < at - LOST_AFTER


def _repriced(search: SiteSearch) -> bool:
    return Parcel.objects.filter(
        park_id=search.park_id, changed_at__gt=search.asked_at, closed_on=None
    ).exists()
