"""Near-duplicates in a directory of ten thousand firms: few comparisons, every reason told.

Not all pairs are compared. Two names become a candidate when they share a credit code, a core
name, a core with one character left out (which finds every slip of one character), or a bigram
that few cores have. What only shares common bigrams (精密, 机械) is not looked at, and is not
alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np

from .confusable import blurred
from .explain import Reason
from .names import (
    LIKELY,
    SHORTEST_SLIP,
    TELLING,
    FirmName,
    brand,
    changed,
    of_cores,
    of_parts,
    read,
    told_apart,
)
from .text import bigrams

RARE = 24
"""A bigram that more cores than this share is too common to bring them together."""

_MOST_SLIPS = 50
"""A stem shared by more cores than this is a series (样本0001, 样本0002 ...), not a slip."""

_CODES_DIFFER = 0.75
"""Two credit codes are two firms, unless one code was mistyped."""


@dataclass(frozen=True, slots=True)
class Pair:
    """疑似重复 Two names that may mean one firm.

    ``left`` < ``right`` are places in the list; ``score`` is from 0 to 1. The codes of
    ``reasons``, with their subjects: ``same_code`` (the code), ``same_key`` (the core name),
    ``one_character`` (元/源), ``heard_alike`` (two cores), ``contains`` (the shorter core),
    ``similar`` (its amount is the similarity); and what speaks against: ``code_differs`` (two
    codes), ``place_differs`` (杭州/宁波), ``branch`` (its words: one is a branch of the other, or
    they are branches of one firm), ``form_differs`` (集团, in one of them).
    """

    left: int
    right: int
    score: float
    reasons: tuple[Reason, ...]

    @property
    def is_branch(self) -> bool:
        """Whether one may be a branch of the other: to be linked, never to be merged unseen."""
        return any(reason.code == "branch" for reason in self.reasons)


def near_duplicates(
    names: Sequence[str], *, codes: Sequence[str] | None = None, at_least: float = LIKELY
) -> list[Pair]:
    """Pairs of names that may mean one firm, the likeliest first.

    ``codes`` are credit codes in the order of the names, "" for unknown. In a group of names with
    one key, and of one code, each is paired with the next only, so that a list of a thousand
    equal names gives 999 pairs and not half a million. Pairs of one key or code are given
    whatever their score.

    :raises ValueError: ``codes`` and ``names`` are not equally long.
    """
    if codes is not None and len(codes) != len(names):
        raise ValueError("codes must be as many as names")
    known = list(codes) if codes is not None else [""] * len(names)
    firms = [read(name) for name in names]
    by_core: dict[str, list[int]] = defaultdict(list)
    by_code: dict[str, list[int]] = defaultdict(list)
    for index, firm in enumerate(firms):
        if firm.core:
            by_core[firm.core].append(index)
        if known[index]:
            by_code[known[index]].append(index)
    found: dict[tuple[int, int], Pair] = {}

    def look(left: int, right: int, *, always: bool) -> None:
        place = (min(left, right), max(left, right))
        if place not in found:
            pair = compare(
                firms[place[0]], firms[place[1]], (known[place[0]], known[place[1]]), place
            )
            if always or pair.score >= at_least:
                found[place] = pair

    for group in (*by_core.values(), *by_code.values()):
        for left, right in pairwise(group):
            look(left, right, always=True)
    for one, other in _candidates(list(by_core)):
        if of_cores(one, other) >= at_least:
            look(by_core[one][0], by_core[other][0], always=False)
    return sorted(found.values(), key=lambda pair: (-pair.score, pair.left, pair.right))


def compare(
    one: FirmName,
    other: FirmName,
    codes: tuple[str, str] = ("", ""),
    place: tuple[int, int] = (0, 1),
) -> Pair:
    """The pair of two names taken apart, whatever its score."""
    score = of_parts(one, other)
    reasons: list[Reason] = []
    if all(codes):
        if codes[0] == codes[1]:
            reasons.append(Reason("same_code", codes[0], 1.0))
            score = max(score, 0.99)
        else:
            reasons.append(Reason("code_differs", "/".join(codes)))
            score *= _CODES_DIFFER
    reasons += _of_cores(one.core, other.core, score)
    if one.place and other.place and one.place.contradicts(other.place):
        reasons.append(Reason("place_differs", f"{one.place.name}/{other.place.name}"))
    if one.branch != other.branch:
        reasons.append(Reason("branch", "/".join(filter(None, (one.branch, other.branch)))))
    if one.is_group != other.is_group:
        reasons.append(Reason("form_differs", "集团"))
    return Pair(*place, score, tuple(reasons))


def _of_cores(one: str, other: str, score: float) -> Iterator[Reason]:
    if one == other:
        yield Reason("same_key", one, 1.0)
    elif (slip := changed(one, other)) and not told_apart(one, other):
        yield Reason("one_character", "/".join(slip))
    elif blurred(one) == blurred(other):
        yield Reason("heard_alike", f"{one}/{other}")
    elif one.startswith(other) or other.startswith(one):
        yield Reason("contains", min(one, other, key=len))
    else:
        yield Reason("similar", "", score)


def _candidates(cores: list[str]) -> Iterator[tuple[str, str]]:
    """Pairs of different cores worth a comparison; some come twice."""
    heard: dict[str, list[str]] = defaultdict(list)
    brands: dict[str, list[str]] = defaultdict(list)
    stems: dict[str, list[str]] = defaultdict(list)
    for core in cores:
        brands[brand(core)].append(core)
        # Characters heard as one another, in whatever order: 天元, 天源, 元天.
        heard["".join(sorted(blurred(core)))].append(core)
        for stem in {core, *_stems(core)}:
            stems[stem].append(core)
    for group in (*heard.values(), *brands.values(), *stems.values()):
        if len(group) <= _MOST_SLIPS:
            yield from combinations(group, 2)
    yield from _sharing(cores)


def _stems(core: str) -> Iterator[str]:
    """The core with one character of its brand left out, where one may be a slip.

    Numerals and contrasts are none, and one of two or three characters is too much of a brand.
    """
    own = len(brand(core))
    for place, char in enumerate(core[:own]):
        if own >= SHORTEST_SLIP and char not in TELLING:
            yield core[:place] + core[place + 1 :]


def _sharing(cores: list[str]) -> Iterable[tuple[str, str]]:
    """Pairs that share rare bigrams making up at least half of the shorter core."""
    holders: dict[str, list[int]] = defaultdict(list)
    sizes = np.zeros(len(cores))
    for index, core in enumerate(cores):
        lexemes = [lexeme for lexeme in bigrams(core) if not TELLING.issuperset(lexeme)]
        sizes[index] = len(lexemes)
        for lexeme in lexemes:
            holders[lexeme].append(index)
    blocks = []
    for group in holders.values():
        if 1 < len(group) <= RARE:
            members = np.array(group)
            left, right = np.triu_indices(len(group), 1)
            blocks.append(members[left] * len(cores) + members[right])
    if not blocks:
        return []
    pairs, shared = np.unique(np.concatenate(blocks), return_counts=True)
    left, right = np.divmod(pairs, len(cores))
    enough = shared * 2 >= np.minimum(sizes[left], sizes[right])
    return [(cores[a], cores[b]) for a, b in zip(left[enough], right[enough], strict=True)]
