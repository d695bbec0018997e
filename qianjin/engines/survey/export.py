"""Shapefile, GeoPackage, KML and DXF of a survey, for the programs that planners use."""

from __future__ import annotations

import io
import struct
import zipfile
from contextlib import closing
from datetime import date
from xml.sax.saxutils import escape

import numpy as np

from .data import Coordinates, Finding, Parcel, Ring, Severity, Survey
from .txt_write import Written
from .zones import plane_code

_LONGEST = 254
"""Bytes of a text in a shapefile's table."""
_FIELDS = (("DKBH", "code"), ("DKMC", "name"), ("TDYT", "use"), ("DLBM", "land_class"))
_LAYER = "parcels"


def write_shapefile(survey: Survey, made_on: date | None = None) -> Written:
    """
    A zip of ``parcels.shp``, ``.shx``, ``.dbf``, ``.cpg`` and, if the plane has a code, ``.prj``.

    Metres, easting without zone prefix; text in GBK, in UTF-8 where GBK lacks a character. Outer
    rings run clockwise, holes against it. Texts end after 254 bytes, which ``text_cut`` says.
    """
    import shapefile

    words = "".join(getattr(one, field) for one in survey.parcels for _, field in _FIELDS)
    encoding = "gbk" if _fits(words, "gbk") else "utf-8"
    findings = []
    parts = {ending: io.BytesIO() for ending in ("shp", "shx", "dbf")}
    with shapefile.Writer(**parts, encoding=encoding) as writer:
        for name, _ in _FIELDS:
            writer.field(name, "C", size=_LONGEST)
        for name in ("AREA_M2", "AREA_MU", "STATED_M2"):
            writer.field(name, "N", size=18, decimal=4)
        for place, parcel in enumerate(survey.parcels):
            rings = [_turned(ring, clockwise=ring.hole_in < 0) for ring in _in_order(parcel)]
            writer.poly([ring.tolist() for ring in rings])
            texts = [_cut(getattr(parcel, field), encoding) for _, field in _FIELDS]
            if any(
                text != getattr(parcel, field)
                for text, (_, field) in zip(texts, _FIELDS, strict=True)
            ):
                findings.append(
                    Finding("text_cut", Severity.WARNING, row=place + 1, amount=_LONGEST)
                )
            stated = parcel.stated.square_metres if parcel.stated else None
            writer.record(*texts, round(parcel.area, 4), round(parcel.mu, 4), stated)
    files = {f"{_LAYER}.{ending}": stream.getvalue() for ending, stream in parts.items()}
    # The table's date is the caller's to give, not the machine's.
    table = files[f"{_LAYER}.dbf"]
    day = bytes([made_on.year - 1900, made_on.month, made_on.day]) if made_on else b"\x50\x01\x01"
    files[f"{_LAYER}.dbf"] = table[:1] + day + table[4:]
    files[f"{_LAYER}.cpg"] = b"GBK" if encoding == "gbk" else b"UTF-8"
    if code := plane_code(survey.datum, survey.zone):
        files[f"{_LAYER}.prj"] = _wkt(code, "WKT1_ESRI").encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return Written(stream.getvalue(), encoding, tuple(findings))


def write_gpkg(survey: Survey, made_on: date | None = None) -> Written:
    """
    A GeoPackage 1.2 with the layer ``parcels``, multipolygons in metres without zone prefix.

    A plane without code is written as undefined cartesian (-1).
    """
    import sqlite3

    code = plane_code(survey.datum, survey.zone) or -1
    moment = f"{(made_on or date(1980, 1, 1)).isoformat()}T00:00:00.000Z"
    with closing(sqlite3.connect(":memory:")) as base:
        base.executescript(_TABLES)
        systems = [
            ("Undefined cartesian", -1, "NONE", -1, "undefined"),
            ("Undefined geographic", 0, "NONE", 0, "undefined"),
            ("WGS 84", 4326, "EPSG", 4326, _wkt(4326, "WKT1_GDAL")),
        ]
        if code > 0:
            systems.append((f"EPSG:{code}", code, "EPSG", code, _wkt(code, "WKT1_GDAL")))
        base.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)", systems)
        points = [ring.plane for parcel in survey.parcels for ring in parcel.rings]
        low, high = np.vstack(points).min(axis=0).tolist(), np.vstack(points).max(axis=0).tolist()
        base.execute(
            "INSERT INTO gpkg_contents VALUES (?, 'features', ?, '', ?, ?, ?, ?, ?, ?)",
            (_LAYER, _LAYER, moment, *low, *high, code),
        )
        base.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'MULTIPOLYGON', ?, 0, 0)",
            (_LAYER, code),
        )
        base.executemany(
            f"INSERT INTO {_LAYER} (geom, code, name, use, land_class, area_m2, area_mu,"
            " stated_area_m2) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (_row(parcel, code) for parcel in survey.parcels),
        )
        base.commit()
        return Written(base.serialize(), "utf-8")


_TABLES = f"""
PRAGMA application_id = 1196444487;
PRAGMA user_version = 10200;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
 organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL,
 description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL,
 identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE,
 min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER);
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
 geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
 PRIMARY KEY (table_name, column_name));
CREATE TABLE {_LAYER} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom BLOB, code TEXT,
 name TEXT, use TEXT, land_class TEXT, area_m2 DOUBLE, area_mu DOUBLE, stated_area_m2 DOUBLE);
"""


def _row(parcel: Parcel, code: int) -> tuple[object, ...]:
    shape = struct.pack("<BII", 1, 6, len(parcel.parts))
    for outer, holes in parcel.parts:
        shape += struct.pack("<BII", 1, 3, 1 + len(holes))
        for ring in (outer, *holes):
            points = _turned(ring, clockwise=ring.hole_in >= 0)
            shape += struct.pack("<I", len(points)) + points.astype("<f8").tobytes()
    return (
        struct.pack("<2sBBi", b"GP", 0, 1, code) + shape,
        parcel.code,
        parcel.name,
        parcel.use,
        parcel.land_class,
        parcel.area,
        parcel.mu,
        parcel.stated.square_metres if parcel.stated else None,
    )


def write_kml(survey: Survey) -> Written:
    """
    Placemarks in degrees.

    Raises
    ------
    ValueError
        The survey's datum is not CGCS2000: it would be drawn in the wrong place.
    """
    marks = []
    for parcel in survey.parcels:
        shapes = "".join(
            f"<Polygon>{_boundary('outerBoundaryIs', outer)}"
            f"{''.join(_boundary('innerBoundaryIs', hole) for hole in holes)}</Polygon>"
            for outer, holes in parcel.parts
        )
        data = "".join(
            f'<Data name="{key}"><value>{_plain(value)}</value></Data>'
            for key, value in (
                ("code", parcel.code),
                ("use", parcel.use),
                ("area_m2", f"{parcel.area:.2f}"),
                ("area_mu", f"{parcel.mu:.4f}"),
            )
        )
        marks.append(
            f"<Placemark><name>{_plain(parcel.name)}</name><ExtendedData>{data}</ExtendedData>"
            f"<MultiGeometry>{shapes}</MultiGeometry></Placemark>\n"
        )
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>\n{"".join(marks)}</Document></kml>\n'
    )
    return Written(text.encode(), "utf-8")


def _plain(words: str) -> str:
    # XML has no control characters, not even escaped ones.
    return escape("".join(sign if sign >= " " else " " for sign in words))


def _boundary(tag: str, ring: Ring) -> str:
    if ring.lonlat is None:
        raise ValueError("datum: only CGCS2000 can be written in degrees")
    points = np.vstack((ring.lonlat, ring.lonlat[:1]))
    if (ring.signed_area < 0) == (ring.hole_in < 0):
        points = points[::-1]
    words = " ".join(f"{lon:.9f},{lat:.9f}" for lon, lat in points.tolist())
    return f"<{tag}><LinearRing><coordinates>{words}</coordinates></LinearRing></{tag}>"


def write_dxf(survey: Survey) -> Written:
    """
    A drawing (R2010): a closed polyline for each ring on layer ``JZD``, the parcel's code and name
    on layer ``ZDH``, metres, easting without zone prefix.
    """
    import ezdxf
    import shapely

    from .checks import polygon

    drawing = ezdxf.new("R2010", units=6)
    space = drawing.modelspace()
    for layer in ("JZD", "ZDH"):
        drawing.layers.add(layer)
    for parcel in survey.parcels:
        for ring in parcel.rings:
            space.add_lwpolyline(ring.plane.tolist(), close=True, dxfattribs={"layer": "JZD"})
        label = " ".join(filter(None, (parcel.code, parcel.name))).replace("\n", " ")
        shape = polygon(parcel)
        inside = shapely.point_on_surface(shape) if shape.is_valid else shapely.Point(ring.plane[0])
        text = space.add_text(label, height=2.5, dxfattribs={"layer": "ZDH"})
        text.set_placement((inside.x, inside.y))
    stream = io.StringIO()
    drawing.write(stream)
    return Written(stream.getvalue().encode("utf-8", "replace"), "utf-8")


# ---------------------------------------------------------------------- parts of the work


def _in_order(parcel: Parcel) -> list[Ring]:
    return [ring for outer, holes in parcel.parts for ring in (outer, *holes)]


def _turned(ring: Ring, *, clockwise: bool) -> Coordinates:
    """The closed ring in this direction."""
    closed = ring.closed
    return closed[::-1] if (ring.signed_area < 0) != clockwise else closed


def _fits(words: str, encoding: str) -> bool:
    try:
        words.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _cut(words: str, encoding: str) -> str:
    return words.encode(encoding)[:_LONGEST].decode(encoding, "ignore")


def _wkt(code: int, version: str) -> str:
    import pyproj

    return str(pyproj.CRS.from_epsg(code).to_wkt(version))
