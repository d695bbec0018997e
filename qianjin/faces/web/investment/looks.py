"""各种看法 The same projects on a map of their cities, by day, as a funnel, lost, and ahead."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.investment import selectors
from qianjin.faces.gate import endpoint, to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import page
from qianjin.faces.web.visits.ics import Event, calendar
from qianjin.ui.shapes import Bar, Cell, Column, NavItem, TableRow
from qianjin.ui.wording import clock_time
from qianjin.units.cities import distance_km, find
from qianjin.units.refusals import Missing

from . import words
from .forms import FilterForm
from .listing import ways

HOME = "3301"
AHEAD_DAYS = 90
TONES = {
    "step": "active",
    "visit": "at_risk",
    "trip": "waiting",
    "meeting": "waiting",
    "sign": "done",
}


def _filters(request: ParkRequest, tab: str) -> Any:
    return FilterForm(request.GET).filters(request.GET.get("tab", tab))


# ------------------------------------------------------------------ where they come from


@endpoint(Capability.PROJECT_SEE)
def origins(request: ParkRequest) -> HttpResponse:
    """The cities projects come from, drawn by where they lie; the list says the same in words."""
    today = timezone.localdate()
    filters = _filters(request, "all")
    found, nowhere = selectors.by_city(request.actor, filters, on=today)
    home, address = find(HOME), to(request, "web:projects")
    # What lies beyond the seas would shrink the rest to a dot: it stands in the list.
    near = [one for one in found if home and distance_km(home, one.city) < 4000]
    points = [
        {
            "lon": one.city.lon,
            "lat": one.city.lat,
            "label": f"{words.city_name(one.city.code)} {one.many}",
            "tone": "done" if one.signed else "active",
            "mark": str(one.many),
            "name": words.city_name(one.city.code),
            "url": f"{address}?tab=all&city={one.city.code}",
        }
        for one in near
    ]
    context = {
        "ways": ways(request, "project_origins"),
        "points": [*_home(home), *points],
        "rows": [_city(one, address, home) for one in found],
        "columns": _city_columns(),
        "tabs": _tabs(request, filters.tab),
        "nowhere": nowhere,
        "cities": len(found),
    }
    return page(request, "web/investment/origins.html", context)


def _home(home: Any) -> list[dict[str, Any]]:
    if home is None:
        return []
    return [{"lon": home.lon, "lat": home.lat, "label": home.name_zh, "kind": "home"}]


def _tabs(request: ParkRequest, tab: str) -> list[NavItem]:
    address = to(request, "web:project_origins")
    known = (
        ("all", pgettext("tab", "All")),
        ("open", pgettext("tab", "Before signing")),
        ("signed", pgettext("tab", "Signed and after")),
        ("lost", pgettext("tab", "Lost")),
    )
    return [NavItem(label, f"{address}?tab={code}", active=code == tab) for code, label in known]


def _city_columns() -> list[Column]:
    return [
        Column(_("City of origin"), main=True),
        Column(_("Projects"), align="end"),
        Column(_("Investment"), align="end", nowrap=True),
        Column(_("Signed"), align="end"),
        Column(pgettext("project", "Lost"), align="end"),
        Column(_("Away"), align="end", nowrap=True),
    ]


def _city(one: Any, address: str, home: Any) -> TableRow:
    away = f"{round(distance_km(home, one.city)):,} km" if home else ""
    return TableRow(
        [
            Cell(words.city_name(one.city.code), url=f"{address}?tab=all&city={one.city.code}"),
            str(one.many),
            words.money(one.sum_wan) if one.sum_wan else "",
            str(one.signed or ""),
            str(one.lost or ""),
            away,
        ]
    )


# ------------------------------------------------------------------ by day


@endpoint(Capability.PROJECT_SEE)
def calendar_page(request: ParkRequest) -> HttpResponse:
    """A month: next steps, visits, trips, signings; ``ics``: the next ninety days as a file."""
    today = timezone.localdate()
    is_own = bool(request.GET.get("mine"))
    if request.GET.get("ics"):
        return _ics(request, today, is_own=is_own)
    first = _month(request.GET.get("month", ""), today)
    after = _next_month(first)
    found = selectors.days_of(request.actor, first, after - timedelta(days=1), is_own=is_own)
    mine = "&mine=1" if is_own else ""
    before = _next_month(first - timedelta(days=40))
    context = {
        "ways": ways(request, "project_calendar"),
        "first": first,
        "weeks": _weeks(request, first, after, found, today),
        "earlier": f"?month={before:%Y-%m}{mine}",
        "later": f"?month={after:%Y-%m}{mine}",
        "mine": is_own,
        "month": f"{first:%Y-%m}",
        "is_empty": not found,
    }
    return page(request, "web/investment/calendar.html", context)


def _month(text: str, today: date) -> date:
    try:
        first = datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC).date()
    except ValueError:
        return today.replace(day=1)
    return first if 1990 <= first.year <= 2199 else today.replace(day=1)


def _next_month(first: date) -> date:
    return (first.replace(day=1) + timedelta(days=32)).replace(day=1)


def _weeks(
    request: ParkRequest, first: date, after: date, found: Any, today: date
) -> list[list[dict[str, Any]]]:
    begin = first - timedelta(days=first.weekday())
    weeks = []
    while begin < after:
        days = [begin + timedelta(days=n) for n in range(7)]
        weeks.append(
            [
                {
                    "day": one,
                    "is_outside": not first <= one < after,
                    "is_today": one == today,
                    "entries": [_entry(request, e) for e in found if e.on <= one <= e.until],
                }
                for one in days
            ]
        )
        begin += timedelta(days=7)
    return weeks


def _entry(request: ParkRequest, one: Any) -> dict[str, Any]:
    url = to(request, "web:project", one.project_id) if one.project_id else ""
    if not url and one.trip_id:
        url = to(request, "web:project_trip", one.trip_id)
    return {
        "title": one.title,
        "words": one.words,
        "time": clock_time(one.begins) if one.begins else "",
        "tone": TONES[one.kind],
        "kind": _kinds()[one.kind],
        "url": url,
    }


def _kinds() -> dict[str, str]:
    return {
        "step": _("Next step"),
        "visit": _("Visit received"),
        "trip": _("Trip"),
        "meeting": _("Meeting of a trip"),
        "sign": _("Signing"),
    }


def _ics(request: ParkRequest, today: date, *, is_own: bool) -> HttpResponse:
    last = today + timedelta(days=AHEAD_DAYS)
    found = selectors.days_of(request.actor, today, last, is_own=is_own)
    now, kinds = timezone.now(), _kinds()
    body = calendar(_("Projects"), [_event(request, one, kinds, now) for one in found])
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="projects.ics"'
    return response


def _event(request: ParkRequest, one: Any, kinds: dict[str, str], now: datetime) -> Event:
    zone = timezone.get_current_timezone()
    begins = one.begins or datetime.combine(one.on, datetime.min.time(), zone).replace(hour=9)
    ends = begins + timedelta(hours=1)
    if one.until > one.on:
        ends = datetime.combine(one.until, datetime.min.time(), zone).replace(hour=18)
    address = _entry(request, one)["url"]
    return Event(
        uid=f"{one.key}@{request.actor.park_slug}.qianjin",
        begins=begins,
        ends=ends,
        summary=f"{kinds[one.kind]}：{one.title}",
        changed=now,
        description=one.words,
        url=request.build_absolute_uri(address) if address else "",
    )


# ------------------------------------------------------------------ the funnel


@endpoint(Capability.PROJECT_SEE)
def funnel(request: ParkRequest) -> HttpResponse:
    """Of the projects entered in a year: how far they came; beside the year before."""
    pipelines = selectors.pipelines_of(request.actor.park_id)
    if not pipelines:
        raise Missing
    asked, today = request.GET.get("pipeline", ""), timezone.localdate()
    chosen = next((one for one in pipelines if one.code == asked), pipelines[0])
    year = _year(request.GET.get("year", ""), today)
    this, last = (_funnel(request, chosen, y) for y in (year, year - 1))
    top = max((one.reached for one in this), default=0)
    context = {
        "ways": ways(request, "project_funnel"),
        "pipelines": [
            NavItem(one.name, f"?pipeline={one.code}&year={year}", active=one == chosen)
            for one in pipelines
        ],
        "year": year,
        "years": [today.year - back for back in range(6)],
        "pipeline": chosen,
        "bars": [_stage_bar(one) for one in this],
        "columns": _funnel_columns(year),
        "rows": [_stage_row(one, old) for one, old in zip(this, last, strict=True)],
        "entered": top,
    }
    return page(request, "web/investment/funnel.html", context)


def _year(text: str, today: date) -> int:
    if text.isdecimal() and len(text) == 4 and 1990 <= int(text) <= today.year:
        return int(text)
    return today.year


def _funnel(request: ParkRequest, pipeline: Any, year: int) -> list[Any]:
    return selectors.funnel(request.actor, pipeline, date(year, 1, 1), date(year, 12, 31))


def _stage_bar(one: Any) -> Bar:
    return Bar(one.stage.name, one.reached, "done" if one.stage.meaning != "open" else "active")


def _funnel_columns(year: int) -> list[Column]:
    return [
        Column(_("Stage"), main=True),
        Column(_("Reached"), align="end"),
        Column(_("Of the stage before"), align="end"),
        Column(_("Days in the stage"), align="end"),
        Column(_("Reached in %(year)s") % {"year": year - 1}, align="end"),
        Column(_("Days in %(year)s") % {"year": year - 1}, align="end"),
    ]


def _stage_row(one: Any, old: Any) -> TableRow:
    share = f"{round(100 * one.reached / one.before)}%" if one.before else ""
    return TableRow(
        [
            one.stage.name,
            str(one.reached),
            share,
            _days(one.days),
            str(old.reached),
            _days(old.days),
        ]
    )


def _days(value: float | None) -> str:
    return "" if value is None else str(round(value))
