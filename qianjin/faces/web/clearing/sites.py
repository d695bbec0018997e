"""选址 Which sites suit projects: standing questions, needs, and their answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.clearing import selectors, services
from qianjin.apps.clearing.choices import NeedState, SearchState
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, listed, page
from qianjin.ui.shapes import NavItem
from qianjin.units.refusals import BadInput

from . import site_words, words
from .acquisition import sent
from .site_forms import ChooseForm, NeedForm, SettleNeedForm


def _layer(request: ParkRequest) -> int:
    return selectors.layer_of(request.park.pk)


@endpoint(Capability.SITE_SEE)
def sites(request: ParkRequest) -> HttpResponse:
    """What can be offered today for the usual sizes, and the needs of projects."""
    state, before = request.GET.get("state", ""), request.GET.get("before", "")
    standing = selectors.standing_of(request.actor)
    layer, today = _layer(request), timezone.localdate()
    fresh = {n.pk: selectors.freshness(n, layer=layer, today=today) for n in standing}
    is_piece = request.headers.get("HX-Target") == "offers"
    rows, further = selectors.needs_page(request.actor, before=before, state=state)
    address = to(request, "web:sites")
    known = state if state in NeedState.values else ""
    context = {
        "offers": site_words.offers(standing, fresh),
        "is_searching": any(one.is_searching for one in fresh.values()),
        "is_stale": not standing or any(not one.is_fresh for one in fresh.values()),
        "views": [NavItem(_("All"), address, active=not known)]
        + [NavItem(str(s.label), f"{address}?state={s}", active=s == known) for s in NeedState],
        "rows": [_need_line(row, layer, today) for row in rows],
        "older": f"{address}?state={known}&before={further}" if further else "",
        "newer": f"{address}?state={known}" if before else "",
        "may_search": request.actor.may(Capability.SITE_SEARCH),
    }
    return page(request, "web/clearing/sites.html" + ("#offers" if is_piece else ""), context)


def _need_line(need: Any, layer: int, today: Any) -> dict[str, Any]:
    search = selectors.search_of(need)
    found = (search.answer or {}).get("sites", []) if search else []
    return {
        "need": need,
        "state": NeedState(need.state),
        "fresh": selectors.freshness(need, layer=layer, today=today),
        "count": len(found),
        "band": site_words.band(need),
        "chosen": words.iso(need.chosen_ready),
    }


@acts(Capability.SITE_SEARCH)
def standing(request: ParkRequest) -> HttpResponse:
    """Have every answer that is stale searched anew."""
    if request.method == "POST":
        services.freshen(park=request.park, at=timezone.now())
    return go(request, "web:sites")


@acts(Capability.SITE_SEARCH)
def new(request: ParkRequest) -> HttpResponse:
    """Enter what a project asks of its site."""
    form = NeedForm(sent(request), initial={"max_parcels": 10})
    if request.method == "POST" and form.is_valid():
        given = {k: v for k, v in form.cleaned_data.items() if k != "version"}
        try:
            made = services.add_need(
                park=request.park, by=request.actor, at=timezone.now(), **given
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            return go(request, "web:site", made.pk)
    context = {"form": form, "need": None}
    return page(request, "web/clearing/need.html", context, 422 if form.errors else 200)


@acts(Capability.SITE_SEARCH, thing="site_need")
def edit(request: ParkRequest, pk: int) -> HttpResponse:
    """Change what is asked; sites are searched anew."""
    need = selectors.need_for(request.actor, pk)
    form = NeedForm(
        sent(request), initial={name: getattr(need, name) for name in NeedForm.base_fields}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_need(
                need=need, by=request.actor, at=timezone.now(), **form.cleaned_data
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            return go(request, "web:site", pk)
    context = {"form": form, "need": need}
    return page(request, "web/clearing/need.html", context, 422 if form.errors else 200)


@endpoint(Capability.SITE_SEE, thing="site_need")
def site(request: ParkRequest, pk: int) -> HttpResponse:
    """The answers to one need: the sites, why, what holds them up, and what would help."""
    need = selectors.need_for(request.actor, pk)
    search = selectors.search_of(need)
    fresh = selectors.freshness(need, layer=_layer(request), today=timezone.localdate())
    answer = search.answer if search else {}
    shown = _shown(request, answer)
    keys = {key for one in answer.get("sites", ()) for key in one["parcels"]} | set(need.chosen)
    plots = selectors.plots(need.park_id, keys)
    promised = selectors.promised(request.actor, keys, but=need.pk)
    drawn = answer["sites"][shown - 1]["parcels"] if answer.get("sites") else need.chosen
    chosen = [plots[key] for key in drawn if key in plots]
    context = {
        "need": need,
        "state": NeedState(need.state),
        "search": SearchState(search.state) if search else None,
        "fresh": fresh,
        "answer": answer,
        "sites": [
            site_words.site_line(
                request,
                n,
                one,
                plots,
                promised,
                is_priced=bool(answer.get("priced")),
                is_soonest=need.standing is not None,
            )
            for n, one in enumerate(answer.get("sites", ()), start=1)
        ],
        "shown": shown,
        "asked": site_words.asked(need),
        "why": site_words.why_none(answer),
        "kept_out": site_words.kept_out(answer.get("kept_out", {})),
        "plots": site_words.drawing(
            request, chosen, selectors.around(need.park_id, chosen) if chosen else ()
        ),
        "chosen": _chosen(need, plots, answer),
        "may_search": request.actor.may(Capability.SITE_SEARCH),
        "is_open": need.state == NeedState.OPEN and need.standing is None,
    }
    piece = "#answers" if request.headers.get("HX-Target") == "answers" else ""
    return page(request, "web/clearing/site.html" + piece, context)


def _shown(request: ParkRequest, answer: Any) -> int:
    wanted = request.GET.get("site", "")
    count = len(answer.get("sites", ()))
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 4 else 1
    return number if 1 <= number <= count else 1


def _chosen(need: Any, plots: Any, answer: Any) -> dict[str, Any] | None:
    """The site chosen: the day it was said to be ready, the day of today, and the next best."""
    now = selectors.chosen_now(need)
    if now is None:
        return None
    moved = (now.ready - need.chosen_ready).days if now.ready and need.chosen_ready else 0
    others = [
        (n, one)
        for n, one in enumerate(answer.get("sites", ()), start=1)
        if set(one["parcels"]) != set(need.chosen)
    ]
    sooner = min(others, key=lambda pair: pair[1]["ready"] or 10**9, default=None)
    return {
        "numbers": listed(plots[key].number for key in need.chosen if key in plots),
        "villages": listed(
            sorted({plots[k].owner or plots[k].village for k in need.chosen if k in plots} - {""})
        ),
        "said": words.iso(need.chosen_ready),
        "ready": words.iso(now.ready),
        "moved": moved,
        "lost": now.lost,
        "blocker": words.blocker_name(now.last),
        "last": now.last.parcel.number if now.last else "",
        "next": sooner[0] if sooner else None,
        "next_ready": words.iso(words.day_of(sooner[1]["ready"]))
        if sooner and sooner[1]["ready"]
        else "",
    }


@acts(Capability.SITE_SEARCH, thing="site_need")
def search(request: ParkRequest, pk: int) -> HttpResponse:
    """Search once more, on the land as it is now."""
    need = selectors.need_for(request.actor, pk)
    if request.method == "POST":
        services.search_again(need=need, by=request.actor, at=timezone.now())
    return go(request, "web:site", pk)


@acts(Capability.SITE_SEARCH, thing="site_need")
def cancel(request: ParkRequest, pk: int) -> HttpResponse:
    """Give the search up that is under way."""
    need = selectors.need_for(request.actor, pk)
    if request.method == "POST":
        services.cancel_search(need=need, by=request.actor, at=timezone.now())
    return go(request, "web:site", pk)


@acts(Capability.SITE_SEARCH, thing="site_need")
def choose(request: ParkRequest, pk: int) -> HttpResponse:
    """Keep one answer as the site offered to the project."""
    need = selectors.need_for(request.actor, pk)
    if request.method == "POST":
        form = ChooseForm(request.POST)
        if not form.is_valid():
            raise BadInput({"parcels": [_("Choose one of the answers.")]})
        services.choose_site(
            need=need, parcels=form.cleaned_data["parcels"], by=request.actor, at=timezone.now()
        )
        messages.success(request, _("The choice is kept."))
    return go(request, "web:site", pk)


@acts(Capability.SITE_SEARCH, thing="site_need")
def settle(request: ParkRequest, pk: int) -> HttpResponse:
    """The need is settled, or given up."""
    need = selectors.need_for(request.actor, pk)
    if request.method == "POST":
        form = SettleNeedForm(request.POST)
        if not form.is_valid():
            raise BadInput({"is_met": [_("Choose one from the list.")]})
        services.settle_need(need=need, by=request.actor, at=timezone.now(), **form.cleaned_data)
    return go(request, "web:site", pk)
