"""成片 Three invented tracts of large parcels between roads, owned by many villages.

Where a project of 600 亩 finds room; every boundary, area, price and share is invented.
"""

from __future__ import annotations

import random
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

import shapely

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.land import planning, services
from qianjin.apps.land.models import Parcel
from qianjin.apps.land.services import Share
from qianjin.apps.parks.models import Park, Unit

ZONE = 40
WEST, SOUTH = 553_000.0, 3_350_900.0
"""A corner of the plain east of the other fields, zone 40, metres."""
WIDE, HIGH, ROAD = (262.0, 262.0, 158.0), 236.0, 28.0
GRIDS = ((4, 3), (3, 3), (4, 2))
"""Columns and rows of each block, and how wide a column is (metres)."""
INVENTED = "界线、面积、价格和权属均为演示"
PRICES = (36, 38, 41)
"""万元 per 亩 by row, invented; the second block is dearer, the third dearest."""

DEAR = {(0, 1, 1): 93}
"""A parcel with greenhouses on it, invented: block, column, row."""

INDICATORS = (
    ("investment", "at_least", Decimal(300)),
    ("far", "at_least", Decimal("1.5")),
    ("energy", "at_least", Decimal("4.5")),
    ("emission", "at_least", Decimal(10000)),
    ("tax", "at_least", Decimal(32)),
)
THERE = {name: {"state": "there", "note": ""} for name in ("power", "water", "road", "levelled")}


def lay_out(park: Park, people: dict[str, Actor], *, at: datetime) -> dict[str, Parcel]:
    """Enter the parcels: those of the first block partly acquired and clear, the others planned."""
    by = people["gumingzhou"]
    villages = list(Unit.objects.filter(park=park, kind="village").order_by("position"))
    chance = random.Random(26)
    found = {}
    for block, (columns, rows) in enumerate(GRIDS):
        corners = _corners(block, chance)
        for row in range(rows):
            for column in range(columns):
                number = f"CP-{'ABC'[block]}{column + 1}{row + 1}"
                parcel = _enter(park, number, block, column, row, corners, villages, by, at)
                found[number] = parcel
    return found


def _corners(block: int, chance: random.Random) -> list[list[tuple[float, float]]]:
    """The corners of a block, those inside moved a little, so that borders are shared exactly."""
    (columns, rows), wide = GRIDS[block], WIDE[block]
    before = [(GRIDS[n][0] * WIDE[n]) + ROAD for n in range(block)]
    grid = []
    for row in range(rows + 1):
        line = []
        for column in range(columns + 1):
            inside = 0 < column < columns and 0 < row < rows
            push = 6.0 if inside else 0.0
            line.append(
                (
                    round(WEST + sum(before) + column * wide + chance.uniform(-push, push), 3),
                    round(SOUTH + row * HIGH + chance.uniform(-push, push), 3),
                )
            )
        grid.append(line)
    return grid


def _enter(
    park: Park,
    number: str,
    block: int,
    column: int,
    row: int,
    corners: list[list[tuple[float, float]]],
    villages: list[Unit],
    by: Actor,
    at: datetime,
) -> Parcel:
    ring = [
        corners[row][column],
        corners[row][column + 1],
        corners[row + 1][column + 1],
        corners[row + 1][column],
    ]
    village = villages[(block * 5 + (column + row) // 2 * 2 + row // 2) % len(villages)]
    is_clear = block == 0 and row < 2 and (column, row) not in ((1, 1), (2, 1))
    state = "acquired" if is_clear else "planned"
    if block == 1 and row == 2:
        state, is_clear = ("granted", True) if column < 2 else ("built", True)
    parcel = services.add_parcel(
        park=park,
        shape=planning.in_degrees(shapely.Polygon(ring), ZONE),
        by=by,
        at=at,
        number=number,
        origin="surveyed" if block < 2 else "drawn",
        is_demo=True,
        name=f"演示成片{'甲乙丙'[block]}{column + 1}-{row + 1}",
        village=village,
        state=state,
        sector=("auto", "", "aviation")[block],
        use_code="100101" if is_clear else "",
        use_name="一类工业用地" if is_clear else "",
        far_max=Decimal("2.5") if is_clear else None,
        height_max=Decimal(50) if is_clear else None,
        price_per_mu=Decimal(DEAR.get((block, column, row), PRICES[row] + 9 * block)),
        power_kva=Decimal(12_000) if is_clear else None,
        utilities=THERE if is_clear else {},
        remark=INVENTED,
    )
    _own(parcel, villages, village, block, column, row, by, at)
    if is_clear:
        services.set_indicators(parcel=parcel, indicators=INDICATORS, by=by, at=at)
    return parcel


def _own(
    parcel: Parcel,
    villages: list[Unit],
    village: Unit,
    block: int,
    column: int,
    row: int,
    by: Actor,
    at: datetime,
) -> None:
    """Most belong to the village they lie in; some also to another, two to many: 飞地."""
    if (block, column, row) == (2, 3, 1):
        shares = [Share(Fraction(1, 8), unit=unit) for unit in villages[7:15]]
    elif (column + row) % 3 == 1:
        other = villages[(villages.index(village) + 4) % len(villages)]
        shares = [Share(Fraction(2, 3), unit=village), Share(Fraction(1, 3), unit=other)]
    else:
        shares = [Share(Fraction(1), unit=village)]
    services.set_shares(parcel=parcel, shares=shares, by=by, at=at)
