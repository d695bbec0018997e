"""The bell: what one should know. Both sides of the counter use it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from qianjin.apps.accounts import selectors, services
from qianjin.faces.gate import SIGNED_IN, acts, endpoint, frames, to
from qianjin.faces.gate.notices import address, sentence
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go

SHOWN = 50


@endpoint(SIGNED_IN, side="any")
def notices(request: ParkRequest) -> HttpResponse:
    """One's notices, newest first, unread ones marked."""
    rows = selectors.notices_of(request.actor)
    before = request.GET.get("before", "")
    if before.isdecimal():
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: SHOWN + 1])
    context = {
        **frames.around(request),
        "rows": [_row(request, notice) for notice in found[:SHOWN]],
        "older": found[SHOWN - 1].pk if len(found) > SHOWN else None,
        "unread": selectors.unread_count(request.actor),
    }
    return render(request, "web/people/notices.html", context)


def _row(request: ParkRequest, notice: Any) -> dict[str, Any]:
    return {
        "id": notice.pk,
        "text": sentence(notice),
        "at": notice.at,
        "tone": notice.tone,
        "unread": notice.read_at is None,
        "url": address(notice, request.actor.park_slug, is_enterprise=request.actor.is_enterprise),
    }


@acts(SIGNED_IN, side="any", repeatable=True)
def read_all(request: ParkRequest) -> HttpResponse:
    """Mark every notice as read."""
    if request.method == "POST":
        services.read_notices(by=request.actor, at=timezone.now())
    return go(request, "web:notices")


@acts(SIGNED_IN, side="any", thing="notice", repeatable=True)
def open_notice(request: ParkRequest, pk: int) -> HttpResponse:
    """Mark one notice as read and go to what it is about."""
    notice = selectors.notice_for(request.actor, pk)
    if request.method == "POST":
        services.read_notices(by=request.actor, at=timezone.now(), notice_id=pk)
    where = address(notice, request.actor.park_slug, is_enterprise=request.actor.is_enterprise)
    return redirect(where or to(request, "web:notices"))
