"""Small surveys of every form, made with the libraries that tools here use: for tests and fuzz.

The same two parcels in each: a hectare with a hole of 1,600 ㎡, and its eastern neighbour.
"""

from __future__ import annotations

import io
import json
import sqlite3
import struct
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import ezdxf
import shapefile
import shapely

Ring = Sequence[tuple[float, float]]
OUTER = ((514900.0, 3350600.0), (515000.0, 3350600.0), (515000.0, 3350500.0), (514900.0, 3350500.0))
HOLE = ((514930.0, 3350570.0), (514930.0, 3350530.0), (514970.0, 3350530.0), (514970.0, 3350570.0))
EAST = tuple((east + 100, north) for east, north in OUTER)
LONLAT = ((120.154, 30.274), (120.154, 30.273), (120.155, 30.273), (120.155, 30.274))
NAMES = ("一号地", "二号地")
PRJ = (
    'PROJCS["CGCS2000_3_Degree_GK_CM_120E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",'
    'DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],'
    'PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",120.0],PARAMETER["Scale_Factor",1.0],'
    'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)


def closed(ring: Ring) -> list[list[float]]:
    """The ring with its first point again at the end."""
    return [list(point) for point in (*ring, ring[0])]


def txt(encoding: str = "gbk") -> bytes:
    """Boundary points, with zone prefix."""
    rows = ["[属性描述]", "坐标系=2000国家大地坐标系", "几度分带=3", "带号=40", "[地块坐标]"]
    for name, rings in zip(NAMES, ((OUTER, HOLE), (EAST,)), strict=True):
        rows.append(f"{5 * len(rings)},,DK,{name},面,,工业用地,,@")
        for number, ring in enumerate(rings, start=1):
            rows += [f"J{n % 4 + 1},{number},{y:.3f},{40e6 + x:.3f}" for n, (x, y) in
                     enumerate((*ring, ring[0]))]  # fmt: skip
    return "".join(f"{row}\r\n" for row in rows).encode(encoding)


def geojson(crs: str = "urn:ogc:def:crs:EPSG::4549") -> bytes:
    """A collection in metres with a ``crs`` member, one feature a line."""
    features = [
        {
            "type": "Feature",
            "properties": {"地块名称": name, "备注": "无"},
            "geometry": {"type": "Polygon", "coordinates": [closed(ring) for ring in rings]},
        }
        for name, rings in zip(NAMES, ((OUTER, HOLE), (EAST,)), strict=True)
    ]
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in features)
    member = json.dumps({"type": "name", "properties": {"name": crs}})
    return f'{{"type": "FeatureCollection", "crs": {member}, "features": [\n{lines}\n]}}'.encode()


def kml() -> bytes:
    """One placemark with a hole, in degrees."""
    middle = ((120.1542, 30.2738), (120.1548, 30.2738), (120.1548, 30.2732), (120.1542, 30.2732))

    def boundary(tag: str, ring: Ring) -> str:
        words = " ".join(f"{lon},{lat},0" for lon, lat in (*ring, ring[0]))
        return f"<{tag}><LinearRing><coordinates>{words}</coordinates></LinearRing></{tag}>"

    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">'
        "<Document>\n<Placemark><name>一号地</name>\n<ExtendedData><Data name='编号'><value>DK-01"
        f"</value></Data></ExtendedData>\n<Polygon>{boundary('outerBoundaryIs', LONLAT)}\n"
        f"{boundary('innerBoundaryIs', middle)}</Polygon></Placemark>\n</Document></kml>\n"
    ).encode()


def shape_parts(encoding: str = "gbk", cpg: str | None = None, prj: str = PRJ) -> dict[str, bytes]:
    """The parts of a shapefile, by their endings."""
    parts = {ending: io.BytesIO() for ending in (".shp", ".shx", ".dbf")}
    with shapefile.Writer(
        shp=parts[".shp"], shx=parts[".shx"], dbf=parts[".dbf"], encoding=encoding
    ) as writer:
        writer.field("地块名称" if encoding == "gbk" else "DKMC", "C", size=60)
        writer.field("SHAPE_AREA", "N", size=18, decimal=2)
        for name, rings in zip(NAMES, ((OUTER, HOLE), (EAST,)), strict=True):
            writer.poly([closed(ring) for ring in rings])
            writer.record(name, 10000.0)
    found = {ending: stream.getvalue() for ending, stream in parts.items()}
    found[".prj"] = prj.encode()
    if cpg is not None:
        found[".cpg"] = cpg.encode()
    return found


def zipped(parts: dict[str, bytes], stem: str = "parcels") -> bytes:
    """Files of one stem in a zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for ending, content in parts.items():
            archive.writestr(zipfile.ZipInfo(stem + ending), content)
    return stream.getvalue()


def gpkg(system: int = 4549) -> bytes:
    """A GeoPackage with one layer, its geometries written by GEOS."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.gpkg"
        base = sqlite3.connect(path)
        base.executescript(
            "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER, organization TEXT,"
            " organization_coordsys_id INTEGER, definition TEXT, description TEXT);"
            "CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT);"
            "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT,"
            " geometry_type_name TEXT, srs_id INTEGER, z INTEGER, m INTEGER);"
            "CREATE TABLE parcels (fid INTEGER PRIMARY KEY, geom BLOB, name TEXT);"
        )
        base.execute(
            "INSERT INTO gpkg_spatial_ref_sys VALUES ('CGCS2000', ?, 'EPSG', ?, 'undefined', '')",
            (system, system),
        )
        base.execute(
            "INSERT INTO gpkg_geometry_columns VALUES ('parcels', 'geom', 'POLYGON', ?, 0, 0)",
            (system,),
        )
        for name, rings in zip(NAMES, ((OUTER, HOLE), (EAST,)), strict=True):
            shape = shapely.Polygon(rings[0], list(rings[1:]))
            east, north, most_east, most_north = shape.bounds
            head = struct.pack(
                "<2sBBi4d", b"GP", 0, 0b11, system, east, most_east, north, most_north
            )
            base.execute(
                "INSERT INTO parcels (geom, name) VALUES (?, ?)",
                (head + shapely.to_wkb(shape), name),
            )
        base.commit()
        base.close()
        return path.read_bytes()


def dxf(*, bulge: float = 0.0, closed_flag: bool = True, shift: float = 0.0) -> bytes:
    """A drawing with a closed polyline on a layer of boundaries and a hatch with a hole."""
    drawing = ezdxf.new("R2010")
    space = drawing.modelspace()
    points = [(x - shift, y - shift, 0, 0, bulge if n == 0 else 0) for n, (x, y) in enumerate(EAST)]
    space.add_lwpolyline(points, close=closed_flag, dxfattribs={"layer": "JZD"})
    hatch = space.add_hatch(dxfattribs={"layer": "权属线"})
    hatch.paths.add_polyline_path([(x - shift, y - shift) for x, y in OUTER], is_closed=True)
    hatch.paths.add_polyline_path(
        [(x - shift, y - shift) for x, y in HOLE], is_closed=True, flags=16
    )
    space.add_text("一号地")
    stream = io.StringIO()
    drawing.write(stream)
    return stream.getvalue().encode("utf-8")


def all_forms() -> dict[str, bytes]:
    """One file of each form, by name."""
    return {
        "a.txt": txt(),
        "b.txt": txt("utf-8-sig"),
        "c.geojson": geojson(),
        "d.kml": kml(),
        "e.zip": zipped(shape_parts()),
        "f.gpkg": gpkg(),
        "g.dxf": dxf(),
        "h.kmz": zipped({".kml": kml()}, "doc"),
    }
