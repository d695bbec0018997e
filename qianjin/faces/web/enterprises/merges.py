"""重复企业 Suspected duplicates, merging two entries side by side, and taking that back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.desk import selectors as desk
from qianjin.apps.enterprises import selectors, services
from qianjin.apps.enterprises.refusals import ChangedMeanwhile
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.journeys.merge_enterprises import merge_enterprises, undo_merge_enterprises
from qianjin.units.refusals import BadInput, Missing

from . import merge_words, words
from .moving import follows_merges

CHOICES = 12


@endpoint(Capability.ENTERPRISE_MERGE)
def merges(request: ParkRequest) -> HttpResponse:
    """Pairs that may be one firm, with the reasons, the likeliest first."""
    found = selectors.suspicions(request.actor, after=request.GET.get("after", ""))
    here = to(request, "web:merges")
    context = {
        "pairs": [merge_words.suspicion(pair) for pair in found.pairs],
        "count": found.count,
        "is_all": found.is_all,
        "first": here if request.GET.get("after") else "",
        "older": f"{here}?{urlencode({'after': found.older})}" if found.older else "",
    }
    return page(request, "web/enterprises/merges.html", context)


@endpoint(Capability.ENTERPRISE_MERGE)
def merges_done(request: ParkRequest) -> HttpResponse:
    """The merges that were made, each with its undo."""
    found = selectors.merges_of(request.actor, before=request.GET.get("before", ""))
    here = to(request, "web:merges_done")
    context = {
        "merges": found.merges,
        "first": here if request.GET.get("before") else "",
        "older": f"{here}?{urlencode({'before': found.older})}" if found.older else "",
    }
    return page(request, "web/enterprises/merges_done.html", context)


@acts(Capability.ENTERPRISE_MERGE, thing="enterprise")
@follows_merges
def merge(request: ParkRequest, pk: int) -> HttpResponse:
    """Two entries side by side; each field is taken from one of them."""
    one = selectors.get_enterprise_for(request.actor, pk)
    other = _other(request, one)
    if other is None:
        return _choose(request, one)
    if request.method != "POST":
        return _side_by_side(request, one, other)
    try:
        done = _merge(request, one, other)
    except (BadInput, ChangedMeanwhile) as refusal:
        return _side_by_side(request, one, other, refusal)
    sentence = _("“%(dropped)s” was merged into this entry. It can be undone under Duplicates.")
    messages.success(request, sentence % {"dropped": done.dropped.name})
    return go(request, "web:enterprise", done.kept_id)


def _merge(request: ParkRequest, one: Any, other: Any) -> Any:
    """Let one of the two stay, with the fields that were chosen."""
    pair = {"one": one, "other": other}
    kept = pair.get(request.POST.get("kept", ""), one)
    return merge_enterprises(
        kept=kept,
        dropped=other if kept is one else one,
        by=request.actor,
        at=timezone.now(),
        values=merge_words.chosen_values(request.POST, pair, kept),
        seen=merge_words.seen_versions(request.POST, pair),
    )


def _other(request: ParkRequest, one: Any) -> Any:
    asked = request.POST.get("with", request.GET.get("with", ""))
    if not asked.isdecimal():
        return None
    if int(asked) == one.pk:
        raise Missing
    return selectors.get_enterprise_for(request.actor, int(asked))


def _choose(request: ParkRequest, one: Any) -> HttpResponse:
    """Which other entry is meant: those of like name first, or whatever is searched for."""
    asked = request.GET.get("q", "").strip()
    if asked:
        found = selectors.suggestions(request.actor, asked, most=CHOICES)
    else:
        found = selectors.lookalikes(request.actor, one.name, but=one.pk)
    rows = [{"firm": firm, "head": words.head(firm)} for firm in found if firm.pk != one.pk]
    context = {"firm": one, "rows": rows, "query": asked}
    return page(request, "web/enterprises/merge_choose.html", context)


def _side_by_side(
    request: ParkRequest, one: Any, other: Any, refusal: BadInput | ChangedMeanwhile | None = None
) -> HttpResponse:
    pair = selectors.likeness_of(one, other)
    context = {
        "one": one,
        "other": other,
        "pair": merge_words.suspicion(pair),
        "fields": merge_words.fields(one, other, request.POST),
        "kept": request.POST.get("kept", "one"),
        "sides": [
            merge_words.side("one", one, selectors.weight_of(one), _asked(request, one)),
            merge_words.side("other", other, selectors.weight_of(other), _asked(request, other)),
        ],
        "refusal": refusal,
    }
    return page(request, "web/enterprises/merge.html", context, refusal.status if refusal else 200)


def _asked(request: ParkRequest, firm: Any) -> str:
    filters = desk.Filters(tab="all", enterprise=firm.pk)
    found = desk.page_of(request.actor, filters, at=timezone.now(), size=1)
    return words.request_count(found.total, is_capped=found.is_capped)


@acts(Capability.ENTERPRISE_MERGE)
def merge_distinct(request: ParkRequest) -> HttpResponse:
    """Note that two alike entries are two firms."""
    told = request.POST
    if request.method == "POST":
        keys = [told.get(side, "") for side in ("one", "other")]
        one, other = (
            selectors.get_enterprise_for(request.actor, int(key) if key.isdecimal() else 0)
            for key in keys
        )
        services.say_distinct(one=one, other=other, by=request.actor, at=timezone.now())
        messages.success(request, _("Noted: these are two enterprises."))
    return go(request, "web:merges")


@acts(Capability.ENTERPRISE_MERGE, thing="merge")
def merge_undo(request: ParkRequest, pk: int) -> HttpResponse:
    """Let both entries stand for themselves again."""
    done = selectors.get_merge_for(request.actor, pk)
    if request.method != "POST":
        return go(request, "web:merges_done")
    undone = undo_merge_enterprises(merge=done, by=request.actor, at=timezone.now())
    messages.success(request, _("The merge has been undone; this entry stands for itself again."))
    return go(request, "web:enterprise", undone.dropped_id)
