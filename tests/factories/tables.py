"""Tables as other offices send them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

HEADINGS = (
    "序号",
    "单位名称",
    "税号",
    "行业分类",
    "企业规模",
    "联系人",
    "手机",
    "入驻时间",
    "2025年产值（亿元）",
    "备注",
)
DAWN = "91330199XXXX000197"
FAR = "91330199XXXX000272"
RARE = "91330199XXXX00035W"


def full_width(digits: str) -> str:
    """Digits as a Chinese keyboard writes them when nobody looks."""
    return "".join(chr(ord(digit) + 0xFEE0) for digit in digits)


def a_workbook(rows: Sequence[Sequence[Any]], *, title: str = "") -> bytes:
    """An .xlsx of these rows; with a title, a merged row of it stands above them."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("企业台账")
    top = 0
    if title:
        page.merge_range(0, 0, 0, max(len(row) for row in rows) - 1, title)
        top = 1
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            if value is not None:
                page.write(number + top, place, value)
    book.close()
    return out.getvalue()


def a_messy_workbook() -> bytes:
    """
    What a town sends: a merged title, columns renamed and in another order, full-width digits,
    two spellings of one firm, wrong and doubled codes, a formula, a line of sums.

    Row 3 is whole, row 4 means the same firm, rows 5 to 8 are wrong in one cell each, row 9 is
    whole again.
    """
    return a_workbook(
        [
            HEADINGS,
            [
                1,
                "杭州旭升精密机械有限公司",
                DAWN,
                "C3670",
                "重点",
                "周一",
                full_width("13800000000"),
                "2021年3月",
                full_width("1") + "." + full_width("2"),
                None,
            ],
            [
                2,
                "旭升精密机械（杭州）有限公司",
                DAWN,
                None,
                None,
                "周二",
                "13900000000",
                None,
                None,
                None,
            ],
            [3, "远山新材料有限公司", FAR[:-1] + "W", "C2651", None, None, None, None, None, None],
            [4, "天成汽车部件有限公司", DAWN, None, None, None, None, None, None, None],
            [5, "星海电子有限公司", None, "造船飞天", None, None, None, None, None, None],
            [6, "嘉禾智能装备有限公司", None, None, None, "周三", "2021-02-30", None, None, None],
            [7, "𠮷田工业有限公司🏭", RARE, None, "龙头", None, None, "20210324", "=0.5*2", None],
            ["合计", None, None, None, None, None, None, None, 2.2, None],
        ],
        title=f"前进街道企业台账（{full_width('2025')}年）",
    )
