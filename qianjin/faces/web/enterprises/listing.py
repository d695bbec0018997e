"""企业库 The list: filters, saved views, pages, and the table one takes home."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts import services as accounts
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.enterprises import policies, selectors, services
from qianjin.apps.enterprises.labels import FIELD_LABELS
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.ui.shapes import Column, NavItem
from qianjin.units.refusals import BadInput

from . import words
from .forms import FilterForm, ViewForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NARROWING = ("q", "tier", "sector", "status", "industry", "officer", "mine")


@endpoint(Capability.ENTERPRISE_SEE)
def enterprises(request: ParkRequest) -> HttpResponse:
    """One page of the list; with HTMX only its rows."""
    actor = request.actor
    furniture = selectors.furniture_of(actor, on=timezone.localdate())
    form = FilterForm(request.GET, officers=[(str(k), name) for k, name in furniture.officers])
    filters = selectors.Filters(**form.wanted())
    found = selectors.enterprise_page(
        actor, filters, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    context = {
        "form": form,
        "filters": filters,
        "views": _views(request, furniture.views),
        "may_register": actor.may(Capability.ENTERPRISE_EDIT),
        "import_url": policies.may_import(actor) and to(request, "web:imports"),
        "may_merge": policies.may_merge(actor),
        **_rows(request, filters, found),
    }
    partial = "#rows" if request.headers.get("HX-Target") == "enterprise-rows" else ""
    return page(request, "web/enterprises/list.html" + partial, context)


def _rows(
    request: ParkRequest, filters: selectors.Filters, found: selectors.Page
) -> dict[str, Any]:
    """The rows, the ways to the pages beside them, and what goes out with them."""
    address, query = to(request, "web:enterprises"), _query(request)
    return {
        "is_too_short": bool(filters.q) and not filters.words,
        "is_narrowed": any(request.GET.get(field) for field in NARROWING),
        "columns": _columns(request, filters.sort),
        "rows": words.rows(request, found.rows),
        "count": words.count_words(found),
        "newer": _with(address, query, before=found.newer),
        "older": _with(address, query, after=found.older),
        "export_url": _export_url(request, query),
        "save_url": f"{to(request, 'web:enterprise_view')}?{urlencode(query)}",
    }


@endpoint(Capability.ENTERPRISE_EXPORT)
def enterprise_export(request: ParkRequest) -> FileResponse:
    """Exactly what the filters leave, as an Excel table."""
    actor = request.actor
    form = FilterForm(request.GET, officers=_asked_officer(request))
    table = services.export_table(
        by=actor, at=timezone.now(), filters=selectors.Filters(**form.wanted())
    )
    name = _("Enterprises %(day)s.xlsx") % {"day": timezone.localdate().isoformat()}
    return FileResponse(table, as_attachment=True, filename=name, content_type=XLSX)


@acts(Capability.ENTERPRISE_SEE)
def enterprise_view(request: ParkRequest) -> HttpResponse:
    """Keep the present filters under a name, or drop a view one has kept."""
    form = ViewForm(request.POST or None, initial={"query": urlencode(_query(request))})
    if request.method == "POST" and (key := request.POST.get("drop", "")).isdecimal():
        accounts.drop_view(by=request.actor, view_id=int(key))
        return go(request, "web:enterprise_view")
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            accounts.save_view(by=request.actor, page=selectors.PAGE_KEY, **told)
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The view is kept."))
            return go(request, "web:enterprises", query=told["query"])
    kept = selectors.furniture_of(request.actor, on=timezone.localdate()).views
    context = {"form": form, "kept": kept}
    status = 422 if request.method == "POST" else 200
    return page(request, "web/enterprises/view.html", context, status)


def _columns(request: ParkRequest, sort: str) -> list[Column]:
    address, query = to(request, "web:enterprises"), _query(request)
    by_name = _with(address, [pair for pair in query if pair[0] != "sort"], sort="name")
    return [
        Column(_("Enterprise"), main=True, sort_url=by_name, sorted="up" if sort == "name" else ""),
        Column(str(FIELD_LABELS["tier"]), phone=False),
        Column(_("Sector and industry"), phone=False),
        Column(str(FIELD_LABELS["status"])),
        Column(str(FIELD_LABELS["officer"]), nowrap=True),
        Column(_("Contact"), nowrap=True),
    ]


def _query(request: ParkRequest) -> list[tuple[str, str]]:
    """The filters of the address without the place in the list."""
    given = ((key, request.GET.get(key, "")) for key in (*NARROWING, "sort"))
    return [(key, value) for key, value in given if value]


def _with(address: str, query: list[tuple[str, str]], **more: str) -> str:
    """An address with the filters and one thing more; empty when that thing is."""
    if not all(more.values()):
        return ""
    return f"{address}?{urlencode([*query, *more.items()])}"


def _export_url(request: ParkRequest, query: list[tuple[str, str]]) -> str:
    if not policies.may_export(request.actor):
        return ""
    return f"{to(request, 'web:enterprise_export')}?{urlencode(query)}"


def _asked_officer(request: ParkRequest) -> list[tuple[str, Any]]:
    """The officer of the address as the only choice: the query itself bounds the park."""
    asked = request.GET.get("officer", "")
    return [(asked, asked)] if asked.isdecimal() else []


def _views(request: ParkRequest, kept: list[tuple[int, str, str]]) -> list[NavItem]:
    """Everything, what is in one's care, the key enterprises, and the views one has kept."""
    address = to(request, "web:enterprises")
    present = sorted(_query(request))
    fixed: list[tuple[str, str]] = [
        (_("All enterprises"), ""),
        (_("In my care"), "mine=on"),
        (_("Key enterprises"), "tier=key"),
        (_("Nobody responsible"), "officer=0"),
    ]
    return [
        NavItem(
            label=name,
            url=f"{address}?{asked}" if asked else address,
            active=sorted(parse_qsl(asked)) == present,
        )
        for name, asked in [*fixed, *(view[1:] for view in kept)]
    ]
