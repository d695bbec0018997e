"""
Parcels as a plain drawing: outlines with a tone, numbered marks on them, north up, with a scale.

No tiles and no outside service; the list beside it says the same in words.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from qianjin.ui.drawing.ground import BARS, METRES_A_DEGREE
from qianjin.ui.drawing.parts import clamp, number, read, text
from qianjin.ui.tones import tone_class

WIDTH, LOWEST, HIGHEST, MARGIN = 640.0, 260.0, 520.0, 22.0
FINER = (1, 2, 5, 10, 20, 50, *BARS)
LEAST = 0.00005
"""Degrees shown at least: some five metres, so that a point is not drawn at an endless scale."""
FAR = 200_000.0
KINDS = ("", "faint", "dashed", "strong")

Point = tuple[float, float]
Window = tuple[float, float, float, float]


def plat(
    shapes: Sequence[Any], label: str, marks: Sequence[Any] = (), window: Window | None = None
) -> str:
    """
    An SVG of ``shapes`` (rings of lon and lat pairs, label, tone, url, kind, name) and ``marks``
    (lon, lat, mark, label, tone, url).

    ``kind``: ``faint`` for what lies around, ``dashed`` for what is proposed, ``strong`` for what
    the drawing is about. ``name`` is written into the shape. ``window`` (west, south, east, north)
    shows a part; without it everything is shown.
    """
    every = [point for shape in shapes for ring in read(shape, "rings", ()) for point in ring]
    every += [(float(read(mark, "lon")), float(read(mark, "lat"))) for mark in marks]
    if not every:
        return ""
    place = _Frame(window or _around(every))
    parts = [
        f'<svg class="plat" viewBox="0 0 {number(WIDTH)} {number(place.height)}" role="img"'
        f' aria-label="{text(label)}">'
    ]
    parts += [_shape(shape, place) for shape in shapes]
    parts += [_name(shape, place) for shape in shapes if read(shape, "name")]
    parts += [_mark(mark, place) for mark in marks]
    parts.append(place.bar())
    return "".join([*parts, "</svg>"])


def _around(every: Iterable[Point]) -> Window:
    lons, lats = zip(*every, strict=True)
    return min(lons), min(lats), max(lons), max(lats)


class _Frame:
    """Where a place stands in the drawing."""

    def __init__(self, window: Window) -> None:
        west, south, east, north = window
        self.squeeze = math.cos(math.radians((south + north) / 2))
        wide = max((east - west) * self.squeeze, LEAST)
        high = max(north - south, LEAST)
        room = WIDTH - 2 * MARGIN
        self.height = clamp(high / wide * room + 2 * MARGIN, LOWEST, HIGHEST)
        self.scale = min(room / wide, (self.height - 2 * MARGIN) / high)
        self.west, self.north = west, north
        self.left = MARGIN + (room - (east - west) * self.squeeze * self.scale) / 2
        self.top = MARGIN + (self.height - 2 * MARGIN - (north - south) * self.scale) / 2

    def at(self, point: Point) -> Point:
        # Held near the drawing: an outline that runs far out of the window stays a short number.
        x = self.left + (float(point[0]) - self.west) * self.squeeze * self.scale
        y = self.top + (self.north - float(point[1])) * self.scale
        return clamp(x, -FAR, FAR), clamp(y, -FAR, FAR)

    def bar(self) -> str:
        """How long a way is on the ground: the longest round length that fits a fifth."""
        pixels = self.scale / METRES_A_DEGREE
        metres = max((m for m in FINER if m * pixels <= WIDTH / 5), default=FINER[0])
        words = f"{metres} m" if metres < 1000 else f"{metres // 1000} km"
        y, right = self.height - 8, WIDTH - 10
        left = right - metres * pixels
        return (
            f'<path class="ground-bar" d="M{number(left)} {number(y - 5)}v5H{number(right)}v-5"/>'
            f'<text class="ground-scale" x="{number(right)}" y="{number(y - 9)}"'
            f' text-anchor="end">{words}</text>'
        )


def _shape(shape: Any, place: _Frame) -> str:
    paths = []
    for ring in read(shape, "rings", ()):
        points: list[str] = []
        for point in ring:
            x, y = place.at(point)
            told = f"{number(x)} {number(y)}"
            if not points or points[-1] != told:
                points.append(told)
        paths.append("M" + "L".join(points) + "Z")
    kind = read(shape, "kind")
    more = f" is-{kind}" if kind in KINDS and kind else ""
    body = (
        f'<path class="plat-shape {tone_class(read(shape, "tone"))}{more}" fill-rule="evenodd"'
        f' d="{"".join(paths)}"><title>{text(read(shape, "label"))}</title></path>'
    )
    url = text(read(shape, "url"))
    return f'<a href="{url}">{body}</a>' if url else body


def _name(shape: Any, place: _Frame) -> str:
    """The name in the middle of the largest ring's bounds."""
    rings = [ring for ring in read(shape, "rings", ()) if len(ring) > 2]
    if not rings:
        return ""
    boxes = [_around([place.at(point) for point in ring]) for ring in rings]
    west, top, east, low = max(boxes, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
    name = text(read(shape, "name"))
    if east - west < 7 * len(str(read(shape, "name"))):
        return ""
    x, y = (west + east) / 2, (top + low) / 2 + 4
    return (
        f'<text class="plat-name" x="{number(x)}" y="{number(y)}"'
        f' text-anchor="middle">{name}</text>'
    )


def _mark(mark: Any, place: _Frame) -> str:
    x, y = place.at((float(read(mark, "lon")), float(read(mark, "lat"))))
    label, sign, url = (text(read(mark, name)) for name in ("label", "mark", "url"))
    kind = tone_class(read(mark, "tone"))
    body = (
        f"<title>{label}</title>"
        f'<circle class="plat-mark {kind}" cx="{number(x)}" cy="{number(y)}" r="9"/>'
        f'<text class="ground-mark" x="{number(x)}" y="{number(y + 4)}"'
        f' text-anchor="middle">{sign}</text>'
    )
    return f'<a href="{url}">{body}</a>' if url else f"<g>{body}</g>"
