"""One request as the portal shows it in a list, on the home page, and on its own page."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.defaultfilters import truncatechars
from django.utils.translation import pgettext

from qianjin.apps.desk.choices import RequestKind, RequestStatus
from qianjin.apps.desk.selectors import Detail, RequestRow
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.gate.thread import FilePages, item
from qianjin.ui.shapes import ThreadItem

from .way import Way, way_of


@dataclass(frozen=True, slots=True)
class Card:
    """A request in a list: finished words and its way."""

    row: RequestRow
    kind: str
    status: str
    tone: str
    way: Way


def card(row: RequestRow) -> Card:
    """A row of the desk as the enterprise reads it."""
    status = RequestStatus(row.status)
    return Card(
        row=row,
        kind=str(RequestKind(row.kind).label) if row.kind else "",
        status=str(status.label),
        tone=status.tone,
        way=way_of(row, row.stages, is_rated=row.score is not None),
    )


def thread_of(request: ParkRequest, detail: Detail) -> list[ThreadItem]:
    """What happened, newest first; the office's notes are not among it."""
    pages = FilePages(request.actor.park_slug, "portal:file", "portal:preview", "portal:photo")
    items = [item(entry, pages) for entry in detail.entries if not entry.is_internal]
    return list(reversed(items))


def heading(detail: Detail) -> str:
    """What stands above the title: number, type, place."""
    row = detail.request
    parts = [row.number, str(RequestKind(row.kind).label) if row.kind else "", row.place]
    return pgettext("between facts in one line", " · ").join(part for part in parts if part)


def short(text: str) -> str:
    """The beginning of a text, for a line that must stay one."""
    return truncatechars(text, 60)
