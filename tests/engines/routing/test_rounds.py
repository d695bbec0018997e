"""What a plan of rounds keeps, whatever is asked of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qianjin.engines.kernel import Status, Stop
from qianjin.engines.routing import (
    CROWDED_OUT,
    NO_SKILL,
    NO_WINDOW,
    TOO_LONG,
    TOO_MUCH,
    ProblemData,
    Result,
    Shift,
    Visit,
    solve,
)

from .world import LUNCH, a_round, length_if_possible, shortest_by_trying

FEW = Stop(iterations=300)


def the_reason(result: Result) -> str:
    assert result.proof.status is Status.IMPOSSIBLE
    (reason,) = result.reasons
    return reason.code


@pytest.mark.parametrize("seed", range(6))
def test_a_short_round_is_the_shortest(seed: int) -> None:
    data = a_round(6, seed)
    result = solve(data, stop=FEW)
    assert result.cost.total == shortest_by_trying(data)
    assert result.proof.bound is not None and result.proof.bound <= result.cost.total


@pytest.mark.parametrize("seed", range(4))
def test_opening_windows_and_lunch_are_kept_in_the_shortest_way(seed: int) -> None:
    data = a_round(5, seed, windows=((540, 700), (840, 1000)))
    result = solve(data, stop=FEW)
    assert result.cost.total == shortest_by_trying(data)
    (one,) = result.rounds
    order = tuple(call.visit for call in one.calls)
    assert length_if_possible(data, order) == one.distance


def test_no_visit_runs_over_lunch_but_a_way_may() -> None:
    data = a_round(8, 3)
    result = solve(data, stop=FEW)
    for call in result.rounds[0].calls:
        assert call.begin >= call.arrive
        assert call.leave == call.begin + 30
        assert not (call.begin < LUNCH[0][1] and call.leave > LUNCH[0][0])


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.integers(1, 9), st.integers(1, 3))
def test_every_plan_keeps_every_rule(seed: int, visits: int, people: int) -> None:
    shifts = tuple(
        Shift(f"经办{n}", 0, 0, (510, 760), capacity=3, skills=frozenset({"汽车"} if n else ()))
        for n in range(people)
    )
    data = a_round(visits, seed, shifts=shifts, demand=1, prize=4_000, is_mandatory=False)
    skilled = replace(data.visits[0], skills=frozenset({"汽车"}))
    data = replace(data, visits=(skilled, *data.visits[1:]))
    result = solve(data, stop=Stop(iterations=60), seed=seed)
    done = [call.visit for one in result.rounds for call in one.calls]
    assert sorted([*done, *result.left_out]) == list(range(visits))
    for one in result.rounds:
        shift = data.shifts[one.shift]
        assert len(one.calls) <= 3
        assert one.begin >= shift.window[0] and one.end <= shift.window[1]
        assert all(data.visits[call.visit].skills <= shift.skills for call in one.calls)
    assert result.proof.bound is not None and result.proof.bound <= result.cost.total


def test_the_same_seed_gives_the_same_answer() -> None:
    data = a_round(9, 5)
    assert solve(data, stop=FEW, seed=4) == solve(data, stop=FEW, seed=4)


def test_an_optional_visit_is_made_when_it_lies_on_the_way() -> None:
    data = a_round(4, 2, is_mandatory=False, prize=0)
    assert solve(data, stop=FEW).rounds == ()
    worthwhile = tuple(replace(visit, prize=50_000) for visit in data.visits)
    assert len(solve(replace(data, visits=worthwhile), stop=FEW).rounds[0].calls) == 4


def with_one_more(data: ProblemData, **fields: object) -> ProblemData:
    more = replace(data.visits[0], name="难办", **fields)  # type: ignore[arg-type]
    return replace(data, visits=(*data.visits, more))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"skills": frozenset({"日语"})}, NO_SKILL),
        ({"demand": 9}, TOO_MUCH),
        ({"minutes": 700}, TOO_LONG),
        ({"windows": ((1200, 1300),)}, NO_WINDOW),
        ({"windows": ((719, 720),)}, NO_WINDOW),
    ],
)
def test_an_impossible_visit_is_named_with_its_reason(fields: dict[str, object], code: str) -> None:
    people = (Shift("林悦", 0, 0, (510, 1050), capacity=6),)
    possible = a_round(3, 1, shifts=people)
    assert solve(possible, stop=FEW).proof.status is not Status.IMPOSSIBLE
    result = solve(with_one_more(possible, **fields), stop=FEW)
    assert the_reason(result) == code
    assert result.reasons[0].subject == "难办"
    assert len(result.rounds[0].calls) == 3


def test_what_does_not_fit_is_left_out_and_the_rest_is_done() -> None:
    short = (Shift("林悦", 0, 0, (510, 640)),)
    result = solve(a_round(6, 1, shifts=short), stop=FEW)
    assert result.proof.status is Status.IMPOSSIBLE
    assert {reason.code for reason in result.reasons} == {CROWDED_OUT}
    assert result.rounds and result.rounds[0].end <= 640


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda data: replace(data, shifts=()), "shifts"),
        (lambda data: replace(data, breaks=((5, 5),)), "breaks"),
        (lambda data: replace(data, breaks=((10, 20), (15, 30))), "breaks"),
        (lambda data: replace(data, distances=data.distances[:2]), "distances"),
        (lambda data: replace(data, durations=data.durations.astype(float)), "durations"),
        (lambda data: replace(data, durations=data.durations[:2, :2]), "durations"),
        (lambda data: replace(data, visits=(Visit("甲", 99),)), "place"),
        (lambda data: Visit("甲", 1, minutes=-1), "minutes"),
        (lambda data: Visit("甲", 1, windows=((9, 8),)), "windows"),
        (lambda data: Shift("甲", 0, 0, (9, 8)), "window"),
        (lambda data: replace(data, shifts=(Shift("甲", 0, 77),)), "row"),
    ],
)
def test_bad_data_is_refused_by_the_name_of_its_field(change: object, field: str) -> None:
    with pytest.raises(ValueError, match=field):
        change(a_round(2))  # type: ignore[operator]


def test_nothing_to_do_is_a_plan() -> None:
    result = solve(replace(a_round(2), visits=()), stop=FEW)
    assert result.rounds == () and result.proof.status is Status.OPTIMAL
