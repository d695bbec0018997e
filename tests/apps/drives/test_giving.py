"""分配 Scarce things: never given twice, given by the rule, waited for, given back."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connections, transaction
from django.db.models import Sum

from qianjin.apps.accounts.models import Notice
from qianjin.apps.drives import selectors, sentences, services
from qianjin.apps.drives.models import Allotment, Drive, Resource, ResourceClaim, Slot, Target
from qianjin.apps.drives.refusals import (
    BadDrive,
    ChangedMeanwhile,
    InUse,
    MayNotAnswer,
    MayNotRun,
    NotHeld,
    NothingLeft,
)
from qianjin.apps.parks.models import Park
from tests.factories.accounts import Cast, the_cast
from tests.factories.drives import (
    a_drive,
    a_question,
    a_resource,
    firms,
    target_of,
    tell,
    the_slot,
)
from tests.factories.parks import NOON


def want(cast: Cast, resource: Resource, target: Target, wanted: int, **fields) -> None:
    services.set_claim(
        resource=resource,
        target=target,
        wanted=wanted,
        by=cast.acts(cast.linyue),
        at=fields.pop("at", NOON),
        **fields,
    )


def held(resource: Resource) -> dict[str, int]:
    rows = resource.claims.select_related("target__enterprise")
    return {row.target.enterprise.name: row.held for row in rows}


class TestByHand:
    def test_no_more_is_given_than_there_is_and_what_is_given_back_is_there_again(
        self, cast: Cast
    ) -> None:
        drive = a_drive(cast, told=True)
        permits = a_resource(cast, drive, 3, name="第一批开工许可")
        mine, theirs = target_of(drive, cast.chenxi), target_of(drive, cast.other)
        by = cast.acts(cast.linyue)
        services.give(slot=the_slot(permits), target=mine, amount=2, by=by, at=NOON)

        with pytest.raises(NothingLeft) as refused:
            services.give(slot=the_slot(permits), target=theirs, amount=2, by=by, at=NOON)

        assert str(refused.value) == "第一批开工许可只剩1。"
        services.give_back(resource=permits, target=mine, amount=2, by=by, at=NOON)
        services.give(slot=the_slot(permits), target=theirs, amount=3, by=by, at=NOON)
        assert list(Allotment.objects.values_list("target", "amount")) == [(theirs.pk, 3)]
        assert services.is_exact(permits)

    def test_a_resource_of_another_drive_is_not_given(self, cast: Cast) -> None:
        drive, other = a_drive(cast), a_drive(cast, name="芯片（演示）")
        chips = a_resource(cast, other, 9)

        with pytest.raises(BadDrive):
            services.give(
                slot=the_slot(chips),
                target=target_of(drive, cast.chenxi),
                amount=1,
                by=cast.acts(cast.linyue),
                at=NOON,
            )

    def test_the_database_itself_gives_no_place_twice(self, cast: Cast) -> None:
        resource = a_resource(cast, a_drive(cast), 3)

        with pytest.raises(IntegrityError), transaction.atomic():
            Slot.objects.filter(resource=resource).update(taken=4)

    def test_a_capacity_grows_and_shrinks_down_to_what_is_taken(self, cast: Cast) -> None:
        drive = a_drive(cast, told=True)
        rooms = a_resource(cast, drive, 3)
        by = cast.acts(cast.linyue)
        services.give(
            slot=the_slot(rooms), target=target_of(drive, cast.chenxi), amount=2, by=by, at=NOON
        )

        services.set_capacity(slot=the_slot(rooms), capacity=2, by=by, at=NOON)
        with pytest.raises(BadDrive):
            services.set_capacity(slot=the_slot(rooms), capacity=1, by=by, at=NOON)
        with pytest.raises(InUse):
            services.drop_resource(resource=rooms, by=by, at=NOON)

        assert the_slot(rooms).capacity == 2

    def test_only_who_runs_it_gives(self, cast: Cast) -> None:
        drive = a_drive(cast, told=True)
        rooms = a_resource(cast, drive, 3)

        for user in (cast.yeting, cast.chenlan):
            with pytest.raises(MayNotRun):
                services.give(
                    slot=the_slot(rooms),
                    target=target_of(drive, cast.chenxi),
                    amount=1,
                    by=cast.acts(user),
                    at=NOON,
                )
            with pytest.raises(MayNotRun):
                services.allot(resource=rooms, by=cast.acts(user), at=NOON)


class TestAClaim:
    def test_comes_from_the_answer_and_bound_to_its_day(self, cast: Cast) -> None:
        drive = a_drive(cast)
        many, day = a_question(cast, drive, "number"), a_question(cast, drive, "date")
        tell(cast, drive)
        rooms = a_resource(cast, drive, 5, asks=many, asks_day=day)

        services.answer(
            target=target_of(drive, cast.chenxi),
            answers={many.pk: "3", day.pk: "2027-02-08"},
            by=cast.acts(cast.chenlan),
            at=NOON,
        )

        claim = ResourceClaim.objects.get(resource=rooms)
        assert (claim.wanted, claim.day) == (3, date(2027, 2, 8))

    def test_keeps_its_place_for_less_and_loses_it_for_more(self, cast: Cast) -> None:
        drive = a_drive(cast, told=True)
        rooms = a_resource(cast, drive, 5)
        mine = target_of(drive, cast.chenxi)
        want(cast, rooms, mine, 3)
        want(cast, rooms, mine, 2, at=NOON + timedelta(hours=1))
        assert ResourceClaim.objects.get().asked_at == NOON

        want(cast, rooms, mine, 4, at=NOON + timedelta(hours=2))

        assert ResourceClaim.objects.get().asked_at == NOON + timedelta(hours=2)

    def test_another_class_needs_a_reason(self, cast: Cast) -> None:
        drive = a_drive(cast, told=True)
        rooms = a_resource(cast, drive, 5)

        with pytest.raises(BadDrive):
            want(cast, rooms, target_of(drive, cast.chenxi), 3, rank=1)

    def test_is_gone_when_the_enterprise_needs_nothing(self, cast: Cast) -> None:
        drive = a_drive(cast, told=True)
        rooms = a_resource(cast, drive, 5)
        mine = target_of(drive, cast.chenxi)
        want(cast, rooms, mine, 3)

        services.record(target=mine, state="not_needed", by=cast.acts(cast.linyue), at=NOON)

        assert not ResourceClaim.objects.exists()


class TestByTheRule:
    def test_rooms_go_evenly_and_whoever_waits_is_told_its_place(self, cast: Cast) -> None:
        made = firms(cast, 3)
        drive = a_drive(cast, made, told=True)
        rooms = a_resource(cast, drive, 4, 3, unit="间")
        for firm, wanted in zip(made, (5, 2, 1), strict=True):
            want(cast, rooms, target_of(drive, firm), wanted)

        given = services.allot(resource=rooms, by=cast.acts(cast.hewei), at=NOON)

        assert (given, list(held(rooms).values())) == (7, [4, 2, 1])
        first = rooms.claims.get(target__enterprise=made[0])
        assert first.place == 1
        assert sentences.reasons(tuple(r) for r in first.reasons) == "分得4（同批均分），排在第1位"
        assert services.is_exact(rooms)

    def test_permits_go_whole_anchors_first_then_by_the_hand_of_an_officer(
        self, cast: Cast
    ) -> None:
        made = [*firms(cast, 2, tier="small"), cast.chenxi, cast.other]
        type(cast.other).objects.filter(pk=cast.other.pk).update(tier="anchor")
        drive = a_drive(cast, made, told=True)
        permits = a_resource(
            cast, drive, 2, name="第一批开工许可", is_whole=True, by_tier=True, order="in_turn"
        )
        for firm in made:
            want(cast, permits, target_of(drive, firm), 1)
        want(cast, permits, target_of(drive, made[1]), 1, rank=1, rank_words="保供企业")

        services.allot(resource=permits, by=cast.acts(cast.hewei), at=NOON)

        assert [name for name, n in held(permits).items() if n] == [made[1].name, cast.other.name]

    def test_a_plan_that_is_no_longer_true_is_not_carried_out(self, cast: Cast) -> None:
        drive = a_drive(cast, told=True)
        rooms = a_resource(cast, drive, 2)
        want(cast, rooms, target_of(drive, cast.chenxi), 2)
        seen = selectors.plan_of(rooms).fingerprint
        want(cast, rooms, target_of(drive, cast.other), 2)

        with pytest.raises(ChangedMeanwhile):
            services.allot(resource=rooms, by=cast.acts(cast.hewei), at=NOON, seen=seen)

        assert not Allotment.objects.exists()

    def test_what_is_held_is_never_taken_away_by_a_later_run(self, cast: Cast) -> None:
        drive = a_drive(cast, told=True)
        rooms = a_resource(cast, drive, 3)
        by = cast.acts(cast.hewei)
        want(cast, rooms, target_of(drive, cast.chenxi), 3)
        services.allot(resource=rooms, by=by, at=NOON)
        want(cast, rooms, target_of(drive, cast.other), 3, rank=1, rank_words="急")

        assert services.allot(resource=rooms, by=by, at=NOON) == 0
        assert held(rooms) == {cast.chenxi.name: 3, cast.other.name: 0}


class TestGivingBack:
    @pytest.fixture
    def full(self, cast: Cast) -> Resource:
        """Three rooms: 晨曦 holds two, the other one of the two it wants."""
        drive = a_drive(cast, told=True)
        rooms = a_resource(cast, drive, 3, unit="间")
        want(cast, rooms, target_of(drive, cast.chenxi), 2)
        want(cast, rooms, target_of(drive, cast.other), 2)
        services.allot(resource=rooms, by=cast.acts(cast.hewei), at=NOON)
        return rooms

    def test_moves_on_at_once_to_whoever_waits(self, cast: Cast, full: Resource) -> None:
        mine = target_of(full.drive, cast.chenxi)

        moved = services.give_back(
            resource=full, target=mine, amount=2, by=cast.acts(cast.chenlan), at=NOON
        )

        assert moved == 1
        assert held(full) == {cast.chenxi.name: 0, cast.other.name: 2}
        assert Notice.objects.filter(user=cast.duzhong, kind="drives.given").count() == 2
        assert services.is_exact(full)
        assert selectors.resources_of(full.drive)[0].left == 1

    def test_no_more_than_is_held_and_nobody_elses(self, cast: Cast, full: Resource) -> None:
        mine, theirs = target_of(full.drive, cast.chenxi), target_of(full.drive, cast.other)
        by = cast.acts(cast.chenlan)

        with pytest.raises(NotHeld):
            services.give_back(resource=full, target=mine, amount=3, by=by, at=NOON)
        with pytest.raises(MayNotAnswer):
            services.give_back(resource=full, target=theirs, amount=1, by=by, at=NOON)
        with pytest.raises(BadDrive):
            services.give_back(resource=full, target=mine, amount=0, by=by, at=NOON)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
class TestManyAtOnce:
    """Twenty officers press at the same moment: the sums stay exact."""

    @pytest.fixture
    def house(self) -> Iterator[Cast]:
        cast = the_cast()
        yield cast
        with transaction.atomic():
            Drive.objects.filter(park=cast.park).delete()

    def test_the_last_rooms_are_not_given_twice(self, house: Cast) -> None:
        made = firms(house, 20)
        drive = a_drive(house, made, told=True)
        rooms = a_resource(house, drive, 7)
        by = house.acts(house.linyue)

        def press(target: Target) -> str:
            try:
                services.give(slot=the_slot(rooms), target=target, amount=1, by=by, at=NOON)
            except NothingLeft:
                return "refused"
            finally:
                connections.close_all()
            return "given"

        with ThreadPoolExecutor(max_workers=6) as officers:
            told = list(officers.map(press, [target_of(drive, firm) for firm in made]))

        assert (told.count("given"), told.count("refused")) == (7, 13)
        assert Allotment.objects.aggregate(all=Sum("amount"))["all"] == 7
        assert services.is_exact(rooms)
        assert Park.objects.filter(pk=house.park.pk).exists()

    def test_answers_the_rule_and_returns_cross_without_a_place_lost(self, house: Cast) -> None:
        made = firms(house, 12)
        drive = a_drive(house, made)
        many = a_question(house, drive, "number")
        tell(house, drive)
        rooms = a_resource(house, drive, 10, asks=many)
        by = house.acts(house.linyue)

        def live(number: int) -> None:
            target = target_of(drive, made[number])
            try:
                services.answer(target=target, answers={many.pk: "2"}, by=by, at=NOON)
                services.allot(resource=rooms, by=by, at=NOON)
                if number % 3 == 0:
                    services.give_back(resource=rooms, target=target, amount=1, by=by, at=NOON)
            except NotHeld:
                pass
            finally:
                connections.close_all()

        with ThreadPoolExecutor(max_workers=6) as people:
            list(people.map(live, range(12)))

        assert services.is_exact(rooms)
        total = Allotment.objects.aggregate(all=Sum("amount"))["all"]
        assert total == 10 == sum(held(rooms).values())
