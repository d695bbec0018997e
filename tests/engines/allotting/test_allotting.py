"""The laws of the rule, on random pools, and its cases by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianjin.engines.allotting import Claim, Pool, Slot, allot


@st.composite
def pools(draw: st.DrawFn) -> Pool:
    days = st.sampled_from([None, 1, 2])
    slots = tuple(
        Slot(key, draw(st.integers(0, 6)), draw(days)) for key in range(draw(st.integers(1, 4)))
    )
    free = {slot.key: slot.capacity for slot in slots}
    claims = []
    for key in range(draw(st.integers(0, 7))):
        held = {}
        if draw(st.booleans()):
            slot = draw(st.sampled_from(slots)).key
            if some := draw(st.integers(0, free[slot])):
                held[slot] = some
                free[slot] -= some
        claims.append(
            Claim(
                key,
                draw(st.integers(0, 8)),
                rank=draw(st.integers(0, 2)),
                asked=draw(st.integers(0, 3)),
                day=draw(days),
                held=held,
            )
        )
    return Pool(slots, tuple(claims), whole=draw(st.booleans()), evenly=draw(st.booleans()))


class TestForEveryPool:
    @given(pools())
    def test_no_slot_is_given_beyond_what_it_has_and_every_unit_is_accounted_for(self, pool):
        found = allot(pool)

        for slot in pool.slots:
            new = sum(given.get(slot.key, 0) for given in found.given.values())
            assert pool.held_of(slot.key) + new + found.left[slot.key] == slot.capacity
            assert found.left[slot.key] >= 0

    @given(pools())
    def test_nobody_is_given_more_than_wanted_nor_a_day_of_no_use(self, pool):
        found = allot(pool)
        days = {slot.key: slot.day for slot in pool.slots}

        for claim in pool.claims:
            assert 0 <= found.given_to(claim.key) <= claim.missing
            if pool.whole:
                assert found.given_to(claim.key) in (0, claim.missing)
            if claim.day is not None:
                assert all(days[slot] == claim.day for slot in found.given[claim.key])

    @given(pools())
    def test_nothing_is_left_that_somebody_waiting_could_use(self, pool):
        found = allot(pool)
        claims = {claim.key: claim for claim in pool.claims}
        days = {slot.key: slot.day for slot in pool.slots}

        for key in found.waiting:
            day = claims[key].day
            of_use = sum(n for slot, n in found.left.items() if day is None or days[slot] == day)
            lacks = claims[key].missing - found.given_to(key)
            assert of_use < lacks if pool.whole else of_use == 0

    @given(pools())
    def test_no_class_waits_for_a_later_one(self, pool):
        """Of claims that could use any slot, the class before is served first."""
        found = allot(pool)
        if pool.whole:
            return
        for one in pool.claims:
            for other in pool.claims:
                if one.rank < other.rank and one.day is None and one.key in found.waiting:
                    assert found.given_to(other.key) == 0

    @given(pools())
    def test_an_even_share_differs_by_one_unit_at_most_among_those_who_wait(self, pool):
        found = allot(pool)
        if pool.whole or not pool.evenly:
            return
        for rank in {claim.rank for claim in pool.claims}:
            level = [
                sum(claim.held.values()) + found.given_to(claim.key)
                for claim in pool.claims
                if claim.rank == rank
                and claim.day is None
                and claim.key in found.waiting
                and not claim.held
            ]
            assert not level or max(level) - min(level) <= 1

    @given(pools())
    def test_the_answer_is_the_same_again_and_nothing_more_comes_of_it(self, pool):
        found = allot(pool)

        assert allot(pool) == found
        after = tuple(
            Claim(
                c.key,
                c.wanted,
                c.rank,
                c.asked,
                c.day,
                {
                    slot.key: c.held.get(slot.key, 0) + found.given[c.key].get(slot.key, 0)
                    for slot in pool.slots
                },
            )
            for c in pool.claims
        )
        again = allot(Pool(pool.slots, after, pool.whole, pool.evenly))
        assert all(not given for given in again.given.values())

    @given(pools())
    def test_every_claim_that_waits_is_told_why(self, pool):
        found = allot(pool)

        for place, key in enumerate(found.waiting, start=1):
            last = found.reasons[key][-1]
            assert (last.code, last.amount) == ("waiting", place)


class TestByHand:
    def test_permits_go_whole_by_class_then_by_who_asked_first(self):
        claims = (Claim(1, 1, rank=1, asked=1), Claim(2, 1, asked=3), Claim(3, 1, asked=2))

        found = allot(Pool((Slot(1, 1), Slot(2, 1)), claims, whole=True))

        assert found.given == {3: {1: 1}, 2: {2: 1}, 1: {}}
        assert [reason.code for reason in found.reasons[1]] == ["class_before", "waiting"]

    def test_whoever_may_stand_anywhere_makes_room_for_a_claim_bound_to_a_day(self):
        slots = (Slot(1, 1, day=1), Slot(2, 1, day=2))
        claims = (Claim(1, 1, asked=1), Claim(2, 1, asked=2, day=1))

        found = allot(Pool(slots, claims))

        assert found.given == {1: {2: 1}, 2: {1: 1}}

    def test_what_does_not_fit_whole_lets_a_smaller_claim_pass_and_says_so(self):
        claims = (Claim(1, 3, asked=1), Claim(2, 2, asked=2))

        found = allot(Pool((Slot(1, 2),), claims, whole=True))

        assert found.given_to(2) == 2
        assert [reason.code for reason in found.reasons[1]] == ["waiting"]

    def test_first_come_first_served_leaves_the_later_ones_waiting(self):
        claims = (Claim(1, 3, asked=1), Claim(2, 2, asked=2))

        found = allot(Pool((Slot(1, 4),), claims, evenly=False))

        assert (found.given_to(1), found.given_to(2)) == (3, 1)
        assert [reason.code for reason in found.reasons[2]] == ["in_turn", "waiting"]

    @pytest.mark.parametrize(
        "build",
        [
            lambda: Slot(1, -1),
            lambda: Claim(1, -1),
            lambda: Claim(1, 1, held={1: -1}),
            lambda: Pool((Slot(1, 1), Slot(1, 2)), ()),
            lambda: Pool((), (Claim(1, 1), Claim(1, 2))),
            lambda: Pool((Slot(1, 1),), (Claim(1, 2, held={1: 2}),)),
        ],
    )
    def test_what_cannot_be_is_refused(self, build):
        with pytest.raises(ValueError):
            build()
