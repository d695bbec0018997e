"""城市 The table is whole: codes once, every place on the globe, names that are found."""

from __future__ import annotations

import pytest

from qianjin.units.cities import cities, distance_km, find


def test_every_city_stands_once_and_on_the_globe() -> None:
    rows = cities()

    assert len({row.code for row in rows}) == len(rows)
    assert len({row.name_zh for row in rows}) == len(rows)
    assert all(-90 < row.lat < 90 and -180 <= row.lon <= 180 for row in rows)


@pytest.mark.parametrize("word", ["3301", "杭州", "杭州市", "hangzhou", " Hangzhou "])
def test_is_found_by_code_and_by_either_name(word: str) -> None:
    found = find(word)

    assert found is not None
    assert found.code == "3301"


def test_knows_how_far_apart_two_cities_lie() -> None:
    one, other = find("杭州"), find("北京")

    assert one is not None
    assert other is not None
    assert 1_100 < distance_km(one, other) < 1_150
    assert distance_km(one, one) == 0


def test_nowhere_is_no_city() -> None:
    assert find("亚特兰蒂斯") is None
