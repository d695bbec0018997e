"""
保留 Pieces of pages that are drawn once and shown again while what they show is the same.

``{% kept a b %} … {% endkept %}`` keeps what stands inside under the values of ``a`` and ``b`` and
the reader's language, zone and day, in the memory of this process. **Everything the piece reads
must be among them** (besides the holes): tests draw every kept piece anew and compare, see
``check_each_use``.
Values are texts, numbers, frozen shapes, and lists, tuples and dicts of them.

Two things differ from page to page and may stand inside all the same, as holes that are filled at
each use: the token of forms (``csrf_token``) and the address of the page (``here``).
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache, update_wrapper
from threading import Lock
from typing import Any, Generic, TypeVar

from django.template.context import Context, RequestContext
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

R = TypeVar("R")
QUARTER = 15 * 60

HOLES = {name: f"\ue000{name}\ue001" for name in ("csrf_token", "here")}
"""What stands for a hole in a kept piece: private characters, which no text brings along."""


class Shelf:
    """The kept pieces of this process, the longest unused leaves first when there is no room."""

    def __init__(self, room: int) -> None:
        """``room``: how many characters may be kept altogether."""
        self._room = room
        self._used = 0
        self._pieces: OrderedDict[Hashable, str] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._pieces)

    def find(self, key: Hashable) -> str | None:
        """The piece kept under ``key``."""
        with self._lock:
            piece = self._pieces.get(key)
            if piece is not None:
                self._pieces.move_to_end(key)
            return piece

    def keep(self, key: Hashable, piece: str) -> None:
        """Keep ``piece``, unless it alone would take a tenth of the room."""
        if len(piece) * 10 > self._room:
            return
        with self._lock:
            self._used += len(piece) - len(self._pieces.pop(key, ""))
            self._pieces[key] = piece
            while self._used > self._room:
                self._used -= len(self._pieces.popitem(last=False)[1])

    def clear(self) -> None:
        """Keep nothing any more."""
        with self._lock:
            self._pieces.clear()
            self._used = 0


shelf = Shelf(room=1_500_000)
check_each_use = False
"""Set by the tests: draw a kept piece at every use, and fail where it differs."""


def surroundings() -> tuple[str | None, tzinfo, date]:
    """What every word on a page may depend on: language, zone, and the day ("today 10:00")."""
    zone = timezone.get_current_timezone()
    return get_language(), zone, _today(zone, int(time.time()) // QUARTER)


@lru_cache(maxsize=64)
def _today(zone: tzinfo, quarter: int) -> date:
    """The day it is during a quarter of an hour: no zone's midnight stands inside one."""
    return datetime.fromtimestamp(quarter * QUARTER, UTC).astimezone(zone).date()


class KeptCalls(Generic[R]):
    """A function of hashable values whose answers are kept: see ``kept_calls``."""

    def __init__(self, function: Callable[..., R], most: int) -> None:
        self._function = function
        self._known = lru_cache(maxsize=most)(lambda _around, *values: function(*values))
        update_wrapper(self, function)

    def __call__(self, *values: Any) -> R:
        """What the function gives for these values."""
        found = self._known(surroundings(), *values)
        if check_each_use and found != self._function(*values):
            raise self._unsteady()
        return found

    def each(self, firsts: Sequence[Any], *rest: Any) -> list[R]:
        """What it gives for each of ``firsts``, with the same other values."""
        around = surroundings()
        known = self._known
        found = [known(around, first, *rest) for first in firsts]
        if check_each_use and found != [self._function(first, *rest) for first in firsts]:
            raise self._unsteady()
        return found

    def _unsteady(self) -> AssertionError:
        name = getattr(self._function, "__qualname__", "it")
        return AssertionError(f"{name} reads more than what it is given")


def kept_calls(most: int) -> Callable[[Callable[..., R]], KeptCalls[R]]:
    """Keep what a function of hashable values gave, for each reader's surroundings."""
    return lambda function: KeptCalls(function, most)


def drawn(key: Hashable, context: Context, draw: Callable[[], str]) -> SafeString:
    """
    The piece kept under ``key``, or what ``draw`` gives, which is then kept.

    :raises TypeError: a value of the key is not hashable.
    :raises AssertionError: the piece reads something that is not in its key (in tests).
    """
    piece = shelf.find(key)
    if piece is None or check_each_use:
        with _holes_in(context):
            fresh = draw()
        if piece is not None and piece != fresh:
            raise AssertionError(f"a kept piece reads more than its key says:\n{piece}\n{fresh}")
        shelf.keep(key, fresh)
        piece = fresh
    for name, mark in HOLES.items():
        if mark in piece:
            piece = piece.replace(mark, conditional_escape(_filling(name, context)))
    return mark_safe(piece)


def hashable(value: Any) -> Hashable:
    """Lists and dicts as tuples, so that they can be part of a key."""
    if type(value) is tuple or isinstance(value, list):
        return tuple(map(hashable, value))
    if isinstance(value, dict):
        return tuple((key, hashable(item)) for key, item in value.items())
    return value


def _filling(name: str, context: Context) -> Any:
    if name == "here":
        request = context.get("request")
        return request.get_full_path() if request else ""
    return context.get(name, "")


@contextmanager
def _holes_in(context: Context) -> Iterator[None]:
    """While a piece is drawn, the marks stand where the token and the address would."""
    common = _common(context)
    before = {name: common[name] for name in HOLES if name in common}
    common.update(HOLES)
    try:
        with context.push(**HOLES):
            yield
    finally:
        for name in HOLES:
            common.pop(name)
        common.update(before)


def _common(context: Context) -> dict[str, Any]:
    """What the context processors gave, which the components inside read too."""
    snapshot = getattr(context, "_cotton_processor_snapshot", None)
    if snapshot is not None:
        return snapshot
    if isinstance(context, RequestContext):
        return context.dicts[context._processors_index]  # type: ignore[attr-defined]  # noqa: SLF001
    return {}
