"""Files sent with an entry of a request."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from qianjin.apps.parks.services import files as store
from qianjin.apps.parks.services.files import MOST_FILES, KeptFile, Upload, check_upload

from ..models import Attachment, Entry

__all__ = [
    "MOST_FILES",
    "Upload",
    "attachment_rows",
    "check_upload",
    "keep_files",
    "sweep_files",
]


def keep_files(*, entry: Entry, files: Sequence[Upload], at: datetime) -> list[Attachment]:
    """
    Check and keep every file of an entry; all of them or none.

    :raises BadFile: one of them is refused.
    """
    rows = attachment_rows(entry, store.keep(park_id=entry.park_id, uploads=files, at=at))
    for row in rows:
        row.save()
    return rows


def attachment_rows(entry: Entry, kept: Sequence[KeptFile]) -> list[Attachment]:
    """What remembers the files kept for an entry, not saved yet."""
    return [
        Attachment(
            park_id=entry.park_id,
            request_id=entry.request_id,
            entry=entry,
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
    return store.sweep(older_than=older_than, known=_known)


def _known(names: set[str]) -> set[str]:
    known = set(Attachment.objects.filter(path__in=names).values_list("path", flat=True))
    return known | set(
        Attachment.objects.filter(preview__in=names).values_list("preview", flat=True)
    )
