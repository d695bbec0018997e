"""The peers of bench/delivery.py in the bench's own environment: plain CP-SAT and PyJobShop.

Run there as ``python delivery_peers.py PEER PROBLEM.json SECONDS WORKERS``; prints starts as JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def main() -> None:
    """Solve one problem with one peer."""
    peer, path = sys.argv[1], Path(sys.argv[2])
    seconds, workers = float(sys.argv[3]), int(sys.argv[4])
    problem = json.loads(path.read_text("utf-8"))
    solve = {"CP-SAT": by_cp_sat, "PyJobShop": by_pyjobshop}[peer]
    print(json.dumps({"starts": solve(problem, seconds, workers)}))


def by_cp_sat(problem: dict[str, Any], seconds: float, workers: int) -> list[int] | None:
    """The usual model: intervals, cumulatives, the last end made small."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    horizon = problem["horizon"]
    starts = [model.new_int_var(first, horizon, "") for first in problem["first"]]
    ends = [start + days for start, days in zip(starts, problem["days"], strict=True)]
    intervals = [
        model.new_fixed_size_interval_var(start, days, "")
        for start, days in zip(starts, problem["days"], strict=True)
    ]
    for before, after in problem["links"]:
        model.add(starts[after] >= ends[before])
    for resource, capacity in enumerate(problem["capacities"]):
        users = [
            (intervals[n], amount)
            for n, needs in enumerate(problem["needs"])
            for which, amount in needs
            if which == resource
        ]
        model.add_cumulative([one for one, _ in users], [amount for _, amount in users], capacity)
    last = model.new_int_var(0, horizon, "")
    for end in ends:
        model.add(last >= end)
    model.minimize(last)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return [solver.value(start) for start in starts]


def by_pyjobshop(problem: dict[str, Any], seconds: float, workers: int) -> list[int] | None:
    """PyJobShop with its own CP-SAT."""
    from pyjobshop import Model

    model = Model()
    resources = [model.add_renewable(capacity) for capacity in problem["capacities"]]
    tasks = [model.add_task(earliest_start=first) for first in problem["first"]]
    for task, days, needs in zip(tasks, problem["days"], problem["needs"], strict=True):
        which = [resources[n] for n, _ in needs]
        model.add_mode(task, which, days, [amount for _, amount in needs])
    for before, after in problem["links"]:
        model.add_end_before_start(tasks[before], tasks[after])
    found = model.solve(time_limit=seconds, display=False, num_workers=workers)
    if not found.best.tasks:
        return None
    return [task.start for task in found.best.tasks]


if __name__ == "__main__":
    main()
