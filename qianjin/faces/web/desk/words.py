"""诉求用语 How a request is worded in a list: its gauge, when it is due, where its page is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from django.db.models import TextChoices
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from qianjin.apps.desk import selectors
from qianjin.apps.desk.choices import Level, Light, RequestKind, RequestStatus, Stage
from qianjin.apps.desk.selectors import RequestRow, StageMark
from qianjin.faces.gate import to
from qianjin.ui import shapes, wording

_STATES = {"kept_late": "missed"}


def gauge_of(row: RequestRow) -> list[shapes.Stage]:
    """The 135 gauge of a row."""
    return [stage_of(mark, row.light) for mark in row.stages]


def stage_of(mark: StageMark, light: str) -> shapes.Stage:
    """One promise as the gauge draws it."""
    state = _STATES.get(mark.state, mark.state)
    nearly = state == "running" and light == Light.YELLOW
    return shapes.Stage(
        number=mark.number,
        label=_label(Stage, mark.stage, get_language()),
        state=state,
        percent=mark.percent,
        tone="at_risk" if nearly else "",
    )


def due_words(row: RequestRow) -> str:
    """What is promised next, and by when: in hours and days of work; empty when nothing is."""
    if row.light == Light.PAUSED:
        return pgettext("due", "paused for material")
    if row.due_at is None:
        return _long_case(row)
    if row.light == Light.RED:
        return _late(row)
    if milestone_passed(row):
        return pgettext("due", "milestone of %(day)s passed") % {"day": _day(row)}
    days = row.left.days if row.left else 0
    if days > 1:
        words = ngettext("%(count)d working day left", "%(count)d working days left", days)
        return words % {"count": days}
    return _by(row.next_stage) % {"when": wording.moment(row.due_at)}


def _by(stage: str) -> str:
    if stage == Stage.RESPOND:
        return pgettext("due", "respond by %(when)s")
    if stage == Stage.PLAN:
        return pgettext("due", "plan by %(when)s")
    if stage == Stage.RESOLVE:
        return pgettext("due", "resolve by %(when)s")
    return pgettext("due", "interim answer by %(when)s")


def _late(row: RequestRow) -> str:
    left = row.left
    if left is None or left.minutes == 0:
        return pgettext("due", "late")
    late = -left.minutes
    if late < 60:
        return pgettext("due", "%(count)d working min late") % {"count": late}
    if late < left.per_day:
        return pgettext("due", "%(count)d working h late") % {"count": late // 60}
    days = late // left.per_day
    words = ngettext("%(count)d working day late", "%(count)d working days late", days)
    return words % {"count": days}


def milestone_passed(row: RequestRow) -> bool:
    """Whether a long case needs its next milestone: one is always to be named (一跟到底)."""
    if row.status != RequestStatus.LONG_CASE or row.milestone_on is None:
        return False
    return row.milestone_on < timezone.localdate()


def _day(row: RequestRow) -> str:
    return wording.day(row.milestone_on) if row.milestone_on else ""


def _long_case(row: RequestRow) -> str:
    if not row.milestone_on:
        return ""
    return pgettext("due", "milestone %(day)s") % {"day": _day(row)}


def due_tone(row: RequestRow) -> str:
    """The tone of ``due_words``."""
    if row.light in {Light.OFF, Light.PAUSED}:
        return RequestStatus(row.status).tone
    if row.light == Light.GREEN and milestone_passed(row):
        return Light.YELLOW.tone
    return Light(row.light).tone


def row_tone(row: RequestRow) -> str:
    """A line is marked when it is late or nearly due, and else not."""
    return Light(row.light).tone if row.light in {Light.RED, Light.YELLOW} else ""


def kind_name(code: str) -> str:
    """A type in the reader's language."""
    return _label(RequestKind, code, get_language())


@lru_cache(maxsize=512)
def _label(choices: type[TextChoices], code: str, language: str | None) -> str:
    """What a code is called in a language, looked up once; nothing for one that is none."""
    return str(choices(code).label) if code in choices.values else ""


def level_name(code: str) -> str:
    """A level in few words: what stands before the colon of its label."""
    if code not in Level.values:
        return ""
    return str(Level(code).label).replace("：", ":").partition(":")[0]


def addresses(request: HttpRequest) -> Callable[[str], str]:
    """Number -> address of the page of a request; resolved once for a whole list."""
    base = to(request, "web:requests")
    return lambda number: f"{base}{number}/"


def count_words(total: int, *, is_capped: bool) -> str:
    """How many there are, counted no further than the limit."""
    if is_capped:
        return _("%(count)s+ requests") % {"count": f"{selectors.COUNT_LIMIT:,}"}
    return ngettext("%(count)d request", "%(count)d requests", total) % {"count": total}


def bounded(count: int) -> str:
    """A count as a tab shows it: "1,000+" instead of counting to the end."""
    limit = selectors.COUNT_LIMIT
    return f"{limit:,}+" if count > limit else (f"{count:,}" if count else "")


def joined(parts: Iterable[str]) -> str:
    """Facts in one line."""
    return " · ".join(part for part in parts if part)
