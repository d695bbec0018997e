"""预测 How many projects will be signed by quarter, with an interval, from a park's own history.

Two stages; twelve projects have been through the first, six of them through both:

>>> spells = [Spell(0, weeks, "on", to=1) for weeks in range(2, 14)]
>>> spells += [Spell(1, weeks, "on", to=2) for weeks in range(4, 10)]
>>> spells += [Spell(1, 8, "lost") for _ in range(6)]
>>> problem = Problem(stages=2, spells=spells, running=[Running("A", 1, 3)], arrivals=12, weeks=104)
>>> found = forecast(problem, seed=135)
>>> [quarter.low <= quarter.expected <= quarter.high + 1 for quarter in found.quarters]
[True, True, True, True]
>>> found.status.value
'heuristic'

There is no proof of a forecast; how good it is says the simulation in ``bench/forecast.py``.
"""

from __future__ import annotations

from .curves import Curve, Incidence, incidence
from .data import QUARTER_WEEKS, Problem, Running, Spell
from .explain import FEW_SIGNED, FEW_SPELLS, NO_HISTORY, reasons
from .result import Forecast, Likely, Quarter
from .solve import forecast

__all__ = [
    "FEW_SIGNED",
    "FEW_SPELLS",
    "NO_HISTORY",
    "QUARTER_WEEKS",
    "Curve",
    "Forecast",
    "Incidence",
    "Likely",
    "Problem",
    "Quarter",
    "Running",
    "Spell",
    "forecast",
    "incidence",
    "reasons",
]
