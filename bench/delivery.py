"""How near to the best known plans the engine comes in seconds, beside CP-SAT and PyJobShop.

    python -m bench.delivery FOLDER [--seconds 20] [--several 60] [--workers 2] [--only J60]
                                    [--no-peers] [--no-park] [--portfolios 1000]

FOLDER holds rcpsp/, rcmpsp/ and rcpsp_rcmpsp_bks.csv. Every solver has the same wall time and
workers, in turn; every answer is priced anew here. PyJobShop is installed aside. Then the park's
own case: 50 projects of 77 steps, the times that matter, the checker over random portfolios.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import statistics
import subprocess
import tempfile
import time
import venv
from collections import defaultdict
from pathlib import Path
from typing import Any

import platformdirs

from bench.delivery_case import measure_park
from qianjin.engines.delivery import (
    Dated,
    Problem,
    check,
    read_multi_project,
    read_patterson,
    solve,
)
from qianjin.engines.kernel import Stop

PEERS = ("pyjobshop==0.0.9", "ortools==9.15.6755")
SOLVERS = ("ours", "CP-SAT", "PyJobShop")


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--seconds", type=float, default=20)
    options.add_argument("--several", type=float, default=60)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--only", default="")
    options.add_argument("--no-peers", action="store_true")
    options.add_argument("--no-park", action="store_true")
    options.add_argument("--portfolios", type=int, default=1000)
    given = options.parse_args()
    python = None if given.no_peers else _environment()
    best = _best_known(given.folder / "rcpsp_rcmpsp_bks.csv")
    print(f"load of the machine when it began: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    head = "".join(f"{name:>11}" for name in SOLVERS)
    print(f"{'instance':<22}{'best':>6}{'bound':>7}{head}")
    gaps: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    warm = True
    for path in sorted(given.folder.glob("rc*/*.txt")):
        if given.only not in path.name:
            continue
        several = path.parent.name == "rcmpsp"
        text = path.read_text("utf-8")
        problem = read_multi_project(text) if several else read_patterson(text)
        if warm:  # what is compiled once a machine is not measured
            solve(problem, stop=Stop(iterations=50), is_compiled=True)
            warm = False
        seconds = given.several if several else given.seconds
        name = path.parent.name if several else path.name.split("_")[0]
        for solver, gap in _one(path, problem, best[path.name], seconds, given.workers, python):
            gaps[name][solver].append(gap)
    for name, those in sorted(gaps.items()):
        cells = "".join(
            f"{statistics.fmean(those[one]):>10.2f}%" if those[one] else f"{'-':>11}"
            for one in SOLVERS
        )
        print(f"{'mean gap ' + name:<35}{cells}")
    if not given.no_park:
        measure_park(given.portfolios)


def _one(
    path: Path, problem: Problem, best: int, seconds: float, workers: int, python: Path | None
) -> list[tuple[str, float]]:
    """Print one line; return the gap of each solver in percent."""
    plan = solve(
        problem,
        stop=Stop(seconds=seconds),
        clock=time.monotonic,
        seed=1,
        workers=workers,
        is_compiled=True,
    )
    assert check(problem, plan.dates) == ()
    found = [("ours", plan.cost.finish)]
    if python is not None:
        for peer in SOLVERS[1:]:
            starts = _beside(python, peer, problem, seconds, workers)
            if starts is not None:
                found.append((peer, _end(problem, starts)))
    gaps = [(name, 100 * (end / best - 1)) for name, end in found]
    cells = "".join(f"{gap:>10.2f}%" for _, gap in gaps)
    print(f"{path.stem:<22}{best:>6}{plan.proof.bound or 0:>7}{cells}", flush=True)
    return gaps


def _best_known(path: Path) -> dict[str, int]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["instance"]: int(row["bks"]) for row in csv.DictReader(file)}


def _end(problem: Problem, starts: list[int]) -> int:
    """The last end of a peer's plan, which must keep every rule by the engine's checker."""
    dates = {
        one.id: Dated(start, start + one.days)
        for one, start in zip(problem.activities, starts, strict=True)
    }
    assert check(problem, dates) == ()
    return max(one.end for one in dates.values())


def _beside(
    python: Path, peer: str, problem: Problem, seconds: float, workers: int
) -> list[int] | None:
    rows = {one.id: n for n, one in enumerate(problem.activities)}
    places = {one.id: n for n, one in enumerate(problem.resources)}
    plain: dict[str, Any] = {
        "days": [one.days for one in problem.activities],
        "first": [one.not_before or 0 for one in problem.activities],
        "needs": [[(places[r], k) for r, k in one.demands] for one in problem.activities],
        "links": [(rows[one.before], rows[one.after]) for one in problem.links],
        "capacities": [one.capacity for one in problem.resources],
        "horizon": sum(one.days for one in problem.activities)
        + max(one.not_before or 0 for one in problem.activities),
    }
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(plain, file)
        file.flush()
        script = Path(__file__).with_name("delivery_peers.py")
        done = subprocess.run(
            [python, script, peer, file.name, str(seconds), str(workers)],
            check=True,
            capture_output=True,
            text=True,
        )
    starts: list[int] | None = json.loads(done.stdout)["starts"]
    return starts


def _environment() -> Path:
    folder = Path(platformdirs.user_cache_dir("qianjin"), "bench-delivery")
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PEERS], check=True)
    return python


if __name__ == "__main__":
    began = time.perf_counter()
    main()
    print(f"measured in {time.perf_counter() - began:.0f} s")
