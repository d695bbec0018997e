"""拿地即开工 All projects of a park at once: approvals, land and construction as one plan.

Precedence with lags, working and calendar days mixed, officers and bureaux with so many cases at
once, pre-reviews with their two dates, fixed and promised days, statutory periods.

>>> office = Calendar("office")
>>> monday = 739_943
>>> problem = Problem(
...     activities=(
...         Activity("公告", days=20, whole_days=True, limits=(Limit(20, law="39号令"),)),
...         Activity("方案审查", days=5, kind=DayKind.WORKING, calendar="office"),
...         Activity("许可", days=3, kind=DayKind.WORKING, calendar="office",
...                  pre_review=PreReview("公告")),
...     ),
...     links=(Link("方案审查", "许可", binds_review=True), Link("公告", "许可")),
...     calendars=(office,),
...     today=monday,
... )
>>> plan = first_plan(problem)
>>> permit = plan.dates["许可"]
>>> [day - monday for day in (*permit.review, permit.start, permit.end)]
[7, 10, 21, 21]
>>> check(problem, plan.dates)
()
"""

from __future__ import annotations

from .chance import RUNS, Chances, Likely, chances_of
from .check import Breach, Violation, check
from .data import Activity, Limit, Link, LinkKind, Mark, PreReview, Side, Strength
from .days import Calendar, DayKind
from .explain import ChainLink, Reader
from .network import Network, Profile, Step, project_from, usual, zero_gap
from .park_file import read_network, read_park
from .problem import MAKESPAN, Problem, Project, Resource, Weights, cycle_of
from .published_file import is_multi_project, read_multi_project, read_patterson
from .refusals import CycleError, ImpossibleError, ProblemError
from .result import Cost, Dated, Plan, ProjectOutcome
from .solve import first_plan, solve
from .spread import PRIOR_COUNT, Spread, calibrated, calibrated_all
from .what_if import Change, Compared, Fewer, GivenUp, Later, Takes, continued, what_if

__all__ = [
    "MAKESPAN",
    "PRIOR_COUNT",
    "RUNS",
    "Activity",
    "Breach",
    "Calendar",
    "ChainLink",
    "Chances",
    "Change",
    "Compared",
    "Cost",
    "CycleError",
    "Dated",
    "DayKind",
    "Fewer",
    "GivenUp",
    "ImpossibleError",
    "Later",
    "Likely",
    "Limit",
    "Link",
    "LinkKind",
    "Mark",
    "Network",
    "Plan",
    "PreReview",
    "Problem",
    "ProblemError",
    "Profile",
    "Project",
    "ProjectOutcome",
    "Reader",
    "Resource",
    "Side",
    "Spread",
    "Step",
    "Strength",
    "Takes",
    "Violation",
    "Weights",
    "calibrated",
    "calibrated_all",
    "chances_of",
    "check",
    "continued",
    "cycle_of",
    "first_plan",
    "is_multi_project",
    "project_from",
    "read_multi_project",
    "read_network",
    "read_park",
    "read_patterson",
    "solve",
    "usual",
    "what_if",
    "zero_gap",
]
