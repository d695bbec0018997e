"""文书 The letter to a bureau and the weekly sheet as Word; offices read them in Chinese."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone, translation

from qianjin.apps.delivery.choices import StepState
from qianjin.faces.web import paper

from . import words

STEP_HEADS = ("序号", "事项", "计划起止", "状态", "依据")


def subject_of(plan: Any, row: Any) -> str:
    """What a letter about a step is called."""
    return f"关于协助办理{plan.name}{row.name_zh}的函"[:80]


def words_of(plan: Any, steps: Sequence[Any]) -> str:
    """What a letter asks, as a draft that the officer changes."""
    with translation.override("zh-hans"):
        asked = "；".join(
            f"{row.name_zh}（计划 {words.span(row.review_from or row.start_on, row.end_on)}）"
            for row in steps
        )
        start = f"，计划 {words.iso(plan.start_on)} 开工" if plan.start_on else ""
    return (
        f"{plan.name}正按“拿地即开工”推进{start}。请贵单位协助办理：{asked}。\n"
        "如有前置材料需要补正，请一并告知；请回复预计办结日期。"
    )


def letter(row: Any, link: str = "") -> bytes:
    """
    工作联系单 in the manner of the office: number, to whom, what, by when, an answer slip.

    ``link`` is where it is answered without an account, printed as a code.
    """
    with translation.override("zh-hans"):
        document = paper.blank("工作联系单", f"{row.number}　　{row.park.name_zh}")
        sent = timezone.localdate(row.sent_at) if row.sent_at else timezone.localdate(row.made_at)
        facts = [
            ("主送单位", row.unit.name_zh),
            ("事由", row.subject),
            ("项目", row.plan.name),
            ("发出日期", words.iso(sent)),
            ("请于此前回复", words.iso(row.due_on)),
            ("经办人", row.owner.name),
        ]
        paper.table(document, (), facts, widths=(4.0, 13.0))
        paper.line(document, "")
        paper.table(document, (), [("联系事项", row.words)], widths=(4.0, 13.0))
        paper.line(document, "")
        lines = [_step(n, one) for n, one in enumerate(row.steps.all(), start=1)]
        paper.table(document, STEP_HEADS, lines, widths=(1.2, 5.2, 4.4, 2.6, 3.6))
        paper.line(document, "")
        answer = row.answer or ""
        by = words.iso(row.answer_on)
        paper.table(
            document,
            (),
            [("回复意见", answer), ("预计办结", by), ("回复人、日期", _answered(row))],
            widths=(4.0, 13.0),
        )
        if link:
            paper.line(document, "")
            paper.line(document, "没有账号的，请扫码回复（只限这一份联系单）")
            paper.picture(document, _code(link), width=2.8)
        return paper.as_bytes(document)


def _code(link: str) -> bytes:
    import segno  # seldom, and every process of the web would hold it

    out = io.BytesIO()
    segno.make(link, error="m").save(out, kind="png", scale=8, border=2)
    return out.getvalue()


def _answered(row: Any) -> str:
    if row.answered_at is None:
        return ""
    return f"{row.answered_by}　{words.iso(timezone.localdate(row.answered_at))}"


def _step(number: int, row: Any) -> tuple[str, ...]:
    basis = row.get_basis_display()
    days = words.span(row.review_from or row.begun_on or row.start_on, row.done_on or row.end_on)
    return str(number), row.name_zh, days, str(StepState(row.state).label), str(basis)


def sheet(title: str, week: Any, today: date) -> bytes:
    """每周协调单: what is late, must begin, runs, and letters still out."""
    with translation.override("zh-hans"):
        document = paper.blank(f"每周协调单　{title}", words.iso(today), landscape=True)
        for name, rows in (
            ("已逾期", week.late), ("本周须启动", week.begin), ("正在办理", week.running),
        ):  # fmt: skip
            paper.line(document, f"{name}（{len(rows)}）", bold=True)
            heads = ("项目", "事项", "责任单位", "计划起止", "承诺", "承办", "本周进展")
            lines = [_week_row(row) for row in rows] or [("无", "", "", "", "", "", "")]
            paper.table(document, heads, lines, widths=(4.2, 4.6, 3.0, 4.6, 2.4, 2.6, 4.2))
            paper.line(document, "")
        letters = [
            (one.number, one.unit.name_zh, one.subject, words.iso(one.due_on), "")
            for one in week.letters
        ]
        paper.line(document, f"待回复的联系单（{len(letters)}）", bold=True)
        paper.table(
            document,
            ("文号", "单位", "事由", "请于此前回复", "本周进展"),
            letters or [("无", "", "", "", "")],
            widths=(4.0, 3.6, 8.6, 3.4, 6.0),
        )
        return paper.as_bytes(document)


def _week_row(row: Any) -> tuple[str, ...]:
    first = row.review_from or row.begun_on or row.start_on
    return (
        row.plan.name,
        row.name_zh,
        row.unit.name_zh if row.unit else row.who,
        words.span(first, row.end_on),
        words.iso(row.promised_on),
        row.owner.name if row.owner else "",
        "",
    )
