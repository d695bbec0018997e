"""登记 Entering a person from whatever was pasted, a firm, and changing either."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.prospects import policies, selectors, services
from qianjin.apps.prospects.refusals import ChangedSince
from qianjin.faces.gate import acts
from qianjin.faces.gate.forms import blame, storable
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput

from . import words
from .forms import Choices, ContactForm, FirmForm
from .moving import follows_merges

TOLD = ("name", "firm", "phones", "email", "wechat")
NONE = "-"
"""Written into the field of numbers, it takes them away; left empty, they stay as they are."""


@acts(Capability.PROSPECT_KEEP)
def new(request: ParkRequest) -> HttpResponse:
    """Enter a person: paste a card, look at what was recognised, save."""
    first = {"met_on": timezone.localdate(), "firm": request.GET.get("firm", "")[:120]}
    form = ContactForm(request.POST or None, owners=_owners(request), initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.write_contact(
                by=request.actor,
                at=timezone.now(),
                owner=_owner(request, form.owner_id()),
                **form.values(),
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("%(name)s is in the book.") % {"name": made.name})
            return go(request, "web:prospect", made.pk)
    return _quick(request, form, status=422 if form.errors else 200)


@acts(Capability.PROSPECT_KEEP, repeatable=True)
def read(request: ParkRequest) -> HttpResponse:
    """Read what was pasted into the fields; nothing is kept. With HTMX the fields alone."""
    if request.method != "POST":
        return go(request, "web:prospect_new")
    text = storable(request.POST.get("text", ""))[:20_000]
    if request.POST.get("part") == "likes":
        context = {"likes": _likes(request, request.POST)}
        return page(request, "web/prospects/quick.html#likes", context)
    found = selectors.read_card(text)
    initial = {**found.values, "met_on": timezone.localdate(), "source": "card"}
    form = ContactForm(owners=_owners(request), initial=initial)
    more: dict[str, Any] = {"text": text, "read": found, "likes": _likes(request, found.values)}
    partial = "#fields" if request.headers.get("HX-Request") else ""
    return _quick(request, form, partial=partial, **more)


def _quick(
    request: ParkRequest, form: ContactForm, *, partial: str = "", status: int = 200, **more: Any
) -> HttpResponse:
    context = {"form": form, "text": "", "read": None, "likes": None, **more}
    return page(request, "web/prospects/quick.html" + partial, context, status)


def _likes(request: ParkRequest, told: Mapping[str, Any]) -> dict[str, Any]:
    """Who it may be already, worded."""
    said = {name: storable(str(told.get(name, "")))[:200] for name in TOLD}
    found = selectors.likes_of(request.actor, **said)
    return {
        "people": [
            {"row": row, "percent": words.percent(m.score), "reasons": words.reasons(m.reasons)}
            for row, m in found.people
        ],
        "firms": [
            {"row": row, "percent": words.percent(score), "reasons": words.reasons(told)}
            for row, score, told in found.firms
            if row.name != said["firm"]
        ],
        "landed": found.landed,
    }


@acts(Capability.PROSPECT_KEEP, thing="prospect")
@follows_merges
def edit(request: ParkRequest, pk: int) -> HttpResponse:
    """Change what is said of a person."""
    row = selectors.contact_for(request.actor, pk)
    if not policies.may_keep(request.actor, row):
        return _not_mine(request, row, "web:prospect")
    initial = {**ContactForm.initial_of(row), "phones": ""}
    form = ContactForm(request.POST or None, owners=_owners(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        told = form.values()
        if not told["phones"].strip():
            del told["phones"]
        elif told["phones"].strip() == NONE:
            told["phones"] = ""
        try:
            services.change_contact(
                contact=row,
                version=form.cleaned_data["version"] or 0,
                by=request.actor,
                at=timezone.now(),
                owner=_owner(request, form.owner_id()),
                **told,
            )
        except BadInput as refusal:
            blame(form, refusal)
        except ChangedSince as refusal:
            return _clash(request, form, row, "person", refusal)
        else:
            messages.success(request, _("The changes are kept."))
            return go(request, "web:prospect", pk)
    return _edit(request, form, row, "person")


@acts(Capability.PROSPECT_KEEP)
def firm_new(request: ParkRequest) -> HttpResponse:
    """Enter a firm."""
    form = FirmForm(request.POST or None, owners=_owners(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.write_organisation(
                by=request.actor,
                at=timezone.now(),
                owner=_owner(request, form.owner_id()),
                **form.values(),
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("%(name)s is in the book.") % {"name": made.name})
            return go(request, "web:prospect_firm", made.pk)
    return _edit(request, form, None, "firm")


@acts(Capability.PROSPECT_KEEP, thing="prospect_firm")
@follows_merges
def firm_edit(request: ParkRequest, pk: int) -> HttpResponse:
    """Change what is said of a firm."""
    row = selectors.organisation_for(request.actor, pk)
    if not policies.may_keep(request.actor, row):
        return _not_mine(request, row, "web:prospect_firm")
    initial = FirmForm.initial_of(row)
    form = FirmForm(request.POST or None, owners=_owners(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_organisation(
                organisation=row,
                version=form.cleaned_data["version"] or 0,
                by=request.actor,
                at=timezone.now(),
                owner=_owner(request, form.owner_id()),
                **form.values(),
            )
        except BadInput as refusal:
            blame(form, refusal)
        except ChangedSince as refusal:
            return _clash(request, form, row, "firm", refusal)
        else:
            messages.success(request, _("The changes are kept."))
            return go(request, "web:prospect_firm", pk)
    return _edit(request, form, row, "firm")


def _edit(
    request: ParkRequest, form: Any, row: Any, of: str, *, status: int = 200, clash: bool = False
) -> HttpResponse:
    context = {"form": form, "row": row, "of": of, "clash": clash, "none": NONE}
    if row is not None and of == "person":
        context["masked"] = [selectors.masked(phone) for phone in row.phones]
    status = status if status != 200 else 422 if form.errors else 200
    return page(request, "web/prospects/edit.html", context, status)


def _clash(
    request: ParkRequest, form: Any, row: Any, of: str, refusal: ChangedSince
) -> HttpResponse:
    form.add_error(None, str(refusal))
    return _edit(request, form, row, of, status=409, clash=True)


def _not_mine(request: ParkRequest, row: Any, back: str) -> HttpResponse:
    context = {"row": row, "back": back}
    return page(request, "web/prospects/not_mine.html", context, 403 if request.POST else 200)


def _owners(request: ParkRequest) -> Choices:
    """Heads choose in whose care an entry is; everybody else's is their own."""
    if not policies.keeps_all(request.actor):
        return []
    people = selectors.officers_of(request.actor, on=timezone.localdate())
    return [(str(person.pk), person.name) for person in people]


def _owner(request: ParkRequest, key: int | None) -> Any:
    people = selectors.officers_of(request.actor, on=timezone.localdate()) if key else []
    return next((person for person in people if person.pk == key), None)
