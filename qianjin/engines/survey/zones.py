"""Datums and Gauss-Krüger zones of China, and how files name them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONLAT = "EPSG:4490"
FALSE_EASTING = 500_000.0
MILLION = 1_000_000


class Datum(StrEnum):
    """大地基准 What coordinates refer to."""

    CGCS2000 = "cgcs2000"
    XIAN80 = "xian80"
    BEIJING54 = "beijing54"
    OTHER = "other"


@dataclass(frozen=True, slots=True, order=True)
class Zone:
    """
    投影带 A Gauss-Krüger zone of 3 or 6 degrees.

    Parameters
    ----------
    number
        25..45 for 3 degrees, 13..23 for 6: China. No number stands for both.

    Raises
    ------
    ValueError
        China has no such zone.

    >>> Zone(40).meridian, Zone(40).epsg, Zone(40).epsg_with_prefix, Zone(20).meridian
    (120, 4549, 4528, 117)
    """

    number: int

    def __post_init__(self) -> None:
        if not (13 <= self.number <= 23 or 25 <= self.number <= 45):
            raise ValueError(f"zone: {self.number} is neither 13..23 nor 25..45")

    @property
    def width(self) -> int:
        """Degrees: 3 or 6."""
        return 3 if self.number >= 25 else 6

    @property
    def meridian(self) -> int:
        """Central meridian, degrees east."""
        return 3 * self.number if self.width == 3 else 6 * self.number - 3

    @property
    def epsg(self) -> int:
        """Code of the plane without zone prefix (false easting 500 000 m)."""
        return 4509 + self.number if self.width == 3 else 4489 + self.number

    @property
    def epsg_with_prefix(self) -> int:
        """Code of the plane whose eastings begin with the zone's number."""
        return 4488 + self.number if self.width == 3 else 4478 + self.number

    @classmethod
    def of_meridian(cls, meridian: float, width: int = 3) -> Zone:
        """
        The zone of a central meridian.

        :raises ValueError: there is none.
        """
        number = meridian / 3 if width == 3 else (meridian + 3) / 6
        if number != int(number):
            raise ValueError(f"meridian: {meridian} is none of {width}-degree zones")
        return cls(int(number))

    @classmethod
    def around(cls, longitude: float) -> Zone:
        """
        The 3-degree zone that a longitude lies in.

        :raises ValueError: it lies outside 73.5..136.5 degrees.
        """
        return cls(int((longitude + 1.5) // 3))


@dataclass(frozen=True, slots=True)
class Reference:
    """
    坐标系 What a file says of its coordinates.

    Parameters
    ----------
    datum
        ``None`` where it says nothing.
    zone
        ``None`` where it says nothing, or has degrees.
    is_degrees
        ``None`` where it says nothing.
    text
        As written.
    is_wgs84
        It says WGS 84, whose numbers are taken as CGCS2000 (they differ by decimetres at most,
        SURVEY 2.2).
    """

    datum: Datum | None = None
    zone: Zone | None = None
    is_degrees: bool | None = None
    text: str = ""
    is_wgs84: bool = False


_XIAN = re.compile(r"xi_?'?an.{0,3}19?80|1980.{0,3}xi_?'?an|西安|80国家|1980", re.I)
_BEIJING = re.compile(r"beijing.{0,3}19?54|北京|1954|54坐标|北京54", re.I)
_2000 = re.compile(
    r"cgcs.{0,3}2000|2000国家|国家2000|china.{0,3}geodetic.{0,30}2000|2000坐标", re.I
)
_WGS = re.compile(r"wgs.{0,3}19?84|crs:?84", re.I)
_NUMBER = re.compile(r"(?:zone|带号?)[_\s=:]*(\d{2})", re.I)
_MERIDIAN = re.compile(r"(?<![A-Z])CM[_\s]*(\d{2,3})\s*E?\b|中央经线[^\d]{0,3}(\d{2,3})", re.I)
_EPSG = re.compile(r"EPSG[\"',:/\s0-9.]*?[:/\"',\s](\d{4,6})\b", re.I)


# First and last code, and what is to be taken off for the zone: 3 degrees with prefix and without,
# 6 degrees with prefix and without.
_PLANES = (
    (4513, 4533, 4488, Datum.CGCS2000),
    (4534, 4554, 4509, Datum.CGCS2000),
    (4491, 4501, 4478, Datum.CGCS2000),
    (4502, 4512, 4489, Datum.CGCS2000),
    (2349, 2369, 2324, Datum.XIAN80),
    (2370, 2390, 2345, Datum.XIAN80),
    (2327, 2337, 2314, Datum.XIAN80),
    (2338, 2348, 2325, Datum.XIAN80),
    (2401, 2421, 2376, Datum.BEIJING54),
    (2422, 2442, 2397, Datum.BEIJING54),
    (21413, 21423, 21400, Datum.BEIJING54),
    (21453, 21463, 21440, Datum.BEIJING54),
)


def by_code(code: int) -> Reference | None:
    """What an EPSG code means, if it is one of those in use here."""
    if code == 4490:
        return Reference(Datum.CGCS2000, None, True, f"EPSG:{code}")
    if code == 4326:
        return Reference(Datum.CGCS2000, None, True, f"EPSG:{code}", is_wgs84=True)
    for first, last, less, datum in _PLANES:
        if first <= code <= last:
            return Reference(datum, Zone(code - less), False, f"EPSG:{code}")
    if code in (4610, 4214):
        return Reference(
            Datum.XIAN80 if code == 4610 else Datum.BEIJING54, None, True, f"EPSG:{code}"
        )
    return None


def plane_code(datum: Datum, zone: Zone | None) -> int:
    """EPSG code of a zone's plane without prefix on this datum; 0 where there is none."""
    if zone is None:
        return 0
    for first, last, less, of in _PLANES[1::2]:
        if of is datum and first <= zone.number + less <= last:
            return zone.number + less
    return 0


def by_text(text: str) -> Reference:
    """
    What a name, an URN or a WKT says; parts that it does not say are ``None``.

    >>> by_text('PROJCS["CGCS2000_3_Degree_GK_CM_120E"]').zone
    Zone(number=40)
    >>> by_text("1980西安坐标系").datum
    <Datum.XIAN80: 'xian80'>
    """
    text = text[:4000]
    name = re.match(r"\s*\w+\s*\[\s*\"([^\"]*)\"", text)
    short = (name.group(1) if name else text)[:120]
    if not name and (code := _EPSG.search(text)):
        known = by_code(int(code.group(1)))
        return known or Reference(Datum.OTHER, text=short)
    is_degrees = None
    if name:
        is_degrees = not text.lstrip().upper().startswith(("PROJ", "LOCAL", "ENGCRS"))
    elif re.search(r"crs:?84", text, re.I):
        is_degrees = True
    datum, is_wgs = _datum(short, text)
    zone = None if is_degrees else _zone(short, text)
    if is_degrees is False and name and zone is None and datum is Datum.CGCS2000:
        # A plane on the right datum that is no zone: Web Mercator, UTM, a city's own system.
        datum = Datum.OTHER
    return Reference(datum, zone, is_degrees, short, is_wgs)


def _datum(short: str, text: str) -> tuple[Datum | None, bool]:
    for where in (short, text):
        if _2000.search(where):
            return Datum.CGCS2000, False
        if _XIAN.search(where):
            return Datum.XIAN80, False
        if _BEIJING.search(where):
            return Datum.BEIJING54, False
        if _WGS.search(where):
            return Datum.CGCS2000, True
    return (Datum.OTHER if short.strip() else None), False


def _zone(short: str, text: str) -> Zone | None:
    six = bool(re.search(r"6.?degree|六度|6度", short, re.I)) or (
        not re.search(r"3.?degree|三度|3度", short, re.I)
        and bool(re.search(r"CGCS2000.{0,3}(GK|Gauss)", short, re.I))
    )
    try:
        if number := _NUMBER.search(short):
            return Zone(int(number.group(1)))
        if found := _MERIDIAN.search(short):
            return Zone.of_meridian(int(found.group(1) or found.group(2)), 6 if six else 3)
        central = re.search(r"central.meridian\"\s*,\s*([\d.]+)", text, re.I)
        is_gauss = re.search(r"gauss|transverse", text, re.I)
        scale = re.search(r"scale.factor\"\s*,\s*([\d.]+)", text, re.I)
        if central and is_gauss and (not scale or float(scale.group(1)) == 1):
            return Zone.of_meridian(float(central.group(1)), 6 if six else 3)
    except ValueError:
        return None
    return None


@cache
def _transformer(source: str, target: str) -> Any:
    # PROJ's tables stay out of a web process until a survey is read there.
    import pyproj

    return pyproj.Transformer.from_crs(source, target, always_xy=True)


def to_lonlat(plane: NDArray[np.float64], zone: Zone) -> NDArray[np.float64]:
    """Degrees (``(n, 2)``: longitude, latitude) of eastings without prefix and northings."""
    return _moved(plane, f"EPSG:{zone.epsg}", LONLAT)


def to_plane(lonlat: NDArray[np.float64], zone: Zone) -> NDArray[np.float64]:
    """Eastings without prefix and northings (``(n, 2)``, metres, to the micrometre)."""
    return np.round(_moved(lonlat, LONLAT, f"EPSG:{zone.epsg}"), 6)


def _moved(points: NDArray[np.float64], source: str, target: str) -> NDArray[np.float64]:
    first, second = _transformer(source, target).transform(points[:, 0], points[:, 1])
    return np.column_stack((first, second))
