"""随手找 The few requests that a few typed characters may mean, for the palette."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qianjin.apps.accounts.actors import Actor

from .. import policies
from ..models import ServiceRequest
from .search import find_requests


@dataclass(frozen=True, slots=True)
class Hit:
    """找到的诉求 What the palette shows of a request."""

    number: str
    title: str
    enterprise: str
    status: str
    opened_at: datetime


def found(actor: Actor, words: str, *, most: int = 6) -> list[Hit]:
    """The newest requests whose text holds these words; their numbers are part of the text."""
    rows = ServiceRequest.objects.filter(policies.visible(actor))
    rows = find_requests(rows, words, actor.park_id)
    return [
        Hit(
            number=row.number,
            title=row.title,
            enterprise=row.enterprise.short_name or row.enterprise.name,
            status=row.status,
            opened_at=row.opened_at,
        )
        for row in rows.select_related("enterprise")
        .only(
            "number", "title", "status", "opened_at", "enterprise__name", "enterprise__short_name"
        )
        .order_by("-opened_at", "-id")[:most]
    ]
