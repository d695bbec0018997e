# ruff: noqa: RUF001 - full-width letters and digits are what is tested here
"""Words for search: whatever stands in a text is found by any two characters of it."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qianjin.engines import reading
from qianjin.engines.reading import (
    bigrams,
    matches,
    needs_recheck,
    normalise,
    query_bigrams,
    words,
)

mixed = st.text(
    st.one_of(
        st.sampled_from("停电了晨曦𠮷野家ＡａＢ1２ -，。（）\u3000\n\u200b😀ß"), st.characters()
    ),
    max_size=40,
)


def test_the_example_of_the_front_door_runs() -> None:
    outcome = doctest.testmod(reading)

    assert outcome.failed == 0
    assert outcome.attempted > 0


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("ＡＢＣ　１２３", "abc 123"),
        ("  Wi-Fi\n\t坏了 ", "wi-fi 坏了"),
        ("晨\u200b曦\ufeff精密\x00", "晨曦精密"),
        ("①㎡㈱", "1m2(株)"),
        ("\ud842停", "停"),
        ("Straße", "strasse"),
        ("", ""),
    ],
)
def test_one_form_for_all_ways_to_write_a_text(text: str, form: str) -> None:
    assert normalise(text) == form


@given(mixed)
@example("\u0345\u0390")
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.slow
def test_no_character_at_all_is_normalised_differently_the_second_time() -> None:
    for code in range(0x110000):
        once = normalise(f"a{chr(code)}b")
        assert normalise(once) == once
        assert "\x00" not in once


def test_bigrams_overlap_inside_runs_and_stop_at_anything_else() -> None:
    assert bigrams("厂区停电，Wi-Fi 坏了 A 区") == [
        "厂区", "区停", "停电", "wi", "fi", "坏了", "a", "区",
    ]  # fmt: skip


def test_characters_beyond_the_basic_plane_and_private_ones_count_as_one() -> None:
    assert bigrams("𠮷野") == ["𠮷野"]
    assert bigrams("赵\ue863") == ["赵\ue863"]
    assert bigrams("好😀的") == ["好", "的"]


def test_each_lexeme_is_given_once() -> None:
    assert bigrams("哈哈哈哈") == ["哈哈"]


@given(mixed, st.data())
def test_any_two_or_more_characters_of_a_text_have_all_their_lexemes_in_it(
    text: str, data: st.DataObject
) -> None:
    """The law that lets the index throw texts away: no text that matches is ever lost."""
    whole = normalise(text)
    start = data.draw(st.integers(0, max(len(whole) - 2, 0)))
    end = data.draw(st.integers(min(start + 2, len(whole)), len(whole)))
    part = whole[start:end]

    if len(normalise(part)) >= 2:
        assert set(query_bigrams(part)) <= set(bigrams(text))
        assert matches(part, text)


@given(
    st.text("停电厂区晨曦", min_size=1, max_size=12),
    st.text("停电厂区晨曦", min_size=2, max_size=2),
)
def test_two_characters_are_proved_by_their_lexeme(text: str, question: str) -> None:
    assert not needs_recheck(question)
    assert (set(query_bigrams(question)) <= set(bigrams(text))) == matches(question, text)


def test_a_longer_word_must_be_looked_up_in_the_text_itself() -> None:
    scattered = "停电 电费 费用"

    assert needs_recheck("停电费用")
    assert set(query_bigrams("停电费用")) <= set(bigrams(scattered))
    assert not matches("停电费用", scattered)


@pytest.mark.parametrize(
    ("question", "lexemes", "recheck"),
    [
        ("停电", ["停电"], False),
        ("停 电", [], True),
        ("区。", [], True),
        ("停电 厂区", ["停电", "厂区"], True),
        ("区", ["区"], False),
        ("，", [], False),
        ("", [], False),
    ],
)
def test_what_is_asked_of_the_index(question: str, lexemes: list[str], recheck: bool) -> None:
    assert query_bigrams(question) == lexemes
    assert needs_recheck(question) == recheck


def test_words_are_the_runs_of_a_question() -> None:
    assert words("停电，Ａ区 120%") == ["停电", "a区", "120"]
