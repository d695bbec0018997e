"""日历订阅 An officer's rounds in their own calendar, under a secret address."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.visits import selectors, services
from qianjin.faces.gate import ANYONE, acts, endpoint
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page

from .ics import Event, calendar


@acts(Capability.VISIT_RECORD)
def feed(request: ParkRequest) -> HttpResponse:
    """Make the address (shown this once), or take it back."""
    context: dict[str, Any] = {"known": selectors.feed_of(request.actor)}
    if request.method == "POST" and request.POST.get("close"):
        services.close_feed(by=request.actor, at=timezone.now())
        messages.success(request, _("The address is dead from now on."))
        return go(request, "web:visit_feed")
    if request.method == "POST":
        secret = services.open_feed(by=request.actor, at=timezone.now())
        path = reverse("rounds_ics", args=[secret])
        context = {"known": selectors.feed_of(request.actor)}
        context["address"] = request.build_absolute_uri(path)
    response = page(request, "web/visits/feed.html", context)
    response["Cache-Control"] = "no-store"
    return response


@endpoint(ANYONE, side="any")
def ics(request: HttpRequest, token: str) -> HttpResponse:
    """The rounds of whoever this address belongs to, as a calendar."""
    owner, rounds = selectors.rounds_for_feed(token, on=timezone.localdate())
    with translation.override(owner.person.language):
        name = _("Visits of %(name)s") % {"name": owner.person.name}
        events = [_event(request, row, stop) for row in rounds for stop in row.stops.all()]
    body = calendar(name, events)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-cache"
    response["Content-Disposition"] = 'attachment; filename="rounds.ics"'
    return response


def _event(request: HttpRequest, row: Any, stop: Any) -> Event:
    firm = stop.enterprise
    contact = next(iter(firm.to_call), None)
    place = getattr(firm, "place", None)
    address = reverse("web:round", args=[row.park.slug, row.pk])
    return Event(
        uid=f"stop-{stop.pk}@{row.park.slug}.qianjin",
        begins=stop.begin_at,
        ends=stop.leave_at,
        changed=row.done_at or row.begun_at or row.begin_at,
        summary=_("Visit: %(name)s") % {"name": firm.short_name or firm.name},
        description=contact.name if contact else "",
        location=firm.address,
        geo=(place.lat, place.lon) if place else None,
        url=request.build_absolute_uri(address),
    )
