"""路线提问 Rounds and their stops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from hashlib import sha256

from django.db.models import Count, Prefetch, Q, QuerySet, prefetch_related_objects

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Scope
from qianjin.apps.enterprises.models import Contact
from qianjin.apps.parks.composed import DAY, Composed
from qianjin.units.refusals import Missing

from ..choices import FeedKind, RoundState
from ..models import CalendarFeed, Round, Stop

PAGE = 25


@dataclass(frozen=True, slots=True)
class RoundsPage:
    """Rounds, the latest day first, with the cursors to the pages beside them."""

    rows: Sequence[Round]
    newer: str
    older: str


def visible_rounds(actor: Actor) -> QuerySet[Round]:
    """The rounds the actor may see."""
    rows = Round.objects.filter(park_id=actor.park_id)
    if actor.scope(Capability.VISIT_SEE) < Scope.PARK:
        rows = rows.filter(officer__in=actor.people)
    return rows.select_related("officer", "park")


def with_stops(rows: QuerySet[Round]) -> QuerySet[Round]:
    """With the stops of each, whom to call there, and what became of each."""
    return rows.prefetch_related(_stops())


def _stops() -> Prefetch[str]:
    contacts = Contact.objects.filter(left_on=None).order_by("-is_primary", "pk")
    stops = (
        Stop.objects.select_related("enterprise", "enterprise__place", "visit")
        .prefetch_related(Prefetch("enterprise__contacts", queryset=contacts, to_attr="to_call"))
        .order_by("position")
    )
    return Prefetch("stops", queryset=stops)


def rounds_page(
    actor: Actor, *, officer: str = "", state: str = "", cursor: str = "", size: int = PAGE
) -> RoundsPage:
    """One page of rounds with how many stops each has and how many are done."""
    rows = visible_rounds(actor).annotate(
        stop_count=Count("stops"), done_count=Count("stops__visit")
    )
    if officer == "me":
        rows = rows.filter(officer__in=actor.people)
    elif officer.isdecimal():
        rows = rows.filter(officer_id=int(officer[:15]))
    if state in RoundState.values:
        rows = rows.filter(state=state)
    back, here = _read(cursor)
    if here:
        day, key = here
        if back:
            rows = rows.filter(Q(on__gt=day) | Q(on=day, pk__gt=key))
        else:
            rows = rows.filter(Q(on__lt=day) | Q(on=day, pk__lt=key))
    sign = "" if back else "-"
    found = list(rows.order_by(f"{sign}on", f"{sign}pk")[: size + 1])
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    if not found:
        return RoundsPage([], "", "")
    has_newer, has_older = (more, True) if back else (bool(here), more)
    return RoundsPage(
        found,
        f"<{found[0].on}_{found[0].pk}" if has_newer else "",
        f">{found[-1].on}_{found[-1].pk}" if has_older else "",
    )


def _read(cursor: str) -> tuple[bool, tuple[date, int] | None]:
    day, _sep, key = cursor[1:].partition("_")
    try:
        return cursor[:1] == "<", (date.fromisoformat(day), int(key[:18]))
    except ValueError:
        return False, None


def round_for(actor: Actor, round_id: int) -> Round:
    """
    One round with its stops, whom to call there, and what became of each.

    :raises Missing: no such round for this person.
    """
    found = with_stops(visible_rounds(actor)).filter(pk=round_id).first()
    if found is None:
        raise Missing
    return found


def stop_for(actor: Actor, stop_id: int) -> Stop:
    """
    One stop of a round the actor may see.

    :raises Missing: there is none.
    """
    found = (
        Stop.objects.filter(pk=stop_id, round__in=visible_rounds(actor))
        .select_related("round", "round__park", "enterprise")
        .first()
    )
    if found is None:
        raise Missing
    return found


def todays_round(actor: Actor, *, on: date) -> Round | None:
    """The actor's own round of a day, else the next one of the coming fortnight."""
    mine = (
        with_stops(visible_rounds(actor))
        .filter(officer_id=actor.person_id, on__range=(on, on + timedelta(days=14)))
        .exclude(state=RoundState.CALLED_OFF)
    )
    return mine.order_by("on", "pk").first()


def todays_rounds(actor: Actor, *, on: date) -> list[Round]:
    """The rounds of a day that the actor, or whom they stand in for, goes on."""
    rounds = _rounds_on_a_day(actor).ask({DAY: on})
    prefetch_related_objects(rounds, _stops())
    return rounds


@lru_cache(maxsize=128)
def _rounds_on_a_day(actor: Actor) -> Composed[Round]:
    return Composed(
        lambda: (
            visible_rounds(actor)
            .filter(officer__in=actor.people, on=DAY)
            .exclude(state=RoundState.CALLED_OFF)
            .order_by("pk")
        )
    )


def feed_of(actor: Actor, kind: str = FeedKind.ROUNDS) -> CalendarFeed | None:
    """The actor's own calendar address of a kind, when there is one."""
    return CalendarFeed.objects.filter(
        park_id=actor.park_id, person_id=actor.person_id, kind=kind, revoked_at=None
    ).first()


def feed_behind(secret: str, kind: str) -> CalendarFeed:
    """
    Whose address of a kind this is.

    :raises Missing: nobody's, or taken back.
    """
    hashed = sha256(secret.encode()).hexdigest()
    feed = (
        CalendarFeed.objects.filter(
            token_hash=hashed, kind=kind, revoked_at=None, person__is_active=True
        )
        .select_related("park", "person")
        .first()
    )
    if feed is None:
        raise Missing
    return feed


def rounds_for_feed(secret: str, *, on: date) -> tuple[CalendarFeed, list[Round]]:
    """
    Whose address this is, and their rounds from a month ago on.

    :raises Missing: nobody's, or taken back.
    """
    feed = feed_behind(secret, FeedKind.ROUNDS)
    rows = Round.objects.filter(
        park_id=feed.park_id, officer_id=feed.person_id, on__gte=on - timedelta(days=31)
    )
    rows = with_stops(rows.exclude(state=RoundState.CALLED_OFF).select_related("park", "officer"))
    return feed, list(rows.order_by("on")[:200])
