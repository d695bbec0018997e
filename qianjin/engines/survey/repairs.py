"""Repairs that a person asks for: the only place where a shape is changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from .checks import check
from .data import Limits, Parcel, Repair, RepairKind, Ring, Survey

# Found anew after every repair.
_OF_SHAPES = {
    *("duplicate_point", "short_edge", "spike", "name_repeated", "bow_tie", "self_touch"),
    *("no_area", "rings_cross", "overlap", "same_shape", "gap", "not_compared", "pairs_left_out"),
    "and_more",
}


def propose(survey: Survey) -> tuple[Repair, ...]:
    """Every repair that the findings offer, in their order."""
    return tuple(dict.fromkeys(one.repair for one in survey.findings if one.repair))


def repair(survey: Survey, repairs: Iterable[Repair], limits: Limits | None = None) -> Survey:
    """
    A new survey with these changes and no others, checked again.

    Parameters
    ----------
    repairs
        Of this survey's findings: their places are places in it, not in what it becomes.

    Raises
    ------
    ValueError
        A place does not exist, two reversals of one ring overlap, or fewer than three points would
        remain.
    """
    asked: dict[tuple[int, int], list[Repair]] = {}
    for one in repairs:
        if not 0 <= one.parcel < len(survey.parcels) or not (
            0 <= one.ring < len(survey.parcels[one.parcel].rings)
        ):
            raise ValueError(f"repair: there is no ring {one.ring} of parcel {one.parcel}")
        asked.setdefault((one.parcel, one.ring), []).append(one)
    parcels = list(survey.parcels)
    for (parcel, ring), ones in asked.items():
        parcels[parcel] = _with_ring(parcels[parcel], ring, ones)
    kept = tuple(one for one in survey.findings if one.code not in _OF_SHAPES)
    return check(replace(survey, parcels=tuple(parcels), findings=kept), limits or Limits())


def _with_ring(parcel: Parcel, number: int, repairs: Iterable[Repair]) -> Parcel:
    rings = list(parcel.rings)
    rings[number] = _mended(rings[number], repairs)
    return replace(parcel, rings=tuple(rings))


def _mended(ring: Ring, repairs: Iterable[Repair]) -> Ring:
    order, dropped = list(range(len(ring))), set()
    reversed_: set[int] = set()
    for one in repairs:
        if not one.points or not all(0 <= point < len(ring) for point in one.points):
            raise ValueError("repair: there is no such point")
        if one.kind is RepairKind.DROP_POINTS:
            dropped |= set(one.points)
            continue
        first, last = one.points
        stretch = set(range(first, last + 1))
        if not stretch or stretch & reversed_:
            raise ValueError("repair: reversals of one ring overlap; make one after the other")
        reversed_ |= stretch
        order[first : last + 1] = order[first : last + 1][::-1]
    kept = [point for point in order if point not in dropped]
    if len(kept) < 3:
        raise ValueError("repair: fewer than three points would remain")
    chosen = np.array(kept)
    return Ring(
        ring.number,
        tuple(ring.names[point] for point in kept) if ring.names else (),
        ring.plane[chosen],
        None if ring.lonlat is None else ring.lonlat[chosen],
        ring.lines[chosen] if len(ring.lines) else ring.lines,
        None if ring.heights is None else ring.heights[chosen],
        ring.hole_in,
    )
