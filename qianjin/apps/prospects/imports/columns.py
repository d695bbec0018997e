"""列 What a table of contacts may hold, and under which headings people write it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

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
        _("Name"),
        "姓名",
        ("联系人", "联系人姓名", "名字", "人员", "客户姓名", "对接人", "负责人", "Name", "Contact"),
        "陆行舟（演示）",
    ),
    Column(
        "firm",
        _("Firm"),
        "单位",
        (
            "公司",
            "单位名称",
            "公司名称",
            "企业名称",
            "企业",
            "工作单位",
            "所在单位",
            "机构",
            "Company",
        ),
        "远帆汽车部件有限公司（演示）",
        30,
    ),
    Column(
        "post",
        _("Post"),
        "职务",
        ("职位", "岗位", "职务职称", "头衔", "Post", "Position", "Title"),
        "副总经理",
    ),
    Column(
        "phones",
        _("Telephone numbers"),
        "手机",
        (
            "电话",
            "联系电话",
            "手机号",
            "手机号码",
            "联系方式",
            "电话号码",
            "移动电话",
            "手机/电话",
            "Phone",
            "Mobile",
            "Telephone",
        ),
        "13800000000",
        18,
    ),
    Column(
        "line",
        _("Office telephone"),
        "办公电话",
        ("座机", "固定电话", "固话", "单位电话", "Office phone"),
        "0571-82990000",
        18,
    ),
    Column("wechat", _("WeChat name"), "微信号", ("微信", "微信ID", "WeChat"), "", 14),
    Column("email", _("E-mail"), "邮箱", ("电子邮箱", "邮件", "电子邮件", "Email", "Mail"), "", 22),
    Column("city", _("City"), "城市", ("所在城市", "所在地", "地区", "区域", "City"), "上海", 10),
    Column(
        "sector",
        _("Sector"),
        "产业",
        ("行业", "所属行业", "产业方向", "领域", "产业领域", "Sector"),
        "汽车及零部件",
    ),
    Column(
        "met_on",
        _("Met on"),
        "结识日期",
        ("日期", "时间", "认识时间", "见面时间", "来访日期", "添加日期", "Date", "Met on"),
        "2026-03-24",
        12,
    ),
    Column(
        "met_where",
        _("Where we met"),
        "结识地点",
        ("场合", "来源", "活动", "渠道", "地点", "Where"),
        "航空航天峰会",
        20,
    ),
    Column("tags", _("Tags"), "标签", ("分类", "类别", "Tags"), "链主, 新能源", 16),
    Column("note", _("Note"), "备注", ("说明", "情况", "简介", "Note", "Remark"), "", 30),
)
BY_CODE = {column.code: column for column in COLUMNS}
REASONS = "问题"
"""Heading of the column in which rows that were not taken over say what is wrong with them."""

_LOOKS = {
    "phones": r"[\s\S]*1[3-9]\d[\d\s-]{8,}[\s\S]*",
    "email": r"[^@\s]+@[^@\s]+\.[^@\s]+",
    "met_on": r"(19|20)\d\d[-/.年]\d{1,2}([-/.月]\d{1,2}日?)?",
}
"""What the cells of a column look like; settles a doubt the heading leaves."""


def placed(headings: Sequence[str], places: Mapping[str, int]) -> dict[str, int]:
    """
    The places read from the headings, our own heading before any other.

    What we send out comes back: there 来源 is the source, and 结识地点 where we met.
    """
    own = {column.heading: column.code for column in COLUMNS}
    certain = {own[head]: place for place, head in enumerate(headings) if head in own}
    others = {code: place for code, place in places.items() if place not in certain.values()}
    return {**others, **certain}


def asked_fields() -> list[Asked]:
    """The columns as the engine that reads headings wants them."""
    with translation.override("en"):
        english = {column.code: str(column.label) for column in COLUMNS}
    return [
        Asked(
            column.code,
            tuple(dict.fromkeys((column.heading, *column.aliases, english[column.code]))),
            _LOOKS.get(column.code, ""),
            is_required=column.code == "name",
        )
        for column in COLUMNS
    ]
