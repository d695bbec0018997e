"""表格列 The columns of the tables of schemes and claims, written and read by the same names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qianjin.units.spreadsheet import Cell, text_of
from qianjin.units.spreadsheet.writing import Column

from . import condition_text
from .choices import RATES, ClaimState, FactField, SchemeState

Read = Callable[[Cell], Any]
_DAY = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")
_LINES = re.compile(r"[\n;；]")


class BadCell(ValueError):
    """``str()`` says what is wrong with a cell, in the reader's language."""


def text(cell: Cell) -> str:
    """Words."""
    return text_of(cell).strip()


def day(cell: Cell) -> date | None:
    """A date of the sheet, or one written out."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    words = cell.strip()
    if not words:
        return None
    match = _DAY.match(words)
    try:
        if match:
            return date(*map(int, match.groups()))
    except ValueError:
        pass
    raise BadCell(_("“%(text)s” is no date; write it as 2026-11-24.") % {"text": words[:20]})


def amount(cell: Cell) -> Decimal | None:
    """A number, thousands separated or not."""
    words = text(cell).replace(",", "").replace("，", "")
    if not words:
        return None
    try:
        found = Decimal(words)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise BadCell(_("“%(text)s” is no number.") % {"text": words[:20]})
    return found


def year(cell: Cell) -> int | None:
    """A year of four digits."""
    words = text(cell).removesuffix("度").removesuffix("年")
    if not words:
        return None
    if not (len(words) == 4 and words.isdecimal() and words.isascii()):
        raise BadCell(_("“%(text)s” is no year.") % {"text": words[:20]})
    return int(words)


def lines(cell: Cell) -> list[str]:
    """One thing a line, or parted by semicolons."""
    return [part.strip() for part in _LINES.split(text(cell)) if part.strip()]


def conditions(cell: Cell) -> list[dict[str, Any]]:
    """Conditions, one a line."""
    try:
        return condition_text.read("\n".join(lines(cell)))
    except condition_text.UnreadableLine as error:
        sentence = _("“%(line)s” cannot be read as a condition.")
        raise BadCell(sentence % {"line": str(error)[:60]}) from error


def choice(known: Iterable[tuple[str, Any]]) -> Read:
    """One of some choices, by its name in either language, or its code."""
    codes = tuple(known)

    @cache
    def words() -> dict[str, str]:
        found = {}
        for language in ("zh-hans", "en"):
            with translation.override(language):
                for code, label in codes:
                    found[str(label).lower()] = found[code] = code
        return found

    def read(cell: Cell) -> str:
        told = text(cell).lower()
        if told and told not in words():
            names = "、".join(str(label) for _code, label in codes)
            raise BadCell(_("One of these: %(choices)s.") % {"choices": names})
        return words().get(told, "")

    return read


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its code, heading, width, how it is read, and how it is written."""

    code: str
    label: Any
    width: float
    read: Read = text
    kind: str = "text"
    example: Any = ""


def _states(known: type[TextChoices]) -> Read:
    return choice((state.value, state.label) for state in known)


SCHEME = (
    Field("title", gettext_lazy("Title"), 36, example="研发投入补助（示例）"),
    Field("document_number", gettext_lazy("Document number"), 22, example="示例字2026第1号"),
    Field("issuer", gettext_lazy("Issued by"), 18, example="科技局"),
    Field("valid_from", gettext_lazy("Valid from"), 12, day, "date", date(2026, 1, 1)),
    Field("valid_until", gettext_lazy("Valid until"), 12, day, "date", date(2027, 12, 31)),
    Field("opens_on", gettext_lazy("Applications from"), 12, day, "date", date(2026, 11, 1)),
    Field("closes_on", gettext_lazy("Applications until"), 12, day, "date", date(2026, 12, 31)),
    Field(
        "amount_rule", gettext_lazy("What is paid"), 36, example="上年度研发投入的10%，最高100万元"
    ),
    Field("rate_percent", gettext_lazy("Share paid (%)"), 10, amount, "number", 10),
    Field(
        "rate_of",
        gettext_lazy("Share of"),
        14,
        choice((field.value, FactField(field).label) for field in RATES),
        example=FactField.RND,
    ),
    Field("ceiling_wan", gettext_lazy("Ceiling (10,000 yuan)"), 12, amount, "number", 100),
    Field(
        "documents", gettext_lazy("Documents required"), 30, lines, example="申报表\n研发费用辅助账"
    ),
    Field("conditions", gettext_lazy("Conditions"), 40, conditions),
    Field("figures_year", pgettext_lazy("scheme", "Year of the figures"), 10, year, "number", ""),
    Field("link", gettext_lazy("Link"), 30),
    Field("state", pgettext_lazy("scheme", "State"), 10, _states(SchemeState)),
    Field("body", pgettext_lazy("scheme", "Text"), 40),
)
CLAIM = (
    Field("scheme", gettext_lazy("Support scheme"), 36),
    Field("document_number", gettext_lazy("Document number"), 22),
    Field("enterprise", gettext_lazy("Enterprise"), 30),
    Field("credit_code", gettext_lazy("Unified social credit code"), 22),
    Field("year", gettext_lazy("Year"), 8, year, "number"),
    Field("state", pgettext_lazy("claim", "State"), 14, _states(ClaimState)),
    Field("filed_on", gettext_lazy("Filed on"), 12, day, "date"),
    Field("claimed_wan", gettext_lazy("Claimed (10,000 yuan)"), 14, amount, "number"),
    Field("approved_wan", gettext_lazy("Approved (10,000 yuan)"), 14, amount, "number"),
    Field("paid_wan", gettext_lazy("Paid (10,000 yuan)"), 14, amount, "number"),
    Field("paid_on", gettext_lazy("Paid on"), 12, day, "date"),
    Field("refused_because", gettext_lazy("Reason of the refusal"), 30),
)


ALIASES: dict[str, tuple[str, ...]] = {
    "title": ("政策名称", "政策", "标题", "项目名称", "Scheme"),
    "document_number": ("发文字号", "文件号", "政策文号"),
    "issuer": ("发文单位", "发文部门", "主管部门", "部门"),
    "valid_from": ("生效日期", "施行日期", "有效期自"),
    "valid_until": ("失效日期", "有效期至"),
    "opens_on": ("申报开始日期", "开始申报"),
    "closes_on": ("申报截止日期", "截止日期"),
    "amount_rule": ("扶持标准", "补助标准", "奖励标准", "支持内容"),
    "ceiling_wan": ("最高额", "上限", "封顶"),
    "documents": ("申报材料", "材料清单"),
    "conditions": ("申报条件", "条件"),
    "link": ("网址", "原文链接"),
    "body": ("政策正文", "正文", "原文"),
}
"""Headings of tables of schemes seen in the field besides our own."""


def names_of(field: Field) -> tuple[str, ...]:
    """The heading of a column in both languages."""
    found = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            found.append(str(field.label))
    return tuple(dict.fromkeys(found))


def headed(fields: Sequence[Field]) -> list[Column]:
    """The headings of a table in the reader's language."""
    return [Column(str(f.label), f.width, f.kind) for f in fields]  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Row:
    """A row that was read: its number in the sheet, and the values of its cells by column."""

    number: int
    values: Mapping[str, Any]


def read_rows(
    rows: Sequence[Sequence[Cell]], fields: Sequence[Field], needed: Sequence[str]
) -> tuple[list[Row], list[str]]:
    """
    The rows below the headings with what is wrong, row and column named.

    A heading is known by its name in either language; columns that are not known are left aside.
    """
    by_name: dict[str, Field] = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            by_name |= {str(field.label).lower(): field for field in fields}
    heads = [by_name.get(text(cell).lower()) for cell in rows[0]] if rows else []
    found = {head.code for head in heads if head}
    labels = {field.code: str(field.label) for field in fields}
    lacking = [labels[code] for code in needed if code not in found]
    if lacking:
        return [], [_("The table has no column “%(name)s”.") % {"name": name} for name in lacking]
    read, problems = [], []
    for number, row in enumerate(rows[1:], start=2):
        if not any(text(cell) for cell in row):
            continue
        values: dict[str, Any] = {}
        for head, cell in zip(heads, row, strict=False):
            if head is None:
                continue
            try:
                values[head.code] = head.read(cell)
            except BadCell as error:
                problems.append(at_row(number, str(head.label), str(error)))
        read.append(Row(number, values))
    return read, problems


def at_row(number: int, column: str, sentence: str) -> str:
    """What is wrong, with its place."""
    return _("Row %(number)s, %(column)s: %(sentence)s") % {
        "number": number,
        "column": column,
        "sentence": sentence,
    }
