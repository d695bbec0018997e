"""Reasons as data: what the record is too small for."""

from __future__ import annotations

from qianjin.engines.kernel import Reason

from .data import Problem

NO_HISTORY = "no_history"
"""Nothing has ended yet: there is nothing to learn from."""
FEW_SIGNED = "few_signed"
"""``amount`` signings in the record, fewer than ``ENOUGH_SIGNED``: the interval is wide."""
FEW_SPELLS = "few_spells"
"""Stage ``subject`` has ``amount`` stays that ended, fewer than ``ENOUGH_SPELLS``: it borrows."""

ENOUGH_SIGNED = 10
ENOUGH_SPELLS = 20


def reasons(problem: Problem) -> tuple[Reason, ...]:
    """What whoever reads the forecast must know of its grounds."""
    ended = [0] * problem.stages
    for spell in problem.spells:
        ended[spell.stage] += spell.outcome != "open"
    if not any(ended):
        return (Reason(NO_HISTORY),)
    found = []
    if problem.signed < ENOUGH_SIGNED:
        found.append(Reason(FEW_SIGNED, amount=problem.signed))
    found += [
        Reason(FEW_SPELLS, str(stage), many)
        for stage, many in enumerate(ended)
        if many < ENOUGH_SPELLS
    ]
    return tuple(found)
