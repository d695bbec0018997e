"""The park's own facts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.parks import services
from qianjin.faces.gate import acts
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput

from .forms import ParkForm


@acts(Capability.PARK_EDIT)
def park(request: ParkRequest) -> HttpResponse:
    """Name, address, opening day, prefix of numbers, time zone."""
    known = {name: getattr(request.park, name) for name in ParkForm.base_fields}
    form = ParkForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_park(
                park=request.park, by=request.actor, at=timezone.now(), **form.cleaned_data
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The park has been saved."))
            return go(request, "web:park")
    return page(request, "web/park/park.html", {"form": form}, 422 if form.errors else 200)
