"""专项行动总结 The summary of a special action as Word: what was asked, and how far it came."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.drives import selectors
from qianjin.apps.drives.choices import TargetState
from qianjin.faces.web.paper import as_bytes, blank, table
from qianjin.ui.wording import day_long

from . import words

MOST_OPEN = 100
"""So many enterprises still open are named; the Excel table has all."""


def of_drive(actor: Actor, drive: Any) -> bytes:
    """The whole summary."""
    now = timezone.localtime()
    document = blank(drive.name, _("As of %(day)s") % {"day": day_long(now)})
    counts = selectors.counts_of(drive)
    _pairs(
        document,
        [
            (_("Question or task"), drive.words),
            (_("To be done by"), day_long(drive.due_on)),
            (_("Started by"), f"{drive.started_by.name}，{day_long(drive.started_at)}"),
            (_("Enterprises"), str(sum(counts.values()))),
            *((str(state.label), str(counts[state])) for state in TargetState),
            *([(_("Closing words"), drive.closing)] if drive.closing else []),
        ],
    )
    _by_section(document, drive)
    _resources(document, drive)
    _answers(document, actor, drive)
    _open(document, drive)
    return as_bytes(document)


def _by_section(document: Any, drive: Any) -> None:
    _heading(document, _("By section"))
    heads = (_("Section"), _("Enterprises"), pgettext("drive", "Settled"))
    rows = [
        (row.name or _("Nobody"), str(row.count), str(row.settled))
        for row in selectors.by_section(drive)
    ]
    table(document, heads, rows, widths=(9, 4, 4))


def _resources(document: Any, drive: Any) -> None:
    rows = selectors.resources_of(drive)
    if not rows:
        return
    _heading(document, _("Shared resources"))
    heads = (
        _("Resource"),
        pgettext("allotment", "There are"),
        pgettext("allotment", "Wanted"),
        pgettext("allotment", "Given"),
        pgettext("allotment", "Waiting"),
    )
    told = [
        (
            f"{row.name}（{row.unit}）" if row.unit else row.name,
            str(row.capacity),
            str(row.wanted),
            str(row.allotted),
            str(row.waiting),
        )
        for row in rows
    ]
    table(document, heads, told, widths=(7, 2.5, 2.5, 2.5, 2.5))


def _answers(document: Any, actor: Actor, drive: Any) -> None:
    for place, row in enumerate(selectors.summaries_of(actor, drive), start=1):
        shown = words.summary_of(place, row)
        _heading(document, shown["title"])
        asked = _("%(said)s of %(asked)s enterprises asked have answered.")
        document.add_paragraph(asked % {"said": shown["said"], "asked": shown["asked"]})
        facts = [(fact.label, fact.value) for fact in shown["facts"]]
        facts += [(bar.label, bar.shown) for bar in shown["bars"]]
        facts += list(shown["words"])
        if facts:
            _pairs(document, facts)


def _open(document: Any, drive: Any) -> None:
    rows = []
    for state in (TargetState.UNCLEAR, TargetState.TOLD):
        narrowed = selectors.Narrowed(state=state)
        found, _more = selectors.targets_page(drive, narrowed=narrowed, size=MOST_OPEN)
        rows += [
            (row.enterprise, str(state.label), row.officer, row.request_number) for row in found
        ]
    if not rows:
        return
    _heading(document, _("Still open"))
    heads = (_("Enterprise"), pgettext("drive", "State"), _("Officer"), _("Request"))
    table(document, heads, rows[:MOST_OPEN], widths=(7.5, 2.5, 3, 4))


def _heading(document: Any, text: str) -> None:
    from docx.shared import Pt

    run = document.add_paragraph().add_run(text)
    run.bold = True
    run.font.size = Pt(13)


def _pairs(document: Any, facts: Iterable[tuple[str, str]]) -> None:
    table(document, (), [(label, told) for label, told in facts], widths=(4.0, 13.0))
