"""企业码 A poster for an enterprise's wall: whoever scans it asks for that enterprise."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.enterprises import selectors
from qianjin.faces.gate import endpoint, to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import page
from qianjin.faces.web.people.invitations import qr_code

from .moving import follows_merges

LONGEST = 40


@endpoint(Capability.ENTERPRISE_SEE, thing="enterprise")
@follows_merges
def poster(request: ParkRequest, pk: int) -> HttpResponse:
    """The page to print; a place given in its address is asked for beforehand too."""
    firm = selectors.get_enterprise_for(request.actor, pk)
    place = request.GET.get("place", "").strip()[:LONGEST]
    query = urlencode({"for": firm.pk, **({"place": place} if place else {})})
    link = request.build_absolute_uri(f"{to(request, 'portal:ask')}?{query}")
    context = {"firm": firm, "place": place, "link": link, "code": qr_code(link)}
    return page(request, "web/enterprises/poster.html", context)
