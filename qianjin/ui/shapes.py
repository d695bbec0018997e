"""
What components read: finished words, numbers and addresses, frozen.

A face fills these from the answers of selectors; a plain dict with the same keys is read the same
way. Texts are already translated; ``tone`` is a code of ``tones.py`` or empty. What a list shows by
the hundred is a named tuple: made and compared in a third of the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


class NavItem(NamedTuple):
    """A place to go: menu entry, tab, saved view. ``count`` 0 or empty is not shown."""

    label: str
    url: str
    icon: str = ""
    count: int | str = ""  # type: ignore[assignment]  # hides the method of tuples
    tone: str = ""
    active: bool = False
    title: str = ""
    heading: str = ""


class Frame(NamedTuple):
    """What stands around a page: menu, tabs, who is signed in and for whom that one stands in."""

    park: str
    home_url: str
    items: tuple[NavItem, ...] = ()
    tabs: tuple[NavItem, ...] = ()
    person: str = ""
    role: str = ""
    brand: str = "前进"
    deputy_note: str = ""
    search_url: str = ""
    notices_url: str = ""
    notices_count: int = 0
    notices_tone: str = ""
    account_items: tuple[NavItem, ...] = ()
    language_url: str = ""
    sign_out_url: str = ""
    demo: bool = False


class Stage(NamedTuple):
    """
    One promise of a request.

    ``state``: ``kept`` (done in time), ``running``, ``late`` (running and past its time),
    ``missed`` (done, but past its time), ``coming``, ``paused``. ``percent``: share of its time
    that is used, 0-100. ``tone`` replaces the tone the state would have: ``at_risk`` for a running
    one that is nearly due.
    """

    number: str | int
    label: str
    state: str
    percent: int = 0
    text: str = ""
    tag: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Tag:
    """A word with a tone."""

    label: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file one can open; ``thumb_url`` makes it a photograph; ``size`` is a text."""

    name: str
    url: str
    size: str = ""
    thumb_url: str = ""


@dataclass(frozen=True, slots=True)
class ThreadItem:
    """One line of a thread: who did what, when, in whose words; ``coming`` has not happened yet."""

    who: str
    what: str
    at: datetime | None = None
    time: str = ""
    tone: str = ""
    said: str = ""
    text: str = ""
    internal: bool = False
    attachments: Sequence[Attachment] = ()
    tags: Sequence[Tag] = ()
    url: str = ""
    coming: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an answer is what it is: the sentence, how much it weighs, where it comes from."""

    text: str
    amount: str = ""
    tone: str = ""
    sub: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One known thing about something."""

    label: str
    value: str
    url: str = ""
    tone: str = ""
    sub: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One station of the way a request takes; ``state``: done, now, late, paused, coming."""

    label: str
    state: str
    time: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class DayItem:
    """Something on today's line of time; without an end it is a moment (a due time)."""

    start: datetime
    end: datetime | None
    label: str
    tone: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One amount of a chart; ``shown`` replaces the number in words."""

    label: str
    value: float
    tone: str = ""
    url: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class StatItem:
    """A figure with its unit, what it means, and its recent course."""

    label: str
    value: str | int
    unit: str = ""
    sub: str = ""
    tone: str = ""
    url: str = ""
    spark: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class NoticeItem:
    """A message to the person signed in."""

    text: str
    url: str = ""
    at: datetime | None = None
    time: str = ""
    tone: str = ""
    unread: bool = False
    sub: str = ""


class Column(NamedTuple):
    """Head of a table column; ``main`` heads the card a row becomes on a phone."""

    label: str
    sort_url: str = ""
    sorted: str = ""
    align: str = ""
    phone: bool = True
    main: bool = False
    nowrap: bool = False


class Cell(NamedTuple):
    """
    Content of a table cell; ``html`` is safe HTML made by a tag and replaces the text.

    With ``drawer`` the address opens over the list.
    """

    text: str = ""
    url: str = ""
    tone: str = ""
    sub: str = ""
    html: str = ""
    drawer: bool = False


class TableRow(NamedTuple):
    """A table row; ``key`` is the value of its selection box."""

    cells: Sequence[Cell | str]
    tone: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One field that two people edited."""

    label: str
    mine: str
    theirs: str
