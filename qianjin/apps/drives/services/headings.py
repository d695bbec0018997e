"""列名 Under which headings a table of a special action is written and read back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from qianjin.units.spreadsheet import half_width

from ..choices import QuestionKind
from ..models import Question

NAME, CODE, WORDS = "name", "code", "words"
_ALIASES = {
    NAME: (
        "企业名称", "企业", "单位名称", "公司名称", "企业全称", "名称", "enterprise",
        "name of the enterprise", "company", "name",
    ),
    CODE: (
        "统一社会信用代码", "信用代码", "社会信用代码", "unified social credit code",
        "credit code",
    ),
    WORDS: ("答复", "备注", "其他说明", "answer", "other remarks"),
}  # fmt: skip
_NUMBERED = re.compile(r"^\d+[.、]\s*")
LOOKED_THROUGH = 10
"""So many rows from the top may hold the headings."""


def heading_of(place: int, question: Question) -> str:
    """What stands above the answers to a question: "2. 缺口数量（片）"."""
    unit = f"（{question.unit}）" if question.unit else ""
    return f"{place}. {question.text}{unit}"


def in_a_table(questions: Sequence[Question]) -> list[Question]:
    """The questions a table can answer; files are sent on the page."""
    return [question for question in questions if question.kind != QuestionKind.FILE]


def fixed_headings() -> list[tuple[str, float]]:
    """The first columns of every table, with their widths."""
    return [(_("Enterprise"), 30), (_("Unified social credit code"), 22)]


def columns_in(
    rows: Sequence[Sequence[str]], questions: Sequence[Question]
) -> tuple[int, dict[str, int]] | None:
    """Which row holds the headings and where each thing stands; none when no firm is named."""
    known = _known(questions)
    for number, row in enumerate(rows[:LOOKED_THROUGH]):
        found: dict[str, int] = {}
        for place, text in enumerate(row):
            key = known.get(_key(text)) or known.get(_key(_NUMBERED.sub("", text.strip())))
            if key and key not in found:
                found[key] = place
        if NAME in found or CODE in found:
            return number, found
    return None


def _known(questions: Sequence[Question]) -> dict[str, str]:
    known: dict[str, str] = {}
    for place, question in enumerate(questions, start=1):
        key = f"q{question.pk}"
        known[_key(heading_of(place, question))] = key
        unit = f"（{question.unit}）" if question.unit else ""
        for text in (f"{question.text}{unit}", question.text):
            known.setdefault(_key(text), key)
    for name, aliases in _ALIASES.items():
        for alias in aliases:
            known.setdefault(_key(alias), name)
    return known


def _key(text: str) -> str:
    return re.sub(r"[\s*]", "", half_width(text)).casefold()
