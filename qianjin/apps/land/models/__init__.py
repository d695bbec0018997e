"""地块名词 The nouns of the parcel book."""

from .barriers import Barrier
from .changes import BoundaryChange, ChangedParcel, ProposedParcel, SurveyFile
from .lowuse import LowUse, LowUseStep
from .maps import MapBackground
from .parcels import LandSettings, LayerVersion, Parcel, ParcelEvent, ParcelFile, ParcelIndicator
from .tenure import LandRight, Tenure

__all__ = [
    "Barrier",
    "BoundaryChange",
    "ChangedParcel",
    "LandRight",
    "LandSettings",
    "LayerVersion",
    "LowUse",
    "LowUseStep",
    "MapBackground",
    "Parcel",
    "ParcelEvent",
    "ParcelFile",
    "ParcelIndicator",
    "ProposedParcel",
    "SurveyFile",
    "Tenure",
]
