"""The parcel book for programs."""

from __future__ import annotations

from tests.factories.accounts import Cast
from tests.factories.land import a_parcel, a_split, a_village, approved, owned, square

from .test_operations import Program


def test_parcels_are_listed_by_filter_and_page(cast: Cast) -> None:
    village = a_village(cast)
    for place in range(30):
        a_parcel(cast, 200 * place, village=village, number=f"A-{place:02d}")
    program = Program(cast, cast.yeting)

    first = program.get("parcels", village=village.pk).json()
    rest = program.get("parcels", village=village.pk, after=first["more"]).json()

    numbers = [row["number"] for row in first["items"] + rest["items"]]
    assert numbers == [f"A-{place:02d}" for place in range(30)]
    assert first["items"][0]["area_mu"] in ("15.000000", "15.0000", 15, "15.00000000")
    assert program.get("parcels", state="sold").status_code == 422
    assert program.get("parcels", mu_min="NaN").status_code == 422


def test_one_parcel_has_owners_in_exact_shares_and_its_boundary(cast: Cast) -> None:
    village = a_village(cast)
    parcel = owned(cast, a_parcel(cast, village=village), (village, "1/3"), ("国有", "2/3"))

    one = Program(cast, cast.yeting).get(f"parcels/{parcel.pk}").json()

    assert [(s["owner"], s["numerator"], s["denominator"]) for s in one["shares"]] == [
        ("东沙村（演示）", 1, 3),
        ("国有", 2, 3),
    ]
    assert one["geometry"]["type"] == "MultiPolygon"
    east, north = one["geometry"]["coordinates"][0][0][0]
    assert 120 < east < 121 and 30 < north < 31


def test_a_change_names_both_sides_and_the_old_parcel_its_successors(cast: Cast) -> None:
    parcel = a_parcel(cast, number="旧")
    made = approved(
        cast,
        a_split(cast, parcel, square(wide=40, high=100), square(40, wide=60, high=100)),
    )
    program = Program(cast, cast.auditor)

    (change,) = program.get("parcel-changes", state="approved").json()["items"]
    one = program.get(f"parcels/{parcel.pk}").json()

    numbers = [row.number for row in made]
    assert (change["before"], change["after"]) == (["旧"], numbers)
    assert one["successors"] == sorted(numbers)
    assert one["closed_on"]


def test_enterprises_read_no_parcels(cast: Cast) -> None:
    assert Program(cast, cast.chenlan).get("parcels").status_code == 403
