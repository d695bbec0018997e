"""The map's layer: what it holds, who sees what of it, and that it never shows what was."""

from __future__ import annotations

import gzip
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import shapely

from qianjin.apps.accounts.choices import Role
from qianjin.apps.land import selectors, services
from qianjin.apps.land.planning import layer as planning_map
from qianjin.apps.land.services import Readiness
from qianjin.units.refusals import Missing
from tests.engines.tiling.world import around, read, square_metres
from tests.factories.accounts import Cast, a_member, acting
from tests.factories.land import a_parcel, a_split, a_village, approved, owned, square
from tests.factories.parks import NOON


def shown(actor: Any, zoom: int = 15, folder: Path | None = None, **more: Any) -> set[int]:
    """The keys of the parcels in all tiles about the grid of the tests."""
    import tempfile

    keys: set[int] = set()
    with tempfile.TemporaryDirectory() as scratch:
        for tile in around([square(-500, -500, 2500)], zoom):
            packed = selectors.tile_for(
                actor, zoom=zoom, column=tile.column, row=tile.row, by="state", **more
            )
            if packed:
                _, said = read(folder or Path(scratch), tile, gzip.decompress(packed))
                keys |= {int(key) for key in said["mvt_id"]}
    return keys


def test_a_parcel_is_on_the_map_with_what_is_said_of_it(cast: Cast, tmp_path: Path) -> None:
    village = a_village(cast)
    parcel = a_parcel(cast, state="listed", village=village, sector="auto")
    owned(cast, parcel, (village, "1"))
    services.note_readiness(
        park_id=cast.park.pk, found={parcel.pk: Readiness(date(2027, 3, 9), "")}, at=NOON
    )
    tile = around([square()], 15)[0]

    packed = selectors.tile_for(
        cast.acts(cast.hewei), zoom=15, column=tile.column, row=tile.row, by="state"
    )

    shapes, said = read(tmp_path, tile, gzip.decompress(packed))
    assert {name: said[name][0] for name in ("mvt_id", "state", "ready", "owner", "sector")} == {
        "mvt_id": parcel.pk,
        "state": "listed",
        "ready": 202703,
        "owner": village.pk,
        "sector": "auto",
    }
    assert square_metres(shapes).sum() == pytest.approx(10_000, rel=0.003)


def test_the_map_follows_every_change(cast: Cast) -> None:
    actor = cast.acts(cast.hewei)
    parcel = a_parcel(cast)
    before = selectors.stamp_of(actor).tag
    assert shown(actor) == {parcel.pk}

    left, right = approved(
        cast, a_split(cast, parcel, square(wide=40, high=100), square(40, wide=60, high=100))
    )

    assert selectors.stamp_of(actor).tag != before
    assert shown(actor) == {left.pk, right.pk}


def test_a_liaison_sees_what_lies_in_the_village_or_is_owned_by_it_and_nothing_else(
    cast: Cast,
) -> None:
    ours, theirs = a_village(cast), a_village(cast, "西埠村（演示）")
    here = a_parcel(cast, village=ours)
    enclave = owned(cast, a_parcel(cast, 200, village=theirs), (ours, "1/3"), (theirs, "2/3"))
    foreign = a_parcel(cast, 400, village=theirs)
    liaison = acting(a_member(cast.park, Role.VILLAGE_LIAISON, ours), cast.park)

    assert shown(liaison) == {here.pk, enclave.pk}
    assert shown(cast.acts(cast.hewei)) == {here.pk, enclave.pk, foreign.pk}
    assert shown(liaison, gcj02=True) <= {here.pk, enclave.pk}
    assert selectors.stamp_of(liaison).tag != selectors.stamp_of(cast.acts(cast.hewei)).tag
    legend = selectors.legend_for(liaison, "village")
    assert {(share.code, share.count) for share in legend} == {(ours.pk, 1), (theirs.pk, 1)}
    found = selectors.found_in(liaison, (120.0, 30.0, 121.0, 31.0))
    assert {row.pk for row in found.rows} == {here.pk, enclave.pk}
    assert found.count == 2


def test_small_scales_show_a_liaison_no_land_of_others(cast: Cast, tmp_path: Path) -> None:
    ours, theirs = a_village(cast), a_village(cast, "西埠村（演示）")
    a_parcel(cast, village=ours)
    a_parcel(cast, 100, village=theirs, wide=300)
    liaison = acting(a_member(cast.park, Role.VILLAGE_LIAISON, ours), cast.park)
    tile = around([square()], 11)[0]
    ask = {"zoom": 11, "column": tile.column, "row": tile.row, "by": "state"}

    whole, _ = read(
        tmp_path, tile, gzip.decompress(selectors.tile_for(cast.acts(cast.hewei), **ask))
    )
    own, _ = read(tmp_path, tile, gzip.decompress(selectors.tile_for(liaison, **ask)))

    assert square_metres(own).sum() < 0.2 * square_metres(whole).sum()


def test_nobody_without_the_right_has_a_map(cast: Cast) -> None:
    a_parcel(cast)
    bureau = acting(a_member(cast.park, Role.BUREAU_LIAISON), cast.park)

    assert shown(bureau) == set()
    assert selectors.bounds_for(bureau) is None
    assert selectors.legend_for(bureau, "state") == []


def test_the_legend_counts_parcels_and_land(cast: Cast) -> None:
    a_parcel(cast, state="listed", wide=200)
    a_parcel(cast, 300, state="planned")
    a_parcel(cast, 500, state="planned")

    legend = selectors.legend_for(cast.acts(cast.hewei), "state")

    assert [(share.code, share.count) for share in legend] == [("listed", 1), ("planned", 2)]
    assert [share.area for share in legend] == pytest.approx([40_000, 20_000], rel=1e-4)


def test_an_outline_finds_what_shares_ground_with_it(cast: Cast) -> None:
    first, second = a_parcel(cast), a_parcel(cast, 100)
    a_parcel(cast, 300)
    whole = (120.0, 30.0, 121.0, 31.0)
    inside = list(square(20, 20, 150, 20).exterior.coords)
    beside = list(square(-50, 0, 50).exterior.coords)
    actor = cast.acts(cast.hewei)

    found = selectors.found_in(actor, whole, inside)

    assert {row.pk for row in found.rows} == {first.pk, second.pk}
    assert found.area == pytest.approx(20_000, rel=1e-4)
    # A border in common is no ground in common.
    assert selectors.found_in(actor, whole, beside).count == 0
    assert (
        selectors.found_in(actor, whole, [(120.5, 30.2), (120.6, 30.3), (120.7, 30.4)]).count == 0
    )


def test_two_days_differ_by_what_came_and_what_went(cast: Cast) -> None:
    old = a_parcel(cast, opened_on=date(2026, 1, 5))
    kept = a_parcel(cast, 300, opened_on=date(2026, 1, 5))
    change = a_split(cast, old, square(wide=40, high=100), square(40, wide=60, high=100))
    new = approved(cast, change)
    day = NOON.date()

    found = selectors.compared(
        cast.acts(cast.hewei), earlier=day - timedelta(days=1), later=day + timedelta(days=1)
    )

    old.refresh_from_db()
    assert {row.number for row in found.went} == {old.number}
    assert {row.pk for row in found.came} == {row.pk for row in new}
    assert kept.pk not in {row.pk for row in [*found.came, *found.went]}
    assert not found.is_cut


@pytest.mark.parametrize(
    "address",
    [
        {"zoom": 19, "column": 0, "row": 0, "by": "state"},
        {"zoom": 3, "column": 9, "row": 0, "by": "state"},
        {"zoom": 3, "column": 1, "row": 1, "by": "price"},
    ],
)
def test_there_is_no_tile_outside_the_pyramid_or_of_another_column(
    cast: Cast, address: dict[str, Any]
) -> None:
    with pytest.raises(Missing):
        selectors.tile_for(cast.acts(cast.hewei), **address)


def test_maps_on_gcj02_show_parcels_where_such_a_map_has_them(cast: Cast, tmp_path: Path) -> None:
    a_parcel(cast)
    tile = around([square()], 12)[0]
    ask = {"zoom": 12, "column": tile.column, "row": tile.row, "by": "state"}
    actor = cast.acts(cast.hewei)

    true, _ = read(tmp_path, tile, gzip.decompress(selectors.tile_for(actor, **ask)))
    moved, _ = read(tmp_path, tile, gzip.decompress(selectors.tile_for(actor, gcj02=True, **ask)))

    apart = shapely.centroid(moved[0]).distance(shapely.centroid(true[0])) * 111_000
    assert 350 < apart < 650


def test_a_layer_holds_little_more_than_its_shapes(cast: Cast) -> None:
    for number in range(30):
        a_parcel(cast, 110 * number)
    actor = cast.acts(cast.hewei)
    shown(actor, 14)

    held = planning_map.held(
        cast.park.pk, selectors.layer_version(cast.park.pk), lambda: pytest.fail("read again")
    )

    assert held.cutter.size < 30 * 1000
