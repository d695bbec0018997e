"""经过 How a step of a request reads, on both sides of the counter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.desk.choices import Channel, EntryKind, RatingReason, Side
from qianjin.ui.shapes import Attachment, Tag, ThreadItem
from qianjin.ui.wording import day, size


@dataclass(frozen=True, slots=True)
class FilePages:
    """The pages of one face on which a file is saved, previewed and looked at."""

    park: str
    file: str
    preview: str
    photo: str


def item(entry: Any, pages: FilePages) -> ThreadItem:
    """An entry as a line of the thread; what the enterprise says is quoted."""
    kind = EntryKind(entry.kind)
    is_theirs = entry.side == Side.ENTERPRISE
    return ThreadItem(
        who=entry.by or _("The system"),
        what=str(kind.label),
        at=entry.at,
        tone=kind.tone,
        said=entry.text if is_theirs else "",
        text="" if is_theirs else _text(entry),
        internal=entry.is_internal,
        attachments=[attachment(file, pages) for file in entry.files],
        tags=_tags(entry),
        key=f"entry-{entry.id}",
    )


def _text(entry: Any) -> str:
    if together := _together(entry.data):
        return "\n".join(line for line in (together, entry.data.get("said"), entry.text) if line)
    milestone = entry.data.get("milestone")
    if not milestone:
        return str(entry.text)
    due_on = parse_date(entry.data.get("milestone_on", ""))
    words = _("Next milestone: %(milestone)s (%(day)s)")
    line = words % {"milestone": milestone, "day": day(due_on) if due_on else ""}
    return f"{entry.text}\n{line}" if entry.text else line


def _together(data: dict[str, Any]) -> str:
    """With which request it was made one, from which it was split off, or what was split off it."""
    if number := data.get("into"):
        return _("into %(number)s") % {"number": number}
    if number := data.get("from"):
        return _("from %(number)s") % {"number": number}
    if number := data.get("split_from"):
        return _("split off %(number)s") % {"number": number}
    if numbers := data.get("numbers"):
        return pgettext("between two names", ", ").join(numbers)
    return ""


def _tags(entry: Any) -> list[Tag]:
    tags = []
    if score := entry.data.get("score"):
        tags.append(Tag(_("%(score)s of 5") % {"score": score}, "done" if score > 2 else "at_risk"))
    for code in entry.data.get("reasons") or ():
        tags.append(Tag(str(RatingReason(code).label)))
    if channel := entry.data.get("channel"):
        tags.append(Tag(str(Channel(channel).label)))
    return tags


def attachment(file: Any, pages: FilePages) -> Attachment:
    """A file under an entry; a photograph leads to the page where it is looked at."""
    page = pages.photo if file.has_preview else pages.file
    return Attachment(
        name=file.name,
        url=reverse(page, args=[pages.park, file.id]),
        size=size(file.size),
        thumb_url=reverse(pages.preview, args=[pages.park, file.id]) if file.has_preview else "",
    )
