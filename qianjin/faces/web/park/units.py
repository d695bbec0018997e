"""Sections, bureaux, towns and villages: added, renamed, taken out of use and back."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.parks import selectors, services
from qianjin.apps.parks.choices import UnitKind
from qianjin.faces.gate import acts
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput

from .forms import NewUnitForm, UnitForm


@acts(Capability.PARK_EDIT)
def units(request: ParkRequest) -> HttpResponse:
    """Every unit of the park, and the form for a new one."""
    form = NewUnitForm(request.POST or None, units=selectors.units_of(request.park.pk))
    if request.method == "POST" and form.is_valid():
        try:
            services.add_unit(
                park=request.park, by=request.actor, at=timezone.now(), **_told(request, form)
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The unit has been added."))
            return go(request, "web:units")
    every = list(selectors.all_units_of(request.park.pk))
    used = sorted(
        (u for u in every if u.is_active), key=lambda u: list(UnitKind).index(UnitKind(u.kind))
    )
    groups = [(UnitKind(k).label, list(rows)) for k, rows in groupby(used, lambda u: u.kind)]
    context = {"form": form, "groups": groups, "closed": [u for u in every if not u.is_active]}
    return page(request, "web/park/units.html", context, 422 if form.errors else 200)


def _told(request: ParkRequest, form: UnitForm) -> dict[str, Any]:
    told = dict(form.cleaned_data)
    chosen = told.pop("parent")
    told["parent"] = selectors.unit_of(request.park.pk, int(chosen)) if chosen else None
    return told


@acts(Capability.PARK_EDIT, thing="unit")
def unit(request: ParkRequest, pk: int) -> HttpResponse:
    """Rename one unit, or move it."""
    row = selectors.unit_of(request.park.pk, pk)
    known = {
        "name_zh": row.name_zh,
        "name_en": row.name_en,
        "position": row.position,
        "parent": str(row.parent_id or ""),
    }
    others = selectors.units_of(request.park.pk).exclude(pk=pk)
    form = UnitForm(request.POST or None, units=others, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_unit(
                unit=row, by=request.actor, at=timezone.now(), **_told(request, form)
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The unit has been saved."))
            return go(request, "web:units")
    serving = accounts.serving_in(request.park.pk, pk, on=timezone.localdate())
    context = {"form": form, "unit": row, "serving": serving}
    return page(request, "web/park/unit.html", context, 422 if form.errors else 200)


@acts(Capability.PARK_EDIT, thing="unit")
def close(request: ParkRequest, pk: int) -> HttpResponse:
    """Take a unit out of use."""
    row = selectors.unit_of(request.park.pk, pk)
    if request.method == "POST":
        serving = accounts.serving_in(request.park.pk, pk, on=timezone.localdate())
        services.close_unit(
            unit=row,
            by=request.actor,
            at=timezone.now(),
            serving=[person.name for person in serving],
        )
        messages.success(request, _("The unit is out of use; its history stays."))
    return go(request, "web:units")


@acts(Capability.PARK_EDIT, thing="unit")
def reopen(request: ParkRequest, pk: int) -> HttpResponse:
    """Take a unit into use again."""
    row = selectors.unit_of(request.park.pk, pk)
    if request.method == "POST":
        services.reopen_unit(unit=row, by=request.actor, at=timezone.now())
        messages.success(request, _("The unit is in use again."))
    return go(request, "web:units")
