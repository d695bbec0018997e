"""规则 The zone of areas, and when the park calls land ill used."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.land import selectors, services
from qianjin.apps.land.refusals import RulesChangedSince
from qianjin.faces.gate import acts
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput

from . import words
from .change_forms import RulesForm

FIELDS = ("zone", "low_tax_wan", "low_idle_months", "low_grade_d", "low_contract", "version")


@acts(Capability.LAND_RULES)
def rules(request: ParkRequest) -> HttpResponse:
    """Change zone and rule."""
    row = selectors.settings_of(request.park.pk)
    known = {name: getattr(row, name) for name in FIELDS}
    form = RulesForm(request.POST if request.method == "POST" else None, initial=known)
    status = 200
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            services.set_rules(
                park=request.park,
                version=given.pop("version"),
                by=request.actor,
                at=timezone.now(),
                **given,
            )
        except BadInput as refusal:
            blame(form, refusal)
        except RulesChangedSince as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            messages.success(request, _("The rules have been changed."))
            return go(request, "web:parcel_rules")
    if form.errors and status == 200:
        status = 422
    context = {"form": form, "tabs": words.tabs(request, "parcel_rules")}
    return page(request, "web/land/rules.html", context, status)
