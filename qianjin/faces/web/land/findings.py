"""检查结果 What the engine found in a survey file, worded and placed on the drawing."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from qianjin.faces.gate import to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.gate.survey_words import worded
from qianjin.ui.shapes import Fact

from . import words

TONES = {"refused": "breached", "error": "breached", "warning": "at_risk", "note": "waiting"}
MOST_LINES = 120
"""Findings and parcels listed; a file with more has its first ones listed and its sums named."""
MOST_DRAWN = 600
MARGIN = 0.00035
"""Degrees around a finding that is looked at: some 40 metres."""


def severity(code: str) -> str:
    """How serious a finding is, worded."""
    return {
        "refused": pgettext("finding", "Refused"),
        "error": pgettext("finding", "Error"),
        "warning": pgettext("finding", "Look at it"),
        "note": pgettext("finding", "Note"),
    }[code]


def refusal_lines(refusal: Any) -> list[dict[str, Any]]:
    """Why a file cannot be read: each finding, or what is wrong with a field."""
    lines = [_line(place, one) for place, one in enumerate(refusal.findings[:MOST_LINES])]
    for sentences in refusal.fields.values():
        lines += [{"text": str(one), "tone": "breached", "where": ""} for one in sentences]
    return lines


def _line(place: int, one: Any) -> dict[str, Any]:
    return {
        "place": place,
        "number": place + 1,
        "text": worded(one.code, one.subject, one.amount, _),
        "tone": TONES[one.severity.value],
        "severity": severity(one.severity.value),
        "where": _where(one),
    }


def _where(one: Any) -> str:
    if one.line:
        return _("line %(number)s") % {"number": one.line}
    if one.row:
        return _("row %(number)s") % {"number": one.row}
    return ""


def finding_lines(request: ParkRequest, row: Any, survey: Any, looked: int) -> dict[str, Any]:
    """What was found, the serious first, with how to look at it and whether it can be repaired."""
    order = {"refused": 0, "error": 1, "warning": 2, "note": 3}
    every = sorted(enumerate(survey.findings), key=lambda pair: order[pair[1].severity.value])
    address = to(request, "web:parcel_survey", row.pk)
    lines = []
    for place, one in every[:MOST_LINES]:
        parcel = survey.parcels[one.parcel] if 0 <= one.parcel < len(survey.parcels) else None
        lines.append(
            {
                **_line(place, one),
                "parcel": (parcel.name or parcel.code) if parcel else "",
                "look": f"{address}?look={place}#drawing" if one.lonlat else "",
                "is_looked": place == looked,
                "repair": one.repair is not None,
            }
        )
    counts = {name: 0 for name in order}
    for one in survey.findings:
        counts[one.severity.value] += 1
    rest = len(every) - len(lines)
    return {
        "lines": lines,
        "counts": [
            {"label": severity(name), "count": count, "tone": TONES[name]}
            for name, count in counts.items()
            if count
        ],
        "rest": ngettext("and %(count)d more finding", "and %(count)d more findings", rest)
        % {"count": rest}
        if rest
        else "",
    }


def heading(survey: Any) -> list[Fact]:
    """How the file was understood."""
    forms = {"txt": "TXT", "shp": "Shapefile", "dxf": "DXF", "geojson": "GeoJSON",
             "kml": "KML", "gpkg": "GeoPackage"}  # fmt: skip
    zone = survey.zone
    told = ""
    if zone is not None:
        told = _("zone %(number)s, meridian %(meridian)s°") % {
            "number": zone.number,
            "meridian": zone.meridian,
        }
    return [
        Fact(_("Format"), forms.get(survey.form, survey.form), sub=survey.encoding),
        Fact(_("Coordinate system"), survey.datum.value.upper(), sub=told),
        Fact(_("Parcels"), str(len(survey.parcels))),
        Fact(_("Computed area"), words.all_units(_decimal(survey.area))),
    ]


def _decimal(value: float) -> Any:
    from decimal import Decimal

    return Decimal(repr(float(value))).quantize(Decimal("0.01"))


def parcel_lines(request: ParkRequest, preview: Any) -> dict[str, Any]:
    """The parcels of the file, and which of the book they would redraw."""
    broken = {one.parcel for one in preview.survey.errors}
    lines = []
    for place, one in enumerate(preview.survey.parcels[:MOST_LINES]):
        known = preview.known.get(one.code)
        area = _decimal(one.area)
        stated = _decimal(one.stated.square_metres) if one.stated else None
        lines.append(
            {
                "place": place,
                "name": one.name or one.code or f"#{place + 1}",
                "code": one.code,
                "area": words.in_mu(area),
                "metres": words.square_metres(area),
                "stated": words.square_metres(stated),
                "use": one.use,
                "is_broken": place in broken,
                "known": known.number if known else "",
                "url": to(request, "web:parcel", known.pk) if known else "",
                "gain": f"{area - known.area_plane:+,.2f} ㎡" if known else "",
            }
        )
    rest = len(preview.survey.parcels) - len(lines)
    hidden = range(len(lines), len(preview.survey.parcels)) if rest else ()
    return {"lines": lines, "rest": rest, "hidden": list(hidden)}


def drawing(request: ParkRequest, row: Any, preview: Any, looked: int) -> dict[str, Any]:
    """The file over the book; around one finding when it is looked at."""
    shapes = words.around(request, preview.around)
    broken = {one.parcel for one in preview.survey.errors}
    for place, one in enumerate(preview.survey.parcels[:MOST_DRAWN]):
        rings = [ring.lonlat.tolist() for ring in one.rings if ring.lonlat is not None]
        shapes.append(
            {
                "rings": rings,
                "label": one.name or one.code,
                "tone": "breached" if place in broken else "active",
                "kind": "dashed",
                "name": one.code if len(preview.survey.parcels) <= 40 else "",
            }
        )
    findings = preview.survey.findings
    address = to(request, "web:parcel_survey", row.pk)
    placed = [
        (place, one)
        for place, one in enumerate(findings)
        if one.lonlat and (looked < 0 or place == looked)
    ]
    marks = [
        {
            "lon": one.lonlat[0],
            "lat": one.lonlat[1],
            "mark": str(place + 1),
            "label": worded(one.code, one.subject, one.amount, _),
            "tone": TONES[one.severity.value],
            "url": f"{address}?look={place}#drawing",
        }
        for place, one in placed[:MOST_LINES]
    ]
    window = None
    if 0 <= looked < len(findings) and findings[looked].lonlat:
        east, north = findings[looked].lonlat
        window = (east - MARGIN, north - MARGIN, east + MARGIN, north + MARGIN)
    return {"shapes": shapes, "marks": marks, "window": window}
