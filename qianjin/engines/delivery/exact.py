"""CP-SAT on whole days: a proof, or a better plan, where counting days is plain addition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .days import NEVER
from .earliest import earliest_places, latest_places
from .fields import AMOUNT, BEFORE, FROM_END, LAG, LAG_ROW, OTHER, RESOURCE, TO_END, Ints, Net
from .jobs import Jobs

if TYPE_CHECKING:
    from ortools.sat.python import cp_model


class Found(NamedTuple):
    """Places of a plan, if one was found, and the proven bound of its cost."""

    starts: Ints | None
    ends: Ints | None
    bound: int


def is_plain(jobs: Jobs) -> bool:
    """Whether every count only adds days and capacities never change."""
    net = jobs.net
    size = net.end.shape[1]
    spans = net.end - np.arange(size, dtype=np.int32)
    is_adding = (net.end >= NEVER) | (spans == net.end[:, :1])
    return bool(
        is_adding.all() and (net.into[:, LAG_ROW] < 0).all() and (np.diff(net.capacity) == 0).all()
    )


def improve(
    jobs: Jobs, starts: Ints, *, seconds: float | None, work: float | None, workers: int, seed: int
) -> Found:
    """
    A better plan than the one given, or a proof that there is none.

    ``seconds`` of wall time, or ``work`` in units of the solver's own (and then one worker): the
    same on every machine.
    """
    # Loaded by whoever proves, not by every process that only shows plans.
    from ortools.sat.python import cp_model

    net = jobs.net
    model = cp_model.CpModel()
    spans = net.end[net.row, 0]
    end_now = starts + spans
    early, early_ends = earliest_places(net)
    last = _last_days(jobs, end_now)
    latest = latest_places(net, early_ends, last)
    variables = []
    for job in range(jobs.count):
        low, high = int(early[job]), max(int(latest[job]), int(early[job]))
        if net.fixed[job] >= 0:
            low, high = int(net.fixed[job]), int(net.fixed[job])
        variables.append(model.new_int_var(low, high, ""))
        model.add_hint(variables[-1], int(starts[job]))
    ends = [variables[job] + int(spans[job]) for job in range(jobs.count)]
    for job in range(jobs.count):
        for at in range(net.in_head[job], net.in_head[job + 1]):
            other = int(net.into[at, OTHER])
            before = ends[other] if net.into[at, FROM_END] else variables[other]
            after = ends[job] if net.into[at, TO_END] else variables[job]
            model.add(after >= before + int(net.into[at, LAG]))
    for at in range(len(net.far)):
        before = (
            ends[net.far[at, BEFORE]] if net.far[at, FROM_END] else variables[net.far[at, BEFORE]]
        )
        after = ends[net.far[at, OTHER]] if net.far[at, TO_END] else variables[net.far[at, OTHER]]
        model.add(after <= before + int(net.far[at, LAG]))
    for job in map(int, np.flatnonzero(net.deadline < NEVER)):
        model.add(ends[job] <= int(net.deadline[job]))
    _add_resources(model, net, variables, spans)
    _add_cost(model, net, variables, ends, int(last.max(initial=0)))
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = seed % 2**31
    if seconds is not None:
        solver.parameters.max_time_in_seconds = max(seconds, 0.01)
        solver.parameters.num_workers = workers
    else:
        solver.parameters.max_deterministic_time = max(work or 1.0, 0.01)
        solver.parameters.num_workers = 1
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Found(None, None, 0)
    found = np.array([solver.value(one) for one in variables], np.int32)
    bound = int(np.ceil(solver.best_objective_bound - 1e-6))
    return Found(found, found + spans, bound)


def _last_days(jobs: Jobs, ends: Ints) -> Ints:
    """Ends beyond which a plan costs more than the one at hand, where the last end is all."""
    net = jobs.net
    has_moves = net.moved_cost > 0 and (net.planned >= 0).any()
    has_more = net.gap_cost.any() or net.due_cost.any() or has_moves
    if jobs.problem.weights.finish and not has_more:
        last = int(ends.max(initial=0))
    else:
        last = net.end.shape[1] - 1
    return np.full(jobs.count, last, np.int32)


def _add_resources(
    model: cp_model.CpModel, net: Net, variables: Sequence[cp_model.IntVar], spans: Ints
) -> None:
    users: dict[int, list[tuple[int, int]]] = {}
    for job in range(len(spans)):
        for at in range(net.need_head[job], net.need_head[job + 1]):
            if spans[job]:
                users.setdefault(int(net.need[at, RESOURCE]), []).append(
                    (job, int(net.need[at, AMOUNT]))
                )
    intervals = {
        job: model.new_fixed_size_interval_var(variables[job], int(spans[job]), "")
        for needs in users.values()
        for job, _ in needs
    }
    for resource, needs in users.items():
        model.add_cumulative(
            [intervals[job] for job, _ in needs],
            [amount for _, amount in needs],
            int(net.capacity[resource, 0]),
        )


def _add_cost(
    model: cp_model.CpModel,
    net: Net,
    variables: Sequence[cp_model.IntVar],
    ends: Sequence[cp_model.LinearExprT],
    last: int,
) -> None:
    terms = []
    finish = model.new_int_var(0, last, "")
    for end in ends:
        model.add(finish >= end)
    terms.append(net.finish_cost * finish)
    for costs, values, since in (
        (net.gap_cost, variables, net.gap_from),
        (net.due_cost, ends, net.due),
    ):
        for job in map(int, np.flatnonzero(costs)):
            over = model.new_int_var(0, net.end.shape[1], "")
            model.add(over >= values[job] - int(since[job]))
            terms.append(int(costs[job]) * over)
    if net.moved_cost:
        for job in map(int, np.flatnonzero(net.planned >= 0)):
            away = model.new_int_var(0, net.end.shape[1], "")
            model.add_abs_equality(away, variables[job] - int(net.planned[job]))
            terms.append(net.moved_cost * away)
    model.minimize(sum(terms))
