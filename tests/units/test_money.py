"""金额 What an office writes is read, and what is written is read again."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianjin.units.money import MOST_WAN, NoAmount, read_wan, write_wan


@pytest.mark.parametrize(
    ("text", "wan"),
    [
        ("22.4亿元", 224_000),
        ("约100亿", 1_000_000),
        ("850 万元", 850),
        ("1,200", 1_200),
        ("２６亿", 260_000),
        ("0.5亿人民币", 5_000),
        ("0", 0),
    ],
)
def test_reads_what_an_office_writes(text: str, wan: int) -> None:
    assert read_wan(text) == wan


@pytest.mark.parametrize(
    "text", ["", "很多", "-3万", "3千", "1e9", "NaN", "亿", "1.2.3万", "1e99亿"]
)
def test_refuses_what_is_no_amount(text: str) -> None:
    with pytest.raises(NoAmount):
        read_wan(text)


def test_refuses_more_money_than_there_is() -> None:
    with pytest.raises(NoAmount):
        read_wan("100001亿")


@given(st.decimals(0, MOST_WAN - 1, places=4))
def test_what_is_written_is_read_again(amount: Decimal) -> None:
    assert read_wan(write_wan(amount)) == amount
