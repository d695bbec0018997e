"""DXF drawings: closed polylines and hatches, curves flattened; ezdxf reads the drawing."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .data import Finding, Hints, Limits, Refused, Severity, refusal
from .polygons import add_ring
from .raw import SAME, Counter, RawParcel, RawSurvey

FLATNESS = 0.01
"""Metres between a curve and the straight pieces that stand for it."""
NEARLY = 1.0
"""Metres; a polyline whose ends are nearer than this was meant to be closed."""
_KINDS = {"LWPOLYLINE", "POLYLINE", "HATCH"}
_LINE = re.compile(r"line:? (\d+)", re.I)


def read_dxf(content: bytes, hints: Hints, limits: Limits) -> RawSurvey:
    """
    Each closed polyline a parcel, each hatch a parcel with its holes; the layer is an attribute.

    Rows are counted over these entities of the model space. Inserted blocks are not opened. A
    drawing names no coordinate system; eastings stand before northings.

    :raises Refused: no drawing, or a broken one; the entity is named.
    """
    from ezdxf.addons import iterdxf

    if content.startswith(b"AutoCAD Binary DXF"):
        raise refusal("bad_dxf", subject="binary")
    raw = RawSurvey("dxf", may_be_local=True)
    counter, row, flattened = Counter(limits), 0, False
    try:
        for entity in iterdxf.single_pass_modelspace(io.BytesIO(content), _KINDS):
            row += 1
            parcel = RawParcel([], row=row)
            if layer := str(entity.dxf.get("layer", ""))[:80]:
                parcel.attributes["layer"] = layer
            for points, is_curved in _rings(entity, raw, row, limits):
                hole_in = None if entity.dxftype() == "HATCH" else -1
                add_ring(parcel, points, raw, counter, hole_in)
                flattened = flattened or is_curved
            if parcel.rings:
                counter.more("parcels", row=row)
                raw.parcels.append(parcel)
    except Refused:
        raise
    except Exception as error:
        # A broken drawing makes ezdxf raise almost anything; none of it may reach the caller.
        found = _LINE.search(str(error))
        line = int(found.group(1)) if found and len(found.group(1)) < 9 else 0
        raise refusal(
            "bad_dxf", line, row, subject=f"{type(error).__name__}: {error}"[:200]
        ) from error
    if not raw.parcels:
        raise refusal("no_parcels", content.count(b"\n") + 1)
    if flattened:
        raw.add(Finding("curve_flattened", Severity.WARNING, amount=FLATNESS))
    return raw


def _rings(
    entity: Any, raw: RawSurvey, row: int, limits: Limits
) -> Iterator[tuple[NDArray[np.float64], bool]]:
    """Rings of an entity with their closing point, and whether they had curves."""
    from ezdxf import path

    is_hatch = entity.dxftype() == "HATCH"
    paths = path.from_hatch(entity) if is_hatch else [path.make_path(entity)]
    for one in paths:
        if len(one) > limits.points:
            raise refusal("too_many_points", row=row, amount=limits.points)
        points: list[tuple[float, float]] = []
        for vertex in (
            one.flattening(FLATNESS, segments=4) if one.has_curves else one.control_vertices()
        ):
            points.append((float(vertex.x), float(vertex.y)))
            if len(points) > limits.points:
                raise refusal("too_many_points", row=row, amount=limits.points)
        if len(points) < 3:
            raw.add(Finding("not_an_area", Severity.WARNING, row=row, subject=entity.dxftype()))
            continue
        ends = np.array(points)[[0, -1]]
        if not np.isfinite(ends).all():
            raise refusal("bad_number", row=row, subject=entity.dxftype())
        apart = float(np.hypot(*(ends[0] - ends[1])))
        if is_hatch and apart > SAME:
            points.append(points[0])
        elif not is_hatch and not apart <= NEARLY:
            raw.add(Finding("not_an_area", Severity.WARNING, row=row, subject=entity.dxftype()))
            continue
        yield np.array(points), one.has_curves
