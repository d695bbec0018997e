from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qianjin.engines import reading

Person = reading.Person
SUSPECT = reading.persons.SUSPECT
SAME = 0.9
"""From here on a row of a table is taken for a person who is there already."""

Reasons = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Match:
    """疑似同一人 Two places in two lists that may be one person, and why."""

    left: int
    right: int
    score: float
    reasons: Reasons


def like_people(rows: Sequence[Person], *, at_least: float = SUSPECT) -> list[Match]:
    """Pairs of rows that may be one person, the likeliest first."""
    return [_told(match) for match in reading.near_people(rows, at_least=at_least)]


def like_person(
    person: Person, others: Sequence[Person], *, at_least: float = SUSPECT
) -> list[Match]:
    """Those of ``others`` that may be ``person``; ``right`` is their place."""
    return [_told(match) for match in reading.like_person(person, others, at_least=at_least)]


def _told(match: reading.Match) -> Match:
    # A number proves likeness, and stays masked wherever the proof is shown.
    reasons = tuple(
        (r.code, reading.phones.masked(r.subject) if r.code in _NUMBERS else _plain(r))
        for r in match.reasons
    )
    return Match(match.left, match.right, round(match.score, 4), reasons)


_NUMBERS = frozenset({"same_mobile", "same_line"})


def _plain(reason: reading.Reason) -> str:
    return "" if reason.code in {"phone_slip", "same_mail"} else reason.subject[:160]
