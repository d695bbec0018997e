"""
Places on the ground as a plain drawing: points with a tone and ways between them, north up.

No tiles and no outside service; the list beside it says the same in words.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from qianjin.ui.drawing.parts import clamp, number, read, text
from qianjin.ui.tones import tone_class

WIDTH, LOWEST, HIGHEST, MARGIN = 640.0, 300.0, 560.0, 26.0
METRES_A_DEGREE = 111_320.0
BARS = (100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000)


def ground(points: Sequence[Any], ways: Sequence[Any], label: str) -> str:
    """
    An SVG of ``points`` (lon, lat, label, tone, url, mark, kind, name) and ``ways`` (a line of lon
    and lat pairs with a tone). A ``mark`` is written into the point, a ``name`` beside it where
    it covers no other; ``kind="home"`` draws a square.
    """
    every = [(float(read(p, "lon")), float(read(p, "lat"))) for p in points]
    every += [(float(x), float(y)) for way in ways for x, y in read(way, "line")]
    if not every:
        return ""
    place = _Frame(every)
    parts = [
        f'<svg class="ground" viewBox="0 0 {number(WIDTH)} {number(place.height)}" role="img"'
        f' aria-label="{text(label)}" data-frame="{place.told()}">'
    ]
    parts += [_way(way, place) for way in ways]
    spots = [place.at(float(read(p, "lon")), float(read(p, "lat"))) for p in points]
    names = _Names(spots)
    parts += [_point(point, place, names) for point in points]
    parts.append(place.bar([(float(x), float(y)) for x, y in spots]))
    return "".join([*parts, "</svg>"])


class _Frame:
    """Where a place stands in the drawing."""

    def __init__(self, every: Sequence[tuple[float, float]]) -> None:
        lons, lats = [x for x, _y in every], [y for _x, y in every]
        self.squeeze = math.cos(math.radians((min(lats) + max(lats)) / 2))
        self.west, self.north = min(lons), max(lats)
        wide = max((max(lons) - self.west) * self.squeeze, 0.002)
        high = max(self.north - min(lats), 0.002)
        room = WIDTH - 2 * MARGIN
        self.height = clamp(high / wide * room + 2 * MARGIN, LOWEST, HIGHEST)
        self.scale = min(room / wide, (self.height - 2 * MARGIN) / high)
        self.left = MARGIN + (room - wide * self.scale) / 2
        self.top = MARGIN + (self.height - 2 * MARGIN - high * self.scale) / 2

    def at(self, lon: float, lat: float) -> tuple[str, str]:
        x = self.left + (lon - self.west) * self.squeeze * self.scale
        y = self.top + (self.north - lat) * self.scale
        return number(x), number(y)

    def told(self) -> str:
        """West, north, squeeze, scale, left and top: what a script needs to read a click."""
        parts = (self.west, self.north, self.squeeze, self.scale, self.left, self.top)
        return " ".join(f"{part:.7f}" for part in parts)

    def bar(self, points: Sequence[tuple[float, float]]) -> str:
        """
        How long a way is on the ground: the longest round length that fits a fifth.

        It stands in the lower corner, right or left, where it covers fewer ``points``.
        """
        pixels = self.scale / METRES_A_DEGREE
        metres = max((m for m in BARS if m * pixels <= WIDTH / 5), default=BARS[0])
        words = f"{metres} m" if metres < 1000 else f"{metres // 1000} km"
        y, long = self.height - 10, metres * pixels
        low = [x for x, height in points if height > y - 32]
        on_right = sum(x > WIDTH - 24 - long for x in low)
        on_left = sum(x < 24 + long for x in low)
        right = 12 + long if on_left < on_right else WIDTH - 12
        left = right - long
        return (
            f'<path class="ground-bar" d="M{number(left)} {number(y - 5)}v5H{number(right)}v-5"/>'
            f'<text class="ground-scale" x="{number(right)}" y="{number(y - 9)}"'
            f' text-anchor="end">{words}</text>'
        )


class _Names:
    """Where names may stand: beside their points, and over no point and no other name."""

    def __init__(self, points: Sequence[tuple[str, str]]) -> None:
        self.taken = [_around(float(x), float(y)) for x, y in points]

    def beside(self, x: float, y: float, name: str) -> tuple[float, float] | None:
        """Left end and base line of a name: right of its point, left, above, below; or nowhere."""
        wide = sum(11.0 if ord(sign) > 0x2E80 else 6.2 for sign in name)
        for left, low in (
            (x + 14, y + 4),
            (x - 14 - wide, y + 4),
            (x - wide / 2, y - 15),
            (x - wide / 2, y + 23),
        ):
            box = (left, low - 11, left + wide, low + 3)
            inside = left >= 2 and box[2] <= WIDTH - 2
            if inside and not any(_meet(box, other) for other in self.taken):
                self.taken.append(box)
                return left, low
        return None


_Box = tuple[float, float, float, float]


def _around(x: float, y: float, half: float = 11.0) -> _Box:
    return x - half, y - half, x + half, y + half


def _meet(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _way(way: Any, place: _Frame) -> str:
    line = " ".join(",".join(place.at(float(x), float(y))) for x, y in read(way, "line"))
    return f'<polyline class="ground-way {tone_class(read(way, "tone"))}" points="{line}"/>'


def _point(point: Any, place: _Frame, names: _Names) -> str:
    x, y = place.at(float(read(point, "lon")), float(read(point, "lat")))
    label, mark, url = (text(read(point, name)) for name in ("label", "mark", "url"))
    kind = tone_class(read(point, "tone"))
    title = f"<title>{label}</title>"
    if read(point, "kind") == "home":
        left, top = number(float(x) - 7), number(float(y) - 7)
        body = f'<rect class="ground-home" x="{left}" y="{top}" width="14" height="14" rx="3"/>'
        return f"<g>{title}{body}</g>"
    radius = "11" if mark else "6"
    body = f'{title}<circle class="ground-point {kind}" cx="{x}" cy="{y}" r="{radius}"/>'
    if mark:
        low = number(float(y) + 4)
        body += f'<text class="ground-mark" x="{x}" y="{low}" text-anchor="middle">{mark}</text>'
    name = str(read(point, "name") or "")
    if name and (stands := names.beside(float(x), float(y), name)):
        left, low = map(number, stands)
        body += f'<text class="ground-name" x="{left}" y="{low}">{text(name)}</text>'
    return f'<a href="{url}">{body}</a>' if url else f"<g>{body}</g>"
