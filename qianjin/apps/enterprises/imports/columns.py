"""列 What a table of enterprises may hold, and under which headings people write it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from ..checks import CONTACT_FIELDS, FIELDS, FIGURE_FIELDS
from ..labels import FIELD_LABELS, FIGURE_LABELS
from ..planning import Asked


@dataclass(frozen=True, slots=True)
class Column:
    """One thing a table may say; ``aliases`` are headings seen in the field for it."""

    code: str
    label: Any
    heading: str
    """The heading of our own tables, in Chinese as they are exchanged."""
    aliases: tuple[str, ...] = ()
    example: str = ""
    width: int = 14


COLUMNS = (
    Column(
        "name",
        FIELD_LABELS["name"],
        "企业名称",
        (
            "单位名称",
            "公司名称",
            "企业全称",
            "单位全称",
            "名称",
            "企业",
            "公司",
            "单位",
            "户名",
            "Enterprise",
            "Company",
            "Company name",
            "Name",
        ),
        "晨曦精密制造有限公司（演示）",
        34,
    ),
    Column(
        "short_name",
        FIELD_LABELS["short_name"],
        "企业简称",
        ("简称", "公司简称", "单位简称", "Short name"),
        "晨曦精密",
        14,
    ),
    Column(
        "credit_code",
        FIELD_LABELS["credit_code"],
        "统一社会信用代码",
        (
            "社会信用代码",
            "信用代码",
            "统一信用代码",
            "统一代码",
            "纳税人识别号",
            "税号",
            "证照号码",
            "Credit code",
            "Unified social credit code",
        ),
        "91330199XXXX000197",
        22,
    ),
    Column(
        "industry",
        FIELD_LABELS["industry"],
        "所属行业",
        (
            "行业",
            "行业代码",
            "行业分类",
            "国民经济行业",
            "国民经济行业分类",
            "行业类别",
            "Industry",
        ),
        "C3670 汽车零部件及配件制造",
        26,
    ),
    Column(
        "sector",
        FIELD_LABELS["sector"],
        "主导产业",
        ("产业", "产业类别", "产业方向", "产业领域", "所属产业", "Sector"),
        "汽车及零部件",
        14,
    ),
    Column(
        "tier",
        FIELD_LABELS["tier"],
        "企业分级",
        ("分级", "企业等级", "级别", "企业类型", "企业规模", "规模", "Tier"),
        "重点企业",
        12,
    ),
    Column(
        "status",
        FIELD_LABELS["status"],
        "企业状态",
        ("状态", "生产状态", "经营状态", "生产经营状态", "运行状态", "Status"),
        "在营",
        12,
    ),
    Column(
        "officer",
        FIELD_LABELS["officer"],
        "服务专员",
        ("专员", "联系干部", "包联干部", "驻企服务员", "助企专员", "责任人", "Officer"),
        "",
        12,
    ),
    Column(
        "address",
        FIELD_LABELS["address"],
        "地址",
        ("企业地址", "厂址", "经营地址", "注册地址", "生产地址", "详细地址", "所在地", "Address"),
        "前进智造园 江东大道 100 号",
        28,
    ),
    Column(
        "opened_on",
        FIELD_LABELS["opened_on"],
        "入园时间",
        ("入驻时间", "入园日期", "入驻日期", "落户时间", "落户日期", "In the park since"),
        "2021-03-24",
        14,
    ),
    Column(
        "contact_name",
        _("Contact"),
        "联系人",
        ("联系人姓名", "企业联系人", "负责人", "企业负责人", "主要负责人", "姓名", "Contact"),
        "陈岚",
        12,
    ),
    Column(
        "contact_post",
        _("Post of the contact"),
        "职务",
        ("联系人职务", "岗位", "Post", "Position"),
        "行政经理",
        12,
    ),
    Column(
        "contact_phone",
        _("Telephone of the contact"),
        "联系电话",
        (
            "电话",
            "手机",
            "手机号",
            "手机号码",
            "联系方式",
            "电话号码",
            "联系人电话",
            "Phone",
            "Telephone",
            "Mobile",
        ),
        "13800000000",
        16,
    ),
    Column(
        "contact_email",
        _("Mail of the contact"),
        "邮箱",
        ("电子邮箱", "电子邮件", "邮件", "Email", "E-mail", "Mail"),
        "",
        22,
    ),
    Column("year", _("Year of the figures"), "年度", ("年份", "统计年度", "Year"), "2025", 8),
    Column(
        "output_wan",
        FIGURE_LABELS["output_wan"],
        "产值（万元）",
        ("产值", "工业总产值", "总产值", "规上工业产值", "Output"),
        "12800",
        14,
    ),
    Column(
        "revenue_wan",
        FIGURE_LABELS["revenue_wan"],
        "营业收入（万元）",
        ("营业收入", "营收", "主营业务收入", "销售收入", "Revenue"),
        "12300",
        14,
    ),
    Column(
        "tax_wan",
        FIGURE_LABELS["tax_wan"],
        "税收（万元）",
        ("税收", "纳税额", "税收贡献", "入库税收", "实缴税金", "Tax"),
        "620",
        14,
    ),
    Column(
        "employees",
        FIGURE_LABELS["employees"],
        "员工数",
        ("职工人数", "员工人数", "从业人员", "用工人数", "从业人数", "人数", "Employees"),
        "186",
        10,
    ),
    Column(
        "land_mu",
        FIGURE_LABELS["land_mu"],
        "用地（亩）",
        ("用地面积", "占地面积", "用地", "土地面积", "占地", "Land"),
        "42.5",
        12,
    ),
    Column(
        "energy_tce",
        FIGURE_LABELS["energy_tce"],
        "综合能耗（吨标煤）",
        ("能耗", "综合能耗", "能源消费量", "年综合能耗", "Energy"),
        "310",
        18,
    ),
    Column(
        "rnd_wan",
        FIGURE_LABELS["rnd_wan"],
        "研发投入（万元）",
        ("研发投入", "研发费用", "研发经费", "R&D 经费", "R&D"),
        "540",
        16,
    ),
)
BY_CODE = {column.code: column for column in COLUMNS}
_LOOKS = {
    "credit_code": r"[0-9a-z]{18}",
    "contact_phone": r"(\+?86[- ]?)?1[3-9]\d{9}|0\d{2,3}[- ]?\d{7,8}",
    "contact_email": r"[^@\s]+@[^@\s]+\.[^@\s]+",
    "year": r"(19|20)\d\d年?度?",
}
"""What the cells of a column look like; settles a doubt the heading leaves."""


def asked_fields() -> list[Asked]:
    """The columns as the engine that reads headings wants them."""
    with translation.override("en"):
        english = {column.code: str(column.label) for column in COLUMNS}
    return [
        Asked(
            column.code,
            (column.heading, *column.aliases, english[column.code]),
            _LOOKS.get(column.code, ""),
            is_required=column.code == "name",
            by_year=column.code in FIGURE_FIELDS,
        )
        for column in COLUMNS
    ]


ENTERPRISE_COLUMNS = (*FIELDS, "officer")
CONTACT_COLUMNS = tuple(f"contact_{field}" for field in CONTACT_FIELDS if field != "is_primary")
FIGURE_COLUMNS = FIGURE_FIELDS
REASONS = "问题"
"""Heading of the column in which error rows say what is wrong with them."""

# What a heading says of its unit, as a factor to the unit we keep. 亩: 1/15 of a hectare.
_UNITS: dict[str, tuple[tuple[str, Decimal], ...]] = {
    "wan": (
        ("亿", Decimal(10000)),
        ("万元", Decimal(1)),
        ("千元", Decimal("0.1")),
        ("百万", Decimal(100)),
        ("万", Decimal(1)),
        ("元", Decimal("0.0001")),
    ),
    "mu": (
        ("公顷", Decimal(15)),
        ("亩", Decimal(1)),
        ("平方米", Decimal(3) / Decimal(2000)),
        ("㎡", Decimal(3) / Decimal(2000)),
        ("平方", Decimal(3) / Decimal(2000)),
    ),
    "tce": (("万吨", Decimal(10000)), ("千克", Decimal("0.001")), ("吨", Decimal(1))),
}
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年?(?!\d)")


def unit_factor(field: str, text: str) -> Decimal | None:
    """What a number under this heading (or beside this unit) is multiplied with; None: unsaid."""
    kind = field.rpartition("_")[2]
    plain = unicodedata.normalize("NFKC", text)
    # NFKC writes ㎡ as m2.
    plain = plain.replace("m2", "平方米").replace("M2", "平方米")
    return next((factor for word, factor in _UNITS.get(kind, ()) if word in plain), None)


def year_in(text: str) -> int | None:
    """The year a heading names, as in 2025年产值（万元）."""
    found = _YEAR.search(unicodedata.normalize("NFKC", text))
    return int(found[1]) if found else None


def letter(place: int) -> str:
    """A column as a spreadsheet names it: A, B … Z, AA."""
    letters = ""
    number = place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
