"""A parcel that is being acquired is divided or becomes part of another: all of it goes on."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from qianjin.apps.clearing import services as clearing
from qianjin.apps.clearing.models import (
    Acquisition,
    AwaitedWorks,
    Listing,
    ListingPaper,
    Objection,
    ParcelStep,
    ReadyDate,
)
from qianjin.apps.clearing.refusals import NotTogether
from qianjin.apps.delivery.models import Plan
from qianjin.apps.land import services as land
from qianjin.apps.land.models import BoundaryChange, Parcel
from qianjin.apps.land.services import Proposed
from qianjin.journeys.boundary_changed import approve_boundary_change
from tests.factories.accounts import Cast
from tests.factories.clearing import (
    FIRST,
    an_acquisition,
    an_objection,
    cleared,
    count,
    enter,
    run_approval,
    run_notice,
)
from tests.factories.delivery import a_plan
from tests.factories.land import a_parcel, a_split, a_village, square
from tests.factories.parks import NOON

LARGE, SMALL = square(wide=70, high=100), square(70, wide=30, high=100)


def a_merger(cast: Cast, *old: Parcel) -> BoundaryChange:
    return land.propose_change(
        park=cast.park,
        kind="merge",
        before=list(old),
        after=[Proposed(square(wide=100 * len(old), high=100), number="合-1")],
        reason="整宗出让",
        by=cast.acts(cast.gumingzhou),
        at=NOON,
    )


def approved(cast: Cast, change: BoundaryChange) -> list[Parcel]:
    return approve_boundary_change(change=change, by=cast.acts(cast.hewei), at=NOON)


def days_of(parcel: Parcel) -> dict[str, tuple[object, object]]:
    return {
        code: (begun, done)
        for code, begun, done in ParcelStep.objects.filter(parcel=parcel).values_list(
            "code", "begun_on", "done_on"
        )
    }


class TestASplit:
    def test_carries_the_steps_to_every_part_and_keeps_what_is_counted_together(
        self, cast: Cast
    ) -> None:
        whole = a_parcel(cast, village=a_village(cast))
        acquisition = run_notice(cast, an_acquisition(cast, whole, project="中试基地"))
        part = acquisition.parts.get()
        count(cast, part, "signed", 12, on=FIRST + timedelta(100))
        an_objection(cast, part)
        before = days_of(whole)

        large, small = approved(cast, a_split(cast, whole, LARGE, SMALL))

        acquisition.refresh_from_db()
        assert acquisition.parcel == large
        part.refresh_from_db()
        assert (part.households, part.signed, part.open_objections) == (40, 12, 1)
        beside = Acquisition.objects.get(parcel=small)
        assert (beside.project, beside.state) == ("中试基地", "under_way")
        other = beside.parts.get()
        assert (other.village, other.households, other.due) == (part.village, 0, 0)
        assert days_of(large) == before
        assert days_of(small) == {k: v for k, v in before.items() if k != "signing"}
        assert not days_of(whole)
        ready = dict(ReadyDate.objects.values_list("parcel_id", "blocker"))
        assert ready.keys() == {large.pk, small.pk}
        assert not Acquisition.objects.filter(parcel=whole).exists()

    def test_lets_the_officer_move_households_to_the_other_part(self, cast: Cast) -> None:
        whole = a_parcel(cast, village=a_village(cast))
        acquisition = run_notice(cast, an_acquisition(cast, whole))
        count(cast, acquisition.parts.get(), "signed", 12, on=FIRST + timedelta(100))
        _large, small = approved(cast, a_split(cast, whole, LARGE, SMALL))
        by = cast.acts(cast.gumingzhou)

        here, there = acquisition.parts.get(), Acquisition.objects.get(parcel=small).parts.get()
        clearing.set_part(
            part=there, households=10, members=30, due=Decimal(250_000), by=by, at=NOON
        )
        count(cast, here, "signed", -2, on=FIRST + timedelta(100), words="属 B")
        count(cast, there, "signed", 2, on=FIRST + timedelta(100))

        there.refresh_from_db()
        assert (there.households, there.signed) == (10, 2)

    def test_carries_the_dossier_with_its_papers(self, cast: Cast) -> None:
        whole = a_parcel(cast, state="acquired")
        listing = clearing.open_listing(parcel=whole, by=cast.acts(cast.gumingzhou), at=NOON)
        papers = ListingPaper.objects.filter(listing=listing).count()

        large, _small = approved(cast, a_split(cast, whole, LARGE, SMALL))

        assert Listing.objects.get() == listing
        assert Listing.objects.get().parcel == large
        assert ListingPaper.objects.filter(listing=listing).count() == papers > 0
        assert any("组件" in e.words or "dossier" in e.words for e in large.events.all())


class TestAMerger:
    def test_adds_villages_up_and_keeps_everything_entered(self, cast: Cast) -> None:
        here, there = a_village(cast, "甲村（演示）"), a_village(cast, "乙村（演示）")
        one, other = a_parcel(cast, village=here), a_parcel(cast, 100, village=there)
        first = run_notice(cast, an_acquisition(cast, one))
        second = clearing.open_acquisition(
            parcel=other, villages=[here, there], by=cast.acts(cast.gumingzhou), at=NOON
        )
        for part in second.parts.all():
            clearing.set_part(
                part=part, households=5, members=9, due=Decimal(1000),
                by=cast.acts(cast.gumingzhou), at=NOON,
            )  # fmt: skip
        an_objection(cast, second.parts.get(village=here))
        count(cast, first.parts.get(), "signed", 12, on=FIRST + timedelta(100))

        (made,) = approved(cast, a_merger(cast, one, other))

        row = Acquisition.objects.get(parcel=made, state="under_way")
        assert row == first
        counted = {p.village: (p.households, p.signed, p.open_objections) for p in row.parts.all()}
        assert counted == {here: (45, 12, 1), there: (5, 0, 0)}
        assert Objection.objects.get().part.acquisition == row
        second.refresh_from_db()
        assert (second.state, second.parcel) == ("stopped", made)
        made.refresh_from_db()
        assert made.state == "acquiring"

    def test_has_a_step_done_where_all_of_the_ground_has_it_done(self, cast: Cast) -> None:
        one, other = a_parcel(cast), a_parcel(cast, 100)
        for parcel, late in ((one, 0), (other, 5)):
            clearing.open_acquisition(
                parcel=parcel, villages=[a_village(cast, f"村{late}（演示）")],
                by=cast.acts(cast.gumingzhou), at=NOON,
            )  # fmt: skip
            begun = FIRST + timedelta(late)
            enter(cast, parcel, "pre_notice", begun, begun + timedelta(14))
        enter(cast, one, "survey", FIRST, FIRST + timedelta(20))

        (made,) = approved(cast, a_merger(cast, one, other))

        days = days_of(made)
        assert days["pre_notice"] == (FIRST + timedelta(5), FIRST + timedelta(19))
        assert days["survey"] == (None, None)
        kept = ParcelStep.objects.get(parcel=made, code="survey")
        assert one.number in kept.words and FIRST.isoformat() in kept.words

    def test_waits_while_vacated_households_would_stand_beside_unpaid_ones(
        self, cast: Cast
    ) -> None:
        village = a_village(cast)
        one, other = a_parcel(cast, village=village), a_parcel(cast, 100, village=village)
        done = run_approval(cast, an_acquisition(cast, one))
        part = done.parts.get()
        count(cast, part, "paid", part.due, on=FIRST + timedelta(217))
        count(cast, part, "vacated", 1, on=FIRST + timedelta(218))
        an_acquisition(cast, other)
        change = a_merger(cast, one, other)

        with pytest.raises(NotTogether):
            approved(cast, change)

        change.refresh_from_db()
        assert change.state == "proposed"

    def test_goes_on_with_the_dossier_that_is_furthest(self, cast: Cast) -> None:
        one, other = a_parcel(cast, state="acquired"), a_parcel(cast, 100, state="acquired")
        first, second = (
            clearing.open_listing(parcel=parcel, by=cast.acts(cast.gumingzhou), at=NOON)
            for parcel in (one, other)
        )

        (made,) = approved(cast, a_merger(cast, one, other))

        for row, state in ((first, "preparing"), (second, "withdrawn")):
            row.refresh_from_db()
            assert (row.parcel, row.state) == (made, state)


class TestPlans:
    def test_go_on_at_the_parcels_that_hold_the_ground_now(self, cast: Cast) -> None:
        whole = cleared(cast, a_parcel(cast))
        project = a_plan(cast, parcels=[whole])
        works = a_plan(cast, "演示·纵二路管网配套", profile="works", parcels=[whole])
        stopped = a_plan(cast, "演示·已停项目", parcels=[whole])
        Plan.objects.filter(pk=stopped.pk).update(state="stopped")

        made = approved(cast, a_split(cast, whole, LARGE, SMALL))

        assert set(project.parcels.all()) == set(works.parcels.all()) == set(made)
        assert list(stopped.parcels.all()) == [whole]
        awaited = AwaitedWorks.objects.filter(object_id=works.pk)
        assert {row.parcel_id for row in awaited} == {one.pk for one in made}
        assert {row.awaits for row in ReadyDate.objects.filter(parcel__in=made)} == {works.name}
        version = Plan.objects.get(pk=project.pk).version
        assert version == project.version + 1
