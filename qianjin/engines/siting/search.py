"""From parcels and a need to the best assemblies with their bound: the order of the proof."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from ..kernel import Stop
from .compiled import MACHINE
from .data import Mask, Need, Parcels
from .fields import (
    BEST,
    BEYOND,
    CAP,
    FLOOR,
    HIGH,
    LOW,
    MOST,
    OPEN,
    ROOT,
    SHAPED,
    SHARE,
    SLACK,
    STEPS,
    Desk,
    Ints,
    Land,
    desk_for,
    round_for,
)  # fmt: skip

SMALL = 400
"""Layers up to this many parcels are searched as plain Python unless machine code is loaded."""
_EXACT = 1e-9
"""Amounts are told apart to the ninth digit."""
_SEEDS = 400
_NEVER = 2**62


class Watch:
    """How much of a search is left, in steps and by the caller's clock; parts have less."""

    def __init__(
        self,
        steps: int,
        seconds: float | None,
        clock: Callable[[], float] | None,
        whole: Watch | None = None,
    ) -> None:
        self._steps, self._clock, self._whole = steps, clock, whole
        self._end = None if seconds is None or clock is None else clock() + seconds
        self.used = 0

    @classmethod
    def of(cls, stop: Stop, clock: Callable[[], float] | None) -> Watch:
        """A watch for a stop; one by seconds needs a clock."""
        if stop.seconds is not None and clock is None:
            raise ValueError("clock: an engine has none, so a stop by seconds needs one")
        return cls(_NEVER if stop.iterations is None else stop.iterations, stop.seconds, clock)

    def spend(self, steps: int) -> None:
        """Take steps off this part and the whole."""
        self._steps -= steps
        self.used += steps
        if self._whole:
            self._whole.spend(steps)

    def part(self, share: float) -> Watch:
        """A share of what is left."""
        steps = self._steps if self._steps >= _NEVER // 2 else int(self._steps * share)
        seconds = None
        if self._end is not None and self._clock is not None:
            seconds = max(self._end - self._clock(), 0.0) * share
        return Watch(steps, seconds, self._clock, self)

    @property
    def is_over(self) -> bool:
        """Whether the search has to end."""
        if self._steps <= 0 or (self._whole is not None and self._whole.is_over):
            return True
        return self._end is not None and self._clock is not None and self._clock() >= self._end


@dataclass(frozen=True)
class Found:
    """Values and rows of the best, cheapest first, and what nothing else can be cheaper than."""

    values: tuple[float, ...]
    sets: tuple[tuple[int, ...], ...]
    bound: float
    is_proven: bool


def functions(size: int, is_compiled: bool | None) -> SimpleNamespace:
    """The search as machine code, or plain where that is sooner done."""
    if is_compiled is None:
        is_compiled = size > SMALL or MACHINE.is_loaded
    return MACHINE.compiled if is_compiled else MACHINE.plain


def land_of(parcels: Parcels, need: Need) -> tuple[Land, float]:
    """The arrays of a search, and what is taken off every value (the earliest day's price)."""
    weights = dict(need.weights)
    cost = parcels.cost * weights.pop("cost", 0.0)
    per_day, per_metre = weights.pop("ready", 0.0), weights.pop("outline", 0.0)
    for name, weight in weights.items():
        if name not in parcels.fields:
            raise ValueError(f"weights.{name}: the parcels have no such amount")
        cost = cost + weight * parcels.fields[name]
    size = len(parcels.ids)
    late, rim = np.zeros(size), np.zeros(size)
    if per_day:
        if parcels.ready is None:
            raise ValueError("weights.ready: the parcels have no day")
        known = parcels.ready[np.isfinite(parcels.ready)]
        late = per_day * (parcels.ready - (known.min() if len(known) else 0.0))
    if per_metre:
        if parcels.outline is None:
            raise ValueError("weights.outline: the parcels have no outline")
        rim = per_metre * parcels.outline
    head, links, length = parcels.borders.rows()
    salt = np.random.default_rng(size).integers(1, 2**62, size)
    opened = parcels.opened()
    land = Land(
        head, links, per_metre * length,
        np.where(opened, parcels.area, 1.0), np.where(opened, cost, 0.0),
        np.nan_to_num(late, nan=0.0), rim, np.zeros((0, size)), salt,
    )  # fmt: skip
    return land, per_metre


def open_for(parcels: Parcels, need: Need) -> Mask:
    """Which parcels may be part of an answer."""
    mask = parcels.opened() & (np.nan_to_num(parcels.area) <= need.area_max * (1 + _EXACT))
    if need.cost_max is not None:
        mask = mask & (np.nan_to_num(parcels.cost, nan=np.inf) <= need.cost_max)
    if need.ready_by is not None or need.weights.get("ready"):
        if parcels.ready is None:
            raise ValueError("ready_by: the parcels have no day")
        last = np.inf if need.ready_by is None else need.ready_by
        mask = mask & (np.nan_to_num(parcels.ready, nan=np.inf) <= min(last, 1e9))
    return mask


class Search:
    """One need on one layer; each call of ``best`` finds the next answer or answers."""

    def __init__(self, parcels: Parcels, need: Need, *, is_compiled: bool | None = None) -> None:
        self._size = len(parcels.ids)
        self.land, per_metre = land_of(parcels, need)
        self.is_open = open_for(parcels, need)
        self._need = need
        self._code = functions(self._size, is_compiled)
        self._chunk = 30_000 if self._code.sweep is not MACHINE.plain.sweep else 500
        low = need.area_min * (1 - _EXACT)
        # No outline of so much area is shorter than a circle's.
        floor = 2 * per_metre * np.sqrt(np.pi * low)
        scale = float(self.land.cost.max(initial=0.0) + self.land.rim.max(initial=0.0))
        self._limits = np.zeros(8)
        self._limits[[LOW, HIGH]] = low, need.area_max * (1 + _EXACT)
        self._limits[MOST] = min(need.max_parcels or self._size, self._size)
        self._limits[FLOOR], self._limits[SHAPED] = floor, float(per_metre > 0)
        self._limits[CAP] = 1 + _EXACT
        self._limits[SLACK] = _EXACT * (scale + 1e-300)
        self._budget = np.inf
        self._held = np.zeros((0, self._size))
        if need.cost_max is not None:
            most = max(need.cost_max, 1e-300)
            self._held = np.where(self.is_open, parcels.cost, 0.0)[None] / most
            if set(need.weights) == {"cost"}:
                self._budget = need.cost_max * need.weights["cost"] * (1 + _EXACT)
                self._budget += 3 * self._limits[SLACK]
        self.without([])

    def without(self, answers: list[tuple[int, ...]]) -> None:
        """Ask from now on for answers that share little with these."""
        shares = np.zeros((len(answers), self._size))
        common = max(self._need.overlap * self._need.area_min, 1e-300)
        for place, rows in enumerate(answers):
            shares[place, list(rows)] = self.land.area[list(rows)] / common
        self.land = self.land._replace(shares=np.concatenate((self._held, shares)))

    def best(self, top: int, part: Watch, must: int | None = None) -> Found:
        """
        The ``top`` cheapest assemblies; with ``must``, those that hold this row.

        First good ones are grown; they bound what a row, as the centroid of a cheaper one, may
        cost; the rows that stay are searched. If that takes too long, the same is done for all
        that is cheaper by a share, and for ever smaller shares.
        """
        desk = desk_for(self.land, top, int(self._limits[MOST]))
        desk.limits[:] = self._limits
        desk.limits[BEYOND] = float(top > 1 or self._limits[SHAPED] > 0)
        desk.alive[:] = self.is_open
        desk.alive[(self.land.shares > self._limits[CAP]).any(axis=0)] = 0
        desk.amounts[BEST] = self._budget
        desk.values[:] = self._budget
        desk.keys[:] = -np.arange(1, top + 1)
        if not desk.alive.any():
            return self._found(desk, np.inf)
        self._grow(desk, must)
        if must is not None:
            roots = np.array([must], np.int64)
            desk.least[must] = self.land.cost[must]
        else:
            roots = self._roots(desk, part)
        return self._found(desk, self._prove(desk, roots, part))

    def _grow(self, desk: Desk, must: int | None) -> None:
        seeds = np.array([must], np.int64) if must is not None else self._cheap_places(desk)
        dearest = float(self.land.cost.max())
        for penalty in (0.0, dearest / 10, 10 * dearest):
            # A budget is a best value without an assembly: go on while there is none.
            if penalty == 0.0 or desk.sets[-1, 0] < 0 or must is not None:
                self._code.grow(seeds[:_SEEDS], penalty, self.land, desk)
        if desk.sets[-1, 0] < 0 and len(seeds) > _SEEDS:
            self._code.grow(seeds[_SEEDS:], 0.0, self.land, desk)

    def _cheap_places(self, desk: Desk) -> Ints:
        """Rows by the price per area of what lies around them, cheapest first."""
        land, alive = self.land, desk.alive.astype(np.float64)
        source = np.repeat(np.arange(self._size), np.diff(land.head))
        joined = alive[source] * alive[land.links]
        cost, area = land.cost * alive, land.area * alive
        for _ in range(3):
            cost = cost + np.bincount(source, cost[land.links] * joined, self._size)
            area = area + np.bincount(source, area[land.links] * joined, self._size)
        rows = np.flatnonzero(desk.alive)
        return rows[np.argsort(cost[rows] / area[rows], kind="stable")]

    def _roots(self, desk: Desk, part: Watch) -> Ints:
        """The rows that may be centroids, most hopeful first; what can be in no answer dies."""
        cut = desk.amounts[BEST] - desk.limits[FLOOR]
        rows = np.flatnonzero(desk.alive)
        if cut < np.inf:
            cheap = rows[self.land.cost[rows] * desk.limits[LOW] < cut * self.land.area[rows]]
            found = np.zeros(self._size, np.int64)
            count = self._code.promising(cheap, cut, self.land, desk, found)
            rows = found[:count].copy()
        kept = np.zeros(self._size, np.int64)
        desk.least[:] = np.inf
        desk.least[rows] = 0.0
        for begin in range(0, len(rows), 1000):
            some = rows[begin : begin + 1000]
            if part.is_over:
                kept[:] = 1
                break
            self._code.centres(some, cut, self.land, desk, kept)
            part.spend(len(some))
        desk.alive[:] *= kept
        rows = rows[desk.least[rows] < desk.amounts[BEST]]
        order = np.argsort(desk.least[rows], kind="stable")
        return np.asarray(rows[order], np.int64)

    def _prove(self, desk: Desk, roots: Ints, part: Watch) -> float:
        """Search the roots; return what nothing unseen can be cheaper than."""
        alive, least = desk.alive.copy(), desk.least.copy()
        bound = self._pass(desk, roots, 1.0, part.part(0.3))
        while bound < desk.amounts[BEST] and not part.is_over:
            is_complete = desk.sets[-1, 0] >= 0
            gap = desk.amounts[BEST] / bound - 1 if is_complete and bound > 0 else 1.0
            share = 1 + gap / 2 if is_complete and gap >= 1e-4 else 1.0
            for _ in range(3):
                desk.alive[:], desk.least[:] = alive, least
                reached = self._pass(desk, roots, share, part.part(0.5))
                # Half of the last step is none: without this the search would never be over.
                part.spend(1)
                bound = max(bound, reached)
                if reached >= desk.amounts[BEST] / share * (1 - _EXACT) or part.is_over:
                    break
                share = 1 + (share - 1) * 1.5
            else:
                break
        return bound

    def _pass(self, desk: Desk, roots: Ints, share: float, part: Watch) -> float:
        """Search for what is cheaper by ``share``; return the bound that this proves."""
        desk.amounts[SHARE] = share
        desk.counters[[ROOT, OPEN]] = 0
        ground = round_for(self.land)
        is_done = len(roots) == 0
        while not is_done and not part.is_over:
            before = desk.counters[STEPS]
            is_done = self._code.sweep(roots, self._chunk, _NEVER, self.land, desk, ground)
            part.spend(int(desk.counters[STEPS] - before))
        proven = float(desk.amounts[BEST] / share)
        if is_done:
            return proven
        left = roots[desk.counters[ROOT] :]
        rest = desk.least[left]
        if desk.counters[OPEN]:
            rest[0] = max(rest[0], self._code.least_open(desk, ground))
        return min(proven, float(rest.min()))

    def _found(self, desk: Desk, bound: float) -> Found:
        is_there = desk.sets[:, 0] >= 0
        sets = tuple(tuple(sorted(int(r) for r in rows if r >= 0)) for rows in desk.sets[is_there])
        values = tuple(float(value) for value in desk.values[is_there])
        return Found(values, sets, bound, bool(bound >= desk.amounts[BEST]))
