"""The hash of an entry: SHA-256 over the previous hash and the entry's canonical JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

FIELDS = (
    "park_id",
    "seq",
    "at",
    "actor_id",
    "actor_name",
    "role",
    "verb",
    "object_kind",
    "object_id",
    "object_label",
    "detail",
)


def canonical(value: Any) -> Any:
    """Give moments one spelling (UTC, microseconds); leave the rest to JSON."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value


def digest(previous: str, entry: Mapping[str, Any]) -> str:
    """Return the 64 hex characters that seal ``entry`` behind ``previous``."""
    body = json.dumps(
        {name: canonical(entry[name]) for name in FIELDS},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()
