"""资料 Photographs and documents of a parcel."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.parks.services import files as store
from qianjin.apps.parks.services.files import Upload

from ..choices import EventKind
from ..models import Parcel, ParcelFile, SurveyFile
from ..refusals import BadParcel
from .steps import done, to_keep

SHELF, SURVEYS = "parcels", "surveys"
CAPTION = 80


@transaction.atomic
def add_files(
    *, parcel: Parcel, files: Iterable[Upload], by: Actor, at: datetime, caption: str = ""
) -> list[ParcelFile]:
    """
    传资料 Add photographs or documents, checked by what they contain.

    :raises MayNotKeepParcels, ParcelClosed: see ``steps.to_keep``.
    :raises BadFile, BadParcel: a file is refused, there is none, or the caption is too long.
    """
    row = to_keep(parcel, by)
    uploads, words = list(files), caption.replace("\x00", "").strip()
    if not uploads:
        raise BadParcel({"files": [_("Choose a file first.")]})
    if len(words) > CAPTION:
        raise BadParcel({"caption": [_("At most %(most)s characters.") % {"most": CAPTION}]})
    kept = store.keep(park_id=row.park_id, uploads=uploads, at=at, shelf=SHELF)
    rows = [
        ParcelFile.objects.create(
            park_id=row.park_id,
            parcel=row,
            caption=words,
            by_name=by.name[:80],
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
    row.version -= 1  # nobody's form of the parcel is out of date by this
    names = "、".join(file.name for file in rows)
    done(
        row,
        "parcel.files",
        EventKind.FILES,
        by=by,
        at=at,
        words=f"{words}：{names}" if words else names,
        detail={"files": [file.name for file in rows]},
        is_shown=False,
    )
    return rows


@transaction.atomic
def remove_file(*, file: ParcelFile, by: Actor, at: datetime) -> None:
    """
    移除资料 Take a file off the page; the row and the file stay, for the trail.

    :raises MayNotKeepParcels, ParcelClosed: see ``steps.to_keep``.
    """
    row = to_keep(file.parcel, by)
    if not ParcelFile.objects.filter(pk=file.pk, removed_at=None).update(removed_at=at):
        return
    row.version -= 1
    done(
        row,
        "parcel.file_remove",
        EventKind.FILES,
        by=by,
        at=at,
        words=_("Removed: %(name)s") % {"name": file.name},
        detail={"file": file.name},
        is_shown=False,
    )


def sweep_files(*, older_than: datetime) -> int:
    """Remove files that no row names: their act was rolled back after they were written."""
    return store.sweep(older_than=older_than, known=_of_parcels, shelf=SHELF) + store.sweep(
        older_than=older_than, known=_of_surveys, shelf=SURVEYS
    )


def _of_parcels(names: set[str]) -> set[str]:
    rows = ParcelFile.objects.filter(path__in=names) | ParcelFile.objects.filter(preview__in=names)
    return {name for pair in rows.values_list("path", "preview") for name in pair if name}


def _of_surveys(names: set[str]) -> set[str]:
    return set(SurveyFile.objects.filter(path__in=names).values_list("path", flat=True))
