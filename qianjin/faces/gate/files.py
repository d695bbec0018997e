"""What may be sent, and how a file that was sent comes back; the same for every face."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpResponseBase

from qianjin.apps.parks.services.files import MEDIA, MOST_FILES
from qianjin.units.content import KNOWN
from qianjin.units.refusals import Missing


@dataclass(frozen=True, slots=True)
class Limits:
    """What the browser checks before it sends; the server checks again."""

    accept: str
    file_bytes: int
    form_bytes: int
    count: int


def limits() -> Limits:
    """The limits of one form. A little is left of the whole for its words."""
    return Limits(
        accept=",".join(sorted(KNOWN)),
        file_bytes=settings.UPLOAD_FILE_LIMIT,
        form_bytes=settings.UPLOAD_FORM_LIMIT - 256 * 1024,
        count=MOST_FILES,
    )


def download(row: Any) -> HttpResponseBase:
    """
    The file as it was sent, to be saved: it is never shown in a page of ours.

    :raises Missing: the row is there, the file is not.
    """
    return _answer(row.path, row.media_type, name=row.name)


def preview(row: Any) -> HttpResponseBase:
    """
    The small picture made anew from the pixels of a photograph.

    :raises Missing: this file has none.
    """
    if not row.preview:
        raise Missing
    response = _answer(row.preview, "image/webp")
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response


def _answer(path: str, media_type: str, name: str = "") -> HttpResponseBase:
    try:
        opened = (Path(MEDIA) / path).open("rb")
    except FileNotFoundError as error:
        raise Missing from error
    response = FileResponse(
        opened, as_attachment=bool(name), filename=name, content_type=media_type
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
