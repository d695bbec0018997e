"""框架 What stands around a page of the office: menu, counts, who is signed in, in which park."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Role
from qianjin.faces.gate import to
from qianjin.ui.keeping import kept_calls
from qianjin.ui.shapes import Frame, NavItem

Count = tuple[int | str, str]
"""What stands behind a menu entry: how many wait there, and in which tone."""

_counts: dict[str, Callable[[HttpRequest], Count]] = {}


def counts(url_name: str) -> Callable[[Callable[[HttpRequest], Count]], Any]:
    """Register how many things wait behind the menu entry ``url_name`` ("web:requests")."""

    def keep(count: Callable[[HttpRequest], Count]) -> Callable[[HttpRequest], Count]:
        _counts[url_name] = count
        return count

    return keep


@dataclass(frozen=True, slots=True)
class Place:
    """A menu entry: who may go there, and which pages belong under it."""

    url_name: str
    label: Any
    icon: str
    capabilities: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    """Beginnings of the names of the pages that belong under this entry."""
    tab: bool = False


PLACES = (
    Place("web:today", pgettext_lazy("menu", "Today"), "today", pages=("today",), tab=True),
    Place(
        "web:requests",
        pgettext_lazy("menu", "Requests"),
        "service",
        (Capability.REQUEST_SEE,),
        ("request", "part_", "return_", "extension_", "cause"),
        tab=True,
    ),
    Place(
        "web:enterprises",
        pgettext_lazy("menu", "Enterprises"),
        "building",
        (Capability.ENTERPRISE_SEE,),
        ("enterprise", "contact", "import", "merge"),
        tab=True,
    ),
    Place(
        "web:visits",
        pgettext_lazy("menu", "Visits"),
        "visit",
        (Capability.VISIT_SEE,),
        ("visit", "round", "plan"),
    ),
    Place(
        "web:drives",
        pgettext_lazy("menu", "Special actions"),
        "send",
        (Capability.DRIVE_SEE,),
        ("drive",),
    ),
    Place(
        "web:schemes",
        pgettext_lazy("menu", "Support schemes"),
        "lead",
        (Capability.SCHEME_SEE,),
        ("scheme", "claim"),
    ),
    Place(
        "web:projects",
        pgettext_lazy("menu", "Projects"),
        "lead",
        (Capability.PROJECT_SEE,),
        ("project",),
    ),
    Place(
        "web:opinions",
        gettext_lazy("Opinions on admissions"),
        "check",
        (Capability.OPINION_GIVE,),
        ("opinion",),
    ),
    Place(
        "web:prospects",
        pgettext_lazy("menu", "Prospects"),
        "users",
        (Capability.PROSPECT_SEE,),
        ("prospect",),
    ),
    Place(
        "web:parcels",
        pgettext_lazy("menu", "Parcels"),
        "land",
        (Capability.PARCEL_SEE,),
        ("parcel", "low_use"),
    ),
    Place("web:map", pgettext_lazy("menu", "Map"), "map", (Capability.PARCEL_SEE,), ("map",)),
    Place(
        "web:clearing",
        pgettext_lazy("menu", "Land acquisition"),
        "visit",
        (Capability.CLEARING_SEE,),
        ("clearing", "acquisition"),
    ),
    Place(
        "web:listings",
        pgettext_lazy("menu", "Land listings"),
        "archive",
        (Capability.CLEARING_SEE,),
        ("listing",),
    ),
    Place(
        "web:sites",
        pgettext_lazy("menu", "Sites for projects"),
        "land",
        (Capability.SITE_SEE,),
        ("site",),
    ),
    Place(
        "web:delivery",
        pgettext_lazy("menu", "Delivery plans"),
        "calendar",
        (Capability.DELIVERY_SEE,),
        ("delivery",),
    ),
    Place(
        "web:board",
        pgettext_lazy("menu", "At a glance"),
        "cockpit",
        (Capability.BOARD_SEE,),
        ("board",),
    ),
    Place(
        "web:scores", pgettext_lazy("menu", "Scores"), "star", (Capability.SCORE_SEE,), ("score",)
    ),
    Place(
        "web:letters",
        pgettext_lazy("menu", "Letters"),
        "mail",
        (Capability.REQUEST_TRIAGE,),
        ("letter",),
    ),
    Place(
        "web:thanks",
        pgettext_lazy("menu", "Thanks"),
        "thank",
        (Capability.REQUEST_SEE,),
        ("thanks",),
    ),
    Place(
        "web:library",
        pgettext_lazy("menu", "Library"),
        "library",
        (Capability.ARTICLE_SEE,),
        ("library", "article", "canned"),
    ),
    Place(
        "web:follow_ups",
        pgettext_lazy("menu", "Follow-ups"),
        "phone",
        (Capability.FOLLOW_UP,),
        ("follow_up",),
    ),
    Place(
        "web:people",
        pgettext_lazy("menu", "People"),
        "team",
        (Capability.PERSON_SEE,),
        ("people", "person", "invitation", "appoint", "membership"),
        tab=True,
    ),
    Place(
        "web:absences",
        pgettext_lazy("menu", "Absences"),
        "transfer",
        (Capability.ABSENCE_SET,),
        ("absence",),
    ),
    Place(
        "web:calendar",
        pgettext_lazy("menu", "Calendar"),
        "calendar",
        (Capability.CALENDAR_SEE,),
        ("calendar",),
    ),
    Place(
        "web:promises",
        pgettext_lazy("menu", "Promises"),
        "clock",
        (Capability.CALENDAR_SEE,),
        ("promise",),
    ),
    Place(
        "web:park",
        pgettext_lazy("menu", "Park settings"),
        "settings",
        (Capability.PARK_EDIT,),
        ("park", "unit"),
    ),
    Place(
        "web:robots",
        pgettext_lazy("menu", "Channels"),
        "send",
        (Capability.CHANNEL_EDIT,),
        ("robot", "rule", "mailbox"),
    ),
    Place("web:about", pgettext_lazy("menu", "About the park"), "building", pages=("about",)),
    Place(
        "web:roles", pgettext_lazy("menu", "Rights"), "lock", (Capability.ROLES_SEE,), ("roles",)
    ),
    Place(
        "web:audit",
        pgettext_lazy("menu", "Audit trail"),
        "audit",
        (Capability.AUDIT_SEE,),
        ("audit",),
    ),
)
HEADINGS = {
    "web:today": pgettext_lazy("menu", "Work"),
    "web:projects": pgettext_lazy("menu", "Investment promotion"),
    "web:parcels": pgettext_lazy("menu", "Land and projects"),
    "web:board": pgettext_lazy("menu", "Overview"),
    "web:people": pgettext_lazy("menu", "Office"),
    "web:park": pgettext_lazy("menu", "Rules and records"),
}
"""Where a group of the menu begins, when its first entry is shown or a later one of it is."""

TABS = 4
"""How many entries of the menu stand at the foot of a phone; the fifth tab opens the whole menu."""


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Render a page of the office in its frame; a partial (``page.html#part``) goes without."""
    whole = {} if "#" in template else {"frame": frame_of(request)}
    return render(request, template, {**whole, **(context or {})}, status=status)


def go(request: HttpRequest, name: str, *args: Any, query: str = "") -> HttpResponseRedirect:
    """Go on to another page of the park after an act (303, so that a reload repeats nothing)."""
    address = to(request, name, *args)
    return HttpResponseRedirect(f"{address}?{query}" if query else address, status=303)


def frame_of(request: HttpRequest) -> Frame:
    """The frame for the person of this request, in no query besides those of the counts."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    park = request.park  # type: ignore[attr-defined]
    serving = request.serving  # type: ignore[attr-defined]
    items, tabs = _menu(actor, get_script_prefix(), _url_name(request))
    return Frame(
        park=park.name,
        home_url=f"/{actor.park_slug}/",
        items=_counted(request, items),
        tabs=_counted(request, tabs),
        person=actor.name,
        role=listed(Role(role).label for role in actor.own_roles),
        deputy_note=_deputy_note(actor),
        search_url=to(request, "web:search") if _exists("web:search") else "",
        notices_url=to(request, "web:notices"),
        notices_count=next((n for slug, _name, n in serving if slug == park.slug), 0),
        notices_tone="active",
        account_items=(*_own_pages(request), *_other_parks(actor, serving)),
        language_url=to(request, "web:language"),
        sign_out_url=reverse("account_logout"),
        demo=park.is_demo,
    )


def pages_of(request: HttpRequest) -> list[tuple[str, str]]:
    """The pages of the menu this person may enter, and their own: name and address."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    places = [
        (str(place.label), to(request, place.url_name))
        for place in PLACES
        if _may_enter(actor, place)
    ]
    return [*places, *((item.label, item.url) for item in _own_pages(request))]


def _may_enter(actor: Actor, place: Place) -> bool:
    right = not place.capabilities or any(actor.may(right) for right in place.capabilities)
    return right and _exists(place.url_name)


@cache
def _exists(url_name: str) -> bool:
    try:
        reverse(url_name, args=["park"])
    except NoReverseMatch:
        return False
    return True


Entry = tuple[str, NavItem]
"""An entry of the menu behind the name of its address."""


@kept_calls(most=512)
def _menu(actor: Actor, _prefix: str, here: str) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Menu and tabs on a page, without counts; ``_prefix`` is where addresses begin."""
    items, tabs, heading = [], [], ""
    for place in PLACES:
        heading = str(HEADINGS.get(place.url_name, heading))
        if _may_enter(actor, place):
            item = NavItem(
                label=str(place.label),
                url=reverse(place.url_name, args=[actor.park_slug]),
                icon=place.icon,
                heading=heading,
                active=here.startswith(place.pages),
            )
            items.append((place.url_name, item))
            if place.tab:
                tabs.append((place.url_name, item._replace(heading="")))
            heading = ""
    return tuple(items), tuple(tabs[:TABS])


def _counted(request: HttpRequest, entries: tuple[Entry, ...]) -> tuple[NavItem, ...]:
    """The entries with what waits behind them now."""
    items = []
    for name, item in entries:
        if counted := _counts.get(name):
            count, tone = _once(request, name, counted)
            item = item._replace(count=count, tone=tone)
        items.append(item)
    return tuple(items)


def _once(request: HttpRequest, name: str, counted: Callable[[HttpRequest], Count]) -> Count:
    """Menu and tabs show the same count; it is asked once per request."""
    known: dict[str, Count] = request.__dict__.setdefault("_frame_counts", {})
    if name not in known:
        known[name] = counted(request)
    return known[name]


def _url_name(request: HttpRequest) -> str:
    match = request.resolver_match
    return (match.url_name or "") if match else ""


def _deputy_note(actor: Actor) -> str:
    if not actor.acting_names:
        return ""
    return _("standing in for %(names)s") % {"names": listed(actor.acting_names)}


def listed(names: Iterable[Any]) -> str:
    """Names one after the other, with the comma of the reader's language."""
    return pgettext("between two names", ", ").join(str(name) for name in names)


def _own_pages(request: HttpRequest) -> list[NavItem]:
    return [
        NavItem(label=_("My profile"), url=to(request, "web:profile"), icon="user"),
        NavItem(label=_("My absence"), url=to(request, "web:absences"), icon="transfer"),
    ]


def _other_parks(actor: Actor, serving: Iterable[tuple[str, str, int]]) -> list[NavItem]:
    return [
        NavItem(
            label=_("Go to %(park)s") % {"park": name},
            url=f"/{slug}/",
            icon="building",
            count=unread,
            tone="active",
        )
        for slug, name, unread in serving
        if slug != actor.park_slug
    ]
