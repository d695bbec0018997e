"""What a telephone sends: a record in the fields of the form, and photographs in pieces."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import quote

from django.test import Client

from qianjin.apps.accounts.models import User

KEY = "0b7c7f0e-5a0f-4f8e-9d57-2f6f6a3a1c11"


def a_record(by: User, enterprise: Any, **more: Any) -> dict[str, Any]:
    """The fields of one record; further ones by name."""
    return {
        "person": by.pk,
        "enterprise": enterprise.pk,
        "means": "visit",
        "on_site_at": "2026-11-23T15:00",
        "minutes": 40,
        "visitors": [by.pk],
        "photos": 0,
    } | more


def sent(client: Client, address: str, fields: dict[str, Any], key: str = KEY) -> Any:
    """What the office answers to it."""
    return client.post(
        address,
        fields,
        headers={"Accept": "application/json", "Idempotency-Key": key},
    )


def sent_piece(
    client: Client, address: str, whole: bytes, offset: int, piece: bytes, **head: Any
) -> Any:
    """One piece of a photograph, as the telephone sends it."""
    told = {
        "Upload-Key": "photo-0001",
        "Upload-Name": quote("车间.jpg"),
        "Upload-Size": len(whole),
        "Upload-Sha256": hashlib.sha256(whole).hexdigest(),
        "Upload-Offset": offset,
    } | head
    return client.post(
        address,
        piece,
        content_type="application/octet-stream",
        headers={"Accept": "application/json", **{k: str(v) for k, v in told.items()}},
    )
