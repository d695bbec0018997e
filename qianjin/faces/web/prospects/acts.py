"""动作 What is done on the page of a person or a firm."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.prospects import selectors, services
from qianjin.faces.gate import acts
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput, Missing

from .detail import contact_page, officers
from .forms import TieForm
from .moving import follows_merges


@acts(Capability.PROSPECT_KEEP, thing="prospect", repeatable=True)
@follows_merges
def phone(request: ParkRequest, pk: int) -> HttpResponse:
    """Show a person's numbers in full; every look leaves its trace."""
    row = selectors.contact_for(request.actor, pk)
    if request.method != "POST":
        return go(request, "web:prospect", pk)
    numbers = services.reveal_phones(contact=row, by=request.actor, at=timezone.now())
    part = "#numbers" if request.headers.get("HX-Request") else ""
    context = {"row": row, "numbers": numbers}
    response = page(request, "web/prospects/phone.html" + part, context)
    response["Cache-Control"] = "no-store"
    return response


@acts(Capability.PROSPECT_KEEP, thing="prospect")
@follows_merges
def ties(request: ParkRequest, pk: int) -> HttpResponse:
    """Say who knows this person, or take it back."""
    row = selectors.contact_for(request.actor, pk)
    if request.method != "POST":
        return go(request, "web:prospect", pk)
    at = timezone.now()
    if (key := request.POST.get("drop", "")).isdecimal() and len(key) < 18:
        tie = selectors.tie_for(request.actor, int(key))
        if pk not in (tie.one_id, tie.other_id):
            raise Missing
        services.untie(tie=tie, by=request.actor, at=at)
        return go(request, "web:prospect", pk)
    form = TieForm(request.POST, officers=officers(request))
    if form.is_valid():
        told = dict(form.cleaned_data)
        officer = told.pop("officer")
        try:
            services.say_tie(
                contact=row,
                officer=int(officer) if officer else None,
                by=request.actor,
                at=at,
                **told,
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("It is noted who knows whom."))
            return go(request, "web:prospect", pk)
    return contact_page(request, row, form)


@acts(Capability.PROSPECT_KEEP, thing="prospect")
@follows_merges
def forget(request: ParkRequest, pk: int) -> HttpResponse:
    """Delete everything that says who this person is; it cannot be taken back."""
    row = selectors.contact_for(request.actor, pk)
    if request.method == "POST":
        services.anonymise(contact=row, by=request.actor, at=timezone.now())
        messages.success(request, _("The particulars of this person have been deleted."))
    return go(request, "web:prospect", pk)


@acts(Capability.PROSPECT_KEEP, thing="prospect_firm")
@follows_merges
def retire(request: ParkRequest, pk: int) -> HttpResponse:
    """The section pursues a firm no longer, or again."""
    row = selectors.organisation_for(request.actor, pk)
    if request.method == "POST":
        back = request.POST.get("back") == "1"
        services.retire(organisation=row, back=back, by=request.actor, at=timezone.now())
        told = _("The firm is pursued again.") if back else _("The firm is pursued no longer.")
        messages.success(request, told)
    return go(request, "web:prospect_firm", pk)
