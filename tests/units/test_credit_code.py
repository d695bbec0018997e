# ruff: noqa: RUF001 - full-width letters and digits are what is tested here
"""统一社会信用代码: what is right, what is wrong, and how it is said."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qianjin.units import credit_code
from qianjin.units.credit_code import ALPHABET, Finding

# Codes of real bodies as printed in public; the owner is of no matter here.
PUBLISHED = [
    "91110000600037341L",
    "91350200776049653A",
    "91440101MA5CJQ4N59",
    "91350200MA2YJ1XR9G",
    "91350200MA31E12PXF",
]

valid_codes = st.builds(
    credit_code.make,
    st.integers(0, 999_999),
    kind=st.sampled_from("123"),
    division=st.sampled_from(["330114", "110000", "100000", "820000", "330199"]),
    prefix=st.sampled_from(["XX", "MA", "00", "7Y"]),
)


@pytest.mark.parametrize("code", PUBLISHED)
def test_a_published_code_is_valid_and_carries_no_warning(code: str) -> None:
    assert credit_code.findings(code) == []


def test_the_check_character_of_the_standard_is_computed_by_hand_the_same_way() -> None:
    # 31 - sum mod 31, with the weights of the standard's table written out.
    weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
    body = "91110000600037341"
    total = sum(ALPHABET.index(char) * weight for char, weight in zip(body, weights, strict=True))

    assert credit_code.check_character(body) == ALPHABET[31 - total % 31] == "L"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" 9111 0000-6000 3734-1l ", "91110000600037341L"),
        ("９１１１００００６００037341Ｌ", "91110000600037341L"),
        ("91110000—60003734－1L\t", "91110000600037341L"),
        ("", ""),
    ],
)
def test_full_width_lower_case_spaces_and_dashes_are_forgiven(typed: str, kept: str) -> None:
    assert credit_code.normalise(typed) == kept


@given(st.text())
@example("i\u0307")  # composes only once it is a capital
@example("e-\u0301")  # composes only once the dash is gone
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = credit_code.normalise(text)

    assert credit_code.normalise(once) == once


@given(st.text())
def test_any_text_gets_findings_each_with_a_sentence_its_parameters_fill(text: str) -> None:
    for finding in credit_code.findings(text):
        assert finding.sentence % finding.params


def test_a_short_code_is_told_its_length() -> None:
    assert credit_code.check("9111000060003734") == Finding("length", {"length": 16})


def test_a_letter_that_is_never_used_is_named_with_its_place_and_what_was_meant() -> None:
    code = "9111OOOO600037341L"

    found = credit_code.findings(code)

    assert found[0] == Finding("character", {"position": 5, "character": "O", "suggestion": "0"})
    assert [finding.params["position"] for finding in found] == [5, 6, 7, 8]
    assert "Is it" in found[0].sentence


@pytest.mark.parametrize(("typed", "meant"), [("O", "0"), ("I", "1"), ("Z", "2"), ("S", "5")])
def test_each_confused_letter_has_its_digit(typed: str, meant: str) -> None:
    finding = credit_code.check("9111000060003734" + typed + "L")

    assert finding is not None
    assert finding.params["suggestion"] == meant


def test_a_chinese_character_in_a_code_has_no_suggestion() -> None:
    finding = credit_code.check("91110000600037341码")

    assert finding == Finding("character", {"position": 18, "character": "码", "suggestion": ""})
    assert "Is it" not in finding.sentence


@pytest.mark.parametrize("region", ["A30100", "990000", "380000"])
def test_a_division_that_no_province_has_is_refused(region: str) -> None:
    assert credit_code.check(f"91{region}600037341L") == Finding("region", {"region": region})


def test_a_wrong_check_character_says_which_was_expected() -> None:
    finding = credit_code.check("91110000600037341M")

    assert finding == Finding("check_character", {"expected": "L", "found": "M"})


def test_a_wrong_organisation_check_is_a_warning_and_no_refusal() -> None:
    body = "91110000600037342"
    code = body + credit_code.check_character(body)

    assert credit_code.findings(code) == [
        Finding("organisation_check", {"expected": "1", "found": "2"})
    ]
    assert credit_code.findings(code)[0].is_warning
    assert credit_code.is_valid(code)


def test_a_code_a_spreadsheet_took_for_a_number_is_told_so() -> None:
    finding = credit_code.check(" 9.13302E+17 ")

    assert finding == Finding("number", {"text": "9.13302E+17"})


@given(valid_codes, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_any_one_wrong_character_is_noticed(code: str, place: int, char: str) -> None:
    """Each weight is prime to 31, so no single change keeps the sum."""
    wrong = code[:place] + char + code[place + 1 :]

    assert credit_code.is_valid(wrong) == (wrong == code)


@given(valid_codes, st.integers(0, 16))
def test_any_two_neighbours_changed_over_are_noticed(code: str, place: int) -> None:
    """Neighbouring weights differ modulo 31, so every swap of two unlike neighbours shows."""
    left, right = code[place], code[place + 1]
    swapped = code[:place] + right + left + code[place + 2 :]

    assert credit_code.is_valid(swapped) == (swapped == code)


def test_only_the_first_and_the_last_character_can_change_places_unnoticed() -> None:
    """The one blind spot of the standard: places 1 and 18 both weigh 1 (3^0 = 1)."""
    code = "9" + "1110000600037341"
    code += credit_code.check_character(code)
    swapped = code[17] + code[1:17] + code[0]

    assert swapped != code
    assert credit_code.check(swapped) is None


def test_letters_read_as_digits_mend_a_code_only_when_the_result_is_valid() -> None:
    assert credit_code.mended("9IIIOOOO6OOO3734IL") == "91110000600037341L"
    assert credit_code.mended("91110000600037341L") == "91110000600037341L"
    assert credit_code.mended("9IIIOOOO6OOO3734IM") == ""


def test_the_same_number_makes_the_same_code_and_others_make_others() -> None:
    codes = [credit_code.make(number) for number in range(1000)]

    assert codes == [credit_code.make(number) for number in range(1000)]
    assert len(set(codes)) == 1000
    assert all(credit_code.findings(code) == [] for code in codes)


def test_codes_made_for_invented_enterprises_can_be_told_from_real_ones() -> None:
    assert credit_code.is_invented(credit_code.make(60))
    assert not any(credit_code.is_invented(code) for code in PUBLISHED)
    assert not credit_code.is_invented(credit_code.make(60, division="330114"))


@pytest.mark.parametrize("number", [-1, 1_000_000])
def test_a_number_that_does_not_fit_makes_no_code(number: int) -> None:
    with pytest.raises(ValueError, match="number"):
        credit_code.make(number)


@pytest.mark.parametrize("part", [{"prefix": "x"}, {"division": "33019O"}])
def test_parts_outside_the_alphabet_make_no_code(part: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="body"):
        credit_code.make(1, **part)


def test_a_body_of_the_wrong_length_has_no_check_character() -> None:
    with pytest.raises(ValueError, match="body"):
        credit_code.check_character("9111")
