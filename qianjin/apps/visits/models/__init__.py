"""走访名词 The nouns of visits, by what they are about."""

from .feeds import CalendarFeed
from .ground import Availability, Place, TravelSettings
from .rounds import Round, RoundPlan, Stop
from .rules import CoverageRule, QuarterQuestion
from .visits import Finding, LatestContact, QuarterAnswer, Visit, VisitPhoto

__all__ = [
    "Availability",
    "CalendarFeed",
    "CoverageRule",
    "Finding",
    "LatestContact",
    "Place",
    "QuarterAnswer",
    "QuarterQuestion",
    "Round",
    "RoundPlan",
    "Stop",
    "TravelSettings",
    "Visit",
    "VisitPhoto",
]
