"""为什么 What the engine says of a plan, as plain data: chains, gains, customs, chances."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import date
from typing import Any

from qianjin.engines import delivery as engine
from qianjin.engines.kernel import Reason, Stop

from .nets import observed
from .problem import Laid

SECONDS = 10.0
"""How long all plans are searched together by the worker."""
RUNS = 1_000
MOST_TOLD = 8
_WEEK = 7


def solved(laid: Laid, *, seconds: float = SECONDS) -> engine.Plan:
    """The best plan found in the time, with a proven bound; first dates when there is no time."""
    if seconds <= 0 or not laid.plans:
        return engine.first_plan(laid.problem, is_compiled=False)
    return engine.solve(laid.problem, stop=Stop(seconds=seconds), clock=time.monotonic)


def chances(laid: Laid, found: engine.Plan, *, runs: int = RUNS) -> engine.Chances:
    """P50 and P80 by the order of the plan, over days that inference and ledger allow."""
    spreads = {}
    for name, row in laid.rows.items():
        step = laid.known[row.plan_id].get(row.key)
        if step is not None and row.days is None:
            prior = engine.Spread.inferred(step.least, step.likely, step.most)
            spreads[name] = engine.calibrated(prior, observed(step, laid.taken))
    is_small = len(laid.rows) * runs <= 20_000
    return engine.chances_of(
        laid.problem, found.dates, spreads, runs=runs, is_compiled=False if is_small else None
    )


def likely_days(found: engine.Chances) -> dict[int, tuple[date, date]]:
    """P50 and P80 of each plan's start of construction (of its end, where nothing starts)."""
    days = {**found.finishes, **found.starts}
    return {
        int(plan): (date.fromordinal(one.p50), date.fromordinal(one.p80))
        for plan, one in days.items()
    }


def floats_and_chains(
    laid: Laid, found: engine.Plan
) -> tuple[dict[str, int], dict[str, list[Any]]]:
    """
    Days that each step may still wait, and by plan the critical chain.

    A link of the chain is: step, whether its pre-review is meant, why it starts when it does
    (after, held, given), the other step, the resource, the strength of the order, its law.
    """
    reader = engine.Reader(laid.problem, found.dates)
    chains = {
        str(plan): [
            [
                one.activity, bool(one.is_review), one.why, one.other, one.resource,
                str(one.strength or ""), one.law,
            ]
            for one in reader.chain(str(plan))
        ]
        for plan in laid.plans
    }  # fmt: skip
    return reader.floats(), chains


def reasons(laid: Laid, found: engine.Plan) -> dict[str, Any]:
    """What a day less would bring, what customs cost, who is short, what must begin this week."""
    reader = engine.Reader(laid.problem, found.dates)
    return {
        "gains": {str(plan): _plain(reader.gains(str(plan))) for plan in laid.plans},
        "customs": {str(plan): _plain(reader.customs(str(plan))) for plan in laid.plans},
        "short": _plain(reader.bottlenecks()),
        "begin": _plain(reader.this_week(_WEEK)),
    }


def _plain(found: Iterable[Reason]) -> list[list[Any]]:
    return [[one.subject, int(one.amount)] for one in found if one.amount >= 0][:MOST_TOLD]
