# ruff: noqa: RUF001 - full-width letters and digits are what is tested here
"""Reading tables: what people put into them comes out as it stood on their screen."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from qianjin.units.spreadsheet import SpreadsheetError, half_width, read_table, text_of
from qianjin.units.spreadsheet.cells import cell_of
from tests.units.spreadsheet import files, xls


def workbook(fill: Any, **options: Any) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, options)
    fill(book)
    book.close()
    return buffer.getvalue()


def one_sheet(fill: Any) -> bytes:
    return workbook(lambda book: fill(book, book.add_worksheet("企业名录")))


def test_a_merged_title_above_the_headings_keeps_its_row() -> None:
    def fill(book: Any, page: Any) -> None:
        page.merge_range(0, 0, 0, 2, "前进智造园企业名录（演示）")
        page.write_row(1, 0, ["企业名称", "人数", "备注"])
        page.write_row(2, 0, ["晨曦精密（演示）", 60])

    sheet = read_table(one_sheet(fill))

    assert sheet.name == "企业名录"
    assert sheet.kind == "xlsx"
    assert sheet.rows == [
        ["前进智造园企业名录（演示）", "", ""],
        ["企业名称", "人数", "备注"],
        ["晨曦精密（演示）", "60", ""],
    ]
    assert sheet.merges == ((0, 0, 0, 2),)


def test_rows_and_columns_count_from_the_corner_even_when_the_table_starts_further_in() -> None:
    """Else a message about row 3 would point at another row in Excel."""
    empty = "<table:table-row><table:table-cell/></table:table-row>"
    last = f"<table:table-row><table:table-cell/>{files.ods_text('名称')}</table:table-row>"
    for data in (
        one_sheet(lambda book, page: page.write(2, 1, "名称")),
        xls.compound(xls.workbook({"a": xls.text(2, 1, "名称")})),
        files.ods(f'<table:table table:name="a">{empty * 2}{last}</table:table>'),
        ",\n,\n,名称".encode(),
    ):
        assert read_table(data).rows == [["", ""], ["", ""], ["", "名称"]]


@pytest.mark.parametrize(
    ("number", "shown"),
    [(1.0, "1"), (12.5, "12.5"), (0.1 + 0.2, "0.3"), (-0.0, "0"), (1e-7, "0.0000001"), (-3, "-3")],
)
def test_a_number_reads_as_excel_shows_it(number: float, shown: str) -> None:
    sheet = read_table(one_sheet(lambda book, page: page.write(0, 0, number)))

    assert sheet.rows == [[shown]]


def test_dates_moments_times_and_durations_are_told_apart() -> None:
    def fill(book: Any, page: Any) -> None:
        def look(pattern: str) -> Any:
            return book.add_format({"num_format": pattern})

        page.write_datetime(0, 0, date(2021, 3, 24), look("yyyy-mm-dd"))
        page.write_datetime(0, 1, datetime(2021, 3, 24, 9, 30), look("yyyy-mm-dd hh:mm"))
        page.write_datetime(0, 2, time(8, 30), look("hh:mm"))
        page.write_number(0, 3, 1.5, look("[h]:mm"))
        page.write_boolean(0, 4, True)

    sheet = read_table(one_sheet(fill))

    assert sheet.rows == [
        [date(2021, 3, 24), datetime(2021, 3, 24, 9, 30), "08:30", "36:00", "TRUE"]
    ]
    assert sheet.texts() == [["2021-03-24", "2021-03-24 09:30", "08:30", "36:00", "TRUE"]]


def test_seconds_are_kept_when_there_are_any() -> None:
    assert text_of(datetime(2021, 3, 24, 9, 30, 5)) == "2021-03-24 09:30:05"
    assert cell_of(time(9, 30, 5)) == "09:30:05"
    assert cell_of(datetime(2021, 3, 24, 9, 30, 5) - datetime(2021, 3, 24)) == "9:30:05"
    assert cell_of(False) == "FALSE"


def test_a_kind_of_value_no_spreadsheet_has_is_no_cell() -> None:
    with pytest.raises(TypeError, match="bytes"):
        cell_of(b"")


def test_formulas_read_as_their_last_result_and_are_listed() -> None:
    def fill(book: Any, page: Any) -> None:
        page.write_row(0, 0, ["甲", "乙"])
        page.write_formula(1, 0, "=1+1", None, 2)
        page.write_formula(1, 1, '="a"&"b"', None, "ab")

    sheet = read_table(one_sheet(fill))

    assert sheet.rows[1] == ["2", "ab"]
    assert sheet.formula_cells == ((1, 0), (1, 1))
    assert sheet.formulas_known


def test_an_error_in_a_cell_reads_as_empty_and_is_listed() -> None:
    data = files.xlsx(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="e"><v>#N/A</v></c>'
        '<c r="C1"><v>2</v></c></row>'
    )

    sheet = read_table(data)

    assert sheet.rows == [["1", "", "2"]]
    assert sheet.error_cells == ((0, 1),)


def test_a_code_kept_as_a_number_is_listed_because_its_last_digits_are_lost() -> None:
    sheet = read_table(one_sheet(lambda book, page: page.write(0, 1, 913301990000000019)))

    assert sheet.lossy_cells == ((0, 1),)


def test_formatted_but_empty_cells_at_the_end_do_not_count() -> None:
    def fill(book: Any, page: Any) -> None:
        page.write(0, 0, "名称")
        page.write_blank(500_000, 100, None, book.add_format({"bold": True}))

    assert read_table(one_sheet(fill), max_rows=5).rows == [["名称"]]


def test_the_first_visible_sheet_is_read_and_another_by_its_name() -> None:
    def fill(book: Any) -> None:
        for name in ("旧表", "企业", "说明"):
            book.add_worksheet(name).write(0, 0, f"{name}内容")
        book.get_worksheet_by_name("企业").activate()
        book.get_worksheet_by_name("旧表").hide()

    data = workbook(fill)

    assert read_table(data).rows == [["企业内容"]]
    assert read_table(data).other_sheets == ("旧表", "说明")
    assert read_table(data, sheet="旧表").rows == [["旧表内容"]]
    with pytest.raises(SpreadsheetError) as refusal:
        read_table(data, sheet="没有")
    assert refusal.value.code == "unknown_sheet"
    assert "没有" in str(refusal.value)


def test_a_chart_sheet_is_passed_over() -> None:
    def fill(book: Any) -> None:
        chart = book.add_chart({"type": "column"})
        page = book.add_worksheet("数据")
        page.write(0, 0, 1)
        chart.add_series({"values": "=数据!$A$1"})
        book.add_chartsheet("图").set_chart(chart)

    assert read_table(workbook(fill)).name == "数据"


def test_when_all_sheets_are_hidden_the_first_is_read() -> None:
    parts = files.xlsx_parts(
        '<row r="1"><c r="A1"><v>1</v></c></row>', names=("甲",), states=("hidden",)
    )

    assert read_table(files.pack(parts)).rows == [["1"]]


def test_cells_without_references_are_counted_along() -> None:
    sheet = read_table(files.xlsx("<row><c><v>1</v></c><c><f>A1</f><v>1</v></c></row>"))

    assert sheet.rows == [["1", "1"]]
    assert sheet.formula_cells == ((0, 1),)


def test_tags_with_a_prefix_and_absolute_targets_are_understood() -> None:
    parts = files.xlsx_parts("")
    parts["xl/_rels/workbook.xml.rels"] = str(parts["xl/_rels/workbook.xml.rels"]).replace(
        "worksheets/", "/xl/worksheets/"
    )
    parts["xl/worksheets/sheet1.xml"] = (
        f"<x:worksheet {files.MAIN.replace('xmlns', 'xmlns:x')}><x:sheetData>"
        '<x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )

    assert read_table(files.pack(parts)).rows == [["7"]]


def test_rare_characters_and_emoji_come_through() -> None:
    sheet = read_table(one_sheet(lambda book, page: page.write(0, 0, "𠮷野家😀（演示）")))

    assert sheet.rows == [["𠮷野家😀（演示）"]]


def test_text_is_freed_of_control_characters_and_outer_blanks_only() -> None:
    assert cell_of("\u3000 晨曦\x00精密\r\n二厂\xa0") == "晨曦精密\n二厂"


def test_half_width_changes_full_width_ascii_and_nothing_else() -> None:
    assert half_width("Ａ９１（万元）　㈱①") == "A91(万元) ㈱①"


def test_a_path_is_read_like_its_content(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(one_sheet(lambda book, page: page.write(0, 0, "名称")))

    assert read_table(path).rows == read_table(str(path)).rows == [["名称"]]
    with pytest.raises(FileNotFoundError):
        read_table(tmp_path / "没有.xlsx")


class TestOldExcel:
    cells = (
        xls.dimensions(4, 4)
        + xls.text(0, 0, "名称𠮷")
        + xls.number(1, 0, 1.0)
        + xls.numbers(1, 1, [5, 6, 7])
        + xls.formula(2, 1, 42.5)
        + xls.error(3, 0)
        + xls.number(3, 1, 913301990000000019)
    )

    @pytest.mark.parametrize("big", [True, False])
    def test_reads_numbers_text_formulas_and_errors(self, big: bool) -> None:
        stream = xls.workbook({"表一": self.cells, "旧": xls.number(0, 0, 3)}, hidden=("表一",))

        sheet = read_table(xls.compound(stream, big=big), sheet="表一")

        assert sheet.kind == "xls"
        assert sheet.rows[:3] == [
            ["名称𠮷", "", "", ""],
            ["1", "5", "6", "7"],
            ["", "42.5", "", ""],
        ]
        assert sheet.formula_cells == ((2, 1),)
        assert sheet.error_cells == ((3, 0),)
        assert sheet.lossy_cells == ((3, 1),)
        assert sheet.other_sheets == ("旧",)

    def test_reads_the_first_visible_sheet_with_a_latin_name(self) -> None:
        sheets = {"old": xls.number(0, 0, 3), "new": xls.number(0, 0, 4)}
        stream = xls.workbook(sheets, hidden=("old",), wide=False)

        assert read_table(xls.compound(stream)).rows == [["4"]]

    def test_reads_a_hidden_sheet_when_there_is_no_other(self) -> None:
        stream = xls.workbook({"old": xls.number(0, 0, 3)}, hidden=("old",))

        assert read_table(xls.compound(stream)).rows == [["3"]]


class TestOpenDocument:
    rows = (
        f"<table:table-row>{files.ods_text('名称')}{files.ods_text('日期')}"
        '<table:table-cell table:number-columns-repeated="16382"/></table:table-row>'
        f'<table:table-row table:number-rows-repeated="2">{files.ods_text("晨曦（演示）")}'
        '<table:table-cell office:value-type="date" office:date-value="2021-03-24" '
        'table:formula="of:=TODAY()"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048573">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )

    def test_reads_repeated_rows_and_passes_over_the_million_empty_ones(self) -> None:
        data = files.ods(f'<table:table table:name="表">{self.rows}</table:table>')

        sheet = read_table(data, max_rows=3, max_columns=2)

        assert sheet.kind == "ods"
        assert sheet.texts() == [["名称", "日期"], *[["晨曦（演示）", "2021-03-24"]] * 2]
        assert sheet.formula_cells == ((1, 1),)

    def test_reads_a_table_by_its_name(self) -> None:
        one, two = (
            f'<table:table table:name="{name}"><table:table-row>{files.ods_text(name)}'
            "</table:table-row></table:table>"
            for name in ("甲", "乙")
        )
        data = files.ods(one + two)

        assert read_table(data, sheet="乙").rows == [["乙"]]
        assert read_table(data).other_sheets == ("乙",)
        with pytest.raises(SpreadsheetError, match="丙"):
            read_table(data, sheet="丙")

    def test_a_table_inside_a_cell_does_not_count(self) -> None:
        inner = (
            '<table:table table:name="内"><table:table-row table:number-rows-repeated="9999">'
            f"{files.ods_text('内')}</table:table-row></table:table>"
        )
        data = files.ods(
            '<table:table table:name="外"><table:table-row>'
            f'<table:table-cell office:value-type="float" office:value="1">{inner}'
            "</table:table-cell></table:table-row></table:table>"
        )

        assert read_table(data, max_rows=5).rows[0][0] == "1"

    def test_without_tables_the_file_is_empty(self) -> None:
        with pytest.raises(SpreadsheetError) as refusal:
            read_table(files.ods(""))
        assert refusal.value.code == "empty"


class TestCommaSeparated:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
    def test_reads_any_usual_encoding(self, encoding: str) -> None:
        sheet = read_table("企业名称,人数\r\n晨曦精密（演示）,６０\r\n".encode(encoding))

        assert sheet.kind == "csv"
        assert sheet.rows == [["企业名称", "人数"], ["晨曦精密（演示）", "６０"]]

    def test_reads_a_rare_character_in_both_unicode_and_the_national_standard(self) -> None:
        assert read_table("𠮷,1".encode("gb18030")).rows == [["𠮷", "1"]]
        assert read_table("𠮷,1".encode()).rows == [["𠮷", "1"]]

    @pytest.mark.parametrize("separator", [",", ";", "\t", "，"])
    def test_finds_the_separator(self, separator: str) -> None:
        text = f"名称{separator}备注\n甲{separator}一,二,三\n乙{separator}无\n"

        assert [row[0] for row in read_table(text.encode()).rows] == ["名称", "甲", "乙"]

    def test_quoted_cells_may_hold_lines_and_commas(self) -> None:
        assert read_table(b'"a\nb","c,d"').rows == [["a\nb", "c,d"]]

    def test_an_apostrophe_that_disarms_a_formula_is_taken_off(self) -> None:
        sheet = read_table("'=1+1,'甲,''-2\n".encode())

        assert sheet.rows == [["=1+1", "'甲", "'-2"]]

    def test_a_single_column_needs_no_separator(self) -> None:
        assert read_table("名称\n晨曦".encode()).rows == [["名称"], ["晨曦"]]
