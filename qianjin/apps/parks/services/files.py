"""文件 Files sent to the park: checked by what they contain, kept outside the web root."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from qianjin.units.content import sniff

from ..refusals import BadFile

MEDIA: Path = settings.MEDIA_ROOT
PREVIEW_PIXELS = 720
MOST_PIXELS = 40_000_000
MOST_FILES = 9


@dataclass(frozen=True, slots=True)
class KeptFile:
    """What a row must remember of a file that is kept."""

    name: str
    media_type: str
    size: int
    sha256: str
    path: str
    preview: str


class Upload(Protocol):
    """A file as a face hands it over."""

    @property
    def name(self) -> str | None: ...
    @property
    def size(self) -> int | None: ...
    def read(self, size: int = ...) -> bytes: ...
    def seek(self, offset: int) -> int: ...
    def chunks(self) -> Iterator[bytes]: ...


def check_upload(upload: Upload) -> str:
    """
    Say what a file is by its content; return its media type.

    :raises BadFile: empty, too large, of a kind not taken, or named as what it is not.
    """
    name, size = upload.name or "", upload.size or 0
    limit = settings.UPLOAD_FILE_LIMIT
    if size == 0:
        raise BadFile({"files": [_("%(name)s is empty.") % {"name": name}]})
    if size > limit:
        sentence = _("%(name)s is larger than %(limit)s MB.")
        raise BadFile({"files": [sentence % {"name": name, "limit": limit >> 20}]})
    upload.seek(0)
    found = sniff(upload.read(64 * 1024), name)
    upload.seek(0)
    if found.media_type is None:
        sentence = (
            _("%(name)s is not what its name says. Send the original photograph or document.")
            if found.is_disguised
            else _("%(name)s is of a kind that is not taken here.")
        )
        raise BadFile({"files": [sentence % {"name": name}]})
    return found.media_type


def keep(
    *, park_id: int, uploads: Iterable[Upload], at: datetime, shelf: str = ""
) -> list[KeptFile]:
    """
    Check and keep every file of an act; all of them or none. ``shelf`` parts desks from each other.

    :raises BadFile: one of them is refused, or there are more than nine.
    """
    files = list(uploads)
    if len(files) > MOST_FILES:
        sentence = _("At most %(most)s files at once.")
        raise BadFile({"files": [sentence % {"most": MOST_FILES}]})
    kinds = [check_upload(upload) for upload in files]
    folder = Path(str(park_id)) / f"{shelf}{at:%Y}" / f"{at:%m}"
    return [_keep(folder, upload, kind) for upload, kind in zip(files, kinds, strict=True)]


def _keep(folder: Path, upload: Upload, media_type: str) -> KeptFile:
    (MEDIA / folder).mkdir(parents=True, exist_ok=True)
    path = folder / uuid.uuid4().hex
    digest, size = hashlib.sha256(), 0
    with (MEDIA / path).open("wb") as target:
        for chunk in upload.chunks():
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
    return KeptFile(
        name=bare_name(upload.name or "file"),
        media_type=media_type,
        size=size,
        sha256=digest.hexdigest(),
        path=str(path),
        preview=_preview(path) if media_type.startswith("image/") else "",
    )


def bare_name(name: str) -> str:
    """Without folders and control characters; the end is kept, for it says of what kind it is."""
    bare = Path(name.replace("\\", "/")).name
    return "".join(sign for sign in bare if sign >= " " and sign != "\x7f")[-200:]


def _preview(path: Path) -> str:
    """
    A small WebP made anew from the pixels, so that it may be shown in a page.

    None for a picture too large to be unpacked in a web process; the file itself is kept.
    """
    # Most processes never see a picture; the library would take 8 MB of each.
    from PIL import Image, ImageOps, UnidentifiedImageError

    target = path.with_name(path.name + ".webp")
    try:
        with Image.open(MEDIA / path) as image:
            # A JPEG is read at an eighth of its size, anything else whole.
            if image.format != "JPEG" and image.width * image.height > MOST_PIXELS:
                return ""
            image.draft("RGB", (PREVIEW_PIXELS, PREVIEW_PIXELS))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((PREVIEW_PIXELS, PREVIEW_PIXELS))
            upright.convert("RGB").save(MEDIA / target, "WEBP", quality=78)
    except Image.DecompressionBombError:
        return ""
    except (UnidentifiedImageError, SyntaxError, OSError, ValueError, EOFError) as error:
        (MEDIA / path).unlink(missing_ok=True)
        raise BadFile(
            {"files": [_("A photograph could not be read; it may be damaged.")]}
        ) from error
    return str(target)


def sweep(*, older_than: datetime, known: Callable[[set[str]], set[str]], shelf: str = "") -> int:
    """Remove the files of a shelf that no row names: their act was rolled back after they came."""
    removed = 0
    for batch in _batches(MEDIA.glob(f"*/{shelf or '[0-9]'}*/*/*")):
        names = {str(path.relative_to(MEDIA)) for path in batch}
        for name in names - known(names):
            if (MEDIA / name).stat().st_mtime < older_than.timestamp():
                (MEDIA / name).unlink()
                removed += 1
    return removed


def _batches(paths: Iterable[Path], size: int = 500) -> Iterator[list[Path]]:
    batch: list[Path] = []
    for path in paths:
        batch.append(path)
        if len(batch) == size:
            yield batch
            batch = []
    yield batch
