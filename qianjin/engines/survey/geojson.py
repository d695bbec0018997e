"""GeoJSON: degrees as RFC 7946 wants it, or metres with a ``crs`` as tools here write it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from .data import Finding, Hints, Limits, Parcel, Ring, Severity, Survey, refusal
from .fields import words_of
from .polygons import add_ring
from .raw import Counter, RawParcel, RawSurvey, numbers
from .text import decode
from .zones import Reference, by_text

DECIMALS = 9
"""Of degrees: a tenth of a millimetre."""
_SPACE = re.compile(r"[ \t\r\n]*")
_BRACKETS = re.compile(rb"\[")


class _Text:
    """A JSON text read member by member, so that one feature is held at a time and has a line."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self._decoder = json.JSONDecoder(parse_constant=self._no_number)
        self._counted, self._line = 0, 1

    def _no_number(self, name: str) -> float:
        raise refusal("bad_number", self.line(), subject=name)

    def line(self, at: int | None = None) -> int:
        at = self.at if at is None else at
        if at < self._counted:
            return self.text.count("\n", 0, at) + 1
        self._line += self.text.count("\n", self._counted, at)
        self._counted = at
        return self._line

    def peek(self) -> str:
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.text[self.at : self.at + 1]

    def take(self, sign: str) -> None:
        if self.peek() != sign:
            raise refusal(
                "bad_json", self.line(), subject=f"{sign} …{self.text[self.at : self.at + 20]}"
            )
        self.at += 1

    def value(self) -> Any:
        self.peek()
        try:
            value, self.at = self._decoder.raw_decode(self.text, self.at)
        except json.JSONDecodeError as error:
            raise refusal("bad_json", self.line(error.pos), subject=error.msg) from error
        except (RecursionError, ValueError) as error:
            if isinstance(error, ValueError) and hasattr(error, "findings"):
                raise
            raise refusal("bad_json", self.line()) from error
        return value

    def members(self) -> Iterator[str]:
        """The names of an object's members; the caller takes each value."""
        self.take("{")
        if self.peek() == "}":
            self.at += 1
            return
        while True:
            name = self.value()
            self.take(":")
            yield str(name)
            if self.peek() == "}":
                self.at += 1
                return
            self.take(",")

    def items(self) -> Iterator[tuple[int, Any]]:
        """The line and the value of each item of a list."""
        self.take("[")
        if self.peek() == "]":
            self.at += 1
            return
        while True:
            self.peek()
            line = self.line()
            yield line, self.value()
            if self.peek() == "]":
                self.at += 1
                return
            self.take(",")


def read_geojson(content: bytes, hints: Hints, limits: Limits) -> RawSurvey:
    """
    Polygons of a FeatureCollection, a Feature or a geometry.

    :raises Refused: no JSON, or positions that are no numbers, with the line of the feature.
    """
    text, encoding, found = decode(content, hints.encoding, limits)
    most = limits.points + 4 * limits.rings
    if content.count(b"[") > most:
        for count, bracket in enumerate(_BRACKETS.finditer(content)):
            if count == most:
                line = content.count(b"\n", 0, bracket.start()) + 1
                raise refusal("too_many_points", line, amount=limits.points)
    raw = RawSurvey("geojson", encoding, findings=found)
    reader = _Features(raw, Counter(limits))
    source = _Text(text.lstrip("\ufeff"))
    if source.peek() != "{":
        raise refusal("bad_json", source.line(), subject=source.text[source.at : source.at + 20])
    whole: dict[str, Any] = {}
    for member in source.members():
        if member == "features" and source.peek() == "[":
            for line, feature in source.items():
                reader.feature(feature, line)
        else:
            whole[member] = source.value()
    if whole.get("type") == "Feature":
        reader.feature(whole, 1)
    elif "coordinates" in whole or "geometries" in whole:
        reader.feature({"type": "Feature", "geometry": whole}, 1)
    if isinstance(name := whole.get("name"), str):
        raw.attributes["name"] = name
    raw.reference = _reference(whole)
    if not raw.parcels:
        raise refusal("no_parcels", source.line())
    return raw


def _reference(whole: dict[str, Any]) -> Reference:
    crs = whole.get("crs")
    named = crs.get("properties") if isinstance(crs, dict) else None
    name = named.get("name") if isinstance(named, dict) else crs
    if isinstance(name, str) and name:
        return by_text(name)
    return Reference()


class _Features:
    def __init__(self, raw: RawSurvey, counter: Counter) -> None:
        self.raw, self.counter, self.row = raw, counter, 0

    def feature(self, feature: Any, line: int) -> None:
        self.row += 1
        if not isinstance(feature, dict):
            raise refusal("bad_json", line, self.row, subject="features")
        parcel = RawParcel([], line=line, row=self.row)
        properties = feature.get("properties")
        if isinstance(properties, dict):
            words_of(parcel, properties)
        if not parcel.code and isinstance(feature.get("id"), str | int):
            parcel.code = str(feature["id"])
        names = properties.get("point_names") if isinstance(properties, dict) else None
        self.geometry(feature.get("geometry"), parcel, names, 0)
        if parcel.rings:
            self.counter.more("parcels", line=line, row=self.row)
            self.raw.parcels.append(parcel)

    def geometry(self, geometry: Any, parcel: RawParcel, names: Any, depth: int) -> None:
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        if kind == "GeometryCollection" and depth < 8:
            members = geometry.get("geometries")
            for one in members if isinstance(members, list) else []:
                self.geometry(one, parcel, None, depth + 1)
            return
        if kind not in ("Polygon", "MultiPolygon"):
            self.raw.add(
                Finding(
                    "not_an_area", Severity.WARNING, parcel.line, parcel.row,
                    subject=str(kind)[:40],
                )
            )  # fmt: skip
            return
        coordinates = geometry.get("coordinates")
        if not isinstance(coordinates, list):
            raise refusal("bad_position", parcel.line, parcel.row)
        for part, rings in enumerate([coordinates] if kind == "Polygon" else coordinates):
            if not isinstance(rings, list):
                raise refusal("bad_position", parcel.line, parcel.row)
            outer = len(parcel.rings)
            for number, ring in enumerate(rings):
                self.ring(ring, parcel, _names(names, part, number), -1 if number == 0 else outer)

    def ring(self, ring: Any, parcel: RawParcel, names: Any, hole_in: int) -> None:
        if not isinstance(ring, list):
            raise refusal("bad_position", parcel.line, parcel.row)
        values = numbers(ring, parcel.row, parcel.line)
        given = [str(name) for name in names] if isinstance(names, list) else []
        add_ring(parcel, values, self.raw, self.counter, hole_in, given)


def _names(names: Any, part: int, number: int) -> Any:
    try:
        return names[part][number]
    except (TypeError, IndexError, KeyError):
        return None


# ---------------------------------------------------------------------- writing


def write_geojson(survey: Survey) -> str:
    """
    A FeatureCollection in CGCS2000 degrees, outer rings against the clock (RFC 7946, 3.1.6).

    Raises
    ------
    ValueError
        The survey's datum is another one: it would be drawn in the wrong place.
    """
    features = [_feature(parcel) for parcel in survey.parcels]
    heading = {
        "type": "FeatureCollection",
        "survey": {
            "form": survey.form,
            "datum": survey.datum,
            "zone": survey.zone.number if survey.zone else None,
        },
    }
    return json.dumps({**heading, "features": features}, ensure_ascii=False, allow_nan=False)


def _feature(parcel: Parcel) -> dict[str, Any]:
    parts, names = [], []
    for outer, holes in parcel.parts:
        rings = [_positions(outer), *(_positions(hole) for hole in holes)]
        parts.append([ring for ring, _ in rings])
        names.append([ring for _, ring in rings])
    properties: dict[str, Any] = {
        "code": parcel.code,
        "name": parcel.name,
        "use": parcel.use,
        "land_class": parcel.land_class,
        "sheet": parcel.sheet,
        "area_m2": round(parcel.area, 2),
        "area_mu": round(parcel.mu, 4),
        "area_ha": round(parcel.hectares, 4),
        "stated_area_m2": round(parcel.stated.square_metres, 2) if parcel.stated else None,
    }
    if any(any(ring) for part in names for ring in part):
        properties["point_names"] = names
    kind = "Polygon" if len(parts) == 1 else "MultiPolygon"
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": parts[0] if len(parts) == 1 else parts},
    }


def _positions(ring: Ring) -> tuple[list[list[float]], list[str]]:
    if ring.lonlat is None:
        raise ValueError("datum: only CGCS2000 can be written in degrees")
    points = np.round(ring.lonlat, DECIMALS).tolist()
    names = list(ring.names)
    if (ring.signed_area < 0) == (ring.hole_in < 0):
        points.reverse()
        names.reverse()
    return [*points, points[0]], names
