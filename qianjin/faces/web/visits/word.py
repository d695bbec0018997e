"""走访文书 The record of a visit and the sheet of a round as Word, to be edited in any office."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.utils.translation import gettext as _
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from qianjin.apps.desk.choices import RequestKind
from qianjin.apps.enterprises.choices import Tier
from qianjin.apps.visits.choices import Matter, Means
from qianjin.faces.web.frame import listed
from qianjin.ui.wording import clock_time, day_long, duration, moment

from . import words

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TITLE_FONT, BODY_FONT = "方正小标宋简体", "仿宋_GB2312"


def answer(data: bytes, name: str) -> HttpResponse:
    """A Word file to be saved under a name."""
    response = HttpResponse(data, content_type=DOCX)
    response["Content-Disposition"] = f"attachment; filename*=utf-8''{quote(name)}"
    return response


def of_visit(row: Any) -> bytes:
    """走访记录: the fields the office's form has, in their order."""
    document = _blank(_("Record of a visit"), row.number)
    people = [*(person.name for person in row.visitors.all()), *filter(None, [row.others])]
    facts = [
        (_("Enterprise"), row.enterprise.name),
        (_("When"), f"{moment(row.at)}（{duration(row.minutes)}）"),
        (_("How"), str(Means(row.means).label)),
        (_("Visitors"), listed(people)),
        (_("Received by"), row.received_by),
    ]
    found = list(row.findings.all())
    for matter in Matter:
        facts.append((str(matter.label), "\n".join(_said(f) for f in found if f.matter == matter)))
    facts += [(one.question.text, one.text) for one in row.answers.all()]
    facts.append((_("Next visit"), day_long(row.next_on) if row.next_on else ""))
    facts.append((_("Signed for the enterprise"), ""))
    _pairs(document, facts)
    return _bytes(document)


def _said(finding: Any) -> str:
    parts = [RequestKind(finding.kind).label if finding.kind else "", finding.request_number]
    about = " · ".join(str(part) for part in parts if part)
    return f"{finding.text}（{about}）" if about else str(finding.text)


def of_round(row: Any) -> bytes:
    """走访路线单: one line for each stop, with room to write."""
    document = _blank(_("Round of visits"), f"{day_long(row.on)}　{row.officer.name}")
    heads = ("", _("Planned"), _("Enterprise"), _("Address"), _("Contact"), _("Notes"))
    lines = []
    for stop in row.stops.all():
        firm = stop.enterprise
        contact = next(iter(firm.to_call), None)
        lines.append(
            (
                str(stop.position),
                f"{clock_time(stop.begin_at)}-{clock_time(stop.leave_at)}",
                f"{firm.name}\n{Tier(firm.tier).label}",
                firm.address,
                f"{contact.name} {contact.post}\n{contact.phone}" if contact else "",
                stop.skipped,
            )
        )
    _table(document, heads, lines, widths=(0.8, 2.4, 4.4, 3.4, 3.4, 2.6))
    way = _("Way: %(way)s. Leaves %(begin)s, back %(end)s.") % {
        "way": words.way_of(row),
        "begin": clock_time(row.begin_at),
        "end": clock_time(row.end_at),
    }
    document.add_paragraph(way)
    document.add_paragraph(_("Kilometres driven: ______    Minutes out: ______    Signed: ______"))
    return _bytes(document)


def _blank(title: str, sub: str) -> Any:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2)
    normal = document.styles["Normal"]
    normal.font.size = Pt(11)
    _font(normal, BODY_FONT)
    head = document.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run(title)
    run.font.size, run.bold = Pt(20), True
    run.font.name = TITLE_FONT
    run.font.element.rPr.rFonts.set(qn("w:eastAsia"), TITLE_FONT)
    below = document.add_paragraph(sub)
    below.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return document


def _font(style: Any, name: str) -> None:
    style.font.name = name
    style.element.rPr.rFonts.set(qn("w:eastAsia"), name)


def _pairs(document: Any, facts: Iterable[tuple[str, str]]) -> None:
    rows = [(label, told) for label, told in facts]
    _table(document, (), rows, widths=(4.0, 13.0))


def _table(
    document: Any,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    widths: Sequence[float],
) -> None:
    every = [heads, *rows] if heads else list(rows)
    table = document.add_table(rows=len(every), cols=len(widths), style="Table Grid")
    table.autofit = False
    for line, told in zip(table.rows, every, strict=True):
        for cell, text, width in zip(line.cells, told, widths, strict=True):
            cell.width = Cm(width)
            cell.text = str(text)


def _bytes(document: Any) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()
