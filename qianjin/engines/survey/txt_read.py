"""Boundary-point TXT (界址点坐标交换格式), read liberally: SURVEY 2.1 is the algorithm."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

import numpy as np

from .data import Finding, Hints, Limits, Refused, Severity
from .raw import LARGEST, SAME, Counter, RawParcel, RawRing, RawSurvey
from .text import WIDE, decode, lines
from .zones import Datum, Reference, Zone, by_text

_SECTION = re.compile(r"[\[【](.*)[\]】]$")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_AREA = re.compile(r"([0-9]+\.?[0-9]*|\.[0-9]+)\s*(公顷|亩|平方米|㎡|m2|m²|ha)?", re.I)
_UNITS = {"公顷": "ha", "ha": "ha", "亩": "mu"}
_KINDS = {"点", "线", "面"}
_PARCELS, _HEADING = "地块坐标", "属性描述"
_KEYS = {"分带": "几度分带", "坐标系统": "坐标系", "坐标系名称": "坐标系"}
_METRES = {"", "米", "m", "M", "meter", "metre", "公尺", "度"}


@dataclass(slots=True)
class _Rows:
    """The rows below one header, column by column."""

    parcel: RawParcel
    count: int | None
    kind: str
    names: list[str] = field(default_factory=list)
    rings: list[str] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    second: list[float] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


class _Reader:
    def __init__(self, hints: Hints, limits: Limits) -> None:
        self.limits = limits
        self.hints = hints
        self.counter = Counter(limits)
        self.raw = RawSurvey("txt", north_first=True)
        self.section = ""
        self.rows: _Rows | None = None
        self.refused: list[Finding] = []
        self.total = 0
        self.wide = [0, 0]

    def note(
        self, code: str, severity: Severity, line: int, subject: str = "", amount: float = 0
    ) -> None:
        finding = Finding(code, severity, line, subject=subject[:120], amount=amount)
        if severity is not Severity.REFUSED:
            self.raw.add(finding)
            return
        self.total += 1
        if len(self.refused) < Refused.MOST:
            self.refused.append(finding)

    def read(self, content: bytes) -> RawSurvey:
        text, self.raw.encoding, found = decode(content, self.hints.encoding, self.limits)
        self.raw.findings.extend(found)
        number = 0
        for number, line in lines(text, self.limits.line):
            self.line(number, line)
        self.end_parcel()
        if not self.raw.parcels and not self.refused:
            self.note("no_parcels", Severity.REFUSED, max(1, number))
        if self.refused:
            raise Refused(self.refused, self.total)
        if self.wide[1]:
            self.note("full_width", Severity.WARNING, self.wide[0], amount=self.wide[1])
        self.heading()
        return self.raw

    def line(self, number: int, line: str) -> None:
        if section := _SECTION.match(line):
            self.end_parcel()
            self.section = section.group(1).strip()
            return
        is_header = line.endswith(("@", "＠")) or line.startswith(("@,", "@，"))
        if self.section == _PARCELS or (is_header and line.count(",") + line.count("，") >= 4):
            self.section = _PARCELS
            self.header(number, line) if is_header else self.point(number, line)
            return
        key, sign, value = self.plain(number, line, only="＝=").partition("=")
        if sign:
            key = re.sub(r"\s", "", key)
            key = _KEYS.get(key, key)
            if len(self.raw.attributes) < 100:
                self.raw.attributes.setdefault(key[:40], value.strip())
            if key == "带号":
                self.raw.zone_line = number
            elif key == "坐标系":
                self.raw.reference_line = number
        else:
            self.note("unknown_line", Severity.WARNING, number, line)

    def plain(self, number: int, text: str, only: str = "") -> str:
        """Full-width signs made half-width, and counted."""
        if text.isascii():
            return text
        plain = text.replace("＝", "=") if only else text.translate(WIDE)
        if plain != text:
            self.wide = [self.wide[0] or number, self.wide[1] + 1]
        return plain

    # ------------------------------------------------------------------ a parcel

    def header(self, number: int, line: str) -> None:
        self.end_parcel()
        self.counter.more("parcels", line=number)
        if line.startswith("@"):
            self.note("mark_in_front", Severity.WARNING, number)
            line = line[2:] + ","
        body = line.rstrip("@＠").rstrip()
        body = body[:-1] if body.endswith((",", "，")) else body
        parts = re.split("([,，])", body)
        tokens = [token.strip() for token in parts[::2]]
        if "，" in line:
            self.wide = [self.wide[0] or number, self.wide[1] + 1]
        anchor = next((n for n, one in enumerate(tokens) if n >= 3 and one in _KINDS), 0)
        if not anchor:
            if len(tokens) < 4:
                self.note("bad_header", Severity.REFUSED, number, line)
                tokens += [""] * 4
            else:
                self.note("header_without_kind", Severity.WARNING, number)
            anchor = 4
        # Names may hold commas; they are kept as they stand.
        name = "".join(parts[6 : 2 * anchor - 1])
        after = tokens[anchor : anchor + 4] + [""] * 4
        parcel = RawParcel(
            [],
            code=tokens[2],
            name=name.strip(),
            sheet=after[1],
            use=after[2],
            land_class=after[3],
            line=number,
        )
        if further := [token for token in tokens[anchor + 4 :] if token]:
            parcel.attributes["further"] = further
        self.rows = _Rows(parcel, self.count(number, tokens[0]), after[0] or "面")
        self.area(number, tokens[1], parcel)

    def count(self, number: int, token: str) -> int | None:
        token = token.translate(WIDE)
        if re.fullmatch("[0-9]{1,9}", token):
            return int(token)
        if token:
            self.note("bad_count", Severity.WARNING, number, token)
        return None

    def area(self, number: int, token: str, parcel: RawParcel) -> None:
        found = _AREA.fullmatch(token.translate(WIDE))
        if found and math.isfinite(value := float(found.group(1))):
            parcel.stated = value
            unit = (found.group(2) or "").lower()
            parcel.stated_unit = _UNITS.get(unit, "m2") if unit else ""
        elif token:
            self.note("bad_area", Severity.WARNING, number, token)

    def point(self, number: int, line: str) -> None:
        tokens = [one.strip() for one in self.plain(number, line).split(",")]
        while tokens and not tokens[-1]:
            tokens.pop()
        if len(tokens) not in (4, 5):
            self.note("bad_row", Severity.REFUSED, number, line)
            return
        if self.rows is None:
            self.note("point_without_parcel", Severity.REFUSED, number, line)
            return
        values = []
        for token in tokens[2:]:
            value = float(token) if len(token) < 40 and _NUMBER.fullmatch(token) else math.nan
            if not abs(value) <= LARGEST:
                self.note("bad_number", Severity.REFUSED, number, token)
                return
            values.append(value)
        self.counter.more("points", line=number)
        rows = self.rows
        rows.names.append(tokens[0])
        rows.rings.append(tokens[1])
        rows.first.append(values[0])
        rows.second.append(values[1])
        rows.heights.append(values[2] if len(values) > 2 else math.nan)
        rows.lines.append(number)

    def end_parcel(self) -> None:
        rows, self.rows = self.rows, None
        if rows is None:
            return
        parcel = rows.parcel
        if rows.kind != "面":
            self.note("not_an_area", Severity.WARNING, parcel.line, rows.kind)
            return
        begin, count = 0, len(rows.names)
        for place in range(1, count + 1):
            if place == count or rows.rings[place] != rows.rings[begin]:
                self.run(rows, begin, place)
                begin = place
        if not parcel.rings:
            self.note("too_few_points", Severity.REFUSED, parcel.line, parcel.name, count)
            return
        spare = len(parcel.rings)
        if rows.count is not None and abs(rows.count - count) not in (0, spare):
            self.note("count_differs", Severity.WARNING, parcel.line, str(rows.count), count)
        self.raw.parcels.append(parcel)

    # ------------------------------------------------------------------ rings

    def run(self, rows: _Rows, begin: int, end: int) -> None:
        """Rings among rows of one ring number."""
        start = begin
        for place in range(begin, end):
            if place - start < 3:
                # Two rows and the first again enclose nothing, which is found later.
                continue
            if self.same(rows, start, place):
                self.ring(rows, start, place)
                start = place + 1
            elif self.named_alike(rows, start, place):
                if place == end - 1:
                    # One writer writes (x, x) here instead of (x, y): the name closes the ring.
                    away = math.dist(
                        (rows.first[start], rows.second[start]),
                        (rows.first[place], rows.second[place]),
                    )
                    self.note(
                        "closing_row_differs", Severity.WARNING, rows.lines[place],
                        rows.names[place], away,
                    )  # fmt: skip
                    self.ring(rows, start, place)
                    start = place + 1
                else:
                    self.unclosed(rows, start, place)
                    start = place
        if end - start == 1 and start > begin and self.same(rows, start, start - 1):
            self.note("closing_row_twice", Severity.WARNING, rows.lines[start], rows.names[start])
        elif end > start:
            self.unclosed(rows, start, end)

    def same(self, rows: _Rows, one: int, other: int) -> bool:
        apart = max(
            abs(rows.first[one] - rows.first[other]), abs(rows.second[one] - rows.second[other])
        )
        # Floats of eight digits before the point: a millimetre is met with room for their last bit.
        return apart <= SAME + 1e-7 if abs(rows.first[one]) > 1000 else apart <= 1e-8

    def named_alike(self, rows: _Rows, start: int, place: int) -> bool:
        first = rows.names[start]
        return (
            place - start > 2
            and bool(first)
            and first == rows.names[place] != rows.names[start + 1]
        )

    def unclosed(self, rows: _Rows, start: int, end: int) -> None:
        self.note("ring_not_closed", Severity.NOTE, rows.lines[end - 1], rows.names[end - 1])
        self.ring(rows, start, end)

    def ring(self, rows: _Rows, start: int, end: int) -> None:
        self.counter.more("rings", line=rows.lines[start])
        if end - start < 3:
            self.note(
                "too_few_points", Severity.REFUSED, rows.lines[start], rows.parcel.name, end - start
            )
            return
        heights = np.array(rows.heights[start:end])
        rows.parcel.rings.append(
            RawRing(
                np.column_stack((rows.first[start:end], rows.second[start:end])),
                number=rows.rings[start],
                names=tuple(rows.names[start:end]),
                lines=np.array(rows.lines[start:end], dtype=np.int32),
                heights=None if np.isnan(heights).all() else heights,
            )
        )

    # ------------------------------------------------------------------ heading

    def heading(self) -> None:
        given = self.raw.attributes
        system = given.get("坐标系", "")
        said = by_text(system) if system else Reference()
        zone = None
        if digits := re.fullmatch(
            r"\D{0,4}([0-9]{2})\D{0,4}", given.get("带号", "").translate(WIDE)
        ):
            try:
                zone = Zone(int(digits.group(1)))
            except ValueError:
                self.note("bad_zone", Severity.WARNING, self.raw.zone_line, given["带号"])
        elif given.get("带号"):
            self.note("bad_zone", Severity.WARNING, self.raw.zone_line, given["带号"])
        datum = said.datum
        if said.is_wgs84:
            datum = Datum.CGCS2000
        self.raw.reference = Reference(
            datum, zone or said.zone, None, system or said.text, said.is_wgs84
        )
        width = re.search("[36三六]", given.get("几度分带", "").translate(WIDE))
        self.raw.width = {"3": 3, "三": 3, "6": 6, "六": 6}[width.group()] if width else 0
        if given.get("计量单位", "").strip() not in _METRES:
            self.note("unit_unknown", Severity.WARNING, 0, given["计量单位"])
        if any(
            _NUMBER.fullmatch(t.strip()) and float(t) for t in given.get("转换参数", "").split(",")
        ):
            self.note("transformation_stated", Severity.WARNING, 0, given["转换参数"])


def read_txt(content: bytes, hints: Hints, limits: Limits) -> RawSurvey:
    """
    Parcels of a boundary-point file, as they stand in it.

    :raises Refused: rows that cannot be understood, each with its line.
    """
    return _Reader(hints, limits).read(content)
