"""专项行动模型 The nouns of special actions, by what they are about."""

from .drives import Drive, Target
from .questions import Answer, AnswerFile, Question
from .resources import Allotment, Resource, ResourceClaim, Slot
from .sheets import DriveSheet, SheetRow

__all__ = [
    "Allotment",
    "Answer",
    "AnswerFile",
    "Drive",
    "DriveSheet",
    "Question",
    "Resource",
    "ResourceClaim",
    "SheetRow",
    "Slot",
    "Target",
]
