"""Rates of many groups: what a few cases may not do, and what many may."""

from __future__ import annotations

import doctest
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianjin.engines import scoring
from qianjin.engines.scoring import Count, rank, score

groups = st.lists(
    st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=1,
    max_size=12,
)


def counts(pairs: list[tuple[int, int]]) -> list[Count]:
    return [Count(str(n), hits, cases) for n, (hits, cases) in enumerate(pairs)]


def test_the_example_at_the_front_door_runs() -> None:
    assert doctest.testmod(scoring).failed == 0


def test_more_hits_than_cases_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="hits"):
        Count("x", 2, 1)


def test_one_quick_case_does_not_come_before_ninety_five_of_a_hundred() -> None:
    found = score([Count("quick", 1, 1), Count("steady", 95, 100)], fewest=1)

    assert [group.key for group in found.groups] == ["steady", "quick"]


def test_where_less_is_better_the_group_that_proves_little_comes_late() -> None:
    found = score(
        [Count("new", 0, 5), Count("steady", 2, 100), Count("bad", 40, 100)], less_is_better=True
    )

    assert [group.key for group in found.ranked] == ["steady", "new", "bad"]


def test_groups_that_are_alike_lend_each_other_more_than_groups_far_apart() -> None:
    alike = score([Count(str(n), 90 + n % 2, 100) for n in range(6)])
    apart = score([Count(str(n), 20 + 15 * n, 100) for n in range(6)])

    assert alike.weight > apart.weight


@given(groups)
def test_a_shrunk_rate_lies_between_the_raw_one_and_the_mean(pairs: list[tuple[int, int]]) -> None:
    found = score(counts(pairs))

    for group in found.groups:
        assert group.raw is not None
        low, high = sorted((group.raw, found.mean))
        assert low - 1e-9 <= group.shrunk <= high + 1e-9
        assert 0 <= group.low <= group.shrunk + 1e-9 <= group.high + 2e-9 <= 1 + 3e-9


@given(groups)
def test_a_single_case_never_comes_first(pairs: list[tuple[int, int]]) -> None:
    found = score([*counts(pairs), Count("quick", 1, 1), Count("ten", 0, 10)])

    assert found.ranked[0].cases >= scoring.FEWEST
    assert "quick" in {group.key for group in found.unranked}


@given(groups)
def test_the_same_counts_give_the_same_answer_in_any_order(pairs: list[tuple[int, int]]) -> None:
    there, back = score(counts(pairs)), score(counts(pairs)[::-1])

    assert there.groups == back.groups
    assert there.mean == back.mean
    assert there.weight == pytest.approx(back.weight)


def test_without_any_case_nothing_is_claimed() -> None:
    found = score([Count("empty", 0, 0)])

    assert (found.mean, found.groups[0].raw, found.groups[0].rank) == (0.5, None, None)


@given(groups, st.booleans())
def test_a_page_of_a_ranking_says_what_the_whole_score_says(
    pairs: list[tuple[int, int]], less: bool
) -> None:
    whole = score(counts(pairs), less_is_better=less)
    keys, hits, cases = [str(n) for n in range(len(pairs))], *zip(*pairs, strict=True)

    ranking = rank(keys, hits, cases, less_is_better=less)

    assert ranking.groups(2, 5) == whole.groups[2:5]
    assert (ranking.mean, ranking.weight) == (whole.mean, whole.weight)
    # The order as a plain sort by what the cases prove would have it.
    known = [group for group in whole.groups if group.cases >= scoring.FEWEST]
    assert list(whole.ranked) == sorted(
        known, key=lambda g: (g.high if less else -g.low, -g.cases, g.key)
    )


def test_what_does_not_fit_together_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="keys, hits, cases"):
        rank(["a"], [1], [])
    with pytest.raises(ValueError, match="hits"):
        rank(["a"], [2], [1])


def test_twenty_thousand_groups_are_ordered_in_a_blink() -> None:
    many = range(20_000)
    began = time.perf_counter()

    ranking = rank([str(n) for n in many], [n % 17 for n in many], [n % 17 + n % 5 for n in many])

    assert len(ranking.groups(0, 25)) == 25
    assert time.perf_counter() - began < 1
