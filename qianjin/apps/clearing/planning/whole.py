"""整体条件 Power, water and road frontage of a site of several parcels, and the search for them.

A line that ends at one parcel serves the whole site, which is one piece of land; two lines that are
too weak are not one that is strong enough, so the strongest counts and not the sum. Frontage is
that of the outline: what members have along each other, or on lanes that are closed between them,
is none any more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qianjin.engines import siting
from qianjin.engines.kernel import Stop

from ..models import SiteNeed
from .layer import Layer

LINES = ("power_kva", "water_tpd")
WHOLE = (*LINES, "frontage_m")
ANCHORS = 24
"""So many parcels with a line that is strong enough are each tried as part of the site."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Offered:
    """What a site has of one thing, and the number of the parcel that gives it (of a line)."""

    name: str
    amount: float
    number: str


@dataclass(frozen=True, slots=True)
class Whole:
    """Sites that have what is asked, best first; whether it is certain how good the first is."""

    sites: tuple[siting.Assembly, ...]
    is_certain: bool


def asked(need: SiteNeed) -> list[str]:
    """What a need asks of its site as a whole."""
    return [name for name in WHOLE if getattr(need, name) is not None]


def offered(layer: Layer, rows: Sequence[int]) -> list[Offered]:
    """What a site has of each; nothing of what nobody has entered."""
    chosen = list(rows)
    found = []
    for name in LINES:
        values = np.nan_to_num(layer.columns[name][chosen], nan=-1.0)
        best = int(values.argmax())
        if values[best] >= 0:
            found.append(Offered(name, float(values[best]), layer.numbers[chosen[best]]))
    front = frontage(layer, chosen)
    if front is not None:
        found.append(Offered("frontage_m", front, ""))
    return found


def frontage(layer: Layer, rows: Sequence[int]) -> float | None:
    """
    Metres of road along the outline of a site, at least; none where nobody has entered any.

    Of each parcel what it has, less what lies on lanes closed inside the site, and no more than
    what of its outline is free.
    """
    chosen = list(rows)
    own = layer.columns["frontage_m"][chosen]
    if np.isnan(own).all():
        return None
    place = np.full(len(layer.keys), -1)
    place[chosen] = np.arange(len(chosen))
    lost = [np.zeros(len(chosen)), np.zeros(len(chosen))]
    for held, borders in zip(lost, (layer.borders, layer.lanes), strict=True):
        one, two = place[borders.first], place[borders.second]
        inside = (one >= 0) & (two >= 0)
        for end in (one, two):
            held += np.bincount(end[inside], borders.length[inside], len(chosen))
    inner, lanes = lost
    free = layer.shapes.outlines()[chosen] - inner
    left = np.minimum(np.nan_to_num(own, nan=0.0) - lanes, free)
    return float(np.maximum(left, 0.0).sum())


def has_whole(layer: Layer, need: SiteNeed, rows: Sequence[int]) -> bool:
    """Whether a site has everything that is asked of it as a whole."""
    there = {one.name: one.amount for one in offered(layer, rows)}
    return all(there.get(name, -1.0) >= float(getattr(need, name)) for name in asked(need))


def with_whole(
    layer: Layer,
    need: SiteNeed,
    parcels: siting.Parcels,
    wanted: siting.Need,
    sites: Sequence[siting.Assembly],
    *,
    stop: Stop,
    clock: Callable[[], float],
) -> Whole:
    """
    The sites among ``sites`` that have what is asked, and further ones about the lines.

    Where one line alone is asked and the best site about every parcel that has it is proven, the
    best of these is; so is the best of all sites if it has what is asked.
    """
    names = asked(need)
    is_open = parcels.opened()
    anchors = []
    for name in names:
        if name in LINES:
            there = np.nan_to_num(layer.columns[name], nan=-1.0)
            anchors.append(np.flatnonzero(is_open & (there >= float(getattr(need, name)))))
    if any(not len(rows) for rows in anchors):
        return Whole((), True)
    fewest = min(anchors, key=len, default=np.zeros(0, np.int64))
    cheapest = fewest[np.argsort(layer.price[fewest], kind="stable")][:ANCHORS]
    more, is_proven = [], True
    for row in cheapest:
        (fit,) = siting.needs_that_fit(
            parcels, layer.numbers[row], [wanted],
            stop=Stop(seconds=(stop.seconds or 0) / len(cheapest)), clock=clock,
        )  # fmt: skip
        if fit.assembly is not None:
            more.append(fit.assembly)
            is_proven &= fit.assembly.gap == 0
        else:
            is_proven &= fit.reason is not None and fit.reason.code == siting.NO_MATCH
    kept: dict[tuple[int, ...], siting.Assembly] = {}
    for one in sorted((*sites, *more), key=lambda found: found.value):
        if has_whole(layer, need, one.rows):
            kept.setdefault(tuple(sorted(one.rows)), one)
    found = tuple(kept.values())
    is_every = len(names) == 1 and len(anchors) == 1 and len(cheapest) == len(fewest)
    is_first = bool(found and sites and found[0].rows == sites[0].rows)
    return Whole(found, is_first or (is_every and is_proven))
