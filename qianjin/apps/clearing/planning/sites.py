"""选址 Parcels and a need in, the best sites out, by the engine ``siting``."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qianjin.apps.parks.models import Park
from qianjin.engines import siting
from qianjin.engines.kernel import Reason, Stop

from ..models import SiteNeed
from .days import days_of
from .layer import MU, Layer, layer_of
from .outlines import rings_of
from .ready import facts_of, levers_of, ready_of, rules_of
from .whole import asked, has_whole, offered, with_whole

__all__ = [
    "SECONDS",
    "SMALL",
    "Layer",
    "NeedFit",
    "layer_of",
    "needs_for",
    "rings_of",
    "search",
    "sieve",
]

WAN = 10_000
SECONDS = 30.0
"""A search of a need ends after so long, with what it has and how far it may be from the best."""
ANSWERS = 10
MONTH = 30
OVERLAP = 0.5
SMALL = 400
"""Parcels up to which a search needs no machine code and is done while a page waits."""
SOONEST = 1e-7
"""Days that 万元 weigh where the day comes first: less than one for a site of 100 亿元."""
NEAR_DEGREES = 111_320.0

QUALITY = {siting.BEST, siting.BEST_APART, siting.WITHIN, siting.DEARER}

Mask = NDArray[np.bool_]


@dataclass
class Sieve:
    """硬条件 Which parcels a need lets in, and how many each of its limits keeps out."""

    is_open: Mask
    kept_out: dict[str, int] = field(default_factory=dict)

    def only(self, name: str, mask: Mask) -> None:
        """Let in only where ``mask`` is; counts what this limit alone keeps out."""
        lost = int((~mask).sum())
        if lost:
            self.kept_out[name] = lost
        self.is_open &= mask


def sieve(layer: Layer, need: SiteNeed) -> Sieve:
    """Every limit that each parcel has to keep; what is unknown does not keep it."""
    found = Sieve(np.ones(len(layer.keys), np.bool_))
    columns = layer.columns
    if need.sector:
        # A parcel meant for no platform in particular is open to all.
        found.only("sector", np.isin(columns["sector"], [need.sector, ""]))
    if need.use_name:
        found.only("use_name", columns["use_name"] == need.use_name)
    if need.far is not None:
        found.only("far", columns["far_max"] >= float(need.far))
    if need.height_m is not None:
        found.only("height_m", columns["height_max"] >= float(need.height_m))
    if need.near_km is not None and need.near_lon is not None and need.near_lat is not None:
        nearest = _distances(layer, need.near_lon, need.near_lat)
        found.only("near_km", nearest <= float(need.near_km) * 1000)
    if need.away_km is not None and need.away_lon is not None and need.away_lat is not None:
        nearest = _distances(layer, need.away_lon, need.away_lat)
        found.only("away_km", nearest >= float(need.away_km) * 1000)
    if need.ready_by is not None:
        found.only("ready_by", layer.ready <= need.ready_by.toordinal())
    return found


def _distances(layer: Layer, lon: float, lat: float) -> NDArray[np.float64]:
    """Metres from a point to the nearest corner of each parcel."""
    squeeze = np.cos(np.radians(lat))
    east = (layer.points[:, 0] - lon) * squeeze * NEAR_DEGREES
    north = (layer.points[:, 1] - lat) * NEAR_DEGREES
    apart = np.hypot(east, north)
    owner = layer.shapes.owner[layer.shapes.ring_of_points()]
    nearest = np.full(len(layer.keys), np.inf)
    np.minimum.at(nearest, owner, apart)
    return nearest


def need_of(need: SiteNeed) -> siting.Need:
    """The need as the engine reads it, in ㎡, 万元 and days."""
    weights = {"cost": 1.0}
    if need.standing is not None:
        # What can be offered soonest; the price decides between sites of one day.
        weights = {"ready": 1.0, "cost": SOONEST}
    if need.weight_month:
        weights["ready"] = float(need.weight_month) / MONTH
    if need.weight_edge:
        weights["outline"] = float(need.weight_edge) / 100
    if need.weight_owner:
        weights["owners"] = float(need.weight_owner)
    return siting.Need(
        area_min=float(need.mu_min) * MU,
        area_max=float(need.mu_max) * MU,
        max_parcels=need.max_parcels,
        cost_max=None if need.budget_wan is None else float(need.budget_wan),
        weights=weights,
        overlap=OVERLAP,
    )


def _parcels(layer: Layer, is_open: Mask) -> siting.Parcels:
    return siting.Parcels(
        ids=layer.numbers,
        area=layer.area,
        cost=layer.cost(),
        borders=layer.borders,
        ready=layer.ready,
        outline=layer.shapes.outlines(),
        is_open=is_open,
        fields={"owners": layer.owners},
    )


def search(
    park: Park,
    need: SiteNeed,
    today: date,
    *,
    layer: Layer | None = None,
    seconds: float = SECONDS,
    clock: Callable[[], float] = time.monotonic,
) -> dict[str, Any]:
    """
    选址 The answer to a need as plain data: up to ten sites, best first, and why no more.

    ``sites``: parcels (keys), numbers, ㎡, 万元, day, gap, reasons; the parcel that is ready last
    with what it hangs on and what would help. ``kept_out``: parcels that each hard limit lets out.
    """
    layer = layer or layer_of(park)
    through = sieve(layer, need)
    answer: dict[str, Any] = {
        "sites": [],
        "reason": None,
        "kept_out": through.kept_out,
        "open": int(through.is_open.sum()),
        "parcels": len(layer.keys),
        "unpriced": layer.unpriced,
        "priced": layer.unpriced < len(layer.keys),
        "cut": layer.cut,
        "joined": layer.joined,
    }
    asks = asked(need)
    if not through.is_open.any():
        answer["reason"] = [siting.NO_AREA, "", 0.0]
        return answer
    stop = Stop(seconds=seconds / (1 + bool(asks)))
    wanted = need_of(need)
    top = ANSWERS * (1 + bool(asks))
    parcels = _parcels(layer, through.is_open)
    found = siting.solve(parcels, wanted, stop=stop, clock=clock, top=top)
    sites = list(found.assemblies)
    answer["reason"] = _plain(found.reason) if found.reason else None
    is_certain = True
    if asks:
        whole = with_whole(layer, need, parcels, wanted, sites, stop=stop, clock=clock)
        sites, is_certain = list(whole.sites), whole.is_certain
        answer["whole"] = asks
        if not sites:
            code = siting.NO_MATCH if whole.is_certain else siting.NOT_FOUND
            answer["reason"] = [code, "", 0.0]
    answer["sites"] = [
        _site(layer, one, is_certain=not asks or (is_certain and not place))
        for place, one in enumerate(sites[:ANSWERS])
    ]
    if need.standing is not None:
        for site in answer["sites"]:
            # By how much money one is better says nothing where the day comes first.
            site["reasons"] = [told for told in site["reasons"] if told[0] != siting.DEARER]
    _explain(park, layer, answer["sites"], today)
    return answer


def _plain(reason: Reason) -> list[Any]:
    return [reason.code, reason.subject, float(reason.amount or 0)]


def _site(layer: Layer, found: siting.Assembly, *, is_certain: bool = True) -> dict[str, Any]:
    """As plain data; of an answer that is not certain nothing is said of how good it is."""
    rows = list(found.rows)
    reasons = [_plain(reason) for reason in found.reasons]
    if not is_certain:
        reasons = [told for told in reasons if told[0] not in QUALITY]
    return {
        "parcels": [layer.keys[row] for row in rows],
        "numbers": list(found.ids),
        "area": round(found.area, 2),
        "cost": round(found.cost, 2),
        "value": round(found.value, 4),
        "ready": found.ready,
        "gap": found.gap,
        "owners": int(layer.owners[rows].sum()),
        "unpriced": int(np.isnan(layer.price[rows]).sum()),
        "is_certain": is_certain,
        "offered": [[one.name, one.number, one.amount] for one in offered(layer, rows)],
        "reasons": reasons,
    }


def _explain(park: Park, layer: Layer, sites: list[dict[str, Any]], today: date) -> None:
    """Name the parcel that is ready last, what it hangs on, and what would make it earlier."""
    day_of = dict(zip(layer.keys, layer.ready, strict=True))
    last = {n: max(site["parcels"], key=lambda pk: day_of[pk]) for n, site in enumerate(sites)}
    if not last:
        return
    rules, days = rules_of(park.pk), days_of(park, today)
    known = facts_of(park.pk, sorted(set(last.values())))
    told: dict[int, tuple[str, list[Any], list[int]]] = {}
    for pk, facts in known.items():
        ready = ready_of(facts, rules, days, today)
        help_ = [[one.key, one.is_today, one.gain] for one in levers_of(facts, rules, days, today)]
        told[pk] = (ready.blocker, help_, list(ready.ready))
    for n, site in enumerate(sites):
        if last[n] in told:
            site["last"] = last[n]
            site["blocker"], site["levers"], site["days"] = told[last[n]]


@dataclass(frozen=True, slots=True)
class NeedFit:
    """适配 Whether an open need can be met with one given parcel, with which site, or why not."""

    need_id: int
    site: dict[str, Any] | None
    reason: str


def needs_for(
    park: Park,
    number: str,
    needs: Sequence[SiteNeed],
    *,
    layer: Layer | None = None,
    seconds: float = 3.0,
    clock: Callable[[], float] = time.monotonic,
) -> list[NeedFit]:
    """反向匹配 Each need with the cheapest site that holds the parcel; hard limits first."""
    layer = layer or layer_of(park)
    if number not in layer.numbers:
        return [NeedFit(need.pk, None, siting.NOT_OPEN) for need in needs]
    row = layer.numbers.index(number)
    fits = []
    for need in needs:
        through = sieve(layer, need)
        if not through.is_open[row]:
            fits.append(NeedFit(need.pk, None, siting.NOT_OPEN))
            continue
        (fit,) = siting.needs_that_fit(
            _parcels(layer, through.is_open),
            number,
            [need_of(need)],
            stop=Stop(seconds=seconds / len(needs)),
            clock=clock,
        )
        if fit.assembly is None or not has_whole(layer, need, fit.assembly.rows):
            # The cheapest site lacks what is asked of the whole; a dearer one may have it.
            fits.append(NeedFit(need.pk, None, fit.reason.code if fit.reason else siting.NOT_FOUND))
        else:
            fits.append(NeedFit(need.pk, _site(layer, fit.assembly), ""))
    return fits
