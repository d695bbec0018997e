"""更新 What a row of a table adds to the person who stands in the book already."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from qianjin.apps.tables.judged import Judged

from .. import checks
from ..models import Contact

REPLACED = ("post",)
"""People are promoted; whoever takes the row over sees both words."""
FILLED = ("wechat", "email", "city", "met_where", "met_on")
"""Told only where nothing stands: two accounts of one person may both be right."""
JOINED = {"phones": checks.MOST_PHONES, "tags": checks.MOST_TAGS}


def additions(contact: Contact, row: Judged) -> dict[str, Any]:
    """The fields of ``contact`` with what the row knows besides; ``firm`` is a firm's name."""
    told, found = row.values, {}
    for field in REPLACED:
        if told.get(field) and told[field] != getattr(contact, field):
            found[field] = told[field]
    for field in FILLED:
        if told.get(field) and not getattr(contact, field):
            found[field] = date.fromisoformat(told[field]) if field == "met_on" else told[field]
    for field, most in JOINED.items():
        standing = list(getattr(contact, field))
        whole = list(dict.fromkeys([*standing, *told.get(field, ())]))[:most]
        if whole != standing:
            found[field] = whole
    note = told.get("note", "")
    if note and note not in contact.note:
        whole_note = f"{contact.note}\n{note}".strip()
        if len(whole_note) <= checks.NOTE:
            found["note"] = whole_note
    if row.firm and contact.organisation is None:
        found["firm"] = row.firm
    return found


def changes(contact: Contact, found: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Field, what stands, and what would stand, as words."""
    return [
        (field, _words("" if field == "firm" else getattr(contact, field)), _words(value))
        for field, value in found.items()
    ]


def _words(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(value)
    return value.isoformat() if isinstance(value, date) else str(value or "")
