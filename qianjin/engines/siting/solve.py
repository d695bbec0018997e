"""Find the sites for a need; and for one parcel, the needs it fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from ..kernel import Reason, Stop
from .data import Need, Parcels
from .explain import reasons_of, why_none
from .result import NO_MATCH, NOT_FOUND, NOT_OPEN, Assembly, Fit, Sites
from .search import Found, Search, Watch


def solve(
    parcels: Parcels,
    need: Need,
    *,
    stop: Stop,
    clock: Callable[[], float] | None = None,
    top: int = 1,
    is_compiled: bool | None = None,
) -> Sites:
    """
    选址 The cheapest parcels or groups of joined parcels that keep every limit of a need.

    Parameters
    ----------
    parcels, need
        The layer and what is looked for.
    stop
        When to end; ``iterations`` are steps of the search, the same on every machine.
    clock
        Seconds of a clock that only goes forward; needed when ``stop`` has seconds.
    top
        How many answers. Each further one is the cheapest that shares at most
        ``need.overlap`` of the least area with every answer before it.
    is_compiled
        Whether to search as machine code (numba); ``None``: when the layer is large.

    Returns
    -------
    Sites
        Cheapest first, each proven optimal of its kind or with a gap.
    """
    if top < 1:
        raise ValueError("top: must be at least 1")
    watch = Watch.of(stop, clock)
    search = Search(parcels, need, is_compiled=is_compiled)
    answers: list[Assembly] = []
    missing: Reason | None = None
    if need.overlap >= 1 and top > 1:
        found = search.best(top, watch)
        answers = _answers(parcels, found)
        if len(answers) < top:
            missing = _missing(parcels, need, search, found, answers)
    else:
        while len(answers) < top and missing is None:
            # The first answer gets half of the time, the last all that is left.
            found = search.best(1, watch.part(1.0 if len(answers) == top - 1 else 0.5))
            answers += _answers(parcels, found)
            if not found.sets:
                missing = _missing(parcels, need, search, found, answers)
            search.without([answer.rows for answer in answers])
    # A later search may meet what an earlier one had no time for.
    answers.sort(key=lambda answer: answer.value)
    told = tuple(
        replace(answer, reasons=reasons_of(parcels, need, answer, answers[:place]))
        for place, answer in enumerate(answers)
    )
    return Sites(told, missing, watch.used)


def needs_that_fit(
    parcels: Parcels,
    parcel: str,
    needs: Sequence[Need],
    *,
    stop: Stop,
    clock: Callable[[], float] | None = None,
    is_compiled: bool | None = None,
) -> tuple[Fit, ...]:
    """
    反向匹配 For one parcel, each need with the cheapest site that holds the parcel.

    The needs in their order. ``stop`` is for all of them together. ``KeyError``: no such parcel.
    """
    if parcel not in parcels.ids:
        raise KeyError(parcel)
    row = parcels.ids.index(parcel)
    watch = Watch.of(stop, clock)
    fits = []
    for number, need in enumerate(needs):
        search = Search(parcels, need, is_compiled=is_compiled)
        if not search.is_open[row]:
            fits.append(Fit(number, None, Reason(NOT_OPEN, parcel)))
            continue
        found = search.best(1, watch.part(1 / (len(needs) - number)), must=row)
        answers = _answers(parcels, found)
        if answers:
            answer = answers[0]
            told = replace(answer, reasons=reasons_of(parcels, need, answer, ()))
            fits.append(Fit(number, told, None))
        else:
            code = NO_MATCH if found.is_proven else NOT_FOUND
            fits.append(Fit(number, None, Reason(code, parcel)))
    return tuple(fits)


def _answers(parcels: Parcels, found: Found) -> list[Assembly]:
    return [
        _answer(parcels, value, rows, found.bound)
        for value, rows in zip(found.values, found.sets, strict=True)
    ]


def _answer(parcels: Parcels, value: float, rows: tuple[int, ...], bound: float) -> Assembly:
    chosen = list(rows)
    ready = None
    if parcels.ready is not None:
        last = float(parcels.ready[chosen].max())
        ready = int(last) if np.isfinite(last) else None
    return Assembly(
        rows=rows,
        ids=tuple(parcels.ids[row] for row in rows),
        area=float(parcels.area[chosen].sum()),
        cost=float(parcels.cost[chosen].sum()),
        value=value,
        ready=ready,
        bound=min(bound, value),
    )


def _missing(
    parcels: Parcels, need: Need, search: Search, found: Found, answers: Sequence[Assembly]
) -> Reason:
    if not found.is_proven:
        return Reason(NOT_FOUND)
    if answers:
        return Reason(NO_MATCH, amount=float(search.is_open.sum()))
    return why_none(parcels, need, search.is_open)
