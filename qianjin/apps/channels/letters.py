"""来信的读法 A mail as the desk reads it: who, about what, in which words, with which files."""

from __future__ import annotations

import email
import email.policy
import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import parseaddr

NUMBER = re.compile(r"(?<!\d)(\d{4}-\d{4}-\d{3,6})(?!\d)")
_QUOTED = re.compile(
    r"^(-{2,}\s*(原始邮件|原邮件|Original Message|Forwarded message|转发邮件)"
    r"|(发件人|From)\s*[:：].{3,}|On .{5,120} wrote:|在.{5,80}写道[:：]|_{10,})",
    re.IGNORECASE,
)
_SENDERS = re.compile(r"^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)\b", re.I)
_TAGS = re.compile(r"<(style|script|head)\b.*?</\1>|<!--.*?-->|<[^>]+>", re.S | re.I)
_BREAKS = re.compile(r"<(br|/p|/div|/tr|/li)\b[^>]*>", re.I)


@dataclass(slots=True)
class Enclosed:
    """附件 A file that came with a mail, in the shape of an upload."""

    name: str
    data: bytes
    _at: io.BytesIO = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._at = io.BytesIO(self.data)

    @property
    def size(self) -> int:
        return len(self.data)

    def read(self, size: int = -1) -> bytes:
        return self._at.read(size)

    def seek(self, offset: int) -> int:
        return self._at.seek(offset)

    def chunks(self) -> Iterator[bytes]:
        yield self.data


@dataclass(frozen=True, slots=True)
class Incoming:
    """A mail, read."""

    message_id: str
    address: str
    name: str
    subject: str
    words: str
    files: tuple[Enclosed, ...]
    number: str
    is_automatic: bool


def read_mail(raw: bytes) -> Incoming:
    """Read a mail; one that cannot be read whole is read as far as it goes."""
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    name, address = parseaddr(_header(mail, "From"))
    subject = " ".join(_header(mail, "Subject").split())
    number = NUMBER.search(subject)
    return Incoming(
        message_id=_header(mail, "Message-ID").strip()[:300],
        address=address.strip().lower()[:254],
        name=name.strip()[:80],
        subject=subject[:200],
        words=_fresh(_text(mail)),
        files=tuple(_files(mail)),
        number=number[1] if number else "",
        is_automatic=_is_automatic(mail, address),
    )


def _header(mail: EmailMessage, name: str) -> str:
    try:
        return str(mail.get(name, "") or "")
    except (ValueError, IndexError, AttributeError):
        # A header that breaks the grammar of mails is as none.
        return ""


def _is_automatic(mail: EmailMessage, address: str) -> bool:
    """Out of office, bounce, list: nobody wrote it to the desk (RFC 3834)."""
    return (
        _header(mail, "Auto-Submitted").lower().strip() not in ("", "no")
        or _header(mail, "Precedence").lower().strip() in ("bulk", "junk", "list", "auto_reply")
        or bool(_header(mail, "X-Autoreply") or _header(mail, "X-Autorespond"))
        or bool(_header(mail, "List-Id"))
        or _header(mail, "Return-Path").strip() == "<>"
        or mail.get_content_type() == "multipart/report"
        or bool(_SENDERS.match(address))
    )


def _text(mail: EmailMessage) -> str:
    part = mail.get_body(("plain", "html"))
    if part is None:
        return ""
    try:
        text = str(part.get_content())
    except (LookupError, ValueError, KeyError):
        payload = part.get_payload(decode=True)
        text = payload.decode("gb18030", "replace") if isinstance(payload, bytes) else ""
    if part.get_content_type() == "text/html":
        text = html.unescape(_TAGS.sub("", _BREAKS.sub("\n", text)))
    return text


def _fresh(text: str) -> str:
    """What was written now, without what it answers to."""
    kept: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if _QUOTED.match(line.strip()):
            break
        if not line.lstrip().startswith(">"):
            kept.append(line.rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _files(mail: EmailMessage) -> Iterator[Enclosed]:
    for part in mail.iter_attachments():
        data = part.get_payload(decode=True)
        if isinstance(data, bytes) and part.get_content_disposition() != "inline":
            yield Enclosed((part.get_filename() or "附件")[:200], data)
