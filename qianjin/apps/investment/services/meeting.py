"""接待与外出 Visits received, trips to cities, sites walked; what they bring becomes touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit
from qianjin.apps.land.models import Parcel
from qianjin.apps.parks.models import Park
from qianjin.apps.parks.services import files as store
from qianjin.apps.parks.services.files import Upload
from qianjin.units.cities import find

from .. import policies
from ..choices import PlanState, TouchKind
from ..models import Project, Reception, SiteWalk, Trip, TripMeeting
from ..planning import tracks
from ..refusals import BadPlan, MayNotAddProject, PlanOver
from .fields import day_problem, plain
from .touching import SHELF, keep_files, touch
from .traces import held, trace

RECEPTION = {
    "guests": 300,
    "hosts": 300,
    "purpose": 200,
    "route": 2000,
    "materials": 2000,
    "car": 120,
    "meal": 120,
}
TRIP = {"title": 80, "members": 300, "purpose": 2000}
MEETING = {"with_whom": 120, "topic": 200, "place": 120}
MOST_YUAN = 10_000_000
MOST_CITIES = 12
MOST_PARCELS = 30


@transaction.atomic
def plan_reception(
    *,
    project: Project,
    arrives_at: datetime,
    leaves_at: datetime,
    guest_count: int,
    by: Actor,
    at: datetime,
    reception: Reception | None = None,
    meal_yuan: int | None = None,
    **given: str,
) -> Reception:
    """
    接待方案 Plan a visit to the park, or change the plan (``reception``).

    :raises MayNotKeepProject: not in this person's care; ``PlanOver``: it was held or called off.
    :raises BadPlan: what is wrong, by field.
    """
    row = held(project, by)
    if reception is not None and reception.state != PlanState.PLANNED:
        raise PlanOver
    kept, problems = _texts(given, RECEPTION, needed=("guests", "hosts"))
    problems |= day_problem(arrives_at.date(), "arrives_at")
    if leaves_at <= arrives_at:
        problems["leaves_at"] = [_("This lies before the beginning.")]
    if not 1 <= guest_count <= 1000:
        problems["guest_count"] = [_("From 1 to 1,000 guests.")]
    problems |= _yuan({"meal_yuan": meal_yuan})
    if problems:
        raise BadPlan(problems)
    made = reception or Reception(
        park_id=row.park_id, project=row, made_by_id=by.person_id, made_at=at
    )
    made.arrives_at, made.leaves_at = arrives_at, leaves_at
    made.guest_count, made.meal_yuan = guest_count, meal_yuan
    for name, text in kept.items():
        setattr(made, name, text)
    made.save()
    trace(row, "reception", by, at, {"on": arrives_at.isoformat(), "guests": guest_count})
    return made


@transaction.atomic
def end_reception(
    *,
    reception: Reception,
    result: str,
    by: Actor,
    at: datetime,
    files: Iterable[Upload] = (),
    is_cancelled: bool = False,
) -> Reception:
    """
    接待结束 The visit was paid, with what it brought (a touch); or it was called off.

    :raises MayNotKeepProject, PlanOver: not in this person's care; ended already.
    :raises BadTouch: it is still to come, or nothing is said; ``BadFile``: a file is refused.
    """
    row = held(reception.project, by)
    reception = Reception.objects.select_for_update().get(pk=reception.pk)
    if reception.state != PlanState.PLANNED:
        raise PlanOver
    reception.result = plain(result)[:4000]
    if is_cancelled:
        reception.state = PlanState.CANCELLED
    else:
        reception.state = PlanState.HELD
        reception.touch = touch(
            project=row,
            kind=TouchKind.RECEPTION,
            words=result,
            with_whom=reception.guests[:120],
            happened_at=reception.arrives_at,
            files=files,
            by=by,
            at=at,
        )
    reception.save()
    trace(row, "reception_end", by, at, {"state": reception.state})
    return reception


@transaction.atomic
def plan_trip(
    *,
    park: Park,
    from_on: date,
    until_on: date,
    cities: Sequence[str],
    by: Actor,
    at: datetime,
    trip: Trip | None = None,
    is_demo: bool = False,
    **given: str,
) -> Trip:
    """
    排外出 Plan a trip to cities, or change the plan (``trip``).

    :raises MayNotAddProject: this person carries no projects on.
    :raises PlanOver: it is over; ``BadPlan``: what is wrong, by field.
    """
    if not policies.may_add(by, park.pk):
        raise MayNotAddProject
    if trip is not None and trip.state != PlanState.PLANNED:
        raise PlanOver
    kept, problems = _texts(given, TRIP, needed=("title", "members"))
    problems |= day_problem(from_on, "from_on") | day_problem(until_on, "until_on")
    if until_on < from_on:
        problems["until_on"] = [_("This lies before the beginning.")]
    found = [find(word) for word in cities]
    if not found or len(found) > MOST_CITIES or None in found:
        problems["cities"] = [_("One to %(most)s cities of the list.") % {"most": MOST_CITIES}]
    if problems:
        raise BadPlan(problems)
    made = trip or Trip(park=park, leader_id=by.person_id, made_at=at, is_demo=is_demo)
    made.from_on, made.until_on = from_on, until_on
    made.cities = list(dict.fromkeys(city.code for city in found if city))
    for name, text in kept.items():
        setattr(made, name, text)
    made.save()
    _trace_trip(made, "trip.plan", by, at, {"from": str(from_on), "cities": made.cities})
    return made


@transaction.atomic
def plan_meeting(
    *,
    trip: Trip,
    when: datetime,
    city: str,
    by: Actor,
    at: datetime,
    project: Project | None = None,
    lon: float | None = None,
    lat: float | None = None,
    **given: str,
) -> TripMeeting:
    """
    约会面 Put a meeting on the itinerary of a trip, of a project or not.

    :raises MayNotAddProject: this person carries no projects on; ``MayNotKeepProject``.
    :raises PlanOver, BadPlan: the trip is over; what is wrong, by field.
    """
    if not policies.may_add(by, trip.park_id):
        raise MayNotAddProject
    if project is not None:
        project = held(project, by)
    if trip.state != PlanState.PLANNED:
        raise PlanOver
    kept, problems = _texts(given, MEETING, needed=("with_whom",))
    if not trip.from_on <= timezone.localdate(when) <= trip.until_on:
        problems["at"] = [_("This day is not one of the trip's.")]
    place = find(city)
    if place is None:
        problems["city"] = [_("This city is not in the list.")]
    if (lon is None) != (lat is None) or not tracks.is_place(lon, lat):
        problems["lon"] = [_("Please check the coordinates.")]
    if problems or place is None:
        raise BadPlan(problems)
    made = TripMeeting.objects.create(
        park_id=trip.park_id,
        trip=trip,
        project=project,
        at=when,
        city=place.code,
        lon=lon,
        lat=lat,
        **kept,
    )
    _trace_trip(trip, "trip.meeting", by, at, {"with": made.with_whom})
    return made


@transaction.atomic
def end_meeting(*, meeting: TripMeeting, result: str, by: Actor, at: datetime) -> TripMeeting:
    """
    记会面 What a meeting of a trip brought; of a project it is a touch.

    :raises MayNotAddProject, MayNotKeepProject: not this person's.
    :raises BadPlan: nothing is said; ``BadTouch``: it is still to come.
    """
    if not policies.may_add(by, meeting.park_id):
        raise MayNotAddProject
    text = plain(result)
    if not text or len(text) > 4000:
        raise BadPlan({"result": [_("Please write something.")]})
    if meeting.project is not None and meeting.touch is None:
        meeting.touch = touch(
            project=meeting.project,
            kind=TouchKind.TRIP,
            words=text,
            with_whom=meeting.with_whom,
            happened_at=meeting.at,
            by=by,
            at=at,
        )
    meeting.result = text
    meeting.save(update_fields=["result", "touch"])
    _trace_trip(meeting.trip, "trip.met", by, at, {"with": meeting.with_whom})
    return meeting


@transaction.atomic
def end_trip(
    *,
    trip: Trip,
    result: str,
    by: Actor,
    at: datetime,
    travel_yuan: int | None = None,
    lodging_yuan: int | None = None,
    other_yuan: int | None = None,
    is_cancelled: bool = False,
) -> Trip:
    """
    外出结束 The trip is over, with its costs and what it brought; or it was called off.

    :raises MayNotAddProject, PlanOver: not this person's; over already.
    :raises BadPlan: nothing is said, or sums beyond reason.
    """
    if not policies.may_add(by, trip.park_id):
        raise MayNotAddProject
    if trip.state != PlanState.PLANNED:
        raise PlanOver
    costs = {"travel_yuan": travel_yuan, "lodging_yuan": lodging_yuan, "other_yuan": other_yuan}
    problems = _yuan(costs)
    text = plain(result)
    if len(text) > 4000 or (not text and not is_cancelled):
        problems["result"] = [_("Please write something.")]
    if problems:
        raise BadPlan(problems)
    trip.state = PlanState.CANCELLED if is_cancelled else PlanState.HELD
    trip.result = text
    for name, yuan in costs.items():
        setattr(trip, name, yuan)
    trip.save()
    _trace_trip(trip, "trip.end", by, at, {"state": trip.state, **costs})
    return trip


@transaction.atomic
def walk_site(
    *,
    project: Project,
    words: str,
    by: Actor,
    at: datetime,
    happened_at: datetime | None = None,
    gpx: bytes = b"",
    points: Sequence[Sequence[float]] = (),
    parcels: Iterable[Parcel] = (),
    photos: Iterable[Upload] = (),
    with_whom: str = "",
) -> SiteWalk:
    """
    踏勘 Write down a walk over the ground: the track as GPX or as points of the telephone,
    the parcels seen, photographs (of the parcel when there is one).

    :raises MayNotKeepProject, BadTouch, BadFile: as ``touch``.
    :raises BadPlan: a track that cannot be read, or a parcel of another park.
    """
    row = held(project, by)
    seen = list(parcels)
    if len(seen) > MOST_PARCELS or any(parcel.park_id != row.park_id for parcel in seen):
        raise BadPlan({"parcels": [_("Choose one from the list.")]})
    try:
        track = tracks.read_gpx(gpx) if gpx else tracks.of_points(points)
    except tracks.NoTrack as error:
        raise BadPlan({"gpx": [_("This is no track of a walk (GPX).")]}) from error
    made = touch(
        project=row,
        kind=TouchKind.WALK,
        words=words,
        with_whom=with_whom,
        happened_at=happened_at,
        by=by,
        at=at,
    )
    kept = store.keep(park_id=row.park_id, uploads=photos, at=at, shelf=SHELF)
    keep_files(made, kept, at, seen[0].pk if len(seen) == 1 else None)
    walk = SiteWalk.objects.create(
        park_id=row.park_id,
        touch=made,
        track=[list(point) for point in track.points],
        metres=track.metres,
        minutes=track.minutes,
    )
    walk.parcels.set(seen)
    told = {"metres": track.metres, "parcels": [parcel.number for parcel in seen]}
    trace(row, "walk", by, at, told)
    return walk


def _trace_trip(trip: Trip, verb: str, by: Actor, at: datetime, detail: Mapping[str, Any]) -> None:
    audit.record(
        park_id=trip.park_id,
        by=by,
        at=at,
        verb=verb,
        object_kind="trip",
        object_id=trip.pk,
        object_label=trip.title,
        detail=detail,
    )


def _texts(
    given: Mapping[str, Any], limits: Mapping[str, int], needed: Sequence[str]
) -> tuple[dict[str, str], dict[str, list[str]]]:
    kept: dict[str, str] = {}
    problems: dict[str, list[str]] = {}
    for name, most in limits.items():
        kept[name] = plain(given.get(name))
        if len(kept[name]) > most:
            problems[name] = [_("At most %(most)s characters.") % {"most": most}]
        elif name in needed and not kept[name]:
            problems[name] = [_("Please write something.")]
    return kept, problems


def _yuan(sums: Mapping[str, int | None]) -> dict[str, list[str]]:
    told = _("A number from 0 to %(most)s.") % {"most": f"{MOST_YUAN:,}"}
    return {
        n: [told] for n, yuan in sums.items() if yuan is not None and not 0 <= yuan <= MOST_YUAN
    }
