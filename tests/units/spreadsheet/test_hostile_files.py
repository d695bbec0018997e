"""Files that are wrong, by accident or on purpose: each gets one clear answer, quickly."""

from __future__ import annotations

import io
import random
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import python_calamine

from qianjin.units.spreadsheet import (
    Limits,
    SpreadsheetError,
    open_document,
    open_xml,
    read_table,
)
from qianjin.units.spreadsheet.package import Package
from tests.units.spreadsheet import files, xls

ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


def code_of(data: bytes, **limits: Any) -> str:
    with pytest.raises(SpreadsheetError) as refusal:
        read_table(data, **limits)
    assert str(refusal.value)  # the parameters fill the sentence
    return refusal.value.code


def cell_at(reference: str) -> bytes:
    row = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return files.xlsx(f'<row r="{row}"><c r="{reference}"><v>1</v></c></row>')


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b",,,\n,,\n", "empty"),
        (files.xlsx(""), "empty"),
        (files.pack(files.xlsx_parts("", names=(), states=())), "empty"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "html"),
        (b'\xef\xbb\xbf <?xml version="1.0"?><table></table>', "html"),
        (
            b'<?xml version="1.0"?><Workbook '
            b'xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "unsupported",
        ),
        (files.pack({"xl/workbook.bin": b""}), "unsupported"),
        (files.pack({"word/document.xml": "<a/>"}), "not_a_spreadsheet"),
        (files.pack({}), "not_a_spreadsheet"),
        (b"PK\x03\x04 and nothing more", "broken"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not_a_spreadsheet"),
        (b"\xff\xfe\xff", "not_a_spreadsheet"),
        (b"\xff\xff\xff\xff", "not_a_spreadsheet"),
        (bytes(range(1, 8)) * 50, "not_a_spreadsheet"),
        (b'"' + b"a" * 200_000, "broken"),
    ],
)
def test_what_is_no_table_is_told_apart(data: bytes, code: str) -> None:
    assert code_of(data) == code


def test_a_file_over_the_limit_is_refused_before_it_is_opened(tmp_path: Any) -> None:
    path = tmp_path / "big.csv"
    path.write_bytes(b"a" * 2_000_000)

    with pytest.raises(SpreadsheetError) as refusal:
        read_table(path, max_bytes=1024 * 1024)

    assert refusal.value.code == "file_too_large"
    assert refusal.value.params == {"limit_mb": "1"}


@pytest.mark.parametrize("name", ["max_rows", "max_columns", "max_bytes"])
def test_a_limit_below_one_is_a_mistake_of_the_caller(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        Limits(**{name: 0})
    with pytest.raises(ValueError, match="max_rows"):
        read_table(b"1", max_rows=0)


class TestTooMuch:
    def test_one_far_cell_is_refused_though_the_file_is_tiny(self) -> None:
        """The library would lay out 17 billion cells up to it."""
        assert code_of(cell_at("XFD1048576")) == "too_many_rows"
        assert code_of(cell_at("XFD1")) == "too_many_columns"
        assert code_of(cell_at("A20001")) == "too_many_rows"
        assert read_table(cell_at("A20000")).rows[-1] == ["1"]

    @pytest.mark.slow
    def test_a_million_rows_are_refused_in_a_moment_and_a_little_memory(self) -> None:
        row = "".join(f'<row r="{r}"><c r="A{r}"><v>{r}</v></c></row>' for r in range(1, 1_000_001))
        data = files.xlsx(row)
        del row
        tracemalloc.start()
        begun = time.perf_counter()

        assert code_of(data) == "too_many_rows"

        assert time.perf_counter() - begun < 2
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
        tracemalloc.stop()

    def test_of_very_many_formulas_only_the_first_ten_thousand_are_listed(self) -> None:
        cells = "<c><f>1</f><v>1</v></c><c t='e'><v>#N/A</v></c>" * 100
        sheet = read_table(files.xlsx(f"<row>{cells}</row>" * 101))

        assert len(sheet.formula_cells) == len(sheet.error_cells) == 10_000

    def test_a_csv_of_too_many_rows_or_columns_is_refused(self) -> None:
        assert code_of(b"1\n" * 21, max_rows=20) == "too_many_rows"
        assert code_of(b"\n" * 201 + b"1", max_rows=20) == "too_many_rows"
        assert code_of(b"1,2,3,4", max_columns=3) == "too_many_columns"

    def test_an_old_workbook_is_bounded_in_every_sheet(self) -> None:
        far = xls.workbook({"甲": xls.number(0, 0, 1), "乙": xls.number(60_000, 0, 1)})
        wide = xls.workbook({"甲": xls.numbers(0, 0, list(range(201)))})

        assert code_of(xls.compound(far)) == "too_many_rows"
        assert code_of(xls.compound(wide)) == "too_many_columns"

    @pytest.mark.parametrize(
        "row",
        [
            f'<table:table-row table:number-rows-repeated="20001">{files.ods_text("a")}'
            "</table:table-row>",
            '<table:table-row table:number-rows-repeated="999999"><table:table-cell/>'
            f"</table:table-row><table:table-row>{files.ods_text('a')}</table:table-row>",
        ],
    )
    def test_an_open_document_is_bounded_in_every_table(self, row: str) -> None:
        small = f'<table:table table:name="甲"><table:table-row>{files.ods_text("a")}' + (
            "</table:table-row></table:table>"
        )
        data = files.ods(f'{small}<table:table table:name="乙">{row}</table:table>')

        assert code_of(data) == "too_many_rows"

    def test_a_zip_bomb_is_refused_by_its_directory(self) -> None:
        parts = files.xlsx_parts(ONE) | {"xl/sharedStrings.xml": "<a>" + " " * 30_000_000 + "</a>"}
        data = files.pack(parts)

        assert len(data) < 100_000
        assert code_of(data) == "suspicious"

    def test_parts_that_unpack_to_too_much_are_refused(self) -> None:
        noise = random.Random(1).randbytes(1_100_000).hex()
        limits = Limits(max_unpacked=2_000_000)
        parts = files.xlsx_parts(ONE) | {"xl/sharedStrings.xml": f"<a>{noise}</a>"}

        with pytest.raises(SpreadsheetError) as refusal:
            open_xml.measured(Package(files.pack(parts), limits), None)
        assert refusal.value.code == "too_large_inside"
        with pytest.raises(SpreadsheetError) as refusal:
            content = files.ods_parts(f"<!--{noise}-->")
            open_document.measured(Package(files.pack(content), limits), None)
        assert refusal.value.code == "too_large_inside"

    def test_a_sheet_alone_over_the_limit_is_refused_while_it_is_read(self) -> None:
        noise = random.Random(1).randbytes(1_100_000).hex()
        package = Package(files.pack({"a.xml": f"<a>{noise}</a>"}), Limits(max_unpacked=1_000_000))

        with pytest.raises(SpreadsheetError) as refusal:
            package.walk("a.xml", lambda tag, attributes: None)
        assert refusal.value.code == "too_large_inside"

    def test_thousands_of_parts_are_refused(self) -> None:
        assert code_of(files.pack({f"{i}.txt": "" for i in range(2001)})) == "suspicious"

    def test_an_old_workbook_that_claims_endless_strings_or_rows_is_refused(self) -> None:
        """The library makes room for what the file claims, before it looks."""
        strings = xls.record(0xFC, struct.pack("<II", 1, 0xFFFFFFF0))
        rows = xls.record(0x200, struct.pack("<IIHHH", 0, 0xFFFFFF, 0, 1, 0))

        assert code_of(xls.compound(xls.workbook({"a": b""}, more=strings))) == "suspicious"
        assert code_of(xls.compound(xls.workbook({"a": rows}))) == "suspicious"


class TestForged:
    def test_a_document_type_is_refused_before_any_entity_is_looked_at(self) -> None:
        parts = files.xlsx_parts(ONE)
        for name in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
            forged = parts | {name: '<!DOCTYPE a [<!ENTITY b "c">]>' + str(parts[name])}
            assert code_of(files.pack(forged)) == "suspicious"
        parts["xl/sharedStrings.xml"] = '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'
        assert code_of(files.pack(parts)) == "suspicious"

    def test_a_part_packed_twice_under_one_name_is_refused(self) -> None:
        buffer = io.BytesIO(files.xlsx(ONE))
        with zipfile.ZipFile(buffer, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
            package.writestr("xl/workbook.xml", "<workbook/>")

        assert code_of(buffer.getvalue()) == "suspicious"

    def test_a_directory_that_lies_about_sizes_is_noticed(self) -> None:
        data = files.xlsx(ONE.replace("<v>1</v>", "<v>" + "1" * 1000 + "</v>"))
        name = b"xl/worksheets/sheet1.xml"
        entry = data.rindex(name) - 46
        size = struct.unpack_from("<I", data, entry + 24)[0]
        forged = data[: entry + 24] + struct.pack("<I", size - 900) + data[entry + 28 :]

        assert code_of(forged) == "broken"

    def test_an_unusual_packing_is_refused(self) -> None:
        parts = files.xlsx_parts(ONE)

        assert code_of(files.pack(parts, zipfile.ZIP_LZMA)) == "suspicious"

    def test_an_encrypted_part_needs_a_password(self) -> None:
        data = bytearray(files.xlsx(ONE))
        entry = data.rindex(b"xl/workbook.xml") - 46
        data[entry + 8] |= 1

        assert code_of(bytes(data)) == "password"

    @pytest.mark.parametrize(
        "sheet_data",
        [
            '<row r="1"><c r="A1"><v>1</v></row>',
            '<row r="x"><c r="A1"><v>1</v></c></row>',
            '<row r="1"><c r="1A"><v>1</v></c></row>',
            '<row r="1"><c r="a1"><v>1</v></c></row>',
            '<row r="1"><c r="XFE1"><v>1</v></c></row>',
            '<row r="1"><c r="A"><v>1</v></c></row>',
        ],
    )
    def test_broken_xml_and_impossible_references_are_broken(self, sheet_data: str) -> None:
        assert code_of(files.xlsx(sheet_data)) == "broken"

    @pytest.mark.parametrize("gone", ["xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"])
    def test_a_missing_part_is_broken(self, gone: str) -> None:
        parts = files.xlsx_parts(ONE)
        del parts[gone]

        assert code_of(files.pack(parts)) == "broken"

    def test_a_sheet_that_points_nowhere_is_no_sheet(self) -> None:
        parts = files.xlsx_parts(ONE)
        parts["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{files.PACKAGE}"/>'

        assert code_of(files.pack(parts)) == "empty"

    @pytest.mark.parametrize("count", ["0", "-3", "many"])
    def test_an_impossible_repetition_is_broken(self, count: str) -> None:
        data = files.ods(
            f'<table:table table:name="a"><table:table-row table:number-rows-repeated="{count}">'
            f"{files.ods_text('a')}</table:table-row></table:table>"
        )

        assert code_of(data) == "broken"

    def test_a_protected_workbook_asks_for_one_without_a_password(self) -> None:
        locked = xls.workbook({"a": b""}, more=xls.record(0x2F, b"\0" * 6))

        assert code_of(xls.compound(locked)) == "password"
        assert code_of(xls.compound(b"secret", name="EncryptedPackage")) == "password"

    def test_another_compound_file_is_no_spreadsheet(self) -> None:
        assert code_of(xls.compound(b"letter", name="WordDocument")) == "not_a_spreadsheet"

    def test_an_old_workbook_without_sheets_is_empty(self) -> None:
        assert code_of(xls.compound(xls.workbook({}))) == "empty"
        assert code_of(xls.compound(xls.workbook({"图": b""}, sort=2))) == "empty"

    def test_an_old_workbook_has_no_sheet_of_another_name(self) -> None:
        with pytest.raises(SpreadsheetError, match="乙"):
            read_table(xls.compound(xls.workbook({"甲": xls.number(0, 0, 1)})), sheet="乙")

    def test_a_chain_of_sectors_that_runs_in_a_circle_is_broken(self) -> None:
        data = bytearray(xls.compound(xls.workbook({"a": xls.number(0, 0, 1)})))
        struct.pack_into("<I", data, 512 + 4 * 3, 2)  # sector 3 leads back to sector 2

        assert code_of(bytes(data)) == "broken"

    def test_a_small_stream_that_stops_early_is_read_as_far_as_it_goes(self) -> None:
        data = bytearray(xls.compound(xls.workbook({"a": xls.number(0, 0, 1)}), big=False))
        struct.pack_into("<I", data, 512 * 3, xls.END)  # the first small sector is the last

        assert code_of(bytes(data)) in {"broken", "empty"}

    @pytest.mark.parametrize("place", [30, 32])
    def test_sectors_of_a_size_that_does_not_exist_are_broken(self, place: int) -> None:
        data = bytearray(xls.compound(xls.workbook({"a": b""})))
        data[place] = 3

        assert code_of(bytes(data)) == "broken"

    def test_a_further_table_of_sectors_is_followed(self) -> None:
        data = bytearray(xls.compound(xls.workbook({"a": xls.number(0, 0, 1)})))
        further = (len(data) - 512) // 512
        struct.pack_into("<II", data, 68, further, 1)
        data += struct.pack("<128I", *[xls.FREE] * 127, xls.END)

        assert read_table(bytes(data)).rows == [["1"]]


def test_a_panic_of_the_library_is_an_answer_but_a_stop_is_a_stop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Panic(BaseException):
        """Like the exception by which native code reports that it has failed."""

    def fail(error: type[BaseException]) -> Callable[[object], object]:
        def load(_: object) -> object:
            raise error

        return load

    monkeypatch.setattr(python_calamine, "load_workbook", fail(Panic))
    assert code_of(files.xlsx(ONE)) == "broken"
    monkeypatch.setattr(python_calamine, "load_workbook", fail(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        read_table(files.xlsx(ONE))
