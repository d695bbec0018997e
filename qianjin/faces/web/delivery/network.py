"""活动网络页 The network in force, its versions and whom they touch; one step; capacities."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.delivery import policies, selectors, services
from qianjin.apps.delivery.choices import Basis, LinkKind, Stage, Strength
from qianjin.apps.delivery.network import in_words, read
from qianjin.apps.delivery.refusals import NetworkLoop
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput

from . import words
from .network_forms import CapacityForm, NetworkStepForm


@endpoint(Capability.DELIVERY_SEE)
def network(request: ParkRequest) -> HttpResponse:
    """Every step with its days, law and what comes before; versions, and the plans they touch."""
    if not words.sees_all(request):
        return go(request, "web:delivery_week")
    today = timezone.localdate()
    latest = selectors.in_force(request.park)
    known = selectors.known_of(request.park, latest, today)
    groups: dict[str, list[dict[str, Any]]] = {}
    for step in known.values():
        groups.setdefault(str(Stage(step.stage).label), []).append(_line(step, known))
    inferred = [step for step in known.values() if step.basis == Basis.INFERENCE]
    may = policies.may_set_network(request.actor, request.park.pk)
    context = {
        "tabs": words.tabs(request, "delivery_network"),
        "latest": latest,
        "groups": list(groups.items()),
        "count": len(known),
        "inferred": len(inferred),
        "calibrated": sum(bool(step.runs) for step in inferred),
        "versions": [
            (one.network, [words.change(c, known) for c in one.changes[:30]])
            for one in selectors.versions_of(request.park)
        ],
        "touched": selectors.touched_by(request.park, latest) if latest.number else (),
        "capacities": selectors.capacities_of(request.park),
        "capacity_form": CapacityForm(
            units=selectors.units_for(request.actor),
            people=selectors.keepers_of(request.actor, on=timezone.localdate()),
        )
        if may
        else None,
        "may_set": may,
    }
    return page(request, "web/delivery/network.html", context)


def _line(step: Any, known: Any) -> dict[str, Any]:
    return {
        "step": step,
        "days": words.length(step),
        "basis": str(Basis(step.basis).label),
        "tone": "at_risk" if step.basis == Basis.INFERENCE and not step.runs else "",
        "side": words.side(step.side),
        "who": in_words(step.who),
        "when": "；".join(words.conditions([step.when])),
        "before": [
            (words.link(one, known), words.strength(one), one.strength) for one in step.after
        ],
    }


@acts(Capability.DELIVERY_RULES)
def change(request: ParkRequest) -> HttpResponse:
    """Change one step and what comes before it, as a new version."""
    latest = selectors.in_force(request.park)
    known = selectors.known_of(request.park, latest, timezone.localdate())
    stored = read(latest.content)
    step = stored.get(request.GET.get("key", ""))
    if step is None:
        return go(request, "web:delivery_network")
    form = NetworkStepForm(
        request.POST or None, step=step, steps=stored, initial={"version": latest.number}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.change_step(
                park=request.park, key=step.key, by=request.actor, at=timezone.now(), **form.given()
            )
        except NetworkLoop as loop:
            form.add_error(None, str(loop))
        except BadInput as refusal:
            blame(form, refusal)
        else:
            told = _("Version %(number)s is in force; plans keep theirs until they accept it.")
            messages.success(request, told % {"number": made.number})
            return go(request, "web:delivery_network")
    context = {
        "form": form,
        "step": step,
        "runs": known[step.key].runs,
        "calibrated": words.length(known[step.key]) if known[step.key].runs else "",
        "kinds": LinkKind.choices,
        "strengths": Strength.choices,
    }
    status = 422 if form.errors else 200
    return page(request, "web/delivery/network_step.html", context, status)


@acts(Capability.DELIVERY_RULES)
def capacity(request: ParkRequest) -> HttpResponse:
    """How many steps a bureau or an officer carries at once."""
    if request.method != "POST":
        return go(request, "web:delivery_network")
    units, people = (
        selectors.units_for(request.actor),
        selectors.keepers_of(request.actor, on=timezone.localdate()),
    )
    form = CapacityForm(request.POST, units=units, people=people)
    if form.is_valid():
        given = form.cleaned_data
        services.set_capacity(
            park=request.park,
            unit=next((one for one in units if one.pk == given["unit"]), None),
            user=next((one for one in people if one.pk == given["user"]), None),
            cases=given["cases"],
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, _("Entered; all plans are being worked out anew."))
        return go(request, "web:delivery_network")
    context = {"form": form, "back": to(request, "web:delivery_network")}
    return page(request, "web/delivery/capacity.html", context, 422)
