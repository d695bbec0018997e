"""联系人 The people to call at an enterprise: entered, changed, rung, invited, gone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.enterprises import policies, selectors, services
from qianjin.apps.enterprises.refusals import ContactChangedMeanwhile, MayNotEdit
from qianjin.faces.gate import acts
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.faces.web.people.invitations import qr_code
from qianjin.units.refusals import BadInput

from . import words
from .forms import ContactForm
from .moving import follows_merges


@acts(Capability.ENTERPRISE_EDIT, thing="enterprise")
@follows_merges
def contact_new(request: ParkRequest, pk: int) -> HttpResponse:
    """Add a person to call."""
    firm = selectors.get_enterprise_for(request.actor, pk)
    if not policies.may_edit(request.actor, firm):
        raise MayNotEdit
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.values()
        try:
            services.add_contact(enterprise=firm, by=request.actor, at=timezone.now(), **told)
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The contact has been added."))
            return go(request, "web:enterprise", pk)
    context = {"firm": firm, "form": form}
    return page(request, "web/enterprises/contact.html", context, 422 if form.errors else 200)


@acts(Capability.ENTERPRISE_EDIT, thing="contact")
def contact(request: ParkRequest, pk: int) -> HttpResponse:
    """Change a contact; what somebody else changed meanwhile is shown, and one chooses."""
    person = selectors.contact_for(request.actor, pk)
    firm = person.enterprise
    if not policies.may_edit(request.actor, firm):
        raise MayNotEdit
    form = ContactForm(request.POST or None, contact=person)
    context: dict[str, Any] = {"firm": firm, "person": person, "form": form}
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        told = form.values()
        try:
            services.change_contact(
                contact=person, version=version, by=request.actor, at=timezone.now(), **told
            )
        except BadInput as refusal:
            blame(form, refusal)
        except ContactChangedMeanwhile as refusal:
            context |= _conflict(request, refusal.params, form)
            return page(request, "web/enterprises/contact.html", context, 409)
        else:
            messages.success(request, _("The changes are kept."))
            return go(request, "web:enterprise", firm.pk)
    return page(request, "web/enterprises/contact.html", context, 422 if form.errors else 200)


def _conflict(request: ParkRequest, params: Mapping[str, Any], form: ContactForm) -> dict[str, Any]:
    """Both sides; sent again, the form builds on the newer version."""
    form.data = {**request.POST.dict(), "version": params["version"]}
    return {"changes": words.contact_conflict(params["changes"])}


@acts(Capability.ENTERPRISE_EDIT, thing="contact")
def contact_left(request: ParkRequest, pk: int) -> HttpResponse:
    """Note that somebody no longer works there."""
    person = selectors.contact_for(request.actor, pk)
    if request.method == "POST":
        services.contact_left(contact=person, by=request.actor, at=timezone.now())
        messages.success(request, _("%(name)s is noted as gone.") % {"name": person.name})
    return go(request, "web:enterprise", person.enterprise_id)


@acts(Capability.ENTERPRISE_SEE, thing="contact", repeatable=True)
def contact_phone(request: ParkRequest, pk: int) -> HttpResponse:
    """Show a telephone number in full; every look leaves its trace."""
    person = selectors.contact_for(request.actor, pk)
    if request.method != "POST":
        return go(request, "web:enterprise", person.enterprise_id)
    phone = services.reveal_phone(contact=person, by=request.actor, at=timezone.now())
    part = "#number" if request.headers.get("HX-Request") else ""
    context = {"firm": person.enterprise, "person": person, "phone": phone}
    response = page(request, "web/enterprises/phone.html" + part, context)
    response["Cache-Control"] = "no-store"
    return response


@acts(Capability.PERSON_INVITE, thing="contact")
def contact_invite(request: ParkRequest, pk: int) -> HttpResponse:
    """Make the link and QR code with which a contact opens the portal; shown once."""
    person = selectors.contact_for(request.actor, pk)
    context: dict[str, Any] = {"firm": person.enterprise, "person": person}
    if request.method != "POST":
        return page(request, "web/enterprises/invite.html", context)
    made, token = services.invite_contact(contact=person, by=request.actor, at=timezone.now())
    link = request.build_absolute_uri(reverse("join", args=[token]))
    context |= {"made": made, "link": link, "code": qr_code(link)}
    response = page(request, "web/enterprises/invite.html", context)
    # The answer holds the link itself; it must not be kept beside its idempotency key.
    response["Cache-Control"] = "no-store"
    return response
