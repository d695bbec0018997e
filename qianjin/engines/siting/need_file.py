"""What a project asks of its site, as a file; see docs/engines/siting.md for the schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from .borders import TOLERANCE
from .data import WEIGHTS, Need

FIRST_DAY = 600_000
"""Readiness below this is a plain number (days from now, months); above it, a day's ordinal."""


class NeedProblem(ValueError):
    """Something is missing or wrong in a need; ``field`` names it."""

    def __init__(self, field: str, what: str) -> None:
        super().__init__(f"{field}: {what}")
        self.field = field


@dataclass(frozen=True)
class NeedFile:
    """
    需求文件 A need together with the columns of the layer in which its amounts stand.

    Parameters
    ----------
    need
        The limits and weights.
    id_field, cost_field
        Names of columns.
    ready_field, locked_field, area_field
        Names of columns; ``None``: no dates, nothing locked, areas from the outlines.
    require
        Conditions on columns: a value, a list of values, or ``{"min", "max"}``.
    tolerance
        Metres of gap across which parcels still share a border.
    border_min
        Metres that a border must be longer than to join.
    """

    need: Need
    id_field: str
    cost_field: str
    ready_field: str | None = None
    locked_field: str | None = None
    area_field: str | None = None
    require: Mapping[str, Any] = field(default_factory=dict)
    tolerance: float = TOLERANCE
    border_min: float = 0.0


_NAMES = ("id_field", "cost_field", "ready_field", "locked_field", "area_field")
_NUMBERS = ("area_min", "area_max", "cost_max", "overlap", "tolerance", "border_min")
_FIELDS = {*_NAMES, *_NUMBERS, "max_parcels", "ready_by", "weights", "require"}
_MUST = ("area_min", "area_max", "id_field", "cost_field")


def read_need(text: str) -> NeedFile:
    """
    读需求 A need from YAML (or JSON, which is YAML).

    Raises
    ------
    NeedProblem
        A field is missing, unknown or wrong.
    """
    try:
        given = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else "the file"
        raise NeedProblem(where, "is not YAML") from error
    if not isinstance(given, dict):
        raise NeedProblem("the file", "must hold fields with values (area_min: …)")
    for name in given:
        if name not in _FIELDS:
            raise NeedProblem(str(name), f"is not a field of a need ({', '.join(sorted(_FIELDS))})")
    for name in _MUST:
        if given.get(name) is None:
            raise NeedProblem(name, "is missing")
    given = {name: value for name, value in given.items() if value is not None}
    names = {name: _name(name, given[name]) for name in _NAMES if name in given}
    numbers = {name: _number(name, given[name]) for name in _NUMBERS if name in given}
    tolerance = numbers.pop("tolerance", TOLERANCE)
    border_min = numbers.pop("border_min", 0.0)
    if not 0 <= border_min < 10_000:
        raise NeedProblem("border_min", "must lie between 0 and 10,000 metres")
    if not 0 <= tolerance <= 10:
        raise NeedProblem("tolerance", "must lie between 0 and 10 metres")
    try:
        need = Need(
            max_parcels=_whole(given.get("max_parcels")),
            ready_by=_day(given.get("ready_by")),
            weights=_weights(given.get("weights", {"cost": 1.0})),
            **numbers,
        )
    except NeedProblem:
        raise
    except ValueError as error:
        name, _, what = str(error).partition(": ")
        raise NeedProblem(name, what) from error
    if "ready_field" not in names and (need.ready_by is not None or need.weights.get("ready")):
        raise NeedProblem("ready_field", "is missing, but dates are asked for")
    require = _require(given.get("require", {}))
    return NeedFile(need, **names, require=require, tolerance=tolerance, border_min=border_min)


def _name(field: str, value: object) -> str:
    if not isinstance(value, str) or not value:
        raise NeedProblem(field, "must be the name of a column")
    return value


def _number(field: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NeedProblem(field, f"must be a number, not {value!r}")
    try:
        return float(value)
    except OverflowError as error:
        raise NeedProblem(field, "is too large") from error


def _whole(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise NeedProblem("max_parcels", f"must be a whole number, not {value!r}")
    return value


def _day(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < FIRST_DAY:
        return value
    if isinstance(value, date):
        return value.toordinal()
    try:
        return date.fromisoformat(str(value)).toordinal()
    except ValueError as error:
        raise NeedProblem("ready_by", f"must be a day such as 2027-06-30, not {value!r}") from error


def _weights(value: object) -> dict[str, float]:
    if not isinstance(value, dict) or not value:
        raise NeedProblem("weights", f"must be fields with numbers ({', '.join(WEIGHTS)}, columns)")
    return {str(name): _number(f"weights.{name}", weight) for name, weight in value.items()}


def _require(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise NeedProblem("require", "must be columns with conditions")
    for name, condition in value.items():
        if isinstance(condition, dict):
            if not condition or not set(condition) <= {"min", "max"}:
                raise NeedProblem(f"require.{name}", "must have min, max or both")
            for end, limit in condition.items():
                _number(f"require.{name}.{end}", limit)
    return {str(name): condition for name, condition in value.items()}
