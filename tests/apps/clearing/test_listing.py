"""Listings: the dossier, what the law asks before the notice, and the periods after it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from qianjin.apps.clearing import selectors, services
from qianjin.apps.clearing.models import ReadyDate
from qianjin.apps.clearing.refusals import (
    BadEntry,
    ChangedMeanwhile,
    ListingThere,
    MayNotClear,
    NoConditions,
    NotClear,
    NotInThisState,
    NotToAcquire,
    PapersMissing,
    TooSoon,
)
from qianjin.apps.parks.models import Unit
from qianjin.apps.parks.refusals import BadFile
from qianjin.units.refusals import Missing
from tests.factories.accounts import Cast, the_cast
from tests.factories.clearing import TODAY, a_listing, cleared, complete, enter
from tests.factories.land import a_parcel, a_village
from tests.factories.parks import NOON


def notice(cast: Cast, listing, on=TODAY, **fields):
    given = {"number": "杭钱塘工出1号（演示）", "price_wan": Decimal(4500)} | fields
    return services.give_notice(
        listing=listing, notice_on=on, by=cast.acts(cast.gumingzhou), at=NOON, **given
    )


class TestTheDossier:
    def test_it_begins_with_the_usual_papers_and_their_bureaux(self, cast: Cast) -> None:
        Unit.objects.filter(pk=cast.power.pk).update(code="power")
        listing = a_listing(cast)

        names = [paper.name_zh for paper in listing.papers.all()]
        assert "规划条件（规划局）" in names
        # Land that was not taken from villages here needs no proof of it.
        assert "征地补偿足额支付证明" not in names
        power = listing.papers.get(name_zh__startswith="供电条件")
        assert power.unit == cast.power

    def test_one_at_a_time_and_not_for_what_is_granted(self, cast: Cast) -> None:
        listing = a_listing(cast)

        with pytest.raises(ListingThere):
            a_listing(cast, listing.parcel)
        with pytest.raises(NotToAcquire):
            a_listing(cast, a_parcel(cast, 300, state="granted"))

    def test_a_paper_goes_its_way_and_a_file_makes_it_be_there(self, cast: Cast) -> None:
        listing = a_listing(cast)
        paper = listing.papers.all()[0]
        by = cast.acts(cast.gumingzhou)
        services.set_paper(paper=paper, state="asked", due_on=TODAY + timedelta(5), by=by, at=NOON)
        paper.refresh_from_db()
        assert paper.asked_on == TODAY

        files = [SimpleUploadedFile("界址点.txt", b"J1,3350000.000,545000.000")]
        services.add_files(paper=paper, files=files, by=by, at=NOON)

        paper.refresh_from_db()
        assert (paper.state, paper.came_on) == ("there", TODAY)
        assert paper.files.get().name == "界址点.txt"
        assert selectors.file_for(cast.acts(cast.hewei), paper.files.get().pk)

    def test_files_that_are_not_what_they_say_and_words_left_out_are_refused(self, cast) -> None:
        listing = a_listing(cast)
        paper = listing.papers.all()[0]
        by = cast.acts(cast.gumingzhou)

        with pytest.raises(BadFile):
            services.add_files(
                paper=paper, files=[SimpleUploadedFile("图.pdf", b"MZ\x90\x00")], by=by, at=NOON
            )
        with pytest.raises(BadEntry) as refusal:
            services.set_paper(paper=paper, state="not_needed", by=by, at=NOON)
        assert "words" in refusal.value.fields
        with pytest.raises(BadEntry):
            services.set_paper(
                paper=paper, state="there", came_on=TODAY + timedelta(1), by=by, at=NOON
            )

    def test_others_neither_see_nor_change_it(self, cast: Cast) -> None:
        listing = a_listing(cast)
        other = the_cast()

        with pytest.raises(Missing):
            selectors.listing_for(other.acts(other.hewei), listing.pk)
        with pytest.raises(Missing):
            selectors.listing_for(cast.acts(cast.liaison), listing.pk)
        with pytest.raises(MayNotClear):
            services.give_notice(
                listing=listing,
                notice_on=TODAY,
                number="",
                price_wan=None,
                by=cast.acts(cast.yeting),
                at=NOON,
            )


class TestTheNotice:
    def test_no_land_without_planning_conditions(self, cast: Cast) -> None:
        parcel = a_parcel(cast, state="acquired")
        listing = complete(cast, a_listing(cast, parcel))

        with pytest.raises(NoConditions):
            notice(cast, listing)

    def test_no_land_that_is_not_level(self, cast: Cast) -> None:
        parcel = a_parcel(cast, state="acquired", use_code="100101", far_max=Decimal(2))
        listing = complete(cast, a_listing(cast, parcel))

        with pytest.raises(NotClear) as refusal:
            notice(cast, listing)
        assert "场地平整" in str(refusal.value)

    def test_no_land_that_is_not_acquired(self, cast: Cast) -> None:
        parcel = a_parcel(cast, village=a_village(cast), use_code="100101", far_max=Decimal(2))
        listing = complete(cast, a_listing(cast, parcel))

        with pytest.raises(NotClear) as refusal:
            notice(cast, listing)
        assert "腾退" in str(refusal.value)

    def test_what_the_dossier_lacks_is_named(self, cast: Cast) -> None:
        listing = a_listing(cast)

        with pytest.raises(PapersMissing) as refusal:
            notice(cast, listing)
        assert "勘测定界图" in str(refusal.value)

    def test_with_all_of_it_the_parcel_is_on_the_market(self, cast: Cast) -> None:
        listing = complete(cast, a_listing(cast))
        services.refresh(park=cast.park, at=NOON)
        assert ReadyDate.objects.get(parcel=listing.parcel).is_ready

        notice(cast, listing)

        listing.parcel.refresh_from_db()
        assert listing.parcel.state == "listed"
        assert listing.parcel.ready_likely is None
        assert not ReadyDate.objects.filter(parcel=listing.parcel).exists()


class TestThePeriods:
    def test_twenty_days_of_notice_then_ten_of_listing(self, cast: Cast) -> None:
        listing = complete(cast, a_listing(cast))
        given = TODAY - timedelta(40)
        listing = notice(cast, listing, on=given)
        by = cast.acts(cast.gumingzhou)

        assert services.earliest_listing(listing) == given + timedelta(20)
        with pytest.raises(TooSoon):
            services.begin_listing(
                listing=listing,
                listed_on=given + timedelta(19),
                until_on=given + timedelta(40),
                by=by,
                at=NOON,
            )
        with pytest.raises(TooSoon):
            services.begin_listing(
                listing=listing,
                listed_on=given + timedelta(20),
                until_on=given + timedelta(29),
                by=by,
                at=NOON,
            )
        listing = services.begin_listing(
            listing=listing,
            listed_on=given + timedelta(20),
            until_on=given + timedelta(30),
            by=by,
            at=NOON,
        )
        with pytest.raises(TooSoon):
            services.end_listing(
                listing=listing,
                is_sold=True,
                winner="演示企业",
                result_on=given + timedelta(29),
                by=by,
                at=NOON,
            )
        with pytest.raises(BadEntry):
            services.end_listing(listing=listing, is_sold=True, result_on=TODAY, by=by, at=NOON)
        listing = services.end_listing(
            listing=listing, is_sold=True, winner="演示企业", result_on=TODAY, by=by, at=NOON
        )

        listing.parcel.refresh_from_db()
        assert (listing.state, listing.parcel.state) == ("sold", "granted")

    def test_without_a_bidder_it_can_be_listed_again(self, cast: Cast) -> None:
        listing = notice(cast, complete(cast, a_listing(cast)), on=TODAY - timedelta(40))
        by = cast.acts(cast.gumingzhou)
        listing = services.begin_listing(
            listing=listing,
            listed_on=TODAY - timedelta(20),
            until_on=TODAY - timedelta(10),
            by=by,
            at=NOON,
        )
        services.end_listing(listing=listing, is_sold=False, result_on=TODAY, by=by, at=NOON)

        listing.parcel.refresh_from_db()
        assert listing.parcel.state == "acquired"
        assert a_listing(cast, listing.parcel).pk != listing.pk

    def test_steps_out_of_turn_and_out_of_date_are_refused(self, cast: Cast) -> None:
        listing = complete(cast, a_listing(cast))
        by = cast.acts(cast.gumingzhou)

        with pytest.raises(NotInThisState):
            services.begin_listing(listing=listing, listed_on=TODAY, until_on=TODAY, by=by, at=NOON)
        with pytest.raises(ChangedMeanwhile):
            notice(cast, listing, version=99)
        with pytest.raises(BadEntry):
            notice(cast, listing, on=TODAY + timedelta(1))
        services.withdraw_listing(listing=listing, words="方案调整", by=by, at=NOON)
        with pytest.raises(NotInThisState):
            notice(cast, listing)


def test_the_list_counts_papers_and_those_that_are_late(cast: Cast) -> None:
    listing = a_listing(cast)
    by = cast.acts(cast.gumingzhou)
    first, second = listing.papers.all()[:2]
    services.set_paper(paper=first, state="there", by=by, at=NOON)
    services.set_paper(paper=second, state="asked", due_on=TODAY - timedelta(1), by=by, at=NOON)

    rows, further = selectors.listings_page(cast.acts(cast.hewei), TODAY)

    assert (rows[0].there, rows[0].late, rows[0].papers, further) == (1, 1, 11, "")


def test_enter_is_checked_for_cleared_parcels_too(cast: Cast) -> None:
    parcel = cleared(cast, a_parcel(cast))

    enter(cast, parcel, "checks", TODAY, None)

    assert selectors.way_of(cast.park, parcel.pk, TODAY).ready.chain == ()
