"""人脉提问 The questions of the book; the only doors by which a face gets a row of it."""

from .book import (
    MovedTo,
    contact_for,
    contacts_visible_to,
    officers_of,
    organisation_for,
    organisations_visible_to,
    ties_of,
)

__all__ = [
    "MovedTo",
    "contact_for",
    "contacts_visible_to",
    "officers_of",
    "organisation_for",
    "organisations_visible_to",
    "ties_of",
]
