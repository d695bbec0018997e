"""对接 Writing down that one was in touch."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.parks.services import files as store
from qianjin.apps.parks.services.files import Upload
from qianjin.apps.prospects import services as prospects
from qianjin.apps.prospects.models import Contact

from ..choices import TouchKind
from ..models import Project, Touch, TouchFile
from ..refusals import BadTouch
from .fields import plain
from .projects import plan_step
from .traces import cold_from, held, today_of, trace

SHELF = "projects"
MOST_WORDS = 4000
AHEAD = timedelta(minutes=5)
"""A clock that is a little fast is forgiven; a touch to come is no touch."""


@transaction.atomic
def touch(
    *,
    project: Project,
    kind: str,
    by: Actor,
    at: datetime,
    words: str = "",
    happened_at: datetime | None = None,
    contact: Contact | None = None,
    with_whom: str = "",
    files: Iterable[Upload] = (),
    next_step: str | None = None,
    next_on: date | None = None,
    next_by: User | None = None,
) -> Touch:
    """
    记对接 Write down a call, a message, a meeting; and, in the same act, what comes next.

    ``happened_at``: when it was, now unless said. ``next_step``: ``None`` leaves it as it is.

    :raises MayNotKeepProject: not in this person's care.
    :raises BadTouch: nothing is said, it is still to come, or the kind is unknown.
    :raises BadProject: as ``plan_step``; ``BadFile``: a file is refused.
    """
    row = held(project, by)
    when = happened_at or at
    text, whom = plain(words), plain(with_whom)
    problems: dict[str, list[str]] = {}
    if kind not in TouchKind.values:
        problems["kind"] = [_("Choose one from the list.")]
    if not text:
        problems["words"] = [_("Please write something.")]
    elif len(text) > MOST_WORDS:
        problems["words"] = [_("At most %(most)s characters.") % {"most": MOST_WORDS}]
    if len(whom) > 120:
        problems["with_whom"] = [_("At most %(most)s characters.") % {"most": 120}]
    if when > at + AHEAD:
        problems["happened_at"] = [_("This is still to come; enter it as the next step.")]
    if contact is not None and contact.park_id != row.park_id:
        problems["contact"] = [_("Choose one from the list.")]
    if problems:
        raise BadTouch(problems)
    kept = store.keep(park_id=row.park_id, uploads=files, at=at, shelf=SHELF)
    made = Touch.objects.create(
        park_id=row.park_id,
        project=row,
        kind=kind,
        at=when,
        by_id=by.user_id,
        by_name=by.name[:80],
        contact=contact,
        with_whom=whom,
        words=text,
    )
    keep_files(made, kept, at)
    was_touched(row, when)
    prospects.touched(
        park_id=row.park_id,
        on=today_of(when),
        contacts=[contact.pk] if contact else [],
        organisations=[row.organisation_id] if row.organisation_id else [],
    )
    trace(row, "touch", by, at, {"kind": kind, "at": when.isoformat()})
    if next_step is not None:
        plan_step(project=row, next_step=next_step, next_on=next_on, next_by=next_by, by=by, at=at)
    return made


def was_touched(row: Project, when: datetime) -> None:
    """Repeat on the project when one was last in touch, and from when it is cold."""
    if when <= row.touched_at:
        return
    row.touched_at = when
    row.cold_on = cold_from(row.stage, when, row.stage_since)
    row.save(update_fields=["touched_at", "cold_on"])


def keep_files(
    made: Touch, kept: Iterable[store.KeptFile], at: datetime, parcel_id: int | None = None
) -> list[TouchFile]:
    """The files of a touch as rows."""
    return [
        TouchFile.objects.create(
            park_id=made.park_id,
            touch=made,
            parcel_id=parcel_id,
            at=at,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256,
            path=file.path,
            preview=file.preview,
        )
        for file in kept
    ]


def sweep_files(*, older_than: datetime) -> int:
    """Remove files that no row names: their act was rolled back after they were written."""
    return store.sweep(older_than=older_than, known=_known, shelf=SHELF)


def _known(names: set[str]) -> set[str]:
    rows = TouchFile.objects.filter(path__in=names) | TouchFile.objects.filter(preview__in=names)
    return {name for pair in rows.values_list("path", "preview") for name in pair if name}
