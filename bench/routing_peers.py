"""The peers of bench/routing.py, each in the bench's own environment: VROOM and OR-Tools routing.

Run there as ``python routing_peers.py PEER PROBLEM.json SECONDS``; prints the routes as JSON.
A problem is given as plain numbers, in the integer units of the instance.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np


def main() -> None:
    """Solve one problem with one peer."""
    peer, path, seconds = sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])
    problem = json.loads(path.read_text("utf-8"))
    problem["matrix"] = np.array(problem["matrix"], dtype=np.int64)
    routes = {"vroom": by_vroom, "ortools": by_ortools}[peer](problem, seconds)
    print(json.dumps({"routes": routes}))


def by_vroom(problem: dict[str, Any], seconds: float) -> list[list[int]] | None:
    """VROOM with as much time as it is given; it knows no prizes."""
    from datetime import timedelta

    import vroom

    given = vroom.Input()
    matrix = problem["matrix"]
    given.set_durations_matrix("car", matrix.astype(np.uint32))
    for n, vehicle in enumerate(problem["vehicles"]):
        given.add_vehicle(
            vroom.Vehicle(
                n,
                start=vehicle["depot"],
                end=vehicle["depot"],
                capacity=[vehicle["capacity"]],
                time_window=vehicle["window"],
            )
        )
    for client in problem["clients"]:
        given.add_job(
            vroom.Job(
                client["node"],
                location=client["node"],
                delivery=[client["demand"]],
                default_service=client["service"],
                time_windows=[vroom.TimeWindow(*client["window"])],
            )
        )
    found = given.solve(exploration_level=5, nb_threads=1, timeout=timedelta(seconds=seconds))
    if len(found.unassigned):
        return None
    jobs = found.routes[found.routes["type"] == "job"]
    return [list(map(int, one["id"])) for _vehicle, one in jobs.groupby("vehicle_id")]


def by_ortools(problem: dict[str, Any], seconds: float) -> list[list[int]] | None:
    """OR-Tools routing with guided local search; prizes as disjunctions."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    matrix, vehicles = problem["matrix"], problem["vehicles"]
    depots = [vehicle["depot"] for vehicle in vehicles]
    manager = pywrapcp.RoutingIndexManager(len(matrix), len(vehicles), depots, depots)
    model = pywrapcp.RoutingModel(manager)
    service = np.zeros(len(matrix), dtype=np.int64)
    demand = np.zeros(len(matrix), dtype=np.int64)
    for client in problem["clients"]:
        service[client["node"]], demand[client["node"]] = client["service"], client["demand"]
    model.SetArcCostEvaluatorOfAllVehicles(model.RegisterTransitMatrix(matrix.tolist()))
    times = model.RegisterTransitMatrix((matrix + service[:, None]).tolist())
    horizon = max(vehicle["window"][1] for vehicle in vehicles)
    model.AddDimension(times, horizon, horizon, False, "time")
    clock = model.GetDimensionOrDie("time")
    loads = model.RegisterUnaryTransitVector(demand.tolist())
    model.AddDimensionWithVehicleCapacity(
        loads, 0, [vehicle["capacity"] for vehicle in vehicles], True, "load"
    )
    for n, vehicle in enumerate(vehicles):
        clock.CumulVar(model.Start(n)).SetRange(*vehicle["window"])
        clock.CumulVar(model.End(n)).SetRange(*vehicle["window"])
        if vehicle["longest"]:
            clock.SetSpanUpperBoundForVehicle(vehicle["longest"], n)
    for client in problem["clients"]:
        index = manager.NodeToIndex(client["node"])
        clock.CumulVar(index).SetRange(*client["window"])
        if client["prize"]:
            model.AddDisjunction([index], client["prize"])
    search = pywrapcp.DefaultRoutingSearchParameters()
    search.first_solution_strategy = (
        routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    )
    search.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    )
    search.time_limit.FromMilliseconds(int(seconds * 1000))
    found = model.SolveWithParameters(search)
    if found is None:
        return None
    routes = []
    for n in range(len(vehicles)):
        route, index = [], found.Value(model.NextVar(model.Start(n)))
        while not model.IsEnd(index):
            route.append(manager.IndexToNode(index))
            index = found.Value(model.NextVar(index))
        if route:
            routes.append(route)
    return routes


if __name__ == "__main__":
    main()
