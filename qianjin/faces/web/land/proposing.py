"""提出变更 New parcels, splits, mergers and new boundaries, each a page that proposes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.land import selectors, services
from qianjin.apps.parks import selectors as parks
from qianjin.apps.parks.choices import UnitKind
from qianjin.faces.gate import acts
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput

from . import words
from .change_forms import BoundaryForm, MergeForm, NewParcelForm, SplitForm

SQUARE_METRES_A_MU = 2000
"""Of three mu: 2,000 ㎡ (a mu is 2000/3 ㎡)."""


@acts(Capability.PARCEL_EDIT)
def new(request: ParkRequest) -> HttpResponse:
    """Propose one new parcel, pasted or drawn on the map."""
    form = NewParcelForm(
        request.POST if request.method == "POST" else None,
        villages=parks.units_of(request.park.pk, UnitKind.VILLAGE),
        initial={"shape": request.GET.get("shape", "")[:200_000]},
    )

    def propose(given: dict[str, Any]) -> Any:
        text = given.pop("shape")
        return services.propose_new(
            park=request.park, text=text, by=request.actor, at=timezone.now(), **given
        )

    return _page(request, form, propose, _("Propose a new parcel"), None)


@acts(Capability.PARCEL_EDIT, thing="parcel")
def split(request: ParkRequest, pk: int) -> HttpResponse:
    """Propose to part an area off at one side."""
    one = selectors.parcel_for(request.actor, pk)
    form = SplitForm(request.POST if request.method == "POST" else None)

    def propose(given: dict[str, Any]) -> Any:
        area = given.pop("mu") * SQUARE_METRES_A_MU / 3
        return services.propose_split(
            parcel=one, area=area, by=request.actor, at=timezone.now(), **given
        )

    return _page(request, form, propose, _("Split the parcel"), one)


@acts(Capability.PARCEL_EDIT, thing="parcel")
def merge(request: ParkRequest, pk: int) -> HttpResponse:
    """Propose one parcel out of this one and its neighbours."""
    one = selectors.parcel_for(request.actor, pk)
    form = MergeForm(request.POST if request.method == "POST" else None)

    def propose(given: dict[str, Any]) -> Any:
        given["others"] = form.numbers()
        return services.propose_merge(parcel=one, by=request.actor, at=timezone.now(), **given)

    return _page(request, form, propose, _("Merge parcels"), one)


@acts(Capability.PARCEL_EDIT, thing="parcel")
def boundary(request: ParkRequest, pk: int) -> HttpResponse:
    """Propose another boundary."""
    one = selectors.parcel_for(request.actor, pk)
    form = BoundaryForm(
        request.POST if request.method == "POST" else None,
        initial={"shape": selectors.points_of(one)},
    )

    def propose(given: dict[str, Any]) -> Any:
        text = given.pop("shape")
        return services.propose_boundary(
            parcel=one, text=text, by=request.actor, at=timezone.now(), **given
        )

    return _page(request, form, propose, _("Change the boundary"), one)


def _page(
    request: ParkRequest, form: Form, propose: Callable[[dict[str, Any]], Any], title: str, one: Any
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            change = propose(dict(form.cleaned_data))
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("Proposed; somebody else now reviews it."))
            return go(request, "web:parcel_change", change.pk)
    shapes = []
    if one is not None:
        near = selectors.neighbours(request.actor, one)
        shapes = [
            *words.around(request, near),
            words.outline(one, tone="active", kind="strong", name=one.number),
        ]
    context = {
        "form": form,
        "p": one,
        "title": title,
        "shapes": shapes,
        "areas": words.area_facts(one)[:2] if one else [],
        "wide": ("shape", "reason", "others"),
        "proposes": True,
    }
    return page(request, "web/land/form.html", context, 422 if form.errors else 200)
