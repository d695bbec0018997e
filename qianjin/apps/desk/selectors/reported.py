"""公开接口 Requests as programs of other cities ask for them, with when each was last touched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Subquery

from qianjin.apps.accounts.actors import Actor

from .. import policies
from ..choices import OPEN_STATES
from ..models import Attachment, Entry, ServiceRequest


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked for; empty fields narrow nothing."""

    numbers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    is_open: bool | None = None


@dataclass(frozen=True, slots=True)
class Reported:
    """A request with what is said of it outside."""

    request: ServiceRequest
    updated_at: datetime
    enterprise: str
    unit: str
    is_open: bool
    media: int | None
    """The first file of it that is no internal one."""


def reported(actor: Actor, asking: Asking, *, page: int = 1, size: int = 50) -> Sequence[Reported]:
    """The requests the actor may see, newest first, one query."""
    touched = Entry.objects.filter(request=OuterRef("pk"), is_internal=False).order_by("-id")
    files = Attachment.objects.filter(request=OuterRef("pk"), entry__is_internal=False)
    rows = (
        ServiceRequest.objects.filter(policies.visible(actor))
        .select_related("enterprise", "unit")
        .annotate(
            touched_at=Subquery(touched.values("at")[:1]),
            media=Subquery(files.order_by("id").values("pk")[:1]),
        )
        .order_by(F("opened_at").desc(), "-id")
    )
    if asking.numbers:
        rows = rows.filter(number__in=asking.numbers)
    if asking.kinds:
        rows = rows.filter(kind__in=asking.kinds)
    if asking.since is not None:
        rows = rows.filter(opened_at__gte=asking.since)
    if asking.until is not None:
        rows = rows.filter(opened_at__lte=asking.until)
    if asking.is_open is not None:
        rows = (rows.filter if asking.is_open else rows.exclude)(status__in=list(OPEN_STATES))
    begin = (page - 1) * size
    return [
        Reported(
            request=row,
            updated_at=row.touched_at or row.opened_at,
            enterprise=row.enterprise.name,
            unit=row.unit.name if row.unit else "",
            is_open=row.status in OPEN_STATES,
            media=row.media,
        )
        for row in rows[begin : begin + size]
    ]
