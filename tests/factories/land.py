"""Parcels on a grid of the plane of zone 40, so that areas are round and borders shared."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import count
from typing import Any

import shapely

from qianjin.apps.land import planning, services
from qianjin.apps.land.choices import Origin
from qianjin.apps.land.models import Barrier, BoundaryChange, Parcel
from qianjin.apps.land.services import Proposed, Share
from qianjin.apps.parks.choices import UnitKind
from qianjin.apps.parks.models import Unit

from .accounts import Cast
from .parks import NOON, a_unit

WEST, SOUTH = 545_000.0, 3_350_000.0
"""A corner of reclaimed land east of Hangzhou, zone 40, metres."""
ZONE = 40
_numbers = count(1)


def square(
    column: float = 0, row: float = 0, wide: float = 100, high: float | None = None
) -> shapely.Polygon:
    """``wide`` x ``high`` metres, its corner ``column`` and ``row`` metres from the grid's."""
    high = wide if high is None else high
    west, south = WEST + column, SOUTH + row
    box = shapely.box(west, south, west + wide, south + high)
    return planning.in_degrees(box, ZONE)


def a_village(cast: Cast, name: str = "东沙村（演示）", **fields: Any) -> Unit:
    return a_unit(cast.park, name, UnitKind.VILLAGE, **fields)


def a_parcel(
    cast: Cast, column: float = 0, row: float = 0, wide: float = 100, **values: Any
) -> Parcel:
    """A square of ``wide`` metres, entered by the head of planning."""
    values.setdefault("number", f"T-{next(_numbers):04d}")
    values.setdefault("origin", Origin.SURVEYED)
    return services.add_parcel(
        park=cast.park,
        shape=square(column, row, wide),
        by=cast.acts(cast.gumingzhou),
        at=values.pop("at", NOON),
        **values,
    )


def a_barrier(cast: Cast, places: Any = ((0, -50), (0, 50)), **values: Any) -> Barrier:
    """A lane through places (metres from the grid's corner), entered by the head of planning."""
    values.setdefault("name", f"村道{next(_numbers)}")
    return services.add_barrier(
        park=cast.park,
        text="\n".join(f"{WEST + east:.3f},{SOUTH + north:.3f}" for east, north in places),
        rank=values.pop("rank", "lane"),
        width_m=Decimal(values.pop("width_m", 6)),
        joins=values.pop("joins", False),
        by=cast.acts(cast.gumingzhou),
        at=values.pop("at", NOON),
        **values,
    )


def owned(cast: Cast, parcel: Parcel, *owners: tuple[Any, str]) -> Parcel:
    """The parcel with shares: a unit or a name, and a fraction as text."""
    shares = [
        Share(Fraction(part), unit=who if isinstance(who, Unit) else None,
              holder="" if isinstance(who, Unit) else who)
        for who, part in owners
    ]  # fmt: skip
    services.set_shares(parcel=parcel, shares=shares, by=cast.acts(cast.gumingzhou), at=NOON)
    parcel.refresh_from_db()
    return parcel


def a_split(cast: Cast, parcel: Parcel, *shapes: Any, **values: Any) -> BoundaryChange:
    """A split proposed by the head of planning."""
    return services.propose_change(
        park=cast.park,
        kind="split",
        before=[parcel],
        after=[Proposed(shape) for shape in shapes],
        reason="分期供地",
        by=cast.acts(cast.gumingzhou),
        at=NOON,
        **values,
    )


def approved(cast: Cast, change: BoundaryChange, **values: Any) -> list[Parcel]:
    """Approved by the deputy director."""
    return services.approve_change(
        change=change, by=cast.acts(cast.hewei), at=values.pop("at", NOON), **values
    )
