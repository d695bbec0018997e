"""企业库提问 The questions of the directory; the only doors by which a face gets an enterprise."""

from .actors import actor_of, contact_of
from .entries import (
    changes_since,
    contact_for,
    contacts_of,
    enterprises_visible_to,
    get_enterprise_for,
    lookalikes,
)

__all__ = [
    "actor_of",
    "changes_since",
    "contact_for",
    "contact_of",
    "contacts_of",
    "enterprises_visible_to",
    "get_enterprise_for",
    "lookalikes",
]
