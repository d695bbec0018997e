"""Invitations: made, shown once as link and QR code, listed, withdrawn."""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from qianjin.apps.accounts import policies, selectors, services
from qianjin.apps.accounts.choices import Capability, Role
from qianjin.apps.parks import selectors as parks
from qianjin.faces.gate import acts
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput

from .forms import InviteForm

SHOWN = 200


@acts(Capability.PERSON_INVITE)
def invitations(request: ParkRequest) -> HttpResponse:
    """The park's invitations, and the form for a new one."""
    form = _form(request)
    made: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            made = _make(request, form)
            form = _form(request, fresh=True)
        except BadInput as refusal:
            blame(form, refusal)
    rows = [_row(request, row) for row in selectors.invitations_of(request.actor)[:SHOWN]]
    context = {"form": form, "rows": rows, **made}
    status = 422 if form.errors else 200
    response = page(request, "web/people/invitations.html", context, status)
    if made:
        # The answer holds the link itself; it must not be kept beside its idempotency key.
        response["Cache-Control"] = "no-store"
    return response


def _form(request: ParkRequest, *, fresh: bool = False) -> InviteForm:
    """Officers only: an enterprise's people are invited from the page of their enterprise."""
    roles = [
        role
        for role in Role
        if role != Role.ENTERPRISE_CONTACT and policies.may_invite(request.actor, role)
    ]
    data = request.POST if request.method == "POST" and not fresh else None
    return InviteForm(data, roles=roles, units=parks.units_of(request.actor.park_id))


def _make(request: ParkRequest, form: InviteForm) -> dict[str, Any]:
    """The link is shown in the answer to the form and nowhere else: only its hash is kept."""
    told = dict(form.cleaned_data)
    unit = told.pop("unit")
    row, token = services.invite(
        park=request.park,
        by=request.actor,
        at=timezone.now(),
        unit=parks.unit_of(request.actor.park_id, int(unit)) if unit else None,
        **told,
    )
    link = request.build_absolute_uri(reverse("join", args=[token]))
    return {"made": row, "made_role": Role(row.role).label, "link": link, "code": qr_code(link)}


def qr_code(text: str) -> SafeString:
    """A QR code as SVG; dark modules on white in both themes, or cameras fail."""
    import segno  # seldom, and every process of the web would hold it

    out = io.BytesIO()
    segno.make(text, error="m").save(
        out,
        kind="svg",
        border=3,
        dark="#14262d",
        light="#ffffff",
        xmldecl=False,
        svgns=True,
        svgclass="qr",
        lineclass=None,
        omitsize=True,
        nl=False,
    )
    return mark_safe(out.getvalue().decode())


def _row(request: ParkRequest, row: Any) -> dict[str, Any]:
    now = timezone.now()
    if row.accepted_at:
        tone, state = "done", _("Taken up")
    elif row.revoked_at:
        tone, state = "closed", _("Withdrawn")
    elif row.expires_at <= now:
        tone, state = "closed", _("Expired")
    else:
        tone, state = "active", _("Open")
    return {
        "row": row,
        "role": Role(row.role).label,
        "tone": tone,
        "state": state,
        "may_revoke": tone == "active" and policies.may_invite(request.actor, row.role),
    }


@acts(Capability.PERSON_INVITE, thing="invitation")
def revoke(request: ParkRequest, pk: int) -> HttpResponse:
    """Withdraw an invitation."""
    row = selectors.invitation_for(request.actor, pk)
    if request.method == "POST":
        services.revoke_invitation(invitation=row, by=request.actor, at=timezone.now())
        messages.success(request, _("The invitation has been withdrawn."))
    return go(request, "web:invitations")
