"""拿地即开工名词 Networks, plans and their steps, letters, the round in which all are planned."""

from .letters import Letter, LetterFile
from .networks import Capacity, Network
from .plans import Forecast, Plan, PlanStep, StepFile, StepNote
from .rounds import Round

__all__ = [
    "Capacity",
    "Forecast",
    "Letter",
    "LetterFile",
    "Network",
    "Plan",
    "PlanStep",
    "Round",
    "StepFile",
    "StepNote",
]
