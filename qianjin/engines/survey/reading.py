"""The front door: a file of whatever form, understood."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from .assemble import assemble
from .data import Hints, Limits, Survey, refusal
from .raw import RawSurvey
from .txt_read import read_txt

Reader = Callable[[bytes, Hints, Limits], RawSurvey]


def read(
    name: str, content: bytes, hints: Hints | None = None, limits: Limits | None = None
) -> Survey:
    """
    Read a survey.

    Parameters
    ----------
    name
        The file's name; its ending and the content's beginning tell the form.
    content
        The file. A shapefile comes as a zip of its parts.
    hints
        What a person says about it.
    limits
        How much is read.

    Raises
    ------
    Refused
        It cannot be read; each finding says where and why.
    """
    hints, limits = hints or Hints(), limits or Limits()
    if not content:
        raise refusal("empty", 1)
    if len(content) > limits.size:
        raise refusal("too_large", amount=limits.size)
    return assemble(reader_of(name, content)(content, hints, limits), hints, limits)


def read_path(path: Path, hints: Hints | None = None, limits: Limits | None = None) -> Survey:
    """
    Read a survey from the disk; the parts of a shapefile are found beside its ``.shp``.

    :raises Refused: as :func:`read`.
    :raises OSError: the file cannot be opened.
    """
    limits = limits or Limits()
    if path.suffix.lower() != ".shp":
        return read(path.name, _limited(path, limits), hints, limits)
    parts = {path.suffix.lower(): _limited(path, limits)}
    for beside in path.parent.iterdir():
        if beside.stem == path.stem and beside.suffix.lower() in (".dbf", ".shx", ".prj", ".cpg"):
            parts.setdefault(beside.suffix.lower(), _limited(beside, limits))
    return read_parts(parts, hints, limits)


def read_parts(
    parts: Mapping[str, bytes], hints: Hints | None = None, limits: Limits | None = None
) -> Survey:
    """Read the parts of a shapefile, by their endings (``.shp``, ``.dbf``, ``.prj``, ``.cpg``)."""
    from .shapefiles import read_shapefile

    hints, limits = hints or Hints(), limits or Limits()
    return assemble(read_shapefile(parts, hints, limits), hints, limits)


def _limited(path: Path, limits: Limits) -> bytes:
    with path.open("rb") as file:
        content = file.read(limits.size + 1)
    if len(content) > limits.size:
        raise refusal("too_large", amount=limits.size)
    return content


def reader_of(name: str, content: bytes) -> Reader:
    # Each form's library is loaded when a file of that form is read, and not before.
    beginning = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    ending = Path(name).suffix.lower()
    if content.startswith(b"SQLite format 3\0"):
        from .gpkg import read_gpkg

        return read_gpkg
    if content.startswith(b"PK"):
        from .zips import read_zip

        return read_zip
    if content.startswith(b"AC10") or ending == ".dwg":
        raise refusal("dwg")
    if ending == ".kml" or (beginning.startswith(b"<") and b"<kml" in beginning):
        from .kml import read_kml

        return read_kml
    if ending == ".dxf" or content.startswith(b"AutoCAD Binary DXF"):
        from .dxf import read_dxf

        return read_dxf
    if ending in (".geojson", ".json") or beginning.startswith(b"{"):
        from .geojson import read_geojson

        return read_geojson
    if ending == ".shp" or content.startswith(b"\x00\x00\x27\x0a"):
        raise refusal("shp_alone")
    return read_txt
