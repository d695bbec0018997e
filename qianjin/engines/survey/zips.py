"""A zip of a shapefile's parts, a KMZ, or one file of another form."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePosixPath

from .data import Finding, Hints, Limits, Refused, Severity, refusal
from .raw import RawSurvey

_PARTS = (".shp", ".dbf", ".prj", ".cpg")
_MOST = 2_000


def read_zip(content: bytes, hints: Hints, limits: Limits) -> RawSurvey:
    """
    The first shapefile of a zip by name, else its first KML, GeoJSON, GeoPackage, DXF or TXT.

    :raises Refused: no zip, an encrypted one, or one that unpacks to more than the limit.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _chosen(archive, hints, limits)
    except Refused:
        raise
    except (
        zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, OverflowError,
    ) as error:  # fmt: skip
        raise refusal("bad_zip", subject=str(error)) from error


def _chosen(archive: zipfile.ZipFile, hints: Hints, limits: Limits) -> RawSurvey:
    names = sorted(one for one in archive.namelist()[:_MOST] if not one.endswith("/"))
    kept = [one for one in names if not one.startswith("__MACOSX/")]
    by_ending: dict[str, list[str]] = {}
    for name in kept:
        by_ending.setdefault(PurePosixPath(name).suffix.lower(), []).append(name)
    for ending in (".shp", ".kml", ".geojson", ".json", ".gpkg", ".dxf", ".txt"):
        if found := by_ending.get(ending):
            raw = _read(archive, found[0], ending, kept, hints, limits)
            if len(found) > 1:
                rest = ", ".join(found[1:])[:200]
                raw.add(Finding("layers_left_out", Severity.WARNING, subject=rest))
            return raw
    raise refusal("bad_zip", subject=", ".join(kept)[:200])


def _read(
    archive: zipfile.ZipFile, name: str, ending: str, names: list[str], hints: Hints, limits: Limits
) -> RawSurvey:
    if ending == ".shp":
        from .shapefiles import read_shapefile

        stem = name[:-4].lower()
        parts = {
            one[-4:].lower(): _unpacked(archive, one, limits)
            for one in names
            if one[:-4].lower() == stem and one[-4:].lower() in _PARTS
        }
        return read_shapefile(parts, hints, limits)
    from .reading import reader_of

    inner = _unpacked(archive, name, limits)
    if inner.startswith(b"PK"):
        raise refusal("bad_zip", subject=name[:200])
    return reader_of(name, inner)(inner, hints, limits)


def _unpacked(archive: zipfile.ZipFile, name: str, limits: Limits) -> bytes:
    # What the zip says of its sizes is not believed.
    with archive.open(name) as member:
        content = member.read(limits.size + 1)
    if len(content) > limits.size:
        raise refusal("too_large", subject=name[:200], amount=limits.size)
    return content
