"""One request as the portal shows it in a list, on the home page, and on its own page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.desk.choices import (
    Channel,
    EntryKind,
    RatingReason,
    RequestKind,
    RequestStatus,
    Side,
)
from qianjin.apps.desk.selectors import Detail, RequestRow
from qianjin.faces.gate.requests import ParkRequest
from qianjin.ui.shapes import Attachment, Tag, ThreadItem
from qianjin.ui.wording import size

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
    items = [_item(request, entry) for entry in detail.entries if not entry.is_internal]
    return list(reversed(items))


def _item(request: ParkRequest, entry: Any) -> ThreadItem:
    kind = EntryKind(entry.kind)
    return ThreadItem(
        who=_name(entry),
        what=str(kind.label),
        at=entry.at,
        tone=kind.tone,
        said=entry.text if entry.side == Side.ENTERPRISE else "",
        text=_text(entry) if entry.side != Side.ENTERPRISE else "",
        attachments=[_file(request, file) for file in entry.files],
        tags=_tags(entry),
        key=f"entry-{entry.id}",
    )


def _name(entry: Any) -> str:
    return entry.by or _("The system")


def _text(entry: Any) -> str:
    milestone = entry.data.get("milestone")
    if not milestone:
        return str(entry.text)
    words = _("Next milestone: %(milestone)s (%(day)s)")
    line = words % {"milestone": milestone, "day": entry.data.get("milestone_on", "")}
    return f"{entry.text}\n{line}" if entry.text else line


def _tags(entry: Any) -> list[Tag]:
    tags = []
    if score := entry.data.get("score"):
        tags.append(Tag(_("%(score)s of 5") % {"score": score}, "done" if score > 2 else "at_risk"))
    for code in entry.data.get("reasons") or ():
        tags.append(Tag(str(RatingReason(code).label)))
    if channel := entry.data.get("channel"):
        tags.append(Tag(str(Channel(channel).label)))
    return tags


def _file(request: ParkRequest, file: Any) -> Attachment:
    slug = request.actor.park_slug
    page = "portal:photo" if file.has_preview else "portal:file"
    return Attachment(
        name=file.name,
        url=reverse(page, args=[slug, file.id]),
        size=size(file.size),
        thumb_url=reverse("portal:preview", args=[slug, file.id]) if file.has_preview else "",
    )


def heading(detail: Detail) -> str:
    """What stands above the title: number, type, place."""
    row = detail.request
    parts = [row.number, str(RequestKind(row.kind).label) if row.kind else "", row.place]
    return pgettext("between facts in one line", " · ").join(part for part in parts if part)


def short(text: str) -> str:
    """The beginning of a text, for a line that must stay one."""
    return truncatechars(text, 60)
