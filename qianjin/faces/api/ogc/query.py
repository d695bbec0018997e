"""What a client may ask for, read strictly: a parameter that is unknown or bad is refused."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy

from qianjin.apps.land.selectors import Crs, crs_of
from qianjin.units.refusals import Refusal

FEWEST, USUAL, MOST = 1, 100, 1000


class BadParameter(Refusal):
    """A parameter that is unknown or can not be read (Core, requirements 8, 9, 22, 24)."""

    status = 400
    sentence = gettext_lazy("The parameter “%(name)s” is not known or can not be read.")


@dataclass(frozen=True, slots=True)
class Asked:
    """
    What is asked of the collection.

    ``box`` is west, south, east, north in degrees; ``days`` the first and last day of an interval
    that a boundary has to have stood in, open ends none.
    """

    crs: Crs
    limit: int = USUAL
    box: tuple[float, float, float, float] | None = None
    days: tuple[date | None, date | None] | None = None
    after: str = ""


KNOWN = {"f", "limit", "bbox", "bbox-crs", "crs", "datetime", "after"}


def read(request: HttpRequest, zone: int) -> Asked:
    """:raises BadParameter: see there."""
    given = request.GET
    only(request, KNOWN)
    box_crs = _crs(given.get("bbox-crs"), zone, "bbox-crs")
    box = _box(given["bbox"], box_crs) if "bbox" in given else None
    return Asked(
        crs=_crs(given.get("crs"), zone, "crs"),
        limit=_limit(given.get("limit")),
        box=box,
        days=_days(given["datetime"]) if "datetime" in given else None,
        after=given.get("after", ""),
    )


def crs_asked(request: HttpRequest, zone: int) -> Crs:
    """:raises BadParameter: for one feature nothing but ``crs`` may be asked."""
    only(request, {"f", "crs"})
    return _crs(request.GET.get("crs"), zone, "crs")


def only(request: HttpRequest, known: set[str]) -> None:
    """:raises BadParameter: another one is there, one stands there twice, or ``f`` is not JSON."""
    for name, values in request.GET.lists():
        if name not in known or len(values) != 1:
            raise BadParameter(name=name[:40])
    if request.GET.get("f", "json") not in {"json", "geojson", "application/geo+json"}:
        raise BadParameter(name="f")


def _crs(uri: str | None, zone: int, name: str) -> Crs:
    found = crs_of(uri, zone)
    if found is None:
        raise BadParameter(name=name)
    return found


def _limit(text: str | None) -> int:
    if text is None:
        return USUAL
    if not (text.isascii() and text.isdecimal()) or int(text[:9]) < FEWEST:
        raise BadParameter(name="limit")
    # More than the most is answered with the most (Core, requirement 21).
    return min(int(text[:9]), MOST)


def _box(text: str, crs: Crs) -> tuple[float, float, float, float]:
    try:
        sides = [float(part) for part in text.split(",")]
    except ValueError:
        raise BadParameter(name="bbox") from None
    if len(sides) == 6:
        # Heights are not kept; a box of three dimensions is taken for its ground.
        sides = [*sides[:2], *sides[3:5]]
    if len(sides) != 4 or not all(math.isfinite(side) for side in sides):
        raise BadParameter(name="bbox")
    box = crs.box_in_degrees((sides[0], sides[1], sides[2], sides[3]))
    if box is None:
        raise BadParameter(name="bbox")
    return box


def _days(text: str) -> tuple[date | None, date | None]:
    first, slash, last = text.partition("/")
    begin = _day(first)
    end = _day(last) if slash else begin
    if begin is not None and end is not None and end < begin:
        raise BadParameter(name="datetime")
    return begin, end


def _day(text: str) -> date | None:
    if text in ("", ".."):
        return None
    try:
        moment = parse_datetime(text) if "T" in text.upper() else None
        day = moment.date() if moment else parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise BadParameter(name="datetime")
    return day
