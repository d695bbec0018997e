"""KML (OGC 12-007), read by expat; a document type, and with it every entity, is refused."""

from __future__ import annotations

import re
from xml.parsers import expat

import numpy as np

from .data import Finding, Hints, Limits, Severity, refusal
from .fields import words_of
from .polygons import add_ring
from .raw import Counter, RawParcel, RawSurvey, numbers
from .text import decode
from .zones import Datum, Reference

_DECLARED = re.compile(r"<\?xml[^>]*encoding=[\"']([\w-]+)[\"']")
_TEXTS = {"name", "coordinates", "value", "SimpleData", "description"}
_DEEPEST = 200


class _Placemarks:
    def __init__(self, raw: RawSurvey, limits: Limits) -> None:
        self.raw, self.counter, self.limits = raw, Counter(limits), limits
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.path: list[str] = []
        self.words: list[str] | None = None
        self.row = 0
        self.parcel: RawParcel | None = None
        self.properties: dict[str, str] = {}
        self.key = ""
        self.outer = -1
        self.is_hole = False

    def read(self, text: str) -> None:
        try:
            self.parser.Parse(text.encode("utf-8", "replace"), True)
        except expat.ExpatError as error:
            raise refusal("bad_xml", error.lineno, subject=expat.ErrorString(error.code)) from error

    def doctype(self, *_: object) -> None:
        raise refusal("bad_xml", self.parser.CurrentLineNumber, subject="DOCTYPE")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        self.path.append(tag)
        if len(self.path) > _DEEPEST:
            raise refusal("bad_xml", self.parser.CurrentLineNumber, subject=tag)
        if tag == "Placemark":
            self.row += 1
            line = self.parser.CurrentLineNumber
            self.parcel, self.properties = RawParcel([], line=line, row=self.row), {}
        elif tag == "Polygon":
            self.outer = -1
        elif tag in ("outerBoundaryIs", "innerBoundaryIs"):
            self.is_hole = tag == "innerBoundaryIs"
        elif tag in ("Data", "SimpleData"):
            self.key = attributes.get("name", "")
        if tag in _TEXTS and self.parcel is not None:
            self.words = []

    def characters(self, words: str) -> None:
        if self.words is not None:
            self.words.append(words)

    def end(self, tag: str) -> None:
        tag = self.path.pop()
        words, parcel = "", self.parcel
        if tag in _TEXTS and self.words is not None:
            words, self.words = "".join(self.words).strip(), None
        if parcel is None:
            return
        if tag == "name" and self.path[-1:] == ["Placemark"]:
            self.properties["name"] = words[:200]
        elif tag in ("value", "SimpleData") and self.key and len(self.properties) < 60:
            self.properties[self.key] = words
        elif tag == "coordinates" and "Polygon" in self.path:
            self.ring(words, parcel)
        elif tag == "Placemark":
            self.parcel = None
            words_of(parcel, self.properties)
            if parcel.rings:
                self.counter.more("parcels", line=parcel.line, row=parcel.row)
                self.raw.parcels.append(parcel)
            else:
                self.raw.add(
                    Finding(
                        "not_an_area", Severity.WARNING, parcel.line, parcel.row,
                        subject=parcel.name,
                    )
                )  # fmt: skip

    def ring(self, words: str, parcel: RawParcel) -> None:
        line = self.parser.CurrentLineNumber
        rows = words.split()
        if len(rows) > self.limits.points:
            raise refusal("too_many_points", line, parcel.row, amount=self.limits.points)
        values = numbers([row.split(",") for row in rows], parcel.row, line)
        if self.is_hole and self.outer < 0:
            raise refusal("bad_xml", line, parcel.row, subject="innerBoundaryIs")
        if not self.is_hole:
            self.outer = len(parcel.rings)
        add_ring(parcel, values, self.raw, self.counter, self.outer if self.is_hole else -1)
        parcel.rings[-1].lines = np.full(len(parcel.rings[-1].values), line, dtype=np.int32)


def read_kml(content: bytes, hints: Hints, limits: Limits) -> RawSurvey:
    """
    Polygons of the placemarks: longitude and latitude of WGS 84.

    :raises Refused: no XML, a document type, or positions that are no numbers, with the line.
    """
    declared = _DECLARED.search(content[:200].decode("latin-1"))
    encoding = hints.encoding
    if not encoding and declared and declared.group(1).lower() in ("gbk", "gb2312", "gb18030"):
        encoding = "gb18030"
    text, encoding, found = decode(content, encoding, limits)
    raw = RawSurvey("kml", encoding, findings=found)
    raw.reference = Reference(Datum.CGCS2000, None, True, "WGS 84", is_wgs84=True)
    _Placemarks(raw, limits).read(text.lstrip("\ufeff"))
    if not raw.parcels:
        raise refusal("no_parcels", text.count("\n") + 1)
    raw.add(Finding("drawn_on_imagery", Severity.WARNING, raw.parcels[0].line))
    return raw
