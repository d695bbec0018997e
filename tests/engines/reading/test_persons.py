"""Rows that may be one person, and cards read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.matching import generated
from qianjin.engines.reading import Person, compare_people, like_person, near_people, read_card
from qianjin.engines.reading.persons import SUSPECT

FIRM = "杭州远帆汽车部件有限公司"


def score(one: Person, other: Person) -> float:
    return compare_people(one, other).score


def codes(one: Person, other: Person) -> set[str]:
    return {reason.code for reason in compare_people(one, other).reasons}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Person("陆小明", FIRM, ("13800001234",)), Person("陸小明", "近山材料", ("13800001234",))),
        (
            Person("陆小明", FIRM, ("13800001234",)),
            Person("陆小明", "远帆汽车部件", ("13900005678",)),
        ),
        (Person("陆小明", FIRM), Person("陆晓明", "杭州遠帆汽車部件股份有限公司")),
        (Person("陆小明", FIRM, ("13800001234",)), Person("陆总", "", ("13800001234",))),
        (Person("陆小明", FIRM, ("13800001234",)), Person("陆小明", "", ("13800001284",))),
        (Person("陆小明", email="lu@example.com"), Person("陆小明", email="LU@example.com")),
    ],
)
def test_one_person_twice_is_suspected(one: Person, other: Person) -> None:
    assert score(one, other) >= SUSPECT
    assert score(other, one) == score(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Person("陆小明", FIRM, ("13800001234",)), Person("陆小明", "近山材料", ("13900005678",))),
        (Person("陆小明", FIRM), Person("高远", FIRM)),
        (Person("陆小明", FIRM, ("13800001234",)), Person("高远", FIRM, ("13800001234",))),
        (Person("陆小明", FIRM, ("0571-82990000",)), Person("高远", FIRM, ("0571-82990000",))),
        (Person("陆小明", email="info@example.com"), Person("高远", email="info@example.com")),
    ],
)
def test_two_people_are_left_alone(one: Person, other: Person) -> None:
    assert score(one, other) < SUSPECT


def test_the_reasons_say_what_speaks_for_and_against() -> None:
    one = Person("陆小明", FIRM, ("13800001234",))
    assert codes(one, Person("陆小明", "近山材料", ("13800001234",))) == {
        "same_name",
        "same_mobile",
        "firm_differs",
    }
    assert "phone_differs" in codes(one, Person("陆小明", FIRM, ("13900005678",)))


def test_blocking_loses_no_pair_that_comparing_all_would_find() -> None:
    rows, _truth = generated(220, seed=3)

    found = {(match.left, match.right) for match in near_people(rows)}

    slow = {
        (left, right)
        for left in range(len(rows))
        for right in range(left + 1, len(rows))
        if score(rows[left], rows[right]) >= SUSPECT
    }
    assert found == slow


def test_a_generated_set_is_found_as_well_as_the_documents_say() -> None:
    rows, truth = generated(3000, seed=11)

    found = {(match.left, match.right) for match in near_people(rows)}

    right = len(found & truth.keys())
    assert right / len(found) >= 0.95
    assert right / len(truth) >= 0.90


def test_a_thousand_equal_rows_are_chained() -> None:
    rows = [Person("陆小明", FIRM, ("13800001234",))] * 1000

    assert 999 <= len(near_people(rows)) < 5000


def test_like_person_gives_places_of_the_others() -> None:
    others = [Person("高远"), Person("陆小明", FIRM, ("13800001234",))]

    (match,) = like_person(Person("陆小明", "", ("13800001234",)), others)

    assert match.right == 1


@settings(max_examples=60)
@given(st.text(max_size=300))
def test_any_text_is_read_as_a_card(text: str) -> None:
    card = read_card(text)

    assert all(isinstance(field, str) for field in (card.name, card.firm, card.post, card.rest))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "杭州远帆汽车部件有限公司（演示）\n陆小明 副总经理",
            ("陆小明", "副总经理", "杭州远帆汽车部件有限公司（演示）"),
        ),
        ("姓名：高远\n公司：近山材料\n职务：市场部 经理", ("高远", "市场部 经理", "近山材料")),
        ("高远 13900001234 近山材料", ("高远", "", "近山材料")),
        (
            "欧阳一叶总监\n上海星野航空科技有限公司",
            ("欧阳一叶", "总监", "上海星野航空科技有限公司"),
        ),
        ("張偉強 董事長 香港鼎盛集團有限公司", ("張偉強", "董事長", "香港鼎盛集團有限公司")),
        (
            "Star Field Co., Ltd.\nJohn Smith\nSales Director",
            ("John Smith", "Sales Director", "Star Field Co., Ltd."),
        ),
        ("陆总 13812340000", ("陆总", "", "")),
        ("加了微信 老陈 做轴承的 苏州", ("老陈", "", "")),
    ],
)
def test_cards_are_read(text: str, told: tuple[str, str, str]) -> None:
    card = read_card(text)

    assert (card.name, card.post, card.firm) == told


def test_a_card_gives_number_mail_wechat_and_city() -> None:
    card = read_card(
        "陆小明\n手机 138 0000 1234 微信号：lu_xm\nlu@example.com\n地址：浙江省宁波市江东路1号"
    )

    assert (card.phones, card.wechat, card.email, card.city) == (
        ("13800001234",),
        "lu_xm",
        "lu@example.com",
        "宁波",
    )
