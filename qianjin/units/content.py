"""What a file really is: told from its first bytes, compared with what its name claims."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

IMAGES = {
    b"\xff\xd8\xff": ("image/jpeg", {".jpg", ".jpeg"}),
    b"\x89PNG\r\n\x1a\n": ("image/png", {".png"}),
    b"GIF87a": ("image/gif", {".gif"}),
    b"GIF89a": ("image/gif", {".gif"}),
}
OOXML = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
OLE = {
    ".doc": "application/msword",
    ".wps": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".et": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
    ".dps": "application/vnd.ms-powerpoint",
}
TEXTS = {".txt": "text/plain", ".csv": "text/csv"}
KNOWN = (
    {".jpg", ".jpeg", ".png", ".gif", ".webp", ".pdf", ".mp4", ".mov"}
    | OOXML.keys()
    | OLE.keys()
    | TEXTS.keys()
)


@dataclass(frozen=True, slots=True)
class Content:
    """``media_type`` when name and content agree on a kind that is taken; otherwise none."""

    media_type: str | None
    is_disguised: bool = False


def sniff(head: bytes, name: str) -> Content:
    """Judge a file by its first 64 KiB and its name."""
    suffix = PurePath(name.lower()).suffix
    if suffix not in KNOWN:
        return Content(None)
    found = _by_content(head, suffix)
    return Content(found) if found else Content(None, is_disguised=True)


def _by_content(head: bytes, suffix: str) -> str | None:
    for magic, (media_type, suffixes) in IMAGES.items():
        if head.startswith(magic):
            return media_type if suffix in suffixes else None
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp" if suffix == ".webp" else None
    if head.startswith(b"%PDF-"):
        return "application/pdf" if suffix == ".pdf" else None
    if head[4:8] == b"ftyp":
        return {".mp4": "video/mp4", ".mov": "video/quicktime"}.get(suffix)
    if head.startswith(b"PK\x03\x04"):
        # A macro would stand in vbaProject.bin; the plain suffixes may not carry one.
        is_office = b"[Content_Types].xml" in head and b"vbaProject" not in head
        return OOXML.get(suffix) if is_office else None
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return OLE.get(suffix)
    return _as_text(head, suffix)


def _as_text(head: bytes, suffix: str) -> str | None:
    if suffix not in TEXTS or b"\x00" in head:
        return None
    for encoding in ("utf-8", "gb18030"):
        # The head may end inside a character; the last bytes prove nothing.
        try:
            head.decode(encoding)
        except UnicodeDecodeError as error:
            if error.start < len(head) - 4:
                continue
        return TEXTS[suffix]
    return None
