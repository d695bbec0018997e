"""Telephone numbers and names of people, as cells and cards hold them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianjin.engines.reading import people, phones


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("13800001234", ("13800001234",)),
        ("+86 138 0000 1234", ("13800001234",)),
        ("8613800001234", ("13800001234",)),
        ("0086-13800001234", ("13800001234",)),
        ("\uff11\uff13\uff18\uff10\uff10\uff10\uff10\uff11\uff12\uff13\uff14", ("13800001234",)),
        ("13800001234.0", ("13800001234",)),
        ("手机138-0000-1234/139 0000 5678", ("13800001234", "13900005678")),
        ("(0571)8299 0000转801", ("0571-82990000-801",)),
        ("010－61234567", ("010-61234567",)),
        ("+86-571-82990000", ("0571-82990000",)),
        ("400-123-4567", ("4001234567",)),
        ("+852 2123 0000", ("+85221230000",)),
        ("82990000", ("82990000",)),
        ("138000012345", ()),
        ("1380000123", ()),
        ("1.38E+10", ()),
        ("统一代码91330100MA27XX0001", ()),
        ("", ()),
    ],
)
def test_numbers_are_read_in_whatever_form(text: str, found: tuple[str, ...]) -> None:
    assert phones.read(text).found == found


def test_digits_that_are_no_number_are_told() -> None:
    assert phones.read("1380000123").is_doubtful
    assert phones.read("13800001234 138000").is_doubtful
    assert not phones.read("13800001234（微信同号）").is_doubtful


def test_a_local_number_takes_the_area_it_is_read_in() -> None:
    assert phones.read("电话 82990000", area="0571").found == ("0571-82990000",)


@given(st.from_regex(r"1[3-9]\d{9}", fullmatch=True, alphabet="0123456789"), st.integers(0, 3))
def test_every_mobile_number_is_found_again_in_what_it_was_written_as(
    number: str, how: int
) -> None:
    written = (
        number,
        f"+86 {number[:3]} {number[3:7]} {number[7:]}",
        f"手机：{number[:3]}-{number[3:7]}-{number[7:]}",
        "".join(chr(ord(digit) + 0xFEE0) for digit in number),
    )[how]

    assert phones.read(written).found == (number,)


@given(st.text(max_size=60))
def test_any_text_is_read_and_its_numbers_read_again_are_themselves(text: str) -> None:
    for number in phones.read(text).found:
        assert phones.read(number).found == (number,)
        hidden = phones.masked(number)
        assert "****" in hidden and number not in hidden


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("陸小明", "陆小明"),
        ("陆 小明", "陆小明（演示）"),
        ("陆小明总经理", "陆小明"),
        ("J. Smith", "j smith"),
    ],
)
def test_two_spellings_of_a_name_have_one_key(one: str, other: str) -> None:
    assert people.key(one) == people.key(other)


def test_a_surname_with_a_title_is_not_a_whole_name() -> None:
    assert people.read("张总").key == people.read("张先生").key == "张"
    assert not people.read("张总").is_whole
    assert people.read("欧阳一叶").surname == "欧阳"


@given(st.text(max_size=12), st.text(max_size=12))
def test_the_likeness_of_two_names_is_symmetric_and_a_share(one: str, other: str) -> None:
    a, b = people.read(one), people.read(other)

    assert people.similarity(a, b) == people.similarity(b, a)
    assert 0 <= people.similarity(a, b) <= 1
