"""Split, merger, new boundary, new parcels: proposed by one, approved by another, never deleted."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qianjin.apps.accounts.choices import Role
from qianjin.apps.accounts.models import Notice
from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.land import selectors, services
from qianjin.apps.land.models import BoundaryChange, Parcel
from qianjin.apps.land.refusals import (
    BadChange,
    BoundaryMoved,
    ChangeSettled,
    MayNotApprove,
    MayNotKeepParcels,
    OwnProposal,
    ParcelClosed,
)
from qianjin.apps.land.selectors import ParcelFilters
from qianjin.apps.land.services import Proposed
from tests.factories.accounts import Cast, a_member, acting
from tests.factories.land import a_parcel, a_split, a_village, approved, owned, square
from tests.factories.parks import NOON

LEFT, RIGHT = square(wide=40, high=100), square(40, wide=60, high=100)


def test_a_split_closes_the_parcel_and_hands_on_what_it_had(cast: Cast) -> None:
    village = a_village(cast)
    parcel = owned(
        cast,
        a_parcel(cast, village=village, state="acquired", far_max=Decimal(2)),
        (village, "2/3"),
        ("甲", "1/3"),
    )
    services.add_right(
        parcel=parcel, kind="mortgage", holder="银行（演示）", by=cast.acts(cast.hewei), at=NOON
    )
    parcel.refresh_from_db()

    made = approved(cast, a_split(cast, parcel, LEFT, RIGHT))

    parcel.refresh_from_db()
    assert parcel.closed_on == date(2026, 11, 23)
    assert [row.area_plane for row in made] == [4000, 6000]
    for row in made:
        assert (row.state, row.village, row.far_max) == ("acquired", village, 2)
        assert [t.share for t in row.tenures.all()] == [Fraction(2, 3), Fraction(1, 3)]
        assert [right.kind for right in row.rights.all()] == ["mortgage"]
    actor = cast.acts(cast.yeting)
    assert selectors.totals(actor, ParcelFilters()).count == 2
    assert selectors.totals(actor, ParcelFilters(closed=True)).count == 1
    with pytest.raises(ParcelClosed):
        services.change_parcel(
            parcel=parcel, version=None, by=cast.acts(cast.hewei), at=NOON, soil="x"
        )


def test_a_merger_weighs_the_shares_by_area(cast: Cast) -> None:
    one = owned(cast, a_parcel(cast, wide=100), ("甲", "1"))
    other = owned(cast, a_parcel(cast, 100, wide=100), ("甲", "1/4"), ("乙", "3/4"))
    change = services.propose_change(
        park=cast.park,
        kind="merge",
        before=[one, other],
        after=[Proposed(square(wide=200, high=100), number="合-1")],
        reason="整宗出让",
        by=cast.acts(cast.gumingzhou),
        at=NOON,
    )

    (made,) = approved(cast, change)

    assert made.number == "合-1"
    assert {t.holder: t.share for t in made.tenures.all()} == {
        "甲": Fraction(5, 8),
        "乙": Fraction(3, 8),
    }


def test_a_new_boundary_leaves_the_old_one_behind_the_parcel(cast: Cast) -> None:
    parcel = owned(cast, a_parcel(cast, number="DK-7"), ("甲", "1"))
    change = services.propose_change(
        park=cast.park,
        kind="boundary",
        before=[parcel],
        after=[Proposed(square(wide=110, high=100), origin="surveyed")],
        reason="复测",
        by=cast.acts(cast.gumingzhou),
        at=NOON,
    )
    later = NOON + timedelta(days=3)

    (made,) = approved(cast, change, at=later)

    assert (made.pk, made.area_plane) == (parcel.pk, 11000)
    old = Parcel.objects.get(number="DK-7·旧1")
    assert (old.area_plane, old.closed_on, old.tenures.count()) == (10000, date(2026, 11, 26), 1)
    assert change.before.get().parcel == old
    actor = cast.acts(cast.yeting)
    for day, area in ((date(2026, 11, 25), 10000), (date(2026, 11, 26), 11000)):
        assert [p.area_plane for p in selectors.parcels_on(actor, day)] == [area]


def test_new_parcels_wait_for_a_second_pair_of_eyes(cast: Cast) -> None:
    officer = acting(a_member(cast.park, Role.PLANNING_OFFICER, cast.planning), cast.park)
    change = services.propose_change(
        park=cast.park,
        kind="new",
        after=[Proposed(square(), number="N-1"), Proposed(square(100))],
        reason="勘测",
        by=officer,
        at=NOON,
    )

    assert not Parcel.objects.exists()
    made = approved(cast, change)

    assert [row.number for row in made] == ["N-1", "DK-0001"]
    verbs = list(AuditEntry.objects.order_by("seq").values_list("verb", flat=True))
    assert verbs[-2:] == ["parcel.propose", "parcel.approve"]


def test_nobody_approves_what_they_proposed(cast: Cast) -> None:
    change = a_split(cast, a_parcel(cast), LEFT, RIGHT)

    with pytest.raises(OwnProposal):
        services.approve_change(change=change, by=cast.acts(cast.gumingzhou), at=NOON)
    officer = acting(a_member(cast.park, Role.PLANNING_OFFICER, cast.planning), cast.park)
    with pytest.raises(MayNotApprove):
        services.approve_change(change=change, by=officer, at=NOON)
    with pytest.raises(MayNotKeepParcels):
        services.withdraw_change(change=change, by=officer, at=NOON)


def test_a_parcel_changed_since_the_proposal_stops_it(cast: Cast) -> None:
    parcel = a_parcel(cast)
    change = a_split(cast, parcel, LEFT, RIGHT)
    services.change_parcel(
        parcel=parcel, version=None, by=cast.acts(cast.hewei), at=NOON, state="built"
    )

    with pytest.raises(BoundaryMoved):
        approved(cast, change)

    assert Parcel.objects.count() == 1


def test_ground_taken_between_proposal_and_approval_is_found(cast: Cast) -> None:
    change = services.propose_change(
        park=cast.park,
        kind="new",
        after=[Proposed(square())],
        reason="勘测",
        by=cast.acts(cast.gumingzhou),
        at=NOON,
    )
    a_parcel(cast, 50, number="抢先")

    with pytest.raises(BadChange) as refusal:
        approved(cast, change)

    assert "抢先" in refusal.value.fields["after"][0]


def test_what_does_not_cover_the_same_ground_is_no_split(cast: Cast) -> None:
    parcel = a_parcel(cast)

    with pytest.raises(BadChange) as refusal:
        a_split(cast, parcel, LEFT, square(40, wide=50, high=100))

    assert "1,000.00" in refusal.value.fields["after"][0]
    assert not BoundaryChange.objects.exists()


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [("new", 1, 1), ("new", 0, 0), ("split", 1, 1), ("merge", 1, 1), ("boundary", 1, 2)],
)
def test_each_kind_has_its_numbers(cast: Cast, kind: str, before: int, after: int) -> None:
    rows = [a_parcel(cast) for _ in range(before)]

    with pytest.raises(BadChange):
        services.propose_change(
            park=cast.park,
            kind=kind,
            before=rows,
            after=[Proposed(square(place * 100)) for place in range(after)],
            reason="x",
            by=cast.acts(cast.hewei),
            at=NOON,
        )


def test_a_parcel_waits_in_one_proposal_at_a_time(cast: Cast) -> None:
    parcel = a_parcel(cast)
    first = a_split(cast, parcel, LEFT, RIGHT)

    with pytest.raises(BadChange):
        a_split(cast, parcel, LEFT, RIGHT)
    services.reject_change(change=first, words="界址有误", by=cast.acts(cast.hewei), at=NOON)
    second = a_split(cast, parcel, LEFT, RIGHT)
    services.withdraw_change(change=second, by=cast.acts(cast.gumingzhou), at=NOON)

    with pytest.raises(ChangeSettled):
        approved(cast, first)
    with pytest.raises(ChangeSettled):
        approved(cast, second)


def test_parts_that_overlap_each_other_are_named(cast: Cast) -> None:
    with pytest.raises(BadChange) as refusal:
        services.propose_change(
            park=cast.park,
            kind="new",
            after=[Proposed(square(), number="甲"), Proposed(square(50), number="乙")],
            reason="x",
            by=cast.acts(cast.hewei),
            at=NOON,
        )

    (sentence,) = refusal.value.fields["after"]
    assert "乙" in sentence and "甲" in sentence and "5,000.00" in sentence


def test_a_rejection_says_why_and_an_approval_does_not_lie_in_the_future(cast: Cast) -> None:
    change = a_split(cast, a_parcel(cast), LEFT, RIGHT)

    with pytest.raises(BadChange):
        services.reject_change(change=change, words=" ", by=cast.acts(cast.hewei), at=NOON)
    for day in (date(2026, 11, 24), date(2026, 11, 22)):
        with pytest.raises(BadChange):
            approved(cast, change, effective_on=day)


def test_many_new_parcels_are_entered_in_as_many_statements_as_a_few(cast: Cast) -> None:
    def change(row: int, many: int) -> BoundaryChange:
        return services.propose_change(
            park=cast.park,
            kind="new",
            after=[Proposed(square(20 * n, row, 20), number=f"{row}-{n}") for n in range(many)],
            reason="勘测",
            by=cast.acts(cast.gumingzhou),
            at=NOON,
        )

    few, many = change(0, 3), change(100, 120)
    with CaptureQueriesContext(connection) as first:
        approved(cast, few)
    with CaptureQueriesContext(connection) as second:
        made = approved(cast, many)

    assert len(second) <= len(first) < 40
    assert {row.events.get().words for row in made[:3]} == {"勘测"}
    assert many.after.filter(parcel=None).count() == 0


def test_reviewers_are_told_of_a_proposal_and_its_proposer_of_the_end(cast: Cast) -> None:
    officer = a_member(cast.park, Role.PLANNING_OFFICER, cast.planning)
    by = acting(officer, cast.park)
    change = services.propose_change(
        park=cast.park,
        kind="new",
        after=[Proposed(square(), number="N-1")],
        reason="勘测",
        by=by,
        at=NOON,
    )

    told = Notice.objects.filter(kind="land.proposed", object_ref=str(change.pk))
    assert {notice.user for notice in told} == {cast.gumingzhou, cast.hewei}
    services.reject_change(change=change, words="界址有误", by=cast.acts(cast.hewei), at=NOON)
    (ended,) = Notice.objects.filter(user=officer)
    assert (ended.kind, ended.params["numbers"]) == ("land.rejected", "N-1")


def test_whoever_proposes_is_not_told_to_review_it_nor_of_taking_it_back(cast: Cast) -> None:
    change = a_split(cast, a_parcel(cast), LEFT, RIGHT)
    services.withdraw_change(change=change, by=cast.acts(cast.gumingzhou), at=NOON)

    assert not Notice.objects.filter(user=cast.gumingzhou).exists()
