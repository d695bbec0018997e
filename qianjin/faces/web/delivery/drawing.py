"""横道图 Rows of bars over days as plain SVG, for a desk and for paper; a bar alone for a phone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.faces.web.frame import listed
from qianjin.ui.drawing.parts import clamp, number, text

WIDTH, LABEL, ROW, HEAD = 1180.0, 286.0, 25.0, 40.0
BAR, MARGIN = 11.0, 8.0
NARROW_MONTH = 26.0
"""Below so many units a month has no name of its own."""
SIGNS_OF_LABEL = 20
TOUCHING = 74
"""Words of lines nearer than this stand on different heights."""


@dataclass(frozen=True, slots=True)
class Span:
    """
    一段 A bar from ``a`` up to ``b``; ``kind``: plan, review, done, floor, float, critical, late,
    enterprise, gap.
    """

    a: date
    b: date
    kind: str = "plan"


@dataclass(frozen=True, slots=True)
class Point:
    """一点 A mark on a day: ``milestone``, ``promise``, ``likely``, ``permit``."""

    on: date
    kind: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """一行 One row; a row without spans and points is a heading. ``drag``: the step it moves."""

    label: str
    spans: tuple[Span, ...] = ()
    points: tuple[Point, ...] = ()
    url: str = ""
    title: str = ""
    drag: int = 0
    is_strong: bool = False
    tone: str = ""

    @property
    def is_heading(self) -> bool:
        """Whether it parts the rows."""
        return not self.spans and not self.points


@dataclass(frozen=True, slots=True)
class Line:
    """A vertical line on a day with its word."""

    on: date
    label: str
    kind: str = ""


class Scale:
    """Where a day stands between two others."""

    def __init__(self, first: date, last: date, left: float = LABEL, right: float = WIDTH) -> None:
        self.first, self.last = first, max(last, first + timedelta(days=7))
        self.left, self.right = left, right
        self.unit = (right - left - MARGIN) / (self.last - self.first).days

    def x(self, day: date) -> float:
        """The place of the beginning of a day, held inside the drawing."""
        return clamp(
            self.left + (day - self.first).days * self.unit, self.left, self.right - MARGIN
        )

    def shows(self, a: date, b: date) -> bool:
        """Whether anything between two days is inside."""
        return a <= self.last and b >= self.first


def gantt(rows: Sequence[Bars], scale: Scale, lines: Sequence[Line], label: str) -> str:
    """The drawing; nothing without rows."""
    if not rows:
        return ""
    height = HEAD + ROW * len(rows) + 8
    parts = [
        f'<svg class="gantt" viewBox="0 0 {number(WIDTH)} {number(height)}" role="img"'
        f' aria-label="{text(label)}" data-first="{scale.first.isoformat()}"'
        f' data-unit="{scale.unit:.4f}">',
        '<defs><pattern id="g-hatch" width="6" height="6" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect width="6" height="6" class="g-hatch-ground"/>'
        '<line x1="0" y1="0" x2="0" y2="6" class="g-hatch-line"/></pattern></defs>',
    ]
    parts += _months(scale, height)
    for place, row in enumerate(rows):
        parts += _row(row, HEAD + ROW * place, scale)
    parts += _lines(lines, scale, height)
    return "".join([*parts, "</svg>"])


def _months(scale: Scale, height: float) -> Iterator[str]:
    """The heads of the months, thinned out where they would touch."""
    day = scale.first.replace(day=1)
    step = max(1, round(NARROW_MONTH * 1.6 / (scale.unit * 30.4) + 0.49))
    count = 0
    while day <= scale.last:
        if day >= scale.first:
            x = number(scale.x(day))
            is_year = day.month == 1 or count == 0
            yield f'<line class="g-month{" is-year" if day.month == 1 else ""}" x1="{x}" y1="20"'
            yield f' x2="{x}" y2="{number(height)}"/>'
            if is_year:
                place = number(scale.x(day) + 3)
                yield f'<text class="g-year" x="{place}" y="14">{day.year}</text>'
            if (day.month - 1) % step == 0:
                shown = pgettext("month of a chart", "%(month)s") % {"month": day.month}
                yield f'<text class="g-mon" x="{number(scale.x(day) + 3)}" y="32">{text(shown)}'
                yield "</text>"
            count += 1
        day = (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _row(row: Bars, y: float, scale: Scale) -> Iterator[str]:
    if row.is_heading:
        yield f'<rect class="g-group" x="0" y="{number(y + 2)}" width="{number(WIDTH)}"'
        yield f' height="{number(ROW - 4)}"/>'
        yield f'<text class="g-head" x="8" y="{number(y + 17)}">{text(row.label)}</text>'
        return
    tone = f" {row.tone}" if row.tone else ""
    strong = " is-strong" if row.is_strong else ""
    drag = f' data-step="{row.drag}"' if row.drag else ""
    yield f'<g class="g-row{strong}{tone}"{drag}><title>{text(row.title or row.label)}</title>'
    yield f'<rect class="g-hit" x="0" y="{number(y)}" width="{number(WIDTH)}"'
    yield f' height="{number(ROW)}"/>'
    name = f'<text class="g-label" x="14" y="{number(y + 17)}">{text(short(row.label))}</text>'
    yield f'<a href="{text(row.url)}">{name}</a>' if row.url else name
    for span in row.spans:
        if scale.shows(span.a, span.b):
            yield _span(span, y, scale)
    for point in row.points:
        if scale.shows(point.on, point.on):
            yield _point(point, y, scale)
    yield "</g>"


def _span(span: Span, y: float, scale: Scale) -> str:
    a, b = scale.x(span.a), scale.x(span.b)
    high = 3.0 if span.kind in ("float", "gap") else BAR
    top = y + (ROW - high) / 2
    return (
        f'<rect class="g-bar is-{span.kind}" x="{number(a)}" y="{number(top)}"'
        f' width="{number(max(b - a, 2.0))}" height="{number(high)}" rx="2"/>'
    )


def _point(point: Point, y: float, scale: Scale) -> str:
    x, mid = scale.x(point.on), y + ROW / 2
    title = f"<title>{text(point.title)}</title>" if point.title else ""
    if point.kind == "promise":
        shape = f"M{number(x)} {number(mid + 1)}l-4.5 -8h9z"
    elif point.kind == "likely":
        shape = (
            f"M{number(x)} {number(mid - 7)}V{number(mid + 7)}"
            f"M{number(x - 4)} {number(mid - 7)}h8M{number(x - 4)} {number(mid + 7)}h8"
        )
    else:
        shape = f"M{number(x)} {number(mid - 6)}l6 6l-6 6l-6 -6z"
    return f'<path class="g-point is-{point.kind}" d="{shape}">{title}</path>'


def _lines(lines: Sequence[Line], scale: Scale, height: float) -> Iterator[str]:
    """Vertical lines; those of one day share a word, and words that would touch part in height."""
    days: dict[date, list[Line]] = {}
    for line in sorted(lines, key=lambda one: one.on):
        if scale.first <= line.on <= scale.last:
            days.setdefault(line.on, []).append(line)
    last, low = -1e9, False
    for day, group in days.items():
        x, kind = scale.x(day), group[0].kind
        low = x - last <= TOUCHING and not low
        y, last = (22.0 if low else 11.0), x
        is_left = x > WIDTH - 120
        anchor, shift = (' text-anchor="end"', -3) if is_left else ("", 3)
        label = listed(line.label for line in group)
        yield f'<line class="g-line {kind}" x1="{number(x)}" y1="{number(y + 2)}"'
        yield f' x2="{number(x)}" y2="{number(height)}"/>'
        yield f'<text class="g-word {kind}" x="{number(x + shift)}" y="{number(y)}"{anchor}>'
        yield f"{text(label)}</text>"


def strip(row: Bars, scale: Scale, today: date) -> str:
    """One row without its name, for a list on a phone; the list beside it says the days."""
    if row.is_heading:
        return ""
    y = -(ROW - 14) / 2
    parts = [
        f'<svg class="gantt-strip" viewBox="{number(scale.left)} 0'
        f' {number(scale.right - scale.left)} 14" preserveAspectRatio="none" aria-hidden="true">'
    ]
    parts += [_span(span, y, scale) for span in row.spans if scale.shows(span.a, span.b)]
    if scale.first <= today <= scale.last:
        x = number(scale.x(today))
        parts.append(f'<line class="g-line is-today" x1="{x}" y1="0" x2="{x}" y2="14"/>')
    return "".join([*parts, "</svg>"])


def short(name: str) -> str:
    """A name as long as the column holds; a Chinese sign is two wide."""
    wide = 0.0
    kept: list[str] = []
    for sign in name:
        wide += 1.0 if ord(sign) > 0x2E80 else 0.54
        if wide > SIGNS_OF_LABEL:
            return "".join(kept) + "…"
        kept.append(sign)
    return name


def legend() -> list[tuple[str, str]]:
    """What the bars mean."""
    return [
        ("plan", _("Planned, of the government")),
        ("enterprise", _("Planned, of the enterprise")),
        ("review", _("Pre-review: an opinion, no approval")),
        ("floor", _("Period of notice set by law")),
        ("critical", _("On the critical chain")),
        ("float", _("May still wait")),
        ("done", _("Done")),
        ("late", _("Late")),
    ]
