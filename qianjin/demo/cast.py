"""人物与单位 The invented cast, and the units named in the published reports."""

from __future__ import annotations

from dataclasses import dataclass

from qianjin.apps.accounts.choices import Role
from qianjin.apps.parks.choices import UnitKind

PASSWORD = "qianjin-demo"
MARK = "演示·"


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit of the park: code, kind, names."""

    code: str
    kind: str
    name_zh: str
    name_en: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs in: name at the prompt, display name, role and unit."""

    username: str
    name: str
    role: str
    unit: str = ""
    sectors: str = ""


SECTIONS = (
    UnitRow("general", UnitKind.SECTION, "综合管理部", "General Affairs"),
    UnitRow("planning", UnitKind.SECTION, "规划建设部", "Planning and Construction"),
    UnitRow("investment", UnitKind.SECTION, "招商引资部", "Investment Promotion"),
)
BUREAUX = (
    UnitRow("approvals", UnitKind.BUREAU, "行政审批局", "Administrative Approval Bureau"),
    UnitRow("land-planning", UnitKind.BUREAU, "规划局", "Planning Bureau"),
    UnitRow("construction", UnitKind.BUREAU, "建设局", "Construction Bureau"),
    UnitRow("economy", UnitKind.BUREAU, "经发局", "Economic Development Bureau"),
    UnitRow("power", UnitKind.BUREAU, "供电公司", "Power Supply Company"),
    UnitRow("labour", UnitKind.BUREAU, "人力社保局", "Labour and Social Security Bureau"),
    UnitRow("finance", UnitKind.BUREAU, "财政局", "Finance Bureau"),
    UnitRow("science", UnitKind.BUREAU, "科技局", "Science and Technology Bureau"),
    UnitRow("ecology", UnitKind.BUREAU, "生态环境局", "Ecology and Environment Bureau"),
    UnitRow("emergency", UnitKind.BUREAU, "应急管理局", "Emergency Management Bureau"),
    UnitRow("tax", UnitKind.BUREAU, "税务局", "Tax Bureau"),
    UnitRow("market", UnitKind.BUREAU, "市场监管局", "Market Supervision Bureau"),
    UnitRow("traffic", UnitKind.BUREAU, "交通局", "Transport Bureau"),
)
TOWNS = (
    UnitRow("subdistrict", UnitKind.TOWN, "街道", "Sub-district"),
    UnitRow("guali", UnitKind.TOWN, "瓜沥", "Guali"),
    UnitRow("suoqian", UnitKind.TOWN, "所前", "Suoqian"),
    UnitRow("jingjiang", UnitKind.TOWN, "靖江", "Jingjiang"),
    UnitRow("linpu", UnitKind.TOWN, "临浦镇", "Linpu"),
)
# The report counts fifteen villages of Linpu and names none: these names are invented.
VILLAGES = tuple(
    UnitRow(f"village-{n:02d}", UnitKind.VILLAGE, f"演示{word}村", f"Village {n} (demo)", "linpu")
    for n, word in enumerate("一二三四五六七八九十", start=1)
) + tuple(
    UnitRow(f"village-{n}", UnitKind.VILLAGE, f"演示十{word}村", f"Village {n} (demo)", "linpu")
    for n, word in enumerate("一二三四五", start=11)
)
UNITS = (*SECTIONS, *BUREAUX, *TOWNS, *VILLAGES)

PEOPLE = (
    Person("hewei", "何蔚", Role.DEPUTY_DIRECTOR),
    Person("shenyan", "沈砚", Role.DEPUTY_DIRECTOR),
    Person("luqinghe", "陆青禾", Role.SECTION_HEAD, "general"),
    Person("gumingzhou", "顾明舟", Role.SECTION_HEAD, "planning"),
    Person("zhouheng", "周衡", Role.SECTION_HEAD, "investment"),
    Person("linyue", "林悦", Role.GENERAL_AFFAIRS, "general"),
    Person("fangxiaotang", "方晓棠", Role.GENERAL_AFFAIRS, "general"),
    Person("yeting", "叶汀", Role.SECTOR_SPECIALIST, "investment", "aviation,space"),
    Person("songyihang", "宋亦杭", Role.SECTOR_SPECIALIST, "investment", "auto"),
    Person("luoyichuan", "罗一川", Role.PLANNING_OFFICER, "planning"),
    Person("wenyan", "温砚", Role.PLANNING_OFFICER, "planning"),
    *(
        Person(f"liaison-{row.code}", f"{row.name_zh}联络员", Role.BUREAU_LIAISON, row.code)
        for row in BUREAUX
    ),
    Person("liaison-linpu", "临浦镇联络员", Role.VILLAGE_LIAISON, "linpu"),
    Person("auditor", "审计员", Role.AUDITOR),
    Person("admin", "园区管理员", Role.PARK_ADMIN),
)
"""The office's side. 林悦, 周衡 and 何蔚 are the standing cast of tests and pictures."""

DUTIES = {
    "LAB": ("labour", "precise"),
    "FIN": ("finance", "precise"),
    "LAND": ("planning", "platform"),
    "ENG": ("power", "precise"),
    "WAT": ("construction", "platform"),
    "LOG": ("traffic", "precise"),
    "POL": ("finance", "precise"),
    "APP": ("approvals", "precise"),
    "INF": ("planning", "platform"),
    "SUP": ("investment", "activity"),
    "MKT": ("investment", "activity"),
    "TEC": ("science", "platform"),
    "TAL": ("labour", "precise"),
    "LAW": ("market", "precise"),
    "TAX": ("tax", "precise"),
    "ENV": ("ecology", "precise"),
    "SAF": ("emergency", "precise"),
    "PTY": ("general", "activity"),
    "EMG": ("general", "precise"),
    "ADV": ("general", "precise"),
}
"""Which unit usually leads a type, and under which of the three services it falls."""
