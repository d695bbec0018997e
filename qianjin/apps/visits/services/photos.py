"""照片动词 Photographs of a visit: with the record, later, or piece by piece from a telephone."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.parks.refusals import BadFile
from qianjin.apps.parks.services import files as store

from .. import policies
from ..models import PhotoUpload, Visit, VisitPhoto
from ..refusals import BadPiece, NotYourVisit
from .traces import trace

SHELF = "visits-"
COMING = "coming-"
PIECE = 1 << 20
"""Bytes of one piece at most."""
MOST_ON_THE_WAY = 99
KEY = re.compile(r"[A-Za-z0-9-]{8,64}")
HASH = re.compile(r"[0-9a-f]{64}")


def visitors_of(visit: Visit) -> set[int]:
    """Who was there, by key."""
    return set(visit.visitors.values_list("pk", flat=True))


def keep_photos(
    visit: Visit, files: Iterable[store.Upload], at: datetime, sender_key: str = ""
) -> list[VisitPhoto]:
    """Check and keep files of a record; all of them or none."""
    kept = store.keep(park_id=visit.park_id, uploads=files, at=at, shelf=SHELF)
    return VisitPhoto.objects.bulk_create(
        VisitPhoto(
            park_id=visit.park_id,
            visit=visit,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256,
            path=file.path,
            preview=file.preview,
            sender_key=sender_key,
        )
        for file in kept
    )


@transaction.atomic
def add_photos(
    *, visit: Visit, files: Iterable[store.Upload], by: Actor, at: datetime
) -> list[VisitPhoto]:
    """
    补照片 Add photographs or papers to a record.

    :raises NotYourVisit: ``by`` was not there and did not write it.
    :raises BadFile: one of them is refused; none is kept.
    """
    if not policies.may_change_visit(by, visit, visitors_of(visit)):
        raise NotYourVisit
    kept = keep_photos(visit, files, at)
    if kept:
        trace("photos", row=visit, by=by, at=at, kind="visit", detail={"files": len(kept)})
    return kept


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a photograph: which one, what the whole is to be, and from which byte on."""

    sender_key: str
    name: str
    size: int
    sha256: str
    offset: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Received:
    """How many bytes of a photograph stand here, and whether it is whole."""

    received: int
    is_whole: bool


@transaction.atomic
def receive_piece(*, visit: Visit, piece: Piece, by: Actor, at: datetime) -> Received:
    """
    收照片片段 Take one piece of a photograph; with the last one it stands with the record.

    A piece that was taken before changes nothing, and one that lies ahead is not taken: the
    answer says from which byte to go on. The whole is kept only when it has the hash the
    telephone gave, so it is the photograph byte for byte; a torn one begins anew at byte 0.

    :raises NotYourVisit: ``by`` was not there and did not write it.
    :raises BadPiece: sizes, keys or hashes that cannot be meant.
    :raises BadFile: the whole is refused by its content.
    """
    row = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if not policies.may_change_visit(by, row, visitors_of(row)):
        raise NotYourVisit
    _check(piece)
    known = VisitPhoto.objects.filter(visit=row, sender_key=piece.sender_key).first()
    if known is not None:
        return Received(known.size, is_whole=True)
    coming = _coming(row, piece, at)
    if piece.offset != coming.received or not piece.body:
        return Received(coming.received, is_whole=False)
    _write(coming, piece)
    if coming.received < coming.size:
        coming.save(update_fields=["received"])
        return Received(coming.received, is_whole=False)
    is_whole = _finish(row, coming, by, at)
    return Received(coming.size if is_whole else 0, is_whole)


def _check(piece: Piece) -> None:
    limit = settings.UPLOAD_FILE_LIMIT
    if piece.size > limit:
        sentence = _("%(name)s is larger than %(limit)s MB.")
        raise BadFile({"files": [sentence % {"name": piece.name, "limit": limit >> 20}]})
    is_sound = (
        KEY.fullmatch(piece.sender_key)
        and HASH.fullmatch(piece.sha256)
        and piece.size > 0
        and piece.offset >= 0
        and len(piece.body) <= PIECE
        and piece.offset + len(piece.body) <= piece.size
    )
    if not is_sound:
        raise BadPiece({"files": [_("A piece of a photograph does not fit the whole.")]})


def _coming(visit: Visit, piece: Piece, at: datetime) -> PhotoUpload:
    """The photograph as far as it has come; another whole under the same key begins anew."""
    found = PhotoUpload.objects.filter(visit=visit, sender_key=piece.sender_key).first()
    if found is None:
        if PhotoUpload.objects.filter(visit=visit).count() >= MOST_ON_THE_WAY:
            raise BadPiece({"files": [_("Too many photographs are on their way.")]})
        folder = Path(str(visit.park_id)) / f"{COMING}{at:%Y}" / f"{at:%m}"
        path = folder / f"{visit.pk}-{piece.sender_key}"
        found = PhotoUpload(
            park_id=visit.park_id,
            visit=visit,
            sender_key=piece.sender_key,
            begun_at=at,
            path=str(path),
        )
    if (found.size, found.sha256) != (piece.size, piece.sha256):
        found.size, found.sha256, found.received = piece.size, piece.sha256, 0
        found.name = store.bare_name(piece.name or "photo")
        found.save()
    return found


def _write(coming: PhotoUpload, piece: Piece) -> None:
    """At its own place: what an act that was rolled back has left there is written over."""
    target = store.MEDIA / coming.path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.touch()
    with target.open("r+b") as file:
        file.seek(piece.offset)
        file.write(piece.body)
        file.truncate()
    coming.received = piece.offset + len(piece.body)


class _Whole:
    """The file that has come, as ``store.keep`` takes it."""

    def __init__(self, coming: PhotoUpload) -> None:
        self.name: str | None = coming.name
        self.size: int | None = coming.size
        self._place = store.MEDIA / coming.path
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        with self._place.open("rb") as file:
            file.seek(self._at)
            found = file.read(size)
        self._at += len(found)
        return found

    def seek(self, offset: int) -> int:
        self._at = offset
        return offset

    def chunks(self) -> Iterator[bytes]:
        with self._place.open("rb") as file:
            while chunk := file.read(1 << 20):
                yield chunk


def _finish(visit: Visit, coming: PhotoUpload, by: Actor, at: datetime) -> bool:
    digest = hashlib.sha256()
    whole = _Whole(coming)
    for chunk in whole.chunks():
        digest.update(chunk)
    is_whole = digest.hexdigest() == coming.sha256
    if is_whole:
        keep_photos(visit, [whole], at, coming.sender_key)
        trace("photos", row=visit, by=by, at=at, kind="visit", detail={"files": 1})
    coming.delete()
    place = store.MEDIA / coming.path
    transaction.on_commit(lambda: place.unlink(missing_ok=True))
    return is_whole


def sweep_photos(*, older_than: datetime) -> int:
    """清理照片 Remove photographs that no row names: their act was rolled back."""
    removed = store.sweep(older_than=older_than, known=_known, shelf=SHELF)
    return removed + store.sweep(older_than=older_than, known=_on_the_way, shelf=COMING)


def forget_uploads(*, older_than: datetime) -> int:
    """清理未完上传 Give up photographs that have not come on for long."""
    gone, _kinds = PhotoUpload.objects.filter(begun_at__lt=older_than).delete()
    return gone


def _known(names: set[str]) -> set[str]:
    rows = VisitPhoto.objects
    known = set(rows.filter(path__in=names).values_list("path", flat=True))
    return known | set(rows.filter(preview__in=names).values_list("preview", flat=True))


def _on_the_way(names: set[str]) -> set[str]:
    return set(PhotoUpload.objects.filter(path__in=names).values_list("path", flat=True))
