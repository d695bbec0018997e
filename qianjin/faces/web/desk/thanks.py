"""感谢登记 The register of thanks: who thanked for what, newest first."""

from __future__ import annotations

from django.http import HttpResponse

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.desk import selectors
from qianjin.apps.desk.choices import EntryKind
from qianjin.faces.gate import endpoint
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import page
from qianjin.ui.shapes import ThreadItem

from . import words


@endpoint(Capability.REQUEST_SEE)
def thanks(request: ParkRequest) -> HttpResponse:
    """One page of the register."""
    found = selectors.thanks_page(request.actor, cursor=request.GET.get("cursor", ""))
    address = words.addresses(request)
    entries = [
        ThreadItem(
            who=words.joined((row.enterprise, row.by)),
            what=str(EntryKind.THANKED.label),
            at=row.at,
            tone="done",
            said=row.text,
            text=words.joined((row.number, row.title)),
            url=address(row.number) if row.number else "",
            key=f"thanks-{row.id}",
        )
        for row in found.rows
    ]
    part = "#rows" if request.headers.get("HX-Target") == "thanks-rows" else ""
    context = {"entries": entries, "newer": found.newer, "older": found.older}
    return page(request, "web/desk/thanks.html" + part, context)
