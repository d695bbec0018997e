"""What pages of special actions show of rows: bars, cells, finished words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from qianjin.apps.drives import sentences
from qianjin.apps.drives.choices import NO, YES, QuestionKind, TargetState
from qianjin.apps.drives.selectors import (
    AnswerRow,
    GroupRow,
    Narrowed,
    QuestionSummary,
    ResourceRow,
    TargetRow,
)
from qianjin.faces.gate import to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.ui.shapes import Bar, Cell, Column, Fact, NavItem, TableRow
from qianjin.ui.wording import day

LARGEST = 2**31


def narrowed_of(request: ParkRequest) -> Narrowed:
    """The filters in the address; what cannot be read narrows nothing."""
    return Narrowed(
        state=request.GET.get("state", ""),
        officer=_number(request.GET.get("officer", "")),
        unit=_number(request.GET.get("unit", "")),
        q=request.GET.get("q", "")[:80],
    )


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 11 and int(text) < LARGEST else None


def query_of(narrowed: Narrowed, **more: Any) -> str:
    """The filters as an address, some of them replaced; empty ones are left out."""
    given: dict[str, Any] = {
        "state": narrowed.state,
        "officer": narrowed.officer,
        "unit": narrowed.unit,
        "q": narrowed.q,
        **more,
    }
    return urlencode({name: value for name, value in given.items() if value not in (None, "")})


def state_tabs(address: str, narrowed: Narrowed, counts: dict[str, int]) -> list[NavItem]:
    """All, and each state somebody stands in."""
    total = sum(counts.values())
    query = query_of(narrowed, state="")
    every = NavItem(
        pgettext("tab", "All"),
        f"{address}?{query}" if query else address,
        count=total,
        active=narrowed.state not in TargetState.values,
    )
    return [
        every,
        *(
            NavItem(
                str(known.label),
                f"{address}?{query_of(narrowed, state=known.value)}",
                count=counts[known],
                active=narrowed.state == known,
            )
            for known in TargetState
            if counts[known] or narrowed.state == known
        ),
    ]


def progress(counts: dict[str, int]) -> list[Bar]:
    """The states as parts of a whole."""
    return [Bar(str(known.label), counts[known], known.tone) for known in TargetState]


def group_bars(address: str, key: str, rows: Sequence[GroupRow]) -> list[Bar]:
    """One bar for each officer or section: how many of theirs are settled."""
    return [
        Bar(
            row.name or _("Nobody"),
            100 * row.settled / row.count if row.count else 0,
            "done" if row.settled == row.count else "active",
            f"{address}?{key}={row.key}",
            shown=f"{row.settled} / {row.count}",
        )
        for row in rows
    ]


def resource_bars(request: ParkRequest, rows: Sequence[ResourceRow]) -> list[Bar]:
    """One bar for each resource: how much of it is given."""
    return [
        Bar(
            row.name,
            100 * row.allotted / row.capacity if row.capacity else 0,
            "active" if row.left else "at_risk",
            to(request, "web:drive_resource", row.pk),
            shown=_given_of(row),
        )
        for row in rows
    ]


def _given_of(row: ResourceRow) -> str:
    told = _("%(given)s of %(capacity)s") % {"given": row.allotted, "capacity": row.capacity}
    if not row.waiting:
        return told
    waits = ngettext("%(count)d waits", "%(count)d wait", row.waiting) % {"count": row.waiting}
    return f"{told} · {waits}"


def target_columns(resources: Sequence[ResourceRow]) -> list[Column]:
    """The heads of the list of enterprises; not more than three resources fit beside it."""
    return [
        Column(_("Enterprise"), main=True),
        Column(pgettext("drive", "State"), nowrap=True),
        Column(_("Answer")),
        *(Column(row.name, align="end") for row in resources[:3]),
    ]


def target_line(request: ParkRequest, row: TargetRow, resources: Sequence[ResourceRow]) -> TableRow:
    """One enterprise in the list."""
    state = TargetState(row.state)
    when = day(row.answered_at.date()) if row.answered_at else ""
    return TableRow(
        [
            Cell(
                row.enterprise,
                url=to(request, "web:drive_target", row.pk),
                sub=row.officer or _("Nobody"),
            ),
            Cell(str(state.label), tone=state.tone, sub=when),
            Cell(" ".join(row.answer.split())[:90] or "—", sub=row.request_number),
            *(str(row.given.get(one.pk, "") or "—") for one in resources[:3]),
        ],
        key=str(row.pk),
    )


def answer_facts(request: ParkRequest, rows: Sequence[AnswerRow]) -> list[Fact]:
    """Every question with what was said to it; files lead to themselves."""
    facts = []
    for place, row in enumerate(rows, start=1):
        label = f"{place}. {row.question.text}"
        if row.files:
            facts += [
                Fact(label, file.name, url=to(request, "web:drive_file", file.pk))
                for file in row.files
            ]
        else:
            facts.append(Fact(label, said_in_words(row)))
    return facts


def said_in_words(row: AnswerRow) -> str:
    """An answer as one reads it, with its unit; a dash for none."""
    answer, kind = row.answer, row.question.kind
    if answer is None:
        return "—"
    if kind == QuestionKind.NUMBER and answer.number is not None:
        return f"{amount(answer.number)} {row.question.unit}".strip()
    if kind == QuestionKind.DATE and answer.day:
        return day(answer.day)
    if kind == QuestionKind.YES_NO and answer.chosen:
        return option_word(answer.chosen[0])
    return "、".join(answer.chosen) or answer.text or "—"


def amount(number: Any) -> str:
    """A number with thousands, at most two decimals, none where there are none."""
    told = f"{number:,.2f}"
    return told.rstrip("0").rstrip(".") if "." in told else told


def option_word(option: str) -> str:
    """Yes and no in the reader's language, other options as they were written."""
    return {YES: _("Yes"), NO: _("No")}.get(option, option)


def summary_of(place: int, row: QuestionSummary) -> dict[str, Any]:
    """One question of the summary, ready to be shown."""
    kind = QuestionKind(row.question.kind)
    bars = [
        Bar(
            option_word(option),
            100 * many / row.said if row.said else 0,
            "active",
            shown=_("%(many)s of %(said)s") % {"many": many, "said": row.said},
        )
        for option, many in row.counts
    ]
    return {
        "title": f"{place}. {row.question.text}",
        "kind": kind.label,
        "said": row.said,
        "asked": row.asked,
        "silent": max(row.asked - row.said, 0),
        "facts": _figures(row),
        "bars": bars,
        "is_several": kind == QuestionKind.SEVERAL,
        "words": row.words,
        "more_words": max(row.said - len(row.words), 0) if kind == QuestionKind.TEXT else 0,
    }


def _figures(row: QuestionSummary) -> list[Fact]:
    unit = row.question.unit
    if row.total is not None:
        labelled = (
            (_("Sum"), row.total),
            (_("Mean"), row.mean),
            (_("Median"), row.median),
            (_("Least"), row.least),
            (_("Most"), row.most),
        )
        return [Fact(label, f"{amount(value)} {unit}".strip()) for label, value in labelled]
    if row.first is not None and row.last is not None:
        return [Fact(_("Earliest"), day(row.first)), Fact(_("Latest"), day(row.last))]
    return []


def portion(label: str, on: Any, place: int = 0) -> str:
    """What a portion is called."""
    told = " ".join(filter(None, [day(on) if on else "", label]))
    return told or (_("Portion %(place)s") % {"place": place} if place else _("All"))


def reasons(found: Sequence[tuple[str, int]]) -> str:
    """Why a claim stands as it does."""
    return sentences.reasons(found)
