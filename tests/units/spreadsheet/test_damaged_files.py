"""Thousands of ways to damage a file, of which none may end in anything but an answer."""

from __future__ import annotations

import doctest
import io
import random
import zipfile

import pytest
import xlsxwriter

from qianjin.units import spreadsheet
from qianjin.units.spreadsheet import SENTENCES, SpreadsheetError, read_table
from tests.units.spreadsheet import files, xls


def sample_workbook() -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    page = book.add_worksheet("企业")
    page.merge_range(0, 0, 0, 3, "名录")
    for row in range(1, 30):
        page.write_row(row, 0, [f"企业{row}（演示）", row * 1.5, row % 2 == 0])
        page.write_formula(row, 3, f"=B{row + 1}*2", None, row * 3)
    book.close()
    return buffer.getvalue()


def mutate(data: bytes, dice: random.Random) -> bytes:
    """Cut, flip, insert, repeat or zero some bytes."""
    wrong = bytearray(data)
    for _ in range(dice.randint(1, 6)):
        place = dice.randrange(len(wrong))
        match dice.randrange(5):
            case 0:
                wrong[place] ^= 1 << dice.randrange(8)
            case 1:
                wrong[place : place + dice.randint(1, 40)] = b""
            case 2:
                wrong[place:place] = dice.randbytes(dice.randint(1, 8))
            case 3:
                wrong[place : place + 4] = dice.choice([b"\xff\xff\xff\xff", b"\0\0\0\0", b"9999"])
            case _:
                end = place + dice.randint(1, 200)
                wrong[place:place] = wrong[place:end]
        if not wrong:
            return b""
    return bytes(wrong)


def mutate_parts(data: bytes, dice: random.Random) -> bytes:
    """Mutate what is inside the package, and pack it properly again."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts: dict[str, str | bytes] = {n: package.read(n) for n in package.namelist()}
    name = dice.choice(sorted(parts))
    content = parts[name]
    assert isinstance(content, bytes)
    parts[name] = mutate(content, dice) if content else b"x"
    return files.pack(parts)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_three_hundred_damaged_files_give_a_table_or_a_code_and_nothing_else(seed: int) -> None:
    dice = random.Random(seed)
    document = files.ods(f'<table:table table:name="表">{"".join(TABLE)}</table:table>')
    old = xls.compound(xls.workbook({"表": OLD}), big=False)
    text = "名称,人数\r\n晨曦（演示）,60\r\n".encode() * 20

    for number in range(30):
        data = [
            lambda: mutate(sample_workbook(), dice),
            lambda: mutate_parts(sample_workbook(), dice),
            lambda: mutate_parts(document, dice),
            lambda: mutate(old, dice),
            lambda: mutate(text, dice),
        ][number % 5]()
        try:
            sheet = read_table(data)
        except SpreadsheetError as error:
            assert error.code in SENTENCES
            assert str(error)
        else:
            assert len({len(row) for row in sheet.rows}) == 1


TABLE = [
    f"<table:table-row>{files.ods_text(f'企业{row}')}<table:table-cell office:value-type="
    f'"float" office:value="{row}" table:number-columns-repeated="2"/></table:table-row>'
    for row in range(20)
]
OLD = xls.dimensions(20, 3) + b"".join(
    xls.text(row, 0, f"企业{row}") + xls.numbers(row, 1, [row]) + xls.formula(row, 2, row)
    for row in range(20)
)


def test_the_example_of_the_front_door_runs() -> None:
    assert doctest.testmod(spreadsheet).failed == 0
    assert doctest.testmod(spreadsheet).attempted > 0
