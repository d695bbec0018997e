"""``qianjin solve survey FILE``: a survey read, checked and converted, without a database."""

from __future__ import annotations

import json
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from qianjin.engines.survey import (
    Finding,
    Hints,
    Refused,
    Survey,
    Written,
    Zone,
    read_path,
    write_dxf,
    write_geojson,
    write_gpkg,
    write_kml,
    write_shapefile,
    write_txt,
)
from qianjin.faces.cli.options import Language, unread
from qianjin.faces.gate.survey_words import worded
from qianjin.installation.words import N_, say


class Target(StrEnum):
    """What a survey is converted to."""

    GEOJSON = "geojson"
    TXT = "txt"
    SHP = "shp"
    GPKG = "gpkg"
    KML = "kml"
    DXF = "dxf"


_WRITERS: dict[Target, Callable[[Survey], Written]] = {
    Target.TXT: write_txt,
    Target.SHP: write_shapefile,
    Target.GPKG: write_gpkg,
    Target.KML: write_kml,
    Target.DXF: write_dxf,
}
_DEGREES = {Target.GEOJSON, Target.KML}
_TEXTS = {Target.GEOJSON, Target.TXT, Target.KML}


def survey(
    file: Annotated[
        Path,
        typer.Argument(
            help=say(N_("Boundary-point TXT, GeoJSON, KML, GeoPackage, DXF, or a shapefile."))
        ),
    ],
    zone: Annotated[
        int | None,
        typer.Option(
            help=say(N_("The park's zone (25-45, or 13-23): taken if the file has none."))
        ),
    ] = None,
    insist: Annotated[
        bool, typer.Option("--insist", help=say(N_("Take --zone whatever the file says.")))
    ] = False,
    to: Annotated[Target | None, typer.Option(help=say(N_("Convert to this form.")))] = None,
    out: Annotated[
        Path | None, typer.Option(help=say(N_("Write what was converted to this file.")))
    ] = None,
    encoding: Annotated[
        str, typer.Option(help=say(N_("The encoding, where it is guessed wrongly.")))
    ] = "",
    degrees: Annotated[
        str, typer.Option(help=say(N_("decimal or dms, where a TXT of degrees leaves both open.")))
    ] = "",
    language: Language = None,
) -> None:
    """Print as JSON what FILE holds, what was found in it and where, and what it converts to."""
    if degrees not in ("", "decimal", "dms"):
        raise typer.BadParameter(degrees, param_hint="--degrees")
    try:
        chosen = None if zone is None else Zone(zone)
    except ValueError as error:
        raise typer.BadParameter(str(zone), param_hint="--zone") from error
    hints = Hints(
        zone=chosen, forced_zone=chosen if insist else None, encoding=encoding, degrees=degrees
    )
    if to is not None and to not in _TEXTS and out is None:
        words = say(N_("--to %(form)s needs --out FILE: it is no text."), form=to.value)
        raise typer.BadParameter(words, param_hint="--to")
    try:
        found = read_path(file, hints)
        answer = _answer(found)
        if to is not None:
            answer |= _converted(found, to, out)
    except Refused as error:
        findings = [_finding(one) for one in error.findings]
        _print({"refused": True, "total": error.total, "findings": findings})
        raise typer.Exit(2) from error
    except OSError as error:
        raise unread(file, error) from error
    _print(answer)
    if found.errors:
        raise typer.Exit(1)


def _print(answer: dict[str, Any]) -> None:
    typer.echo(json.dumps(answer, ensure_ascii=False, allow_nan=False))


def _answer(found: Survey) -> dict[str, Any]:
    return {
        "form": found.form,
        "encoding": found.encoding,
        "datum": found.datum,
        "zone": found.zone.number if found.zone else None,
        "parcels": [
            {
                "code": parcel.code,
                "name": parcel.name,
                "line": parcel.line or None,
                "row": parcel.row or None,
                "rings": len(parcel.rings),
                "points": sum(len(ring) for ring in parcel.rings),
                "area_m2": round(parcel.area, 2),
                "area_mu": round(parcel.mu, 4),
                "area_ha": round(parcel.hectares, 4),
                "stated_area_m2": round(parcel.stated.square_metres, 2) if parcel.stated else None,
            }
            for parcel in found.parcels
        ],
        "findings": [_finding(one) for one in found.findings],
    }


def _finding(one: Finding) -> dict[str, Any]:
    def place(number: int) -> int | None:
        return number if number >= 0 else None

    return {
        "code": one.code,
        "severity": one.severity,
        "line": one.line or None,
        "row": one.row or None,
        "parcel": place(one.parcel),
        "ring": place(one.ring),
        "point": place(one.point),
        "subject": one.subject,
        "amount": one.amount,
        "easting": one.at[0] if one.at else None,
        "northing": one.at[1] if one.at else None,
        "lon": one.lonlat[0] if one.lonlat else None,
        "lat": one.lonlat[1] if one.lonlat else None,
        "repair": {"kind": one.repair.kind, "points": one.repair.points} if one.repair else None,
        "says": worded(one.code, one.subject, one.amount, say),
    }


def _converted(found: Survey, to: Target, out: Path | None) -> dict[str, Any]:
    if to in _DEGREES and any(r.lonlat is None for p in found.parcels for r in p.rings):
        # Degrees of another datum would be drawn in the wrong place; the finding says so.
        return {"converted": None}
    if to is Target.GEOJSON:
        written = Written(write_geojson(found).encode(), "utf-8")
    else:
        written = _WRITERS[to](found)
    result: dict[str, Any] = {"notices": [_finding(one) for one in written.findings]}
    if out is not None:
        out.write_bytes(written.content)
        return {**result, "written": str(out)}
    text = written.content.decode(written.encoding)
    return {**result, "converted": json.loads(text) if to is Target.GEOJSON else text}
