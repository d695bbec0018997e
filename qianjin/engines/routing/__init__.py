"""走访路线 Who visits whom, on which day, in which order.

Two enterprises, one officer, half a day with lunch in between:

>>> import numpy as np
>>> from qianjin.engines.kernel import Stop
>>> ways = np.array([[0, 900, 800], [900, 0, 300], [800, 300, 0]], dtype=np.int64)
>>> data = ProblemData(
...     distances=ways, durations=ways // 100, breaks=((210, 300),),
...     visits=(Visit("晨曦精密", 1, minutes=45), Visit("天元", 2, minutes=60)),
...     shifts=(Shift("林悦", start=0, end=0, window=(0, 540)),))
>>> result = solve(data, stop=Stop(iterations=50))
>>> [data.visits[call.visit].name for call in result.rounds[0].calls], result.cost.total
(['天元', '晨曦精密'], 2000)
"""

from __future__ import annotations

from .checks import CROWDED_OUT, NO_SKILL, NO_WINDOW, TOO_LONG, TOO_MUCH
from .data import LATEST, ProblemData, Shift, Visit, Window
from .periodic import PIN_MISSED, Outing, Season, SeasonPlan, Turn, plan_season
from .result import Call, Cost, Result, Round
from .round_file import RoundFile, read_round
from .solve import solve
from .vrplib_file import ROUNDINGS, Instance, read_instance
from .ways import BadTable, osrm_table, straight_lines

__all__ = [
    "CROWDED_OUT",
    "LATEST",
    "NO_SKILL",
    "NO_WINDOW",
    "PIN_MISSED",
    "ROUNDINGS",
    "TOO_LONG",
    "TOO_MUCH",
    "BadTable",
    "Call",
    "Cost",
    "Instance",
    "Outing",
    "ProblemData",
    "Result",
    "Round",
    "RoundFile",
    "Season",
    "SeasonPlan",
    "Shift",
    "Turn",
    "Visit",
    "Window",
    "osrm_table",
    "plan_season",
    "read_instance",
    "read_round",
    "solve",
    "straight_lines",
]
