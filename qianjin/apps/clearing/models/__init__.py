"""征地与选址名词 The nouns of acquisition, listing and site search."""

from .acquisitions import Acquisition, CountEntry, Hearing, Meeting, Objection, VillagePart
from .listings import Listing, ListingPaper, PaperFile
from .sites import SiteNeed, SiteSearch
from .steps import AwaitedWorks, ParcelStep, ReadyDate, StepRule

__all__ = [
    "Acquisition",
    "AwaitedWorks",
    "CountEntry",
    "Hearing",
    "Listing",
    "ListingPaper",
    "Meeting",
    "Objection",
    "PaperFile",
    "ParcelStep",
    "ReadyDate",
    "SiteNeed",
    "SiteSearch",
    "StepRule",
    "VillagePart",
]
