"""From numbers to parcels: which column is which, which zone, which ring is a hole, which area."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .axes import Axes, read_axes
from .checks import check
from .data import (
    SQUARE_METRES_PER_MU,
    Finding,
    Hints,
    Limits,
    Parcel,
    Refused,
    Ring,
    Severity,
    Stated,
    Survey,
    in_file_order,
    refusal,
)
from .nesting import nest
from .raw import RawParcel, RawRing, RawSurvey
from .zones import MILLION, Datum, Zone, to_lonlat, to_plane


def assemble(raw: RawSurvey, hints: Hints, limits: Limits) -> Survey:
    """
    Understand what a reader found.

    :raises Refused: the columns, the zone or the datum cannot be told.
    """
    rings = [ring for parcel in raw.parcels for ring in parcel.rings]
    if not rings:
        raise refusal("no_parcels")
    values = np.concatenate([ring.values for ring in rings])
    axes = read_axes(raw, values, hints)
    datum = _datum(raw, axes)
    east_north = values[:, ::-1] if axes.second_first else values
    zone: Zone | None
    if axes.is_degrees:
        if axes.sexagesimal:
            east_north = _from_dms(east_north)
        zone = _zone_of_degrees(raw, hints, east_north)
        plane = to_plane(east_north, zone)
        lonlat: NDArray[np.float64] | None = np.array(east_north)
        if not np.isfinite(plane).all():
            raise _first(raw, plane)
    else:
        zone = None if axes.is_local else _zone(raw, hints, axes)
        # The nearest float to the decimal that the file has, after the prefix is taken off.
        plane = np.round(east_north - np.array([axes.prefix * MILLION, 0.0]), 6)
        lonlat = None
        if zone is not None and datum is Datum.CGCS2000:
            lonlat = to_lonlat(plane, zone)
            if not np.isfinite(lonlat).all():
                raise _first(raw, lonlat)
    if lonlat is not None and zone is not None:
        _outside(raw, lonlat, zone)
    parcels = _parcels(raw, plane, lonlat)
    survey = Survey(
        parcels=parcels,
        findings=in_file_order(raw.findings),
        form=raw.form,
        encoding=raw.encoding,
        datum=datum,
        zone=zone,
        has_prefix=axes.prefix > 0,
        attributes=raw.attributes,
    )
    return check(survey, limits)


def _parcels(
    raw: RawSurvey, plane: NDArray[np.float64], lonlat: NDArray[np.float64] | None
) -> tuple[Parcel, ...]:
    plane.flags.writeable = False
    if lonlat is not None:
        lonlat.flags.writeable = False
    begin, parcels = 0, []
    for place, given in enumerate(raw.parcels):
        rings = []
        for one in given.rings:
            end = begin + len(one.values)
            rings.append(
                _ring(one, plane[begin:end], None if lonlat is None else lonlat[begin:end])
            )
            begin = end
        parcel = _parcel(given, nest(rings, place, given, raw))
        parcels.append(_with_area(parcel, given, place, raw))
    return tuple(parcels)


def _ring(one: RawRing, plane: NDArray[np.float64], lonlat: NDArray[np.float64] | None) -> Ring:
    hole_in = -1 if one.hole_in is None else one.hole_in
    return Ring(one.number, one.names, plane, lonlat, one.lines, one.heights, hole_in)


def _parcel(given: RawParcel, rings: Sequence[Ring], stated: Stated | None = None) -> Parcel:
    return Parcel(
        code=given.code,
        name=given.name,
        rings=tuple(rings),
        use=given.use,
        land_class=given.land_class,
        sheet=given.sheet,
        stated=stated,
        line=given.line,
        row=given.row,
        attributes=given.attributes,
    )


# ---------------------------------------------------------------------- datum and zone


def _datum(raw: RawSurvey, axes: Axes) -> Datum:
    datum, said = raw.reference.datum, raw.reference.text
    if datum is None and axes.is_local:
        datum = Datum.OTHER
    if datum is None:
        raw.add(Finding("datum_assumed", Severity.WARNING, raw.reference_line))
        return Datum.CGCS2000
    if raw.reference.is_wgs84:
        raw.add(Finding("wgs84_taken", Severity.NOTE, raw.reference_line, subject=said))
    if datum is not Datum.CGCS2000:
        if axes.is_degrees:
            raise refusal("other_datum_degrees", raw.reference_line, subject=said)
        raw.add(Finding("other_datum", Severity.ERROR, raw.reference_line, subject=said))
    return datum


def _zone(raw: RawSurvey, hints: Hints, axes: Axes) -> Zone | None:
    line = raw.zone_line or raw.reference_line or raw.parcels[0].line
    stated = raw.reference.zone
    written = Zone(axes.prefix) if axes.prefix else None
    if hints.forced_zone:
        said = written or stated
        if said and said != hints.forced_zone:
            raw.add(Finding("zone_forced", Severity.WARNING, line, subject=str(said.number)))
        return hints.forced_zone
    if written and stated and written != stated:
        raise refusal("zone_conflict", line, subject=f"{stated.number}/{written.number}")
    zone = written or stated
    if zone is None:
        if raw.reference.datum is Datum.OTHER:
            return None
        if hints.zone is None:
            raise refusal("zone_unknown", line)
        zone = hints.zone
        raw.add(Finding("zone_assumed", Severity.WARNING, line, subject=str(zone.number)))
    elif hints.zone and hints.zone != zone:
        subject = f"{zone.number}/{hints.zone.number}"
        raw.add(Finding("zone_differs", Severity.WARNING, line, subject=subject))
    if raw.width and raw.width != zone.width:
        subject = f"{raw.width}/{zone.number}"
        raw.add(Finding("width_differs", Severity.WARNING, line, subject=subject))
    return zone


def _zone_of_degrees(raw: RawSurvey, hints: Hints, lonlat: NDArray[np.float64]) -> Zone:
    if zone := hints.forced_zone or hints.zone:
        return zone
    middle = (float(lonlat[:, 0].min()) + float(lonlat[:, 0].max())) / 2
    try:
        zone = Zone.around(middle)
    except ValueError as error:
        raise refusal("zone_unknown") from error
    raw.add(Finding("zone_chosen", Severity.NOTE, subject=str(zone.number)))
    return zone


def _outside(raw: RawSurvey, lonlat: NDArray[np.float64], zone: Zone) -> None:
    """Say where points lie farther from the meridian than their zone reaches."""
    away = np.abs(lonlat[:, 0] - zone.meridian)
    far = away > zone.width / 2 + 0.5
    if far.any():
        line, row, _ = _where(raw, int(np.argmax(far)))
        raw.add(
            Finding(
                "outside_zone", Severity.WARNING, line, row, subject=str(zone.number),
                amount=float(away.max()),
            )
        )  # fmt: skip


def _where(raw: RawSurvey, point: int) -> tuple[int, int, int]:
    """Line, row and parcel of the point with this place in the file."""
    for place, parcel in enumerate(raw.parcels):
        for ring in parcel.rings:
            if point < len(ring.values):
                line = int(ring.lines[point]) if len(ring.lines) else parcel.line
                return line, parcel.row, place
            point -= len(ring.values)
    raise IndexError(point)


def _first(raw: RawSurvey, points: NDArray[np.float64]) -> Refused:
    """A refusal that names the first point that the projection could not place."""
    line, row, _ = _where(raw, int(np.argmin(np.isfinite(points).all(axis=1))))
    return refusal("bad_magnitude", line, row)


def _from_dms(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Degrees of numbers written ddd.mmss."""
    whole = np.round(values * 10_000, 6)
    degrees, rest = np.divmod(whole, 10_000)
    minutes, seconds = np.divmod(rest, 100)
    return np.asarray(degrees + minutes / 60 + seconds / 3600)


# ---------------------------------------------------------------------- stated area


def _with_area(parcel: Parcel, given: RawParcel, place: int, raw: RawSurvey) -> Parcel:
    """The parcel with its stated area understood: hectares, or what else the number may be."""
    if given.stated is None:
        return parcel
    value, area = given.stated, parcel.area
    factors = {"ha": 10_000.0, "m2": 1.0, "mu": SQUARE_METRES_PER_MU}
    units = [given.stated_unit] if given.stated_unit else list(factors)

    def differs(square_metres: float, computed: float) -> bool:
        return abs(square_metres - computed) > max(2.0, computed * 0.0005)

    unit = next((one for one in units if not differs(value * factors[one], area)), "")
    outer = sum(abs(ring.signed_area) for ring in parcel.rings if ring.hole_in < 0)
    code, amount = "", 0.0
    if unit in ("m2", "mu"):
        code = "" if given.stated_unit else f"area_in_{unit}"
    elif not unit:
        unit = units[0]
        amount = value * factors[unit] - area
        code = "area_differs" if differs(value * factors[unit], outer) else "area_without_holes"
    if code:
        raw.add(
            Finding(
                code, Severity.WARNING, parcel.line, parcel.row, place, subject=f"{value:g}",
                amount=amount,
            )
        )  # fmt: skip
    return _parcel(given, parcel.rings, Stated(value, unit, value * factors[unit]))
