"""Names stand where their sound puts them, rare characters too."""

from __future__ import annotations

import doctest

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from qianjin.units import name_order as module
from qianjin.units.name_order import name_order

FIRMS = [
    "安衡科技", "成达机械", "晟辉光电", "昊天装备", "泓瀚材料", "红岩模具", "昆仑食品", "堃元仪器",
    "麒麟半导体", "睿科电子", "煜阳环保", "远山材料", "喆安医药",
]  # fmt: skip


def test_the_example_of_its_documentation_holds() -> None:
    assert doctest.testmod(module).failed == 0


def test_names_firms_are_fond_of_stand_by_their_pinyin() -> None:
    assert sorted(reversed(FIRMS), key=name_order) == FIRMS


def test_people_of_one_surname_stand_together() -> None:
    shuffled = ["演示·何云舒", "演示·严仲", "演示·冯岚", "演示·何蔚", "演示·安宁"]

    by_sound = ["演示·安宁", "演示·冯岚", "演示·何蔚", "演示·何云舒", "演示·严仲"]
    assert sorted(shuffled, key=name_order) == by_sound


def test_digits_and_letters_come_first() -> None:
    mixed = ["安衡", "3D打印", "ABC 公司", "鑫达"]

    assert sorted(mixed, key=name_order) == ["3D打印", "ABC 公司", "安衡", "鑫达"]


def test_each_rare_character_stands_beside_one_common_one() -> None:
    rare, common = module._rare_and_common()

    assert len(rare) == len(set(rare)) == len(common) > 3000
    assert not set(rare) & set(common)
    first, last = b"\xb0\xa1", b"\xd7\xf9"  # the common characters of GB 2312
    assert all(first <= one.encode("gb2312") <= last for one in set(common))


@given(st.text(max_size=20), st.text(max_size=20))
def test_two_names_have_one_place_only_when_they_are_one(one: str, other: str) -> None:
    one, other = (text.encode("utf-8", "ignore").decode() for text in (one, other))

    assert (name_order(one) == name_order(other)) == (one == other) or "\0" in one + other


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", [*FIRMS, "", "𠮷野家", "\uff21\uff22😀", "'; DROP", "演示·何云舒", "冫灬"]
)
def test_the_database_puts_a_name_where_python_does(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT enterprises_name_order(%s)", [name])
        (place,) = cursor.fetchone()

    assert bytes(place) == name_order(name)
