"""项目选址 Needs of land and the sites found for them; to read."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.clearing import selectors
from qianjin.faces.gate.requests import ParkRequest

from .machine import reads
from .shapes import READING

router = Router(tags=["sites"])
FIELDS = (
    "name", "standing", "state", "mu_min", "mu_max", "sector", "use_name", "far", "height_m",
    "power_kva", "water_tpd", "frontage_m", "ready_by", "budget_wan", "max_parcels", "words",
    "chosen_on", "chosen_by", "version",
)  # fmt: skip


class SiteList(Schema):
    """Which needs."""

    state: Literal["", "open", "met", "closed"] = ""
    before: Annotated[str, Field(max_length=20)] = ""


class NeedOut(Schema):
    """A need of land; areas (``standing``: what is asked for) in 亩, the budget in 万元."""

    id: int
    name: str
    standing: int | None
    state: str
    mu_min: Decimal
    mu_max: Decimal
    sector: str
    use_name: str
    far: Decimal | None
    height_m: Decimal | None
    power_kva: Decimal | None
    water_tpd: Decimal | None
    frontage_m: Decimal | None
    ready_by: date | None
    budget_wan: Decimal | None
    max_parcels: int
    words: str
    chosen_on: date | None
    chosen_by: str
    version: int


class NeedPage(Schema):
    """The standing questions, and a page of projects' needs; ``older`` goes into ``before``."""

    standing: list[NeedOut]
    items: list[NeedOut]
    older: str


class ReasonOut(Schema):
    """Why, as data: a code, what it speaks of, and an amount in the unit of the code."""

    code: str
    subject: str
    amount: float


class SiteOut(Schema):
    """
    One site: parcels by number, area in ㎡, cost in 万元, the likely day on which it is ready.

    ``gap`` is the certified distance from the best possible, 0 where it is proven; none where
    there is no bound.
    """

    parcels: list[str]
    area: float
    cost: float | None
    unpriced: int
    ready: date | None
    gap: float | None
    reasons: list[ReasonOut]


class AnswerOut(Schema):
    """What was found, on which day, and whether the land or the need has changed since."""

    on: date
    done_at: datetime | None
    parcels: int
    is_fresh: bool
    sites: list[SiteOut]


class NeedFull(NeedOut):
    """A need with its chosen parcels and the latest answer."""

    chosen: list[str]
    answer: AnswerOut | None


@reads(
    router,
    "/sites",
    Capability.SITE_SEE,
    response={200: NeedPage, **READING},
    summary="List needs of land",
)
def list_sites(request: ParkRequest, given: Query[SiteList]) -> Any:
    """The standing questions (what can be offered today), and projects' needs, newest first."""
    rows, older = selectors.needs_page(request.actor, before=given.before, state=given.state)
    standing = selectors.standing_of(request.actor)
    return {
        "standing": [_need(row) for row in standing],
        "items": [_need(row) for row in rows],
        "older": older,
    }


@reads(
    router,
    "/sites/{int:pk}",
    Capability.SITE_SEE,
    thing="site_need",
    response={200: NeedFull, **READING},
    summary="One need of land with its sites",
)
def get_site(request: ParkRequest, pk: int) -> Any:
    """One need, and the sites found for it, the best first."""
    need = selectors.need_for(request.actor, pk)
    search = selectors.search_of(need)
    sites = search.answer.get("sites", ()) if search else ()
    keys = {key for one in sites for key in one["parcels"]} | set(need.chosen)
    plots = selectors.plots(need.park_id, keys)
    return {
        **_need(need),
        "chosen": _numbers(plots, need.chosen),
        "answer": _answer(need, search, plots) if search and search.answer else None,
    }


def _need(row: Any) -> dict[str, Any]:
    return {"id": row.pk, **{name: getattr(row, name) for name in FIELDS}}


def _numbers(plots: Any, keys: Any) -> list[str]:
    return [plots[key].number for key in keys if key in plots]


def _answer(need: Any, search: Any, plots: Any) -> dict[str, Any]:
    layer = selectors.layer_of(need.park_id)
    fresh = selectors.freshness(need, layer=layer, today=timezone.localdate())
    is_priced = bool(search.answer.get("priced"))
    return {
        "on": search.on,
        "done_at": search.done_at,
        "parcels": search.parcels,
        "is_fresh": fresh.is_fresh,
        "sites": [_site(one, plots, is_priced) for one in search.answer.get("sites", ())],
    }


def _site(one: Any, plots: Any, is_priced: bool) -> dict[str, Any]:
    return {
        "parcels": _numbers(plots, one["parcels"]),
        "area": one["area"],
        "cost": one["cost"] if is_priced else None,
        "unpriced": one["unpriced"],
        "ready": date.fromordinal(one["ready"]) if one["ready"] else None,
        "gap": one["gap"] if one.get("is_certain", True) else None,
        "reasons": [
            {"code": code, "subject": str(subject), "amount": amount}
            for code, subject, amount in one["reasons"]
        ],
    }
