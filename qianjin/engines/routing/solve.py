"""Plan the rounds: check, search, prove, explain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..kernel import Proof, Reason, Stop
from .bounds import lower_bound
from .checks import CROWDED_OUT, Chances, chances_of
from .data import ProblemData
from .result import Cost, Result, Round


def solve(data: ProblemData, *, stop: Stop, seed: int = 0) -> Result:
    """
    排路线 Plan who does what in which order.

    Parameters
    ----------
    data
        Places, visits and shifts.
    stop
        When to end the search.
    seed
        Same data, seed and iterations: same answer.

    Returns
    -------
    Result
        Every hard rule kept; what does not fit is left out, optional visits for their prize.
        A mandatory visit left out has its reason, and makes the proof say "impossible".
    """
    data = _without_idle_breaks(data)
    chances = [chances_of(data, visit) for visit in data.visits]
    lost = [n for n, v in enumerate(data.visits) if v.is_mandatory and chances[n].reason]
    rounds, iterations = (
        _rounds(data, chances, stop, seed) if any(c.beginnings for c in chances) else ((), 0)
    )
    done = {call.visit for one in rounds for call in one.calls}
    left_out = tuple(n for n in range(len(data.visits)) if n not in done)
    missing = [n for n in left_out if data.visits[n].is_mandatory]
    cost = _cost(data, rounds, left_out)
    bound = None if lost else lower_bound(data, chances)
    return Result(
        rounds=rounds,
        left_out=left_out,
        cost=cost,
        proof=Proof(cost.total, bound, is_possible=not missing),
        reasons=tuple(_reason(data, chances, n) for n in missing),
        iterations=iterations,
        seed=seed,
    )


def _without_idle_breaks(data: ProblemData) -> ProblemData:
    """Only the breaks that fall into some shift: each one kept doubles the beginnings of visits."""
    kept = tuple(
        (begin, end)
        for begin, end in data.breaks
        if any(shift.window[0] < end and begin < shift.window[1] for shift in data.shifts)
    )
    return data if kept == data.breaks else replace(data, breaks=kept)


def _rounds(
    data: ProblemData, chances: Sequence[Chances], stop: Stop, seed: int
) -> tuple[tuple[Round, ...], int]:
    """Search with every mandatory visit; when that finds nothing, with as many as fit."""
    # PyVRP is loaded by whoever plans, not by every process that only shows plans.
    from .model import model_of, rounds_of
    from .search import search

    strict = model_of(data, chances, missed=None)
    found = search(strict.data, stop, seed)
    iterations = found.num_iterations
    if found.is_feasible():
        return rounds_of(data, strict, found.best), iterations
    partly = model_of(data, chances, missed=_more_than_any_way(data))
    found = search(partly.data, stop, seed)
    rounds = rounds_of(data, partly, found.best) if found.is_feasible() else ()
    return rounds, iterations + found.num_iterations


def _more_than_any_way(data: ProblemData) -> int:
    """A cost that no detour is worth, so that leaving out a mandatory visit is the last resort."""
    longest = int(data.distances.max()) + max(shift.cost for shift in data.shifts)
    prizes = sum(v.prize for v in data.visits if not v.is_mandatory)
    return 4 * longest + prizes + 1


def _cost(data: ProblemData, rounds: Sequence[Round], left_out: Sequence[int]) -> Cost:
    return Cost(
        distance=sum(one.distance for one in rounds),
        shifts=sum(data.shifts[one.shift].cost for one in rounds),
        missed=sum(data.visits[n].prize for n in left_out if not data.visits[n].is_mandatory),
    )


def _reason(data: ProblemData, chances: Sequence[Chances], number: int) -> Reason:
    chance = chances[number]
    return chance.reason or Reason(CROWDED_OUT, data.visits[number].name, len(chance.shifts))
