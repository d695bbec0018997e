# ruff: noqa: RUF001 - full-width letters and digits are what is tested here
"""Headings of messy tables: found, read, and given to the right fields."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianjin.engines.reading import Field, HeadingMatch, YearColumn, match_headings
from qianjin.engines.reading.headings import heading_score, plain_heading, unit_in, year_in

FIELDS = [
    Field("name", ("企业名称", "单位名称", "名称", "Enterprise"), is_required=True),
    Field("code", ("统一社会信用代码", "信用代码"), r"[0-9a-z]{18}", is_required=True),
    Field("contact", ("联系人", "联系人姓名", "姓名")),
    Field(
        "phone", ("联系电话", "电话", "手机", "联系人电话", "Phone"), r"1\d{10}|0\d{2,3}-?\d{7,8}"
    ),
    Field("tax", ("税收", "纳税额"), r"[\d.,]+", by_year=True),
    Field("output", ("产值", "总产值"), r"[\d.,]+", by_year=True),
]
FIRM = ["晨曦精密（演示）", "91330199XX0000017E", "陈岚", "13800000000", "620", "12800"]
OTHER = ["顺风物流（演示）", "91330199XX000002XH", "杜仲", "0571-88888888", "31.5", "900"]


def matched(*rows: list[str]) -> HeadingMatch:
    return match_headings(rows, FIELDS)


def columns(*rows: list[str]) -> dict[str, int]:
    return dict(matched(*rows).columns)


ALL = {"name": 0, "code": 1, "contact": 2, "phone": 3, "tax": 4, "output": 5}


def test_plain_headings_in_the_first_row_are_certain() -> None:
    match = matched(["企业名称", "统一社会信用代码", "联系人", "联系电话", "税收", "产值"], FIRM)

    assert match.columns == ALL
    assert (match.header_row, match.data_row) == (0, 1)
    assert match.confidence == 1
    assert match.missing == ()
    assert match.unmatched == ()
    assert match.reasons["name"].code == "exact"
    assert match.reasons["name"].subject == "企业名称"


def test_titles_above_the_headings_are_passed_over() -> None:
    match = matched(
        ["前进智造园企业名称登记表（演示）", "", "", "", "", ""],
        ["填表单位：综合管理部", "", "", "", "", "单位：万元"],
        ["企业名称", "信用代码", "联系人", "电话", "税收", "产值"],
        FIRM,
    )

    assert (match.header_row, match.data_row) == (2, 3)
    assert match.columns == ALL


def test_reordered_renamed_full_width_and_english_headings_are_read() -> None:
    assert columns(
        [
            "序号",
            "Ｐｈｏｎｅ",
            "纳税额（万元）",
            "*单位全称",
            "社会信用代码：",
            "企业 联系人",
            "备注",
        ],
        ["1", FIRM[3], FIRM[4], FIRM[0], FIRM[1], FIRM[2], ""],
    ) == {"phone": 1, "tax": 2, "name": 3, "code": 4, "contact": 5}


def test_what_is_no_fields_is_left_over() -> None:
    match = matched(["序号", "企业名称", "", "备注"], ["1", FIRM[0], "", "x"])

    assert match.unmatched == (0, 3)
    assert match.missing == ("code",)
    assert match.confidence == 0.5


def test_a_misspelt_heading_is_still_read() -> None:
    assert columns(["企业名程", "统一社会信用带码"], FIRM[:2]) == {"name": 0, "code": 1}


def test_two_rows_of_headings_are_joined() -> None:
    """
    | 企业名称 | 信用代码 |    联系人    |    2025年（万元）    |
    |          |          | 姓名 | 电话  | 税收      | 产值     |
    """
    match = matched(
        ["企业名录", "", "", "", "", ""],
        ["企业名称", "信用代码", "联系人", "", "2025年（万元）", ""],
        ["", "", "姓名", "电话", "税收", "产值"],
        FIRM,
    )

    assert (match.header_row, match.data_row) == (2, 3)
    assert match.columns == ALL
    assert match.headings[2:] == (
        "联系人姓名",
        "联系人电话",
        "2025年（万元）税收",
        "2025年（万元）产值",
    )
    assert match.years == {"tax": 2025, "output": 2025}
    assert match.units == {"tax": "万元", "output": "万元"}


def test_rows_of_unequal_length_are_joined_too() -> None:
    lower_longer = matched(["企业名称", "联系人"], ["", "姓名", "电话", "税收"], FIRM)
    upper_longer = matched(["企业名称", "联系人", "", "税收", "产值"], ["", "姓名", "电话"], FIRM)

    assert lower_longer.columns == {"name": 0, "contact": 1, "phone": 2, "tax": 3}
    assert upper_longer.columns == {"name": 0, "contact": 1, "phone": 2, "tax": 3, "output": 4}


def test_a_title_does_not_reach_into_the_columns_beyond_it() -> None:
    match = matched(["", "联系人", "", ""], ["名称", "姓名", "电话", "税收（万元）"], FIRM)

    assert match.columns == {"name": 0, "contact": 1, "phone": 2, "tax": 3}
    assert match.headings[3] == "税收（万元）"


def test_the_data_are_not_taken_for_a_second_row_of_headings() -> None:
    match = matched(["企业名称", "联系人", "电话"], ["电话机制造（演示）", "陈岚", "13800000000"])

    assert match.data_row == 1


def test_several_years_of_one_figure_are_all_told_and_the_latest_stands_for_it() -> None:
    match = matched(
        ["企业名称", "2024年税收(万元)", "2025年税收(万元)", "产值"],
        [FIRM[0], "600", "620", "12800"],
    )

    assert match.columns == {"name": 0, "tax": 2, "output": 3}
    assert match.years == {"tax": 2025}
    assert match.year_columns == (YearColumn("tax", 2024, 1), YearColumn("tax", 2025, 2))
    assert match.unmatched == ()
    assert match.reasons["tax"].code == "exact"


def test_a_second_column_of_the_same_year_is_left_over() -> None:
    match = matched(["企业名称", "2025年税收", "2025年度税收"], [FIRM[0], "600", "620"])

    assert match.year_columns == (YearColumn("tax", 2025, 1),)
    assert match.unmatched == (2,)


def test_two_figures_of_one_name_share_the_years_out() -> None:
    fields = [Field("tax", ("税收",), by_year=True), Field("paid", ("税收",), by_year=True)]
    headings = ["2023年税收", "2024年税收", "2025年税收"]

    match = match_headings([headings], fields)

    assert sorted(entry.column for entry in match.year_columns) == [0, 1, 2]
    assert match.columns["tax"] != match.columns["paid"]


def test_cells_settle_which_of_two_like_headings_is_meant() -> None:
    header = ["企业名称", "联系电话", "联系电话"]

    assert columns(header, [FIRM[0], "无", FIRM[3]], [OTHER[0], "见附件", OTHER[3]])["phone"] == 2


def test_two_columns_that_fit_as_well_are_called_ambiguous() -> None:
    match = matched(["企业名称", "联系人", "联系人"], FIRM[:3])

    assert match.columns["contact"] == 1
    assert match.reasons["contact"].code == "ambiguous"
    assert match.confidence < 0.5


def test_cells_that_look_otherwise_cast_doubt_on_a_heading() -> None:
    rows = [[name, text] for name, text in zip("甲乙丙", ["有", "无", "有"], strict=True)]

    sure = matched(["企业名称", "代码"], ["甲", FIRM[1]], ["乙", OTHER[1]])
    doubtful = matched(["企业名称", "代码"], *rows)

    assert sure.columns["code"] == 1
    assert "code" not in doubtful.columns


def test_a_column_is_known_by_its_cells_alone_when_its_heading_says_nothing() -> None:
    match = matched(["企业名称", "号"], FIRM[:2], OTHER[:2])

    assert match.columns == {"name": 0, "code": 1}
    assert match.reasons["code"].code == "content"


@pytest.mark.parametrize("rows", [[], [[]], [["", ""]], [FIRM, OTHER]])
def test_without_headings_nothing_is_guessed(rows: list[list[str]]) -> None:
    match = match_headings(rows, FIELDS)

    assert match.header_row is None
    assert match.columns == {}
    assert match.missing == ("name", "code")
    assert match.confidence == 0


def test_headings_below_the_twentieth_row_are_not_looked_for() -> None:
    assert match_headings([["x"]] * 20 + [["企业名称"]], FIELDS).header_row is None


@pytest.mark.parametrize(
    ("heading", "plain"),
    [
        ("＊ 企业名称 ：", "企业名称"),
        ("2025年产值（万元）", "产值"),
        ("3.聯繫電話", "联系电话"),
        ("（企业名称）", "企业名称"),
        ("2025年", ""),
        ("R&D 经费", "rd经费"),
    ],
)
def test_a_heading_is_freed_of_what_is_no_word_of_it(heading: str, plain: str) -> None:
    assert plain_heading(heading) == plain


def test_the_end_of_a_heading_weighs_more_than_its_beginning() -> None:
    assert heading_score("企业联系人电话", "电话")[0] > heading_score("电话企业联系人", "电话")[0]
    assert heading_score("", "电话") == (0.0, "similar")
    assert heading_score("甲", "电话") == (0.0, "similar")


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("税收（万元）", "万元"),
        ("税收(单位:亿元)", "亿元"),
        ("用地［亩］", "亩"),
        ("建筑面积（㎡）", "m2"),
        ("税收/元", "元"),
        ("税收（含关税）", ""),
        ("税收", ""),
    ],
)
def test_the_unit_of_a_heading_is_told(heading: str, unit: str) -> None:
    assert unit_in(heading) == unit


def test_the_year_of_a_heading_is_told() -> None:
    assert year_in("２０２５年度税收") == 2025
    assert year_in("税收（2024）") == 2024
    assert year_in("税收120250") is None


@pytest.mark.parametrize(
    ("code", "synonyms", "pattern", "message"),
    [
        ("", ("税收",), "", "code"),
        ("tax", (), "", "synonyms of tax"),
        ("tax", ("（）",), "", "synonyms of tax"),
        ("tax", ("税收",), "[", "pattern of tax"),
    ],
)
def test_a_field_that_could_never_match_is_a_mistake_of_the_caller(
    code: str, synonyms: tuple[str, ...], pattern: str, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Field(code, synonyms, pattern)


def test_two_fields_of_one_code_are_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="different codes"):
        match_headings([["税收"]], [Field("tax", ("税收",)), Field("tax", ("税",))])


cells = st.one_of(
    st.sampled_from(
        [s for field in FIELDS for s in field.synonyms] + FIRM + ["", "2025年税收(元)"]
    ),
    st.text(max_size=6),
)


@given(st.lists(st.lists(cells, max_size=6), max_size=6))
def test_any_table_gives_each_field_one_column_of_its_own(rows: list[list[str]]) -> None:
    match = match_headings(rows, FIELDS)

    assert len(set(match.columns.values())) == len(match.columns)
    assert not set(match.columns.values()) & set(match.unmatched)
    assert 0 <= match.confidence <= 1
    assert set(match.reasons) == set(match.columns)
    assert match == match_headings(rows, FIELDS)


@given(st.permutations(range(6)), st.integers(0, 3))
def test_the_order_of_columns_and_the_titles_above_do_not_matter(
    order: list[int], titles: int
) -> None:
    headings = ["单位名称", "社会信用代码", "联系人", "联系电话", "税收（万元）", "总产值"]
    table = [["名录"] + [""] * 5] * titles + [
        [row[place] for place in order] for row in (headings, FIRM, OTHER)
    ]

    match = match_headings(table, FIELDS)

    assert match.header_row == titles
    assert {code: order[column] for code, column in match.columns.items()} == ALL
