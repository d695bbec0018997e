"""How PyVRP searches for us: its iterated local search with settings for seconds, not hours."""

from __future__ import annotations

import warnings

import pyvrp
from pyvrp.exceptions import PenaltyBoundWarning
from pyvrp.search import NeighbourhoodParams, PerturbationParams
from pyvrp.stop import MaxIterations, MaxRuntime, MultipleCriteria, StoppingCriterion

from ..kernel import Stop

# Measured with bench/routing.py. PyVRP's own settings are made for runs of minutes: with them
# penalties have hardly begun to sink, and the late acceptance still wanders, after ten seconds.
UPDATES = 50
USUAL_PENALTY = 1000.0
HIGHEST_PENALTY = 100_000.0


def settings_for(data: pyvrp.ProblemData) -> pyvrp.SolveParams:
    """Settings for a problem: a minute too late must weigh more than any prize it could win."""
    dearest = max((client.prize for client in data.clients()), default=0)
    return pyvrp.SolveParams(
        ils=pyvrp.IteratedLocalSearchParams(history_length=5, exhaustive_on_best=False),
        penalty=pyvrp.PenaltyParams(
            solutions_between_updates=UPDATES,
            max_penalty=min(HIGHEST_PENALTY, max(USUAL_PENALTY, 2.0 * dearest)),
        ),
        neighbourhood=NeighbourhoodParams(num_neighbours=25),
        perturbation=PerturbationParams(1, 10),
    )


def search(
    data: pyvrp.ProblemData, stop: Stop, seed: int, start: pyvrp.Solution | None = None
) -> pyvrp.Result:
    """The best solution found until ``stop``."""
    rules: list[StoppingCriterion] = []
    if stop.seconds is not None:
        rules.append(MaxRuntime(stop.seconds))
    if stop.iterations is not None:
        rules.append(MaxIterations(stop.iterations))
    with warnings.catch_warnings():
        # Penalties at their limit are expected where not everything fits.
        warnings.simplefilter("ignore", PenaltyBoundWarning)
        return pyvrp.solve(
            data,
            stop=MultipleCriteria(rules),
            seed=seed,
            collect_stats=False,
            display=False,
            params=settings_for(data),
            initial_solution=start,
        )
