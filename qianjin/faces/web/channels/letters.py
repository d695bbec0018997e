"""来信 The mailbox as the administrator sets it up; letters as the window decides on them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.channels import selectors, services
from qianjin.apps.channels.choices import LetterState
from qianjin.apps.enterprises import selectors as enterprises
from qianjin.faces.gate import acts, endpoint
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput

from .forms import MailboxForm, PlaceForm


@acts(Capability.CHANNEL_EDIT)
def mailbox(request: ParkRequest) -> HttpResponse:
    """The mailbox of the park: where it is, when it was read, what was wrong."""
    row = selectors.mailbox_of(request.park.pk)
    names = ("address", "login", "folder", "is_active")
    known = {name: getattr(row, name) for name in names} if row else {}
    form = MailboxForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_mailbox(
                park=request.park, by=request.actor, at=timezone.now(), **form.cleaned_data
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The mailbox is saved; it is read every two minutes."))
            return go(request, "web:mailbox")
    context = {"form": form, "mailbox": row}
    return page(request, "web/channels/mailbox.html", context, 422 if form.errors else 200)


@endpoint(Capability.REQUEST_TRIAGE)
def letters(request: ParkRequest) -> HttpResponse:
    """What came by mail: what waits for a decision, or all of it."""
    every, before = request.GET.get("all") == "1", request.GET.get("before", "")
    found = selectors.letters_of(
        request.actor,
        waiting=not every,
        before=int(before) if before.isdecimal() and len(before) < 18 else None,
    )
    more = "&all=1" if every else ""
    context = {
        "rows": [_row(row) for row in found.rows],
        "every": every,
        "older": f"?before={found.older}{more}" if found.older else "",
    }
    return page(request, "web/channels/letters.html", context)


def _row(row: Any) -> dict[str, Any]:
    state = LetterState(row.state)
    return {"letter": row, "state": state.label, "tone": state.tone}


@acts(Capability.REQUEST_TRIAGE, thing="letter")
def letter(request: ParkRequest, pk: int) -> HttpResponse:
    """One letter, and the form that makes it a request of an enterprise."""
    row = selectors.letter_for(request.actor, pk)
    form = PlaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        firm = _firm(request, form)
        if firm is not None:
            made = services.raise_from_letter(
                letter=row, enterprise=firm, by=request.actor, at=timezone.now()
            )
            said = _("The letter is now request %(number)s.") % {"number": made.number}
            messages.success(request, said)
            return go(request, "web:request", made.number)
    context = {"form": form, **_row(row)}
    return page(request, "web/channels/letter.html", context, 422 if form.errors else 200)


def _firm(request: ParkRequest, form: PlaceForm) -> Any:
    """The one enterprise that is meant; when it is not clear, those that may be are named."""
    said = form.cleaned_data["enterprise"].strip()
    found = enterprises.suggestions(request.actor, said)
    exact = [firm for firm in found if said in (firm.name, firm.short_name)]
    if len(exact) == 1 or len(found) == 1:
        return enterprises.get_enterprise_for(request.actor, (exact or found)[0].pk)
    if found:
        names = "、".join(firm.name for firm in found)
        form.add_error("enterprise", _("Which one: %(names)s?") % {"names": names})
    else:
        form.add_error("enterprise", _("No enterprise of this name is in the directory."))
    return None


@acts(Capability.REQUEST_TRIAGE, thing="letter")
def drop(request: ParkRequest, pk: int) -> HttpResponse:
    """Put a letter aside."""
    row = selectors.letter_for(request.actor, pk)
    if request.method == "POST":
        services.drop_letter(letter=row, by=request.actor, at=timezone.now())
        messages.success(request, _("The letter has been put aside."))
    return go(request, "web:letters")
