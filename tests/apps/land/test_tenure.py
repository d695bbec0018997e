"""Shares are exact fractions that make one; rights have one holder."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.land import services
from qianjin.apps.land.refusals import BadRight, BadShares
from qianjin.apps.land.services import Share
from qianjin.apps.land.services.tenure import pooled
from tests.factories.accounts import Cast
from tests.factories.land import a_parcel, a_village, owned
from tests.factories.parks import NOON


def test_three_thirds_make_one_exactly_and_an_owner_from_elsewhere_makes_an_enclave(
    cast: Cast,
) -> None:
    here, there = a_village(cast, "东沙村（演示）"), a_village(cast, "西沙村（演示）")
    parcel = a_parcel(cast, village=here)

    owned(cast, parcel, (there, "1/3"), ("前进农场（演示）", "1/3"), (here, "1/3"))

    assert sum((t.share for t in parcel.tenures.all()), Fraction(0)) == 1
    assert parcel.is_enclave
    assert parcel.main_owner == there  # the first of equals
    owned(cast, parcel, (here, "1"))
    assert (parcel.is_enclave, parcel.main_owner) == (False, here)
    detail = AuditEntry.objects.filter(verb="parcel.shares").latest("seq").detail
    assert detail["after"] == [["东沙村（演示）", "1/1"]]


@pytest.mark.parametrize(
    ("parts", "word"),
    [
        (["1/2", "1/3"], "还缺1/6"),
        (["2/3", "1/2"], "多出1/6"),
        (["0", "1"], "第1份"),
        (["3333333333333/10000000000000", "6666666666667/10000000000000"], "分母过大"),
    ],
)
def test_shares_that_make_no_whole_are_refused_with_the_rest(
    cast: Cast, parts: list[str], word: str
) -> None:
    parcel = a_parcel(cast)
    shares = [Share(Fraction(part), holder=f"甲{n}") for n, part in enumerate(parts)]

    with pytest.raises(BadShares) as refusal:
        services.set_shares(parcel=parcel, shares=shares, by=cast.acts(cast.hewei), at=NOON)

    assert word in " ".join(refusal.value.fields["shares"])
    assert not parcel.tenures.exists()


def test_an_owner_stands_once_and_is_one(cast: Cast) -> None:
    parcel, village = a_parcel(cast), a_village(cast)
    half = Fraction(1, 2)
    for shares in (
        [Share(half, holder="甲"), Share(half, holder="甲")],
        [Share(half, unit=village, holder="甲"), Share(half, holder="乙")],
        [Share(half), Share(half, holder="乙")],
    ):
        with pytest.raises(BadShares):
            services.set_shares(parcel=parcel, shares=shares, by=cast.acts(cast.hewei), at=NOON)


def test_no_share_means_that_nobody_knows(cast: Cast) -> None:
    parcel = owned(cast, a_parcel(cast), (a_village(cast), "1"))

    owned(cast, parcel)

    assert parcel.main_owner is None


_whole = st.lists(st.integers(1, 10_000), min_size=1, max_size=12).map(
    lambda weights: [
        Share(Fraction(w, sum(weights)), holder=f"甲{n}") for n, w in enumerate(weights)
    ]
)
_areas = st.decimals("0.01", "9999999.99", places=2)


@given(st.lists(st.tuples(_areas, _whole), min_size=1, max_size=8))
@settings(deadline=None)
def test_the_shares_of_a_merger_make_one_and_weigh_by_area(
    parts: list[tuple[Decimal, list[Share]]],
) -> None:
    found = pooled(parts)

    assert sum((share.part for share in found), Fraction(0)) == 1
    whole = sum(Fraction(area) for area, _shares in parts)
    for share in found:
        ground = sum(
            Fraction(area) * one.part
            for area, shares in parts
            for one in shares
            if one.holder == share.holder
        )
        assert share.part * whole == ground


def test_a_merger_with_an_unknown_owner_has_unknown_owners() -> None:
    assert pooled([(Decimal(1), [Share(Fraction(1), holder="甲")]), (Decimal(2), [])]) == []


def test_a_right_has_one_holder_and_ends_after_it_began(cast: Cast) -> None:
    parcel, by = a_parcel(cast), cast.acts(cast.gumingzhou)
    right = services.add_right(
        parcel=parcel,
        kind="use",
        enterprise=cast.chenxi,
        from_on=date(2024, 1, 1),
        until_on=date(2074, 1, 1),
        amount_wan=Decimal("1200.5"),
        by=by,
        at=NOON,
    )

    for ended_on in (None, date(2023, 1, 1), date(2030, 1, 1)):
        with pytest.raises(BadRight):
            services.end_right(right=right, ended_on=ended_on, by=by, at=NOON)
    services.end_right(right=right, ended_on=date(2026, 6, 1), by=by, at=NOON)
    with pytest.raises(BadRight):
        services.end_right(right=right, ended_on=date(2026, 6, 1), by=by, at=NOON)
    with pytest.raises(BadRight):
        services.add_right(parcel=parcel, kind="lease", by=by, at=NOON)
    with pytest.raises(BadRight):
        services.add_right(
            parcel=parcel, kind="lease", enterprise=cast.chenxi, holder="甲", by=by, at=NOON
        )
