from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit

from .. import policies
from ..choices import ThreadKind
from ..models import Enterprise, ThreadEntry
from ..refusals import BadNote, MayNotNote

TEXT_LENGTH = 400


def write_on_thread(
    *,
    enterprise: Enterprise,
    kind: str,
    by: Actor,
    at: datetime,
    text: str = "",
    object_kind: str = "",
    object_ref: str = "",
    is_internal: bool = False,
) -> ThreadEntry:
    """
    全程 Add a line to an enterprise's timeline, in the transaction of the act it speaks of.

    Other desks call it from their own verbs, which have checked who may and leave the audit
    entry; ``text`` longer than 400 characters is cut.
    """
    entry = thread_line(
        enterprise=enterprise,
        kind=kind,
        by=by,
        at=at,
        text=text,
        object_kind=object_kind,
        object_ref=object_ref,
        is_internal=is_internal,
    )
    entry.save()
    return entry


def reword_on_thread(
    *,
    enterprise: Enterprise,
    object_kind: str,
    object_ref: str,
    kind: str,
    at: datetime,
    text: str,
) -> int:
    """
    改全程 Let the line of an object say what the object says now; how many lines that were.

    For the verb that corrects the object, which keeps what it said before and leaves the trace.
    """
    rows = ThreadEntry.objects.filter(
        enterprise=enterprise, object_kind=object_kind, object_ref=object_ref
    )
    return rows.update(kind=kind, at=at, text=text[:TEXT_LENGTH])


def thread_line(
    *,
    enterprise: Enterprise,
    kind: str,
    by: Actor,
    at: datetime,
    text: str = "",
    object_kind: str = "",
    object_ref: str = "",
    is_internal: bool = False,
) -> ThreadEntry:
    """The line ``write_on_thread`` would add, not saved yet; for acts that write many at once."""
    return ThreadEntry(
        park_id=enterprise.park_id,
        enterprise=enterprise,
        at=at,
        kind=kind,
        by_name=by.name[:80],
        text=text if len(text) <= TEXT_LENGTH else text[: TEXT_LENGTH - 1] + "…",
        object_kind=object_kind,
        object_ref=object_ref[:60],
        is_internal=is_internal,
    )


@transaction.atomic
def note(*, enterprise: Enterprise, text: str, by: Actor, at: datetime) -> ThreadEntry:
    """
    记一笔 Write an internal note on the thread: a call, a talk, something to remember.

    :raises MayNotNote: ``by`` keeps no enterprises in this park.
    :raises BadNote: nothing was written, or more than 400 characters.
    """
    if not policies.may_note(by, enterprise):
        raise MayNotNote
    words = text.strip()
    if not words:
        raise BadNote({"text": [_("Please write something.")]})
    if len(words) > TEXT_LENGTH:
        raise BadNote({"text": [_("A note has at most %(limit)d characters.") % {"limit": 400}]})
    entry = write_on_thread(
        enterprise=enterprise, kind=ThreadKind.NOTE, by=by, at=at, text=words, is_internal=True
    )
    audit.record(
        park_id=enterprise.park_id,
        by=by,
        at=at,
        verb="enterprise.note",
        object_kind="enterprise",
        object_id=enterprise.pk,
        object_label=enterprise.name,
        detail={"text": words},
    )
    return entry
