"""维护地块 What is said of a parcel: fields, indicators, notes, files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.land import selectors, services
from qianjin.apps.land.refusals import ParcelChangedSince
from qianjin.apps.parks import selectors as parks
from qianjin.apps.parks.choices import UnitKind
from qianjin.faces.gate import acts
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput

from .forms import IndicatorForm, ParcelForm, plain


@acts(Capability.PARCEL_EDIT, thing="parcel")
def edit(request: ParkRequest, pk: int) -> HttpResponse:
    """Change a parcel; what somebody else has changed meanwhile is not lost."""
    one = selectors.parcel_for(request.actor, pk)
    villages = parks.units_of(request.park.pk, UnitKind.VILLAGE)
    if request.method != "POST":
        form = ParcelForm(initial=ParcelForm.initial_of(one), villages=villages)
        return _edit_page(request, form, one)
    form = ParcelForm(request.POST, villages=villages)
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            services.change_parcel(
                parcel=one, version=version, by=request.actor, at=timezone.now(), **form.values()
            )
        except BadInput as refusal:
            blame(form, refusal)
        except ParcelChangedSince as refusal:
            form.add_error(None, str(refusal))
            return _edit_page(request, form, one, status=409)
        else:
            messages.success(request, _("The parcel has been changed."))
            return go(request, "web:parcel", pk)
    return _edit_page(request, form, one)


def _edit_page(request: ParkRequest, form: ParcelForm, one: Any, status: int = 200) -> HttpResponse:
    context = {"form": form, "p": one, "clash": status == 409}
    status = status if status != 200 else 422 if form.errors else 200
    return page(request, "web/land/edit.html", context, status)


@acts(Capability.PARCEL_EDIT, thing="parcel")
def indicators(request: ParkRequest, pk: int) -> HttpResponse:
    """The figures the parcel is granted with."""
    one = selectors.parcel_for(request.actor, pk)
    known: dict[str, str] = {}
    for row in selectors.indicators_of(one):
        known |= {f"{row.kind}_value": plain(row.value), f"{row.kind}_bound": row.bound}
    form = IndicatorForm(request.POST if request.method == "POST" else None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_indicators(
                parcel=one, indicators=form.values(), by=request.actor, at=timezone.now()
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The indicators have been set."))
            return go(request, "web:parcel", pk)
    context = {"form": form, "p": one}
    return page(request, "web/land/indicators.html", context, 422 if form.errors else 200)


@acts(Capability.PARCEL_EDIT, thing="parcel")
def note(request: ParkRequest, pk: int) -> HttpResponse:
    """A note on the thread."""
    one = selectors.parcel_for(request.actor, pk)
    if request.method == "POST":
        words = request.POST.get("words", "")
        services.note_parcel(parcel=one, words=words, by=request.actor, at=timezone.now())
        messages.success(request, _("The note stands on the thread."))
    return go(request, "web:parcel", pk)


@acts(Capability.PARCEL_EDIT, thing="parcel")
def add_files(request: ParkRequest, pk: int) -> HttpResponse:
    """Photographs and documents."""
    one = selectors.parcel_for(request.actor, pk)
    if request.method == "POST":
        services.add_files(
            parcel=one,
            files=request.FILES.getlist("files"),
            caption=request.POST.get("caption", ""),
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, _("The files have been added."))
    return go(request, "web:parcel", pk)


@acts(Capability.PARCEL_EDIT, thing="parcel_file")
def remove_file(request: ParkRequest, pk: int) -> HttpResponse:
    """Take a file off the page."""
    row = selectors.file_for(request.actor, pk)
    if request.method == "POST":
        services.remove_file(file=row, by=request.actor, at=timezone.now())
        messages.success(request, _("The file has been removed from the page."))
    return go(request, "web:parcel", row.parcel_id)
