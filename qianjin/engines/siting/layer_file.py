"""Layers of parcels from GeoJSON, TopoJSON and GeoPackage: rows of attributes with outlines."""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .shapes import Polygon, Ring, Shapes, are_degrees, from_web_mercator, on_plane

SUFFIXES = (".geojson", ".json", ".topojson", ".gpkg")
_WEB_MERCATOR = ("3857", "900913")
_DEEPEST = 3


class LayerProblem(ValueError):
    """A layer cannot be read; the words name the place."""


@dataclass(frozen=True)
class LayerFile:
    """
    图层文件 The rows of a layer and their outlines in metres.

    ``rows`` are the attributes of each feature (the feature's own id stands under ``id`` when no
    attribute has that name). A feature without an outline keeps its row and has no area.
    """

    rows: tuple[dict[str, Any], ...]
    shapes: Shapes


Feature = tuple[dict[str, Any], list[Polygon]]


def read_layer(path: Path) -> LayerFile:
    """
    读图层 A layer from a file; longitudes and latitudes are laid on the plane of their zone.

    Raises
    ------
    LayerProblem
        It is not what its name says, or a feature is broken; the feature is counted from 1.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise LayerProblem(f"a layer ends in {', '.join(SUFFIXES)}")
    if suffix == ".gpkg":
        features, crs = _geopackage(path)
    else:
        features, crs = _json(path)
    shapes = Shapes.of(polygons for _, polygons in features)
    points = shapes.points
    if not np.isfinite(points).all():
        raise LayerProblem("a coordinate is not a number")
    if any(code in crs for code in _WEB_MERCATOR):
        points = from_web_mercator(points)
    if are_degrees(points):
        points = on_plane(points)
    placed = Shapes(points, shapes.rings, shapes.owner, shapes.is_hole, shapes.count)
    return LayerFile(tuple(row for row, _ in features), placed)


def _json(path: Path) -> tuple[list[Feature], str]:
    try:
        content = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise LayerProblem(f"is not JSON{where}") from error
    kind = content.get("type") if isinstance(content, dict) else None
    if kind == "FeatureCollection":
        features = content.get("features")
        if not isinstance(features, list):
            raise LayerProblem("features: is missing")
        crs = content.get("crs") or {}
        return list(_features(features, lambda line: line)), json.dumps(crs)
    if kind == "Topology":
        arcs = _arcs(content)
        objects = content.get("objects")
        if not isinstance(objects, dict) or not objects:
            raise LayerProblem("objects: is missing")
        geometries = next(iter(objects.values())).get("geometries") or []
        return list(_features(geometries, lambda line: _ring_of_arcs(line, arcs))), ""
    raise LayerProblem("is neither a FeatureCollection nor a Topology")


def _features(features: list[Any], ring_of: Any) -> Iterator[Feature]:
    for number, feature in enumerate(features, start=1):
        try:
            shape = feature.get("geometry", feature)
            row = dict(feature.get("properties") or {})
            if feature.get("id") is not None:
                row.setdefault("id", feature["id"])
            yield row, _polygons(shape, ring_of)
        except (AttributeError, TypeError, ValueError, KeyError, IndexError) as error:
            raise LayerProblem(f"feature {number}: its outline cannot be read") from error


def _polygons(shape: dict[str, Any] | None, ring_of: Any) -> list[Polygon]:
    if not shape or shape.get("type") is None:
        return []
    lines = shape.get("coordinates", shape.get("arcs"))
    if shape["type"] == "GeometryCollection":
        return [one for part in shape["geometries"] for one in _polygons(part, ring_of)]
    if lines is None or shape["type"] not in {"Polygon", "MultiPolygon"}:
        raise ValueError(f"{shape['type']} is no area")
    polygons = [lines] if shape["type"] == "Polygon" else lines
    return [[_ring(ring_of(line)) for line in polygon] for polygon in polygons]


def _ring(line: Any) -> Ring:
    points = np.asarray([point[:2] for point in line], np.float64)
    if points.ndim != 2 or points.shape[1] != 2:
        raise ValueError("no points")
    return points


def _arcs(content: dict[str, Any]) -> list[Ring]:
    """The lines of a topology, in coordinates of the layer."""
    transform = content.get("transform")
    try:
        arcs = [np.asarray([point[:2] for point in arc], np.float64) for arc in content["arcs"]]
        if transform is None:
            return arcs
        scale, shift = np.array(transform["scale"]), np.array(transform["translate"])
        return [np.cumsum(arc, axis=0) * scale + shift for arc in arcs]
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise LayerProblem("arcs: cannot be read") from error


def _ring_of_arcs(numbers: list[int], arcs: list[Ring]) -> Ring:
    """Arcs joined end to end; a negative number is an arc walked backwards."""
    parts: list[Ring] = []
    for number in numbers:
        line = arcs[number] if number >= 0 else arcs[~number][::-1]
        parts.append(line[1:] if parts else line)
    return np.concatenate(parts)


def _geopackage(path: Path) -> tuple[list[Feature], str]:
    path.stat()  # a missing file is no empty database
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            found = database.execute(
                "SELECT c.table_name, g.column_name, s.organization_coordsys_id"
                " FROM gpkg_contents c JOIN gpkg_geometry_columns g USING (table_name)"
                " JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id"
                " WHERE c.data_type = 'features' ORDER BY c.table_name"
            ).fetchone()
            if found is None:
                raise LayerProblem("holds no layer of features")
            table, column, crs = found
            quoted = str(table).replace('"', '""')
            cursor = database.execute(f'SELECT * FROM "{quoted}"')
            names = [entry[0] for entry in cursor.description]
            at = names.index(column)
            features: list[Feature] = []
            for number, values in enumerate(cursor, start=1):
                row = {name: value for name, value in zip(names, values, strict=True)}
                del row[column]
                features.append((row, _from_blob(values[at], number)))
            return features, str(crs)
    except (sqlite3.Error, ValueError) as error:
        if isinstance(error, LayerProblem):
            raise
        raise LayerProblem("is not a GeoPackage") from error


def _from_blob(blob: bytes | None, number: int) -> list[Polygon]:
    if blob is None:
        return []
    try:
        if blob[:2] != b"GP":
            raise ValueError("no geometry")
        envelope = (0, 32, 48, 48, 64)[(blob[3] >> 1) & 7]
        if blob[3] & 16:
            return []
        polygons, _ = _from_wkb(memoryview(blob), 8 + envelope, 0)
        return polygons
    except (ValueError, IndexError, struct.error) as error:
        raise LayerProblem(f"feature {number}: its outline cannot be read") from error


def _from_wkb(blob: memoryview, at: int, depth: int) -> tuple[list[Polygon], int]:
    """Polygons of a well-known binary geometry (ISO and extended), and where it ends."""
    order = "<" if blob[at] else ">"
    (code,) = struct.unpack_from(f"{order}I", blob, at + 1)
    at += 5
    plain = code & 0x0FFFFFFF
    values = 2 + bool(code & 0x80000000) + bool(code & 0x40000000)
    values = max(values, {1: 3, 2: 3, 3: 4}.get(plain // 1000, 2))
    if code & 0x20000000:
        at += 4
    (count,) = struct.unpack_from(f"{order}I", blob, at)
    at += 4
    if plain % 1000 == 3:
        polygon: list[Ring] = []
        for _ in range(count):
            (points,) = struct.unpack_from(f"{order}I", blob, at)
            at += 4
            flat = np.frombuffer(blob, np.dtype(f"{order}f8"), points * values, at)
            polygon.append(flat.reshape(points, values)[:, :2].astype(np.float64))
            at += 8 * points * values
        return ([polygon] if polygon else []), at
    if plain % 1000 in {6, 7} and depth < _DEEPEST:
        polygons: list[Polygon] = []
        for _ in range(count):
            more, at = _from_wkb(blob, at, depth + 1)
            polygons += more
        return polygons, at
    raise ValueError("no area")
