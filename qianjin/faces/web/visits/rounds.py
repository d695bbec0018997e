"""走访路线 Rounds: the list, the sheet, today's round on a telephone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.visits import selectors, services
from qianjin.apps.visits.choices import RoundState
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web import paper
from qianjin.faces.web.frame import go, page
from qianjin.ui.shapes import NavItem
from qianjin.units.refusals import BadInput

from . import word, words
from .forms import EndForm, SkipForm
from .round_rows import round_context


@endpoint(Capability.VISIT_SEE)
def round_list(request: ParkRequest) -> HttpResponse:
    """Every round, the latest day first."""
    asked = {name: request.GET.get(name, "") for name in ("officer", "state")}
    found = selectors.rounds_page(
        request.actor,
        officer=asked["officer"],
        state=asked["state"],
        cursor=request.GET.get("cursor", ""),
    )
    address = to(request, "web:rounds")
    views = [(_("All rounds"), ""), (_("My rounds"), "?officer=me")]
    views += [(str(state.label), f"?state={state}") for state in RoundState]
    here = next((f"?{k}={v}" for k, v in asked.items() if v), "")
    context = {
        "tabs": words.tabs(request, "rounds"),
        "views": [NavItem(label=n, url=address + q, active=q == here) for n, q in views],
        "columns": words.round_columns(),
        "rows": words.round_rows(request, found.rows),
        "may_plan": request.actor.may(Capability.VISIT_PLAN),
        "may_record": request.actor.may(Capability.VISIT_RECORD),
        **words.pages(address, asked, found),
    }
    return page(request, "web/visits/rounds.html", context)


@endpoint(Capability.VISIT_RECORD)
def today(request: ParkRequest) -> HttpResponse:
    """One's own round of today, else the next one."""
    day = timezone.localdate()
    found = selectors.todays_round(request.actor, on=day)
    if found is None:
        context = {
            "tabs": words.tabs(request, "round_today"),
            "may_plan": request.actor.may(Capability.VISIT_PLAN),
        }
        return page(request, "web/visits/no_round.html", context)
    context = round_context(request, found)
    context["tabs"] = words.tabs(request, "round_today")
    return page(request, "web/visits/round.html", context)


@endpoint(Capability.VISIT_SEE, thing="round")
def one(request: ParkRequest, pk: int) -> HttpResponse:
    """The sheet of one round, on the screen, on a telephone and on paper."""
    found = selectors.round_for(request.actor, pk)
    return page(request, "web/visits/round.html", round_context(request, found))


@endpoint(Capability.VISIT_SEE, thing="round")
def word_sheet(request: ParkRequest, pk: int) -> HttpResponse:
    """The sheet as Word."""
    found = selectors.round_for(request.actor, pk)
    named = {"day": found.on.isoformat(), "officer": found.officer.name}
    return paper.answer(word.of_round(found), _("Round %(day)s %(officer)s.docx") % named)


@acts(Capability.VISIT_RECORD, thing="round")
def begin(request: ParkRequest, pk: int) -> HttpResponse:
    """Leave the office."""
    found = selectors.round_for(request.actor, pk)
    if request.method == "POST":
        services.begin_round(round=found, by=request.actor, at=timezone.now())
    return go(request, "web:round", pk)


@acts(Capability.VISIT_RECORD, thing="round")
def end(request: ParkRequest, pk: int) -> HttpResponse:
    """Come back: kilometres and minutes."""
    found = selectors.round_for(request.actor, pk)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.end_round(
                round=found, by=request.actor, at=timezone.now(), **form.cleaned_data
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The round is done; its way and hours are kept."))
            return go(request, "web:round", pk)
    context = round_context(request, found, form=form if request.method == "POST" else None)
    return page(request, "web/visits/round.html", context, 422 if form.errors else 200)


@acts(Capability.VISIT_PLAN, thing="round")
def call_off(request: ParkRequest, pk: int) -> HttpResponse:
    """Take a planned round back."""
    found = selectors.round_for(request.actor, pk)
    if request.method == "POST":
        services.call_off(round=found, by=request.actor, at=timezone.now())
        messages.success(request, _("The round is called off; its enterprises can be planned."))
    return go(request, "web:round", pk)


@acts(Capability.VISIT_RECORD, thing="stop")
def arrive(request: ParkRequest, pk: int) -> HttpResponse:
    """Come to a stop."""
    found = selectors.stop_for(request.actor, pk)
    if request.method == "POST":
        services.arrive(stop=found, by=request.actor, at=timezone.now())
    return go(request, "web:round", found.round_id)


@acts(Capability.VISIT_RECORD, thing="stop")
def skip(request: ParkRequest, pk: int) -> HttpResponse:
    """Leave a stop out, with the reason."""
    found = selectors.stop_for(request.actor, pk)
    form = SkipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        services.skip(stop=found, why=why, by=request.actor, at=timezone.now())
        return go(request, "web:round", found.round_id)
    context = {"form": form, "stop": found}
    return page(request, "web/visits/skip.html", context, 422 if form.errors else 200)
