"""GeoPackage (OGC 12-128), with the sqlite3 that Python brings."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from .data import Finding, Hints, Limits, Refused, Severity, refusal
from .fields import words_of
from .polygons import add_polygon
from .raw import Counter, RawParcel, RawSurvey
from .wkb import polygons
from .zones import Reference, by_code, by_text

_ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
_STEPS = 200_000_000
"""Instructions of SQLite for a whole file; a table that needs more is no layer of parcels."""


def read_gpkg(content: bytes, hints: Hints, limits: Limits) -> RawSurvey:
    """
    Polygons of the feature tables of one reference system; others are named and left out.

    :raises Refused: no GeoPackage, or a geometry that cannot be read, with its row.
    """
    raw = RawSurvey("gpkg")
    try:
        with closing(sqlite3.connect(":memory:")) as base:
            base.deserialize(content)
            base.execute("PRAGMA trusted_schema = OFF")
            base.execute("PRAGMA cell_size_check = ON")
            base.execute("PRAGMA query_only = ON")
            base.text_factory = lambda given: given.decode("utf-8", "replace")
            base.set_progress_handler(lambda: 1, _STEPS)
            _layers(base, raw, Counter(limits))
    except Refused:
        raise
    except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError, MemoryError) as error:
        raise refusal("bad_gpkg", subject=str(error)) from error
    if not raw.parcels:
        raise refusal("no_parcels")
    return raw


def _layers(base: sqlite3.Connection, raw: RawSurvey, counter: Counter) -> None:
    tables = {name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type='table'")}
    layers = base.execute(
        "SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns ORDER BY table_name"
    ).fetchmany(200)
    left_out: list[str] = []
    chosen: int | None = None
    for table, column, system in layers:
        # A view would run whatever the file's maker wrote.
        if table not in tables or (chosen is not None and system != chosen):
            left_out.append(str(table)[:60])
            continue
        before = len(raw.parcels)
        for parcel in _rows(base, str(table), str(column), raw, counter):
            raw.parcels.append(parcel)
        if len(raw.parcels) > before and chosen is None:
            chosen = system
            raw.reference = _reference(base, system)
            raw.attributes["layer"] = str(table)
    if left_out:
        raw.add(Finding("layers_left_out", Severity.WARNING, subject=", ".join(left_out)[:200]))


def _reference(base: sqlite3.Connection, system: object) -> Reference:
    row = base.execute(
        "SELECT organization, organization_coordsys_id, definition, srs_name"
        " FROM gpkg_spatial_ref_sys WHERE srs_id = ?",
        (system,),
    ).fetchone()
    if row is None or system in (0, -1):
        return Reference()
    organization, code, definition, name = row
    if str(organization).upper() == "EPSG" and isinstance(code, int):
        return by_code(code) or by_text(str(definition or name))
    return by_text(str(definition or name))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _rows(
    base: sqlite3.Connection, table: str, column: str, raw: RawSurvey, counter: Counter
) -> Iterator[RawParcel]:
    cursor = base.execute(f"SELECT * FROM {_quoted(table)}")
    names = [one[0] for one in cursor.description]
    if column not in names:
        raise refusal("bad_gpkg", subject=f"{table}.{column}")
    place = names.index(column)
    for row, values in enumerate(cursor, start=1):
        parcel = RawParcel([], row=row)
        blob = values[place]
        if not isinstance(blob, bytes) or not _geometry(blob, parcel, raw, counter):
            raw.add(Finding("not_an_area", Severity.WARNING, row=row, subject=table))
            continue
        words_of(parcel, {n: v for n, v in zip(names, values, strict=True) if n != column})
        counter.more("parcels", row=row)
        yield parcel


def _geometry(blob: bytes, parcel: RawParcel, raw: RawSurvey, counter: Counter) -> bool:
    if blob[:2] != b"GP" or len(blob) < 8:
        raise refusal("bad_position", row=parcel.row)
    flags = blob[3]
    envelope = _ENVELOPES.get(flags >> 1 & 7)
    if envelope is None:
        raise refusal("bad_position", row=parcel.row)
    if flags & 0x10:  # empty
        return False
    try:
        for rings in polygons(blob, 8 + envelope, parcel.row):
            if isinstance(rings, str):
                return False
            add_polygon(parcel, rings, raw, counter)
    except RecursionError as error:
        raise refusal("bad_position", row=parcel.row) from error
    return bool(parcel.rings)
