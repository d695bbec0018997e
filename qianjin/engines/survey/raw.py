"""What a reader hands on: a file's numbers in the order of its columns, not yet understood."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from .data import Finding, Limits, Severity, refusal
from .zones import Reference

NO_LINES = np.zeros(0, dtype=np.int32)
LARGEST = 1e8
"""No coordinate of China is larger, with whatever prefix."""
SAME = 0.001
"""Points nearer than this are one point, metres (SURVEY 2.1, 5 and 11)."""
SAME_DEGREES = 1e-8
"""The same in degrees: about a millimetre."""


@dataclass(slots=True)
class RawRing:
    """One ring: columns as they stand in the file, closing row taken off."""

    values: NDArray[np.float64]
    number: str = ""
    names: tuple[str, ...] = ()
    lines: NDArray[np.int32] = field(default_factory=lambda: NO_LINES)
    heights: NDArray[np.float64] | None = None
    hole_in: int | None = None
    """Where the format itself says what is cut out of what; ``None``: geometry decides."""


@dataclass(slots=True)
class RawParcel:
    """A parcel with its rings and words."""

    rings: list[RawRing]
    code: str = ""
    name: str = ""
    use: str = ""
    land_class: str = ""
    sheet: str = ""
    stated: float | None = None
    stated_unit: str = ""
    line: int = 0
    row: int = 0
    attributes: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class RawSurvey:
    """A file as its reader found it."""

    form: str
    encoding: str = ""
    parcels: list[RawParcel] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    reference: Reference = field(default_factory=Reference)
    reference_line: int = 0
    width: int = 0
    """Degrees of the zones as stated; 0: not stated."""
    zone_line: int = 0
    north_first: bool = False
    may_be_local: bool = False
    """The format may hold a city's own plane without saying so."""
    attributes: dict[str, str] = field(default_factory=dict)

    MOST: ClassVar = 2_000
    """So many findings are kept; the rest is counted."""

    def add(self, finding: Finding) -> None:
        """Keep a finding."""
        if len(self.findings) < self.MOST:
            self.findings.append(finding)
        elif self.findings[-1].code == "and_more":
            last = self.findings[-1]
            self.findings[-1] = replace(last, amount=last.amount + 1)
        else:
            self.findings.append(Finding("and_more", Severity.WARNING, finding.line, amount=1))


class Counter:
    """Counts what is read and refuses when it becomes too much, naming the place."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._counts = {"points": 0, "rings": 0, "parcels": 0}

    def more(self, what: str, count: int = 1, line: int = 0, row: int = 0) -> None:
        """Count ``count`` more points, rings or parcels."""
        self._counts[what] += count
        most = getattr(self._limits, what)
        if self._counts[what] > most:
            raise refusal(f"too_many_{what}", line, row, amount=most)


def open_ring(
    values: NDArray[np.float64], tolerance: float = SAME
) -> tuple[NDArray[np.float64], bool]:
    """A ring without its closing row, and whether it had one."""
    if len(values) > 1 and bool(np.all(np.abs(values[0] - values[-1]) <= tolerance)):
        return values[:-1], True
    return values, False


def numbers(pairs: Any, row: int = 0, line: int = 0) -> NDArray[np.float64]:
    """
    An ``(n, 2)`` array of the first two of each of ``pairs``.

    :raises Refused: one of them is no finite number, or larger than any coordinate.
    """
    try:
        values = np.array([(float(one[0]), float(one[1])) for one in pairs], dtype=np.float64)
    except (TypeError, ValueError, IndexError, KeyError, OverflowError) as error:
        raise refusal("bad_position", line, row) from error
    if not len(values):
        return np.zeros((0, 2))
    bad = ~np.isfinite(values) | (np.abs(values) > LARGEST)
    if bad.any():
        wrong = values[tuple(np.argwhere(bad)[0])]
        raise refusal("bad_number", line, row, subject=f"{wrong:g}")
    return values
