"""名录 A register of firms (Excel, CSV) read into targets; every bad cell is explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qianjin.apps.enterprises.imports import cells
from qianjin.apps.enterprises.imports.columns import letter

from .. import checks
from ..planning import Asked, columns_of

MOST_FAULTS = 50


@dataclass(frozen=True, slots=True)
class RegisterColumn:
    """One thing a register may say, and the headings seen for it."""

    code: str
    label: Any
    headings: tuple[str, ...]


COLUMNS = (
    RegisterColumn(
        "name",
        gettext_lazy("Firm"),
        ("企业名称", "公司名称", "单位名称", "名称", "企业", "公司", "Company", "Name"),
    ),
    RegisterColumn(
        "credit_code",
        gettext_lazy("Credit code"),
        ("统一社会信用代码", "社会信用代码", "信用代码", "Credit code"),
    ),
    RegisterColumn(
        "industry",
        gettext_lazy("Industry"),
        ("所属行业", "行业", "国民经济行业", "行业代码", "行业小类", "Industry"),
    ),
    RegisterColumn(
        "city", gettext_lazy("City"), ("所属城市", "城市", "所在城市", "注册城市", "地市", "City")
    ),
    RegisterColumn(
        "products",
        gettext_lazy("Products and scope"),
        ("主营产品", "经营范围", "主要产品", "产品", "主营业务", "Products", "Scope"),
    ),
    RegisterColumn(
        "capital_wan",
        gettext_lazy("Registered capital (10,000 yuan)"),
        ("注册资本（万元）", "注册资本", "实缴资本", "Registered capital"),
    ),
    RegisterColumn(
        "employees",
        gettext_lazy("Employees"),
        ("参保人数", "员工人数", "职工人数", "人数", "从业人数", "Employees"),
    ),
)
BY_CODE = {column.code: column for column in COLUMNS}


@dataclass(frozen=True, slots=True)
class Register:
    """名录 The firms of a table, each name once, and what is wrong with other rows."""

    firms: list[dict[str, Any]]
    faults: list[str]


def read_register(rows: Sequence[Sequence[str]]) -> Register:
    """Every filled row below the headings; a firm named again is left out."""
    asked = [Asked(c.code, c.headings, is_required=c.code == "name") for c in COLUMNS]
    read = columns_of(rows, asked)
    if "name" not in read.places:
        return Register([], [_("No column is headed as the name of a firm.")])
    firms: dict[str, dict[str, Any]] = {}
    faults: list[str] = []
    begin = (read.header_row or 0) + 1
    for number, texts in enumerate(rows[begin:], begin + 1):
        said = {
            code: texts[place].strip()
            for code, place in read.places.items()
            if place < len(texts) and not cells.is_empty(texts[place])
        }
        if not said:
            continue
        values = {}
        for code, text in said.items():
            reading = _read(code, text)
            if reading.error and len(faults) < MOST_FAULTS:
                faults.append(_place(number, read.places[code], code, reading.error))
            values[code] = reading.value
        if not values.get("name"):
            faults += [_place(number, read.places["name"], "name", _("A firm needs a name."))][
                : MOST_FAULTS - len(faults)
            ]
            continue
        firms.setdefault(values["name"], values)
    return Register(list(firms.values()), faults)


def _read(code: str, text: str) -> cells.Reading:
    if code == "credit_code":
        return cells.read_code(text)
    if code == "industry":
        return cells.read_industry(text)
    if code == "capital_wan":
        return cells.read_figure("output_wan", text, factor=Decimal(1))
    if code == "employees":
        return cells.read_figure("employees", text, factor=Decimal(1))
    line = checks.one_line(cells.half(text))
    if code == "city":
        return cells.Reading(checks.clean({"city": line[:40]}, ("city",))["city"])
    if code == "products":
        return cells.Reading(line[:400])
    limit = checks.LIMITS["name"]
    if len(line) > limit:
        wrong = _("At most %(limit)d characters fit here.") % {"limit": limit}
        return cells.Reading(error=wrong)
    return cells.Reading(line)


def _place(row: int, column: int, code: str, sentence: str) -> str:
    return _("Row %(row)d, column %(letter)s (%(name)s): %(sentence)s") % {
        "row": row,
        "letter": letter(column),
        "name": BY_CODE[code].label,
        "sentence": sentence,
    }
