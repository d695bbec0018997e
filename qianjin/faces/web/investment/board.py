"""看板 The stages of a pipeline side by side; a card is dragged, or moved by its menu."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability, Scope
from qianjin.apps.enterprises.choices import Sector
from qianjin.apps.investment import selectors
from qianjin.apps.investment.choices import USUAL_CARD, CardField, Meaning
from qianjin.faces.gate import endpoint, to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import page
from qianjin.ui.shapes import NavItem
from qianjin.ui.wording import day
from qianjin.units.refusals import Missing

from . import words
from .forms import FilterForm
from .listing import ways

COOKIE = "project_card"
YEAR = 365 * 24 * 3600
PART = "board-lanes"


@endpoint(Capability.PROJECT_SEE)
def board(request: ParkRequest) -> HttpResponse:
    """One pipeline; with HTMX only its lanes. ``card``: what cards show from now on."""
    today = timezone.localdate()
    pipelines = selectors.pipelines_of(request.actor.park_id)
    if not pipelines:
        raise Missing
    asked = request.GET.get("pipeline", "")
    chosen = next((one for one in pipelines if one.code == asked), pipelines[0])
    is_part = request.headers.get("HX-Target") == PART
    around = None if is_part else selectors.furniture_of(request.actor, on=today)
    form = FilterForm(_readable(request), furniture=around)
    filters = form.filters("all")
    shown = _chosen(request)
    stages = selectors.open_stages(chosen)
    found = selectors.lanes(request.actor, chosen, stages, filters, on=today)
    context = {
        "pipeline": chosen,
        "lanes": [_lane(request, lane, shown, today, filters) for lane in found],
        "filters": filters,
        "form": form,
        "ways": ways(request, "project_board"),
        "pipelines": [
            NavItem(one.name, f"?pipeline={one.code}", active=one == chosen) for one in pipelines
        ],
        "choices": [(field, field in shown) for field in CardField],
        "may_add": request.actor.may(Capability.PROJECT_KEEP),
        "query": urlencode(request.GET),
    }
    response = page(request, "web/investment/board.html" + ("#lanes" if is_part else ""), context)
    if request.GET.getlist("card"):
        kept = "+".join(field.value for field in CardField if field in shown)
        secure = request.is_secure()
        response.set_cookie(COOKIE, kept, max_age=YEAR, samesite="Lax", secure=secure)
    return response


def _readable(request: ParkRequest) -> dict[str, str]:
    """The filters a board has; the pipeline is named by its code here."""
    return {n: request.GET.get(n, "") for n in ("words", "sector", "owner", "city")}


def _chosen(request: ParkRequest) -> set[CardField]:
    """What this person's cards show: asked for now, kept in the browser, or as usual."""
    asked = request.GET.getlist("card") or request.COOKIES.get(COOKIE, "").split("+")
    known = {CardField(name) for name in asked if name in CardField.values}
    return known or set(USUAL_CARD)


def _lane(
    request: ParkRequest, lane: Any, shown: set[CardField], today: date, filters: Any
) -> dict[str, Any]:
    more = lane.count - len(lane.cards)
    limit = selectors.COUNT_LIMIT
    is_signing = lane.stage.meaning == Meaning.SIGNED
    return {
        "stage": lane.stage,
        "tone": Meaning(lane.stage.meaning).tone,
        "count": f"{limit:,}+" if lane.count > limit else lane.count,
        "sum": words.money(lane.sum_wan) if lane.sum_wan else "",
        "cards": [card(request, one, shown, today) for one in lane.cards],
        "more": more if more > 0 else 0,
        "more_url": f"{to(request, 'web:projects')}?tab=all&stage={lane.stage.pk}",
        "is_signing": is_signing,
    }


def card(request: ParkRequest, one: Any, shown: set[CardField], today: date) -> dict[str, Any]:
    """One card with what its reader wants to see."""
    scope = request.actor.scope(Capability.PROJECT_KEEP)
    may = scope == Scope.PARK or (scope >= Scope.OWN and one.owner_id in request.actor.people)
    may = may or (scope == Scope.UNIT and one.unit_id in request.actor.unit_ids)
    is_late = bool(one.next_on and one.next_on < today)
    is_cold = bool(one.cold_on and one.cold_on <= today)
    lines = []
    if CardField.ORGANISATION in shown and one.organisation:
        lines.append(one.organisation)
    told = [
        words.money(one.investment_wan) if CardField.INVESTMENT in shown else "",
        words.area(one.land_mu) if CardField.LAND in shown else "",
        str(Sector(one.sector).label) if CardField.SECTOR in shown else "",
        words.city_name(one.city) if CardField.CITY in shown else "",
    ]
    if any(told):
        lines.append(" · ".join(part for part in told if part))
    step = ""
    if CardField.NEXT in shown and one.next_on:
        step = f"{day(one.next_on)} {one.next_step}"
    foot = [
        one.owner if CardField.OWNER in shown else "",
        words.days_words(words.days_since(one.stage_since, today))
        if CardField.DAYS in shown
        else "",
    ]
    return {
        "pk": one.pk,
        "name": one.name,
        "url": to(request, "web:project", one.pk),
        "move_url": to(request, "web:project_move", one.pk) if may else "",
        "tone": "breached" if is_late else ("at_risk" if is_cold else ""),
        "flag": _("late") if is_late else (_("cold") if is_cold else ""),
        "lines": lines,
        "step": step,
        "foot": " · ".join(part for part in foot if part),
    }
