"""演示道路与河道 The invented roads between the fields and tracts, and a river beside them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.land import services
from qianjin.apps.parks.models import Park

from . import land_ground, tracts

BEYOND = 60.0
"""Metres that a road runs on beyond the fields."""


def lay_roads(park: Park, by: Actor, *, at: datetime) -> None:
    """Enter them; the gaps between the fields are their land."""
    length = 1052.0 + BEYOND
    tract, high = tracts.WEST, tracts.SOUTH + 3 * tracts.HIGH + BEYOND
    beside = [tract + tracts.GRIDS[0][0] * tracts.WIDE[0] + tracts.ROAD / 2]
    beside.append(beside[0] + tracts.GRIDS[1][0] * tracts.WIDE[1] + tracts.ROAD)
    told = (
        ("演示·纵一路", "arterial", 24, [_along(-BEYOND), _along(length)]),
        ("演示·横一路", "collector", 24, [_across(-BEYOND), _across(length)]),
        (
            "演示·南横河",
            "river",
            36,
            [land_ground.corner(-BEYOND, -40), land_ground.corner(length, -40)],
        ),
        ("演示·东一路", "arterial", 28, [(beside[0], tracts.SOUTH - BEYOND), (beside[0], high)]),
        ("演示·东二路", "branch", 28, [(beside[1], tracts.SOUTH - BEYOND), (beside[1], high)]),
    )
    for name, rank, width, line in told:
        services.add_barrier(
            park=park,
            text="\n".join(f"{east:.3f},{north:.3f}" for east, north in line),
            name=name,
            rank=rank,
            width_m=Decimal(width),
            joins=False,
            by=by,
            at=at,
        )


def _along(y: float) -> tuple[float, float]:
    """The middle of the road between two columns of fields, ``y`` metres from the dyke."""
    return _between(land_ground.corner(506, y), land_ground.corner(530, y))


def _across(x: float) -> tuple[float, float]:
    """The middle of the road between two rows of fields, ``x`` metres along the dyke."""
    return _between(land_ground.corner(x, 506), land_ground.corner(x, 530))


def _between(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
