"""外出招商 Trips to cities: itinerary on a drawing, meetings, costs, results."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.investment import policies, selectors, services
from qianjin.apps.investment.choices import PlanState
from qianjin.apps.investment.refusals import BadPlan, MayNotAddProject
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.ui.wording import moment
from qianjin.units.cities import find

from . import words
from .listing import ways
from .posting import NOTHING, Act, post
from .room_forms import EndForm, MeetingForm, TripEndForm, TripForm
from .tables import part_url

HOME = "3301"


@endpoint(Capability.PROJECT_SEE)
def trips(request: ParkRequest) -> HttpResponse:
    """All trips, the latest first."""
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isdecimal() and len(asked) < 19 else 0
    found, older = selectors.trips_for(request.actor, before=before)
    context = {
        "rows": [_line(one) for one in found],
        "ways": ways(request, "project_trips"),
        "export_url": part_url(request, "trips"),
        "older": f"?before={older}" if older else "",
        "newest": to(request, "web:project_trips") if before else "",
        "may_keep": request.actor.may(Capability.PROJECT_KEEP),
    }
    return page(request, "web/investment/trips.html", context)


@acts(Capability.PROJECT_KEEP)
def trip_new(request: ParkRequest) -> HttpResponse:
    """Plan a trip."""
    posted = post(request, {"plan": Act(lambda d, f: TripForm(d), _planner(request, None))})
    if posted.done:
        return go(request, "web:project_trips")
    context = {"plan_form": posted.shown("plan", TripForm())}
    return page(request, "web/investment/trip_new.html", context, 422 if posted.form else 200)


def _planner(request: ParkRequest, trip: Any) -> Any:
    def plan(form: Any) -> Any:
        given = dict(form.cleaned_data)
        cities = given.pop("cities").replace("，", ",").replace("、", ",").split(",")
        return services.plan_trip(
            park=request.park,
            trip=trip,
            cities=[name for name in cities if name.strip()],
            by=request.actor,
            at=timezone.now(),
            **given,
        )

    return plan


def _line(one: Any) -> dict[str, Any]:
    meetings = list(one.meetings.all())
    costs = [one.travel_yuan, one.lodging_yuan, one.other_yuan]
    known = [yuan for yuan in costs if yuan is not None]
    return {
        "row": one,
        "state": PlanState(one.state),
        "cities": " · ".join(words.city_name(code) for code in one.cities),
        "meetings": len(meetings),
        "cost": f"{sum(known):,}" if known else "",
    }


@acts(Capability.PROJECT_SEE, thing="project_trip")
def trip(request: ParkRequest, pk: int) -> HttpResponse:
    """One trip with its meetings; before it is over it is planned, then told."""
    row = selectors.trip_for(request.actor, pk)
    may_keep = policies.may_add(request.actor, row.park_id)
    posted = NOTHING
    if request.method == "POST":
        if not may_keep:
            raise MayNotAddProject
        posted = post(request, _acts(request, row))
        if posted.done:
            return go(request, "web:project_trip", pk)
    meetings = list(row.meetings.all())
    known = {n: getattr(row, n) for n in TripForm.base_fields}
    known["cities"] = "、".join(words.city_name(code) for code in row.cities)
    context = {
        **_line(row),
        "trip": row,
        "meetings": meetings,
        "points": _points(row, meetings),
        "way": [{"line": _way(row, meetings), "tone": "active"}],
        "may_keep": may_keep,
        "is_planned": row.state == PlanState.PLANNED,
        "plan_form": posted.shown("plan", TripForm(initial=known)),
        "meeting_form": posted.shown("meet", MeetingForm(auto_id="id_meet_%s")),
        "told_form": posted.shown("told", EndForm(auto_id="id_told_%s")),
        "telling": request.POST.get("key") if posted.name == "told" else "",
        "end_form": posted.shown("end", TripEndForm(auto_id="id_over_%s")),
        "now": timezone.now(),
    }
    return page(request, "web/investment/trip.html", context, 422 if posted.form else 200)


def _acts(request: ParkRequest, row: Any) -> dict[str, Act]:
    who: dict[str, Any] = {"by": request.actor, "at": timezone.now()}

    def meet(form: Any) -> Any:
        given = dict(form.cleaned_data)
        number = given.pop("project").strip()
        project = selectors.project_numbered(request.actor, number) if number else None
        if number and project is None:
            raise BadPlan({"project": [_("No project has this number.")]})
        return services.plan_meeting(trip=row, project=project, **given, **who)

    def told(form: Any) -> Any:
        meeting = selectors.meeting_of(row, request.POST.get("key", ""))
        result = form.cleaned_data["result"]
        return services.end_meeting(meeting=meeting, result=result, **who)

    def end(form: Any) -> Any:
        cancelled = bool(request.POST.get("cancel"))
        return services.end_trip(trip=row, is_cancelled=cancelled, **form.cleaned_data, **who)

    return {
        "plan": Act(lambda d, f: TripForm(d), _planner(request, row)),
        "meet": Act(lambda d, f: MeetingForm(d), meet),
        "told": Act(lambda d, f: EndForm(d, f), told),
        "end": Act(lambda d, f: TripEndForm(d), end),
    }


def _place(one: Any) -> tuple[float, float]:
    city = find(one.city)
    if one.lon is not None and one.lat is not None:
        return one.lon, one.lat
    return (city.lon, city.lat) if city else (0.0, 0.0)


def _points(row: Any, meetings: list[Any]) -> list[dict[str, Any]]:
    """Home, the cities of the trip, and the meetings by their number."""
    home = find(HOME)
    points: list[dict[str, Any]] = []
    if home is not None:
        points.append({"lon": home.lon, "lat": home.lat, "label": home.name_zh, "kind": "home"})
    for number, one in enumerate(meetings, start=1):
        lon, lat = _place(one)
        label = f"{moment(one.at)} {one.with_whom}"
        points.append(
            {"lon": lon, "lat": lat, "label": label, "tone": "active", "mark": str(number)}
        )
    shown = {one.city for one in meetings}
    for code in row.cities:
        city = find(code)
        if city is not None and code not in shown:
            name = words.city_name(code)
            points.append({"lon": city.lon, "lat": city.lat, "label": name, "tone": "waiting"})
    return points


def _way(row: Any, meetings: list[Any]) -> list[tuple[float, float]]:
    home = find(HOME)
    begin = [(home.lon, home.lat)] if home else []
    places = [_place(one) for one in meetings]
    if not places:
        found = [find(code) for code in row.cities]
        places = [(city.lon, city.lat) for city in found if city]
    return [*begin, *places]
