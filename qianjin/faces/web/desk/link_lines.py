"""关联行 How a link reads on the page of a request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import pgettext

from qianjin.apps.desk.choices import RequestStatus
from qianjin.apps.desk.hands import LinkKind
from qianjin.apps.desk.selectors import LinkRow
from qianjin.faces.gate import to
from qianjin.faces.gate.requests import ParkRequest

from . import words


@dataclass(frozen=True, slots=True)
class LinkLine:
    """One link as the page of a request shows it."""

    row: LinkRow
    label: str
    url: str
    status: str
    tone: str
    undo_url: str
    undo: str


def link_lines(request: ParkRequest, rows: Iterable[LinkRow]) -> list[LinkLine]:
    """The links of a request as lines."""
    address = words.addresses(request)
    return [
        LinkLine(
            row=row,
            label=_way(row),
            url=address(row.number),
            status=str(RequestStatus(row.status).label),
            tone=RequestStatus(row.status).tone,
            undo_url=to(request, "web:link_undo", row.id) if row.can_undo else "",
            undo=pgettext("button", "Undo the merger")
            if row.kind == LinkKind.MERGED
            else pgettext("button", "Take the link away"),
        )
        for row in rows
    ]


def _way(row: LinkRow) -> str:
    """How the request looked at stands to the other one."""
    if row.is_out or row.kind == LinkKind.RELATED:
        return str(LinkKind(row.kind).label)
    if row.kind == LinkKind.BLOCKS:
        waits = row.is_open
        return pgettext("link", "Waits for") if waits else pgettext("link", "Waited for")
    if row.kind == LinkKind.FOLLOWS:
        return pgettext("link", "Is followed by")
    if row.kind == LinkKind.MERGED:
        return pgettext("link", "Took in")
    return pgettext("link", "Split off")
