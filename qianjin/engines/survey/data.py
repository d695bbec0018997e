"""What a survey says: parcels, their rings, and what was found in the file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .zones import Datum, Zone

Coordinates = NDArray[np.float64]
"""Shape ``(n, 2)``: easting and northing in metres, or longitude and latitude in degrees."""

SQUARE_METRES_PER_MU = 10_000 / 15
"""15 亩 are a hectare (GB 3100: 1 hm² = 10,000 m²; the 亩 is what land is traded by)."""


class Severity(StrEnum):
    """轻重 What a finding asks of people."""

    REFUSED = "refused"
    """The file cannot be read as it is."""
    ERROR = "error"
    """Read, but not to be approved before it is settled."""
    WARNING = "warning"
    """Somebody should look."""
    NOTE = "note"
    """How the file was understood."""


class RepairKind(StrEnum):
    """修复方式 What would be done to a ring, once somebody says so."""

    DROP_POINTS = "drop_points"
    REVERSE_POINTS = "reverse_points"


@dataclass(frozen=True, slots=True)
class Repair:
    """
    修复建议 A change that nobody has made yet.

    Parameters
    ----------
    kind
        Drop the points named, or put the points from the first to the last named in the opposite
        order.
    parcel, ring
        Places in ``Survey.parcels`` and ``Parcel.rings``.
    points
        Places in the ring, counted from 0; for ``REVERSE_POINTS`` the first and the last.
    """

    kind: RepairKind
    parcel: int
    ring: int
    points: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """
    检查结果 One thing found in a file; its wording belongs to the faces.

    Parameters
    ----------
    code
        The rule (``codes.py``).
    severity
        What it asks of people.
    line
        Line of a text file, counted from 1; 0 where the format has none.
    row
        Feature, record or entity, counted from 1; 0 where there is none.
    parcel, ring, point
        Places in the survey, counted from 0; -1 where there is none.
    subject
        What it speaks of: a point's name, a field, a value as written.
    amount
        How much, in the unit that the code says.
    at
        Easting and northing in metres, as ``Ring.plane``.
    lonlat
        The same place in degrees, where it is known.
    repair
        What would mend it, if that is plain.
    """

    code: str
    severity: Severity
    line: int = 0
    row: int = 0
    parcel: int = -1
    ring: int = -1
    point: int = -1
    subject: str = ""
    amount: float = 0.0
    at: tuple[float, float] | None = None
    lonlat: tuple[float, float] | None = None
    repair: Repair | None = None


class Refused(ValueError):
    """A file that cannot be read; ``findings`` says where and why, ``total`` how many."""

    MOST = 100
    """So many are kept; a broken file may have a million."""

    def __init__(self, findings: Sequence[Finding], total: int = 0) -> None:
        self.findings = tuple(findings[: self.MOST])
        self.total = max(total, len(findings))
        first = self.findings[0]
        super().__init__(
            f"line {first.line}, row {first.row}: {first.code} {first.subject}".strip()
        )


def refusal(
    code: str, line: int = 0, row: int = 0, subject: str = "", amount: float = 0
) -> Refused:
    """A refusal for one reason."""
    return Refused([Finding(code, Severity.REFUSED, line, row, subject=subject, amount=amount)])


@dataclass(frozen=True, slots=True)
class Limits:
    """
    上限 How much is read; what is larger is refused with the line named.

    Parameters
    ----------
    size
        Bytes of a file, and of each file inside a zip.
    points, rings, parcels
        How many a file may hold.
    line
        Characters of a line of text.
    pairs
        Neighbouring parcels compared with each other; beyond, the file is read and the rest is
        said not to be compared.
    """

    size: int = 32 * 1024 * 1024
    points: int = 300_000
    rings: int = 60_000
    parcels: int = 30_000
    line: int = 4_000
    pairs: int = 150_000


@dataclass(frozen=True, slots=True)
class Hints:
    """
    读取说明 What a person says about a file.

    Parameters
    ----------
    zone
        The park's zone: taken where the file names none.
    forced_zone
        The zone whatever the file says, after somebody has looked.
    encoding
        How text is encoded, where the guess was wrong.
    swapped
        The two columns stand the other way round than the format wants.
    degrees
        ``decimal`` or ``dms`` (ddd.mmss), where a file with degrees leaves both open.
    """

    zone: Zone | None = None
    forced_zone: Zone | None = None
    encoding: str = ""
    swapped: bool | None = None
    degrees: str = ""


@dataclass(frozen=True, eq=False)
class Ring:
    """
    界址圈 One closed ring; its first point is not repeated.

    Parameters
    ----------
    number
        The ring number as written (地块圈号).
    names
        Names of the points as written (点号); surveyors refer to them.
    plane
        Easting (without zone prefix) and northing, metres.
    lonlat
        CGCS2000 degrees; ``None`` where the datum is another one.
    lines
        Line of each point; empty where the format has none.
    heights
        Third coordinate as written, metres; kept, never used.
    hole_in
        Place of the ring that this one is cut out of; -1 for an outer ring.
    """

    number: str
    names: tuple[str, ...]
    plane: Coordinates
    lonlat: Coordinates | None
    lines: NDArray[np.int32]
    heights: NDArray[np.float64] | None = None
    hole_in: int = -1

    def __len__(self) -> int:
        return len(self.plane)

    @property
    def closed(self) -> Coordinates:
        """The plane points with the first one again at the end."""
        return np.vstack((self.plane, self.plane[:1]))

    @cached_property
    def signed_area(self) -> float:
        """Area by the shoelace, ㎡; positive when it runs against the clock."""
        return shoelace(self.plane)

    def name(self, point: int) -> str:
        """The point's name, or its number counted from 1."""
        return (self.names[point] if self.names else "") or str(point + 1)

    def line(self, point: int) -> int:
        """The point's line, or 0."""
        return int(self.lines[point]) if len(self.lines) else 0


@dataclass(frozen=True, slots=True)
class Stated:
    """
    标注面积 An area as the file states it.

    Parameters
    ----------
    value
        The number as written.
    unit
        ``ha``, ``mu`` or ``m2``: what the number turned out to mean.
    square_metres
        The area, ㎡.
    """

    value: float
    unit: str
    square_metres: float


@dataclass(frozen=True, eq=False)
class Parcel:
    """
    地块 A parcel as the file has it.

    Parameters
    ----------
    code, name, use, land_class, sheet
        地块编号, 地块名称, 地块用途, 地类编码, 图幅号.
    rings
        Outer rings and holes; ``Ring.hole_in`` tells them apart.
    stated
        The area that the file states.
    line, row
        Where it begins.
    attributes
        Whatever else the file says of it.
    """

    code: str
    name: str
    rings: tuple[Ring, ...]
    use: str = ""
    land_class: str = ""
    sheet: str = ""
    stated: Stated | None = None
    line: int = 0
    row: int = 0
    attributes: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def area(self) -> float:
        """Plane area in the survey's zone, ㎡: the legal figure; holes are deducted."""
        return sum(abs(ring.signed_area) * (1 if ring.hole_in < 0 else -1) for ring in self.rings)

    @property
    def mu(self) -> float:
        """Plane area, 亩."""
        return self.area / SQUARE_METRES_PER_MU

    @property
    def hectares(self) -> float:
        """Plane area, 公顷."""
        return self.area / 10_000

    @property
    def parts(self) -> tuple[tuple[Ring, tuple[Ring, ...]], ...]:
        """Each outer ring with its holes."""
        return tuple(
            (ring, tuple(hole for hole in self.rings if hole.hole_in == place))
            for place, ring in enumerate(self.rings)
            if ring.hole_in < 0
        )


@dataclass(frozen=True, eq=False)
class Survey:
    """
    勘测成果 What a file holds, understood but not altered.

    Parameters
    ----------
    parcels
        In the order of the file.
    findings
        Errors, warnings and notes, in the order of the file.
    form
        ``txt``, ``geojson``, ``kml``, ``gpkg``, ``shp`` or ``dxf``.
    encoding
        How its text was encoded (``utf-8``, ``utf-8-sig``, ``gb18030``, …); empty for binary forms.
    datum
        What the coordinates refer to; only ``CGCS2000`` has ``Ring.lonlat``.
    zone
        The zone of ``Ring.plane``; ``None`` where a local plane has none.
    has_prefix
        Eastings carried the zone's number.
    attributes
        Heading of the file, as written.
    """

    parcels: tuple[Parcel, ...]
    findings: tuple[Finding, ...]
    form: str
    encoding: str
    datum: Datum
    zone: Zone | None
    has_prefix: bool
    attributes: dict[str, str] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What must be settled before anybody approves."""
        return tuple(one for one in self.findings if one.severity is Severity.ERROR)

    @property
    def area(self) -> float:
        """Sum of the parcels' plane areas, ㎡."""
        return sum(parcel.area for parcel in self.parcels)


def shoelace(plane: Coordinates) -> float:
    """Signed area of a ring, ㎡, computed from its first point: large eastings cost nothing."""
    if len(plane) < 3:
        return 0.0
    east, north = (plane - plane[0]).T
    return float(np.sum(east * np.roll(north, -1) - np.roll(east, -1) * north)) / 2


def in_file_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """In the order of the file, what speaks of the whole file first."""
    return tuple(sorted(findings, key=lambda one: (one.parcel, one.line, one.row, one.point)))
