"""表格列 The columns of the table of projects, written and read by the same names."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qianjin.apps.enterprises.choices import Sector
from qianjin.apps.subsidies.columns import BadCell, Field, choice, day, text
from qianjin.units.money import NoAmount, read_wan
from qianjin.units.spreadsheet import Cell

from .choices import LostReason, Source


def money(cell: Cell) -> Decimal | None:
    """An amount, written as an office writes it; a bare number is in 万元."""
    words = text(cell)
    if not words:
        return None
    try:
        return read_wan(words)
    except NoAmount as error:
        told = _("“%(text)s” is no amount; write 850万 or 22.4亿, or a number in 万元.")
        raise BadCell(told % {"text": words[:20]}) from error


def number(cell: Cell) -> Decimal | None:
    """A number that is not negative."""
    words = text(cell).replace(",", "").replace("，", "").removesuffix("亩").removesuffix("人")
    if not words:
        return None
    try:
        found = Decimal(words)
    except ArithmeticError:
        found = Decimal("NaN")
    if not found.is_finite() or found < 0:
        raise BadCell(_("“%(text)s” is no number.") % {"text": text(cell)[:20]})
    return found


def tags(cell: Cell) -> list[str]:
    """Words with a comma between them."""
    return text(cell).replace("，", ",").replace("、", ",").split(",")


def _codes(known: Any) -> Any:
    return choice((one.value, one.label) for one in known)


PROJECT = (
    Field("number", gettext_lazy("Number"), 16),
    Field("name", gettext_lazy("Name of the project"), 34, example="航空复材结构件项目（示例）"),
    Field("organisation", gettext_lazy("Organisation"), 30, example="云帆复材（示例）"),
    Field("pipeline", gettext_lazy("Pipeline"), 12, example="产业项目"),
    Field("stage", gettext_lazy("Stage"), 14, example="线索"),
    Field("sector", gettext_lazy("Sector"), 14, _codes(Sector), example=Sector.AVIATION),
    Field("source", gettext_lazy("Source"), 16, _codes(Source), example=Source.TRIP),
    Field("source_words", gettext_lazy("Source, in words"), 24),
    Field("city", gettext_lazy("City of origin"), 12, example="苏州"),
    Field("investment_wan", gettext_lazy("Total investment"), 14, money, "number", 26_000),
    Field("fixed_wan", gettext_lazy("Fixed assets"), 14, money, "number", 18_000),
    Field("land_mu", gettext_lazy("Land needed (mu)"), 12, number, "number", 60),
    Field("power_kva", gettext_lazy("Power (kVA)"), 12, number, "number"),
    Field("output_wan", gettext_lazy("Output a year"), 14, money, "number"),
    Field("tax_wan", gettext_lazy("Tax a year"), 14, money, "number"),
    Field("jobs", gettext_lazy("Jobs"), 8, number, "number"),
    Field("chain_node", gettext_lazy("Node of the chain"), 18),
    Field("rivals", gettext_lazy("Competing places"), 22),
    Field("owner", pgettext_lazy("project", "Owner"), 12),
    Field("next_step", gettext_lazy("Next step"), 30),
    Field("next_on", pgettext_lazy("project", "Next step on"), 12, day, "date"),
    Field("park_watches", gettext_lazy("What the park watches"), 30),
    Field("firm_needs", gettext_lazy("What the enterprise needs"), 30),
    Field("common_ground", gettext_lazy("Common ground"), 30),
    Field("obstacles", gettext_lazy("Obstacles"), 30),
    Field("tags", gettext_lazy("Tags"), 20, tags),
)
"""What can be taken over; amounts in 万元, land in 亩."""
ALIASES: dict[str, tuple[str, ...]] = {
    "name": ("项目", "项目名", "线索名称", "Project"),
    "organisation": ("企业名称", "投资方", "投资主体", "单位", "公司", "企业", "Firm"),
    "number": ("项目编号", "No."),
    "stage": ("进展", "项目阶段", "当前阶段"),
    "sector": ("产业", "行业", "产业方向", "所属产业"),
    "source": ("线索来源", "渠道", "项目来源"),
    "city": ("城市", "来自", "所在城市", "来源地"),
    "investment_wan": ("总投资（万元）", "投资额", "投资总额", "计划总投资", "投资规模"),
    "fixed_wan": ("固定资产投资", "固投"),
    "land_mu": ("用地", "用地需求", "用地面积", "土地需求", "亩数"),
    "output_wan": ("年产值", "预计产值", "产值"),
    "tax_wan": ("年税收", "预计税收", "税收"),
    "jobs": ("用工", "就业人数", "带动就业"),
    "owner": ("责任人", "跟进人", "招商专员"),
    "next_step": ("下步计划", "下一步工作", "下步工作"),
    "next_on": ("计划日期", "下步时间"),
    "rivals": ("竞争地", "对手"),
    "chain_node": ("产业链环节", "环节"),
}
"""Headings seen in the field besides our own."""


SHOWN = (
    Field("opened_at", gettext_lazy("Entered"), 12, kind="date"),
    Field("stage_since", gettext_lazy("In this stage since"), 12, kind="date"),
    Field("touched_at", gettext_lazy("Last in touch"), 12, kind="date"),
    Field("signed_on", gettext_lazy("Signed on"), 12, kind="date"),
    Field("lost_reason", gettext_lazy("Reason of the loss"), 16),
    Field("lost_words", gettext_lazy("What happened"), 30),
    Field("revive_on", gettext_lazy("Ask again on"), 12, kind="date"),
)
"""What goes out besides; it is not read back."""
LABELS: dict[str, Any] = {field.code: field.label for field in PROJECT}
LOST = {reason.value: reason.label for reason in LostReason}
