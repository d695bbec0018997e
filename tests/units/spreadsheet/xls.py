"""A maker of small .xls files (BIFF8 in a compound file), since nothing else here writes them."""

from __future__ import annotations

import struct

END = 0xFFFFFFFE
FREE = 0xFFFFFFFF
SECTOR = 512


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def text(row: int, column: int, value: str) -> bytes:
    units = value.encode("utf-16-le")
    return record(0x204, struct.pack("<HHHHB", row, column, 0, len(units) // 2, 1) + units)


def number(row: int, column: int, value: float) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, 0, value))


def numbers(row: int, column: int, values: list[int]) -> bytes:
    cells = b"".join(struct.pack("<HI", 0, value << 2 | 2) for value in values)
    last = column + len(values) - 1
    return record(0xBD, struct.pack("<HH", row, column) + cells + struct.pack("<H", last))


def formula(row: int, column: int, result: float) -> bytes:
    tokens = struct.pack("<BH", 0x1E, 2)
    body = struct.pack("<HHHdHI", row, column, 0, result, 0, 0) + struct.pack("<H", len(tokens))
    return record(0x06, body + tokens)


def error(row: int, column: int) -> bytes:
    return record(0x205, struct.pack("<HHHBB", row, column, 0, 0x2A, 1))


def dimensions(rows: int, columns: int) -> bytes:
    return record(0x200, struct.pack("<IIHHH", 0, rows, 0, columns, 0))


def workbook(
    sheets: dict[str, bytes],
    *,
    hidden: tuple[str, ...] = (),
    more: bytes = b"",
    wide: bool = True,
    sort: int = 0,
) -> bytes:
    """The stream: globals that list the sheets, then each sheet's records."""
    begin = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0x600))
    sheet_begin = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0x600))
    end = record(0x0A)
    names = {n: n.encode("utf-16-le") if wide else n.encode("latin-1") for n in sheets}
    size = len(begin) + len(more) + sum(4 + 8 + len(name) for name in names.values()) + len(end)
    listed, bodies = b"", b""
    for name, cells in sheets.items():
        place = size + len(bodies)
        state = 1 if name in hidden else 0
        head = struct.pack("<IBBBB", place, state, sort, len(name), 1 if wide else 0)
        listed += record(0x85, head + names[name])
        bodies += sheet_begin + cells + end
    return begin + more + listed + end + bodies


def compound(stream: bytes, *, name: str = "Workbook", big: bool = True) -> bytes:
    """The stream in a compound file; ``big`` pads it past the size kept in small sectors."""
    if big:
        stream = stream.ljust(4096, b"\0")
    count = -(-len(stream) // SECTOR)
    body = stream.ljust(count * SECTOR, b"\0")
    # Sectors: 0 the table, 1 the directory, [2 the small table,] then the stream.
    first = 2 if big else 3
    table = [0xFFFFFFFD, END] + ([] if big else [END])
    table += [first + i + 1 for i in range(count - 1)] + [END]
    table += [FREE] * (SECTOR // 4 - len(table))

    def entry(title: str, sort: int, start: int, length: int, child: int) -> bytes:
        units = title.encode("utf-16-le")
        return (
            units.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(units) + 2, sort, 1, FREE, FREE, child)
            + bytes(36)
            + struct.pack("<III", start, length, 0)
        )

    root_start, root_length = (END, 0) if big else (first, len(body))
    directory = entry("Root Entry", 5, root_start, root_length, 1)
    directory += entry(name, 2, first if big else 0, len(stream), FREE)
    directory = directory.ljust(SECTOR, b"\0")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END if big else 2, 0 if big else 1, END, 0)
    head += struct.pack("<109I", 0, *[FREE] * 108)
    small = b""
    if not big:
        pieces = -(-len(stream) // 64)
        links = [i + 1 for i in range(pieces - 1)] + [END]
        small = struct.pack(f"<{SECTOR // 4}I", *links, *[FREE] * (SECTOR // 4 - pieces))
    return head + struct.pack(f"<{SECTOR // 4}I", *table) + directory + small + body
