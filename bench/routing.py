"""How near to the best known rounds the engine comes in seconds, beside VROOM and OR-Tools.

    python -m bench.routing FOLDER [--seconds 10] [--no-peers] [--no-year]

FOLDER holds published instances (.vrp beside .sol) in subfolders. Every solver has the same wall
time on one core, in turn; every answer is priced anew by the same few lines here. Then a year of
visits for 500 enterprises and 12 officers, beside a greedy plan that always goes to the nearest.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
import venv
from itertools import pairwise
from pathlib import Path
from typing import Any

import platformdirs

from bench.routing_year import measure_year
from qianjin.engines.kernel import Stop
from qianjin.engines.routing import Instance, read_instance, solve

PEERS = ("pyvroom==1.15.2", "ortools==9.15.6755")
SETS = ("vrptw", "pcvrptw", "mdvrptw")


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--seconds", type=float, default=10)
    options.add_argument("--no-peers", action="store_true")
    options.add_argument("--no-year", action="store_true")
    given = options.parse_args()
    python = None if given.no_peers else _environment()
    print(
        f"{'instance':<20}{'clients':>8}{'best known':>13}{'ours':>9}{'VROOM':>9}{'OR-Tools':>10}"
    )
    gaps = []
    for path in sorted(p for name in SETS for p in (given.folder / name).glob("*.vrp")):
        gaps.append(_one(path, given.seconds, python))
    print(f"{'mean gap of ours':<50}{sum(gaps) / len(gaps):>8.1f}%")
    if not given.no_year:
        measure_year()


def _one(path: Path, seconds: float, python: Path | None) -> float:
    """Print one line; return our gap in percent."""
    instance = read_instance(path)
    best = _best_known(path.with_suffix(".sol")) * instance.cost_unit
    result = solve(instance.data, stop=Stop(seconds=seconds), seed=1)
    routes = [[instance.nodes[c.visit] for c in one.calls] for one in result.rounds]
    ours = result.cost.total
    # Priced anew, each route from whichever depot is cheapest: no more than it says.
    assert _price(instance, routes) <= ours and result.proof.is_possible
    gap = 100 * (ours / best - 1)
    cells = [f"{gap:>8.1f}%"]
    for peer in ("vroom", "ortools"):
        cells.append(_beside(python, peer, instance, seconds, best))
    name = f"{path.parent.name}/{path.stem}"
    print(f"{name:<20}{len(instance.nodes):>8}{best:>13,.0f}{''.join(cells)}", flush=True)
    return gap


def _best_known(path: Path) -> float:
    return float(path.read_text("utf-8").split("Cost")[-1].strip(" :\n"))


def _price(instance: Instance, routes: list[list[int]]) -> int:
    """Distance and missed prizes of some routes; every client once at most, all that must."""
    data = instance.data
    row = {node: data.visits[n].place for n, node in enumerate(instance.nodes)}
    seen = [node for route in routes for node in route]
    assert len(seen) == len(set(seen))
    missed = [n for n, node in enumerate(instance.nodes) if node not in set(seen)]
    assert not any(data.visits[n].is_mandatory for n in missed)
    homes = {shift.start for shift in data.shifts}
    total = sum(data.visits[n].prize for n in missed)
    for route in routes:
        places = [row[node] for node in route]
        inner = sum(int(data.distances[a, b]) for a, b in pairwise(places))
        # With several depots the cheapest is never dearer than the one that was used.
        total += inner + min(
            int(data.distances[home, places[0]] + data.distances[places[-1], home])
            for home in homes
        )
    return total


def _beside(python: Path | None, peer: str, instance: Instance, seconds: float, best: float) -> str:
    has_prizes = any(not visit.is_mandatory for visit in instance.data.visits)
    has_limit = any(shift.longest is not None for shift in instance.data.shifts)
    if python is None or (peer == "vroom" and (has_prizes or has_limit)):
        return f"{'-':>9}"
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(_plain(instance), file)
        file.flush()
        script = Path(__file__).with_name("routing_peers.py")
        done = subprocess.run(
            [python, script, peer, file.name, str(seconds)],
            check=True,
            capture_output=True,
            text=True,
        )
    routes = json.loads(done.stdout)["routes"]
    if routes is None:
        return f"{'none':>9}"
    return f"{100 * (_price(instance, routes) / best - 1):>8.1f}%"


def _plain(instance: Instance) -> dict[str, Any]:
    data = instance.data
    horizon = max(shift.window[1] for shift in data.shifts)
    return {
        "matrix": data.distances.tolist(),
        "clients": [
            {
                "node": visit.place,
                "demand": visit.demand,
                "service": visit.minutes,
                "window": visit.windows[0] if visit.windows else (0, horizon),
                "prize": visit.prize,
            }
            for visit in data.visits
        ],
        "vehicles": [
            {
                "depot": shift.start,
                "capacity": shift.capacity or 10**6,
                "window": shift.window,
                "longest": shift.longest,
            }
            for shift in data.shifts
        ],
    }


def _environment() -> Path:
    folder = Path(platformdirs.user_cache_dir("qianjin"), "bench-routing")
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PEERS], check=True)
    return python


if __name__ == "__main__":
    began = time.perf_counter()
    main()
    print(f"measured in {time.perf_counter() - began:.0f} s")
