"""诉求 The list of one's own requests, and the page of one."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone

from qianjin.apps.desk import selectors
from qianjin.apps.desk.selectors import Filters
from qianjin.faces.gate import endpoint, files, to
from qianjin.faces.gate.requests import ParkRequest

from .. import who
from ..detail import context_of
from ..frame import page
from ..rows import card

TABS = ("open", "done", "all")
PAGE = 20


@endpoint("request.see", side="enterprise")
def requests(request: ParkRequest) -> HttpResponse:
    """Open ones, done ones, all; what colleagues raised stands among them."""
    mine = who.enterprises_of(request)
    tab = request.GET.get("tab", "open")
    words = request.GET.get("q", "").strip()[:80]
    chosen = who.chosen(request, mine) if request.GET.get("of") else None
    filters = Filters(
        tab=tab if tab in TABS else "open",
        words=words,
        sort="newest",
        enterprise=chosen.pk if chosen else None,
    )
    found = selectors.page_of(
        request.actor, filters, at=timezone.now(), cursor=request.GET.get("cursor", ""), size=PAGE
    )
    context = {
        "cards": [card(row) for row in found.rows],
        "found": found,
        "tab": filters.tab,
        "words": words,
        "tabs": TABS,
        "several": len(mine) > 1,
        "chosen": chosen,
    }
    return page(request, "portal/requests.html" + _part(request), context)


def _part(request: ParkRequest) -> str:
    return "#rows" if request.headers.get("HX-Request") else ""


@endpoint("request.see", thing="request", side="enterprise")
def request(request: ParkRequest, number: str) -> HttpResponse:
    """One request: what waits for me, its way, what happened, whom I can call."""
    row = selectors.get_request_for(request.actor, number)
    return show(request, row)


def show(request: ParkRequest, row: Any, *, status: int = 200, **forms: Form) -> HttpResponse:
    """The page of a request; ``forms`` are those that were refused, with their errors."""
    detail = selectors.detail_of(request.actor, row, at=timezone.now())
    context = context_of(request, detail, forms)
    return page(request, "portal/request.html", context, status=status)


@endpoint("request.see", thing="attachment", side="enterprise")
def file(request: ParkRequest, pk: int) -> HttpResponseBase:
    """A file as it was sent, to be saved."""
    return files.download(selectors.attachment_for(request.actor, pk))


@endpoint("request.see", thing="attachment", side="enterprise")
def preview(request: ParkRequest, pk: int) -> HttpResponseBase:
    """The small picture of a photograph."""
    return files.preview(selectors.attachment_for(request.actor, pk))


@endpoint("request.see", thing="attachment", side="enterprise")
def photo(request: ParkRequest, pk: int) -> HttpResponse:
    """A photograph to look at, with the original to save."""
    row = selectors.attachment_for(request.actor, pk)
    back = to(request, "portal:request", row.request.number)
    return page(request, "portal/photo.html", {"photo": row, "back": back})
