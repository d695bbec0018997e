"""企业库 The list: filters, saved views, pages, and the table one takes home."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts import services as accounts
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.enterprises import policies, selectors, services
from qianjin.apps.enterprises.labels import FIELD_LABELS
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.web.frame import page
from qianjin.ui.shapes import Column, NavItem

from . import words
from .forms import FilterForm, ViewForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NARROWING = ("q", "tier", "sector", "status", "industry", "officer", "mine")


@endpoint(Capability.ENTERPRISE_SEE)
def enterprises(request: HttpRequest) -> HttpResponse:
    """One page of the list; with HTMX only its rows."""
    actor = request.actor  # type: ignore[attr-defined]
    furniture = selectors.furniture_of(actor, on=timezone.localdate())
    form = FilterForm(request.GET, officers=[(str(k), name) for k, name in furniture.officers])
    filters = selectors.Filters(**form.wanted())
    found = selectors.enterprise_page(
        actor, filters, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    address = to(request, "web:enterprises")
    query = _query(request)
    is_narrowed = any(request.GET.get(field) for field in NARROWING)
    partial = request.headers.get("HX-Target") == "enterprise-rows"
    return page(
        request,
        "web/enterprises/list.html" + ("#rows" if partial else ""),
        {
            "form": form,
            "filters": filters,
            "is_too_short": bool(filters.q) and not filters.words,
            "is_narrowed": is_narrowed,
            "columns": _columns(request, filters.sort),
            "rows": words.rows(request, found.rows),
            "count": words.count_words(found),
            "newer": _with(address, query, before=found.newer),
            "older": _with(address, query, after=found.older),
            "export_url": _export_url(request, query),
            "views": _views(request, furniture.views),
            "save_url": f"{to(request, 'web:enterprise_view')}?{urlencode(query)}",
            "may_register": policies.may_register(actor),
            "may_import": policies.may_import(actor),
            "may_merge": policies.may_merge(actor),
        },
    )


@endpoint(Capability.ENTERPRISE_EXPORT)
def enterprise_export(request: HttpRequest) -> FileResponse:
    """Exactly what the filters leave, as an Excel table."""
    actor = request.actor  # type: ignore[attr-defined]
    form = FilterForm(request.GET, officers=_asked_officer(request))
    table = services.export_table(
        by=actor, at=timezone.now(), filters=selectors.Filters(**form.wanted())
    )
    name = _("Enterprises %(day)s.xlsx") % {"day": timezone.localdate().isoformat()}
    return FileResponse(table, as_attachment=True, filename=name, content_type=XLSX)


@acts(Capability.ENTERPRISE_SEE)
def enterprise_view(request: HttpRequest) -> HttpResponse:
    """Keep the present filters under a name, or drop a view one has kept."""
    actor = request.actor  # type: ignore[attr-defined]
    form = ViewForm(request.POST or None, initial={"query": urlencode(_query(request))})
    if request.method == "POST" and (key := request.POST.get("drop", "")).isdigit():
        accounts.drop_view(by=actor, view_id=int(key))
        return HttpResponseRedirect(to(request, "web:enterprise_view"), status=303)
    if request.method == "POST" and form.is_valid():
        accounts.save_view(
            by=actor,
            page=selectors.PAGE_KEY,
            name=form.cleaned_data["name"],
            query=form.cleaned_data["query"],
        )
        messages.success(request, _("The view is kept."))
        address = f"{to(request, 'web:enterprises')}?{form.cleaned_data['query']}"
        return HttpResponseRedirect(address, status=303)
    kept = selectors.furniture_of(actor, on=timezone.localdate()).views
    return page(
        request,
        "web/enterprises/view.html",
        {"form": form, "kept": kept},
        status=422 if request.method == "POST" else 200,
    )


def _columns(request: HttpRequest, sort: str) -> list[Column]:
    address, query = to(request, "web:enterprises"), _query(request)
    by_name = _with(address, [pair for pair in query if pair[0] != "sort"], sort="name")
    return [
        Column(_("Enterprise"), main=True, sort_url=by_name, sorted="up" if sort == "name" else ""),
        Column(str(FIELD_LABELS["tier"])),
        Column(_("Sector and industry")),
        Column(str(FIELD_LABELS["status"])),
        Column(_("Officer")),
        Column(_("Contact")),
    ]


def _query(request: HttpRequest) -> list[tuple[str, str]]:
    """The filters of the address without the place in the list."""
    return [
        (key, value) for key, value in request.GET.items() if key in {*NARROWING, "sort"} and value
    ]


def _with(address: str, query: list[tuple[str, str]], **more: str) -> str:
    """An address with the filters and one thing more; empty when that thing is."""
    if not all(more.values()):
        return ""
    return f"{address}?{urlencode([*query, *more.items()])}"


def _export_url(request: HttpRequest, query: list[tuple[str, str]]) -> str:
    if not policies.may_export(request.actor):  # type: ignore[attr-defined]
        return ""
    return f"{to(request, 'web:enterprise_export')}?{urlencode(query)}"


def _asked_officer(request: HttpRequest) -> list[tuple[str, Any]]:
    """The officer of the address as the only choice: the query itself bounds the park."""
    asked = request.GET.get("officer", "")
    return [(asked, asked)] if asked.isdigit() else []


def _views(request: HttpRequest, kept: list[tuple[int, str, str]]) -> list[NavItem]:
    """Everything, what is in one's care, and the views one has kept."""
    address = to(request, "web:enterprises")
    present = sorted(_query(request))
    fixed = [(_("All"), ""), (_("In my care"), "mine=on"), (_("Key enterprises"), "tier=key")]
    return [
        NavItem(
            label=name,
            url=f"{address}?{query}" if query else address,
            active=sorted(parse_qsl(query)) == present,
        )
        for name, query in [*fixed, *((name, query) for _key, name, query in kept)]
    ]
