"""The flow model of contiguity (Shirabe 2005) on HiGHS: ``siting_flow.py FILE SECONDS``.

One chosen parcel is the sink; every other chosen parcel sends one unit of flow over borders, which
only chosen parcels let through. Runs in an environment of its own; prints one line of JSON.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import highspy


def main() -> None:
    """Solve and print cost, seconds, proof and gap."""
    data = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    size, most = len(data["area"]), data["most"]
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("time_limit", float(sys.argv[2]))
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("mip_rel_gap", 0.0)
    opened = data["open"]
    chosen = [solver.addVariable(0, int(opened[n]), data["cost"][n]) for n in range(size)]
    sink = [solver.addVariable(0, int(opened[n]), 0) for n in range(size)]
    for variable in (*chosen, *sink):
        solver.changeColIntegrality(variable.index, highspy.HighsVarType.kInteger)
    enters: list[list[object]] = [[] for _ in range(size)]
    leaves: list[list[object]] = [[] for _ in range(size)]
    for one, two in data["pairs"]:
        for here, there in ((one, two), (two, one)):
            flow = solver.addVariable(0, most - 1, 0)
            leaves[here].append(flow)
            enters[there].append(flow)
    for n in range(size):
        out, into = solver.qsum(leaves[n]), solver.qsum(enters[n])
        solver.addConstr(out - into >= chosen[n] - most * sink[n])
        solver.addConstr(into <= (most - 1) * chosen[n])
        solver.addConstr(sink[n] <= chosen[n])
    solver.addConstr(solver.qsum(sink) == 1)
    solver.addConstr(solver.qsum(chosen) <= most)
    area = solver.qsum(data["area"][n] * chosen[n] for n in range(size))
    solver.addConstr(area >= data["low"])
    solver.addConstr(area <= data["high"])
    begin = time.perf_counter()
    solver.run()
    seconds = time.perf_counter() - begin
    info = solver.getInfo()
    is_proven = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    cost = info.objective_function_value
    print(
        json.dumps(
            {
                "cost": round(cost) if cost < 1e20 else None,
                "seconds": seconds,
                "proven": is_proven,
                "gap": min(info.mip_gap, 1e9),
            }
        )
    )


if __name__ == "__main__":
    main()
