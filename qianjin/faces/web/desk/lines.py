"""事项行 One matter as a line that asks for an act, on the page of the day and on the board."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import NamedTuple

from django.http import HttpRequest
from django.utils.translation import pgettext

from qianjin.apps.desk.choices import RequestStatus, Stage
from qianjin.apps.desk.selectors import RequestRow
from qianjin.faces.gate import to
from qianjin.ui import shapes
from qianjin.ui.keeping import kept_calls

from . import words


class Line(NamedTuple):
    """一行 One matter of the day: its gauge, what it is, when it is due, what to do with it."""

    title: str
    url: str
    sub: str
    tone: str
    stages: tuple[shapes.Stage, ...]
    due: str
    due_tone: str
    due_at: datetime | None
    act: str
    act_url: str


def liner(request: HttpRequest, *, own: bool = True) -> Callable[[RequestRow], Line]:
    """Makes the lines of one page; what is in other hands is only opened."""
    return partial(_line, own, to(request, "web:requests"))


@kept_calls(most=1024)
def _line(own: bool, pages: str, row: RequestRow) -> Line:
    """The line of a request that stands under ``pages``."""
    url = f"{pages}{row.number}/"
    label, path = _next_act(row) if own else (pgettext("act", "Open"), "")
    return Line(
        title=row.title,
        url=url,
        sub=words.joined((row.enterprise, row.unit, "" if row.is_mine else row.officer)),
        tone=words.row_tone(row),
        stages=tuple(words.gauge_of(row)),
        due=words.due_words(row),
        due_tone=words.due_tone(row),
        due_at=row.due_at,
        act=label,
        act_url=f"{url}{path}",
    )


def _next_act(row: RequestRow) -> tuple[str, str]:
    """What is to be done next, and under which address of the request."""
    if not row.officer and not row.unit:
        return pgettext("act", "Assign"), "triage/"
    if row.status == RequestStatus.SUBMITTED:
        return pgettext("act", "Accept"), "accept/"
    if row.next_stage == Stage.PLAN:
        return pgettext("act", "Give a plan"), "plan/"
    if row.next_stage == Stage.RESOLVE:
        return pgettext("act", "Resolve"), "resolve/"
    if row.next_stage == Stage.RESPOND:
        return pgettext("act", "Get in touch"), "contact/"
    if row.next_stage == Stage.INTERIM:
        return pgettext("act", "Interim answer"), "interim/"
    return pgettext("act", "Open"), ""
