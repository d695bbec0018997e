"""Laws of readiness on random networks of gates, and cases worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qianjin.engines.readiness import Gate, last_of, levers, reckon

TODAY = date(2026, 11, 26).toordinal()


def every_day(day: int, n: int) -> int:
    return day + n


def weekdays(day: int, n: int) -> int:
    while n:
        day += 1
        n -= date.fromordinal(day).weekday() < 5
    return day


CALENDARS: tuple[Callable[[int, int], int], ...] = (every_day, weekdays)


@st.composite
def networks(draw: st.DrawFn) -> list[Gate]:
    gates: list[Gate] = []
    for n in range(draw(st.integers(1, 8))):
        days = sorted(draw(st.lists(st.integers(0, 60), min_size=3, max_size=3)))
        before = [gate.key for gate in gates]
        links = draw(st.lists(st.sampled_from(before), unique=True)) if before else []
        cut, second = sorted(draw(st.tuples(st.integers(0, 8), st.integers(0, 8))))
        state = draw(st.sampled_from(["open", "open", "open", "begun", "done", "counted"]))
        begun = TODAY - draw(st.integers(0, 90)) if state != "open" else None
        gates.append(
            Gate(
                f"g{n}",
                *days,
                is_working=draw(st.booleans()),
                is_floor=draw(st.booleans()) and state != "counted",
                after=tuple(links[:cut]),
                beside=tuple(links[cut:second]),
                ends_with=tuple(links[second:]),
                begun=begun,
                done=min(TODAY, (begun or 0) + days[1]) if state == "done" else None,
                share=draw(st.floats(0, 1)) if state == "counted" else None,
                is_needed=draw(st.integers(0, 5)) > 0,
            )
        )
    return gates


@given(networks(), st.sampled_from(CALENDARS))
def test_the_three_days_are_in_order_and_the_parcel_is_ready_at_its_last_gate(gates, calendar):
    found = reckon(gates, today=TODAY, working_after=calendar)

    for row in found.gates:
        assert row.end[0] <= row.end[1] <= row.end[2]
        assert row.is_done or row.end[0] >= TODAY
    for k in range(3):
        assert found.ready[k] == max((row.end[k] for row in found.gates), default=TODAY)


@given(networks(), st.sampled_from(CALENDARS))
def test_nothing_begins_before_what_it_waits_for(gates, calendar):
    found = reckon(gates, today=TODAY, working_after=calendar)
    rows = {row.key: row for row in found.gates}

    for gate in gates:
        if gate.key not in rows or gate.begun is not None or gate.done is not None:
            continue
        for k in range(3):
            for key in gate.after:
                assert key not in rows or rows[gate.key].begin[k] > rows[key].end[k]
            for key in gate.beside:
                assert key not in rows or rows[gate.key].begin[k] >= rows[key].begin[k]
            for key in gate.ends_with:
                assert key not in rows or rows[gate.key].end[k] >= rows[key].end[k]


@given(networks(), st.sampled_from(CALENDARS))
def test_a_period_of_the_law_is_never_cut_short(gates, calendar):
    found = reckon(gates, today=TODAY, working_after=calendar)
    rows = {row.key: row for row in found.gates}

    for gate in gates:
        if gate.is_floor and gate.done is None and gate.key in rows:
            row = rows[gate.key]
            for k in range(3):
                least = gate.least
                full = calendar(row.begin[k], least) if gate.is_working else row.begin[k] + least
                assert row.end[k] >= full


@given(networks(), st.sampled_from(CALENDARS), st.integers(1, 40), st.data())
def test_what_takes_longer_never_makes_the_parcel_ready_earlier(gates, calendar, more, data):
    place = data.draw(st.integers(0, len(gates) - 1))
    gate = gates[place]
    slower = replace(gate, likely=gate.likely + more, most=gate.most + more)
    before = reckon(gates, today=TODAY, working_after=calendar)
    after = reckon(
        [*gates[:place], slower, *gates[place + 1 :]], today=TODAY, working_after=calendar
    )

    # A step over its likely time is reckoned anew from today; given more time it is not over it.
    assume(gate.begun is None or gate.share is not None)
    assert after.ready[2] >= before.ready[2]
    assert after.ready[1] >= before.ready[1]


@given(networks(), st.sampled_from(CALENDARS), st.floats(0, 1), st.floats(0, 1), st.data())
def test_more_households_signed_never_make_it_later(gates, calendar, one, two, data):
    place = data.draw(st.integers(0, len(gates) - 1))
    few, many = sorted((one, two))
    answers = [
        reckon(
            [*gates[:place], replace(gates[place], share=share), *gates[place + 1 :]],
            today=TODAY,
            working_after=calendar,
        ).ready
        for share in (few, many)
    ]

    assert all(later >= earlier for later, earlier in zip(*answers, strict=True))


@given(networks(), st.sampled_from(CALENDARS), st.integers(1, 30))
def test_waiting_a_day_never_makes_it_earlier(gates, calendar, days):
    now = reckon(gates, today=TODAY, working_after=calendar)
    then = reckon(gates, today=TODAY + days, working_after=calendar)

    assume(any(not row.is_done for row in now.gates))
    assert all(late >= soon for late, soon in zip(then.ready, now.ready, strict=True))


@given(networks(), st.sampled_from(CALENDARS))
def test_the_chain_leads_from_what_hangs_now_to_the_last_gate(gates, calendar):
    found = reckon(gates, today=TODAY, working_after=calendar)
    rows = {row.key: row for row in found.gates}

    is_open = any(not row.is_done and row.end[1] == found.ready[1] for row in found.gates)
    assert bool(found.chain) == is_open
    for key in found.chain:
        assert not rows[key].is_done
    if found.chain:
        assert found.chain[-1] == found.last
        assert rows[found.last].end[1] == found.ready[1]


@given(networks(), st.sampled_from(CALENDARS))
def test_a_lever_moves_the_day_by_what_it_says(gates, calendar):
    now = reckon(gates, today=TODAY, working_after=calendar)

    for lever in levers(gates, today=TODAY, working_after=calendar):
        assert lever.key in now.chain
        assert 0 < lever.gain <= now.ready[1] - TODAY + 120


class TestByHand:
    def test_an_objection_moves_the_date_and_is_named(self) -> None:
        signing = Gate("signing", 5, 30, 120, begun=TODAY - 20, share=0.9)
        vacated = Gate("vacated", 10, 45, 180, is_working=False, after=("signing",))
        before = reckon([signing, vacated], today=TODAY, working_after=every_day)
        objection = Gate("objection", 10, 20, 40, begun=TODAY)
        held = replace(signing, ends_with=("objection",))
        after = reckon([objection, held, vacated], today=TODAY, working_after=every_day)

        assert before.blocker == "signing"
        assert before.ready[1] == TODAY + 3 + 1 + 45
        assert after.blocker == "objection"
        assert after.ready[1] == TODAY + 20 + 1 + 45

    def test_working_days_skip_the_weekend_and_the_day_it_begins(self) -> None:
        friday = date(2026, 11, 27).toordinal()
        gate = Gate("notice", 10, 10, 15, is_floor=True, begun=friday)

        found = reckon([gate], today=friday, working_after=weekdays)

        assert date.fromordinal(found.ready[0]) == date(2026, 12, 11)

    def test_a_step_over_its_time_is_late_and_counted_anew(self) -> None:
        gate = Gate("survey", 5, 15, 40, is_working=False, begun=TODAY - 30)

        found = reckon([gate], today=TODAY, working_after=every_day)

        assert found.gates[0].is_late
        assert found.ready == (TODAY, TODAY + 5, TODAY + 15)

    def test_what_does_not_apply_lets_its_followers_wait_for_what_is_before_it(self) -> None:
        gates = [
            Gate("notice", 30, 30, 30, is_working=False, is_floor=True, begun=TODAY),
            Gate("hearing", 10, 20, 40, after=("notice",), is_needed=False),
            Gate("signing", 5, 5, 5, is_working=False, after=("hearing",)),
        ]

        found = reckon(gates, today=TODAY, working_after=every_day)

        assert [row.key for row in found.gates] == ["notice", "signing"]
        assert found.ready[1] == TODAY + 30 + 1 + 5
        assert found.chain == ("notice", "signing")

    def test_an_assembly_is_ready_with_its_last_parcel(self) -> None:
        place, days = last_of([(1, 5, 9), (2, 8, 8), (4, 4, 30)])

        assert (place, days) == (1, (4, 8, 30))

    def test_nothing_to_do_is_ready_today(self) -> None:
        found = reckon([], today=TODAY, working_after=every_day)

        assert (found.ready, found.blocker) == ((TODAY, TODAY, TODAY), "")

    @pytest.mark.parametrize(
        ("gates", "said"),
        [
            ([Gate("a", 1, 1, 1), Gate("a", 1, 1, 1)], "a key stands twice"),
            ([Gate("a", 1, 1, 1, after=("b",))], "a: waits for b"),
            ([Gate("a", 1, 1, 1, after=("b",)), Gate("b", 1, 1, 1, after=("a",))], "in a circle"),
        ],
    )
    def test_gates_that_do_not_fit_are_refused(self, gates, said) -> None:
        with pytest.raises(ValueError, match=said):
            reckon(gates, today=TODAY, working_after=every_day)

    @pytest.mark.parametrize(
        "fields",
        [{"least": 5, "likely": 4}, {"share": 1.5}, {"begun": 10, "done": 9}],
    )
    def test_a_gate_that_does_not_fit_is_refused(self, fields) -> None:
        with pytest.raises(ValueError, match=r"^a: "):
            Gate(**{"key": "a", "least": 1, "likely": 5, "most": 9, **fields})
