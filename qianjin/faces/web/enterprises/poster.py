"""企业码 A poster for an enterprise's wall: whoever scans it asks for that enterprise."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.enterprises import selectors
from qianjin.faces.gate import endpoint, to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web import paper
from qianjin.faces.web.frame import page
from qianjin.faces.web.people.invitations import qr_code

from .moving import follows_merges

LONGEST = 40


@endpoint(Capability.ENTERPRISE_SEE, thing="enterprise")
@follows_merges
def poster(request: ParkRequest, pk: int) -> HttpResponse:
    """The page to print; a place given in its address is asked for beforehand too."""
    context = _context(request, pk)
    word = to(request, "web:enterprise_poster_word", pk)
    place = {"place": context["place"]} if context["place"] else {}
    context |= {
        "code": qr_code(context["link"]),
        "word_url": f"{word}?{urlencode(place)}" if place else word,
    }
    return page(request, "web/enterprises/poster.html", context)


@endpoint(Capability.ENTERPRISE_SEE, thing="enterprise")
@follows_merges
def poster_word(request: ParkRequest, pk: int) -> HttpResponse:
    """The same as a Word file, for whoever wants a line of their own on it."""
    context = _context(request, pk)
    firm = context["firm"]
    name = _("Poster %(name)s.docx") % {"name": firm.short_name or firm.name}
    return paper.answer(_word(context, request.park.name), name)


def _context(request: ParkRequest, pk: int) -> dict[str, Any]:
    firm = selectors.get_enterprise_for(request.actor, pk)
    place = "".join(c for c in request.GET.get("place", "") if c.isprintable()).strip()[:LONGEST]
    query = urlencode({"for": firm.pk, **({"place": place} if place else {})})
    link = request.build_absolute_uri(f"{to(request, 'portal:ask')}?{query}")
    return {"firm": firm, "place": place, "link": link}


def _word(context: dict[str, Any], park: str) -> bytes:
    import segno  # seldom, and every process of the web would hold it

    document = paper.sheet()
    firm, place = context["firm"].name, context["place"]
    paper.line(document, park, size=18, after=14)
    title = _("Scan and say what you need")
    paper.line(document, title, size=34, font=paper.TITLE_FONT, after=14)
    paper.line(document, f"{firm} · {place}" if place else firm, size=20, after=14)
    code = io.BytesIO()
    segno.make(context["link"], error="m").save(code, kind="png", scale=12, border=3)
    paper.picture(document, code.getvalue(), width=10.5)
    words = _(
        "Sign in once, write one sentence, add a photograph: you get a number and the promised"
        " times at once."
    )
    paper.line(document, words, size=15, after=14)
    paper.line(document, context["link"], size=9, after=14)
    return paper.as_bytes(document)
