"""Files as bureaux send them, small enough to read."""

from __future__ import annotations

from qianjin.engines.survey import Hints, Survey, Zone, read

PARK = Hints(zone=Zone(40))
HEADING = """[属性描述]
格式版本号=1.01版本
数据产生单位=前进测绘（演示）
数据产生日期=2026-11-23
坐标系=2000国家大地坐标系
几度分带=3
投影类型=高斯克吕格
计量单位=米
带号=40
精度=0.001
转换参数=,,,,,,
[地块坐标]
"""
SQUARE = (
    (3350600.0, 514900.0),
    (3350600.0, 515000.0),
    (3350500.0, 515000.0),
    (3350500.0, 514900.0),
)
"""A hectare near the Qiantang: northing, easting, clockwise from the north-west corner."""


def rows(
    points: tuple[tuple[float, float], ...] = SQUARE,
    ring: int = 1,
    first: int = 1,
    closed: bool = True,
    prefix: int = 40,
) -> str:
    """Rows J1, J2, … of a ring."""
    lines = [
        f"J{first + n},{ring},{north:.3f},{prefix * 1_000_000 + east:.3f}"
        for n, (north, east) in enumerate(points)
    ]
    return "\n".join([*lines, *lines[:1]] if closed else lines) + "\n"


def header(count: int = 5, area: str = "1.0000", code: str = "DK-01", name: str = "一号地") -> str:
    """A parcel's header."""
    return f"{count},{area},{code},{name},面,,工业用地,,@\n"


def moved(north: float = 0, east: float = 0) -> tuple[tuple[float, float], ...]:
    """The square elsewhere."""
    return tuple((n + north, e + east) for n, e in SQUARE)


def txt(*parts: str, heading: str = HEADING) -> bytes:
    """A file's bytes in GBK with CRLF."""
    return (heading + "".join(parts)).replace("\n", "\r\n").encode("gbk")


def survey(*parts: str, heading: str = HEADING, hints: Hints = PARK) -> Survey:
    """The file, read."""
    return read("地块.txt", txt(*parts, heading=heading), hints)


def codes(found: Survey) -> list[str]:
    """Codes of the findings in their order."""
    return [finding.code for finding in found.findings]
