"""疑似重复 Pairs that may be one: said to be two, or merged; merges taken back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.prospects import selectors, services
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.journeys.merge_prospects import (
    merge_prospect_firms,
    merge_prospect_people,
    undo_merge_prospects,
)
from qianjin.ui.shapes import NavItem
from qianjin.units.refusals import Missing

from . import words

KINDS = {"c": selectors.PEOPLE, "o": selectors.FIRMS_KIND}


@endpoint(Capability.PROSPECT_SEE)
def doubles(request: ParkRequest) -> HttpResponse:
    """Open pairs, the likeliest first, and the latest merges."""
    kind = selectors.FIRMS_KIND if request.GET.get("of") == "firms" else selectors.PEOPLE
    mine = request.GET.get("mine") == "on"
    found = selectors.pairs_page(request.actor, kind, after=request.GET.get("after", ""), mine=mine)
    here = to(request, "web:prospect_doubles")
    query = {"of": "firms"} if kind == selectors.FIRMS_KIND else {}
    query |= {"mine": "on"} if mine else {}
    context = {
        "pairs": [words.pair(request, kind, row) for row in found.pairs],
        "count": words.count_words(found),
        "tabs": _tabs(here, kind, mine=mine),
        "first": f"{here}?{urlencode(query)}" if request.GET.get("after") else "",
        "older": f"{here}?{urlencode({**query, 'after': found.older})}" if found.older else "",
        "merges": [
            {"row": row, "key": f"{kind[0]}{row.pk}"}
            for row in selectors.merges_of(request.actor, kind)
        ],
        "may_keep": request.actor.may(Capability.PROSPECT_KEEP),
    }
    return page(request, "web/prospects/doubles.html", context)


def _tabs(here: str, kind: str, *, mine: bool) -> list[NavItem]:
    firms = kind == selectors.FIRMS_KIND
    return [
        NavItem(_("Contacts"), here, active=not firms and not mine),
        NavItem(_("Contacts in my care"), f"{here}?mine=on", active=not firms and mine),
        NavItem(_("Prospect firms"), f"{here}?of=firms", active=firms and not mine),
    ]


@acts(Capability.PROSPECT_KEEP, thing="prospect_pair")
def settle(request: ParkRequest, key: str) -> HttpResponse:
    """Say of a pair that it is two, or which of the two stays."""
    kind, pk = _read(key)
    pair = selectors.pair_for(request.actor, kind, pk)
    if request.method == "POST":
        _settle(request, kind, pair)
    query = "of=firms" if kind == selectors.FIRMS_KIND else ""
    return go(request, "web:prospect_doubles", query=query)


def _settle(request: ParkRequest, kind: str, pair: Any) -> None:
    by, at = request.actor, timezone.now()
    sides = {str(row.pk): row for row in (pair.lower, pair.upper)}
    kept = sides.pop(request.POST.get("keep", ""), None)
    if kept is None:
        services.say_distinct(pair=pair, by=by, at=at)
        messages.success(request, _("Noted: these are two."))
        return
    (dropped,) = sides.values()
    if kind == selectors.PEOPLE:
        merge_prospect_people(kept=kept, dropped=dropped, by=by, at=at)
    else:
        merge_prospect_firms(kept=kept, dropped=dropped, by=by, at=at)
    sentence = _("“%(name)s” stands for both now; it can be undone below.")
    messages.success(request, sentence % {"name": kept.name})


@acts(Capability.PROSPECT_KEEP, thing="prospect_merge")
def undo(request: ParkRequest, key: str) -> HttpResponse:
    """Two entries again."""
    kind, pk = _read(key)
    merge = selectors.merge_for(request.actor, kind, pk)
    if request.method == "POST":
        undo_merge_prospects(merge=merge, by=request.actor, at=timezone.now())
        messages.success(request, _("They are two again, as before the merge."))
    query = "of=firms" if kind == selectors.FIRMS_KIND else ""
    return go(request, "web:prospect_doubles", query=query)


def _read(key: str) -> tuple[str, int]:
    """c12: the pair of people number 12; o7: that of firms number 7."""
    kind, number = KINDS.get(key[:1]), key[1:]
    if kind is None or not (number.isdecimal() and number.isascii() and len(number) < 18):
        raise Missing
    return kind, int(number)
