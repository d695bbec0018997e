"""外勤 The pages of the telephone in the field, and where it sends what was written there."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.visits import selectors, services
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go
from qianjin.journeys.visit_from_field import visit_from_field

from . import field_shell
from .field_pack import field_pack, who
from .field_sent import piece_of, said_of


@endpoint(Capability.VISIT_RECORD)
def field(request: ParkRequest) -> HttpResponse:
    """The shell: no person's data in it, so that it may lie in the telephone."""
    response = render(request, "web/field/shell.html", field_shell.context(request))
    response["Cache-Control"] = "no-cache"
    return response


@endpoint(Capability.VISIT_RECORD)
def worker(request: ParkRequest) -> HttpResponse:
    """The service worker, with the list of what it keeps."""
    context = {"kept": field_shell.kept(request)}
    response = render(
        request, "web/field/worker.js", context, content_type="text/javascript; charset=utf-8"
    )
    response["Cache-Control"] = "no-cache"
    return response


@endpoint(Capability.VISIT_RECORD)
def manifest(request: ParkRequest) -> HttpResponse:
    """What a telephone needs to put it on its home screen."""
    response = JsonResponse(
        field_shell.manifest(request),
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )
    response["Cache-Control"] = "no-cache"
    return response


@endpoint(Capability.VISIT_RECORD)
def pack(request: ParkRequest) -> HttpResponse:
    """What is taken along; with ``brief`` only who is signed in."""
    told: dict[str, Any] = {**who(request), "csrf": get_token(request)}
    if not request.GET.get("brief"):
        told |= field_pack(request)
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response


@acts(Capability.VISIT_RECORD)
def send(request: ParkRequest) -> HttpResponse:
    """One record from a telephone. Its key makes a second sending harmless."""
    if request.method != "POST":
        return go(request, "web:field")
    made = visit_from_field(by=request.actor, at=timezone.now(), **said_of(request))
    return JsonResponse(
        {
            "pk": made.visit.pk,
            "number": made.visit.number,
            "url": to(request, "web:visit", made.visit.pk),
            "piece_url": to(request, "web:field_piece", made.visit.pk),
            "requests": made.requests,
        }
    )


@acts(Capability.VISIT_RECORD, thing="visit", repeatable=True)
def piece(request: ParkRequest, pk: int) -> HttpResponse:
    """One piece of a photograph; the answer says from which byte to go on."""
    row = selectors.visit_for(request.actor, pk)
    if request.method != "POST":
        return go(request, "web:visit", pk)
    found = services.receive_piece(
        visit=row, piece=piece_of(request), by=request.actor, at=timezone.now()
    )
    return JsonResponse({"received": found.received, "whole": found.is_whole})
