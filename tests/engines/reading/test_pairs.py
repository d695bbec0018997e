"""Near-duplicates of a directory: what is found, why, and how fast."""

from __future__ import annotations

import random
import sys
import time
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianjin.engines.reading import Pair, Reason, names, near_duplicates

CODE, OTHER_CODE = "91330199XX0000001X", "91330199XX0000002X"


def reasons(pair: Pair) -> list[tuple[str, str]]:
    return [(reason.code, reason.subject) for reason in pair.reasons]


def only(found: list[Pair]) -> Pair:
    assert len(found) == 1
    return found[0]


def test_two_spellings_of_a_firm_are_found_with_their_key() -> None:
    pair = only(near_duplicates(["晨曦精密有限公司", "吉利汽车", "杭州晨曦精密（演示）"]))

    assert (pair.left, pair.right, pair.score) == (0, 2, 1.0)
    assert pair.reasons == (Reason("same_key", "晨曦精密", 1.0),)


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("天元精密", "天源精密", [("one_character", "元/源")]),
        ("天元", "天源", [("heard_alike", "天元/天源")]),
        ("晨曦精密", "晨曦精密机械", [("contains", "晨曦精密")]),
        (
            "杭州晨曦精密",
            "宁波晨曦精密",
            [("same_key", "晨曦精密"), ("place_differs", "杭州/宁波")],
        ),
        ("晨曦精密", "晨曦精密集团", [("same_key", "晨曦精密"), ("form_differs", "集团")]),
        (
            "晨曦精密有限公司",
            "晨曦精密有限公司杭州分公司",
            [("same_key", "晨曦精密"), ("branch", "杭州分公司")],
        ),
        (
            "晨曦精密有限公司萧山分公司",
            "晨曦精密有限公司杭州分公司",
            [("same_key", "晨曦精密"), ("branch", "萧山分公司/杭州分公司")],
        ),
        ("前进智造科技产业园", "前进智造产业园科技", [("similar", "")]),
    ],
)
def test_each_likeness_gives_its_reasons(one: str, other: str, said: list[tuple[str, str]]) -> None:
    pair = only(near_duplicates([one, other], at_least=0.5))

    assert reasons(pair) == said
    assert pair.is_branch == (said[-1][0] == "branch")


def test_equal_codes_make_a_pair_of_unlike_names() -> None:
    pair = only(near_duplicates(["晨曦精密", "吉利汽车"], codes=[CODE, CODE]))

    assert pair.score == 0.99
    assert reasons(pair)[0] == ("same_code", CODE)


def test_unequal_codes_speak_against_equal_names_but_do_not_hide_them() -> None:
    pair = only(near_duplicates(["晨曦精密", "晨曦精密"], codes=[CODE, OTHER_CODE]))

    assert pair.score == 0.75
    assert ("code_differs", f"{CODE}/{OTHER_CODE}") in reasons(pair)


def test_an_unknown_code_says_nothing() -> None:
    pair = only(near_duplicates(["晨曦精密", "晨曦精密"], codes=[CODE, ""]))

    assert reasons(pair) == [("same_key", "晨曦精密")]


def test_as_many_codes_as_names_are_needed() -> None:
    with pytest.raises(ValueError, match="codes"):
        near_duplicates(["晨曦精密"], codes=[])


@pytest.mark.parametrize(
    "listed",
    [
        [],
        ["", ""],
        ["晨曦精密", "吉利汽车", "顾家家居"],
        ["华东机械", "华南机械"],
        ["演示企业一", "演示企业二"],
        ["天元精密有限公司", "天源精密有限公司杭州分公司"],
        [f"样本{number:04d}" for number in range(300)],
    ],
)
def test_different_firms_make_no_pair(listed: list[str]) -> None:
    assert near_duplicates(listed) == []


def test_a_group_of_equal_names_is_chained_not_multiplied() -> None:
    found = near_duplicates(["晨曦精密"] * 100)

    assert [(pair.left, pair.right) for pair in found] == [(n, n + 1) for n in range(99)]


def test_a_series_of_names_with_one_stem_is_not_taken_for_slips() -> None:
    listed = [f"{chr(0x4E00 + 97 * n)}远大卫星通信" for n in range(60)]

    assert near_duplicates(listed) == []


@given(st.lists(st.text("晨曦天元源精密机械华", min_size=1, max_size=5), max_size=8))
def test_pairs_are_sorted_ordered_and_each_is_given_once(listed: list[str]) -> None:
    found = near_duplicates(listed)

    assert [-pair.score for pair in found] == sorted(-pair.score for pair in found)
    assert all(pair.left < pair.right for pair in found)
    assert len({(pair.left, pair.right) for pair in found}) == len(found)
    assert found == near_duplicates(listed)


@given(st.lists(st.text("晨辰曦天元源精密", min_size=2, max_size=5), max_size=6, unique=True))
def test_the_shortcut_finds_what_comparing_every_pair_finds(listed: list[str]) -> None:
    """A brute-force twin: among few names no bigram is too common to be looked at."""
    cores = [names.read(name).core for name in listed]
    expected = {
        (left, right)
        for left, right in combinations(range(len(listed)), 2)
        if names.similarity(listed[left], listed[right]) >= names.LIKELY
        and cores[left] not in cores[:left]
        and cores[right] not in cores[:right]
    }

    assert expected <= {(pair.left, pair.right) for pair in near_duplicates(listed)}


@pytest.mark.slow
@pytest.mark.skipif(sys.gettrace() is not None, reason="coverage makes everything slower")
def test_ten_thousand_names_are_compared_in_two_seconds() -> None:
    dice = random.Random(1)
    syllables = "晨旭晖煜宏泰恒达瑞丰华信远博天元启明星宇鼎盛金石云海新锐卓越凯德汇通正大"
    trades = ["精密机械", "汽车零部件", "智能装备", "电子科技", "新材料", "模具", "新能源", "物流"]
    listed = [
        dice.choice(["浙江", "杭州市钱塘区", "宁波", ""])
        + "".join(dice.choices(syllables, k=dice.choice([2, 2, 3])))
        + dice.choice(trades)
        + dice.choice(["有限公司", "股份有限公司", ""])
        for _ in range(10_000)
    ]
    begun = time.process_time()

    found = near_duplicates(listed)

    assert time.process_time() - begun < 2
    assert len(found) > 500
