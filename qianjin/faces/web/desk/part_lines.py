"""协办行 How a co-handler's part reads, on the page of its request and on the page of the day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.desk.choices import Light
from qianjin.apps.desk.hands import PartStatus
from qianjin.apps.desk.selectors import PartRow
from qianjin.faces.gate import to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.ui.wording import moment

from . import words


@dataclass(frozen=True, slots=True)
class PartAct:
    """One thing to do with a part."""

    label: str
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part: whose, in which state, due when, and what one may do with it."""

    row: PartRow
    title: str
    status: str
    status_tone: str
    tone: str
    due: str
    due_tone: str
    request_url: str
    acts: list[PartAct]

    @property
    def first_acts(self) -> list[PartAct]:
        """What a line of the day has room for: take it or answer at once, or answer."""
        return self.acts[: 2 if self.row.status == PartStatus.ASKED else 1]


def part_lines(request: ParkRequest, rows: Iterable[PartRow]) -> list[PartLine]:
    """The parts as lines."""
    address = words.addresses(request)
    return [
        PartLine(
            row=row,
            title=row.title,
            status=str(PartStatus(row.status).label),
            status_tone=PartStatus(row.status).tone,
            tone=Light(row.light).tone if row.light in {Light.RED, Light.YELLOW} else "",
            due=_due(row),
            due_tone=Light(row.light).tone,
            request_url=address(row.number),
            acts=_acts(request, row),
        )
        for row in rows
    ]


def _due(row: PartRow) -> str:
    if row.met_at is not None:
        late = pgettext("promise", "done late") if row.was_late else ""
        return words.joined((moment(row.met_at), late))
    if not row.is_open:
        return ""
    return _("by %(when)s") % {"when": moment(row.due_at)}


def _acts(request: ParkRequest, row: PartRow) -> list[PartAct]:
    if not row.can_help:
        return []
    answer = PartAct(
        pgettext("act", "Answer for the part"), to(request, "web:part_answer", row.id), "send"
    )
    back = PartAct(pgettext("act", "Return it"), to(request, "web:part_return", row.id), "undo")
    more = PartAct(
        pgettext("act", "Ask for more time"), to(request, "web:part_extend", row.id), "calendar"
    )
    if row.status == PartStatus.TAKEN:
        return [answer, more, back]
    take = PartAct(pgettext("act", "Take it on"), to(request, "web:part_take", row.id), "check")
    return [take, answer, more, back]
