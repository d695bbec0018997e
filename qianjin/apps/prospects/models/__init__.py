"""招商对象名词 The nouns of prospects: firms, people, ties, doubles, tables, handovers."""

from .book import BookRow, Contact, Organisation, Tie
from .doubles import (
    ContactMerge,
    ContactSuspicion,
    MergeRecord,
    OrganisationMerge,
    OrganisationSuspicion,
    Suspicion,
)
from .moves import ContactTable, Handover
from .targets import Campaign, Target

__all__ = [
    "BookRow",
    "Campaign",
    "Contact",
    "ContactMerge",
    "ContactSuspicion",
    "ContactTable",
    "Handover",
    "MergeRecord",
    "Organisation",
    "OrganisationMerge",
    "OrganisationSuspicion",
    "Suspicion",
    "Target",
    "Tie",
]
