"""Due times and spans of millions of rows at once: the answers of ``due`` and ``span``.

Rows are worked on in pieces that stay in the processor's cache together with the tables. The
resolution of the array is kept: whole seconds stay seconds, microseconds stay microseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .almanac import Almanac
from .data import LARGEST_AMOUNT, MINUTES_IN_DAY, MINUTES_IN_HOUR, OutOfRange, Unit
from .table import Table, TooEarly, TooLate
from .zone import SECOND, Ints

Moments = NDArray[np.datetime64]

_PIECE: Final = 1 << 14
_RESOLUTIONS: Final = {"s": 1, "ms": 1_000, "us": 1_000_000}
_MISSING: Final = int(np.iinfo(np.int64).min)
_PLACEHOLDER: Final = 1_000_000_000  # seconds: a moment of 2001 where a start is missing


@dataclass(frozen=True)
class _Piece:
    """Some rows: instants of ``second`` ticks in a second, with what is asked about them."""

    instants: Ints
    second: int
    counts: Ints
    pauses: Ints | None


def due_many(
    almanac: Almanac,
    starts: Moments,
    amounts: ArrayLike,
    unit: Unit,
    paused_minutes: ArrayLike | None,
) -> Moments:
    """Due times of ``starts``, of the same shape and resolution; NaT stays NaT."""
    instants, second = _instants(starts, "starts")
    counts = _spread(_counts(amounts, unit), starts.shape, "amounts")
    pauses = None
    if paused_minutes is not None:
        pauses = _spread(_pauses(paused_minutes), starts.shape, "paused_minutes")
    step = _STEPS[unit]
    answers = np.empty_like(instants)
    for rows in _pieces(len(instants)):
        missing = instants[rows] == _MISSING
        some_missing = bool(missing.any())
        piece = _Piece(
            np.where(missing, _PLACEHOLDER * second, instants[rows])
            if some_missing
            else instants[rows],
            second,
            counts[rows] if counts.ndim else counts,
            pauses[rows] if pauses is not None and pauses.ndim else pauses,
        )
        found = _answer(almanac, piece, step, "starts", rows.start)
        answers[rows] = np.where(missing, _MISSING, found) if some_missing else found
    return answers.view(starts.dtype).reshape(starts.shape)


def working_minutes_many(almanac: Almanac, a: Moments, b: Moments) -> Ints:
    """Whole working minutes from each ``a`` to its ``b``, negative when ``b`` is earlier."""
    if a.shape != b.shape:
        raise ValueError(f"b: has the shape {b.shape}, a has {a.shape}")
    from_instants, from_second = _instants(a, "a")
    to_instants, to_second = _instants(b, "b")
    for name, instants in (("a", from_instants), ("b", to_instants)):
        if (instants == _MISSING).any():
            raise ValueError(f"{name}: holds NaT, which has no working minutes")
    answers = np.empty(len(from_instants), dtype=np.int64)
    nothing = np.zeros((), dtype=np.int64)
    for rows in _pieces(len(answers)):
        start = _Piece(from_instants[rows], from_second, nothing, None)
        end = _Piece(to_instants[rows], to_second, nothing, None)
        years = _years(almanac, start, "a", rows.start) + _years(almanac, end, "b", rows.start)
        answers[rows] = almanac.answer(years, "a", partial(_span, start, end))
    return answers.reshape(a.shape)


def _span(start: _Piece, end: _Piece, table: Table) -> Ints:
    minutes = _positions(table, end)[0]
    minutes -= _positions(table, start)[0]
    return minutes


def _answer(
    almanac: Almanac,
    piece: _Piece,
    step: Callable[[Table, _Piece], Ints],
    field: str,
    offset: int,
) -> Ints:
    years = _years(almanac, piece, field, offset)
    try:
        return almanac.answer(years, field, lambda table: step(table, piece))
    except OutOfRange as error:
        raise OutOfRange(str(error), offset + (error.index or 0)) from None


def _years(almanac: Almanac, piece: _Piece, field: str, offset: int) -> tuple[int, int]:
    """The years of the earliest and the latest instant."""
    places = int(piece.instants.argmin()), int(piece.instants.argmax())
    years = []
    for place in places:
        try:
            instant = int(piece.instants[place]) * SECOND // piece.second
            years.append(almanac.year(instant, field))
        except OutOfRange as error:
            raise OutOfRange(str(error), offset + place) from None
    return years[0], years[1]


def _hours(table: Table, piece: _Piece) -> Ints:
    whole, beyond = _positions(table, piece)
    whole += piece.counts
    if piece.pauses is not None:
        whole += piece.pauses
    return _ends(table, whole, beyond, piece.second)


def _working_days(table: Table, piece: _Piece) -> Ints:
    ranks = table.counted.take(_days(table, piece))
    ranks += piece.counts
    ranks -= 1
    return _closings(table, ranks, piece)


def _calendar_days(table: Table, piece: _Piece) -> Ints:
    return _rolled_on(table, _days(table, piece) + piece.counts, piece)


def _months(table: Table, piece: _Piece) -> Ints:
    days = _days(table, piece)
    months = table.month.take(days)
    months += piece.counts
    _check_end(months, len(table.month_first))
    last = table.month_length.take(months) - 1
    return _rolled_on(
        table,
        table.month_first.take(months) + np.minimum(table.month_day.take(days), last),
        piece,
    )


_STEPS: Final[dict[Unit, Callable[[Table, _Piece], Ints]]] = {
    Unit.WORKING_HOURS: _hours,
    Unit.WORKING_DAYS: _working_days,
    Unit.CALENDAR_DAYS: _calendar_days,
    Unit.MONTHS: _months,
}


def _days(table: Table, piece: _Piece) -> Ints:
    """The day of each instant on the wall, counted from the table's first."""
    days = table.zone.wall_many(piece.instants, piece.second)
    days //= 86_400 * piece.second
    days -= table.first_day
    _check_inside(table, days)
    return days


def _rolled_on(table: Table, days: Ints, piece: _Piece) -> Ints:
    _check_end(days, table.days)
    return _closings(table, table.upcoming.take(days), piece)


def _closings(table: Table, ranks: Ints, piece: _Piece) -> Ints:
    """The closing times of working days, moved on by the pauses."""
    _check_end(ranks, len(table.closes))
    if piece.pauses is None:
        closings = table.closes.take(ranks)
        closings *= piece.second
        return closings
    whole = table.rank_before.take(ranks + 1)
    whole += piece.pauses
    return _ends(table, whole, np.zeros_like(whole), piece.second)


def _positions(table: Table, piece: _Piece) -> tuple[Ints, Ints]:
    """Whole working minutes before each instant, and the working ticks beyond them."""
    beyond = table.zone.progress_many(piece.instants, piece.second)
    minutes = beyond // (60 * piece.second)
    beyond -= minutes * (60 * piece.second)
    days = minutes // MINUTES_IN_DAY
    minutes -= days * MINUTES_IN_DAY
    days -= table.first_day
    _check_inside(table, days)
    minutes += table.pattern.take(days)
    worked = table.worked.take(minutes)
    beyond *= worked & 1
    worked >>= 1
    worked += table.before.take(days)
    return worked, beyond


def _ends(table: Table, whole: Ints, beyond: Ints, second: int) -> Ints:
    """The first instants at positions: at the end of a session, its closing."""
    # A position of whole minutes belongs to the end of the minute before, which lies in the
    # same session; the minute after may begin a lunch break later.
    at_end = beyond == 0
    minutes = whole - at_end
    _check_end(minutes, int(table.rank_before[-1]))
    ranks = table.guess.take(minutes >> table.guess_shift)
    for _ in range(table.guess_steps):
        ranks += table.rank_before.take(ranks + 1) <= minutes
    minutes -= table.rank_before.take(ranks)
    minutes += table.rank_pattern.take(ranks)
    walls = table.minute_of.take(minutes)
    walls += table.rank_minute.take(ranks)
    walls += at_end
    walls *= 60 * second
    walls += beyond
    return table.zone.instant_many(walls, second)


def _check_inside(table: Table, days: Ints) -> None:
    if days.min() < 0:
        raise TooEarly(int(days.argmin()))
    _check_end(days, table.days)


def _check_end(places: Ints, length: int) -> None:
    if places.max() >= length:
        raise TooLate(int(places.argmax()))


def _pieces(length: int) -> Iterator[slice]:
    for start in range(0, length, _PIECE):
        yield slice(start, min(length, start + _PIECE))


def _instants(moments: Moments, field: str) -> tuple[Ints, int]:
    """The flat ticks of an array of moments, and how many of them make a second."""
    if not isinstance(moments, np.ndarray) or moments.dtype.kind != "M":
        raise ValueError(f"{field}: not an array of datetime64")
    resolution, step = np.datetime_data(moments.dtype)
    if resolution not in _RESOLUTIONS or step != 1:
        raise ValueError(f"{field}: {moments.dtype} is none of datetime64[s], [ms] and [us]")
    return moments.ravel().view(np.int64), _RESOLUTIONS[resolution]


def _spread(values: Ints, shape: tuple[int, ...], field: str) -> Ints:
    """One value for all rows, or one for each in the order of the flat array."""
    if values.ndim and values.shape != shape:
        raise ValueError(f"{field}: has the shape {values.shape}, starts has {shape}")
    return values.ravel() if values.ndim else values


def _counts(amounts: ArrayLike, unit: Unit) -> Ints:
    """Amounts as whole units, hours as minutes, each more than nought."""
    values = np.asarray(amounts)
    if not isinstance(unit, Unit):
        raise ValueError(f"unit: {unit!r} is not a Unit")
    in_hours = unit is Unit.WORKING_HOURS
    if values.dtype.kind not in ("iuf" if in_hours else "iu"):
        raise ValueError(f"amounts: {values.dtype} does not count {unit.name.lower()}")
    wrong = ~((values > 0) & (values <= LARGEST_AMOUNT))
    _refuse(wrong, values, "amounts", f"more than 0 and at most {LARGEST_AMOUNT}")
    if not in_hours:
        return values.astype(np.int64)
    minutes = values * MINUTES_IN_HOUR
    counts = np.rint(minutes)
    # Hours such as 1/3 have no exact float; a millionth of a minute is the float's fault.
    wrong = (np.abs(minutes - counts) > 1e-6) | (counts < 1)
    _refuse(wrong, values, "amounts", "a number of whole minutes")
    return np.asarray(counts.astype(np.int64))


def _pauses(paused_minutes: ArrayLike) -> Ints:
    values = np.asarray(paused_minutes)
    if values.dtype.kind not in "iu":
        raise ValueError(f"paused_minutes: {values.dtype} does not count minutes")
    wrong = (values < 0) | (values > LARGEST_AMOUNT)
    _refuse(wrong, values, "paused_minutes", f"between 0 and {LARGEST_AMOUNT}")
    return values.astype(np.int64)


def _refuse(wrong: NDArray[np.bool_], values: NDArray[np.generic], field: str, wish: str) -> None:
    if wrong.any():
        place = int(np.argmax(wrong))
        raise ValueError(f"{field}: {values.ravel()[place]} at {place} is not {wish}")
