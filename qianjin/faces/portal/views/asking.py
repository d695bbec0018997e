"""提诉求 Asking: one text, photographs, done; what is like it is shown before it is sent."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts import services as people
from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.choices import RequestKind, RequestStatus
from qianjin.apps.library import selectors as library
from qianjin.faces.gate import acts, to
from qianjin.faces.gate.files import limits
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.units.refusals import BadInput

from .. import who
from ..forms import AskForm
from ..frame import go, page

DRAFT = "portal.ask"
FEW_WORDS = 6
"""Shorter texts are like everything."""


@acts("request.raise", side="enterprise")
def ask(request: ParkRequest) -> HttpResponse:
    """The form; its POST raises the request, or adds the words to one that is open already."""
    mine = who.enterprises_of(request)
    if not mine:
        return page(request, "portal/nobody.html")
    if request.method != "POST":
        return _show(request, AskForm(initial=_initial(request, mine), enterprises=mine))
    form = AskForm(request.POST, request.FILES, enterprises=mine)
    if not form.is_valid():
        return _refuse(request, form)
    try:
        if number := request.POST.get("add_to"):
            return _add(request, form, number)
        alike = _unseen(request, form)
        return _question(request, form, alike) if alike else _raise(request, form)
    except BadInput as refusal:
        blame(form, refusal)
        return _refuse(request, form)


@acts("request.raise", side="enterprise", repeatable=True)
def alike(request: ParkRequest) -> HttpResponse:
    """While one writes: open requests that speak of the same, articles that may answer it."""
    form = AskForm(request.POST, enterprises=who.enterprises_of(request))
    fits = request.method == "POST" and form.is_valid()
    context = {
        "alike": _alike(request, form) if fits else [],
        "articles": library.articles_like(request.actor, form.cleaned_data["words"])
        if fits
        else [],
        "held": request.POST.get("held") == "1",
    }
    return page(request, "portal/_answer.html", context)


def _alike(request: ParkRequest, form: AskForm) -> list[Any]:
    words = form.cleaned_data["words"]
    if len(words) < FEW_WORDS:
        return []
    return selectors.alike_open(request.actor, form.chosen.pk, words)


def _unseen(request: ParkRequest, form: AskForm) -> list[Any]:
    """Like requests the sender has not been shown yet; what was shown is not asked again."""
    seen = set(request.POST.getlist("seen"))
    found = _alike(request, form)
    return found if any(row.number not in seen for row in found) else []


def _raise(request: ParkRequest, form: AskForm) -> HttpResponse:
    given = form.cleaned_data
    # Undone again when the request is refused; afterwards others would wait for it.
    people.forget_draft(by=request.actor, key=DRAFT)
    made = services.raise_request(
        enterprise=form.chosen,
        words=given["words"],
        kind=given["kind"],
        place=given["place"],
        files=given["files"],
        by=request.actor,
        at=timezone.now(),
    )
    return go(request, to(request, "portal:request", made.number) + "?sent=1")


def _add(request: ParkRequest, form: AskForm, number: str) -> HttpResponse:
    """It is the same matter: the words go into the request that is open already."""
    row = selectors.get_request_for(request.actor, number)
    waits = row.status == RequestStatus.NEED_INFO
    send = services.supply_material if waits else services.write_message
    send(
        request=row,
        words=form.cleaned_data["words"],
        files=form.cleaned_data["files"],
        by=request.actor,
        at=timezone.now(),
    )
    people.forget_draft(by=request.actor, key=DRAFT)
    return go(request, to(request, "portal:request", number) + "?added=1")


def _initial(request: ParkRequest, mine: list[Any]) -> dict[str, Any]:
    """What a QR code on a wall may say beforehand: enterprise, place and type."""
    named = request.GET.get("for", "")
    chosen = next((row for row in mine if str(row.pk) == named), who.chosen(request, mine))
    kind = request.GET.get("kind", "")
    return {
        "enterprise": str(chosen.pk) if chosen else "",
        "kind": kind if kind in RequestKind.values else "",
        "place": request.GET.get("place", "")[:120],
    }


def _show(request: ParkRequest, form: AskForm, status: int = 200, **more: Any) -> HttpResponse:
    draft = accounts.draft_of(request.actor, DRAFT) if request.method != "POST" else None
    kept = {"at": draft.saved_at.isoformat(), "fields": draft.data} if draft else None
    return page(
        request,
        "portal/ask.html",
        {
            "form": form,
            "limits": limits(),
            "draft": DRAFT,
            "kept": json.dumps(kept, ensure_ascii=False) if kept else "",
            "lost_files": bool(request.FILES) and request.method == "POST",
            **more,
        },
        status=status,
    )


def _refuse(request: ParkRequest, form: AskForm) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return page(request, "portal/_answer.html", {"form": form}, status=422)
    return _show(request, form, status=422)


def _question(request: ParkRequest, form: AskForm, alike: list[Any]) -> HttpResponse:
    """409: nothing is sent before the sender has said whether it is the same matter."""
    if request.headers.get("HX-Request"):
        return page(request, "portal/_answer.html", {"alike": alike, "held": True}, status=409)
    return _show(request, form, status=409, alike=alike, held=True)
