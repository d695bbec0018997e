"""Time limits as values: what can be said, and what is refused when it is said."""

from __future__ import annotations

from decimal import Decimal

import pytest

from qianjin.engines.worktime import LARGEST_AMOUNT, Amount, Unit


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("3wd", 3, Unit.WORKING_DAYS),
        ("1wh", 1, Unit.WORKING_HOURS),
        ("1.5wh", Decimal("1.5"), Unit.WORKING_HOURS),
        ("0.25wh", Decimal("0.25"), Unit.WORKING_HOURS),
        ("10d", 10, Unit.CALENDAR_DAYS),
        (" 2 mo ", 2, Unit.MONTHS),
    ],
)
def test_a_time_limit_is_read_from_its_short_form(text: str, value: Decimal, unit: Unit) -> None:
    amount = Amount.parse(text)

    assert (amount.value, amount.unit) == (value, unit)


@pytest.mark.parametrize(
    "text", ["", "3", "wd", "3 days", "-1wd", "1e2wd", "1week", "\uff13wd", "1.wd", "1,5wh"]
)
def test_another_form_is_refused_by_name(text: str) -> None:
    with pytest.raises(ValueError, match=r"^amount: "):
        Amount.parse(text)


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        (0, Unit.WORKING_DAYS),
        (-1, Unit.WORKING_HOURS),
        (Decimal("1.5"), Unit.WORKING_DAYS),
        (Decimal("0.5"), Unit.MONTHS),
        (Decimal("0.01"), Unit.WORKING_HOURS),
        (Decimal("NaN"), Unit.WORKING_HOURS),
        (Decimal("Infinity"), Unit.WORKING_DAYS),
        (LARGEST_AMOUNT + 1, Unit.CALENDAR_DAYS),
        (1.5, Unit.WORKING_HOURS),
        (True, Unit.WORKING_DAYS),
        ("3", Unit.WORKING_DAYS),
    ],
)
def test_an_impossible_value_is_refused_by_name(value: object, unit: Unit) -> None:
    with pytest.raises(ValueError, match=r"^value: "):
        Amount(value, unit)  # type: ignore[arg-type]


def test_a_unit_must_be_one_of_the_four() -> None:
    with pytest.raises(ValueError, match=r"^unit: "):
        Amount(3, "wd")  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["3wd", "1.5wh", "0.25wh", "10d", "2mo", "100wd"])
def test_the_short_form_is_written_as_it_was_read(text: str) -> None:
    assert str(Amount.parse(text)) == text


def test_equal_amounts_are_equal_however_they_were_written() -> None:
    assert Amount.parse("2.0wh") == Amount(2, Unit.WORKING_HOURS)
    assert str(Amount(Decimal("1.50"), Unit.WORKING_HOURS)) == "1.5wh"
    assert str(Amount(Decimal("1E+2"), Unit.WORKING_DAYS)) == "100wd"


def test_hours_have_minutes_and_days_have_none_without_a_calendar() -> None:
    assert Amount.parse("1.5wh").minutes == 90
    with pytest.raises(ValueError, match=r"^unit: 3wd"):
        _ = Amount.parse("3wd").minutes
