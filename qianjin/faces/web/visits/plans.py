"""排走访路线 Proposals of rounds: asked for, watched, changed by hand, accepted."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qianjin.apps.accounts.choices import Capability, Scope
from qianjin.apps.visits import selectors, services
from qianjin.apps.visits.choices import PlanState
from qianjin.apps.visits.refusals import BadPlan
from qianjin.faces.gate import acts, endpoint
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.journeys.plan_rounds import plan_rounds
from qianjin.units.refusals import BadInput

from . import words
from .forms import ChangeForm, PlanForm
from .plan_rows import plan_context


@acts(Capability.VISIT_PLAN)
def plans(request: ParkRequest) -> HttpResponse:
    """The latest plans, and the form for a new one."""
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        try:
            made = plan_rounds(
                park=request.park, by=request.actor, at=timezone.now(), **form.cleaned_data
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            return go(request, "web:plan", made.pk)
    context = {
        "tabs": words.tabs(request, "plans"),
        "form": form,
        "plans": [(row, PlanState(row.state)) for row in selectors.plans_of(request.actor)],
        "has_office": selectors.travel_of(request.park.pk) is not None,
        "may_rule": request.actor.may(Capability.VISIT_RULES),
    }
    return page(request, "web/visits/plans.html", context, 422 if form.errors else 200)


def _form(request: ParkRequest) -> PlanForm:
    """Next week is what one usually plans; heads for all, everybody else for themselves."""
    actor, today = request.actor, timezone.localdate()
    monday = today + timedelta(days=7 - today.weekday())
    people = selectors.officers_to_plan(request.park.pk, on=today)
    if actor.scope(Capability.VISIT_PLAN) < Scope.PARK:
        people = [person for person in people if person.person_id in actor.people]
    initial = {
        "first_on": monday,
        "until_on": monday + timedelta(days=4),
        "officers": [person.person_id for person in people if not person.is_head],
    }
    choices = [(person.person_id, person.name) for person in people]
    return PlanForm(request.POST or None, people=choices, initial=initial)


@endpoint(Capability.VISIT_SEE, thing="plan")
def plan(request: ParkRequest, pk: int) -> HttpResponse:
    """A proposal, or how far its making is; with HTMX only what changes meanwhile."""
    row = selectors.plan_for(request.actor, pk)
    context = plan_context(request, row)
    is_piece = request.headers.get("HX-Target") == "plan"
    return page(request, "web/visits/plan.html" + ("#plan" if is_piece else ""), context)


@acts(Capability.VISIT_PLAN, thing="plan")
def change(request: ParkRequest, pk: int) -> HttpResponse:
    """Move, pin, take out or let go one visit; the rest is planned anew."""
    row = selectors.plan_for(request.actor, pk)
    if request.method != "POST":
        return go(request, "web:plan", pk)
    form = ChangeForm(request.POST)
    if form.is_valid():
        officer, day = form.place()
        try:
            services.change_plan(
                plan=row,
                enterprise_id=form.cleaned_data["enterprise"],
                officer=officer,
                on=day,
                is_dropped=form.cleaned_data["drop"],
                by=request.actor,
                at=timezone.now(),
            )
        except BadInput as refusal:
            messages.error(request, " ".join(str(p) for ps in refusal.fields.values() for p in ps))
        return go(request, "web:plan", pk)
    if "enterprise" in form.errors:
        raise BadPlan({"enterprise": [_("There is no such enterprise.")]})
    raise BadPlan({"on": [_("Choose an officer and a day of this plan.")]})


@acts(Capability.VISIT_PLAN, thing="plan")
def accept(request: ParkRequest, pk: int) -> HttpResponse:
    """Make the proposal the rounds officers go on."""
    row = selectors.plan_for(request.actor, pk)
    if request.method != "POST":
        return go(request, "web:plan", pk)
    made = services.accept(plan=row, by=request.actor, at=timezone.now())
    said = ngettext("%(count)d round is planned.", "%(count)d rounds are planned.", len(made))
    messages.success(request, said % {"count": len(made)})
    return go(request, "web:rounds", query="state=planned")


@acts(Capability.VISIT_PLAN, thing="plan")
def give_up(request: ParkRequest, pk: int) -> HttpResponse:
    """Give a proposal up."""
    row = selectors.plan_for(request.actor, pk)
    if request.method != "POST":
        return go(request, "web:plan", pk)
    services.abandon(plan=row, by=request.actor, at=timezone.now())
    messages.success(request, _("The plan was given up; no round came of it."))
    return go(request, "web:plans")
