"""
Does the interval of the forecast hold what it says? Invented parks, told forward and counted.

Each park is drawn anew: how many leads a year, how long a stage lasts (log-normal, so that no
hazard is constant), how many are lost where, who skips a stage or goes back. Its record ends on a
day; the engine sees what was known then and forecasts four quarters; the park goes on, and the
signings of each quarter are counted.

    python -m bench.forecast [--parks N] [--seed N]
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass, field

import numpy as np

from qianjin.engines.forecast import QUARTER_WEEKS, Problem, Running, Spell, forecast

QUARTERS = 4
STAGES = 5


@dataclass
class Park:
    """What is true of one invented park."""

    chance: np.random.Generator
    years: float
    leads_a_week: float
    medians: np.ndarray = field(init=False)
    spread: np.ndarray = field(init=False)
    lost: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.medians = self.chance.uniform(2, 14, STAGES)
        self.spread = self.chance.uniform(0.4, 1.0, STAGES)
        self.lost = self.chance.uniform(0.1, 0.5, STAGES)

    def life(self, begin: float) -> list[tuple[int, float, float, str, int]]:
        """Stays of one project: stage, begin, end, outcome, to."""
        stays, stage, now = [], 0, begin
        while True:
            weeks = self.medians[stage] * np.exp(self.chance.normal(0, self.spread[stage]))
            end = now + weeks
            if self.chance.random() < self.lost[stage]:
                stays.append((stage, now, end, "lost", -1))
                return stays
            to = stage + 1
            if stage + 2 <= STAGES and self.chance.random() < 0.05:
                to = stage + 2
            elif stage and self.chance.random() < 0.04:
                to = stage - 1
            stays.append((stage, now, end, "on", to))
            if to == STAGES:
                return stays
            stage, now = to, end


def one(park: Park) -> tuple[Problem, list[int]]:
    """What was known on the last day of the record, and how many were signed in each quarter."""
    today = park.years * 52
    horizon = today + QUARTERS * QUARTER_WEEKS
    begins, now = [], 0.0
    while True:
        now += park.chance.exponential(1 / park.leads_a_week)
        if now >= horizon:
            break
        begins.append(now)
    spells, running, signed = [], [], [0] * QUARTERS
    for key, begin in enumerate(begins):
        for stage, start, end, outcome, to in park.life(begin):
            if start < today <= end:
                spells.append(Spell(stage, int(today - start), "open"))
                running.append(Running(str(key), stage, int(today - start)))
            elif end < today:
                spells.append(Spell(stage, int(end - start), outcome, to))
            if outcome == "on" and to == STAGES and today <= end < horizon:
                signed[int((end - today) // QUARTER_WEEKS)] += 1
    weeks = int(min(52, today))
    arrivals = sum(1 for begin in begins if today - weeks <= begin < today)
    return Problem(STAGES, spells, running, arrivals, weeks, QUARTERS), signed


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parks", type=int, default=150)
    parser.add_argument("--seed", type=int, default=135)
    asked = parser.parse_args()
    print("| record | leads a year | quarters | signed a quarter | held | said | width | bias |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    began, every = time.perf_counter(), []
    for years in (1.5, 3.0, 5.0):
        for leads in (40, 110, 300):
            chance = np.random.default_rng((asked.seed, int(years * 10), leads))
            rows = []
            for number in range(asked.parks):
                problem, signed = one(Park(chance, years, leads / 52))
                found = forecast(problem, seed=number, draws=300)
                rows += [
                    (q.low <= n <= q.high, q.held, q.high - q.low + 1, q.expected - n, n)
                    for q, n in zip(found.quarters, signed, strict=True)
                ]
            every += rows
            print(line(f"{years:g} years", leads, rows))
    print(line("all", "", every))
    print(f"\n{len(every)} quarters, {time.perf_counter() - began:.0f} s")


def line(name: str, leads: object, rows: list[tuple[bool, float, int, float, int]]) -> str:
    """One row of the table."""
    held, said, width, bias, signed = np.array(rows, dtype=float).mean(axis=0)
    return (
        f"| {name} | {leads} | {len(rows)} | {signed:.1f} | {held:.1%} | {said:.1%} "
        f"| {width:.1f} | {bias:+.2f} |"
    )


if __name__ == "__main__":
    main()
