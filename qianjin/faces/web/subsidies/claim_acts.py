"""申报动作 What the office does with a claim, one page for each act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.subsidies import selectors, services
from qianjin.apps.subsidies.sentences import plain
from qianjin.faces.gate import acts
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput

from .forms import ApproveForm, FileForm, PayForm, ReasonForm, WordsForm


@dataclass(frozen=True, slots=True)
class ClaimAct:
    """One act: its name for people, what it asks, and its verb."""

    label: Any
    hint: Any
    form: type[Form]
    verb: Callable[..., Any]


ACTS = {
    "decline": ClaimAct(
        gettext_lazy("Not claimed"),
        gettext_lazy("The enterprise does not claim this time; it can be begun again."),
        WordsForm,
        services.decline,
    ),
    "file": ClaimAct(
        gettext_lazy("Enter as filed"),
        gettext_lazy("Within the application window; the office does it for the enterprise."),
        FileForm,
        services.file_claim,
    ),
    "hand_over": ClaimAct(
        gettext_lazy("Hand to the bureau"),
        gettext_lazy("From now on the bureau reviews it; the enterprise is told."),
        WordsForm,
        services.hand_over,
    ),
    "send_back": ClaimAct(
        gettext_lazy("Send back"),
        gettext_lazy("The enterprise reads what is missing, completes it and files again."),
        ReasonForm,
        services.send_back,
    ),
    "approve": ClaimAct(
        gettext_lazy("Enter the approval"),
        gettext_lazy("What the bureau grants; the enterprise is told."),
        ApproveForm,
        services.approve,
    ),
    "pay": ClaimAct(
        gettext_lazy("Enter a payment"),
        gettext_lazy("In parts until the approved amount is paid; the enterprise is told."),
        PayForm,
        services.pay,
    ),
    "refuse": ClaimAct(
        pgettext_lazy("claim", "Refused"),
        gettext_lazy("The enterprise reads the bureau's reason."),
        ReasonForm,
        services.refuse,
    ),
}


def _view(name: str) -> Callable[..., HttpResponseBase]:
    act = ACTS[name]

    def view(request: ParkRequest, pk: int) -> HttpResponse:
        row = selectors.claim_for(request.actor, pk)
        form = act.form(request.POST if request.method == "POST" else None, initial=_begun(row))
        if request.method == "POST" and form.is_valid():
            try:
                act.verb(claim=row, by=request.actor, at=timezone.now(), **form.cleaned_data)
            except BadInput as refusal:
                blame(form, refusal)
            else:
                messages.success(request, _("This has been entered."))
                return go(request, "web:claim", pk)
        context = {"c": row, "form": form, "act": act}
        return page(request, "web/subsidies/claim_act.html", context, 422 if form.errors else 200)

    view.__doc__ = str(act.form.__doc__)
    return acts(Capability.CLAIM_HANDLE, thing="claim")(view)


def _begun(row: Any) -> dict[str, Any]:
    """What is likely: all that was claimed is approved, all that is left is paid today."""
    left = row.approved_wan - row.paid_wan if row.approved_wan else None
    return {
        "claimed_wan": plain(row.claimed_wan),
        "filed_on": timezone.localdate(),
        "approved_wan": plain(row.claimed_wan),
        "paid_wan": plain(left),
        "paid_on": timezone.localdate(),
    }


decline, file_claim, hand_over = _view("decline"), _view("file"), _view("hand_over")
send_back, approve, pay, refuse = (_view(n) for n in ("send_back", "approve", "pay", "refuse"))


@acts(Capability.CLAIM_HANDLE, thing="claim")
def begin(request: ParkRequest, pk: int) -> HttpResponse:
    """Begin to prepare it with the enterprise."""
    row = selectors.claim_for(request.actor, pk)
    if request.method == "POST":
        services.begin(
            scheme=row.scheme, enterprise=row.enterprise, by=request.actor, at=timezone.now()
        )
    return go(request, "web:claim", pk)


@acts(Capability.CLAIM_HANDLE, thing="claim")
def add_files(request: ParkRequest, pk: int) -> HttpResponse:
    """Add documents the enterprise has handed in."""
    row = selectors.claim_for(request.actor, pk)
    if request.method == "POST":
        services.add_files(
            claim=row,
            files=request.FILES.getlist("files"),
            document=request.POST.get("document", ""),
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, _("The documents have been added."))
    return go(request, "web:claim", pk)
