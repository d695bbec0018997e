"""收件箱 The list of requests: tabs, filters, pages; its export, its views, many rows at once."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.selectors import Filters
from qianjin.apps.enterprises import selectors as enterprises
from qianjin.apps.parks import selectors as parks
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.ui.shapes import NavItem

from . import columns, counts, words
from .forms import BulkForm, FilterForm, ViewForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NARROWING = (
    *("words", "kind", "level", "status", "unit", "officer"),
    *("firm", "enterprise", "since", "until"),
)
FILTERS = frozenset((*NARROWING, "sort"))
ROWS = "request-rows"
FIRMS = 50
"""Most enterprises a part of a name may mean in a filter."""

TABS = {
    "open": (pgettext_lazy("tab", "Open"), ""),
    "mine": (pgettext_lazy("tab", "Mine"), ""),
    "unassigned": (pgettext_lazy("tab", "Unassigned"), ""),
    "late": (gettext_lazy("Late"), "breached"),
    "soon": (gettext_lazy("Due soon"), "at_risk"),
    "parts": (pgettext_lazy("tab", "Co-handled"), ""),
    "waiting": (pgettext_lazy("tab", "Waiting"), ""),
    "long": (pgettext_lazy("tab", "Long cases"), ""),
    "to_rate": (pgettext_lazy("tab", "To be rated"), ""),
    "low": (pgettext_lazy("tab", "Rated low"), ""),
    "all": (pgettext_lazy("tab", "All"), ""),
}


@endpoint(Capability.REQUEST_SEE)
def requests(request: ParkRequest) -> HttpResponse:
    """One page of the list; with HTMX only its rows."""
    is_part = request.headers.get("HX-Target") == ROWS
    filters = _filters(request)
    found = selectors.page_of(
        request.actor,
        filters,
        at=timezone.now(),
        cursor=request.GET.get("cursor", ""),
        tabs=() if is_part else TABS,
        is_whole=not is_part,
    )
    if counts.asks(request.actor):
        counts.known(request, found.in_hand)
    context = _rows(request, found)
    if not is_part:
        context |= _head(request, found)
    return page(request, "web/desk/requests.html" + ("#rows" if is_part else ""), context)


def _rows(request: ParkRequest, found: selectors.Page) -> dict[str, Any]:
    """The rows with the ways on and back, and what an empty list says."""
    shown, address = columns.chosen(request), to(request, "web:requests")
    return {
        "filters": found.filters,
        "is_narrowed": any(request.GET.get(name) for name in NARROWING),
        "is_too_short": len(found.filters.words.strip()) == 1,
        "columns": columns.heads(shown),
        "rows": columns.rows(shown, found.rows, address),
        "count": words.count_words(found.total, is_capped=found.is_capped),
        "newer": _with(address, request, cursor=found.newer),
        "older": _with(address, request, cursor=found.older),
        "clear_url": f"{address}?tab={found.filters.tab}",
        "save_url": f"{to(request, 'web:request_view')}?{urlencode(_query(request))}",
        "export_url": _export_url(request, found.filters),
        "query": _query(request),
        "back": urlencode(_query(request)),
        "may_sort": request.actor.may(Capability.REQUEST_TRIAGE),
    }


def _head(request: ParkRequest, found: selectors.Page) -> dict[str, Any]:
    """What stands above the rows and is not fetched again with them."""
    filters, around, shown = found.filters, found.around, columns.chosen(request)
    return {
        "form": cache(lambda: FilterForm(request.GET, furniture=around)),
        "tabs": _tabs(request, found, around),
        "around": around,
        "asked": [(key, values) for key, values in request.GET.lists() if key != "cursor"],
        "bulk": cache(lambda: BulkForm(furniture=around)),
        "shown": [choice.key for choice in shown],
        "choices": columns.CHOICES,
        "firm_name": found.rows[0].enterprise if filters.enterprise and found.rows else "",
        "may_raise": request.actor.may(Capability.REQUEST_RAISE),
    }


def _filters(request: ParkRequest) -> Filters:
    """What the address asks for; a part of an enterprise's name becomes the firms it may mean."""
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "open"
    if not request.GET.keys() & FILTERS:
        return Filters(tab)
    form = FilterForm(request.GET)
    filters = form.filters(tab)
    firm = form.cleaned_data.get("firm")
    if not firm:
        return filters
    meant = enterprises.suggestions(request.actor, firm, most=FIRMS)
    return replace(filters, firms=tuple(row.pk for row in meant))


@endpoint(Capability.REQUEST_EXPORT)
def export(request: ParkRequest) -> FileResponse:
    """Exactly what the filters leave, as an Excel table."""
    filters = _filters(request)
    table = services.export_table(by=request.actor, at=timezone.now(), filters=filters)
    name = _("Requests %(day)s.xlsx") % {"day": timezone.localdate().isoformat()}
    return FileResponse(table, as_attachment=True, filename=name, content_type=XLSX)


@endpoint(Capability.REQUEST_SEE)
def view(request: ParkRequest) -> HttpResponse:
    """Keep the present filters under a name, or drop a view one has kept."""
    query = urlencode(_query(request))
    around = selectors.furniture_of(request.actor, on=timezone.localdate())
    form = FilterForm(request.GET, furniture=around)
    form.is_valid()
    label, _tone = TABS[_filters(request).tab]
    context = {
        "form": ViewForm(),
        "said": [str(label), *form.said()],
        "kept": around.views,
        "page_key": selectors.PAGE_KEY,
        "query": query,
        "back": f"{to(request, 'web:requests')}?{query}",
    }
    return page(request, "web/desk/views.html", context)


@endpoint(Capability.REQUEST_SEE)
def choose_columns(request: ParkRequest) -> HttpResponse:
    """Which columns this browser shows; kept in a cookie, since it says nothing of anybody."""
    query = urlencode(_query(request))
    response = HttpResponseRedirect(f"{to(request, 'web:requests')}?{query}")
    response.set_cookie(
        columns.COOKIE,
        columns.kept(request.GET.getlist("column")),
        max_age=columns.YEAR,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response


@acts(Capability.REQUEST_TRIAGE)
def assign(request: ParkRequest) -> HttpResponse:
    """批量交办 Name unit, officer, type or level of the ticked requests."""
    back = urlencode(parse_qsl(request.POST.get("back", "")))
    if request.method != "POST":
        return go(request, "web:requests", query=back)
    form = BulkForm(request.POST)
    if not form.is_valid():
        problems = form.non_field_errors().as_data()
        messages.warning(request, str(problems[0].message) if problems else _("Nothing chosen."))
        return go(request, "web:requests", query=back)
    outcome = services.triage_many(
        numbers=request.POST.getlist("pick"),
        **_given(request, form),
        by=request.actor,
        at=timezone.now(),
    )
    _say(request, outcome)
    return go(request, "web:requests", query=back)


def _given(request: ParkRequest, form: BulkForm) -> dict[str, Any]:
    """What is to change; a unit or a person of another park is not there."""
    given, park = dict(form.cleaned_data), request.actor.park_id
    if given["unit"]:
        given["unit"] = parks.unit_of(park, given["unit"])
    if given["officer"]:
        given["officer"] = accounts.officer_of(park, given["officer"], on=timezone.localdate())
    return given


def _say(request: ParkRequest, outcome: services.Outcome) -> None:
    done = len(outcome.done)
    if done:
        words_ = ngettext(
            "%(count)d request has been assigned.", "%(count)d requests have been assigned.", done
        )
        messages.success(request, words_ % {"count": done})
    for number, sentence in outcome.refused:
        said = _("%(number)s was left as it is: %(sentence)s")
        messages.warning(request, said % {"number": number, "sentence": sentence})


def _query(request: ParkRequest) -> list[tuple[str, str]]:
    """The filters of the address without the place in the list."""
    known = {*NARROWING, "tab", "sort"}
    return [(key, str(value)) for key, value in request.GET.items() if key in known and value]


def _with(address: str, request: ParkRequest, *, cursor: str) -> str:
    """The address of another page of the same list; empty when there is none."""
    return f"{address}?{urlencode([*_query(request), ('cursor', cursor)])}" if cursor else ""


def _export_url(request: ParkRequest, filters: Filters) -> str:
    if not request.actor.may(Capability.REQUEST_EXPORT):
        return ""
    query = dict(_query(request)) | {"tab": filters.tab}
    return f"{to(request, 'web:request_export')}?{urlencode(query)}"


def _tabs(
    request: ParkRequest, found: selectors.Page, around: selectors.Furniture
) -> list[NavItem]:
    """The standard views with what stands in each, then those one has kept."""
    address, present = to(request, "web:requests"), sorted(_query(request))
    actor = request.actor
    hidden = set() if actor.may(Capability.REQUEST_TRIAGE) else {"unassigned"}
    hidden |= set() if actor.may(Capability.REQUEST_HANDLE) else {"mine"}
    kept = [
        NavItem(
            label=name,
            url=f"{address}?{query}",
            active=sorted(parse_qsl(query)) == present,
        )
        for _key, name, query in around.views
    ]
    is_kept = any(item.active for item in kept)
    standard = [
        NavItem(
            label=str(label),
            url=f"{address}?tab={tab}",
            count=words.bounded(found.counts.get(tab, 0)),
            tone=tone,
            active=tab == found.filters.tab and not is_kept,
        )
        for tab, (label, tone) in TABS.items()
        if tab not in hidden
    ]
    return [*standard, *kept]
