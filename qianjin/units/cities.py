"""城市 Cities that projects come from, with where they lie; a table, no service.

>>> find("3205").name_zh, find("苏州").code
('苏州', '3205')
>>> find("苏州市").code
'3205'

It holds the municipalities, the capitals of provinces and the cities with an industry of the kind
a manufacturing park looks for; a city that is missing is one line in ``data/cities.txt``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class City:
    """A city: code, names, latitude and longitude of its centre in degrees."""

    code: str
    name_zh: str
    name_en: str
    lat: float
    lon: float


@cache
def cities() -> tuple[City, ...]:
    """Every city of the table, in the order of the codes."""
    text = (files("qianjin.units") / "data" / "cities.txt").read_text("utf-8")
    return tuple(_read(line) for line in text.splitlines() if line and not line.startswith("#"))


def _read(line: str) -> City:
    code, name_zh, *name_en, lat, lon = line.split()
    return City(code, name_zh, " ".join(name_en), float(lat), float(lon))


@cache
def _by_word() -> dict[str, City]:
    found = {word: city for city in cities() for word in (city.name_en.lower(), city.name_zh)}
    return found | {city.code: city for city in cities()}


def find(word: str) -> City | None:
    """A city by its code, its Chinese name (with or without 市) or its English one."""
    asked = word.strip()
    known = _by_word()
    return known.get(asked) or known.get(asked.removesuffix("市")) or known.get(asked.lower())


def distance_km(one: City, other: City) -> float:
    """How far apart two cities lie on the sphere."""
    a, b = math.radians(one.lat), math.radians(other.lat)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(other.lon - one.lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))
