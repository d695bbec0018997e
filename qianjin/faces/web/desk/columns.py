"""列 The columns of the list of requests: which there are, which a reader has chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy, pgettext_lazy

from qianjin.apps.desk.choices import RequestStatus
from qianjin.apps.desk.selectors import RequestRow
from qianjin.ui import wording
from qianjin.ui.keeping import kept_calls
from qianjin.ui.shapes import Cell, Column, TableRow
from qianjin.ui.templatetags import ui

from . import words

COOKIE = "request_columns"
YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Choice:
    """A column one may show or hide."""

    key: str
    label: Any
    cell: Callable[[RequestRow], Cell | str]
    is_usual: bool = True
    nowrap: bool = False
    on_phone: bool = True


def _promise(row: RequestRow) -> Cell:
    drawn = ui.gauge(words.gauge_of(row))
    said = words.due_words(row)
    badge = ui.due(words.due_tone(row), said, row.due_at) if said else ""
    return Cell(html=mark_safe(f'<span class="promise-cell">{drawn}{badge}</span>'))


def _status(row: RequestRow) -> Cell:
    status = RequestStatus(row.status)
    return Cell(str(status.label), tone=status.tone)


def _score(row: RequestRow) -> Cell | str:
    return Cell(html=ui.stars(row.score)) if row.score else ""


def _milestone(row: RequestRow) -> Cell:
    day = wording.day(row.milestone_on) if row.milestone_on else ""
    return Cell(row.milestone, sub=day)


CHOICES = (
    Choice("promise", gettext_lazy("Promise"), _promise, nowrap=True),
    Choice("enterprise", gettext_lazy("Enterprise"), lambda row: row.enterprise, nowrap=True),
    Choice("kind", gettext_lazy("Type"), lambda row: words.kind_name(row.kind), False),
    Choice("level", gettext_lazy("Level"), lambda row: words.level_name(row.level), False),
    Choice(
        "lead",
        pgettext_lazy("column", "Handled by"),
        lambda row: Cell(row.unit or row.officer, sub=row.officer if row.unit else ""),
    ),
    Choice("status", pgettext_lazy("request", "Status"), _status),
    Choice(
        "opened",
        gettext_lazy("Raised"),
        lambda row: wording.moment(row.opened_at),
        True,
        True,
        False,
    ),
    Choice(
        "resolved",
        pgettext_lazy("column", "Resolved"),
        lambda row: wording.moment(row.resolved_at) if row.resolved_at else "",
        False,
        True,
    ),
    Choice("score", gettext_lazy("Rating"), _score, False),
    Choice("milestone", gettext_lazy("Next milestone"), _milestone, False),
)
"""In the order in which they stand behind the title, which is always shown."""
_BY_KEY = {choice.key: choice for choice in CHOICES}


def chosen(request: HttpRequest) -> list[Choice]:
    """What the reader of this browser has chosen to see, or the usual columns."""
    kept = request.COOKIES.get(COOKIE)
    if kept is None:
        return [choice for choice in CHOICES if choice.is_usual]
    wanted = set(kept.split("."))
    return [choice for choice in CHOICES if choice.key in wanted]


def kept(keys: Iterable[str]) -> str:
    """The chosen columns as the cookie keeps them."""
    wanted = set(keys)
    return ".".join(choice.key for choice in CHOICES if choice.key in wanted)


def heads(shown: Iterable[Choice]) -> tuple[Column, ...]:
    """The heads of the table."""
    return _heads(tuple(choice.key for choice in shown))


@kept_calls(most=64)
def _heads(shown: tuple[str, ...]) -> tuple[Column, ...]:
    choices = [_BY_KEY[key] for key in shown]
    title = Column(str(gettext_lazy("Request")), main=True)
    return (title, *(Column(str(c.label), nowrap=c.nowrap, phone=c.on_phone) for c in choices))


def rows(shown: Iterable[Choice], found: Sequence[RequestRow], pages: str) -> list[TableRow]:
    """The lines of the table; a click opens the request, which stands under ``pages``."""
    return _row.each(found, tuple(choice.key for choice in shown), pages)


@kept_calls(most=1024)
def _row(row: RequestRow, shown: tuple[str, ...], pages: str) -> TableRow:
    """
    One line; the same request is looked at many times before anything about it changes.

    Columns are named by their keys: the names of columns are words in the reader's language, and
    to compare five of them for each row would take longer than to find the row.
    """
    title = Cell(
        html=_title(row, f"{pages}{row.number}/"), sub=_under(row, with_kind="kind" not in shown)
    )
    return TableRow(
        cells=(title, *(_BY_KEY[key].cell(row) for key in shown)),
        tone=words.row_tone(row),
        key=row.number,
    )


def _under(row: RequestRow, *, with_kind: bool) -> str:
    """The number, and the type unless it has a column of its own."""
    return words.joined((row.number, words.kind_name(row.kind) if with_kind else ""))


def _title(row: RequestRow, url: str) -> SafeString:
    return format_html('<a href="{}" data-drawer>{}</a>', url, row.title)
