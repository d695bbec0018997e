"""登记 The registers of thanks, complaints and suggestions, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from qianjin.apps.accounts.actors import Actor

from .. import policies
from ..choices import RequestKind
from ..models import ServiceRequest, Thanks
from .cursors import keyset
from .lines import lines_of
from .lists import RequestRow, to_rows
from .one import thanks_of

PAGE = 20


@dataclass(frozen=True, slots=True)
class ThanksRow:
    """一句感谢 One word of thanks, with the request it speaks of where the reader may see it."""

    id: int
    at: datetime
    enterprise_id: int
    enterprise: str
    text: str
    by: str
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class ThanksPage:
    """一页感谢 Rows with the cursors to the pages beside them."""

    rows: list[ThanksRow]
    newer: str
    older: str


def thanks_page(actor: Actor, *, cursor: str = "", size: int = PAGE) -> ThanksPage:
    """Thanks that speak of no request, or of one the actor may see; newest first."""
    rows = thanks_of(actor)
    if not policies.sees_all(actor):
        seen = ServiceRequest.objects.filter(policies.visible(actor)).values("pk")
        rows = rows.filter(Q(request=None) | Q(request__in=seen))
    found, newer, older = keyset(rows, "at", cursor, size)
    return ThanksPage([_row(row) for row in found], newer, older)


VOICES = ("complaint", "suggestion")
"""投诉、建议: sub-types of suggestions and praise that have a register of their own."""


@dataclass(frozen=True, slots=True)
class VoicesPage:
    """一页投诉或建议 Finished rows with the cursors to the pages beside them."""

    rows: list[RequestRow]
    newer: str
    older: str


def voices_page(
    actor: Actor, subkind: str, *, at: datetime, cursor: str = "", size: int = PAGE
) -> VoicesPage:
    """投诉登记、建议登记 Complaints or suggestions the actor may see, newest first, open or not."""
    rows = ServiceRequest.objects.filter(
        policies.visible(actor), kind=RequestKind.ADV, subkind=subkind
    )
    found, newer, older = keyset(rows.only("opened_at"), "opened_at", cursor, size)
    lines = lines_of(ServiceRequest.objects.filter(pk__in=[row.pk for row in found]))
    lines.sort(key=lambda line: (line.opened_at, line.pk), reverse=True)
    return VoicesPage(to_rows(lines, actor, at), newer, older)


def _row(row: Thanks) -> ThanksRow:
    return ThanksRow(
        id=row.pk,
        at=row.at,
        enterprise_id=row.enterprise_id,
        enterprise=row.enterprise.short_name or row.enterprise.name,
        text=row.text,
        by=row.by_name,
        number=row.request.number if row.request else "",
        title=row.request.title if row.request else "",
    )
