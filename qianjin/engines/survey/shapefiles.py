"""Shapefile (ESRI, July 1998), its parts read by hand: every count is checked against the bytes."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from .data import Finding, Hints, Limits, Severity, refusal
from .fields import MOST, words_of
from .polygons import add_ring
from .raw import Counter, RawParcel, RawSurvey
from .text import decode
from .zones import by_text

_POLYGONS = {5, 15, 25}
_CODES = {"936": "gb18030", "gbk": "gb18030", "gb2312": "gb18030", "ansi 936": "gb18030",
          "65001": "utf-8", "utf8": "utf-8", "big5": "big5", "950": "big5"}  # fmt: skip


def read_shapefile(parts: Mapping[str, bytes], hints: Hints, limits: Limits) -> RawSurvey:
    """
    Polygons with their attributes, from the parts by their endings.

    :raises Refused: a part is missing or broken; the record is named.
    """
    for content in parts.values():
        if len(content) > limits.size:
            raise refusal("too_large", amount=limits.size)
    raw = RawSurvey("shp")
    if ".shp" not in parts:
        raise refusal("bad_shapefile", subject=".shp")
    rows: list[dict[str, Any]] = []
    if ".dbf" in parts:
        rows = _table(parts[".dbf"], parts.get(".cpg", b""), hints, limits, raw)
    else:
        raw.add(Finding("layers_left_out", Severity.WARNING, subject=".dbf"))
    if prj := parts.get(".prj"):
        raw.reference = by_text(decode(prj, "", limits)[0])
    counter = Counter(limits)
    for row, record in enumerate(_records(parts[".shp"]), start=1):
        parcel = RawParcel([], row=row)
        if row <= len(rows):
            words_of(parcel, rows[row - 1])
        _polygon(record, parcel, raw, counter)
        if parcel.rings:
            counter.more("parcels", row=row)
            raw.parcels.append(parcel)
        else:
            raw.add(Finding("not_an_area", Severity.WARNING, row=row, subject=parcel.name))
    if not raw.parcels:
        raise refusal("no_parcels")
    return raw


def _records(content: bytes) -> Iterator[bytes]:
    if len(content) < 100 or content[:4] != b"\x00\x00\x27\x0a":
        raise refusal("bad_shapefile", subject=".shp")
    at, row = 100, 0
    while at < len(content):
        row += 1
        if at + 8 > len(content):
            raise refusal("bad_shapefile", row=row, subject=".shp")
        _, words = struct.unpack_from(">ii", content, at)
        if words < 2 or at + 8 + 2 * words > len(content):
            raise refusal("bad_shapefile", row=row, subject=".shp")
        yield content[at + 8 : at + 8 + 2 * words]
        at += 8 + 2 * words


def _polygon(record: bytes, parcel: RawParcel, raw: RawSurvey, counter: Counter) -> None:
    (kind,) = struct.unpack_from("<i", record)
    if kind not in _POLYGONS:
        return
    if len(record) < 44:
        raise refusal("bad_shapefile", row=parcel.row, subject=".shp")
    part_count, point_count = struct.unpack_from("<ii", record, 36)
    fits = 0 <= part_count <= point_count and 44 + 4 * part_count + 16 * point_count <= len(record)
    if not fits:
        raise refusal("bad_shapefile", row=parcel.row, subject=".shp")
    begins = np.frombuffer(record, "<i4", part_count, 44).tolist()
    ends = [*begins[1:], point_count]
    points = np.frombuffer(record, "<f8", 2 * point_count, 44 + 4 * part_count).reshape(-1, 2)
    for begin, end in zip(begins, ends, strict=True):
        if not 0 <= begin < end <= point_count:
            raise refusal("bad_shapefile", row=parcel.row, subject=".shp")
        # Direction is not trusted: geometry tells what is a hole.
        add_ring(parcel, points[begin:end].astype(np.float64), raw, counter, None)


# ---------------------------------------------------------------------- the table


def _table(
    content: bytes, cpg: bytes, hints: Hints, limits: Limits, raw: RawSurvey
) -> list[dict[str, Any]]:
    if len(content) < 33:
        raise refusal("bad_shapefile", subject=".dbf")
    count, begin, size = struct.unpack_from("<IHH", content, 4)
    fields: list[tuple[bytes, str, int, int]] = []
    at, offset = 32, 1
    while at + 32 <= min(begin, len(content)) and content[at] != 0x0D:
        name, kind = content[at : at + 11].partition(b"\0")[0], chr(content[at + 11])
        fields.append((name, kind, offset, content[at + 16]))
        offset += content[at + 16]
        at += 32
    if size < 1 or begin + count * size > len(content) or offset > size:
        raise refusal(
            "bad_shapefile", subject=".dbf", row=max(0, (len(content) - begin) // max(size, 1))
        )
    if count > limits.parcels:
        raise refusal("too_many_parcels", row=limits.parcels, amount=limits.parcels)
    fields = fields[:MOST]
    raw.encoding = _encoding(content, fields, (count, begin, size), cpg, hints, raw)
    names = [name.decode(raw.encoding, "replace").strip() for name, *_ in fields]
    rows = []
    for row in range(count):
        record = content[begin + row * size : begin + (row + 1) * size]
        rows.append(
            {
                name: _value(record[place : place + width], kind, raw.encoding)
                for name, (_, kind, place, width) in zip(names, fields, strict=True)
            }
        )
    return rows


def _encoding(
    content: bytes,
    fields: list[tuple[bytes, str, int, int]],
    form: tuple[int, int, int],
    cpg: bytes,
    hints: Hints,
    raw: RawSurvey,
) -> str:
    """UTF-8 where all text is strict UTF-8, else GB 18030; a ``.cpg`` is only compared."""
    count, begin, size = form
    texts = {name for name, *_ in fields}
    for _, kind, place, width in fields:
        if kind == "C":
            texts |= {
                content[at + place : at + place + width].rstrip(b" \0")
                for at in range(begin, begin + count * size, size)
            }
    texts = {text for text in texts if not text.isascii()}
    said = cpg.decode("latin-1").strip().lower()[:40]
    declared = _CODES.get(said, said)
    if hints.encoding:
        chosen = hints.encoding
    elif declared == "big5" and _all_read(texts, "big5"):
        chosen = "big5"
    else:
        chosen = next((one for one in ("utf-8", "gb18030") if _all_read(texts, one)), "")
    if not chosen or not _known(chosen):
        raw.add(Finding("text_unreadable", Severity.WARNING))
        chosen = "gb18030"
    elif texts and declared and declared.replace("-", "") != chosen.replace("-", ""):
        raw.add(Finding("cpg_wrong", Severity.WARNING, subject=said))
    return chosen


def _known(encoding: str) -> bool:
    try:
        "".encode(encoding)
    except LookupError:
        return False
    return True


def _all_read(texts: set[bytes], encoding: str) -> bool:
    for text in texts:
        try:
            text.decode(encoding)
        except UnicodeDecodeError as error:
            # A field may end inside its last character; ten bytes of a name do, and 254 of a text.
            if error.start == 0 or error.start < len(text) - 3:
                return False
    return True


def _value(cell: bytes, kind: str, encoding: str) -> Any:
    text = cell.rstrip(b" \0").decode(encoding, "ignore").strip()
    if kind in "NF" and text:
        try:
            number = float(text)
        except ValueError:
            return text
        return int(number) if number.is_integer() and abs(number) < 1e15 else number
    return text
