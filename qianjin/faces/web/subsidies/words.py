"""How schemes and claims stand in the lists of the office; what both sides share comes along."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.subsidies import selectors
from qianjin.apps.subsidies.choices import UNFILED, SchemeState
from qianjin.apps.subsidies.sentences import money
from qianjin.faces.gate import to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.gate.scheme_words import (
    claim_facts,
    claim_tag,
    documents_of,
    groups,
    joined,
    mark_words,
    reasons,
    scheme_facts,
    span,
    timeline,
    wan,
    why,
    window_note,
)
from qianjin.ui.shapes import Bar, Cell, Column, StatItem, TableRow
from qianjin.ui.wording import day

__all__ = [
    "claim_cells",
    "claim_columns",
    "claim_facts",
    "claim_tag",
    "documents_of",
    "groups",
    "joined",
    "mark_words",
    "reasons",
    "scheme_facts",
    "scheme_row",
    "span",
    "timeline",
    "total_bars",
    "total_stats",
    "wan",
    "why",
    "window_note",
]


def scheme_row(row: Any, today: date) -> dict[str, Any]:
    """A scheme in a list."""
    tone, window = window_note(row, today)
    state = SchemeState(row.state)
    is_over = bool(row.valid_until and row.valid_until < today)
    return {
        "row": row,
        "state": state.label if state != SchemeState.PUBLISHED else "",
        "tone": state.tone,
        "window": "" if is_over or state == SchemeState.STOPPED else window,
        "window_tone": tone,
        "is_over": is_over,
        "is_stale": selectors.is_stale(row, on=today),
    }


def claim_columns() -> list[Column]:
    """The list of claims."""
    return [
        Column(_("Enterprise"), main=True),
        Column(_("Support scheme")),
        Column(_("Year"), nowrap=True),
        Column(pgettext("claim", "State"), nowrap=True),
        Column(_("Claimed"), align="end"),
        Column(_("Approved"), align="end"),
        Column(_("Paid"), align="end"),
    ]


def claim_cells(request: ParkRequest, row: Any, today: date) -> TableRow:
    """One claim in the list; the days left stand with what is still to be filed."""
    tone, label = claim_tag(row)
    closes = row.scheme.closes_on
    left = ""
    if row.state in UNFILED and closes:
        left = _("until %(day)s") % {"day": day(closes)}
    return TableRow(
        [
            Cell(row.enterprise.name, url=to(request, "web:claim", row.pk)),
            Cell(row.scheme.title),
            str(row.year),
            Cell(label, tone=tone, sub=left),
            money(row.claimed_wan),
            money(row.approved_wan),
            Cell(money(row.paid_wan) if row.paid_wan else "", sub=str(row.paid_on or "")),
        ],
        tone="at_risk" if _is_near(row, today) else "",
    )


def _is_near(row: Any, today: date) -> bool:
    closes = row.scheme.closes_on
    return bool(
        row.state in UNFILED and closes and 0 <= (closes - today).days <= selectors.SOON_DAYS
    )


def total_bars(found: Any) -> list[Bar]:
    """Claimed, approved, paid beside each other."""
    return [
        Bar(_("Claimed"), float(found.claimed), "waiting", shown=money(found.claimed)),
        Bar(_("Approved"), float(found.approved), "active", shown=money(found.approved)),
        Bar(_("Paid"), float(found.paid), "done", shown=money(found.paid)),
    ]


def total_stats(found: Any) -> list[StatItem]:
    """Claims, claimed, approved and paid as figures."""
    unit = _("10,000 yuan")
    return [
        StatItem(_("Claims"), found.claims),
        StatItem(_("Claimed"), money(found.claimed), unit),
        StatItem(_("Approved"), money(found.approved), unit),
        StatItem(_("Paid"), money(found.paid), unit, tone="done"),
    ]
