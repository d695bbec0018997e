"""实测路程 Ways and times a road router has measured, taken over as OSRM gives them."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.visits import selectors, services
from qianjin.apps.visits.refusals import BadMatrix
from qianjin.faces.gate import acts, endpoint
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput

from . import words

MOST_BYTES = 48 * 1024 * 1024
SHOWN = 20


class MatrixForm(forms.Form):
    """导入出行矩阵."""

    file = forms.FileField(label=gettext_lazy("Answer of the table service (JSON)"))


@acts(Capability.VISIT_RULES)
def matrix(request: ParkRequest) -> HttpResponse:
    """What is measured, what is not, and the form for another table."""
    if request.method == "POST" and request.POST.get("drop"):
        if services.drop_matrix(park=request.park, by=request.actor, at=timezone.now()):
            messages.success(request, _("Plans made from now on go by straight lines again."))
        return go(request, "web:visit_matrix")
    form = MatrixForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            _take_over(request, form)
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("Plans made from now on go by these ways."))
            return go(request, "web:visit_matrix")
    places = selectors.matrix_places(request.park.pk)
    state = selectors.matrix_state(request.park.pk, places)
    context = {
        "tabs": words.tabs(request, "visit_rules"),
        "form": form,
        "places": len(places),
        "state": state,
        "unknown": state.unknown[:SHOWN] if state else [],
        "more": max(0, len(state.unknown) - SHOWN) if state else 0,
    }
    return page(request, "web/visits/matrix.html", context, 422 if form.errors else 200)


def _take_over(request: ParkRequest, form: MatrixForm) -> None:
    file = form.cleaned_data["file"]
    if file.size > MOST_BYTES:
        sentence = _("%(name)s is larger than %(limit)s MB.")
        told = {"name": file.name, "limit": MOST_BYTES >> 20}
        raise BadMatrix({"file": [sentence % told]})
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadMatrix({"file": [_("This file is no JSON.")]}) from error
    services.set_matrix(
        park=request.park, name=file.name or "", text=text, by=request.actor, at=timezone.now()
    )


@endpoint(Capability.VISIT_RULES)
def places(request: ParkRequest) -> HttpResponse:
    """The question to ask a router of one's own, with every place in its order."""
    found = selectors.matrix_places(request.park.pk)
    line = ";".join(f"{one.lon:.6f},{one.lat:.6f}" for one in found)
    asked = f"/table/v1/driving/{line}?annotations=duration,distance\n"
    response = HttpResponse(asked, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="osrm-table.txt"'
    return response
