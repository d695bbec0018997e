"""日历 What stands on which day: a month on the page, a file, and an address to subscribe to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.investment import selectors
from qianjin.apps.visits import selectors as visits
from qianjin.apps.visits import services as feeds
from qianjin.apps.visits.choices import FeedKind
from qianjin.faces.gate import ANYONE, acts, endpoint, to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.faces.web.visits.ics import Event, calendar
from qianjin.ui.wording import clock_time

from .listing import ways

AHEAD_DAYS = 90
BEHIND_DAYS = 31
"""An address also shows what has just been: a calendar forgets what it is not told again."""
TONES = {
    "step": "active",
    "visit": "at_risk",
    "trip": "waiting",
    "meeting": "waiting",
    "sign": "done",
}


@endpoint(Capability.PROJECT_SEE)
def calendar_page(request: ParkRequest) -> HttpResponse:
    """A month: next steps, visits, trips, signings; ``ics``: the next ninety days as a file."""
    today = timezone.localdate()
    is_own = bool(request.GET.get("mine"))
    if request.GET.get("ics"):
        return _file(request, today, is_own=is_own)
    first = _month(request.GET.get("month", ""), today)
    after = _next_month(first)
    found = selectors.days_of(request.actor, first, after - timedelta(days=1), is_own=is_own)
    mine = "&mine=1" if is_own else ""
    before = _next_month(first - timedelta(days=40))
    context = {
        "ways": ways(request, "project_calendar"),
        "first": first,
        "weeks": _weeks(request, first, after, found, today),
        "earlier": f"?month={before:%Y-%m}{mine}",
        "later": f"?month={after:%Y-%m}{mine}",
        "mine": is_own,
        "month": f"{first:%Y-%m}",
        "is_empty": not found,
    }
    return page(request, "web/investment/calendar.html", context)


def _month(text: str, today: date) -> date:
    try:
        first = datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC).date()
    except ValueError:
        return today.replace(day=1)
    return first if 1990 <= first.year <= 2199 else today.replace(day=1)


def _next_month(first: date) -> date:
    return (first.replace(day=1) + timedelta(days=32)).replace(day=1)


def _weeks(
    request: ParkRequest, first: date, after: date, found: Any, today: date
) -> list[list[dict[str, Any]]]:
    begin = first - timedelta(days=first.weekday())
    weeks = []
    while begin < after:
        days = [begin + timedelta(days=n) for n in range(7)]
        weeks.append(
            [
                {
                    "day": one,
                    "is_outside": not first <= one < after,
                    "is_today": one == today,
                    "entries": [_entry(request, e) for e in found if e.on <= one <= e.until],
                }
                for one in days
            ]
        )
        begin += timedelta(days=7)
    return weeks


def _entry(request: ParkRequest, one: Any) -> dict[str, Any]:
    return {
        "title": one.title,
        "words": one.words,
        "time": clock_time(one.begins) if one.begins else "",
        "tone": TONES[one.kind],
        "kind": _kinds()[one.kind],
        "url": _address(request.actor.park_slug, one),
    }


def _kinds() -> dict[str, str]:
    return {
        "step": _("Next step"),
        "visit": _("Visit received"),
        "trip": _("Trip"),
        "meeting": _("Meeting of a trip"),
        "sign": _("Signing"),
    }


def _file(request: ParkRequest, today: date, *, is_own: bool) -> HttpResponse:
    last = today + timedelta(days=AHEAD_DAYS)
    found = selectors.days_of(request.actor, today, last, is_own=is_own)
    body = calendar(_("Projects"), _events(request, request.actor.park_slug, found))
    return _calendar(body)


def _calendar(body: bytes) -> HttpResponse:
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="projects.ics"'
    return response


def _events(request: HttpRequest, slug: str, found: Any) -> list[Event]:
    now, kinds = timezone.now(), _kinds()
    return [_event(request, slug, one, kinds, now) for one in found]


def _event(
    request: HttpRequest, slug: str, one: Any, kinds: dict[str, str], now: datetime
) -> Event:
    zone = timezone.get_current_timezone()
    begins = one.begins or datetime.combine(one.on, datetime.min.time(), zone).replace(hour=9)
    ends = begins + timedelta(hours=1)
    if one.until > one.on:
        ends = datetime.combine(one.until, datetime.min.time(), zone).replace(hour=18)
    address = _address(slug, one)
    return Event(
        uid=f"{one.key}@{slug}.qianjin",
        begins=begins,
        ends=ends,
        summary=f"{kinds[one.kind]}：{one.title}",
        changed=now,
        description=one.words,
        url=request.build_absolute_uri(address) if address else "",
    )


def _address(slug: str, one: Any) -> str:
    if one.project_id:
        return reverse("web:project", args=[slug, one.project_id])
    return reverse("web:project_trip", args=[slug, one.trip_id]) if one.trip_id else ""


# ------------------------------------------------------------------ the address


@acts(Capability.PROJECT_SEE)
def feed(request: ParkRequest) -> HttpResponse:
    """Make the address (shown this once), or take it back."""
    by, at, kind = request.actor, timezone.now(), FeedKind.PROJECTS
    context: dict[str, Any] = {"back": to(request, "web:project_calendar")}
    if request.method == "POST" and request.POST.get("close"):
        feeds.close_feed(by=by, at=at, kind=kind)
        messages.success(request, _("The address is dead from now on."))
        return go(request, "web:project_feed")
    if request.method == "POST":
        path = reverse("projects_ics", args=[feeds.open_feed(by=by, at=at, kind=kind)])
        context["address"] = request.build_absolute_uri(path)
    context["known"] = visits.feed_of(by, kind)
    response = page(request, "web/investment/feed.html", context)
    response["Cache-Control"] = "no-store"
    return response


@endpoint(ANYONE, side="any")
def ics(request: HttpRequest, token: str) -> HttpResponse:
    """The days of the projects of whoever this address belongs to, as a calendar."""
    today = timezone.localdate()
    first, last = today - timedelta(days=BEHIND_DAYS), today + timedelta(days=AHEAD_DAYS)
    owner, found = selectors.days_for_feed(token, first, last, on=today)
    with translation.override(owner.person.language):
        name = _("Projects of %(name)s") % {"name": owner.person.name}
        body = calendar(name, _events(request, owner.park.slug, found))
    response = _calendar(body)
    response["Cache-Control"] = "private, no-cache"
    return response
