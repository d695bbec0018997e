"""The rule: three passes over the gates, and what they hang on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from .data import Dated, Gate, Lever, Readiness, WorkingAfter

_FIRST, _LIKELY, _LAST = range(3)


def reckon(gates: Sequence[Gate], *, today: int, working_after: WorkingAfter) -> Readiness:
    """
    推算就绪 When each gate is passed, and the parcel with the last of them.

    What is done stays where it was. What has begun ends after its days, but not in the past: a
    step that is over its likely time is reckoned to need its least days from today on (likely)
    and its likely days (latest); a period of notice ends by itself. What counts (``share``) needs
    the rest of its days from today. A gate begins on the first working day after what it waits
    for; the day it begins is not counted. What another plan ends (``ends``) ends on its days, but
    not in the past.

    Raises
    ------
    ValueError
        Two gates have one key, a gate waits for one that is not there, or they wait in a circle.
    """
    ordered = _in_order(gates)
    passes = [_Pass(which, today, working_after) for which in (_FIRST, _LIKELY, _LAST)]
    for gate in ordered:
        for one in passes:
            one.enter(gate)
    likely = passes[_LIKELY]
    dated = tuple(_dated(gate, passes, today) for gate in gates if gate.is_needed)
    if not dated:
        return Readiness((), "", (today, today, today), ())
    last = max(dated, key=lambda row: (row.end[_LIKELY], not row.is_done)).key
    ends = [max(row.end[k] for row in dated) for k in (_FIRST, _LIKELY, _LAST)]
    return Readiness(dated, last, (ends[0], ends[1], ends[2]), _chain(last, ordered, likely))


def levers(
    gates: Sequence[Gate], *, today: int, working_after: WorkingAfter, most: int = 3
) -> tuple[Lever, ...]:
    """
    怎样更早 What would have to be true for the parcel to be ready earlier, the largest gain first.

    The gate where it hangs now is tried as done today (a period of notice and what another plan
    ends cannot be), every other one on its way as taking its least days. Only what moves the
    likely day is told.
    """
    now = reckon(gates, today=today, working_after=working_after)
    found = []
    for key in now.chain:
        place = next(n for n, gate in enumerate(gates) if gate.key == key)
        gate = gates[place]
        is_today = key == now.blocker and not gate.is_floor and gate.ends is None
        other = _done(gate, today) if is_today else _quick(gate)
        tried = reckon(
            [*gates[:place], other, *gates[place + 1 :]], today=today, working_after=working_after
        )
        gain = now.ready[_LIKELY] - tried.ready[_LIKELY]
        if gain > 0:
            found.append(Lever(key, is_today, gain))
    found.sort(key=lambda lever: (-lever.gain, lever.key))
    return tuple(found[:most])


def last_of(days: Sequence[tuple[int, int, int]]) -> tuple[int, tuple[int, int, int]]:
    """An assembly: the place of the parcel that is ready last (likely), and when all are."""
    if not days:
        raise ValueError("days: no parcel")
    place = max(range(len(days)), key=lambda n: (days[n][_LIKELY], days[n][_LAST], -n))
    first, likely, last = (max(day[k] for day in days) for k in (_FIRST, _LIKELY, _LAST))
    return place, (first, likely, last)


def _done(gate: Gate, today: int) -> Gate:
    return replace(gate, done=max(today, gate.begun or 0), share=None)


def _quick(gate: Gate) -> Gate:
    ends = (gate.ends[0], gate.ends[0], gate.ends[2]) if gate.ends is not None else None
    return replace(gate, likely=gate.least, ends=ends)


def _in_order(gates: Sequence[Gate]) -> list[Gate]:
    """Every gate after those it waits for."""
    by_key = {gate.key: gate for gate in gates}
    if len(by_key) < len(gates):
        raise ValueError("gates: a key stands twice")
    ordered: list[Gate] = []
    state: dict[str, bool] = {}
    for first in gates:
        stack = [(first, iter(_before(first)))] if first.key not in state else []
        if stack:
            state[first.key] = False
        while stack:
            gate, waiting = stack[-1]
            for key in waiting:
                if key not in by_key:
                    raise ValueError(f"{gate.key}: waits for {key}, which is not there")
                if state.get(key) is False:
                    raise ValueError(f"{gate.key}: waits in a circle with {key}")
                if key not in state:
                    state[key] = False
                    stack.append((by_key[key], iter(_before(by_key[key]))))
                    break
            else:
                state[gate.key] = True
                ordered.append(gate)
                stack.pop()
    return ordered


def _before(gate: Gate) -> tuple[str, ...]:
    return (*gate.after, *gate.beside, *gate.ends_with)


@dataclass(slots=True)
class _Span:
    """Where a gate lies in one pass; ``free`` is the first day on which what follows may begin."""

    begin: int
    end: int
    waits_for: str


class _Pass:
    """One of the three ways to count: with least, likely or most days."""

    def __init__(self, which: int, today: int, working_after: WorkingAfter) -> None:
        self._which, self._today, self._after = which, today, working_after
        self.spans: dict[str, _Span] = {}

    def enter(self, gate: Gate) -> None:
        """Date one gate; those it waits for are dated already."""
        begin, waits_for = self._begin(gate)
        if not gate.is_needed:
            # Transparent: what follows begins as if this gate had never stood there.
            end = max((self.spans[key].end for key in gate.after), default=begin - 1)
            self.spans[gate.key] = _Span(begin, end, waits_for)
            return
        if gate.done is not None:
            start = gate.begun if gate.begun is not None else min(begin, gate.done)
            self.spans[gate.key] = _Span(start, gate.done, "")
            return
        end = self._end(gate, begin)
        for key in gate.ends_with:
            if self.spans[key].end > end:
                end, waits_for = self.spans[key].end, key
        self.spans[gate.key] = _Span(begin, end, waits_for)

    def _begin(self, gate: Gate) -> tuple[int, str]:
        if gate.begun is not None:
            return gate.begun, ""
        begin, waits_for = self._working(self._today), ""
        for key in gate.after:
            free = self._working(self.spans[key].end + 1)
            if free > begin:
                begin, waits_for = free, key
        for key in gate.beside:
            if self.spans[key].begin > begin:
                begin, waits_for = self.spans[key].begin, key
        return begin, waits_for

    def _end(self, gate: Gate, begin: int) -> int:
        days, today = gate.days[self._which], self._today
        if gate.ends is not None:
            return max(gate.ends[self._which], begin, today)
        if gate.share is not None:
            left = ceil(days * (1 - gate.share))
            return self._count(gate, max(begin, today), left)
        end = self._count(gate, begin, days)
        if gate.is_floor:
            return max(end, today)
        if self._is_late(gate, begin) and self._which != _FIRST:
            end = max(end, self._count(gate, today, gate.days[self._which - 1]))
        return max(end, today)

    def _is_late(self, gate: Gate, begin: int) -> bool:
        return gate.begun is not None and self._count(gate, begin, gate.likely) < self._today

    def _count(self, gate: Gate, begin: int, days: int) -> int:
        return self._after(begin, days) if gate.is_working else begin + days

    def _working(self, day: int) -> int:
        """The day itself when it is a working day, else the next one."""
        return self._after(day - 1, 1)

    def is_late(self, gate: Gate) -> bool:
        """Whether a step that has begun is over its likely time."""
        return (
            gate.done is None
            and not gate.is_floor
            and gate.begun is not None
            and self._is_late(gate, gate.begun)
        )


def _dated(gate: Gate, passes: Sequence[_Pass], today: int) -> Dated:
    spans = [one.spans[gate.key] for one in passes]
    begins, ends = [span.begin for span in spans], [span.end for span in spans]
    return Dated(
        key=gate.key,
        begin=(begins[0], begins[1], begins[2]),
        end=(ends[0], ends[1], ends[2]),
        is_done=gate.done is not None,
        is_late=passes[_LIKELY].is_late(gate),
        waits_for=spans[_LIKELY].waits_for,
    )


def _chain(last: str, ordered: Sequence[Gate], likely: _Pass) -> tuple[str, ...]:
    """From the gate where it hangs now to the last: who holds up whom."""
    gates = {gate.key: gate for gate in ordered}
    found: list[str] = []
    key = last
    while key:
        gate = gates[key]
        if gate.done is not None:
            break
        if gate.is_needed:
            found.append(key)
        key = likely.spans[key].waits_for
    return tuple(reversed(found))
