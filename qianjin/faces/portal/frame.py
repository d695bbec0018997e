"""框架 What stands around a page of 前进潮: five places, all within reach of a thumb."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Role
from qianjin.faces.gate import to
from qianjin.ui.shapes import Frame, NavItem

BRAND = "前进潮"


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Render a page of the portal in its frame; a partial (``page.html#part``) goes without."""
    whole = {} if "#" in template else {"frame": frame_of(request)}
    return render(request, template, {**whole, **(context or {})}, status=status)


def go(request: HttpRequest, address: str) -> HttpResponse:
    """Go on after an act (303, so that a reload repeats nothing); HTMX is told by its header."""
    if request.headers.get("HX-Request"):
        response = HttpResponse()
        response["HX-Redirect"] = address
        return response
    return HttpResponseRedirect(address, status=303)


def frame_of(request: HttpRequest) -> Frame:
    """The frame for the person of this request."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    park = request.park  # type: ignore[attr-defined]
    serving = request.serving  # type: ignore[attr-defined]
    items = tuple(_items(request))
    return Frame(
        park=park.name,
        brand=BRAND,
        home_url=to(request, "portal:home"),
        items=items[:-1],
        tabs=items,
        person=actor.name,
        role=str(Role(actor.role).label),
        notices_url=to(request, "web:notices"),
        notices_count=next((n for slug, _name, n in serving if slug == park.slug), 0),
        notices_tone="active",
        account_items=(
            NavItem(label=_("My profile"), url=to(request, "web:profile"), icon="user"),
            NavItem(label=_("Access tokens"), url=to(request, "web:tokens"), icon="lock"),
            *_other_parks(actor, serving),
        ),
        language_url=to(request, "web:language"),
        sign_out_url=reverse("account_logout"),
        demo=park.is_demo,
    )


def _items(request: HttpRequest) -> list[NavItem]:
    match = request.resolver_match
    here = match.view_name if match else ""
    places = (
        (pgettext("portal", "Home"), "portal:home", "home", ("portal:home", "portal:drive")),
        (pgettext("portal", "Ask"), "portal:ask", "edit", ("portal:ask",)),
        (
            pgettext("portal", "Requests"),
            "portal:requests",
            "list",
            ("portal:request", "portal:photo"),
        ),
        (
            pgettext("portal", "Schemes"),
            "portal:schemes",
            "lead",
            ("portal:scheme", "portal:claim"),
        ),
        (pgettext("portal", "Me"), "web:profile", "user", ("web:",)),
    )
    return [
        NavItem(label=label, url=to(request, name), icon=icon, active=here.startswith(pages))
        for label, name, icon, pages in places
    ]


def _other_parks(actor: Actor, serving: Iterable[tuple[str, str, int]]) -> list[NavItem]:
    return [
        NavItem(
            label=_("Go to %(park)s") % {"park": name},
            url=f"/{slug}/portal/",
            icon="building",
            count=unread,
            tone="active",
        )
        for slug, name, unread in serving
        if slug != actor.park_slug
    ]
