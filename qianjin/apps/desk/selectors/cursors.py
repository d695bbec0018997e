"""游标 Where a page of a list begins: opaque, safe to keep in an address, of one index's order."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)
Key = tuple[str | None, int]
"""The moment a list is ordered by, and the number that parts those of the same moment."""


def after(name: str, key: Key, *, descending: bool) -> Q:
    """Rows behind ``key`` in the order; PostgreSQL sorts empty values last when ascending."""
    value, pk = key
    beyond_id = Q(**{"pk__lt" if descending else "pk__gt": pk})
    if value is None:
        same = Q(**{f"{name}__isnull": True}) & beyond_id
        return same | Q(**{f"{name}__isnull": False}) if descending else same
    compare = "lt" if descending else "gt"
    # The plain bound lets the index seek; the rest parts those of the same moment.
    bound = Q(**{f"{name}__{compare}e": value})
    later = bound & (Q(**{f"{name}__{compare}": value}) | beyond_id)
    return later if descending else later | Q(**{f"{name}__isnull": True})


def read_cursor(cursor: str) -> tuple[bool, Key | None]:
    """Whether the way leads back, and from where; one that cannot be read is the first page."""
    try:
        back, value, pk = json.loads(base64.urlsafe_b64decode(cursor.encode() + b"=="))
        if value is not None and datetime.fromisoformat(value).tzinfo is None:
            return False, None
        return bool(back), (value, int(pk))
    except (ValueError, TypeError, OverflowError, RecursionError):
        return False, None


def write_cursor(back: bool, key: Key) -> str:
    """The cursor of a place."""
    body = json.dumps([int(back), *key], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(body).decode().rstrip("=")


def keyset(rows: QuerySet[M], name: str, cursor: str, size: int) -> tuple[list[M], str, str]:
    """One page of rows, newest first by the moment ``name``, with the cursors beside it."""
    back, key = read_cursor(cursor)
    if key:
        rows = rows.filter(after(name, key, descending=not back))
    prefix = "" if back else "-"
    found = list(rows.order_by(f"{prefix}{name}", f"{prefix}id")[: size + 1])
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    if not found:
        return [], "", ""
    has_newer, has_older = (more, True) if back else (bool(key), more)

    def place(row: Any) -> Key:
        return getattr(row, name).isoformat(), row.pk

    newer = write_cursor(True, place(found[0])) if has_newer else ""
    older = write_cursor(False, place(found[-1])) if has_older else ""
    return found, newer, older
