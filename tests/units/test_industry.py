# ruff: noqa: RUF001 - full-width letters and digits are what is tested here
"""国民经济行业分类: the table of GB/T 4754-2017 and how cells are read by it."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianjin.units import industry


def every_entry() -> list[industry.Industry]:
    found = []
    todo = industry.sections()
    while todo:
        found += todo
        todo = [child for entry in todo for child in industry.children(entry.code)]
    return found


def test_the_table_has_the_numbers_the_standard_was_issued_with() -> None:
    levels = Counter(entry.level for entry in every_entry())

    assert levels == {"section": 20, "division": 97, "group": 473, "class": 1381}


def test_every_entry_stands_in_the_section_of_its_ancestors() -> None:
    for entry in every_entry():
        above = industry.ancestors(entry.code)
        assert [a.level for a in above] == ["section", "division", "group"][: len(above)]
        assert all(a.section == entry.section for a in above)


def test_every_group_has_a_class_and_one_that_stands_alone_ends_in_zero() -> None:
    for entry in every_entry():
        if entry.level == "group":
            classes = industry.children(entry.code)
            assert classes
            assert (classes[0].code[-1] == "0") == (len(classes) == 1)


def test_every_division_has_an_english_name_and_its_own() -> None:
    divisions = [entry for entry in every_entry() if entry.level == "division"]

    assert len({industry.name_en(entry.code) for entry in divisions}) == 97
    assert all(industry.name_en(entry.code) for entry in industry.sections())


def test_a_shared_name_always_means_one_line_of_descent() -> None:
    """``parse`` may then answer by name alone without guessing between two industries."""
    by_name: dict[str, list[industry.Industry]] = {}
    for entry in every_entry():
        by_name.setdefault(entry.name_zh, []).append(entry)

    for entries in by_name.values():
        last = max(entries, key=lambda entry: (entry.level != "section", len(entry.code)))
        line = {last.code, *(a.code for a in industry.ancestors(last.code))}
        assert {entry.code for entry in entries} <= line


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("C", "制造业"),
        ("36", "汽车制造业"),
        ("C3741", "飞机制造"),
        ("374", "航空、航天器及设备制造"),
        ("362", "汽车用发动机制造"),
        ("3620", "汽车用发动机制造"),
        ("I6511", "基础软件开发"),
        ("C6511", ""),
        ("98", ""),
        ("", ""),
        ("X", ""),
    ],
)
def test_a_code_has_its_name_with_or_without_the_letter(code: str, name: str) -> None:
    assert industry.name_zh(code) == name


def test_a_class_answers_in_english_with_its_division() -> None:
    assert industry.name_en("3741") == (
        "Manufacture of railway, ship, aerospace and other transport equipment"
    )
    assert industry.name_en("nothing") == ""


def test_the_full_code_carries_the_letter_once() -> None:
    assert [e.full_code for e in (*industry.ancestors("3741"), *industry.sections()[:1])] == [
        "C",
        "C37",
        "C374",
        "A",
    ]


def test_nothing_stands_below_a_class_and_nothing_above_a_section() -> None:
    assert industry.children("3741") == []
    assert industry.children("unknown") == []
    assert industry.ancestors("C") == []
    assert industry.ancestors("unknown") == []


@pytest.mark.parametrize(
    ("text", "full_code", "problem"),
    [
        ("3741 飞机制造", "C3741", ""),
        ("Ｃ３７４１　飞机制造", "C3741", ""),
        ("c3741", "C3741", ""),
        ("飞机制造", "C3741", ""),
        ("飞机制造业", "C3741", ""),
        ("橡胶制品", "C291", ""),
        ("制造业-3741", "C3741", ""),
        ("制造业/汽车制造业/3670", "C3670", ""),
        ("汽车制造业（36）", "C36", ""),
        ("行业代码：3670", "C3670", ""),
        ("国民经济行业小类 3670 汽车零部件及配件制造业", "C3670", ""),
        ("三维(3D)打印技术推广服务", "M7517", ""),
        ("C", "C", ""),
        ("Ｃ 制造业", "C", ""),
        ("汽车用发动机制造", "C3620", ""),
        ("燃气生产和供应业", "D45", ""),
        ("111 稻谷种植", "A0111", ""),
        ("111", "B111", ""),
        ("1", "A01", ""),
        ("3747", "C374", "unknown_code"),
        ("3999", "C399", "unknown_code"),
        ("3889", "C38", "unknown_code"),
        ("9999", None, "unknown_code"),
        ("C6511", "I6511", "section_differs"),
        ("4620 飞机制造", "D4620", "name_differs"),
        ("造飞机的", None, "unknown_name"),
        ("C 造飞机的", None, "unknown_name"),
        ("", None, ""),
        (" — ", None, ""),
    ],
)
def test_a_cell_is_read_as_people_write_it(text: str, full_code: str, problem: str) -> None:
    reading = industry.parse(text)

    assert (reading.industry and reading.industry.full_code) == full_code
    assert reading.problem == problem


@given(st.sampled_from(every_entry()))
def test_every_code_with_its_name_reads_back_as_itself(entry: industry.Industry) -> None:
    assert industry.parse(f"{entry.full_code} {entry.name_zh}") == industry.Reading(entry)


@given(st.text())
def test_no_text_is_too_strange_to_read(text: str) -> None:
    assert industry.parse(text).problem in {
        "",
        "unknown_code",
        "unknown_name",
        "section_differs",
        "name_differs",
    }
