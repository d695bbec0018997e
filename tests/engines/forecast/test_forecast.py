"""预测 Laws of the forecast, its coverage on invented parks, and the curves of a record."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.forecast import Park, one
from qianjin.engines import forecast as engine
from qianjin.engines.forecast import (
    FEW_SIGNED,
    FEW_SPELLS,
    NO_HISTORY,
    Problem,
    Running,
    Spell,
    forecast,
    incidence,
)
from qianjin.engines.kernel import Status

STAGES = 3


def spells() -> st.SearchStrategy[Spell]:
    """Any stay of a record of three stages."""
    stage, weeks = st.integers(0, STAGES - 1), st.integers(0, 90)
    ended = st.builds(
        lambda s, w, jump: Spell(s, w, "on", to=(s + jump) % (STAGES + 1)),
        stage,
        weeks,
        st.integers(1, STAGES),
    )
    others = st.builds(Spell, stage, weeks, st.sampled_from(["lost", "open"]))
    return ended | others


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    record = draw(st.lists(spells(), min_size=1, max_size=40))
    running = draw(st.lists(st.tuples(st.integers(0, STAGES - 1), st.integers(0, 400)), max_size=8))
    rows = [Running(str(key), stage, weeks) for key, (stage, weeks) in enumerate(running)]
    return Problem(STAGES, record, rows, draw(st.integers(0, 60)), draw(st.integers(1, 104)), 2)


def test_the_example_at_the_front_door_runs() -> None:
    assert doctest.testmod(engine).failed == 0


@settings(max_examples=25, deadline=None)
@given(problems())
def test_chances_are_chances_and_the_interval_lies_about_what_is_expected(p: Problem) -> None:
    found = forecast(p, seed=1, draws=60)

    for likely in found.projects:
        assert all(0 <= chance <= 1 for chance in likely.chances)
        assert sum(likely.chances) <= 1 + 1e-9
    for quarter in found.quarters:
        assert 0 <= quarter.low <= quarter.high
        assert 0 < quarter.held <= 1
        assert quarter.known <= len(p.running) + 1e-9
        assert quarter.coming >= 0


@settings(max_examples=10, deadline=None)
@given(problems(), st.integers(0, 2**31))
def test_same_seed_same_answer(p: Problem, seed: int) -> None:
    assert forecast(p, seed=seed, draws=40) == forecast(p, seed=seed, draws=40)


def _record(lost: int) -> list[Spell]:
    on = [Spell(s, 3 + n % 5, "on", to=s + 1) for s in range(STAGES) for n in range(20)]
    return [*on, *(Spell(s, 4, "lost") for s in range(STAGES) for _ in range(lost))]


def test_a_park_that_loses_more_signs_less() -> None:
    running = [Running(str(n), 0, 1) for n in range(30)]
    few, many = (
        forecast(Problem(STAGES, _record(lost), running, 0, 52), seed=3) for lost in (1, 60)
    )

    assert sum(q.expected for q in few.quarters) > 2 * sum(q.expected for q in many.quarters)


def test_a_project_further_on_is_signed_sooner() -> None:
    running = [Running("early", 0, 0), Running("late", STAGES - 1, 0)]
    found = forecast(Problem(STAGES, _record(5), running, 0, 52), seed=3)

    chances = {one.key: one.chances for one in found.projects}
    assert chances["late"][0] > chances["early"][0]


def test_more_leads_bring_more_signings_that_are_still_to_come() -> None:
    few, many = (
        forecast(Problem(STAGES, _record(5), [], arrivals, 52), seed=3) for arrivals in (5, 100)
    )

    assert many.quarters[3].coming > 5 * few.quarters[3].coming
    assert few.quarters[0].known == 0


def test_without_anything_that_ended_it_says_nothing() -> None:
    found = forecast(Problem(2, [Spell(0, 5, "open")], [Running("A", 0, 5)], 1, 52), seed=1)

    assert found.status is Status.IMPOSSIBLE
    assert not found.quarters
    assert [reason.code for reason in found.reasons] == [NO_HISTORY]


def test_names_what_the_record_is_too_small_for() -> None:
    small = [Spell(0, 3, "on", to=1), Spell(1, 4, "on", to=2), Spell(1, 9, "lost")]

    why = forecast(Problem(2, small, [], 3, 52), seed=1).reasons

    assert [(one.code, one.subject, one.amount) for one in why] == [
        (FEW_SIGNED, "", 1),
        (FEW_SPELLS, "0", 1),
        (FEW_SPELLS, "1", 2),
    ]


@pytest.mark.parametrize(
    ("field", "make"),
    [
        ("weeks", lambda: Spell(0, -1, "open")),
        ("to", lambda: Spell(0, 1, "on")),
        ("to", lambda: Spell(1, 1, "on", to=1)),
        ("outcome", lambda: Spell(0, 1, "gone")),  # type: ignore[arg-type]
        ("stages", lambda: Problem(0, [], [], 0, 1)),
        ("spells", lambda: Problem(1, [Spell(1, 1, "lost")], [], 0, 1)),
        ("running", lambda: Problem(1, [], [Running("A", 1, 1)], 0, 1)),
        ("arrivals", lambda: Problem(1, [], [], -1, 1)),
        ("quarters", lambda: Problem(1, [], [], 0, 1, 0)),
    ],
)
def test_names_the_field_that_is_wrong(field: str, make: object) -> None:
    with pytest.raises(ValueError, match=field):
        make()  # type: ignore[operator]


@pytest.mark.slow
def test_the_interval_of_four_fifths_holds_about_four_fifths_of_invented_quarters() -> None:
    """The table of docs/engines/forecast.md in small: the same parks, fewer of them."""
    chance = np.random.default_rng(7)
    held = []
    for number in range(60):
        problem, signed = one(Park(chance, years=3, leads_a_week=110 / 52))
        found = forecast(problem, seed=number, draws=200)
        held += [q.low <= n <= q.high for q, n in zip(found.quarters, signed, strict=True)]

    assert 0.73 <= np.mean(held) <= 0.87


class TestCurves:
    def test_stays_that_still_last_count_as_long_as_they_were_watched(self) -> None:
        """Four stays: on in week 2, lost in week 4, one watched for 3 weeks, one for 9."""
        rows = [Spell(0, 2, "on", to=1), Spell(0, 4, "lost"), Spell(0, 3, "open")]
        rows.append(Spell(0, 9, "open"))

        curve = incidence(0, rows)

        first = curve.marks[0]
        assert (first.weeks, first.on) == (4, 0.25)
        assert first.lost == pytest.approx(0.75 / 2)
        assert (curve.spells, curve.on, curve.lost, curve.open) == (4, 1, 1, 2)
        assert curve.median == 4

    @settings(max_examples=50)
    @given(st.lists(spells(), max_size=60))
    def test_curves_rise_and_never_exceed_one(self, rows: list[Spell]) -> None:
        marks = incidence(0, rows).marks

        shares = [(mark.on, mark.lost) for mark in marks]
        assert shares == sorted(shares)
        assert all(-1e-9 <= on + lost <= 1 + 1e-9 for on, lost in shares)

    @settings(max_examples=50)
    @given(st.lists(spells().filter(lambda s: s.outcome != "open"), min_size=1, max_size=60))
    def test_with_nothing_cut_off_they_are_plain_shares(self, rows: list[Spell]) -> None:
        own = [row for row in rows if row.stage == 0]
        if not own:
            return
        mark = incidence(0, rows).marks[1]

        assert mark.on == pytest.approx(
            sum(1 for r in own if r.outcome == "on" and r.weeks <= mark.weeks) / len(own)
        )
