"""Whatever is sent, the answer is clear, quick, and nothing is kept of a file that is no table."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile

import pytest

from qianjin.apps.enterprises import services
from qianjin.apps.enterprises.models import ImportBatch
from qianjin.apps.enterprises.refusals import BadTable
from tests.factories.parks import NOON
from tests.factories.tables import a_workbook
from tests.units.spreadsheet import xls

pytestmark = pytest.mark.django_db


def sent(cast, data: bytes) -> ImportBatch:
    by = cast.acts(cast.linyue)
    return services.upload(park=cast.park, data=data, file_name="表.xlsx", by=by, at=NOON)


def refused(cast, data: bytes) -> str:
    with pytest.raises(BadTable) as refusal:
        sent(cast, data)
    assert not ImportBatch.objects.exists()
    return refusal.value.fields["file"][0]


def rewritten(data: bytes, part: str, content: bytes) -> bytes:
    """The same workbook with one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            new.writestr(entry.filename, content if entry.filename == part else old.read(entry))
    return out.getvalue()


def a_million_rows() -> bytes:
    """A sheet of 1,000,000 rows, as small as packing makes it."""
    row = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>x</t></is></c></row>'
    rows = "".join(row.format(number) for number in range(1, 1_000_001))
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )
    out = io.BytesIO()
    small = a_workbook([("企业名称",), ("云帆航空有限公司",)])
    with zipfile.ZipFile(io.BytesIO(small)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for entry in old.infolist():
            is_sheet = entry.filename == "xl/worksheets/sheet1.xml"
            new.writestr(entry.filename, sheet if is_sheet else old.read(entry))
    return out.getvalue()


@pytest.mark.slow
def test_a_million_rows_are_refused_in_a_moment_and_a_little_memory(cast):
    data = a_million_rows()
    tracemalloc.start()
    began = time.process_time()

    sentence = refused(cast, data)

    took = time.process_time() - began
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "5050" in sentence
    assert took < 3
    assert peak < 30 * 1024 * 1024


def test_broken_xml_says_that_the_file_is_damaged(cast):
    data = a_workbook([("企业名称",), ("云帆航空有限公司",)])

    assert "损坏" in refused(cast, rewritten(data, "xl/worksheets/sheet1.xml", b"<worksheet><row"))


def test_a_protected_workbook_asks_for_one_without_a_password(cast):
    assert "密码" in refused(cast, xls.compound(b"secret" * 100, name="EncryptedPackage"))


def test_a_picture_named_like_a_table_is_refused(cast):
    assert refused(cast, b"\x89PNG\r\n\x1a\n" + bytes(300))


def test_a_workbook_without_a_name_column_asks_for_it(cast):
    batch = sent(cast, a_workbook([("甲", "乙"), (1, 2), (3, 4)]))

    assert batch.outcome["taken"] == 0


def test_a_code_that_excel_made_a_number_says_how_to_keep_it(cast):
    data = a_workbook([("企业名称", "信用代码"), ("云帆航空有限公司", 913301001234567890)])

    row = sent(cast, data).rows.get()

    assert row.kind == "bad"
    assert "文本" in row.judged["why"][0]


def test_a_percentage_where_money_belongs_is_refused_with_its_unit(cast):
    data = "企业名称,2025年税收（万元）\n云帆航空有限公司,50%\n".encode("gb18030")

    assert "%" in sent(cast, data).rows.get().judged["why"][0]


def test_an_error_of_the_spreadsheet_is_named(cast):
    data = a_workbook([("企业名称", "地址"), ("云帆航空有限公司", "=NA()")])
    data = rewritten(
        data,
        "xl/worksheets/sheet1.xml",
        zipfile.ZipFile(io.BytesIO(data))
        .read("xl/worksheets/sheet1.xml")
        .replace(b"<f>NA()</f><v>0</v>", b"<f>NA()</f><v>#N/A</v>")
        .replace(b'<c r="B2">', b'<c r="B2" t="e">'),
    )

    assert "错误值" in sent(cast, data).rows.get().judged["why"][0]


def test_a_cell_merged_over_rows_speaks_for_each_of_them(cast):
    data = a_workbook(
        [("企业分级", "企业名称"), ("重点", "甲一机电有限公司"), (None, "乙二机电有限公司")]
    )
    merged = b'<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    sheet = sheet.replace(b"</sheetData>", b"</sheetData>" + merged)

    batch = sent(cast, rewritten(data, "xl/worksheets/sheet1.xml", sheet))

    assert [row[0] for row in batch.sheet["rows"]] == ["企业分级", "重点", "重点"]


@pytest.mark.slow
def test_merged_blocks_that_lie_upon_each_other_cost_no_time(cast):
    rows = [("企业名称",), *((f"{number}号厂",) for number in range(2000))]
    data = a_workbook(rows)
    many = b'<mergeCell ref="A2:A2000"/>' * 50_000
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    sheet = sheet.replace(b"</sheetData>", b"</sheetData><mergeCells>" + many + b"</mergeCells>")
    began = time.process_time()

    sent(cast, rewritten(data, "xl/worksheets/sheet1.xml", sheet))

    assert time.process_time() - began < 10
