"""Absences and who stands in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts import selectors, services
from qianjin.apps.accounts.choices import Capability
from qianjin.faces.gate import acts
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput

from .forms import AbsenceForm


@acts(Capability.ABSENCE_SET)
def absences(request: ParkRequest) -> HttpResponse:
    """Who is or will be away, and the form to enter an absence."""
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        try:
            _enter(request, form)
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The absence is entered and the deputy has been told."))
            return go(request, "web:absences")
    today = timezone.localdate()
    rows = list(selectors.absences_of(request.actor, from_on=today))
    mine = {person.pk for person in selectors.may_be_absent(request.actor, on=today)}
    context = {
        "form": form,
        "now": [_row(row, mine) for row in rows if row.from_on <= today],
        "later": [_row(row, mine) for row in rows if row.from_on > today],
    }
    return page(request, "web/people/absences.html", context, 422 if form.errors else 200)


def _form(request: ParkRequest) -> AbsenceForm:
    today = timezone.localdate()
    return AbsenceForm(
        request.POST if request.method == "POST" else None,
        absent=selectors.may_be_absent(request.actor, on=today),
        deputies=selectors.possible_deputies(request.actor, on=today),
        initial={"absent": request.actor.user_id, "from_on": today, "until_on": today},
    )


def _enter(request: ParkRequest, form: AbsenceForm) -> None:
    told = dict(form.cleaned_data)
    today = timezone.localdate()
    services.enter_absence(
        absent=selectors.officer_of(request.actor.park_id, told.pop("absent"), on=today),
        deputy=selectors.officer_of(request.actor.park_id, told.pop("deputy"), on=today),
        by=request.actor,
        at=timezone.now(),
        **told,
    )


def _row(row: Any, mine: set[int]) -> dict[str, Any]:
    return {"row": row, "may_end": row.absent_id in mine}


@acts(Capability.ABSENCE_SET, thing="absence")
def end(request: ParkRequest, pk: int) -> HttpResponse:
    """End an absence early, or take back one that has not begun."""
    row = selectors.absence_for(request.actor, pk)
    if request.method == "POST":
        services.end_absence(absence=row, by=request.actor, at=timezone.now())
        messages.success(request, _("The absence has ended."))
    return go(request, "web:absences")
