"""Which column is which: one vote of the magnitudes per file (SURVEY 2.1, 7)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .data import Finding, Hints, Refused, Severity, refusal
from .raw import LARGEST, RawSurvey
from .zones import MILLION, Datum

_NORTH, _EAST, _PREFIXED, _LON, _LAT = 1, 2, 3, 4, 5


@dataclass(frozen=True, slots=True)
class Axes:
    """What the columns turned out to be; ``second_first``: the second one is the easting."""

    second_first: bool
    prefix: int = 0
    is_degrees: bool = False
    sexagesimal: bool = False
    is_local: bool = False


def read_axes(raw: RawSurvey, values: NDArray[np.float64], hints: Hints) -> Axes:
    """
    Tell northings, eastings and degrees apart.

    :raises Refused: the magnitudes are of no known kind, or several kinds stand in one file.
    """
    expected = raw.north_first and raw.reference.is_degrees is not True
    kinds = np.column_stack((_kinds(values[:, 0]), _kinds(values[:, 1])))
    codes = kinds[:, 0] * 10 + kinds[:, 1]
    known = np.isin(codes, (12, 21, 13, 31, 45, 54))
    if not known.all():
        if _is_local(raw, known) and float(np.abs(values).max()) <= LARGEST:
            return Axes(_flip(raw.north_first, hints), is_local=True)
        raise _named(raw, values, ~known, "bad_magnitude")
    winner = int(np.bincount(codes).argmax())
    if (codes != winner).any():
        raise _named(raw, values, codes != winner, "mixed_axes")
    first, second = divmod(winner, 10)
    second_first = first in (_NORTH, _LAT)
    is_degrees = _LON in (first, second)
    if raw.reference.is_degrees is True and not is_degrees:
        raw.add(Finding("not_degrees", Severity.WARNING, subject=raw.reference.text))
    if is_degrees:
        # Files of boundary points hold longitude first as often as not: nothing to swap or say.
        if not raw.north_first and second_first:
            _swapped(raw)
        return Axes(second_first, is_degrees=True, sexagesimal=_sexagesimal(raw, values, hints))
    if second_first != expected or hints.swapped:
        _swapped(raw)
    return Axes(
        second_first, prefix=_prefix(raw, values, second_first, _PREFIXED in (first, second))
    )


def _kinds(column: NDArray[np.float64]) -> NDArray[np.int8]:
    size = np.abs(column)
    positive = column > 0
    zone = np.floor(size / MILLION)
    is_zone = ((zone >= 13) & (zone <= 23)) | ((zone >= 25) & (zone <= 45))
    return np.select(
        [
            positive & (size >= 1e7) & is_zone,
            positive & (size >= 1.9e6) & (size <= 6e6),
            positive & (size >= 1e5) & (size <= 9e5),
            positive & (size >= 73) & (size <= 136),
            positive & (size >= 3) & (size <= 54),
        ],
        [_PREFIXED, _NORTH, _EAST, _LON, _LAT],
        0,
    ).astype(np.int8)


def _is_local(raw: RawSurvey, known: NDArray[np.bool_]) -> bool:
    """A city's own plane: said to be another system, or a drawing none of whose points fits."""
    if raw.reference.datum not in (None, Datum.CGCS2000):
        return True
    return raw.may_be_local and raw.reference.datum is None and not known.any()


def _flip(north_first: bool, hints: Hints) -> bool:
    return not north_first if hints.swapped else north_first


def _prefix(
    raw: RawSurvey, values: NDArray[np.float64], second_first: bool, is_prefixed: bool
) -> int:
    if not is_prefixed:
        return 0
    zones = np.floor(values[:, 1 if second_first else 0] / MILLION).astype(np.int64)
    winner = int(np.bincount(zones).argmax())
    if (zones != winner).any():
        raise _named(raw, values, zones != winner, "mixed_zones")
    return winner


def _swapped(raw: RawSurvey) -> None:
    parcel = raw.parcels[0]
    lines = parcel.rings[0].lines
    line = int(lines[0]) if len(lines) else parcel.line
    raw.add(Finding("axes_swapped", Severity.WARNING, line, parcel.row))


def _sexagesimal(raw: RawSurvey, values: NDArray[np.float64], hints: Hints) -> bool:
    """Whether degrees are ddd.mmss; only text files do that, and they do not say so."""
    if raw.form != "txt":
        return False
    hundredths = np.round((values % 1) * 10_000, 4)
    could_be = bool(((hundredths < 6_000) & (hundredths % 100 < 60)).all())
    if hints.degrees == "dms":
        if not could_be:
            raise refusal("not_sexagesimal", int(raw.parcels[0].rings[0].lines[0]))
        return True
    if hints.degrees != "decimal":
        line = int(raw.parcels[0].rings[0].lines[0])
        if could_be:
            raise refusal("degrees_ambiguous", line)
        raw.add(Finding("degrees_in_txt", Severity.WARNING, line))
    return False


def _named(
    raw: RawSurvey, values: NDArray[np.float64], wrong: NDArray[np.bool_], code: str
) -> Refused:
    """A refusal that names the lines of the points that are wrong."""
    found: list[Finding] = []
    begin = 0
    for place, parcel in enumerate(raw.parcels):
        for ring in parcel.rings:
            end = begin + len(ring.values)
            for point in np.nonzero(wrong[begin:end])[0][: Refused.MOST]:
                subject = ", ".join(f"{value:.12g}" for value in values[begin + point])
                line = int(ring.lines[point]) if len(ring.lines) else parcel.line
                found.append(
                    Finding(
                        code, Severity.REFUSED, line, parcel.row, place, point=int(point),
                        subject=subject,
                    )
                )  # fmt: skip
            begin = end
            if len(found) >= Refused.MOST:
                return Refused(found, int(wrong.sum()))
    return Refused(found, int(wrong.sum()))
