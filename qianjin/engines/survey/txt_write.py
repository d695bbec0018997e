"""Boundary-point TXT, written strictly: what every bureau's reader takes (SURVEY 2.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from .data import Finding, Parcel, Ring, Severity, Survey, shoelace
from .zones import MILLION, Datum

_SYSTEMS = {
    Datum.CGCS2000: "2000国家大地坐标系",
    Datum.XIAN80: "1980西安坐标系",
    Datum.BEIJING54: "1954北京坐标系",
}
_UNFIT = str.maketrans({",": "、", "，": "、", "@": " ", "＠": " ", "\r": " ", "\n": " "})
DECIMALS = 3


@dataclass(frozen=True, slots=True)
class TxtForm:
    """
    写出设置 How a boundary-point file is written.

    Parameters
    ----------
    encoding
        ``gbk``, or ``utf-8-sig`` with a byte order mark.
    maker
        数据产生单位.
    made_on
        数据产生日期; empty where ``None``.
    parts_by_ring
        A parcel of several parts under one header with running ring numbers, instead of one header
        for each part.
    """

    encoding: str = "gbk"
    maker: str = ""
    made_on: date | None = None
    parts_by_ring: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """
    写出结果 A file's bytes, and what had to be done to write them.

    Parameters
    ----------
    content
        The file.
    encoding
        How it is encoded.
    findings
        ``rounded`` (millimetres are all it holds), ``not_in_gbk``.
    """

    content: bytes
    encoding: str
    findings: tuple[Finding, ...] = ()


def write_txt(survey: Survey, form: TxtForm | None = None) -> Written:
    """
    Write parcels as boundary points: CRLF, northing before easting, zone prefix on.

    A ring whose points all have names keeps its order and names; another runs clockwise from its
    north-west corner as J1, J2, …, through all rings of a header. Each ring is closed by its first
    row under its first name, and the count includes these rows. Areas are computed, in hectares to
    four decimals, holes deducted.
    """
    form = form or TxtForm()
    rows = [*_heading(survey, form)]
    for parcel in survey.parcels:
        parts = parcel.parts
        for chosen in [parts] if form.parts_by_ring else [(part,) for part in parts]:
            rows += _block(parcel, [(outer, *holes) for outer, holes in chosen], survey)
    text = "".join(f"{row}\r\n" for row in rows)
    findings = [*_rounded(survey)]
    encoding = form.encoding
    try:
        content = text.encode(encoding)
    except UnicodeEncodeError as error:
        # GBK lacks characters of some villages' names.
        encoding = "utf-8-sig"
        content = text.encode(encoding)
        rare = text[error.start : error.end]
        line = text.count("\n", 0, error.start) + 1
        findings.append(Finding("not_in_gbk", Severity.WARNING, line, subject=rare))
    return Written(content, encoding, tuple(findings))


def _heading(survey: Survey, form: TxtForm) -> Iterator[str]:
    system = _SYSTEMS.get(survey.datum) or survey.attributes.get("坐标系", "")
    yield "[属性描述]"
    yield "格式版本号=1.01版本"
    yield f"数据产生单位={form.maker.translate(_UNFIT)}"
    yield f"数据产生日期={form.made_on.isoformat() if form.made_on else ''}"
    yield f"坐标系={system}"
    yield f"几度分带={survey.zone.width if survey.zone else ''}"
    yield "投影类型=高斯克吕格"
    yield "计量单位=米"
    yield f"带号={survey.zone.number if survey.zone else ''}"
    yield "精度=0.001"
    yield "转换参数=,,,,,,"
    yield "[地块坐标]"


def _block(parcel: Parcel, parts: list[tuple[Ring, ...]], survey: Survey) -> Iterator[str]:
    rings = [ring for part in parts for ring in part]
    count = sum(len(ring) + 1 for ring in rings)
    area = sum(
        abs(part[0].signed_area) - sum(abs(hole.signed_area) for hole in part[1:]) for part in parts
    )
    words = [
        one.translate(_UNFIT).strip()
        for one in (parcel.code, parcel.name, "面", parcel.sheet, parcel.use, parcel.land_class)
    ]
    yield f"{count},{area / 10_000:.4f},{','.join(words)},@"
    prefix = survey.zone.number * MILLION if survey.zone else 0
    number = 1
    for place, ring in enumerate(rings, start=1):
        names, plane = _ordered(ring, number)
        number += len(ring)
        written = [
            f"{name},{place},{north:.{DECIMALS}f},{prefix + east:.{DECIMALS}f}"
            for name, (east, north) in zip(names, plane.tolist(), strict=True)
        ]
        yield from written
        yield written[0]


def _ordered(
    ring: Ring, number: int
) -> tuple[list[str], np.ndarray[tuple[int, ...], np.dtype[np.float64]]]:
    """Names and points in the order they are written in."""
    names = [name.translate(_UNFIT).strip() for name in ring.names]
    if names and all(names):
        return names, ring.plane
    plane = ring.plane
    if (shoelace(plane) > 0) == (ring.hole_in < 0):
        plane = plane[::-1]
    corner = np.array([plane[:, 0].min(), plane[:, 1].max()])
    start = int(np.argmin(np.hypot(*(plane - corner).T)))
    plane = np.roll(plane, -start, axis=0)
    return [f"J{number + n}" for n in range(len(plane))], plane


def _rounded(survey: Survey) -> Iterator[Finding]:
    """Whether millimetres lose something of the points; one finding for all."""
    worst = 0.0
    for parcel in survey.parcels:
        for ring in parcel.rings:
            worst = max(worst, float(np.abs(ring.plane - np.round(ring.plane, DECIMALS)).max()))
    if worst > 1e-6:
        yield Finding("rounded", Severity.NOTE, amount=worst)
