"""A line of ``notice-list`` as HTML: a dozen stand on the page that is opened most."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from qianjin.ui import wording
from qianjin.ui.drawing.parts import read, text
from qianjin.ui.tones import tone_class


def line(notice: Any) -> str:
    """One ``<li>``; an unread one says so to those who do not see its dot."""
    unread, url, at = read(notice, "unread"), read(notice, "url"), read(notice, "at")
    new = f'<span class="visually-hidden">{text(_("New:"))}</span>' if unread else ""
    sub = f"<small>{text(read(notice, 'sub'))}</small>" if read(notice, "sub") else ""
    stamp = f' datetime="{at.isoformat()}" title="{text(wording.moment(at))}"' if at else ""
    when = text(read(notice, "time") or (wording.ago(at) if at else ""))
    body = (
        f'<span class="notice-dot">{new}</span><span class="grow">{text(read(notice, "text"))}{sub}'
        f"</span><time{stamp}>{when}</time>"
    )
    if url:
        body = f'<a href="{text(url)}">{body}</a>'
    marked = " is-unread" if unread else ""
    return f'<li class="{tone_class(read(notice, "tone"))}{marked}">{body}</li>'
