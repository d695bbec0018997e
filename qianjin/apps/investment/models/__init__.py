from .admission import AdmissionReview, AdmissionScore, BureauOpinion, Criterion
from .agreements import BookHandOver, Commitment, Signing, Subsidy, YearResult
from .meetings import Reception, SiteWalk, Trip, TripMeeting
from .pipelines import Pipeline, Stage
from .projects import Move, Project
from .tables import ProjectTable
from .talks import AgreementVersion, Negotiation, OpenPoint, TalkRound
from .touches import Touch, TouchFile

__all__ = [
    "AdmissionReview",
    "AdmissionScore",
    "AgreementVersion",
    "BookHandOver",
    "BureauOpinion",
    "Commitment",
    "Criterion",
    "Move",
    "Negotiation",
    "OpenPoint",
    "Pipeline",
    "Project",
    "ProjectTable",
    "Reception",
    "Signing",
    "SiteWalk",
    "Stage",
    "Subsidy",
    "TalkRound",
    "Touch",
    "TouchFile",
    "Trip",
    "TripMeeting",
    "YearResult",
]
