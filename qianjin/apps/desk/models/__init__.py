"""诉求台的名词 The nouns of the desk."""

from .causes import Cause, CauseMember
from .follow_ups import FollowUp
from .learning import TriageModel
from .links import Link
from .parts import Part
from .promising import ChainTeam, Duty, PromiseChoice, PromiseProfile, PromiseStage
from .public import PublicScores
from .requests import Promise, RequestText, ServiceRequest
from .rulings import Extension, Return
from .tallies import COUNTERS, Tally
from .thread import Attachment, Entry, Rating, Reminder, Thanks

__all__ = [
    "COUNTERS",
    "Attachment",
    "Cause",
    "CauseMember",
    "ChainTeam",
    "Duty",
    "Entry",
    "Extension",
    "FollowUp",
    "Link",
    "Part",
    "Promise",
    "PromiseChoice",
    "PromiseProfile",
    "PromiseStage",
    "PublicScores",
    "Rating",
    "Reminder",
    "RequestText",
    "Return",
    "ServiceRequest",
    "Tally",
    "Thanks",
    "TriageModel",
]
