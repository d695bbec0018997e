"""自动化规则 Rules as sentences: written, tried on last month, switched on and off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.channels import selectors, services
from qianjin.apps.parks import selectors as parks
from qianjin.faces.gate import acts
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput

from .forms import RuleForm
from .rule_words import done, in_both, sentence, would

PLAIN = (
    *("name", "topic", "kinds", "levels", "tiers", "words", "hours"),
    *("set_level", "note", "tell_roles"),
)
PEOPLE = ("set_officer", "tell_person")
LINKED = ("unit", "set_unit", "co_unit", *PEOPLE, "tell_robot")


@acts(Capability.CHANNEL_EDIT)
def rules(request: ParkRequest) -> HttpResponse:
    """Every rule of the park as a sentence, and the form for a new one."""
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.add_rule(
                park=request.park, by=request.actor, at=timezone.now(), **_told(request, form)
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(
                request, _("The rule is written and rests. Look at what it would have done.")
            )
            return go(request, "web:rule", row.pk)
    rows = [{"rule": row, "text": sentence(row)} for row in selectors.rules_of(request.actor)]
    context = {"form": form, "rows": rows}
    return page(request, "web/channels/rules.html", context, 422 if form.errors else 200)


def _form(request: ParkRequest, **more: Any) -> RuleForm:
    return RuleForm(
        request.POST if request.method == "POST" else None,
        units=parks.units_of(request.park.pk),
        people=accounts.possible_deputies(request.actor, on=timezone.localdate()),
        robots=[row.robot for row in selectors.robots_of(request.actor)],
        **more,
    )


def _told(request: ParkRequest, form: RuleForm) -> dict[str, Any]:
    told = {name: form.cleaned_data[name] for name in PLAIN}
    chosen = {name: form.cleaned_data[name] for name in LINKED}
    park_id, on = request.park.pk, timezone.localdate()
    for name in ("unit", "set_unit", "co_unit"):
        told[name] = parks.unit_of(park_id, int(chosen[name])) if chosen[name] else None
    for name in PEOPLE:
        person = chosen[name]
        told[name] = accounts.officer_of(park_id, int(person), on=on) if person else None
    robot = chosen["tell_robot"]
    told["tell_robot"] = selectors.robot_for(request.actor, int(robot)) if robot else None
    return told


@acts(Capability.CHANNEL_EDIT, thing="rule")
def rule(request: ParkRequest, pk: int) -> HttpResponse:
    """One rule: its sentence in both languages, its form, what it would have done and did."""
    row = selectors.rule_for(request.actor, pk)
    known = {name: getattr(row, name) for name in PLAIN}
    known |= {name: str(getattr(row, f"{name}_id") or "") for name in LINKED}
    form = _form(request, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_rule(
                rule=row, by=request.actor, at=timezone.now(), **_told(request, form)
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The rule has been saved."))
            return go(request, "web:rule", pk)
    tried = services.would_do(rule=row, at=timezone.now())
    context = {
        "form": form,
        "rule": row,
        "texts": in_both(row),
        "may_read": request.actor.may(Capability.REQUEST_SEE),
        "tried": tried,
        "rows": [{"row": found, "did": would(row, found)} for found in tried.rows],
        "runs": [{"run": run, "did": done(run.did)} for run in selectors.runs_of(row)],
    }
    return page(request, "web/channels/rule.html", context, 422 if form.errors else 200)


@acts(Capability.CHANNEL_EDIT, thing="rule")
def pause(request: ParkRequest, pk: int) -> HttpResponse:
    """Switch a rule off."""
    row = selectors.rule_for(request.actor, pk)
    if request.method == "POST":
        services.pause_rule(rule=row, by=request.actor, at=timezone.now())
        messages.success(request, _("The rule is switched off; what it did stays done."))
    return go(request, "web:rule", pk)


@acts(Capability.CHANNEL_EDIT, thing="rule")
def wake(request: ParkRequest, pk: int) -> HttpResponse:
    """Switch a rule on."""
    row = selectors.rule_for(request.actor, pk)
    if request.method == "POST":
        services.wake_rule(rule=row, by=request.actor, at=timezone.now())
        messages.success(request, _("The rule is switched on and follows what happens from now."))
    return go(request, "web:rule", pk)
