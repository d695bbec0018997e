"""Requests that speak of the same matter, found by the bigrams they share.

A bigram that many of the texts have says little, one that two of them have says much (inverse
document frequency); the polite and usual phrases of requests say little wherever they stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log, sqrt
from typing import NamedTuple

from .text import query_bigrams

AT_LEAST = 0.2
"""Below this score two texts are taken to speak of different matters."""

_PART_OF = 0.85
"""A short text wholly contained in a long one scores this; equal texts score 1."""

_ENOUGH = 6
"""A text of fewer bigrams proves nothing by being contained in another."""

_POLITE = frozenset(
    query_bigrams(
        "您好 你好 我们公司 我公司 我司 贵单位 领导 请问 请帮忙 请协助 麻烦 谢谢 "
        "感谢 希望 尽快 及时 能否 能不能 可否 是否 可以 需要 想要 有没有 怎么 "
        "怎样 什么 时候 现在 目前 近期 最近 已经 今天 昨天 这个 那个 一直 问题 "
        "情况 解决 处理 反映 联系 相关 有关 部门 进行 以及 由于 因为 所以 但是 "
        "导致 影响 企业 员工"
    )
)
_POLITE_WEIGHT = 0.2


class Likeness(NamedTuple):
    """A candidate, by its place among the candidates, and how alike it is, from 0 to 1."""

    candidate: int
    score: float


def alike(
    text: str, candidates: Sequence[str], *, at_least: float = AT_LEAST, limit: int | None = None
) -> list[Likeness]:
    """The candidates that speak of the same matter as ``text``, the most alike first.

    Equal scores keep the order of the candidates. A text of no bigram is like nothing.
    """
    asked = set(query_bigrams(text))
    sets = [set(query_bigrams(candidate)) for candidate in candidates]
    spread = Counter(lexeme for lexemes in (asked, *sets) for lexeme in lexemes)
    texts = len(sets) + 1
    weight = {
        lexeme: (log(1 + texts / count) * (_POLITE_WEIGHT if lexeme in _POLITE else 1)) ** 2
        for lexeme, count in spread.items()
    }

    def size(lexemes: Iterable[str]) -> float:
        # In a fixed order: a sum of floats must not depend on the order of a set.
        return sum(weight[lexeme] for lexeme in sorted(lexemes))

    whole = size(asked)
    found = []
    for index, lexemes in enumerate(sets):
        if shared := size(asked & lexemes):
            other = size(lexemes)
            score = shared / sqrt(whole * other)
            if min(len(asked), len(lexemes)) >= _ENOUGH:
                score = max(score, _PART_OF * shared / min(whole, other))
            found.append(Likeness(index, min(score, 1.0)))
    ranked = sorted(found, key=lambda likeness: -likeness.score)
    return [likeness for likeness in ranked if likeness.score >= at_least][:limit]
