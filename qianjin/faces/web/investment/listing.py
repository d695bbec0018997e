"""项目清单 The list: tabs, filters, saved views, pages."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.investment import selectors
from qianjin.faces.gate import endpoint, to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.desk.forms import ViewForm
from qianjin.faces.web.frame import page
from qianjin.ui.shapes import NavItem

from . import words
from .forms import FilterForm
from .tables import exports

ROWS = "project-rows"
NARROWING = (
    *("words", "pipeline", "stage", "sector", "source", "city", "owner", "reason"),
    "organisation",
)
TABS = {
    "open": (pgettext_lazy("tab", "Before signing"), ""),
    "mine": (pgettext_lazy("tab", "Mine"), ""),
    "next": (pgettext_lazy("tab", "My steps due"), "at_risk"),
    "cold": (pgettext_lazy("tab", "Gone cold"), "at_risk"),
    "signed": (pgettext_lazy("tab", "Signed and after"), "done"),
    "lost": (pgettext_lazy("tab", "Lost"), "closed"),
    "revive": (pgettext_lazy("tab", "To be revived"), "at_risk"),
    "all": (pgettext_lazy("tab", "All"), ""),
}


@endpoint(Capability.PROJECT_SEE)
def projects(request: ParkRequest) -> HttpResponse:
    """One page of the list; with HTMX only its rows."""
    is_part = request.headers.get("HX-Target") == ROWS
    today = timezone.localdate()
    pipelines = [] if is_part else selectors.pipelines_of(request.actor.park_id)
    around = None if is_part else selectors.furniture_of(request.actor, on=today)
    form = FilterForm(request.GET, pipelines=pipelines, furniture=around)
    filters = form.filters(request.GET.get("tab", ""))
    cursor = request.GET.get("cursor", "")
    found = selectors.projects_page(request.actor, filters, on=today, cursor=cursor)
    address, query = to(request, "web:projects"), urlencode(_query(request))
    unsorted = urlencode([pair for pair in _query(request) if pair[0] != "sort"])
    context = {
        "filters": filters,
        "columns": words.columns(address, unsorted, filters.sort),
        "rows": [words.row(request, one, today) for one in found.rows],
        "is_narrowed": any(request.GET.get(name) for name in NARROWING),
        "ways": ways(request, "projects"),
        "newer": f"{address}?{query}&cursor={found.newer}" if found.newer else "",
        "older": f"{address}?{query}&cursor={found.older}" if found.older else "",
        "clear_url": f"{address}?tab={filters.tab}",
        "save_url": f"{to(request, 'web:project_views')}?{query}",
        "exports": exports(request, query),
        "may_set": request.actor.may(Capability.PROJECT_RULES),
        "may_add": request.actor.may(Capability.PROJECT_KEEP),
    }
    if around is not None:
        context |= {"form": form, "tabs": _tabs(request, filters, around, today)}
    return page(request, "web/investment/list.html" + ("#rows" if is_part else ""), context)


def _query(request: ParkRequest) -> list[tuple[str, str]]:
    """The filters of the address without the place in the list."""
    known = {*NARROWING, "tab", "sort"}
    return [(key, str(value)) for key, value in request.GET.items() if key in known and value]


def _tabs(
    request: ParkRequest, filters: selectors.Filters, around: selectors.Furniture, today: Any
) -> list[NavItem]:
    """The standard views with what stands in each, then those one has kept."""
    address, present = to(request, "web:projects"), sorted(_query(request))
    counts = selectors.counts_shown(selectors.tab_counts(request.actor, on=today))
    kept = [
        NavItem(name, f"{address}?{query}", active=sorted(parse_qsl(query)) == present)
        for _key, name, query in around.views
    ]
    is_kept = any(item.active for item in kept)
    hidden = set() if request.actor.may(Capability.PROJECT_KEEP) else {"mine", "next"}
    standard = [
        NavItem(
            str(label),
            f"{address}?tab={tab}",
            count=counts[tab],
            tone=tone if counts[tab] else "",
            active=tab == filters.tab and not is_kept,
        )
        for tab, (label, tone) in TABS.items()
        if tab not in hidden
    ]
    return [*standard, *kept]


@endpoint(Capability.PROJECT_SEE)
def views(request: ParkRequest) -> HttpResponse:
    """Keep the present filters under a name, or drop a view one has kept."""
    today, query = timezone.localdate(), urlencode(_query(request))
    around = selectors.furniture_of(request.actor, on=today)
    pipelines = selectors.pipelines_of(request.actor.park_id)
    form = FilterForm(request.GET, pipelines=pipelines, furniture=around)
    tab, _tone = TABS[form.filters(request.GET.get("tab", "")).tab]
    context = {
        "form": ViewForm(),
        "said": [str(tab), *_said(form)],
        "kept": around.views,
        "page_key": selectors.PAGE_KEY,
        "query": query,
        "back": f"{to(request, 'web:projects')}?{query}",
    }
    return page(request, "web/investment/views.html", context)


def _said(form: FilterForm) -> list[str]:
    """The filters in words."""
    found = []
    for name in NARROWING[:-1]:
        value = form.cleaned_data.get(name)
        if not value:
            continue
        field = form.fields[name]
        choices = getattr(field, "choices", None) or getattr(field.widget, "choices", [])
        labels = {str(key): str(label) for key, label in choices}
        found.append(labels.get(str(value), str(value)))
    return found


def ways(request: ParkRequest, here: str) -> list[NavItem]:
    """The same projects in other manners of looking."""
    found = [
        ("projects", _("Table")),
        ("project_board", pgettext("projects", "Board")),
        ("project_calendar", pgettext("projects", "Calendar")),
        ("project_origins", _("Cities of origin")),
        ("project_funnel", _("Funnel")),
        ("project_lost", pgettext("projects", "Lost")),
        ("project_ahead", _("Forecast")),
        ("project_trips", _("Trips")),
    ]
    if request.actor.may(Capability.PROJECT_KEEP):
        found.append(("project_team", _("Team")))
    return [
        NavItem(label, to(request, f"web:{name}"), active=name == here) for name, label in found
    ]
