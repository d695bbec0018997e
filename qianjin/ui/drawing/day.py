"""
The day as one line of time: what is planned, the lunch break, and where we are now.

On a phone the same items are read as a list (``agenda``); the line is for wide screens only.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.utils import timezone

from qianjin.ui.drawing.parts import clamp, number, read, text
from qianjin.ui.tones import tone_class

WIDTH, MARGIN, TOP, LANE, CHIP = 1180, 30, 12, 41, 36
MOMENT_WIDTH = 92
FONT = 11.5


def hours_of(value: Any) -> float:
    """
    Hours since midnight of a moment (in the current zone), a time, or ``"HH:MM"``.

    :raises ValueError: a text that is not an hour and a minute.
    """
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.hour + local.minute / 60
    if isinstance(value, time):
        return value.hour + value.minute / 60
    if isinstance(value, int | float):
        return float(value)
    hour, minute = str(value).split(":")
    return int(hour) + int(minute) / 60


def _advance(character: str) -> float:
    """Width of a character in the label's font; full-width ones count double."""
    return FONT if unicodedata.east_asian_width(character) in "WF" else FONT * 0.56


def _before_word(text: str, at: int) -> int:
    """Where to break instead of within a word of letters and figures; ``at`` if there is no gap."""
    if not (text[at].isascii() and text[at - 1].isascii() and text[at] != " "):
        return at
    gap = text.rfind(" ", 0, at)
    return gap if gap > 0 else at


def fitted(label: str, width: float) -> list[str]:
    """The label in at most two lines of that width, cut with an ellipsis where it does not fit."""
    lines: list[str] = []
    rest = label
    while rest and len(lines) < 2:
        used, count = 0.0, 0
        while count < len(rest) and used + _advance(rest[count]) <= width:
            used += _advance(rest[count])
            count += 1
        if count == 0:
            break
        if count < len(rest) and not lines:
            count = _before_word(rest, count)
        if count < len(rest) and len(lines) == 1:
            lines.append(rest[: count - 1].rstrip() + "…")
            break
        lines.append(rest[:count].rstrip())
        rest = rest[count:].lstrip()
    return lines


@dataclass(slots=True)
class _Chip:
    left: float
    width: float
    lane: int
    item: Any


class _Scale:
    """From hours to the width of the drawing."""

    def __init__(self, start: float, end: float) -> None:
        self.start, self.end = start, end
        self._unit = (WIDTH - 2 * MARGIN) / (end - start)

    def x(self, hour: float) -> float:
        return MARGIN + (clamp(hour, self.start, self.end) - self.start) * self._unit


def _chips(items: Sequence[Any], scale: _Scale) -> list[_Chip]:
    """Items as boxes, in as few lanes as keep them apart."""
    chips: list[_Chip] = []
    free_from: list[float] = []
    for item in sorted(items, key=lambda entry: read(entry, "start")):
        left = scale.x(hours_of(read(item, "start")))
        end = read(item, "end", None)
        width = max(scale.x(hours_of(end)) - left, 26) if end else MOMENT_WIDTH
        left = min(left, WIDTH - MARGIN / 2 - width)
        lane = next((n for n, free in enumerate(free_from) if free <= left + 0.01), len(free_from))
        if lane == len(free_from):
            free_from.append(0)
        free_from[lane] = left + width
        chips.append(_Chip(left, width - 2, lane, item))
    return chips


def _chip_markup(chip: _Chip) -> str:
    label, url = str(read(chip.item, "label")), read(chip.item, "url")
    moment = " is-moment" if not read(chip.item, "end", None) else ""
    y = TOP + chip.lane * LANE
    start = f"{_clock(read(chip.item, 'start'))} {text(label)}"
    lines = fitted(label, chip.width - 12)
    first = y + (22 if len(lines) < 2 else 15)
    written = "".join(
        f'<text x="{number(chip.left + 7)}" y="{first + n * 14}">{text(words)}</text>'
        for n, words in enumerate(lines)
    )
    body = (
        f'<g class="day-chip{moment} {tone_class(read(chip.item, "tone"))}"><title>{start}</title>'
        f'<rect x="{number(chip.left)}" y="{y}" width="{number(chip.width)}"'
        f' height="{CHIP}" rx="7"/>{written}</g>'
    )
    return f'<a href="{text(url)}">{body}</a>' if url else body


def _clock(value: Any) -> str:
    hours = hours_of(value)
    return f"{int(hours)}:{round(hours % 1 * 60):02d}"


def line(
    items: Sequence[Any],
    *,
    label: str,
    start: float = 8,
    end: float = 18,
    now: Any = None,
    breaks: Sequence[Sequence[Any]] = (),
) -> str:
    """
    The drawing; ``breaks`` are (from, to, word). Hours outside the given span widen it.

    ``label`` must be escaped already.
    """
    begins = [hours_of(read(item, "start")) for item in items]
    ends = [hours_of(read(item, "end", None) or read(item, "start")) for item in items]
    first, last = min([start, *begins]), max([end, *ends])
    scale = _Scale(math.floor(first), math.ceil(last))
    chips = _chips(items, scale)
    floor = TOP + (max((c.lane for c in chips), default=0) + 1) * LANE
    height = floor + 22
    parts = [
        f'<svg class="day-line" viewBox="0 0 {WIDTH} {height}" width="100%" role="img"'
        f' aria-label="{label}">'
    ]
    for begin, finish, *word in breaks:
        left, right = scale.x(hours_of(begin)), scale.x(hours_of(finish))
        parts.append(
            f'<rect class="day-break" x="{number(left)}" y="6" width="{number(right - left)}"'
            f' height="{floor - 4}" rx="4"/>'
        )
        if word:
            parts.append(
                f'<text class="day-word" x="{number((left + right) / 2)}" y="{(floor + 10) // 2}">'
                f"{text(word[0])}</text>"
            )
    for hour in range(int(scale.start), int(scale.end) + 1):
        x = number(scale.x(hour))
        parts.append(
            f'<path class="day-tick" d="M{x} 6V{floor + 2}"/>'
            f'<text class="day-hour" x="{x}" y="{height - 4}">{hour}:00</text>'
        )
    parts += [_chip_markup(chip) for chip in chips]
    if now is not None and scale.start <= hours_of(now) <= scale.end:
        x = number(scale.x(hours_of(now)))
        parts.append(
            f'<g class="day-now"><path d="M{x} 5V{floor + 2}"/>'
            f'<circle cx="{x}" cy="5" r="3.6"/></g>'
        )
    parts.append("</svg>")
    return "".join(parts)
