"""Small plots of amounts: a line of recent values, bars, columns, shares of a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qianjin.ui.drawing.parts import clamp, number, read, text
from qianjin.ui.tones import tone_class

SPARK_WIDTH, SPARK_HEIGHT = 96, 26
COLUMNS_WIDTH = 480


def spark(values: Sequence[float], label: str) -> str:
    """A line of recent values with a knot at the latest; ``label`` must be escaped already."""
    if not values:
        return ""
    low, high = min(values), max(values)
    spread = (high - low) or 1
    step = (SPARK_WIDTH - 8) / max(len(values) - 1, 1)
    points = [
        (4 + step * index, SPARK_HEIGHT - 4 - (value - low) / spread * (SPARK_HEIGHT - 8))
        for index, value in enumerate(values)
    ]
    path = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    last_x, last_y = points[-1]
    return (
        f'<svg class="spark" width="{SPARK_WIDTH}" height="{SPARK_HEIGHT}" role="img"'
        f' aria-label="{label}" viewBox="0 0 {SPARK_WIDTH} {SPARK_HEIGHT}">'
        f'<polyline points="{path}"/>'
        f'<circle cx="{number(last_x)}" cy="{number(last_y)}" r="2.6"/></svg>'
    )


def shown(item: Any) -> str:
    """The amount in words: as given, or the number itself, escaped."""
    own = read(item, "shown")
    if own:
        return text(own)
    value = read(item, "value", 0)
    return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"


def _linked(item: Any) -> str:
    label, url = text(read(item, "label")), read(item, "url")
    return f'<a href="{text(url)}">{label}</a>' if url else label


def bars(items: Sequence[Any], title: str = "", unit: str = "", whole: float = 0) -> str:
    """
    A table whose middle column is drawn: label, bar, amount. The chart is its own table.

    Bars are measured from zero against ``whole``, and without it against the largest amount.
    """
    top = whole or max((float(read(item, "value", 0)) for item in items), default=0) or 1
    per = f" <small>{text(unit)}</small>" if unit else ""
    rows = []
    for item in items:
        share = clamp(float(read(item, "value", 0)) / top * 100, 0, 100)
        rows.append(
            f'<tr class="{tone_class(read(item, "tone"))}"><th scope="row">{_linked(item)}</th>'
            f'<td class="bar-cell"><svg width="100%" height="12" aria-hidden="true">'
            f'<rect class="bar-track" width="100%" height="12" rx="4"/>'
            f'<rect class="bar-fill" width="{number(share)}%" height="12" rx="4"/></svg></td>'
            f'<td class="bar-amount">{shown(item)}{per}</td></tr>'
        )
    caption = f"<caption>{text(title)}</caption>" if title else ""
    return f'<table class="bars">{caption}<tbody>{"".join(rows)}</tbody></table>'


def columns(items: Sequence[Any], label: str, height: int = 120) -> str:
    """Upright columns for a course in time; ``label`` must be escaped already."""
    if not items:
        return ""
    top = max(float(read(item, "value", 0)) for item in items) or 1
    pitch, inner = COLUMNS_WIDTH / len(items), height - 36
    parts = [
        f'<svg class="columns" viewBox="0 0 {COLUMNS_WIDTH} {height}" width="100%" role="img"'
        f' aria-label="{label}">'
    ]
    # More than six names or twelve figures would run into one another; the latest is always said.
    every, each = 1 + (len(items) - 1) // 6, 1 + (len(items) - 1) // 12
    for index, item in enumerate(items):
        tall = clamp(float(read(item, "value", 0)) / top, 0, 1) * inner
        x, wide = pitch * index + pitch * 0.18, min(pitch * 0.64, 40)
        middle, name = number(x + wide / 2), text(read(item, "label"))
        parts.append(
            f'<g class="{tone_class(read(item, "tone") or "active")}">'
            f"<title>{name}: {shown(item)}</title>"
            f'<rect x="{number(x)}" y="{number(16 + inner - tall)}"'
            f' width="{number(wide)}" height="{number(tall)}" rx="3"/>'
        )
        back = len(items) - 1 - index
        if back % each == 0:
            parts.append(f'<text x="{middle}" y="{number(11 + inner - tall)}">{shown(item)}</text>')
        if back % every == 0:
            parts.append(f'<text x="{middle}" y="{height - 4}">{name}</text>')
        parts.append("</g>")
    parts.append(f'<path class="col-floor" d="M0 {number(16 + inner)}H{COLUMNS_WIDTH}"/></svg>')
    return "".join(parts)


def share(items: Sequence[Any], title: str = "") -> str:
    """Parts of a whole as one stacked bar with its legend; nothing to divide: an empty track."""
    total = sum(float(read(item, "value", 0)) for item in items)
    rects, legend, at = [], [], 0.0
    for item in items:
        part = float(read(item, "value", 0)) / total * 100 if total else 0.0
        tone = tone_class(read(item, "tone"))
        if part:
            rects.append(
                f'<rect class="{tone}" x="{number(at)}%" width="{number(part)}%" height="14"/>'
            )
        at += part
        legend.append(
            f'<li class="{tone}"><svg class="key" width="10" height="10" aria-hidden="true">'
            f'<rect width="10" height="10" rx="3"/></svg>{_linked(item)} <b>{shown(item)}</b></li>'
        )
    caption = f"<figcaption>{text(title)}</figcaption>" if title else ""
    return (
        f'<figure class="share">{caption}<svg width="100%" height="14" aria-hidden="true">'
        f'<rect class="share-track" width="100%" height="14"/>{"".join(rects)}</svg>'
        f"<ul>{''.join(legend)}</ul></figure>"
    )
