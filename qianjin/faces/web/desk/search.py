"""随手找 Anything by a few characters: pages, requests, enterprises, people; and what one keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts import services as people
from qianjin.apps.accounts.choices import Capability, Role
from qianjin.apps.desk import selectors
from qianjin.apps.desk.choices import RequestStatus
from qianjin.apps.enterprises import selectors as enterprises
from qianjin.apps.investment import selectors as investment
from qianjin.faces.gate import SIGNED_IN, acts, endpoint, to
from qianjin.faces.gate.forms import storable
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page, pages_of
from qianjin.ui import wording

from . import words

FAVOURITES = "*"
"""Under this name favourites are kept among a person's views: not of one list, but of any page."""

LONGEST = 60
SHORTEST = 2
"""From so many characters on requests, enterprises and people are asked for."""
MOST = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """命中 One thing one may open."""

    title: str
    url: str
    sub: str = ""
    key: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """一类命中 What was found of one kind."""

    heading: str
    hits: list[Hit] = field(default_factory=list)


@endpoint(SIGNED_IN)
def search(request: ParkRequest) -> HttpResponse:
    """The palette's answer; typed as an address, a page of its own."""
    asked = request.GET.get("q", "").strip()[:LONGEST]
    groups = [group for group in _groups(request, asked) if group.hits]
    is_part = bool(request.headers.get("HX-Request"))
    context = {"asked": asked, "groups": groups, "here": _here(request, groups, asked)}
    return page(request, "web/desk/search.html" + ("#hits" if is_part else ""), context)


@acts(SIGNED_IN, repeatable=True)
def favourite(request: ParkRequest) -> HttpResponse:
    """收藏 Keep the page one stands on, or drop one that is kept."""
    if request.method != "POST":
        return go(request, "web:search")
    if (key := request.POST.get("drop", "")).isdecimal():
        people.drop_view(by=request.actor, view_id=int(key))
    elif address := _own(request, request.POST.get("address", "")):
        name = storable(request.POST.get("title", "")).strip() or address
        people.save_view(by=request.actor, page=FAVOURITES, name=name, query=address)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)
    return go(request, "web:search")


def _groups(request: ParkRequest, asked: str) -> Iterator[Group]:
    if not asked:
        kept = accounts.saved_views_of(request.actor, FAVOURITES)
        yield Group(_("Favourites"), [Hit(v.name, v.query, key=v.pk) for v in kept])
        yield Group(
            pgettext("search", "Pages"), [Hit(label, url) for label, url in pages_of(request)]
        )
        return
    folded = asked.casefold()
    found = [Hit(label, url) for label, url in pages_of(request) if folded in label.casefold()]
    yield Group(pgettext("search", "Pages"), found)
    if len(asked) >= SHORTEST:
        yield from _things(request, asked)


def _things(request: ParkRequest, asked: str) -> Iterator[Group]:
    actor = request.actor
    if actor.may(Capability.REQUEST_SEE):
        yield Group(_("Requests"), _requests(request, asked))
    if actor.may(Capability.ENTERPRISE_SEE):
        firms = enterprises.suggestions(actor, asked, most=MOST)
        base = to(request, "web:enterprises")
        yield Group(
            _("Enterprises"), [Hit(row.name, f"{base}{row.pk}/", row.credit_code) for row in firms]
        )
    if actor.may(Capability.PROJECT_SEE):
        projects = investment.suggestions(actor, asked, on=timezone.localdate(), most=MOST)
        yield Group(
            _("Projects"),
            [
                Hit(row.name, to(request, "web:project", row.pk), f"{row.number} {row.stage.name}")
                for row in projects
            ],
        )
    if actor.may(Capability.PERSON_SEE):
        rows = accounts.people_named(actor, asked, on=timezone.localdate(), most=MOST)
        yield Group(
            _("People"),
            [
                Hit(
                    row.user.name,
                    to(request, "web:person", row.user_id),
                    words.joined((str(Role(row.role).label), row.unit.name if row.unit else "")),
                )
                for row in rows
            ],
        )


def _requests(request: HttpRequest, asked: str) -> list[Hit]:
    address = words.addresses(request)
    actor = request.actor  # type: ignore[attr-defined]
    return [
        Hit(
            hit.title,
            address(hit.number),
            words.joined(
                (
                    hit.number,
                    hit.enterprise,
                    str(RequestStatus(hit.status).label),
                    wording.day(hit.opened_at),
                )
            ),
        )
        for hit in selectors.found(actor, asked, most=MOST)
    ]


@dataclass(frozen=True, slots=True)
class Here:
    """此页 The page over which the palette was opened: whether it is kept, and under which key."""

    address: str
    key: int


def _here(request: ParkRequest, groups: list[Group], asked: str) -> Here | None:
    """Offered on the empty palette only."""
    address = _own(request, request.GET.get("here", ""))
    if asked or not address:
        return None
    kept = (hit for group in groups for hit in group.hits if hit.key and hit.url == address)
    return Here(address, next((hit.key for hit in kept), 0))


def _own(request: ParkRequest, address: str) -> str:
    """A page of this park, else nothing: a favourite never leads elsewhere."""
    is_here = address.startswith(f"/{request.actor.park_slug}/")
    is_safe = url_has_allowed_host_and_scheme(address, None)
    return address[:500] if is_here and is_safe else ""
