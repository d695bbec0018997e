"""How soon the best site is proven, beside a flow model on HiGHS; borders; tiny cases by trying.

    python -m bench.siting [FOLDER] [--sizes 1000 10000 100000] [--seconds 30] [--cap 25]
                           [--tiny 4000] [--no-peer]

Cities are made by bench/siting_city.py. FOLDER holds real layers (.topojson, .geojson); the first
with more than 5,000 parcels gets smooth prices by the same waves. Times are wall and processor time
with the layer loaded and the code compiled. The peer is the flow model of Shirabe (2005) with a
chosen sink on HiGHS, stopped after ``--cap`` seconds.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import tempfile
import time
import venv
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs

from bench.siting_city import a_city, prices_at
from qianjin.engines.kernel import Stop
from qianjin.engines.siting import Borders, Need, Parcels, borders_of, solve, with_edited
from qianjin.engines.siting.layer_file import read_layer

PEER = "highspy==1.15.1"
WINDOW = 1.1
NOISES = (0.0, 0.2)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path, nargs="?")
    options.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    options.add_argument("--seconds", type=float, default=30)
    options.add_argument("--cap", type=float, default=25)
    options.add_argument("--tiny", type=int, default=4_000)
    options.add_argument("--no-peer", action="store_true")
    given = options.parse_args()
    small = a_city(500, 9).parcels()
    _proof(small, 5, 10, given.seconds)  # compiles
    print(f"{given.tiny} tiny cases, by trying all sets: {_tiny(given.tiny)} differ")
    _borders()
    print(f"\n{'layer':<26}{'parcels of the best':>20}{'proof s':>9}{'cpu s':>8}{'gap %':>8}")
    for size in given.sizes:
        for noise in NOISES:
            _one_layer(f"city, noise {noise}", a_city(size, 1, noise=noise).parcels(), given)
    if given.folder:
        _one_layer("real parcels", _real(given.folder), given)
    if not given.no_peer:
        _beside(given)


def _one_layer(name: str, parcels: Parcels, given: argparse.Namespace) -> None:
    for low, high in ((5, 10), (12, 25)):
        lines = [_proof(parcels, k, high, given.seconds) for k in _counts(low, high)]
        for k, (count, wall, cpu, gap) in zip(_counts(low, high), lines, strict=True):
            title = f"{name} {len(parcels.ids)}, {k}x"
            print(f"{title:<26}{count:>20}{wall:>9.3f}{cpu:>8.3f}{100 * gap:>8.2f}", flush=True)


def _counts(low: int, high: int) -> Iterator[int]:
    yield from range(low, high + 1) if high <= 10 else (12, 16, 20, 25)


def _need(parcels: Parcels, count: int, most: int | None = None) -> Need:
    """So many times the mean parcel, with a tenth more at most."""
    mean = float(parcels.area[parcels.opened()].mean())
    return Need(count * mean, WINDOW * count * mean, max_parcels=most)


def _proof(
    parcels: Parcels, count: int, most: int, seconds: float
) -> tuple[int, float, float, float]:
    """Parcels of the answer, wall and processor seconds, and the gap that is certified."""
    need = _need(parcels, count, 2 * most)
    wall, cpu = time.perf_counter(), time.process_time()
    sites = solve(parcels, need, stop=Stop(seconds=seconds), clock=time.monotonic, is_compiled=True)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    (best,) = sites.assemblies
    return len(best.rows), wall, cpu, best.gap


def _borders() -> None:
    city = a_city(105_000, 2)
    shapes = city.shapes
    for what, outlines in (("as drawn", shapes), ("gaps of 1-5 cm", drawn_apart(shapes))):
        wall, cpu = time.perf_counter(), time.process_time()
        found = borders_of(outlines)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        line = f"borders of {shapes.count} parcels, {what}: {len(found.first)}"
        print(f"{line}, {wall:.2f} s ({cpu:.2f} s cpu)")
        if outlines is shapes:
            # Whatever lies a few centimetres apart without a gap drawn in is no border.
            exact = _lengths(borders_of(shapes, 1e-4))
        else:
            there = _lengths(found)
            lost = [length for pair, length in exact.items() if pair not in there]
            extra = len(there.keys() - exact.keys())
            longest = 100 * max(lost, default=0.0)
            print(f"  lost {len(lost)}, the longest {longest:.1f} cm; not there before {extra}")
    borders, boxes, edited = borders_of(shapes), shapes.boxes(), {}
    times = []
    for parcel in range(40_000, 40_050):
        ring = shapes.of_one(parcel).points * (1 - 1e-7)
        begin = time.process_time()
        borders = with_edited(borders, shapes, boxes, parcel, [[ring]], edited=edited)
        times.append(1000 * (time.process_time() - begin))
    print(f"  after an edit: {np.median(times):.1f} ms cpu, at most {max(times):.1f}")


def _lengths(borders: Borders) -> dict[tuple[int, int], float]:
    pairs = zip(borders.first.tolist(), borders.second.tolist(), strict=True)
    return dict(zip(pairs, borders.length.tolist(), strict=True))


def drawn_apart(shapes: Any) -> Any:
    """Each corner drawn back by 0.5 to 2.5 cm towards the middle of its parcel."""
    owner = shapes.owner[shapes.ring_of_points()]
    many = np.bincount(owner)[:, None]
    middle = np.column_stack([np.bincount(owner, shapes.points[:, n]) for n in (0, 1)]) / many
    inwards = middle[owner] - shapes.points
    back = np.random.default_rng(3).uniform(0.005, 0.025, shapes.count)[owner]
    moved = shapes.points + inwards / np.hypot(*inwards.T)[:, None] * back[:, None]
    return replace(shapes, points=moved)


def _real(folder: Path) -> Parcels:
    """Real outlines; prices by the waves of the made cities; whatever is huge is a street."""
    for path in sorted([*folder.glob("*.topojson"), *folder.glob("*.geojson")]):
        layer = read_layer(path)
        if len(layer.rows) > 5_000:
            break
    shapes = layer.shapes
    area = shapes.areas()
    middle = np.column_stack(
        [(shapes.boxes()[n] + shapes.boxes()[n + 2]) / 2 for n in (0, 1)]
    )  # fmt: skip
    cost = np.round(prices_at(middle, 1) * area)
    return Parcels(
        ids=tuple(map(str, range(shapes.count))), area=area, cost=cost,
        borders=borders_of(shapes), is_open=(area > 1) & (area < 100 * np.median(area)),
    )  # fmt: skip


def _tiny(count: int) -> int:
    """Cases in which the compiled search and trying all sets differ."""
    dice = random.Random(5)
    wrong = 0
    for _ in range(count):
        size = dice.randint(2, 9)
        pairs = [pair for pair in combinations(range(size), 2) if dice.random() < 0.4]
        first, second = np.array(pairs, np.int64).reshape(-1, 2).T
        parcels = Parcels(
            ids=tuple(map(str, range(size))),
            area=np.array([dice.randint(1, 12) for _ in range(size)], float),
            cost=np.array([dice.randint(0, 20) for _ in range(size)], float),
            borders=Borders(first, second, np.ones(len(pairs)), size),
            is_open=np.array([dice.random() > 0.1 for _ in range(size)]),
        )
        low = dice.randint(1, 40)
        need = Need(low, low + dice.randint(0, 9), dice.choice([None, 2, 4]))
        best = min(_all_costs(parcels, need, pairs), default=None)
        sites = solve(parcels, need, stop=Stop(iterations=10**7), is_compiled=True)
        found = sites.assemblies[0].cost if sites.assemblies else None
        wrong += found != best or any(one.gap for one in sites.assemblies)
    return wrong


def _all_costs(parcels: Parcels, need: Need, pairs: list[tuple[int, int]]) -> Iterator[float]:
    size = len(parcels.ids)
    beside = [0] * size
    for one, two in pairs:
        beside[one] |= 1 << two
        beside[two] |= 1 << one
    closed = sum(1 << n for n in range(size) if not parcels.opened()[n])
    for chosen in range(1, 1 << size):
        rows = [n for n in range(size) if chosen >> n & 1]
        area = parcels.area[rows].sum()
        if chosen & closed or not need.area_min <= area <= need.area_max:
            continue
        if len(rows) > (need.max_parcels or size):
            continue
        reached, grown = 0, 1 << rows[0]
        while grown != reached:
            reached = grown
            for n in rows:
                if reached >> n & 1:
                    grown |= beside[n] & chosen
        if reached == chosen:
            yield float(parcels.cost[rows].sum())


def _beside(given: argparse.Namespace) -> None:
    python = _environment()
    print(
        f"\nbeside the flow model on HiGHS, stopped after {given.cap:.0f} s, 8x, at most 10 parcels"
    )
    for size in (100, 400, 900, 10_000):
        parcels = a_city(size, 4).parcels()
        need = _need(parcels, 8, 10)
        begin = time.perf_counter()
        (best,) = solve(
            parcels, need, stop=Stop(seconds=given.seconds), clock=time.monotonic, is_compiled=True
        ).assemblies
        ours = time.perf_counter() - begin
        opened = parcels.opened()
        borders = parcels.borders
        inner = opened[borders.first] & opened[borders.second]
        plain = {
            "area": parcels.area.tolist(), "cost": parcels.cost.tolist(),
            "open": opened.tolist(), "low": need.area_min, "high": need.area_max, "most": 10,
            "pairs": np.column_stack((borders.first[inner], borders.second[inner])).tolist(),
        }  # fmt: skip
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(plain, file)
            file.flush()
            script = Path(__file__).with_name("siting_flow.py")
            done = subprocess.run(
                [python, script, file.name, str(given.cap)],
                check=True, capture_output=True, text=True,
            )  # fmt: skip
        theirs = json.loads(done.stdout.splitlines()[-1])
        state = "proven" if theirs["proven"] else f"gap {100 * theirs['gap']:.1f} %"
        print(
            f"{len(parcels.ids):>7} parcels: ours {ours:.4f} s, {best.cost:.0f} proven; "
            f"HiGHS {theirs['seconds']:.2f} s, {theirs['cost']} {state}; "
            f"{theirs['seconds'] / ours:,.0f} times{'' if theirs['proven'] else ' or more'}",
            flush=True,
        )
        assert best.gap == 0
        assert not theirs["proven"] or abs(theirs["cost"] - best.cost) < 1e-4 * best.cost


def _environment() -> Path:
    folder = Path(platformdirs.user_cache_dir("qianjin"), "bench-siting")
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", PEER], check=True)
    return python


if __name__ == "__main__":
    main()
