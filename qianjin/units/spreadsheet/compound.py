""".xls: how far its sheets are filled, read from the records of the old binary format.

Two shells lie around the cells: the compound file (MS-CFB), a small file system in sectors, and
inside it one stream of records (MS-XLS). Only what bounds a sheet is read here; every number of
the file is distrusted.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from qianjin.units.spreadsheet.limits import Extent, Limits
from qianjin.units.spreadsheet.problems import SpreadsheetError

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_BIGGEST_CHAIN_END = 0xFFFFFFFA  # sector numbers from here on mean: end, free, or table

_BOUND_SHEET = 0x85
_FILE_PASS = 0x2F
_END = 0x0A
_DIMENSIONS = 0x200
_SHARED_STRINGS = 0xFC
_FORMULA = 0x06
_MANY_NUMBERS = 0xBD
_BOOLEAN_OR_ERROR = 0x205
# LABELSST, NUMBER, RK, LABEL, RSTRING: a row and a column come first in each.
_ONE_CELL = {0xFD, 0x203, 0x27E, 0x204, 0xD6, _FORMULA, _BOOLEAN_OR_ERROR}


@dataclass(frozen=True, slots=True)
class XlsSheet:
    """A worksheet of an .xls workbook."""

    name: str
    hidden: bool
    extent: Extent


def measured(data: bytes, wanted: str | None, limits: Limits) -> tuple[XlsSheet, list[XlsSheet]]:
    """The chosen sheet (by name, else the first visible one), and all sheets.

    All are bounded, because the reading library lays out all of them.

    :raises SpreadsheetError: ``broken``, ``password``, ``unknown_sheet``, or a limit passed.
    """
    try:
        stream = _workbook_stream(data)
        sheets = list(_sheets(stream, limits))
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise SpreadsheetError("broken") from error
    visible = [sheet for sheet in sheets if not sheet.hidden] or sheets
    if wanted is not None:
        visible = [sheet for sheet in sheets if sheet.name == wanted]
        if not visible:
            raise SpreadsheetError("unknown_sheet", name=wanted)
    if not visible:
        raise SpreadsheetError("empty")
    return visible[0], sheets


def _workbook_stream(data: bytes) -> bytes:
    shift, mini_shift = struct.unpack_from("<HH", data, 30)
    first_directory, cutoff, first_mini_table = struct.unpack_from("<I4xII", data, 48)
    first_more, more = struct.unpack_from("<II", data, 68)
    if shift not in (9, 12) or mini_shift != 6:
        raise SpreadsheetError("broken")
    size = 1 << shift

    def sector(number: int) -> bytes:
        return data[(number + 1) << shift : (number + 2) << shift]

    table_sectors = list(struct.unpack_from("<109I", data, 76))
    for _ in range(min(more, len(data) >> shift)):
        block = struct.unpack(f"<{size // 4}I", sector(first_more))
        table_sectors += block[:-1]
        first_more = block[-1]
    table: list[int] = []
    for number in table_sectors:
        if number < _BIGGEST_CHAIN_END and (block_bytes := sector(number)):
            table += struct.unpack(f"<{len(block_bytes) // 4}I", block_bytes)

    def chain(first: int) -> bytes:
        parts, number = [], first
        # A damaged table may lead in a circle: no chain is longer than the file.
        for _ in range((len(data) >> shift) + 1):
            if number >= _BIGGEST_CHAIN_END:
                break
            parts.append(sector(number))
            number = table[number]
        else:
            raise SpreadsheetError("broken")
        return b"".join(parts)

    entries = _directory(chain(first_directory))
    if "EncryptedPackage" in entries:
        raise SpreadsheetError("password")
    found = entries.get("Workbook") or entries.get("Book")
    root = entries.get("Root Entry")
    if not found or not root:
        raise SpreadsheetError("not_a_spreadsheet")
    start, length = found
    if length >= cutoff:
        return chain(start)[:length]
    mini_table = chain(first_mini_table)
    small = chain(root[0])
    parts = []
    for _ in range((length >> mini_shift) + 1):
        if start >= _BIGGEST_CHAIN_END:
            break
        parts.append(small[start << mini_shift : (start + 1) << mini_shift])
        (start,) = struct.unpack_from("<I", mini_table, start * 4)
    return b"".join(parts)[:length]


def _directory(data: bytes) -> dict[str, tuple[int, int]]:
    """Each stream's first sector and length in bytes."""
    entries: dict[str, tuple[int, int]] = {}
    for place in range(0, len(data) - 127, 128):
        (name_bytes,) = struct.unpack_from("<H", data, place + 64)
        if 2 <= name_bytes <= 64:
            name = data[place : place + name_bytes - 2].decode("utf-16-le")
            entries.setdefault(name, struct.unpack_from("<II", data, place + 116))
    return entries


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records from a place to the end of its substream."""
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        if kind == _END:
            return
        yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def _sheets(stream: bytes, limits: Limits) -> Iterator[XlsSheet]:
    for kind, body in _records(stream, 0):
        if kind == _FILE_PASS:
            raise SpreadsheetError("password")
        if kind == _SHARED_STRINGS and struct.unpack_from("<I", body, 4)[0] > len(stream):
            # The library makes room for as many strings as the file claims to have.
            raise SpreadsheetError("suspicious")
        if kind == _BOUND_SHEET:
            place, hidden, sort, length, wide = struct.unpack_from("<IBBBB", body, 0)
            if sort == 0:
                name = (
                    body[8 : 8 + 2 * length].decode("utf-16-le")
                    if wide & 1
                    else body[8 : 8 + length].decode("latin-1")
                )
                yield XlsSheet(name, bool(hidden & 3), _measure(stream, place, limits))


def _measure(stream: bytes, place: int, limits: Limits) -> Extent:
    extent = Extent(limits)
    for kind, body in _records(stream, place):
        if kind in _ONE_CELL:
            row, column = struct.unpack_from("<HH", body, 0)
            extent.fill(row, column)
            if kind == _FORMULA:
                extent.note_formula(row, column)
            elif kind == _BOOLEAN_OR_ERROR and body[7]:
                extent.note_error(row, column)
        elif kind == _MANY_NUMBERS:
            row, column = struct.unpack_from("<HH", body, 0)
            extent.fill(row, column, wide=(len(body) - 6) // 6)
        elif kind == _DIMENSIONS and len(body) >= 14:
            # The library makes room for the stated rectangle, filled or not.
            top, bottom, left, right = struct.unpack_from("<IIHH", body, 0)
            if not (top <= bottom <= 65_536 and left <= right <= 256):
                raise SpreadsheetError("suspicious")
    return extent
