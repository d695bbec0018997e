"""走访名词 The nouns of visits, by what they are about."""

from .feeds import CalendarFeed
from .ground import Availability, Place, TravelMatrix, TravelSettings
from .rounds import Round, RoundPlan, Stop
from .rules import CoverageRule, QuarterQuestion
from .visits import (
    Finding,
    LatestContact,
    PhotoUpload,
    QuarterAnswer,
    Visit,
    VisitPhoto,
    VisitVersion,
)

__all__ = [
    "Availability",
    "CalendarFeed",
    "CoverageRule",
    "Finding",
    "LatestContact",
    "PhotoUpload",
    "Place",
    "QuarterAnswer",
    "QuarterQuestion",
    "Round",
    "RoundPlan",
    "Stop",
    "TravelMatrix",
    "TravelSettings",
    "Visit",
    "VisitPhoto",
    "VisitVersion",
]
