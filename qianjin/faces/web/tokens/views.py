"""Access tokens for one's own programs. Both sides of the counter use them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts import selectors, services
from qianjin.faces.gate import SIGNED_IN, acts, frames
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go
from qianjin.units.refusals import BadInput

from .forms import TokenForm


@acts(SIGNED_IN, side="any")
def tokens(request: ParkRequest) -> HttpResponse:
    """One's tokens in this park; a new one is shown once, in the answer to its making."""
    if request.method != "POST":
        return _page(request, TokenForm())
    form = TokenForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            row, secret = services.make_token(
                by=request.actor,
                name=given["name"],
                days=given["days"],
                is_read_only=not given["may_change"],
                at=timezone.now(),
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            return _page(request, TokenForm(), made=row, secret=secret)
    return _page(request, form, status=422)


@acts(SIGNED_IN, thing="token", side="any")
def revoke(request: ParkRequest, pk: int) -> HttpResponse:
    """Revoke a token: whoever holds it is refused from now on."""
    if request.method == "POST":
        services.revoke_token(by=request.actor, token_id=pk, at=timezone.now())
        messages.success(request, _("The token has been revoked."))
    else:
        selectors.token_for(request.actor, pk)
    return go(request, "web:tokens")


def _page(request: ParkRequest, form: TokenForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        **frames.around(request),
        "form": form,
        "rows": list(selectors.tokens_of(request.actor, at=timezone.now())),
        "example": request.build_absolute_uri(f"/api/v1/{request.actor.park_slug}/requests"),
        "is_office": not request.actor.is_enterprise,
        **more,
    }
    response = render(request, "web/tokens/tokens.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
