"""关于园区 What the park is, and what it looks back on."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.parks import selectors, services
from qianjin.faces.gate import SIGNED_IN, acts, endpoint
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput

from .forms import ChronicleForm


@endpoint(SIGNED_IN)
def about(request: ParkRequest) -> HttpResponse:
    """The park's facts and its chronicle."""
    context = {
        "may_edit": request.actor.may(Capability.PARK_EDIT),
        "chronicle": selectors.chronicle_of(request.park.pk),
    }
    return page(request, "web/park/about.html", context)


@acts(Capability.PARK_EDIT)
def enter(request: ParkRequest) -> HttpResponse:
    """Enter something the park looks back on."""
    form = ChronicleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.enter_chronicle(
                park=request.park, by=request.actor, at=timezone.now(), **form.cleaned_data
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("It stands in the chronicle."))
            return go(request, "web:about")
    return page(request, "web/park/about_new.html", {"form": form}, 422 if form.errors else 200)


@acts(Capability.PARK_EDIT, thing="chronicle")
def strike(request: ParkRequest, pk: int) -> HttpResponse:
    """Take an entry out of the chronicle."""
    entry = selectors.chronicle_entry_of(request.park.pk, pk)
    if request.method == "POST":
        services.strike_chronicle(entry=entry, by=request.actor, at=timezone.now())
        messages.success(request, _("The entry has been taken out."))
    return go(request, "web:about")
