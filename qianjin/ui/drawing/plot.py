"""
Boundaries as a plain drawing: areas with a tone and a name, north up, with a scale.

No tiles and no outside service. Places are metres on a plane, east first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qianjin.ui.drawing.parts import clamp, number, read, text
from qianjin.ui.tones import tone_class

WIDTH, LOWEST, HIGHEST, MARGIN = 640.0, 260.0, 620.0, 6.0
BARS = (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
Place = tuple[float, float]


def plot(
    areas: Sequence[Any],
    label: str,
    corners: Sequence[tuple[str, float, float]] = (),
    frame: Sequence[Any] = (),
) -> str:
    """
    An SVG of ``areas``.

    Parameters
    ----------
    areas
        Each with ``rings`` (places; holes by the even-odd rule), ``label``, ``tone``, ``url`` and
        ``kind``: ``main`` is drawn on top, ``around`` pale.
    label
        What a screen reader says.
    corners
        Points with a name.
    frame
        The areas that decide what is seen; all without it.
    """
    shown = [place for area in (frame or areas) for ring in read(area, "rings") for place in ring]
    if not shown:
        return ""
    ground = _Ground(shown)
    ordered = sorted(areas, key=lambda area: read(area, "kind") == "main")
    parts = [
        f'<svg class="plot" viewBox="0 0 {number(WIDTH)} {number(ground.height)}" role="img"'
        f' aria-label="{text(label)}">'
    ]
    parts += [_area(area, ground) for area in ordered]
    parts += [_name(area, ground) for area in ordered]
    parts += [_corner(corner, ground) for corner in corners]
    return "".join([*parts, ground.bar(), ground.north(), "</svg>"])


class _Ground:
    """Where a place stands in the drawing."""

    def __init__(self, shown: Sequence[Place]) -> None:
        easts, norths = [x for x, _y in shown], [y for _x, y in shown]
        self.west, self.top = min(easts), max(norths)
        wide, high = max(max(easts) - self.west, 1.0), max(self.top - min(norths), 1.0)
        room = WIDTH - 2 * MARGIN
        self.height = clamp(high / wide * room + 2 * MARGIN, LOWEST, HIGHEST)
        self.scale = min(room / wide, (self.height - 2 * MARGIN) / high)
        self.left = (WIDTH - wide * self.scale) / 2
        self.above = (self.height - high * self.scale) / 2

    def at(self, east: float, north: float) -> tuple[float, float]:
        return (
            self.left + (east - self.west) * self.scale,
            self.above + (self.top - north) * self.scale,
        )

    def bar(self) -> str:
        metres = next((one for one in BARS if one * self.scale >= 60), BARS[-1])
        long, low = metres * self.scale, self.height - 12
        told = f"{metres} m" if metres < 1000 else f"{metres // 1000} km"
        return (
            f'<path class="plot-bar" d="M14 {number(low)}h{number(long)}"/>'
            f'<text class="plot-word" x="14" y="{number(low - 6)}">{told}</text>'
        )

    def north(self) -> str:
        x = WIDTH - 22
        return (
            f'<path class="plot-north" d="M{number(x)} 12l6 18l-6 -4l-6 4z"/>'
            f'<text class="plot-word" x="{number(x)}" y="44" text-anchor="middle">N</text>'
        )


def _area(area: Any, ground: _Ground) -> str:
    path = "".join(
        "M" + "L".join(f"{number(x)} {number(y)}" for x, y in (ground.at(*p) for p in ring)) + "Z"
        for ring in read(area, "rings")
    )
    kind = "main" if read(area, "kind") == "main" else "around"
    tone = f" {tone_class(read(area, 'tone'))}" if read(area, "tone") else ""
    drawn = f'<path class="plot-area is-{kind}{tone}" fill-rule="evenodd" d="{path}"/>'
    url = read(area, "url")
    return f'<a href="{text(url)}">{drawn}</a>' if url else drawn


def _name(area: Any, ground: _Ground) -> str:
    told, rings = read(area, "label"), read(area, "rings")
    if not told or not rings:
        return ""
    largest = max(rings, key=lambda ring: abs(_twice_area(ring)))
    x, y = ground.at(*_middle(largest))
    if not (0 < x < WIDTH and 0 < y < ground.height):
        return ""
    kind = "main" if read(area, "kind") == "main" else "around"
    return (
        f'<text class="plot-name is-{kind}" x="{number(x)}" y="{number(y)}"'
        f' text-anchor="middle">{text(told)}</text>'
    )


def _corner(corner: tuple[str, float, float], ground: _Ground) -> str:
    name, east, north = corner
    x, y = ground.at(east, north)
    return (
        f'<circle class="plot-corner" cx="{number(x)}" cy="{number(y)}" r="2.6"/>'
        f'<text class="plot-word" x="{number(x + 5)}" y="{number(y - 5)}">{text(name)}</text>'
    )


def _twice_area(ring: Sequence[Place]) -> float:
    west, south = ring[0]
    return sum(
        (a - west) * (d - south) - (c - west) * (b - south)
        for (a, b), (c, d) in zip(ring, [*ring[1:], ring[0]], strict=True)
    )


def _middle(ring: Sequence[Place]) -> Place:
    """The centre of gravity of what a ring encloses."""
    twice = _twice_area(ring)
    west, south = ring[0]
    if not twice:
        return west, south
    east = north = 0.0
    for (a, b), (c, d) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = (a - west) * (d - south) - (c - west) * (b - south)
        east += (a + c - 2 * west) * cross
        north += (b + d - 2 * south) * cross
    return west + east / (3 * twice), south + north / (3 * twice)
