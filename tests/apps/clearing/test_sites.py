"""Sites for projects: hard limits, assemblies, freshness, the choice, and the way back."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from qianjin.apps.clearing import selectors, services
from qianjin.apps.clearing.models import ReadyDate, SiteNeed, SiteSearch
from qianjin.apps.clearing.planning import sites as planning
from qianjin.apps.clearing.refusals import (
    BadEntry,
    ChangedMeanwhile,
    MayNotSearch,
    NeedClosed,
    StillSearching,
)
from qianjin.apps.land.services import change_parcel, end_barrier
from qianjin.units.refusals import Missing
from tests.factories.accounts import Cast, the_cast
from tests.factories.clearing import (
    TODAY,
    a_need,
    an_acquisition,
    an_objection,
    cleared,
    count,
    enter,
    run_notice,
)
from tests.factories.land import a_barrier, a_parcel, a_village
from tests.factories.parks import NOON


@pytest.fixture
def row(cast: Cast) -> list:
    """Five squares of 15 亩 in a row, the second and third the cheapest; one apart."""
    prices = (80, 30, 35, 60, 90)
    made = [
        a_parcel(cast, 100 * n, number=f"S{n}", price_per_mu=Decimal(price))
        for n, price in enumerate(prices)
    ]
    made.append(a_parcel(cast, 2000, number="S9", price_per_mu=Decimal(1)))
    services.refresh(park=cast.park, at=NOON)
    return made


def worked_out(need: SiteNeed, at=NOON) -> dict:
    search = SiteSearch.objects.get(need=need)
    done = services.work_out(need_id=need.pk, run=search.run, at=at)
    assert done is not None
    return done.answer


class TestSearching:
    def test_the_cheapest_neighbours_win_and_say_why(self, cast: Cast, row) -> None:
        answer = worked_out(a_need(cast, mu_min=Decimal(30), mu_max=Decimal(31)))

        first = answer["sites"][0]
        assert first["numbers"] == ["S1", "S2"]
        assert first["cost"] == pytest.approx(15 * 65, rel=1e-4)
        assert first["gap"] == 0
        assert {code for code, _subject, _amount in first["reasons"]} >= {"best", "narrow"}
        assert [one["value"] for one in answer["sites"]] == sorted(
            one["value"] for one in answer["sites"]
        )

    def test_it_tells_what_holds_the_last_parcel_up_and_what_would_help(self, cast, row) -> None:
        first = worked_out(a_need(cast, mu_min=Decimal(30), mu_max=Decimal(31)))["sites"][0]

        ready = ReadyDate.objects.get(parcel=first["last"])
        assert date.fromordinal(first["ready"]) == ready.likely
        assert first["blocker"].partition("@")[0] == ready.blocker
        assert all(gain > 0 for _key, _today, gain in first["levers"])
        assert first["levers"]

    def test_a_road_parts_neighbours_and_a_lane_that_may_be_closed_does_not(self, cast, row):
        need = a_need(cast, mu_min=Decimal(30), mu_max=Decimal(31))
        between = [(200, -50), (200, 150)]
        road = a_barrier(cast, between, rank="arterial", width_m=24)
        parted = worked_out(need)
        end_barrier(barrier=road, ended_on=TODAY, by=cast.acts(cast.gumingzhou), at=NOON)
        a_barrier(cast, between, joins=True)
        services.search_again(need=need, by=cast.acts(cast.gumingzhou), at=NOON)
        joined = worked_out(need)

        assert parted["sites"][0]["numbers"] == ["S2", "S3"]
        assert (parted["cut"], parted["joined"]) == (1, 0)
        assert joined["sites"][0]["numbers"] == ["S1", "S2"]

    def test_hard_limits_are_never_traded(self, cast: Cast, row) -> None:
        change_parcel(
            parcel=row[1], version=None, by=cast.acts(cast.gumingzhou), at=NOON, sector="aviation"
        )
        answer = worked_out(a_need(cast, mu_min=Decimal(30), mu_max=Decimal(31), sector="auto"))

        assert answer["kept_out"] == {"sector": 1}
        assert all("S1" not in one["numbers"] for one in answer["sites"])
        assert answer["sites"][0]["numbers"] == ["S2", "S3"]

    def test_what_is_unknown_does_not_keep_a_limit(self, cast: Cast, row) -> None:
        change_parcel(
            parcel=row[4], version=None, by=cast.acts(cast.gumingzhou), at=NOON, far_max=Decimal(3)
        )
        answer = worked_out(a_need(cast, mu_min=Decimal(10), mu_max=Decimal(20), far=Decimal(2)))

        assert [one["numbers"] for one in answer["sites"]] == [["S4"]]
        assert answer["kept_out"] == {"far": 5}

    def test_the_line_at_one_parcel_serves_the_site_and_weak_ones_do_not_add_up(
        self, cast: Cast, row
    ) -> None:
        by = cast.acts(cast.gumingzhou)
        for parcel in (row[1], row[2]):
            change_parcel(parcel=parcel, version=None, by=by, at=NOON, power_kva=Decimal(5000))
        need = a_need(cast, mu_min=Decimal(30), mu_max=Decimal(31), power_kva=Decimal(8000))
        weak = worked_out(need)
        change_parcel(parcel=row[3], version=None, by=by, at=NOON, power_kva=Decimal(9000))
        services.search_again(need=need, by=by, at=NOON)
        strong = worked_out(need)

        assert (weak["sites"], weak["reason"][0]) == ([], "no_match")
        assert [one["numbers"] for one in strong["sites"]] == [["S2", "S3"], ["S3", "S4"]]
        assert strong["sites"][0]["is_certain"]
        assert strong["sites"][0]["offered"] == [["power_kva", "S3", 9000.0]]

    def test_places_and_days_are_limits(self, cast: Cast, row) -> None:
        west, south = row[0].west, row[0].south
        near = a_need(
            cast,
            mu_min=Decimal(10),
            mu_max=Decimal(20),
            near_lon=west,
            near_lat=south,
            near_km=Decimal("0.15"),
        )
        away = a_need(
            cast,
            mu_min=Decimal(10),
            mu_max=Decimal(20),
            away_lon=west,
            away_lat=south,
            away_km=Decimal(1),
        )
        soon = a_need(cast, mu_min=Decimal(10), mu_max=Decimal(20), ready_by=TODAY)

        assert {n for one in worked_out(near)["sites"] for n in one["numbers"]} == {"S0", "S1"}
        assert [one["numbers"] for one in worked_out(away)["sites"]] == [["S9"]]
        answer = worked_out(soon)
        assert (answer["sites"], answer["reason"][0]) == ([], "no_area")
        assert answer["kept_out"] == {"ready_by": 6}

    def test_a_price_nobody_has_entered_counts_as_the_dearest_and_is_told(self, cast, row) -> None:
        a_parcel(cast, 500, number="S5")
        services.refresh(park=cast.park, at=NOON)
        answer = worked_out(a_need(cast, mu_min=Decimal(85), mu_max=Decimal(95), max_parcels=6))

        assert answer["unpriced"] == 1
        assert answer["sites"][0]["unpriced"] == 1
        assert answer["sites"][0]["cost"] == pytest.approx(15 * (80 + 30 + 35 + 60 + 90 + 90))

    def test_an_empty_book_answers_with_nothing(self, cast: Cast) -> None:
        answer = worked_out(a_need(cast))

        assert (answer["sites"], answer["reason"][0]) == ([], "no_area")


class TestTheJob:
    def test_a_search_asked_anew_or_given_up_is_not_answered_by_the_old_job(
        self, cast, row
    ) -> None:
        need = a_need(cast)
        by = cast.acts(cast.gumingzhou)
        with pytest.raises(StillSearching):
            services.search_again(need=need, by=by, at=NOON)
        services.cancel_search(need=need, by=by, at=NOON)

        assert services.work_out(need_id=need.pk, run=1, at=NOON) is None
        services.search_again(need=need, by=by, at=NOON)
        assert services.work_out(need_id=need.pk, run=1, at=NOON) is None
        assert services.work_out(need_id=need.pk, run=2, at=NOON).state == "ready"

    def test_a_search_that_fails_says_so(self, cast, row, monkeypatch) -> None:
        need = a_need(cast)

        def broken(*_args: object, **_fields: object) -> None:
            raise RuntimeError("broken")

        monkeypatch.setattr(planning, "search", broken)
        with pytest.raises(RuntimeError):
            services.work_out(need_id=need.pk, run=1, at=NOON)
        assert SiteSearch.objects.get(need=need).state == "failed"

    def test_standing_questions_are_asked_and_kept_fresh(self, cast: Cast, row) -> None:
        assert services.freshen(park=cast.park, at=NOON) == 4
        assert services.freshen(park=cast.park, at=NOON) == 0
        for need in selectors.standing_of(cast.acts(cast.hewei)):
            worked_out(need)
        assert services.freshen(park=cast.park, at=NOON) == 0

        later = NOON + timedelta(minutes=5)
        change_parcel(
            parcel=row[0],
            version=None,
            by=cast.acts(cast.gumingzhou),
            at=later,
            price_per_mu=Decimal(10),
        )
        assert services.freshen(park=cast.park, at=later) == 4
        for need in selectors.standing_of(cast.acts(cast.hewei)):
            worked_out(need, at=later)
        assert services.freshen(park=cast.park, at=later + timedelta(days=1)) == 4

    def test_what_was_given_up_rests_until_tomorrow_and_what_was_lost_is_asked_anew(
        self, cast: Cast, row
    ) -> None:
        need = a_need(cast)
        by = cast.acts(cast.gumingzhou)
        services.cancel_search(need=need, by=by, at=NOON)
        services.freshen(park=cast.park, at=NOON + timedelta(minutes=5))
        assert SiteSearch.objects.get(need=need).state == "cancelled"
        services.freshen(park=cast.park, at=NOON + timedelta(days=1))
        search = SiteSearch.objects.get(need=need)
        assert (search.state, search.run) == ("waiting", 2)

        later = NOON + timedelta(days=1, minutes=20)
        SiteSearch.objects.filter(need=need).update(state="running", begun_at=NOON)
        services.search_again(need=need, by=by, at=later)
        with pytest.raises(StillSearching):
            services.search_again(need=need, by=by, at=later)

    def test_an_answer_knows_whether_it_is_fresh(self, cast: Cast, row) -> None:
        need = a_need(cast)
        actor = cast.acts(cast.hewei)

        def now(today: date = TODAY):
            found = selectors.need_for(actor, need.pk)
            return selectors.freshness(found, layer=selectors.layer_of(cast.park.pk), today=today)

        assert now().is_searching
        worked_out(need)
        assert now().is_fresh
        assert not now(TODAY + timedelta(1)).is_fresh
        a_parcel(cast, 3000)
        assert not now().is_fresh
        assert now().is_there


class TestNeeds:
    @pytest.mark.parametrize(
        ("fields", "wrong"),
        [
            ({"name": " "}, "name"),
            ({"mu_min": Decimal(0)}, "mu_min"),
            ({"mu_max": Decimal(1)}, "mu_max"),
            ({"mu_min": Decimal("NaN")}, "mu_min"),
            ({"max_parcels": 99}, "max_parcels"),
            ({"sector": "space-pirates"}, "sector"),
            ({"near_km": Decimal(3)}, "near_km"),
            ({"near_lon": 500.0, "near_lat": 0.0, "near_km": Decimal(1)}, "near_lon"),
            ({"budget_wan": Decimal(-1)}, "budget_wan"),
        ],
    )
    def test_what_is_wrong_is_named_by_its_field(self, cast: Cast, fields, wrong) -> None:
        with pytest.raises(BadEntry) as refusal:
            a_need(cast, **fields)
        assert wrong in refusal.value.fields
        assert not SiteNeed.objects.exists()

    def test_changing_one_searches_anew_and_old_pages_are_told(self, cast: Cast, row) -> None:
        need = a_need(cast)
        by = cast.acts(cast.gumingzhou)
        changed = services.change_need(need=need, version=1, mu_max=Decimal(40), by=by, at=NOON)

        assert (changed.version, SiteSearch.objects.get(need=need).run) == (2, 2)
        with pytest.raises(ChangedMeanwhile):
            services.change_need(need=need, version=1, mu_max=Decimal(50), by=by, at=NOON)

    def test_settled_ones_and_standing_ones_are_not_changed(self, cast: Cast) -> None:
        need = a_need(cast)
        by = cast.acts(cast.gumingzhou)
        services.settle_need(need=need, is_met=False, by=by, at=NOON)
        standing = services.ask_standing(park=cast.park, at=NOON)[0]

        for one in (need, standing):
            with pytest.raises(NeedClosed):
                services.settle_need(need=one, is_met=True, by=by, at=NOON)

    def test_who_may_not_search_enters_none_and_another_park_sees_none(self, cast: Cast) -> None:
        need = a_need(cast)
        other = the_cast()

        with pytest.raises(MayNotSearch):
            services.settle_need(need=need, is_met=True, by=cast.acts(cast.auditor), at=NOON)
        with pytest.raises(Missing):
            selectors.need_for(other.acts(other.hewei), need.pk)
        with pytest.raises(Missing):
            selectors.need_for(cast.acts(cast.liaison), need.pk)


class TestTheChoice:
    def test_when_a_household_objects_the_day_of_the_chosen_site_moves(self, cast: Cast) -> None:
        village = a_village(cast, "丙村（演示）")
        parcel = a_parcel(cast, number="C1", village=village, price_per_mu=Decimal(30))
        cleared(cast, a_parcel(cast, 100, number="C2", price_per_mu=Decimal(30)))
        made = run_notice(cast, an_acquisition(cast, parcel))
        for code in ("quota", "funds"):
            enter(cast, parcel, code, TODAY - timedelta(60), TODAY - timedelta(30))
        part = made.parts.get()
        count(cast, part, "signed", 39)
        need = a_need(cast, mu_min=Decimal(30), mu_max=Decimal(31))
        site = worked_out(need)["sites"][0]
        need = services.choose_site(
            need=need, parcels=site["parcels"], by=cast.acts(cast.gumingzhou), at=NOON
        )

        an_objection(cast, part)

        now = selectors.chosen_now(SiteNeed.objects.get(pk=need.pk))
        assert now.ready > need.chosen_ready
        assert (now.last.parcel, now.last.blocker_unit) == (parcel, village)
        assert now.lost == 0

    def test_what_is_promised_to_one_is_told_to_the_next(self, cast: Cast, row) -> None:
        one, two = a_need(cast, name="甲（演示）"), a_need(cast, name="乙（演示）")
        services.choose_site(need=one, parcels=[row[1].pk], by=cast.acts(cast.gumingzhou), at=NOON)
        actor = cast.acts(cast.hewei)

        assert selectors.promised(actor, [row[1].pk, row[2].pk], but=two.pk) == {
            row[1].pk: "甲（演示）"
        }
        assert selectors.promised(actor, [row[1].pk], but=one.pk) == {}

    def test_what_is_not_to_be_had_is_not_chosen(self, cast: Cast, row) -> None:
        gone = a_parcel(cast, 4000, state="granted")

        with pytest.raises(BadEntry):
            services.choose_site(
                need=a_need(cast), parcels=[gone.pk], by=cast.acts(cast.gumingzhou), at=NOON
            )


def test_a_parcel_finds_the_open_needs_it_fits(cast: Cast, row) -> None:
    fits = a_need(cast, name="甲（演示）", mu_min=Decimal(30), mu_max=Decimal(31))
    large = a_need(cast, name="乙（演示）", mu_min=Decimal(500), mu_max=Decimal(600))
    costly = a_need(
        cast, name="丙（演示）", mu_min=Decimal(30), mu_max=Decimal(31), budget_wan=Decimal(100)
    )

    found = {need: fit for need, fit in selectors.fitting(cast.acts(cast.hewei), "S4")}

    assert found[fits].site["numbers"] == ["S3", "S4"]
    assert found[large].site is None
    assert found[costly].site is None
    assert selectors.can_fit_in_a_page(cast.park.pk)
