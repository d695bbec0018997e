"""Visits that come again, over months."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from qianjin.engines.kernel import Stop
from qianjin.engines.routing import PIN_MISSED, Outing, Season, SeasonPlan, Shift, Turn, plan_season

from .world import LUNCH, a_round

MONTHS = Stop(iterations=1200)


def a_season(turns: int = 12, *, people: int = 2, days: int = 84, **fields: object) -> Season:
    """Some enterprises to be seen every four weeks; two people go out four afternoons."""
    ways = a_round(turns, 7)
    given: dict[str, object] = {"every": 28, "apart": 10, "minutes": 40} | fields
    return Season(
        distances=ways.distances,
        durations=ways.durations,
        turns=tuple(
            Turn(f"企业{n}", n, latest=-(n % 20), **given)  # type: ignore[arg-type]
            for n in range(1, turns + 1)
        ),
        outings=tuple(
            Outing(day, Shift(f"经办{n}", 0, 0, (810, 1050), skills=frozenset({str(n)})))
            for day in range(days)
            if day % 7 < 4
            for n in range(people)
        ),
        breaks=LUNCH,
    )


def days_of(plan: SeasonPlan, turn: int) -> list[int]:
    return [r.day for r in plan.rounds for call in r.round.calls if call.visit == turn]


def test_everyone_is_seen_in_time_and_not_too_soon() -> None:
    data = a_season()
    plan = plan_season(data, stop=MONTHS)
    assert plan.late == 0 and plan.reasons == ()
    for number, turn in enumerate(data.turns):
        seen = [turn.latest, *days_of(plan, number)]
        spans = [b - a for a, b in pairwise(seen)]
        assert all(turn.apart <= span <= turn.every for span in spans)
        assert seen[-1] + turn.every > data.outings[-1].day


def test_each_round_lies_in_its_outing() -> None:
    data = a_season()
    for one in plan_season(data, stop=MONTHS).rounds:
        outing = data.outings[one.outing]
        assert one.day == outing.day
        assert outing.shift.window[0] <= one.round.begin <= one.round.end <= outing.shift.window[1]
        assert sum(call.leave - call.begin for call in one.round.calls) == 40 * len(one.round.calls)


def test_the_open_day_of_an_enterprise_is_not_missed() -> None:
    data = a_season(weekdays=frozenset({2}))
    plan = plan_season(data, stop=MONTHS)
    assert plan.late == 0
    assert {r.day % 7 for r in plan.rounds} == {2}


def test_who_has_the_skill_goes() -> None:
    data = a_season(skills=frozenset({"1"}))
    plan = plan_season(data, stop=MONTHS)
    assert {data.outings[r.outing].shift.name for r in plan.rounds} == {"经办1"}


def test_what_nobody_can_reach_in_time_is_named() -> None:
    data = a_season(turns=3, skills=frozenset({"日语"}))
    plan = plan_season(data, stop=MONTHS)
    assert plan.rounds == () and plan.late == 3
    assert {reason.subject for reason in plan.reasons} == {"企业1", "企业2", "企业3"}


def test_neighbours_fall_into_step() -> None:
    """Two firms next door, three weeks out of step, are soon seen on the same afternoon."""
    ways = np.array([[0, 9000, 9010], [9000, 0, 10], [9010, 10, 0]], dtype=np.int64)
    turns = (Turn("东邻", 1, 40, every=28, latest=-1), Turn("西邻", 2, 40, every=28, latest=-20))
    outings = tuple(
        Outing(day, Shift("林悦", 0, 0, (810, 1050))) for day in range(140) if day % 7 == 2
    )
    plan = plan_season(Season(ways, ways // 500, turns, outings), stop=MONTHS)
    assert days_of(plan, 0)[1:] == days_of(plan, 1)[-len(days_of(plan, 0)[1:]) :]


@pytest.mark.parametrize(
    "fields",
    [{"every": 0}, {"apart": 28}, {"weekdays": frozenset({9})}],
    ids=lambda f: next(iter(f)),
)
def test_a_turn_that_cannot_be_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(fields))):
        a_season(**fields)


def pinned(data: Season, turn: int, day: int, skill: str) -> Season:
    """The same season with one visit settled by hand."""
    turns = list(data.turns)
    turns[turn] = replace(turns[turn], pin=(day, skill))
    return replace(data, turns=tuple(turns))


@pytest.mark.parametrize("day", [3, 16, 51])
def test_a_pinned_visit_is_made_on_its_day_by_who_was_named(day: int) -> None:
    data = pinned(a_season(), 4, day, "1")
    plan = plan_season(data, stop=MONTHS)
    made = [r for r in plan.rounds for call in r.round.calls if call.visit == 4 and r.day == day]

    assert [data.outings[r.outing].shift.name for r in made] == ["经办1"]
    assert plan.reasons == ()


def test_a_pin_stands_in_the_place_of_the_visit_just_before_it() -> None:
    data = pinned(a_season(), 4, 51, "1")
    days = [data.turns[4].latest, *days_of(plan_season(data, stop=MONTHS), 4)]

    assert all(b - a >= data.turns[4].apart for a, b in pairwise(days) if b != 51)
    assert 51 - max(day for day in days if day < 51) > 3


def test_a_pin_nobody_can_keep_is_named() -> None:
    plan = plan_season(pinned(a_season(), 4, 16, "nobody"), stop=MONTHS)

    assert (PIN_MISSED, "企业5", 16) in {(r.code, r.subject, r.amount) for r in plan.reasons}
