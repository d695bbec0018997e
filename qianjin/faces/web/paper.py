"""文书 Word files that an office edits on: a blank page, tables, and the answer with the file."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TITLE_FONT, BODY_FONT = "方正小标宋简体", "仿宋_GB2312"


def answer(data: bytes, name: str) -> HttpResponse:
    """A Word file to be saved under a name."""
    response = HttpResponse(data, content_type=DOCX)
    response["Content-Disposition"] = f"attachment; filename*=utf-8''{quote(name)}"
    return response


def blank(title: str, sub: str, *, landscape: bool = False) -> Any:
    """An A4 page with a title and a line below it."""
    document = Document()
    section = document.sections[0]
    wide, high = (29.7, 21) if landscape else (21, 29.7)
    section.page_width, section.page_height = Cm(wide), Cm(high)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
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


def table(
    document: Any,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    widths: Sequence[float],
) -> None:
    """A table with lines; ``widths`` in centimetres, no headings when ``heads`` is empty."""
    every = [heads, *rows] if heads else list(rows)
    made = document.add_table(rows=len(every), cols=len(widths), style="Table Grid")
    made.autofit = False
    for line, told in zip(made.rows, every, strict=True):
        for cell, text, width in zip(line.cells, told, widths, strict=True):
            cell.width = Cm(width)
            cell.text = str(text)


def as_bytes(document: Any) -> bytes:
    """The file."""
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()
