"""Acquisitions: villages, households, money, objections, hearings, and who was met."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from qianjin.apps.accounts.choices import Role
from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.clearing import selectors, services
from qianjin.apps.clearing.models import CountEntry, Meeting, ParcelStep, ReadyDate, VillagePart
from qianjin.apps.clearing.refusals import (
    AlreadyOpen,
    AlreadySettled,
    BadEntry,
    MayNotClear,
    MayNotPay,
    NoHearingDue,
    NotBeforeDone,
    NotBeforePaid,
    NotToAcquire,
    NotUnderWay,
)
from qianjin.apps.parks.choices import UnitKind
from qianjin.units.refusals import Missing
from tests.factories.accounts import Cast, a_member, acting, the_cast
from tests.factories.clearing import (
    FIRST,
    TODAY,
    an_acquisition,
    an_objection,
    count,
    enter,
    run_approval,
    run_notice,
    set_part,
)
from tests.factories.land import a_parcel, a_village, owned
from tests.factories.parks import NOON, a_unit


def part_of(acquisition) -> VillagePart:
    return acquisition.parts.select_related("village").get()


class TestOpening:
    def test_every_village_that_owns_of_the_parcel_has_its_part(self, cast: Cast) -> None:
        here, there = a_village(cast, "甲村（演示）"), a_village(cast, "乙村（演示）")
        parcel = owned(cast, a_parcel(cast, village=here), (there, "2/3"), (here, "1/3"))

        made = an_acquisition(cast, parcel)

        assert {part.village for part in made.parts.all()} == {here, there}
        parcel.refresh_from_db()
        assert parcel.state == "acquiring"
        assert AuditEntry.objects.filter(verb="acquisition.open", object_id=made.pk).exists()

    def test_where_no_share_is_known_it_is_the_village_it_lies_in(self, cast: Cast) -> None:
        here = a_village(cast)

        assert part_of(an_acquisition(cast, a_parcel(cast, village=here))).village == here

    def test_a_parcel_of_nobody_s_village_is_refused(self, cast: Cast) -> None:
        with pytest.raises(BadEntry) as refusal:
            an_acquisition(cast, a_parcel(cast))
        assert "villages" in refusal.value.fields

    def test_once_at_a_time_and_only_what_is_not_acquired(self, cast: Cast) -> None:
        made = an_acquisition(cast)

        with pytest.raises(AlreadyOpen):
            an_acquisition(cast, made.parcel)
        with pytest.raises(NotToAcquire):
            an_acquisition(cast, a_parcel(cast, 200, state="granted", village=a_village(cast)))

    def test_a_stopped_one_can_be_opened_again(self, cast: Cast) -> None:
        made = an_acquisition(cast)
        services.stop_acquisition(
            acquisition=made, words="项目调整（演示）", by=cast.acts(cast.gumingzhou), at=NOON
        )

        made.parcel.refresh_from_db()
        assert made.parcel.state == "planned"
        with pytest.raises(NotUnderWay):
            set_part(cast, part_of(made))
        assert an_acquisition(cast, made.parcel).pk != made.pk

    def test_the_state_council_approves_what_the_law_names(self, cast: Cast) -> None:
        made = an_acquisition(cast)

        assert not services.is_national(made, Decimal(60))
        assert services.is_national(made, Decimal(71))
        made.arable_ha = Decimal(36)
        assert services.is_national(made, Decimal(40))
        made.arable_ha, made.has_permanent_farmland = None, True
        assert services.is_national(made, Decimal(1))


class TestCounting:
    def test_households_sign_only_after_the_notice_has_run(self, cast: Cast) -> None:
        made = an_acquisition(cast)

        with pytest.raises(NotBeforeDone):
            count(cast, part_of(made), "signed", 3)
        run_notice(cast, made)
        count(cast, part_of(made), "signed", 3)

        assert part_of(made).signed == 3

    def test_when_all_have_signed_the_step_of_the_village_is_done(self, cast: Cast) -> None:
        made = run_notice(cast, an_acquisition(cast))
        part = part_of(made)
        count(cast, part, "signed", 38, on=TODAY - timedelta(3))
        step = ParcelStep.objects.get(parcel=made.parcel, code="signing")
        assert (step.begun_on, step.done_on) == (TODAY - timedelta(3), None)

        count(cast, part, "signed", 2, on=TODAY)

        step.refresh_from_db()
        assert step.done_on == TODAY

    def test_nobody_vacates_before_all_is_paid(self, cast: Cast) -> None:
        made = run_approval(cast, an_acquisition(cast))
        part = part_of(made)
        count(cast, part, "paid", "999999.99")

        with pytest.raises(NotBeforePaid) as refusal:
            count(cast, part, "vacated", 1)
        assert "999,999.99" in str(refusal.value)
        with pytest.raises(NotBeforePaid):
            enter(cast, made.parcel, "vacating", TODAY, TODAY, village=part.village)

        count(cast, part, "paid", "0.01")
        count(cast, part, "vacated", 40)

        made.refresh_from_db()
        made.parcel.refresh_from_db()
        assert made.state == "done"
        assert made.parcel.state == "acquired"

    def test_the_database_itself_keeps_money_before_moving(self, cast: Cast) -> None:
        part = part_of(an_acquisition(cast))

        with pytest.raises(IntegrityError), transaction.atomic():
            VillagePart.objects.filter(pk=part.pk).update(signed=1, vacated=1)

    def test_a_wrong_entry_is_taken_back_with_a_word(self, cast: Cast) -> None:
        part = part_of(run_notice(cast, an_acquisition(cast)))
        count(cast, part, "signed", 5)

        with pytest.raises(BadEntry) as refusal:
            count(cast, part, "signed", -2)
        assert "words" in refusal.value.fields
        count(cast, part, "signed", -2, words="重复录入")

        assert part.signed == 3
        assert CountEntry.objects.filter(part=part).count() == 2

    @pytest.mark.parametrize(
        ("kind", "amount"),
        [("signed", 41), ("signed", 0), ("signed", "1.5"), ("paid", 1_000_001), ("x", 1)],
    )
    def test_more_than_there_is_and_what_is_no_number_are_refused(self, cast, kind, amount) -> None:
        part = part_of(run_notice(cast, an_acquisition(cast)))

        with pytest.raises(BadEntry):
            count(cast, part, kind, amount)
        assert not CountEntry.objects.exists()

    def test_what_is_due_cannot_fall_below_what_is_paid_nor_rise_after_moving(self, cast) -> None:
        made = run_approval(cast, an_acquisition(cast))
        part = part_of(made)
        count(cast, part, "paid", 1_000_000)

        with pytest.raises(BadEntry):
            set_part(cast, part, due=Decimal(900_000))
        count(cast, part, "vacated", 10)
        with pytest.raises(BadEntry):
            set_part(cast, part, due=Decimal(1_100_000))


class TestLiaison:
    def test_a_town_s_liaison_enters_for_its_villages_but_pays_nothing(self, cast: Cast) -> None:
        town = a_unit(cast.park, "临浦镇", UnitKind.TOWN)
        mine, other = a_village(cast, "甲村（演示）", parent=town), a_village(cast, "乙村（演示）")
        person = a_member(cast.park, Role.VILLAGE_LIAISON, town, "演示联络员")
        made = run_notice(cast, an_acquisition(cast, a_parcel(cast, village=mine)))
        away = an_acquisition(cast, a_parcel(cast, 200, village=other))
        who = acting(person, cast.park)

        count(cast, part_of(made), "signed", 2, by=person)
        with pytest.raises(MayNotPay):
            count(cast, part_of(made), "paid", 10, by=person)
        with pytest.raises(MayNotClear):
            count(cast, part_of(away), "signed", 2, by=person)

        assert [row.unit for row in selectors.board(who)] == [mine]
        assert selectors.acquisition_for(who, made.pk) == made
        with pytest.raises(Missing):
            selectors.acquisition_for(who, away.pk)
        with pytest.raises(Missing):
            selectors.part_for(who, part_of(away).pk)

    def test_another_park_sees_nothing(self, cast: Cast) -> None:
        made = an_acquisition(cast)
        other = the_cast()

        with pytest.raises(Missing):
            selectors.acquisition_for(other.acts(other.hewei), made.pk)
        assert [row.parcels for row in selectors.board(other.acts(other.hewei))] == []


class TestObjections:
    def test_one_household_objects_and_the_date_moves_and_the_village_is_named(self, cast) -> None:
        made = run_notice(cast, an_acquisition(cast))
        enter(cast, made.parcel, "quota", FIRST, TODAY)
        enter(cast, made.parcel, "funds", FIRST, TODAY)
        part = part_of(made)
        count(cast, part, "signed", 39)
        before = ReadyDate.objects.get(parcel=made.parcel)

        objection = an_objection(cast, part)

        after = ReadyDate.objects.get(parcel=made.parcel)
        assert after.likely > before.likely
        assert (after.blocker, after.blocker_unit_id) == ("objection", part.village_id)
        part.refresh_from_db()
        assert part.open_objections == 1

        services.settle_objection(
            objection=objection,
            state="answered",
            answer="重新清点苗木，双方签字确认（演示）",
            settled_on=TODAY,
            by=cast.acts(cast.gumingzhou),
            at=NOON,
        )
        assert ReadyDate.objects.get(parcel=made.parcel).likely == before.likely
        with pytest.raises(AlreadySettled):
            services.settle_objection(
                objection=objection,
                state="answered",
                answer="再答",
                settled_on=TODAY,
                by=cast.acts(cast.gumingzhou),
                at=NOON,
            )

    def test_signing_is_not_done_while_somebody_objects(self, cast: Cast) -> None:
        made = run_notice(cast, an_acquisition(cast))
        part = part_of(made)
        objection = an_objection(cast, part)
        count(cast, part, "signed", 40)

        assert ParcelStep.objects.get(parcel=made.parcel, code="signing").done_on is None
        services.settle_objection(
            objection=objection,
            state="withdrawn",
            answer="已签约",
            settled_on=TODAY,
            by=cast.acts(cast.gumingzhou),
            at=NOON,
        )
        assert ParcelStep.objects.get(parcel=made.parcel, code="signing").done_on == TODAY

    def test_more_than_half_against_the_plan_makes_a_hearing_due(self, cast: Cast) -> None:
        made = run_notice(cast, an_acquisition(cast))
        part = part_of(made)
        an_objection(cast, part, ground="unlawful", members=60)
        made.refresh_from_db()
        assert not made.has_hearing
        with pytest.raises(NoHearingDue):
            services.hold_hearing(
                part=part, held_on=TODAY, outcome="kept", by=cast.acts(cast.gumingzhou), at=NOON
            )

        an_objection(cast, part, household="03-18", ground="unlawful", members=1)
        made.refresh_from_db()
        assert made.has_hearing
        with pytest.raises(NotBeforeDone):
            count(cast, part, "signed", 1)

        services.hold_hearing(
            part=part,
            held_on=TODAY,
            outcome="changed",
            place="村文化礼堂",
            present=70,
            by=cast.acts(cast.gumingzhou),
            at=NOON,
        )
        count(cast, part, "signed", 1)
        assert ParcelStep.objects.get(parcel=made.parcel, code="hearing").done_on == TODAY


class TestMeetings:
    def test_who_was_met_when_stands_on_the_board_and_the_thread(self, cast: Cast) -> None:
        made = an_acquisition(cast)
        part = part_of(made)

        services.meet(
            part=part,
            on=TODAY - timedelta(1),
            whom="村委会",
            words="说明补偿标准，约定下周入户（演示）",
            households=6,
            next_on=TODAY + timedelta(7),
            by=cast.acts(cast.gumingzhou),
            at=NOON,
        )

        row = next(r for r in selectors.board(cast.acts(cast.hewei)) if r.unit == part.village)
        assert row.last_met_on == TODAY - timedelta(1)
        assert made.parcel.events.filter(words__contains="村委会").exists()
        with pytest.raises(BadEntry) as refusal:
            services.meet(
                part=part,
                on=TODAY + timedelta(1),
                whom="",
                words="",
                by=cast.acts(cast.gumingzhou),
                at=NOON,
            )
        assert set(refusal.value.fields) == {"whom", "words"}
        assert Meeting.objects.count() == 1


def test_the_board_adds_up_over_all_parcels_of_a_village(cast: Cast, django_assert_num_queries):
    village = a_village(cast)
    for n in range(2):
        made = run_notice(cast, an_acquisition(cast, a_parcel(cast, 300 * n, village=village)))
        count(cast, part_of(made), "signed", 10 + n)

    hewei = cast.acts(cast.hewei)
    with django_assert_num_queries(4):
        (row,) = selectors.board(hewei)

    assert (row.parcels, row.households, row.signed) == (2, 80, 21)
    assert (row.due, row.paid) == (2_000_000, 0)
    assert row.likely is not None
    assert row.likely > FIRST
