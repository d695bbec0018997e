"""地块提问 The questions of the parcel book; the only doors to a parcel."""

from .parcels import (
    PAGE,
    ParcelFilters,
    ParcelPage,
    Totals,
    exported,
    layer_version,
    matching,
    open_parcels_for,
    parcel_for,
    parcel_or_none,
    parcels_for,
    parcels_on,
    parcels_page,
    settings_of,
    state_counts,
    totals,
)

__all__ = [
    "PAGE",
    "ParcelFilters",
    "ParcelPage",
    "Totals",
    "exported",
    "layer_version",
    "matching",
    "open_parcels_for",
    "parcel_for",
    "parcel_or_none",
    "parcels_for",
    "parcels_on",
    "parcels_page",
    "settings_of",
    "state_counts",
    "totals",
]
