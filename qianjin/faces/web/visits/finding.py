"""转诉求 A finding of a visit becomes a request with one tap."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.visits import selectors
from qianjin.faces.gate import acts
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go
from qianjin.journeys.request_from_visit import request_from_visit


@acts(Capability.VISIT_RECORD, thing="finding")
def finding_request(request: ParkRequest, pk: int) -> HttpResponse:
    """Raise it for the enterprise; number and promises at once."""
    row = selectors.finding_for(request.actor, pk)
    if request.method == "POST":
        made = request_from_visit(finding=row, by=request.actor, at=timezone.now())
        messages.success(request, _("It is request %(number)s now.") % {"number": made.number})
    return go(request, "web:visit", row.visit_id)
