"""What the address of the map asks for, read without trust."""

from __future__ import annotations

import math
from datetime import date

from django.utils.dateparse import parse_date

from qianjin.faces.gate.requests import ParkRequest

Box = tuple[float, float, float, float]
WORLD: Box = (-180.0, -90.0, 180.0, 90.0)
MOST_CORNERS = 500


def numbers(text: str, least: int, most: int) -> list[float]:
    """Numbers between commas; none when one of them is no number, or they are too few or many."""
    parts = text.split(",") if text else []
    if not least <= len(parts) <= most:
        return []
    try:
        found = [float(part) for part in parts]
    except ValueError:
        return []
    return found if all(math.isfinite(one) for one in found) else []


def box_of(request: ParkRequest) -> Box:
    """``box=west,south,east,north``; the world without it."""
    found = numbers(request.GET.get("box", ""), 4, 4)
    if not found:
        return WORLD
    west, south, east, north = found
    return west, south, east, north


def shape_of(request: ParkRequest) -> list[tuple[float, float]]:
    """``shape=lon,lat,lon,lat,…``: an outline that somebody has drawn."""
    return _corners(request, "shape", 3)


def line_of(request: ParkRequest) -> list[tuple[float, float]]:
    """``line=lon,lat,lon,lat,…``: a line that somebody has measured."""
    return _corners(request, "line", 2)


def _corners(request: ParkRequest, name: str, least: int) -> list[tuple[float, float]]:
    found = numbers(request.GET.get(name, ""), 2 * least, 2 * MOST_CORNERS)
    if len(found) % 2 or any(abs(one) > 180 for one in found):
        return []
    return list(zip(found[::2], found[1::2], strict=True))


def day_of(request: ParkRequest, name: str, otherwise: date) -> date:
    """A day; the other one where none is named or it is none."""
    try:
        return parse_date(request.GET.get(name, "")) or otherwise
    except ValueError:
        return otherwise
