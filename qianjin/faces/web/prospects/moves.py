"""移交 A whole book goes to a colleague."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.prospects import selectors, services
from qianjin.faces.gate import acts
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput

from .forms import HandoverForm


@acts(Capability.PROSPECT_EXPORT)
def handover(request: ParkRequest) -> HttpResponse:
    """Choose from whom to whom, see how much it is, hand it over; the latest can be undone."""
    actor = request.actor
    givers = selectors.givers_of(actor)
    people = selectors.officers_of(actor, on=timezone.localdate())
    asked = request.GET if "giver" in request.GET else None
    form = HandoverForm(request.POST or asked, givers=_named(givers), takers=_named(people))
    if request.method == "POST" and form.is_valid():
        try:
            done = _hand_over(request, form, [*givers, *people])
        except BadInput as refusal:
            blame(form, refusal)
        else:
            told = _("%(contacts)d contacts and %(firms)d firms are in %(name)s's care now.")
            counts = {name: len(done.moved[name]) for name in ("contacts", "organisations")}
            values = {"contacts": counts["contacts"], "firms": counts["organisations"]}
            messages.success(request, told % {**values, "name": done.taker.name})
            return go(request, "web:prospect_handover")
    load = None
    if asked is not None and form.is_valid():
        load = selectors.load_of(actor, int(form.cleaned_data["giver"]))
    context = {"form": form, "load": load, "done": selectors.handovers_of(actor)}
    is_bad = request.method == "POST"
    return page(request, "web/prospects/handover.html", context, 422 if is_bad else 200)


def _named(people: list[Any]) -> list[tuple[str, Any]]:
    return [(str(person.pk), person.name) for person in people]


def _hand_over(request: ParkRequest, form: HandoverForm, people: list[Any]) -> Any:
    told = form.cleaned_data
    known = {str(person.pk): person for person in people}
    return services.hand_over(
        giver=known[told["giver"]],
        taker=known[told["taker"]],
        words=told["words"],
        by=request.actor,
        at=timezone.now(),
    )


@acts(Capability.PROSPECT_EXPORT, thing="prospect_handover")
def undo(request: ParkRequest, pk: int) -> HttpResponse:
    """What is still in the taker's care goes back."""
    row = selectors.handover_for(request.actor, pk)
    if request.method == "POST":
        services.undo_handover(handover=row, by=request.actor, at=timezone.now())
        messages.success(request, _("The handover has been undone."))
    return go(request, "web:prospect_handover")
