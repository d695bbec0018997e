"""权属与权利 Owners in exact shares, and rights on a parcel."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.enterprises import selectors as enterprises
from qianjin.apps.land import selectors, services
from qianjin.apps.land.choices import RightKind
from qianjin.apps.land.refusals import ParcelChangedSince
from qianjin.apps.land.services import Share
from qianjin.apps.parks import selectors as parks
from qianjin.faces.gate import acts
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput

from .forms import EndRightForm, RightForm, SharesForm


@acts(Capability.PARCEL_EDIT, thing="parcel")
def shares(request: ParkRequest, pk: int) -> HttpResponse:
    """Who owns the parcel; all shares at once."""
    one = selectors.parcel_for(request.actor, pk)
    units = list(parks.units_of(request.park.pk))
    form = SharesForm(
        request.POST if request.method == "POST" else None,
        shares=selectors.shares_of(one),
        initial={"version": one.version},
    )
    clash = False
    if request.method == "POST" and form.is_valid():
        try:
            services.set_shares(
                parcel=one,
                shares=_named(form.cleaned_data["rows"], units),
                version=form.cleaned_data["version"] or 0,
                by=request.actor,
                at=timezone.now(),
            )
        except BadInput as refusal:
            blame(form, refusal)
        except ParcelChangedSince as refusal:
            form.add_error(None, str(refusal))
            clash = True
        else:
            messages.success(request, _("The shares have been entered."))
            return go(request, "web:parcel", pk)
    context = {"form": form, "p": one, "units": units, "clash": clash}
    status = 409 if clash else 422 if form.errors else 200
    return page(request, "web/land/shares.html", context, status)


def _named(rows: list[tuple[str, Fraction, str]], units: list[Any]) -> list[Share]:
    """An owner called like a unit of the park is that unit."""
    by_name = {name: unit for unit in units for name in (unit.name_zh, unit.name_en) if name}
    return [
        Share(part, by_name[owner], "", basis)
        if owner in by_name
        else Share(part, None, owner, basis)
        for owner, part, basis in rows
    ]


@acts(Capability.PARCEL_EDIT, thing="parcel")
def right(request: ParkRequest, pk: int) -> HttpResponse:
    """Enter a right on the parcel."""
    one = selectors.parcel_for(request.actor, pk)
    form = RightForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        holder = given.pop("holder")
        firm = enterprises.enterprises_visible_to(request.actor).filter(name=holder).first()
        try:
            services.add_right(
                parcel=one,
                enterprise=firm,
                holder="" if firm else holder,
                by=request.actor,
                at=timezone.now(),
                **given,
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The right has been entered."))
            return go(request, "web:parcel", pk)
    context = {"form": form, "p": one, "title": _("Enter a right"), "wide": ("holder", "remark")}
    return page(request, "web/land/form.html", context, 422 if form.errors else 200)


@acts(Capability.PARCEL_EDIT, thing="parcel_right")
def end_right(request: ParkRequest, pk: int) -> HttpResponse:
    """A right has ended."""
    row = selectors.right_for(request.actor, pk)
    form = EndRightForm(
        request.POST if request.method == "POST" else None,
        initial={"ended_on": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.end_right(right=row, by=request.actor, at=timezone.now(), **form.cleaned_data)
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The right has ended."))
            return go(request, "web:parcel", row.parcel_id)
    holder = row.enterprise.name if row.enterprise else row.holder
    context = {
        "form": form,
        "p": row.parcel,
        "title": _("End the right"),
        "sub": f"{RightKind(row.kind).label}：{holder}",
        "wide": ("remark",),
    }
    return page(request, "web/land/form.html", context, 422 if form.errors else 200)
