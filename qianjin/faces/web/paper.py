"""
文书 Word files that an office edits on: a blank page, lines, tables, and the answer with the file.

The library is loaded when a file is asked for: few pages need it, and every web process would
carry it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TITLE_FONT, BODY_FONT = "方正小标宋简体", "仿宋_GB2312"


def answer(data: bytes, name: str) -> HttpResponse:
    """A Word file to be saved under a name."""
    response = HttpResponse(data, content_type=DOCX)
    response["Content-Disposition"] = f"attachment; filename*=utf-8''{quote(name)}"
    return response


def sheet(*, landscape: bool = False) -> Any:
    """An empty A4 page."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm, Pt

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
    _set_font(normal.font, normal.element, BODY_FONT)
    return document


def blank(title: str, sub: str, *, landscape: bool = False) -> Any:
    """An A4 page with a title and a line below it."""
    document = sheet(landscape=landscape)
    line(document, title, size=20, font=TITLE_FONT, bold=True)
    line(document, sub)
    return document


def line(
    document: Any,
    text: str,
    *,
    size: float = 11,
    font: str = BODY_FONT,
    bold: bool = False,
    after: float | None = None,
) -> None:
    """A centred line; ``size`` and the space ``after`` it in points."""
    from docx.shared import Pt

    paragraph = _centred(document)
    if after is not None:
        paragraph.paragraph_format.space_after = Pt(after)
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(size), bold
    _set_font(run.font, run.font.element, font)


def picture(document: Any, image: bytes, *, width: float) -> None:
    """A picture in the middle, ``width`` centimetres wide."""
    from docx.shared import Cm

    _centred(document).add_run().add_picture(io.BytesIO(image), width=Cm(width))


def table(
    document: Any,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    widths: Sequence[float],
) -> None:
    """A table with lines; ``widths`` in centimetres, no headings when ``heads`` is empty."""
    from docx.shared import Cm

    every = [heads, *rows] if heads else list(rows)
    made = document.add_table(rows=len(every), cols=len(widths), style="Table Grid")
    made.autofit = False
    for row, told in zip(made.rows, every, strict=True):
        for cell, text, width in zip(row.cells, told, widths, strict=True):
            cell.width = Cm(width)
            cell.text = str(text)


def as_bytes(document: Any) -> bytes:
    """The file."""
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _centred(document: Any) -> Any:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _set_font(font: Any, element: Any, name: str) -> None:
    """A font for Latin letters and for Chinese ones, which Word keeps apart."""
    from docx.oxml.ns import qn

    font.name = name
    element.rPr.rFonts.set(qn("w:eastAsia"), name)
