"""The park's own form of a round: JSON that a person can write (docs/engines/routing.md)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .data import ProblemData, Shift, Visit, Window
from .ways import ROAD_FACTOR, SPEED_KMH, osrm_table, straight_lines

WORTH_METRES = 1000
"""A point of ``value`` is worth this detour."""


@dataclass(frozen=True)
class RoundFile:
    """A round as written down; ``places`` names the rows of the matrices."""

    data: ProblemData
    places: tuple[str, ...]


def read_round(text: str) -> RoundFile:
    """
    Read a round.

    Raises
    ------
    ValueError
        Something is missing or wrong; the part and the field are named.
    """
    try:
        given = json.loads(text)
    except ValueError as error:
        raise ValueError(f"no JSON: {error}") from error
    if not isinstance(given, dict):
        raise ValueError("a round is an object with places, officers and visits")
    known = {"places", "officers", "visits", "breaks", "road_factor", "speed_kmh", "matrix"}
    if strange := set(given) - known:
        raise ValueError(f"unknown: {', '.join(sorted(strange))}")
    places = {
        _text(one, "name", f"places[{n}]"): one for n, one in enumerate(_list(given, "places"))
    }
    if len(places) < len(given["places"]):
        raise ValueError("places: two have the same name")
    distances, durations = _ways(given, places)
    rows = {name: n for n, name in enumerate(places)}
    return RoundFile(
        ProblemData(
            distances=distances,
            durations=durations,
            visits=tuple(_visit(one, n, rows) for n, one in enumerate(_list(given, "visits"))),
            shifts=tuple(_shift(one, n, rows) for n, one in enumerate(_list(given, "officers"))),
            breaks=_windows(given, "breaks", "breaks"),
        ),
        tuple(places),
    )


def _ways(given: Mapping[str, Any], places: Mapping[str, Any]) -> Any:
    if "matrix" in given:
        return osrm_table(json.dumps(given["matrix"]), len(places))
    points = []
    for name, one in places.items():
        try:
            points.append((float(one["lon"]), float(one["lat"])))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"places {name}: needs lon and lat, or a matrix") from error
    return straight_lines(
        points,
        road_factor=_number(given, "road_factor", ROAD_FACTOR),
        speed_kmh=_number(given, "speed_kmh", SPEED_KMH),
    )


def _visit(one: Any, number: int, rows: Mapping[str, int]) -> Visit:
    where = f"visits[{number}]"
    place = _text(one, "at", where)
    if place not in rows:
        raise ValueError(f"{where}: at: there is no place “{place}”")
    return Visit(
        name=str(one.get("name") or place),
        place=rows[place],
        minutes=_amount(one, "minutes", where, 45),
        windows=_windows(one, "windows", f"{where}: windows"),
        demand=1,
        prize=_amount(one, "value", where, 0) * WORTH_METRES,
        is_mandatory=bool(one.get("mandatory", True)),
        skills=_skills(one, where),
    )


def _shift(one: Any, number: int, rows: Mapping[str, int]) -> Shift:
    where = f"officers[{number}]"
    name = _text(one, "name", where)
    ends = []
    for field in ("from", "to"):
        place = str(one.get(field) or one.get("from") or next(iter(rows), ""))
        if place not in rows:
            raise ValueError(f"{where}: {field}: there is no place “{place}”")
        ends.append(rows[place])
    return Shift(
        name=name,
        start=ends[0],
        end=ends[1],
        window=_window(one.get("hours", ["08:30", "17:30"]), f"{where}: hours"),
        capacity=_amount(one, "most_visits", where, 0) or None,
        skills=_skills(one, where),
    )


def _list(given: Mapping[str, Any], field: str) -> list[Any]:
    found = given.get(field)
    if not isinstance(found, list) or not found:
        raise ValueError(f"{field}: needs a list with at least one item")
    if not all(isinstance(one, dict) for one in found):
        raise ValueError(f"{field}: each item must be an object")
    return found


def _text(one: Mapping[str, Any], field: str, where: str) -> str:
    found = one.get(field)
    if not isinstance(found, str) or not found.strip():
        raise ValueError(f"{where}: {field}: needs a text")
    return found


def _number(one: Mapping[str, Any], field: str, default: float) -> float:
    try:
        return float(one.get(field, default))
    except (TypeError, ValueError) as error:
        raise ValueError(f"{field}: must be a number") from error


def _amount(one: Mapping[str, Any], field: str, where: str, default: int) -> int:
    found = one.get(field, default)
    if not isinstance(found, int) or isinstance(found, bool) or found < 0:
        raise ValueError(f"{where}: {field}: must be a whole number, not negative")
    return found


def _skills(one: Mapping[str, Any], where: str) -> frozenset[str]:
    found = one.get("skills", [])
    if not isinstance(found, list) or not all(isinstance(skill, str) for skill in found):
        raise ValueError(f"{where}: skills: must be a list of texts")
    return frozenset(found)


def _windows(one: Mapping[str, Any], field: str, where: str) -> tuple[Window, ...]:
    found = one.get(field, [])
    if not isinstance(found, list):
        raise ValueError(f"{where}: must be a list of pairs of times")
    return tuple(_window(pair, where) for pair in found)


def _window(found: Any, where: str) -> Window:
    try:
        first, last = (_minute(text) for text in found)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{where}: must be two times such as 08:30") from error
    return (first, last)


def _minute(text: Any) -> int:
    hours, minutes = str(text).split(":")
    found = 60 * int(hours) + int(minutes)
    if not (0 <= int(minutes) < 60 and 0 <= found <= 1440):
        raise ValueError
    return found
