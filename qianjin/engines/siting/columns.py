"""The columns of a layer that a need speaks of, checked row by row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np

from .borders import borders_of
from .data import WEIGHTS, Mask, Parcels
from .layer_file import LayerFile
from .need_file import FIRST_DAY, NeedFile
from .shapes import Floats

_YES = {"1", "true", "t", "yes", "y", "是"}
_NO = {"", "0", "false", "f", "no", "n", "否", "none", "null"}


class ColumnProblem(ValueError):
    """A value of a layer is missing or wrong; ``row`` counts features from 1."""

    def __init__(self, column: str, row: int | None, what: str) -> None:
        where = column if row is None else f"feature {row}, {column}"
        super().__init__(f"{where}: {what}")
        self.column, self.row = column, row


def parcels_of(layer: LayerFile, wanted: NeedFile) -> Parcels:
    """
    取地块 The parcels of a layer as a need sees them.

    A feature without an outline or area, locked, or not as required, is not to be had; its other
    columns may then be empty.

    Raises
    ------
    ColumnProblem
        A column is not there, or a value is missing or wrong; column and feature are named.
    """
    rows = layer.rows
    ids = _ids(rows, wanted.id_field)
    outline = layer.shapes.outlines()
    is_open = np.array([_is_as_required(row, wanted, n) for n, row in enumerate(rows, 1)], np.bool_)
    if wanted.locked_field:
        _there(rows, wanted.locked_field)
        is_open &= ~np.array(
            [_truth(wanted.locked_field, n, row.get(wanted.locked_field))
             for n, row in enumerate(rows, 1)], np.bool_)  # fmt: skip
    if wanted.area_field:
        area = _amounts(rows, wanted.area_field, is_open, _positive)
    else:
        area = layer.shapes.areas()
    is_open &= (area > 0) & (outline > 0)
    names = [name for name in wanted.need.weights if name not in WEIGHTS]
    return Parcels(
        ids=ids,
        area=area,
        cost=_amounts(rows, wanted.cost_field, is_open, _not_negative),
        borders=borders_of(layer.shapes, wanted.tolerance).longer_than(wanted.border_min),
        ready=_days(rows, wanted.ready_field) if wanted.ready_field else None,
        outline=outline,
        is_open=is_open,
        fields={name: _amounts(rows, name, is_open, _not_negative) for name in names},
    )


def _there(rows: Sequence[dict[str, Any]], column: str) -> None:
    if rows and not any(column in row for row in rows):
        known = ", ".join(list(rows[0])[:20])
        raise ColumnProblem(column, None, f"no such column; there are {known}")


def _ids(rows: Sequence[dict[str, Any]], column: str) -> tuple[str, ...]:
    _there(rows, column)
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, start=1):
        value = row.get(column)
        if value is None or value == "":
            raise ColumnProblem(column, number, "is missing")
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if str(value) in seen:
            raise ColumnProblem(column, number, f"{value} stands in feature {seen[str(value)]} too")
        seen[str(value)] = number
    return tuple(seen)


def _amounts(
    rows: Sequence[dict[str, Any]], column: str, is_open: Mask, check: Callable[[float], bool]
) -> Floats:
    """Numbers of a column; where a parcel is not to be had, a missing one is NaN."""
    _there(rows, column)
    amounts = np.full(len(rows), np.nan)
    for at, row in enumerate(rows):
        value = _number(row.get(column))
        if value is not None and check(value):
            amounts[at] = value
        elif is_open[at]:
            raise ColumnProblem(column, at + 1, f"{row.get(column)!r} is no such amount")
    return amounts


def _positive(value: float) -> bool:
    return 0 < value < 1e15


def _not_negative(value: float) -> bool:
    return 0 <= value < 1e15


def _number(value: object) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return None


def _truth(column: str, number: int, value: object) -> bool:
    word = str(value if value is not None else "").strip().lower()
    if word.endswith(".0"):
        word = word[:-2]
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise ColumnProblem(column, number, f"{value!r} is neither yes nor no")


def _days(rows: Sequence[dict[str, Any]], column: str) -> Floats:
    """Days as ordinals, or plain numbers (of days or months); a missing one is NaN."""
    _there(rows, column)
    days = np.full(len(rows), np.nan)
    for at, row in enumerate(rows):
        value = row.get(column)
        if value is None or value == "":
            continue
        if isinstance(value, int | float) and abs(value) < FIRST_DAY:
            days[at] = value
            continue
        try:
            text = str(value).strip().replace("/", "-")
            days[at] = datetime.fromisoformat(text).date().toordinal()
        except ValueError as error:
            what = f"{value!r} is not a day such as {date(2027, 6, 30).isoformat()}"
            raise ColumnProblem(column, at + 1, what) from error
    return days


def _is_as_required(row: dict[str, Any], wanted: NeedFile, number: int) -> bool:
    for column, condition in wanted.require.items():
        if number == 1 and column not in row:
            raise ColumnProblem(column, None, "no such column")
        value = row.get(column)
        if isinstance(condition, dict):
            amount = _number(value)
            if amount is None or not (
                condition.get("min", -np.inf) <= amount <= condition.get("max", np.inf)
            ):
                return False
        elif isinstance(condition, list):
            if value not in condition:
                return False
        elif value != condition:
            return False
    return True
