"""名单 The lists of people and of firms."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts import selectors as people
from qianjin.apps.accounts import services as accounts
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.prospects import selectors
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.enterprises.forms import ViewForm
from qianjin.faces.web.frame import go, page
from qianjin.ui.shapes import Column, NavItem
from qianjin.units.refusals import BadInput

from . import words
from .forms import FilterForm

NARROWING = (
    "q",
    "owner",
    "mine",
    "city",
    "sector",
    "source",
    "tag",
    "untouched",
    "expiring",
    "retired",
)
PAGES = {"people": "web:prospects", "firms": "web:prospect_firms"}


@endpoint(Capability.PROSPECT_SEE)
def prospects(request: ParkRequest) -> HttpResponse:
    """One page of people; with HTMX only its rows."""
    filters = wanted(request)
    found = selectors.contacts_page(request.actor, filters, on=timezone.localdate(), **_at(request))
    rows = words.contact_rows(request, found.rows)
    return _list(request, "people", filters, found, rows, _people_columns(request, filters.sort))


@endpoint(Capability.PROSPECT_SEE)
def firms(request: ParkRequest) -> HttpResponse:
    """One page of firms; with HTMX only its rows."""
    filters = wanted(request)
    found = selectors.organisations_page(
        request.actor, filters, on=timezone.localdate(), **_at(request)
    )
    rows = words.firm_rows(request, found.rows)
    return _list(request, "firms", filters, found, rows, _firm_columns(request, filters.sort))


def wanted(request: ParkRequest) -> selectors.Filters:
    """The filters of the address; what it names bounds the park, so no choice is checked."""
    asked = request.GET
    owner = asked.get("owner", "")
    form = FilterForm(
        asked,
        owners=[(owner, owner)] if owner.isdecimal() and len(owner) < 18 else [],
        cities=[],
    )
    firm = asked.get("firm", "")
    is_firm = firm.isdecimal() and len(firm) < 18
    return selectors.Filters(**form.wanted(), organisation=int(firm) if is_firm else None)


def _at(request: ParkRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "") for name in ("after", "before")}


def _list(
    request: ParkRequest,
    of: str,
    filters: selectors.Filters,
    found: selectors.Page,
    rows: list[Any],
    columns: list[Column],
) -> HttpResponse:
    actor, address, query = request.actor, to(request, PAGES[of]), narrowed(request)
    context: dict[str, Any] = {
        "of": of,
        "address": address,
        "filters": filters,
        "rows": rows,
        "columns": columns,
        "count": words.count_words(found),
        "newer": _with(address, query, before=found.newer),
        "older": _with(address, query, after=found.older),
        "is_narrowed": bool(query) and query != [("sort", filters.sort)],
        "is_too_short": bool(filters.q) and not filters.words and not filters.numbers,
        "export_url": f"{to(request, 'web:prospect_export')}?{urlencode([('of', of), *query])}",
        "cards_url": of == "people"
        and actor.may(Capability.PROSPECT_EXPORT)
        and f"{to(request, 'web:prospect_cards')}?{urlencode(query)}",
        "save_url": f"{to(request, 'web:prospect_view')}?{urlencode([('of', of), *query])}",
        "may_keep": actor.may(Capability.PROSPECT_KEEP),
        "may_hand_over": actor.may(Capability.PROSPECT_EXPORT),
    }
    if request.headers.get("HX-Target") == "prospect-rows":
        return page(request, "web/prospects/list.html#rows", context)
    owners = [(str(p.pk), p.name) for p in selectors.officers_of(actor, on=timezone.localdate())]
    context["form"] = FilterForm(request.GET, owners=owners, cities=selectors.cities_of(actor))
    context["views"] = _views(request, of)
    context["tabs"] = [
        NavItem(_("Contacts"), to(request, PAGES["people"]), active=of == "people"),
        NavItem(_("Prospect firms"), to(request, PAGES["firms"]), active=of == "firms"),
    ]
    return page(request, "web/prospects/list.html", context)


def narrowed(request: ParkRequest) -> list[tuple[str, str]]:
    """The filters of the address without the place in the list."""
    given = ((key, request.GET.get(key, "")) for key in (*NARROWING, "firm", "sort"))
    return [(key, value) for key, value in given if value]


def _with(address: str, query: list[tuple[str, str]], **more: str) -> str:
    return f"{address}?{urlencode([*query, *more.items()])}" if all(more.values()) else ""


def _sorted(request: ParkRequest, of: str, order: str) -> str:
    query = [pair for pair in narrowed(request) if pair[0] != "sort"]
    return _with(to(request, PAGES[of]), query, sort=order)


def _people_columns(request: ParkRequest, sort: str) -> list[Column]:
    return [
        Column(
            _("Name"),
            main=True,
            sort_url=_sorted(request, "people", "name"),
            sorted="up" if sort == "name" else "",
        ),
        Column(_("Firm")),
        Column(_("Telephone"), nowrap=True),
        Column(_("Source"), phone=False),
        Column(_("In the care of"), nowrap=True),
        Column(
            _("Last touched"),
            nowrap=True,
            sort_url=_sorted(request, "people", "touched"),
            sorted="up" if sort == "touched" else "",
        ),
    ]


def _firm_columns(request: ParkRequest, sort: str) -> list[Column]:
    return [
        Column(
            _("Firm"),
            main=True,
            sort_url=_sorted(request, "firms", "name"),
            sorted="up" if sort == "name" else "",
        ),
        Column(_("Sector")),
        Column(_("City"), nowrap=True),
        Column(_("Contacts"), align="end"),
        Column(_("In the care of"), nowrap=True),
        Column(
            _("Last touched"),
            nowrap=True,
            sort_url=_sorted(request, "firms", "touched"),
            sorted="up" if sort == "touched" else "",
        ),
    ]


def _views(request: ParkRequest, of: str) -> list[NavItem]:
    """Everything, what is in one's care, what waits too long, and the views one has kept."""
    address, present = to(request, PAGES[of]), sorted(narrowed(request))
    fixed = [
        (_("All"), ""),
        (_("In my care"), "mine=on"),
        (_("Untouched for 90 days"), "untouched=90"),
    ]
    fixed.append(
        (_("Time runs out"), "expiring=on")
        if of == "people"
        else (_("No longer pursued"), "retired=on")
    )
    kept = people.saved_views_of(request.actor, f"prospects.{of}")
    return [
        NavItem(
            label=name,
            url=f"{address}?{asked}" if asked else address,
            active=sorted(parse_qsl(asked)) == present,
        )
        for name, asked in [*fixed, *((view.name, view.query) for view in kept)]
    ]


@acts(Capability.PROSPECT_SEE)
def view(request: ParkRequest) -> HttpResponse:
    """Keep the present filters under a name, or drop a view one has kept."""
    of = request.GET.get("of") or request.POST.get("of", "")
    of = of if of in PAGES else "people"
    form = ViewForm(request.POST or None, initial={"query": urlencode(narrowed(request))})
    if request.method == "POST" and (key := request.POST.get("drop", "")).isdecimal():
        accounts.drop_view(by=request.actor, view_id=int(key[:18]))
        return go(request, "web:prospect_view", query=f"of={of}")
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            accounts.save_view(by=request.actor, page=f"prospects.{of}", **told)
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The view is kept."))
            return go(request, PAGES[of], query=told["query"])
    kept = people.saved_views_of(request.actor, f"prospects.{of}")
    context = {"form": form, "kept": kept, "of": of, "back": to(request, PAGES[of])}
    status = 422 if request.method == "POST" else 200
    return page(request, "web/prospects/view.html", context, status)
