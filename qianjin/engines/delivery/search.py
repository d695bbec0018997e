"""Several herds side by side, one thread each, that hand on their best plan now and then."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from types import SimpleNamespace

import numpy as np

from ..kernel import Stop
from .compiled import MACHINE
from .earliest import earliest_places, latest_places
from .fields import Herd, Ints, Longs
from .jobs import Jobs
from .start import walls_of

_PLACED, _PLACED_PLAINLY = 20_000, 1_000
"""Jobs placed between two looks at the clock, for each herd, by machine code and without."""
_MIGRATION = 25
"""Looks at the clock between two exchanges."""
NO_PLAN = 2**62


class Watch:
    """How much of a search is left, in children bred and by the caller's clock."""

    def __init__(self, stop: Stop, clock: Callable[[], float] | None) -> None:
        if stop.seconds is not None and clock is None:
            raise ValueError("clock: an engine has none, so a stop by seconds needs one")
        self._clock = clock if stop.seconds is not None else None
        self._end = self._clock() + (stop.seconds or 0.0) if self._clock else 0.0
        self.seconds = stop.seconds
        self.steps = NO_PLAN if stop.iterations is None else stop.iterations
        self.used = 0

    def spend(self, steps: int) -> None:
        """Take ``steps`` off."""
        self.steps -= steps
        self.used += steps

    @property
    def left(self) -> float | None:
        """Seconds left; ``None`` when only steps count."""
        return max(self._end - self._clock(), 0.0) if self._clock else None

    @property
    def is_over(self) -> bool:
        """Whether nothing is left."""
        return self.steps <= 0 or self.left == 0.0


class Search:
    """
    Herds that grow from a first plan.

    Parameters
    ----------
    jobs, code
        What is planned, and by which code (plain or compiled).
    starts, ends
        The first plan.
    seed, workers
        Same data, seed, workers and steps: same plan.
    """

    def __init__(
        self,
        jobs: Jobs,
        code: SimpleNamespace,
        starts: Ints,
        ends: Ints,
        *,
        seed: int,
        workers: int,
    ) -> None:
        self._jobs, self._code = jobs, code
        self._dice = [
            np.array([seed * 7_919 + worker * 104_729 + 1, 0, 1], np.int64)
            for worker in range(workers)
        ]
        _, early_ends = earliest_places(jobs.net)
        guide = latest_places(jobs.net, early_ends, walls_of(jobs.net, early_ends))
        planned = jobs.net.planned
        guide = np.where(planned >= 0, planned, guide).astype(np.int32)
        self._guides = [guide.copy() for _ in range(workers)]
        size = _herd_size(jobs.count)
        self._herds = [_herd(jobs, size) for _ in range(workers)]
        self.offer(starts, ends)

    def offer(self, starts: Ints, ends: Ints) -> None:
        """Put a plan into every herd, in the place of the worst."""
        cost = self._code.priced(self._jobs.net, starts, ends, np.zeros(5, np.int64))
        for herd in self._herds:
            worst = int(np.argmax(herd.costs))
            herd.starts[worst], herd.ends[worst], herd.costs[worst] = starts, ends, cost

    @property
    def is_fast(self) -> bool:
        """Whether plans are bred by machine code."""
        return self._code is not MACHINE.plain

    @property
    def best(self) -> tuple[Ints, Ints, int]:
        """The best plan so far and its cost, missed hard dates with it."""
        herd = min(self._herds, key=lambda one: int(one.costs.min()))
        at = int(np.argmin(herd.costs))
        return herd.starts[at].copy(), herd.ends[at].copy(), int(herd.costs[at])

    def run(self, watch: Watch, goal: int, seconds: float | None = None) -> None:
        """Breed until the watch is over, the goal is reached, or ``seconds`` have passed."""
        placed = _PLACED if self.is_fast else _PLACED_PLAINLY
        chunk = max(1, placed // max(self._jobs.count, 1))
        least = 0.0 if seconds is None or watch.left is None else watch.left - seconds
        rounds = 0
        with ThreadPoolExecutor(len(self._herds)) as pool:
            while not watch.is_over and self.best[2] > goal:
                if watch.left is not None and watch.left < least:
                    break
                each = min(chunk, -(-watch.steps // len(self._herds)))
                breed = partial(self._breed, steps=each, goal=goal)
                done = list(pool.map(breed, range(len(self._herds))))
                watch.spend(max(sum(done), 1))
                rounds += 1
                if rounds % _MIGRATION == 0 and len(self._herds) > 1:
                    self._migrate()

    def _breed(self, number: int, steps: int, goal: int) -> int:
        return int(
            self._code.evolve(
                self._jobs.net,
                self._herds[number],
                self._dice[number],
                self._guides[number],
                steps,
                goal,
            )
        )

    def _migrate(self) -> None:
        """Each herd hands its best plan to the next."""
        best = [
            (herd.starts[at].copy(), herd.ends[at].copy(), int(herd.costs[at]))
            for herd in self._herds
            for at in (int(np.argmin(herd.costs)),)
        ]
        for n, (starts, ends, cost) in enumerate(best):
            self._code.kept(self._herds[(n + 1) % len(best)], starts, ends, cost)


def _herd_size(jobs: int) -> int:
    """As many plans as can be bred often enough: fewer when each takes longer."""
    return int(np.clip(40_000 // max(jobs, 1), 8, 200))


def _herd(jobs: Jobs, size: int) -> Herd:
    place = {one.id: n for n, one in enumerate(jobs.problem.projects)}
    group = np.zeros(jobs.count, np.int32)
    for n, one in enumerate(jobs.problem.activities):
        group[jobs.issue[n]] = place.get(one.project, 0)
        if jobs.review[n] >= 0:
            group[jobs.review[n]] = place.get(one.project, 0)
    groups = max(len(place), 1)
    costs: Longs = np.full(size, NO_PLAN, np.int64)
    return Herd(
        starts=np.zeros((size, jobs.count), np.int32),
        ends=np.zeros((size, jobs.count), np.int32),
        costs=costs,
        group=group,
        groups=groups,
        picked=np.zeros(groups, np.int32),
    )
