"""排线所需 What a plan is made from: who is due, who can go, and what is known of the ways."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from qianjin.apps.accounts.models import Absence
from qianjin.apps.enterprises.choices import EnterpriseStatus
from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.parks import selectors as parks

from .. import planning
from ..choices import Caller, Ground, Means, RoundState
from ..models import Round, RoundPlan, Stop
from .coverage import rules_of
from .ground import OfficerTime, times_of, travel_of
from .matrix import measured_of


def officers_to_plan(park_id: int, *, on: date) -> list[OfficerTime]:
    """Whose rounds can be planned."""
    return times_of(park_id, on=on)


def ask_of(plan: RoundPlan) -> planning.Ask:
    """Everything the engine needs for one plan, in a bounded number of queries."""
    people = [p for p in times_of(plan.park_id, on=plan.first_on) if p.person_id in plan.officers]
    opening = parks.calendar_for(plan.park_id, "").opening
    travel = travel_of(plan.park_id)
    wanted, left_out = _wanted(plan, people)
    return planning.Ask(
        first_on=plan.first_on,
        until_on=plan.until_on,
        office=(travel.lon, travel.lat) if travel else (0.0, 0.0),
        wanted=tuple(wanted),
        outings=tuple(_outings(plan, people, opening)),
        breaks=tuple(
            (planning.minute_of(before[1]), planning.minute_of(after[0]))
            for before, after in pairwise(opening)
        ),
        road_factor=travel.road_factor if travel else 1.35,
        speed_kmh=travel.speed_kmh if travel else 30.0,
        left_out=tuple(left_out),
        measured=measured_of(plan.park_id),
    )


def _outings(
    plan: RoundPlan, people: list[OfficerTime], opening: list[list[str]]
) -> list[planning.Outing]:
    park = parks.park_by_id(plan.park_id)
    away = {
        (row.absent_id, day)
        for row in Absence.objects.filter(
            park_id=plan.park_id, from_on__lte=plan.until_on, until_on__gte=plan.first_on
        )
        for day in _span(max(row.from_on, plan.first_on), min(row.until_on, plan.until_on))
    }
    taken = set(
        Round.objects.filter(park_id=plan.park_id, on__range=(plan.first_on, plan.until_on))
        .exclude(state=RoundState.CALLED_OFF)
        .values_list("officer_id", "on")
    )
    found = []
    for day in _span(plan.first_on, plan.until_on):
        if not parks.is_working_day(park, day):
            continue
        for person in people:
            hours = _hours(person, day, opening)
            if hours and (person.person_id, day) not in away | taken:
                skills = {*person.skills, *person.sectors, planning.care(person.person_id)}
                skills |= {planning.HEAD} if person.is_head else set()
                found.append(planning.Outing(person.person_id, day, *hours, frozenset(skills)))
    return found


def _hours(person: OfficerTime, day: date, opening: list[list[str]]) -> tuple[int, int] | None:
    """A make-up Saturday is worked like the Friday before it."""
    weekday = min(day.weekday(), 4)
    morning, afternoon = (f"{weekday}{half}" in person.half_days for half in ("am", "pm"))
    sessions = [opening[0]] * morning + [opening[-1]] * afternoon
    if not sessions:
        return None
    return planning.minute_of(sessions[0][0]), planning.minute_of(sessions[-1][1])


def _span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _wanted(
    plan: RoundPlan, people: list[OfficerTime]
) -> tuple[list[planning.Wanted], list[tuple[int, str]]]:
    visits = {
        (rule.tier, rule.caller): rule
        for rule in rules_of(plan.park_id)
        if rule.means == Means.VISIT
    }
    wishes = plan.wishes
    dropped = {int(key) for key in wishes.get("dropped", [])}
    pins = {
        int(k): (int(v[0]), date.fromisoformat(v[1])) for k, v in wishes.get("pins", {}).items()
    }
    requests = {int(k): int(v) for k, v in wishes.get("requests", {}).items()}
    ids = {person.person_id for person in people}
    has_head = any(person.is_head for person in people)
    on_a_round = set(
        Stop.objects.filter(
            park_id=plan.park_id, visit=None, skipped="", round__state=RoundState.PLANNED
        ).values_list("enterprise_id", flat=True)
    )
    rows = Enterprise.objects.filter(
        park_id=plan.park_id, merged_into=None, status=EnterpriseStatus.OPERATING
    ).select_related("place", "latest_contact")
    wanted, left_out = [], []
    for one in rows.order_by("pk"):
        mine = one.officer_id in ids or one.officer_id is None
        if one.pk in on_a_round or (plan.own_only and not mine and one.pk not in pins):
            continue
        place = getattr(one, "place", None)
        if one.pk in dropped or place is None:
            ground = Ground.TAKEN_OUT if one.pk in dropped else Ground.NO_PLACE
            left_out.append((one.pk, str(ground)))
            continue
        latest = getattr(one, "latest_contact", None)
        seen = (latest and latest.visited_on) or one.opened_on
        head_came = (latest and latest.head_came_on) or one.opened_on
        usual = visits.get((one.tier, Caller.OFFICER))
        heads = visits.get((one.tier, Caller.HEAD)) if has_head else None
        is_heads = heads is not None and (
            head_came is None or head_came + timedelta(days=heads.every_days) <= plan.until_on
        )
        rule = heads if is_heads else usual
        if rule is None:
            continue
        needs = set(place.needs)
        if is_heads:
            needs.add(planning.HEAD)
        elif plan.own_only and one.officer_id in ids:
            needs.add(planning.care(one.officer_id))
        wanted.append(
            planning.Wanted(
                key=one.pk,
                name=one.name,
                lon=place.lon,
                lat=place.lat,
                minutes=place.minutes or rule.minutes,
                every=rule.every_days,
                latest=head_came if is_heads else seen,
                windows=_windows(place.opens, place.closes),
                weekdays=frozenset(place.weekdays or range(7)),
                needs=frozenset(needs),
                requests=requests.get(one.pk, 0),
                pin=pins.get(one.pk),
            )
        )
    return wanted, left_out


def _windows(opens: str, closes: str) -> tuple[tuple[int, int], ...]:
    if not opens and not closes:
        return ()
    return ((planning.minute_of(opens or "00:00"), planning.minute_of(closes or "23:59")),)
