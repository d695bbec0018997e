"""诉求单 The office's page of one request, and its files."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone

from qianjin.apps.desk import selectors
from qianjin.apps.desk.choices import Act
from qianjin.apps.library import selectors as library
from qianjin.faces.gate import endpoint, files, to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import page

from .request_page import context_of


@endpoint("request.see", thing="request")
def request(request: ParkRequest, number: str) -> HttpResponse:
    """One request: its promise, what to do now, what happened, who, what is known."""
    row = selectors.get_request_for(request.actor, number)
    detail = selectors.detail_of(request.actor, row, at=timezone.now())
    context = context_of(request, detail)
    if not is_drawer(request):
        return page(request, "web/desk/request.html", context)
    response = page(request, "web/desk/request.html#detail", context)
    return _tell(request, response, context["draft_cleared"])


def is_drawer(request: ParkRequest) -> bool:
    """Whether the answer goes into the drawer over a list."""
    return request.headers.get("HX-Target") == "drawer-body"


def in_drawer(request: ParkRequest) -> bool:
    """Whether a form stands, or was sent from, in the drawer."""
    return is_drawer(request) or request.POST.get("drawer") == "1"


def _tell(request: ParkRequest, response: HttpResponse, cleared: str) -> HttpResponse:
    """A piece of a page has no place for messages and metadata: they go in the header."""
    events: dict[str, Any] = {}
    for message in messages.get_messages(request):
        events["toast"] = {"text": str(message), "tone": "done"}
    if cleared:
        events["draft-cleared"] = {"key": cleared}
    if events:
        response["HX-Trigger"] = json.dumps(events)
    return response


@endpoint("request.see", thing="request")
def similar(request: ParkRequest, number: str) -> HttpResponse:
    """办过的相似诉求 Articles and solved requests to learn from, and like ones still open."""
    row = selectors.get_request_for(request.actor, number)
    context = {
        "r": row,
        "solved": selectors.similar_solved(request.actor, row),
        "articles": library.articles_like(
            request.actor, f"{row.title} {row.body}", kinds=(row.kind,) if row.kind else ()
        ),
        "may_answer": selectors.act_barred(request.actor, row, Act.REPLY, at=timezone.now())
        is None,
        "open": selectors.alike_open(
            request.actor, row.enterprise_id, f"{row.title} {row.body}", besides=row.pk
        ),
    }
    part = "#similar" if request.headers.get("HX-Request") else ""
    return page(request, "web/desk/request_similar.html" + part, context)


@endpoint("request.see", thing="attachment")
def file(request: ParkRequest, pk: int) -> HttpResponseBase:
    """A file as it was sent, to be saved."""
    return files.download(selectors.attachment_for(request.actor, pk))


@endpoint("request.see", thing="attachment")
def preview(request: ParkRequest, pk: int) -> HttpResponseBase:
    """The small picture of a photograph."""
    return files.preview(selectors.attachment_for(request.actor, pk))


@endpoint("request.see", thing="attachment")
def photo(request: ParkRequest, pk: int) -> HttpResponse:
    """A photograph to look at, with the original to save."""
    row = selectors.attachment_for(request.actor, pk)
    back = to(request, "web:request", row.request.number)
    return page(request, "web/desk/photo.html", {"photo": row, "back": back})
