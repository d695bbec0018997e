"""Writing tables: text stays text, what was written reads back, and marks say what is wrong."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianjin.units.spreadsheet import (
    Column,
    Notes,
    Sheet,
    SpreadsheetError,
    Value,
    read_table,
    text_width,
    write_csv,
    write_table,
    writing,
)
from qianjin.units.spreadsheet.writing import sheet_name

COLUMNS = [
    Column("统一社会信用代码"),
    Column("营收（万元）", kind="number"),
    Column("成立日期", kind="date"),
]

FORMULAS = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "＠x"]


def written(rows: Sequence[Sequence[Value]], **options: object) -> bytes:
    buffer = io.BytesIO()
    write_table(buffer, COLUMNS, rows, **options)  # type: ignore[arg-type]
    return buffer.getvalue()


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode()


def csv_of(rows: Sequence[Sequence[Value]]) -> Sheet:
    return read_table(b"".join(write_csv([Column("a")], rows)))


def test_text_numbers_dates_and_moments_keep_their_kind() -> None:
    data = written(
        [
            ["91110000600037341L", 12.5, date(2020, 5, 20)],
            ["007", Decimal("3.10"), datetime(2020, 5, 20, 9, 30)],
        ]
    )

    assert read_table(data).rows == [
        ["统一社会信用代码", "营收（万元）", "成立日期"],
        ["91110000600037341L", "12.5", date(2020, 5, 20)],
        ["007", "3.1", datetime(2020, 5, 20, 9, 30)],
    ]
    assert "<v>12.5</v>" in part(data, "xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_begins_like_a_formula_is_stored_as_text_under_excels_quote(text: str) -> None:
    data = written([[text]])

    assert read_table(data).rows[1][0] == text.strip()
    assert read_table(data).formula_cells == ()
    assert "<f>" not in part(data, "xl/worksheets/sheet1.xml")
    assert 'quotePrefix="1"' in part(data, "xl/styles.xml")


@pytest.mark.parametrize("text", FORMULAS)
def test_in_csv_an_apostrophe_keeps_a_formula_from_being_computed(text: str) -> None:
    line = b"".join(write_csv([Column("a")], [[text]])).decode("utf-8-sig").splitlines()[1]

    assert line.lstrip('"').startswith("'")
    assert csv_of([[text]]).rows[1] == [text.strip()]


def test_links_stay_plain_text() -> None:
    data = written([["http://example.com"]])

    assert "hyperlink" not in part(data, "xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (10**15, "1000000000000000"),
        (913301990000000019, "913301990000000019"),
        (Decimal("-12345678901234567.5"), "-12345678901234567.5"),
        (float("nan"), ""),
        (float("inf"), ""),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(1899, 1, 2), "1899-01-02"),
        (datetime(1900, 2, 28, 8, 0), "1900-02-28 08:00"),
        (None, ""),
        ("", ""),
    ],
)
def test_what_excel_cannot_keep_exactly_is_written_as_text(value: Value, read: str) -> None:
    assert read_table(written([[value, 1]])).rows[1][0] == read
    assert csv_of([[value, 1]]).rows[1][0] == read


def test_a_moment_with_a_time_zone_is_a_mistake_of_the_caller() -> None:
    moment = datetime(2020, 5, 20, tzinfo=UTC)

    with pytest.raises(ValueError, match="local time"):
        written([[moment]])
    with pytest.raises(ValueError, match="local time"):
        csv_of([[moment]])


def test_a_row_longer_than_the_headings_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="row 1"):
        written([["a"], ["a", 1, None, "d"]])


@pytest.mark.parametrize("width", [-1, 256])
def test_a_column_has_a_width_that_excel_knows(width: float) -> None:
    with pytest.raises(ValueError, match="width"):
        Column("a", width=width)


def test_headings_are_frozen_and_can_be_filtered() -> None:
    sheet = part(written([["a", 1]]), "xl/worksheets/sheet1.xml")

    assert '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in sheet
    assert '<autoFilter ref="A1:C2"/>' in sheet


def test_columns_are_as_wide_as_their_chinese_text_unless_told() -> None:
    buffer = io.BytesIO()
    columns = [Column("名", width=33), Column("名"), Column("b"), Column("c")]
    write_table(buffer, columns, [["", "前进智造园", "x" * 200], ["", "短"]])
    sheet = part(buffer.getvalue(), "xl/worksheets/sheet1.xml")

    widths = [round(float(piece.split('"')[0])) for piece in sheet.split('width="')[1:]]
    assert widths == [34, 13, 61, 9]
    assert text_width("前进 a\n长") == 6
    assert text_width("") == 0


def test_a_template_without_rows_formats_its_text_columns_as_text() -> None:
    data = written([])

    assert read_table(data).rows == [["统一社会信用代码", "营收（万元）", "成立日期"]]
    assert '<col min="1" max="1" width="18.7109375" style="' in part(
        data, "xl/worksheets/sheet1.xml"
    )
    assert 'numFmtId="49"' in part(data, "xl/styles.xml")  # 49 is Excel's text format


def test_a_sheet_without_columns_can_be_written() -> None:
    buffer = io.BytesIO()

    assert write_table(buffer, [], []) == 0


def test_marked_cells_are_filled_and_carry_their_message_even_when_empty() -> None:
    data = written(
        [["甲", 1, date(2020, 5, 20)], ["", None, "无"], ["=1"]],
        mark={(0, 0): "代码重复", (0, 1): "过小", (0, 2): "过早", (1, 0): "必填", (2, 0): "公式？"},
    )

    comments = part(data, "xl/comments1.xml")
    places = [(r, c) for r in "234" for c in "ABC" if f'ref="{c}{r}"' in comments]
    assert places == [("2", "A"), ("2", "B"), ("2", "C"), ("3", "A"), ("4", "A")]
    assert "代码重复" in comments
    assert "必填" in comments
    assert part(data, "xl/styles.xml").count('rgb="FFF8D7D3"') == 1
    assert read_table(data).rows[2] == ["", "", "无"]


def test_notes_stand_on_a_sheet_of_their_own() -> None:
    data = written([["a"]], notes=Notes("说明", ["第一行", "=2"]))

    assert read_table(data).other_sheets == ("说明",)
    assert read_table(data, sheet="说明").rows == [["第一行"], ["=2"]]


def test_notes_named_like_the_sheet_get_another_name() -> None:
    data = written([["a"]], sheet="企业", notes=Notes("企业", []))

    assert read_table(data).name == "企业"
    assert read_table(data).other_sheets == ("企业_2",)


@pytest.mark.parametrize(
    ("wanted", "given_name"),
    [
        ("企业[2026]: a/b\\c?*", "企业 2026   a b c"),
        ("'quoted'", "quoted"),
        ("History", "History_"),
        ("𠮷" * 20, "𠮷" * 15),
        ("", "Sheet"),
        ("\ud800'", "Sheet"),
    ],
)
def test_a_sheet_gets_a_name_that_excel_accepts(wanted: str, given_name: str) -> None:
    assert sheet_name(wanted) == given_name


def test_text_longer_than_a_cell_is_cut_at_a_whole_character_and_says_so() -> None:
    for text in ("长" * 40_000, "𠮷" * 20_000, "a" * 20_000 + "😀" * 10_000):
        read = read_table(written([[text]])).rows[1][0]

        assert isinstance(read, str)
        assert read.endswith("…")
        assert text.startswith(read[:-1])
        assert 32_765 <= len(read.encode("utf-16-le")) // 2 <= 32_767


def test_text_that_just_fits_is_whole() -> None:
    text = "长" * 32_767

    assert read_table(written([[text]])).rows[1][0] == text


def test_more_rows_than_excel_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "ROW_LIMIT", 3)

    assert read_table(written([["a"], ["b"]])).rows[2][0] == "b"
    with pytest.raises(SpreadsheetError) as refusal:
        written([["a"], ["b"], ["c"]])
    assert refusal.value.code == "not_written"
    assert "holds 2" in str(refusal.value)


def test_the_same_rows_give_the_same_bytes() -> None:
    assert written([["a", 1]]) == written([["a", 1]])


def test_rows_may_come_one_by_one_to_a_path_and_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "export.xlsx"

    count = write_table(path, COLUMNS, ([f"第{i}行", i] for i in range(500)))

    assert count == 500
    assert read_table(path).rows[500][:2] == ["第499行", "499"]


texts = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=8))
def test_any_text_comes_back_from_excel_and_from_csv(rows: list[tuple[str, str]]) -> None:
    """𠮷, emoji, quotes, formulas and escapes alike; only outer blanks are taken off."""
    columns = [Column("甲"), Column("乙"), Column("丙")]
    whole = [[*row, "·"] for row in rows]
    buffer = io.BytesIO()
    write_table(buffer, columns, whole)

    expected = [["甲", "乙", "丙"]] + [
        [cell.replace("\ufeff", "").replace("\ufffe", "").replace("\uffff", "").strip()
         for cell in row]
        for row in whole
    ]  # fmt: skip

    assert read_table(buffer.getvalue()).rows == expected
    assert read_table(b"".join(write_csv(columns, whole))).rows == expected
