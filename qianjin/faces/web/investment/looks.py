"""各种看法 The same projects on a map of their cities, and as a funnel."""

from __future__ import annotations

from datetime import date
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
from qianjin.ui.shapes import Bar, Cell, Column, NavItem, TableRow
from qianjin.units.cities import distance_km, find
from qianjin.units.refusals import Missing

from . import words
from .forms import FilterForm
from .listing import ways

HOME = "3301"


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
            "url": f"{address}?tab={filters.tab}&city={one.city.code}",
        }
        for one in near
    ]
    context = {
        "ways": ways(request, "project_origins"),
        "points": [*_home(home), *points],
        "rows": [_city(one, address, home, filters.tab) for one in found],
        "columns": _city_columns(),
        "tabs": _tabs(request, filters.tab),
        "nowhere": nowhere,
        "cities": len(found),
    }
    return page(request, "web/investment/origins.html", context)


def _home(home: Any) -> list[dict[str, Any]]:
    if home is None:
        return []
    return [{"lon": home.lon, "lat": home.lat, "label": words.city_name(home.code), "kind": "home"}]


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
        Column(_("Signed"), align="end"),
        Column(pgettext("project", "Lost"), align="end"),
    ]


def _city(one: Any, address: str, home: Any, tab: str) -> TableRow:
    # Beneath the name, so that the figures find room beside the drawing in either language.
    away = f"{round(distance_km(home, one.city)):,} km" if home else ""
    money = words.money(one.sum_wan) if one.sum_wan else ""
    return TableRow(
        [
            Cell(
                words.city_name(one.city.code),
                url=f"{address}?tab={tab}&city={one.city.code}",
                sub=" · ".join(filter(None, (money, away))),
            ),
            str(one.many),
            str(one.signed or ""),
            str(one.lost or ""),
        ]
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
