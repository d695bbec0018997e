"""Zip packages (.xlsx, .ods): the directory is judged before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO
from xml.parsers import expat

from qianjin.units.spreadsheet.limits import MEGABYTE, Limits
from qianjin.units.spreadsheet.problems import SpreadsheetError

_CHUNK = 64 * 1024
_BOMB_RATIO = 500
"""Even a sheet of one repeated cell packs to no less than about a 400th."""

_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

Start = Callable[[str, dict[str, str]], None]


class _LocalNames(dict[str, str]):
    """``x:row`` to ``row``; looked up, because a large sheet asks millions of times."""

    def __missing__(self, tag: str) -> str:
        self[tag] = name = tag.rpartition(":")[2]
        return name


class Package:
    """An open zip whose directory has been judged.

    Every XML part the reading library will touch is first read here to its end: the unpacked
    size and checksum are then known to be those the directory states, so a lying directory
    cannot smuggle a larger part past the limits.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise SpreadsheetError("broken") from error
        entries = self._zip.infolist()
        self.limits = limits
        self.local_names = _LocalNames()
        self.names = {entry.filename for entry in entries}
        if len(entries) > limits.max_entries or len(self.names) < len(entries):
            raise SpreadsheetError("suspicious")
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise SpreadsheetError("password")
        if any(entry.compress_type not in _PACKINGS for entry in entries):
            raise SpreadsheetError("suspicious")
        self._unpacked = sum(entry.file_size for entry in entries)
        packed = sum(entry.compress_size for entry in entries)
        if self._unpacked > 10 * MEGABYTE and self._unpacked > packed * _BOMB_RATIO:
            raise SpreadsheetError("suspicious")

    def check_size(self) -> None:
        """:raises SpreadsheetError: ``too_large_inside``: the parts unpack to too much."""
        if self._unpacked > self.limits.max_unpacked:
            limit = self.limits.max_unpacked // MEGABYTE
            raise SpreadsheetError("too_large_inside", limit_mb=limit)

    def walk(self, name: str, start: Start, end: Callable[[str], None] | None = None) -> None:
        """Read an XML part element by element.

        ``start`` gets the tag and its attributes, ``end`` the tag, with whatever prefix the file
        uses; ``local_names`` takes it off. Nothing of the part is kept.

        :raises SpreadsheetError: ``broken`` for XML that is not well-formed or a damaged part,
            ``suspicious`` for a document type, which may declare entities and which neither
            Office Open XML nor OpenDocument ever has, ``too_large_inside`` past the limit.
        """
        parser = expat.ParserCreate()

        def on_doctype(*_: object) -> None:
            raise SpreadsheetError("suspicious")

        parser.StartDoctypeDeclHandler = on_doctype
        parser.StartElementHandler = start
        if end:
            parser.EndElementHandler = end
        with self._reading(name) as part:
            unpacked = 0
            while chunk := part.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > self.limits.max_unpacked:
                    self.check_size()
                parser.Parse(chunk, False)
            parser.Parse(b"", True)

    @contextmanager
    def _reading(self, name: str) -> Iterator[IO[bytes]]:
        """Turn whatever a damaged part raises into ``broken``."""
        try:
            with self._zip.open(name) as part:
                yield part
        except (
            expat.ExpatError,
            zipfile.BadZipFile,
            zlib.error,
            LookupError,  # the part is not in the package, or its encoding is unknown
            EOFError,
            OSError,
            ValueError,  # a cell reference or a count that is none
        ) as error:
            raise SpreadsheetError("broken") from error
