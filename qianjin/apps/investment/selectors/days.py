"""日程 What stands on which day: next steps, visits received, trips, signings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.visits import selectors as visits
from qianjin.apps.visits.choices import FeedKind
from qianjin.apps.visits.models import CalendarFeed
from qianjin.units.refusals import Missing

from ..models import Negotiation, Project, Reception, Trip, TripMeeting
from .entries import projects_for

MOST = 500
"""Entries of a month on the calendar; nobody's month has more."""


@dataclass(frozen=True, slots=True)
class DayEntry:
    """Something on a day: a next step, a visit, a trip, a meeting, a signing; ``key`` stays."""

    key: str
    kind: str
    begins: datetime | None
    on: date
    until: date
    title: str
    project_id: int | None
    trip_id: int | None
    words: str


def days_of(actor: Actor, first: date, last: date, *, is_own: bool = False) -> list[DayEntry]:
    """Everything from ``first`` to ``last``; one's own alone, if asked for; five queries."""
    seen = projects_for(actor)
    if is_own:
        seen = seen.filter(Q(owner__in=actor.people) | Q(next_by__in=actor.people))
    keys = seen.values("pk")
    found: list[DayEntry] = []
    steps = seen.filter(next_on__range=(first, last))
    if is_own:
        steps = steps.filter(next_by__in=actor.people)
    for pk, name, step, on in steps.values_list("pk", "name", "next_step", "next_on")[:MOST]:
        if on is not None:
            found.append(DayEntry(f"step-{pk}", "step", None, on, on, name, pk, None, step))
    begin, end = moments_of(first, last)
    received = Reception.objects.filter(
        project__in=keys, arrives_at__gte=begin, arrives_at__lt=end
    ).exclude(state="cancelled")
    for row in received.select_related("project")[:MOST]:
        found.append(_at(f"visit-{row.pk}", "visit", row.arrives_at, row.project, row.guests))
    rooms = Negotiation.objects.filter(project__in=keys, signing_at__gte=begin, signing_at__lt=end)
    for room in rooms.select_related("project")[:MOST]:
        found.append(_at(f"sign-{room.pk}", "sign", room.signing_at, room.project, room.place))
    found += _travels(actor, first, last, begin, end)
    return sorted(found, key=lambda one: (one.on, one.begins is not None, str(one.begins), one.key))


def days_for_feed(
    secret: str, first: date, last: date, *, on: date
) -> tuple[CalendarFeed, list[DayEntry]]:
    """
    Whose address this is, and their own days from ``first`` to ``last``.

    :raises Missing: nobody's, taken back, or of somebody who sees no projects any more.
    """
    feed = visits.feed_behind(secret, FeedKind.PROJECTS)
    actor = accounts.actor_of(user=feed.person, park=feed.park, on=on)
    if not actor.may(Capability.PROJECT_SEE):
        raise Missing
    return feed, days_of(actor, first, last, is_own=True)


def _travels(
    actor: Actor, first: date, last: date, begin: datetime, end: datetime
) -> list[DayEntry]:
    trips = Trip.objects.filter(
        park_id=actor.park_id, from_on__lte=last, until_on__gte=first
    ).exclude(state="cancelled")
    found = [
        DayEntry(
            f"trip-{row.pk}",
            "trip",
            None,
            row.from_on,
            row.until_on,
            row.title,
            None,
            row.pk,
            row.members,
        )
        for row in trips[:MOST]
    ]
    meetings = TripMeeting.objects.filter(park_id=actor.park_id, at__gte=begin, at__lt=end)
    for row in meetings.select_related("project")[:MOST]:
        title = row.project.name if row.project else row.with_whom
        found.append(
            DayEntry(
                f"meeting-{row.pk}",
                "meeting",
                row.at,
                _day(row.at),
                _day(row.at),
                title,
                row.project_id,
                row.trip_id,
                row.topic or row.with_whom,
            )
        )
    return found


def _at(key: str, kind: str, at: datetime, project: Project, words: str) -> DayEntry:
    return DayEntry(key, kind, at, _day(at), _day(at), project.name, project.pk, None, words)


def _day(at: datetime) -> date:
    return timezone.localdate(at)


def moments_of(first: date, last: date) -> tuple[datetime, datetime]:
    """From the first moment of ``first`` to the last of ``last``."""
    zone = timezone.get_current_timezone()
    midnight = datetime.min.time()
    return (
        datetime.combine(first, midnight, zone),
        datetime.combine(last + timedelta(days=1), midnight, zone),
    )
