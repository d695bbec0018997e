"""Entering parcels and what is said of them; who sees which."""

from __future__ import annotations

import struct
from datetime import date
from decimal import Decimal

import pytest
import shapely

from qianjin.apps.accounts.choices import Role
from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.land import planning, selectors, services
from qianjin.apps.land.refusals import (
    BadParcel,
    MayNotApprove,
    MayNotKeepParcels,
    ParcelChangedSince,
)
from qianjin.apps.land.selectors import ParcelFilters
from qianjin.apps.land.services import Readiness
from qianjin.apps.parks.choices import UnitKind
from qianjin.units.refusals import Missing
from tests.factories.accounts import Cast, a_member, acting, the_cast
from tests.factories.land import a_parcel, a_village, owned, square
from tests.factories.parks import NOON, a_unit

NOT_A_NUMBER = shapely.to_wkb(shapely.box(120, 30, 121, 31)).replace(
    struct.pack("<d", 121), struct.pack("<d", float("nan"))
)


def test_a_parcel_has_its_area_in_the_plane_of_the_zone_in_three_units(cast: Cast) -> None:
    parcel = a_parcel(cast, wide=100, number="")

    assert parcel.number == "DK-0001"
    assert parcel.area_plane == Decimal("10000.00")
    assert (parcel.mu, parcel.hectares) == (15, 1)
    assert planning.geometry_of(parcel.shape).geom_type == "MultiPolygon"
    assert AuditEntry.objects.filter(verb="parcel.add", object_id=parcel.pk).count() == 1
    assert [event.kind for event in parcel.events.all()] == ["entered"]


def test_numbers_are_given_out_around_those_that_are_taken(cast: Cast) -> None:
    a_parcel(cast, number="DK-0001")

    assert a_parcel(cast, column=200, number="").number == "DK-0002"
    with pytest.raises(BadParcel) as refusal:
        a_parcel(cast, column=400, number="DK-0001")
    assert "number" in refusal.value.fields


def test_touching_parcels_are_taken_and_overlapping_ones_refused_by_name(cast: Cast) -> None:
    a_parcel(cast, number="A")
    a_parcel(cast, column=100, number="B")

    with pytest.raises(BadParcel) as refusal:
        a_parcel(cast, column=90, row=50)

    told = refusal.value.fields["shape"]
    assert [("A" in told[0], "500.00" in told[0]), ("B" in told[1], "4,500.00" in told[1])] == [
        (True, True),
        (True, True),
    ]


@pytest.mark.parametrize(
    ("shape", "word"),
    [
        (b"nonsense", "无法读取"),
        (shapely.Point(120, 30), "须为面"),
        (shapely.box(10, 10, 11, 11), "不是中国"),
        (shapely.Polygon([(120, 30), (120.001, 30.001), (120.001, 30), (120, 30.001)]), "自相交"),
        (shapely.Polygon(), "须为面"),
        (NOT_A_NUMBER, ""),
    ],
)
def test_what_is_no_boundary_is_refused(cast: Cast, shape: object, word: str) -> None:
    with pytest.raises(BadParcel) as refusal:
        services.add_parcel(park=cast.park, shape=shape, by=cast.acts(cast.hewei), at=NOON)

    assert word in refusal.value.fields["shape"][0]


def test_a_field_that_cannot_be_is_named(cast: Cast) -> None:
    parcel = a_parcel(cast)
    by = cast.acts(cast.gumingzhou)
    for values, field in (
        ({"far_min": Decimal(3), "far_max": Decimal(2)}, "far_max"),
        ({"density_max": Decimal(101)}, "density_max"),
        ({"price_per_mu": Decimal("NaN")}, "price_per_mu"),
        ({"name": "名" * 81}, "name"),
        ({"state": "sold"}, "state"),
        ({"village": cast.planning}, "village"),
        ({"utilities": {"power": {"state": "maybe"}}}, "utilities"),
        ({"accuracy_m": Decimal("0.0001")}, "accuracy_m"),
    ):
        with pytest.raises(BadParcel) as refusal:
            services.change_parcel(parcel=parcel, version=None, by=by, at=NOON, **values)
        assert field in refusal.value.fields


def test_a_change_keeps_before_and_after_and_counts_the_layer_only_if_the_map_shows_it(
    cast: Cast,
) -> None:
    parcel = a_parcel(cast)
    by, version = cast.acts(cast.gumingzhou), selectors.layer_version(cast.park.pk)

    services.change_parcel(parcel=parcel, version=1, by=by, at=NOON, soil="粉砂")
    assert selectors.layer_version(cast.park.pk) == version
    services.change_parcel(parcel=parcel, version=2, by=by, at=NOON, state="acquired")
    assert selectors.layer_version(cast.park.pk) == version + 1
    with pytest.raises(ParcelChangedSince):
        services.change_parcel(parcel=parcel, version=2, by=by, at=NOON, soil="淤泥")

    detail = AuditEntry.objects.filter(verb="parcel.change").latest("seq").detail
    assert detail == {"before": {"state": "planned"}, "after": {"state": "acquired"}}


def test_nothing_changed_is_no_act(cast: Cast) -> None:
    parcel = a_parcel(cast, soil="粉砂")

    services.change_parcel(
        parcel=parcel, version=1, by=cast.acts(cast.hewei), at=NOON, soil=" 粉砂 "
    )

    parcel.refresh_from_db()
    assert parcel.version == 1


def test_who_may_not_keep_or_approve_is_refused(cast: Cast) -> None:
    parcel = a_parcel(cast)
    with pytest.raises(MayNotKeepParcels):
        services.change_parcel(
            parcel=parcel, version=None, by=cast.acts(cast.yeting), at=NOON, soil="x"
        )
    officer = acting(a_member(cast.park, Role.PLANNING_OFFICER, cast.planning), cast.park)
    with pytest.raises(MayNotApprove):
        services.add_parcel(park=cast.park, shape=square(500), by=officer, at=NOON)


def test_a_village_sees_what_lies_there_and_what_it_owns_elsewhere(cast: Cast) -> None:
    town = a_unit(cast.park, "临浦镇", UnitKind.TOWN)
    here, there = a_village(cast, "东沙村（演示）", parent=town), a_village(cast, "西沙村（演示）")
    mine = a_parcel(cast, village=here)
    owned(cast, a_parcel(cast, 200, village=there, number="飞1"), (here, "1/3"), ("国有", "2/3"))
    a_parcel(cast, 400, village=there)
    liaison = acting(a_member(cast.park, Role.VILLAGE_LIAISON, here), cast.park)
    of_town = acting(a_member(cast.park, Role.VILLAGE_LIAISON, town), cast.park)

    for actor in (liaison, of_town):
        numbers = set(selectors.parcels_for(actor).values_list("number", flat=True))
        assert numbers == {mine.number, "飞1"}
    assert not selectors.parcels_for(cast.acts(cast.chenlan)).exists()


def test_another_parks_parcel_is_as_one_that_is_not_there(cast: Cast) -> None:
    parcel = a_parcel(cast)
    other = the_cast()

    with pytest.raises(Missing):
        selectors.parcel_for(other.acts(other.hewei), parcel.pk)
    assert selectors.parcel_or_none(other.acts(other.hewei), parcel.number) is None


def test_pages_follow_each_other_without_gap_in_either_order(cast: Cast) -> None:
    for place in range(7):
        a_parcel(cast, column=200 * place, wide=50 + 10 * (place % 3), number=f"P-{place}")
    actor = cast.acts(cast.yeting)
    for order, wanted in (("number", "0123456"), ("area", "2514036")):
        filters, seen, after = ParcelFilters(order=order), [], ""
        while True:
            page = selectors.parcels_page(actor, filters, after=after, size=2)
            seen += [row.number[-1] for row in page.rows]
            after = page.more
            if not after:
                break
        assert "".join(seen) == wanted


def test_the_filters_narrow_the_list_and_its_sums(cast: Cast) -> None:
    village = a_village(cast)
    a_parcel(cast, state="acquired", name="江滩一号", village=village)
    a_parcel(cast, 200, state="planned", wide=50)
    actor = cast.acts(cast.yeting)

    assert selectors.totals(actor, ParcelFilters()).area == 12500
    assert selectors.totals(actor, ParcelFilters(q="江滩")).count == 1
    assert selectors.totals(actor, ParcelFilters(village=village.pk)).count == 1
    assert selectors.totals(actor, ParcelFilters(mu_min=Decimal(10))).count == 1
    counts = selectors.state_counts(actor, ParcelFilters(state="planned"))
    assert (counts["acquired"], counts["planned"], counts["built"]) == (1, 1, 0)


def test_counts_and_sums_stop_where_a_page_would_grow(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        a_parcel(cast, 200 * number, state="acquired" if number else "planned")
    monkeypatch.setattr("qianjin.apps.land.selectors.parcels.COUNT_LIMIT", 2)
    actor = cast.acts(cast.yeting)

    sums = selectors.totals(actor, ParcelFilters())
    assert (sums.count, sums.is_more) == (3, True)
    assert not selectors.totals(actor, ParcelFilters(state="planned")).is_more
    counts = selectors.state_counts(actor, ParcelFilters())
    assert (counts["acquired"], counts["planned"], counts["built"]) == (3, 1, 0)


def test_readiness_is_kept_without_a_trace_and_counts_the_layer_once(cast: Cast) -> None:
    one, other = a_parcel(cast), a_parcel(cast, 200)
    version = selectors.layer_version(cast.park.pk)
    told = {one.pk: Readiness(date(2027, 3, 1), "agreements"), other.pk: Readiness(None, "")}

    assert services.note_readiness(park_id=cast.park.pk, found=told, at=NOON) == [one.pk]
    assert services.note_readiness(park_id=cast.park.pk, found=told, at=NOON) == []
    assert selectors.layer_version(cast.park.pk) == version + 1


def test_indicators_make_standard_land_from_five_on(cast: Cast) -> None:
    parcel = a_parcel(cast)
    by = cast.acts(cast.gumingzhou)
    five = [
        (kind, "at_least", Decimal(3)) for kind in ("investment", "far", "tax", "rnd", "energy")
    ]

    services.set_indicators(parcel=parcel, indicators=five, by=by, at=NOON)
    assert parcel.indicators.count() == 5
    with pytest.raises(BadParcel):
        services.set_indicators(parcel=parcel, indicators=[*five, five[0]], by=by, at=NOON)
    assert parcel.indicators.count() == 5


def test_another_zone_computes_the_areas_anew(cast: Cast) -> None:
    parcel = a_parcel(cast, wide=1000)

    services.set_rules(park=cast.park, version=None, by=cast.acts(cast.hewei), at=NOON, zone=39)

    parcel.refresh_from_db()
    # 3.47 degrees from the meridian of zone 39 lengths grow by half the square of 0.0525.
    assert Decimal("1002600") < parcel.area_plane < Decimal("1002800")
