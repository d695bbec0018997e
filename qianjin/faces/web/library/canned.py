"""常用语 The words that are written again and again, by section."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.library import selectors, services
from qianjin.apps.library.refusals import ChangedSince
from qianjin.faces.gate import acts, endpoint
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.ui.shapes import Change
from qianjin.units.refusals import BadInput

from .forms import CannedForm


@endpoint(Capability.ARTICLE_SEE)
def canned(request: ParkRequest) -> HttpResponse:
    """All canned replies, one's own section first."""
    rows = [
        {
            "pk": row.pk,
            "name": row.name,
            "text": row.text,
            "unit": row.unit.name if row.unit else "",
            "may_keep": selectors.may_keep(request.actor, row.unit_id),
        }
        for row in selectors.canned_of(request.actor)
    ]
    context = {"rows": rows, "may_keep": request.actor.may(Capability.ARTICLE_EDIT)}
    return page(request, "web/library/canned.html", context)


@acts(Capability.ARTICLE_EDIT)
def new(request: ParkRequest) -> HttpResponse:
    """Keep new words."""
    own = min(request.actor.unit_ids, default=None)
    form = _form(request, request.POST or None, initial={"unit": own})
    if request.method == "POST" and form.is_valid():
        given = {k: v for k, v in form.cleaned_data.items() if k != "version"}
        try:
            services.write_canned(park=request.park, by=request.actor, at=timezone.now(), **given)
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(
                request, _("Kept. It is offered wherever one writes to an enterprise.")
            )
            return go(request, "web:canned")
    return _show(request, form, 422 if form.errors else 200)


@acts(Capability.ARTICLE_EDIT, thing="canned")
def edit(request: ParkRequest, pk: int) -> HttpResponse:
    """Change the words."""
    row = selectors.canned_for(request.actor, pk)
    known = {"name": row.name, "text": row.text, "unit": row.unit_id, "version": row.version}
    form = _form(request, request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_canned(
                reply=row, by=request.actor, at=timezone.now(), **form.cleaned_data
            )
        except BadInput as refusal:
            blame(form, refusal)
        except ChangedSince:
            more = {"reply": row, "version": row.version, "changes": _compare(form, row)}
            return _show(request, form, 409, **more)
        else:
            messages.success(request, _("The words have been saved."))
            return go(request, "web:canned")
    return _show(request, form, 422 if form.errors else 200, reply=row)


def _compare(form: CannedForm, row: Any) -> list[Change]:
    return [
        Change(str(form.fields[name].label), form.cleaned_data[name], getattr(row, name))
        for name in ("name", "text")
        if form.cleaned_data[name] != getattr(row, name)
    ]


@acts(Capability.ARTICLE_EDIT, thing="canned")
def drop(request: ParkRequest, pk: int) -> HttpResponse:
    """Take the words out."""
    row = selectors.canned_for(request.actor, pk)
    if request.method == "POST":
        services.drop_canned(reply=row, by=request.actor, at=timezone.now())
        messages.success(request, _("Taken out."))
    return go(request, "web:canned")


def _form(request: ParkRequest, data: Any, **more: Any) -> CannedForm:
    units, for_all = selectors.kept_units(request.actor)
    return CannedForm(data, units=units, for_all=for_all, **more)


def _show(request: ParkRequest, form: CannedForm, status: int = 200, **more: Any) -> HttpResponse:
    return page(request, "web/library/canned_edit.html", {"form": form, **more}, status)
