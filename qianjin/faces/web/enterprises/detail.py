"""企业 The page of one enterprise: who they are, whom to call, what they ask, the thread."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability, Scope
from qianjin.apps.desk import selectors as desk
from qianjin.apps.enterprises import policies, selectors, services
from qianjin.apps.enterprises.choices import EnterpriseStatus
from qianjin.apps.land import selectors as land
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.faces.web.land import words as land_words
from qianjin.units.refusals import BadInput

from . import words
from .forms import NOBODY, FiguresForm, NoteForm, OfficerForm
from .moving import follows_merges

REQUESTS = 5


@endpoint(Capability.ENTERPRISE_SEE, thing="enterprise")
@follows_merges
def enterprise(request: ParkRequest, pk: int) -> HttpResponse:
    """The whole page; with HTMX an older stretch of the thread alone."""
    firm = selectors.get_enterprise_for(request.actor, pk)
    older_than = request.GET.get("older", "")
    if older_than and request.headers.get("HX-Request"):
        context = _thread(request, firm, older_than)
        return page(request, "web/enterprises/detail.html#thread", context)
    return _page(request, firm, NoteForm(), older_than)


def _page(request: ParkRequest, firm: Any, form: NoteForm, older_than: str = "") -> HttpResponse:
    actor = request.actor
    contacts = list(selectors.contacts_of(firm))
    figures = selectors.figures_of(firm)
    context = {
        "firm": firm,
        "head": words.head(firm),
        "status": EnterpriseStatus(firm.status),
        "facts": words.facts(firm),
        "contacts": [words.contact(actor, firm, person) for person in contacts],
        "figures": words.latest_figures(figures),
        "figures_url": to(request, "web:enterprise_figures", firm.pk),
        "bars": words.figure_bars(figures),
        "form": form,
        "may_edit": policies.may_edit(actor, firm),
        "may_assign": policies.may_assign(actor, firm),
        "may_note": policies.may_note(actor, firm),
        "may_merge": policies.may_merge(actor),
        "may_raise": actor.may(Capability.REQUEST_RAISE),
        "may_see_schemes": actor.may(Capability.SCHEME_SEE),
        "may_visit": actor.may(Capability.VISIT_RECORD),
        "draft_cleared": _cleared(request, firm),
        **_land(request, firm),
        **_requests(request, firm),
        **_thread(request, firm, older_than),
    }
    status = 422 if form.errors else 200
    return page(request, "web/enterprises/detail.html", context, status)


def _cleared(request: ParkRequest, firm: Any) -> str:
    """The draft in the browser of what was just done, which is needed no more."""
    done = request.GET.get("done", "")
    if done == "new":
        return "enterprise-new"
    return f"enterprise-{done}-{firm.pk}" if done in {"note", "edit", "figures"} else ""


def _land(request: ParkRequest, firm: Any) -> dict[str, Any]:
    """The parcels it holds, as far as this person may see; nothing for who sees none."""
    if not request.actor.may(Capability.PARCEL_SEE):
        return {"sees_land": False}
    rights = land.rights_of_enterprise(request.actor, firm.pk)
    return {"sees_land": True, "land": [land_words.held_line(request, one) for one in rights]}


def _requests(request: ParkRequest, firm: Any) -> dict[str, Any]:
    """What it has asked for lately, as far as this person may see; nothing for who sees none."""
    if not request.actor.may(Capability.REQUEST_SEE):
        return {"sees_requests": False}
    filters = desk.Filters(tab="all", enterprise=firm.pk)
    found = desk.page_of(request.actor, filters, at=timezone.now(), size=REQUESTS, tabs=())
    return {
        "sees_requests": True,
        "sees_all_requests": request.actor.scope(Capability.REQUEST_SEE) == Scope.PARK,
        "requests": [words.request_row(request, row) for row in found.rows],
        "request_count": words.request_count(found.total, is_capped=found.is_capped),
    }


def _thread(request: ParkRequest, firm: Any, older_than: str) -> dict[str, Any]:
    found = selectors.thread_of(request.actor, firm, older_than=older_than)
    here = to(request, "web:enterprise", firm.pk)
    numbers = {e.object_ref for e in found.entries if e.object_kind == "request"}
    visible = desk.visible_numbers(request.actor, numbers)
    return {
        "firm": firm,
        "thread": words.thread_items(request, found.entries, visible),
        "older": f"{here}?{words.query(older=found.older)}" if found.older else "",
        "is_later_part": bool(older_than),
    }


@acts(Capability.ENTERPRISE_EDIT, thing="enterprise")
@follows_merges
def enterprise_note(request: ParkRequest, pk: int) -> HttpResponse:
    """Write a note on the thread."""
    firm = selectors.get_enterprise_for(request.actor, pk)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        try:
            services.note(enterprise=firm, text=text, by=request.actor, at=timezone.now())
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The note stands on the thread."))
            return go(request, "web:enterprise", pk, query="done=note")
    return _page(request, firm, form)


@acts(Capability.ENTERPRISE_EDIT, thing="enterprise")
@follows_merges
def enterprise_assign(request: ParkRequest, pk: int) -> HttpResponse:
    """Name the officer responsible, seeing what each has in hand."""
    firm = selectors.get_enterprise_for(request.actor, pk)
    people = selectors.responsible_people(request.actor, on=timezone.localdate())
    load = desk.open_counts_by_officer(request.actor)
    choices = [(str(p.pk), words.with_load(p.name, load.get(p.pk, 0))) for p in people]
    form = OfficerForm(
        request.POST or None, officers=choices, initial={"officer": firm.officer_id or NOBODY}
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["officer"]
        officer = next((p for p in people if str(p.pk) == chosen), None)
        services.assign(enterprise=firm, officer=officer, by=request.actor, at=timezone.now())
        messages.success(request, _("The officer responsible has been named."))
        return go(request, "web:enterprise", pk)
    context = {"firm": firm, "form": form, "may_assign": policies.may_assign(request.actor, firm)}
    return page(request, "web/enterprises/assign.html", context, 422 if form.errors else 200)


@acts(Capability.ENTERPRISE_SEE, thing="enterprise")
@follows_merges
def enterprise_figures(request: ParkRequest, pk: int) -> HttpResponse:
    """What an enterprise reported year by year; its officer enters a year."""
    firm = selectors.get_enterprise_for(request.actor, pk)
    figures = selectors.figures_of(firm)
    form = FiguresForm(request.POST or None, initial=_year(request, figures))
    if request.method == "POST" and form.is_valid():
        year = form.cleaned_data["year"]
        told = form.values()
        try:
            services.set_figures(
                enterprise=firm, year=year, by=request.actor, at=timezone.now(), **told
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The figures of %(year)d are kept.") % {"year": year})
            return go(request, "web:enterprise", pk, query="done=figures")
    context = {
        "firm": firm,
        "form": form,
        "figures": words.figure_table(figures, _figures_url(request, firm)),
        "may_edit": policies.may_edit(request.actor, firm),
    }
    return page(request, "web/enterprises/figures.html", context, 422 if form.errors else 200)


def _figures_url(request: ParkRequest, firm: Any) -> str:
    if not policies.may_edit(request.actor, firm):
        return ""
    return to(request, "web:enterprise_figures", firm.pk)


def _year(request: ParkRequest, figures: list[Any]) -> dict[str, Any]:
    """The form opens with the year asked for, else with last year; with what is known of it."""
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else timezone.localdate().year - 1
    known = next((row for row in figures if row.year == year), None)
    return {"year": year, **(words.figures_of_year(known) if known else {})}
