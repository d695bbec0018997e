"""回访 Whom to ask again, asking, and how many were: the list, the form, the months."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.choices import Channel
from qianjin.apps.desk.hands import FollowUpOutcome, FollowUpReason
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.forms import blame, words_field
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import page
from qianjin.ui.shapes import NavItem
from qianjin.units.refusals import BadInput

from . import words
from .act_frame import about, go_back
from .request import is_drawer


class FollowUpForm(forms.Form):
    """回访登记."""

    channel = forms.ChoiceField(
        label=_("How did you ask?"),
        widget=forms.RadioSelect,
        choices=[(c.value, c.label) for c in (Channel.PHONE, Channel.VISIT)],
        initial=Channel.PHONE,
    )
    outcome = forms.ChoiceField(
        label=_("What came of it"), widget=forms.RadioSelect, choices=FollowUpOutcome.choices
    )
    words = words_field(
        _("What the enterprise said"),
        rows=4,
        required=False,
        help_text=_("Needed when it is not solved: it opens the new round."),
    )


@endpoint(Capability.REQUEST_SEE)
def follow_ups(request: ParkRequest) -> HttpResponse:
    """Whom to ask, or everyone asked, and the months in figures."""
    tab = "all" if request.GET.get("tab") == "all" else "open"
    rows, newer, older = selectors.follow_ups_page(
        request.actor, open_only=tab == "open", cursor=request.GET.get("cursor", "")
    )
    may_ask, address = request.actor.may(Capability.FOLLOW_UP), words.addresses(request)
    context = {
        "lines": [_line(request, row, address(row.number), may_ask) for row in rows],
        "tabs": [
            NavItem(label=str(label), url=f"?tab={key}", active=key == tab)
            for key, label in (
                ("open", pgettext_lazy("tab", "To be asked")),
                ("all", pgettext_lazy("tab", "All")),
            )
        ],
        "counts": selectors.follow_up_counts(request.actor),
        "newer": f"?tab={tab}&cursor={newer}" if newer else "",
        "older": f"?tab={tab}&cursor={older}" if older else "",
    }
    part = "#rows" if request.headers.get("HX-Target") == "follow-rows" else ""
    return page(request, "web/desk/follow_ups.html" + part, context)


def _line(request: ParkRequest, row: Any, url: str, may_ask: bool) -> dict[str, Any]:
    outcome = FollowUpOutcome(row.outcome) if row.outcome else None
    can_ask = may_ask and row.done_at is None and not row.is_over
    return {
        "row": row,
        "url": url,
        "reason": FollowUpReason(row.reason).label,
        "outcome": outcome.label if outcome else "",
        "tone": outcome.tone if outcome else "waiting",
        "ask_url": to(request, "web:follow_up", row.id) if can_ask else "",
    }


@acts(Capability.FOLLOW_UP, thing="follow_up")
def follow_up(request: ParkRequest, pk: int) -> HttpResponse:
    """回访登记: what is not solved is reopened."""
    row = selectors.follow_up_for(request.actor, pk)
    form = FollowUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.follow_up(row=row, by=request.actor, at=timezone.now(), **given)
        except BadInput as refusal:
            blame(form, refusal)
        else:
            return go_back(request, row.request, str(_("Written down.")))
    is_answer = request.method == "POST" and request.headers.get("HX-Request")
    context = {
        **about(request, row.request),
        "act": {"label": _("Ask again afterwards")},
        "button": pgettext_lazy("button", "Write it down"),
        "url": to(request, "web:follow_up", row.pk),
        "form": form,
        "is_posted": request.method == "POST",
    }
    piece = "#answer" if is_answer else "#act" if is_drawer(request) else ""
    status = 422 if form.errors else 200
    return page(request, "web/desk/request_act.html" + piece, context, status=status)
