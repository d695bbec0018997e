"""Polygons of formats that keep no lines: rings checked, counted, closed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .data import Finding, Severity, refusal
from .raw import SAME, SAME_DEGREES, Counter, RawParcel, RawRing, RawSurvey, numbers, open_ring


def add_polygon(
    parcel: RawParcel, rings: Sequence[NDArray[np.float64]], raw: RawSurvey, counter: Counter
) -> None:
    """
    Add one outer ring and its holes.

    :raises Refused: too much, too few points, or numbers that are none.
    """
    outer = len(parcel.rings)
    for number, values in enumerate(rings):
        add_ring(parcel, values, raw, counter, -1 if number == 0 else outer)


def add_ring(
    parcel: RawParcel,
    values: NDArray[np.float64],
    raw: RawSurvey,
    counter: Counter,
    hole_in: int | None,
    names: Sequence[str] = (),
) -> None:
    """
    Add one ring; say so when it does not return to its first point.

    :raises Refused: too much, too few points, or numbers that are none.
    """
    counter.more("rings", line=parcel.line, row=parcel.row)
    counter.more("points", len(values), parcel.line, parcel.row)
    values = numbers(values, parcel.row, parcel.line)
    is_small = len(values) > 0 and float(np.abs(values).max()) <= 180
    values, closed = open_ring(values, SAME_DEGREES if is_small else SAME)
    if not closed:
        raw.add(Finding("ring_not_closed", Severity.WARNING, parcel.line, parcel.row))
    if len(values) < 3:
        raise refusal("too_few_points", parcel.line, parcel.row, parcel.name, len(values))
    fits = len(names) == len(values)
    parcel.rings.append(RawRing(values, names=tuple(names) if fits else (), hole_in=hole_in))
