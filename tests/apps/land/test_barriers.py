"""Roads and rivers: entered, changed and ended, and what they do to the search for sites."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.land import selectors, services
from qianjin.apps.land.models import Barrier
from qianjin.apps.land.refusals import (
    BadBarrier,
    BarrierChangedSince,
    BarrierEnded,
    MayNotKeepParcels,
)
from qianjin.units.refusals import Missing
from tests.factories.accounts import Cast, the_cast
from tests.factories.land import a_barrier
from tests.factories.parks import NOON


def test_a_line_is_kept_with_its_metres_and_comes_back_as_it_was_entered(cast: Cast) -> None:
    row = a_barrier(cast, [(0, -10), (0, 90)], joins=True)

    assert row.length_m == Decimal("100.0")
    assert selectors.barriers_drawn(cast.acts(cast.hewei))["features"][0]["properties"] == {
        "name": row.name, "rank": "lane", "width": 6.0, "joins": True,
    }  # fmt: skip
    again = services.change_barrier(
        barrier=row, version=row.version, text=selectors.barrier_line(row), name="东一路",
        rank="branch", width_m=Decimal("18"), joins=False, by=cast.acts(cast.gumingzhou), at=NOON,
    )  # fmt: skip
    assert again.length_m == row.length_m
    assert AuditEntry.objects.filter(verb__startswith="barrier.").count() == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", "名" * 41),
        ("rank", "moat"),
        ("width_m", Decimal(0)),
        ("width_m", Decimal("NaN")),
        ("width_m", Decimal(1001)),
        ("line", ""),
        ("line", "一、二"),
        ("line", "40515000,3350600"),
        ("line", "40515000,3350600\n40515000,3350600"),
        ("line", json.dumps({"type": "Point", "coordinates": [120, 30]})),
        ("line", json.dumps({"type": "LineString", "coordinates": [[1, 2], [3, 4]]})),
        ("line", json.dumps({"type": "LineString", "coordinates": [["x", None]]})),
    ],
)
def test_what_is_wrong_is_named_by_its_field_and_nothing_is_kept(
    cast: Cast, field: str, value: object
) -> None:
    told = {"name": "路", "rank": "lane", "width_m": Decimal(6), "joins": False, "line": "0,0"}
    told["line"] = "40515000,3350600\n40515000,3350700"
    told[field] = value

    with pytest.raises(BadBarrier) as refused:
        services.add_barrier(
            park=cast.park, text=told.pop("line"), by=cast.acts(cast.gumingzhou), at=NOON, **told
        )

    assert set(refused.value.fields) == {field}
    assert not Barrier.objects.exists()


def test_a_name_is_given_once_until_it_is_free_again(cast: Cast) -> None:
    row = a_barrier(cast, name="东一路")
    with pytest.raises(BadBarrier):
        a_barrier(cast, name="东一路")

    services.end_barrier(
        barrier=row, ended_on=date(2026, 11, 1), by=cast.acts(cast.gumingzhou), at=NOON
    )

    assert a_barrier(cast, name="东一路").pk != row.pk
    with pytest.raises(BarrierEnded):
        services.end_barrier(
            barrier=row, ended_on=date(2026, 11, 1), by=cast.acts(cast.gumingzhou), at=NOON
        )


def test_who_keeps_parcels_keeps_them_and_another_park_sees_none(cast: Cast) -> None:
    row, there = a_barrier(cast), the_cast()
    told = {"name": "x", "rank": "lane", "width_m": Decimal(6), "joins": False, "text": ""}

    with pytest.raises(MayNotKeepParcels):
        services.add_barrier(park=cast.park, by=cast.acts(cast.auditor), at=NOON, **told)
    with pytest.raises(MayNotKeepParcels):
        services.change_barrier(
            barrier=row, version=1, by=there.acts(there.gumingzhou), at=NOON, **told
        )
    with pytest.raises(Missing):
        selectors.barrier_for(there.acts(there.hewei), row.pk)


def test_two_who_change_the_same_one_do_not_overwrite_each_other(cast: Cast) -> None:
    row = a_barrier(cast)
    told = {
        "text": selectors.barrier_line(row), "name": "北横河", "rank": "river",
        "width_m": Decimal(40), "joins": False, "by": cast.acts(cast.gumingzhou), "at": NOON,
    }  # fmt: skip
    services.change_barrier(barrier=row, version=1, **told)

    with pytest.raises(BarrierChangedSince):
        services.change_barrier(barrier=row, version=1, **told)
