"""A row of ``data-table`` as HTML: many cells, so written here rather than in a template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from qianjin.ui.drawing.parts import read, text
from qianjin.ui.tones import tone_class


def _content(cell: Any) -> str:
    if isinstance(cell, str | int | float) or cell is None:
        return text(cell)
    body = str(read(cell, "html")) or text(read(cell, "text"))
    url, tone, sub = read(cell, "url"), read(cell, "tone"), read(cell, "sub")
    if tone:
        body = f'<span class="tag {tone_class(tone)}">{body}</span>'
    if url:
        over = " data-drawer" if read(cell, "drawer") else ""
        body = f'<a href="{text(url)}"{over}>{body}</a>'
    return f"{body}<small>{text(sub)}</small>" if sub else body


def row(entry: Any, columns: Sequence[Any], select: str = "", form: str = "") -> str:
    """
    One ``<tr>``; ``select`` names its box, ``form`` is the id of the form the box belongs to.

    Each cell repeats the label of its column, which a phone shows beside it.
    """
    cells = []
    for column, cell in zip(columns, read(entry, "cells"), strict=True):
        kinds = [read(column, "align"), "" if read(column, "phone", True) else "hide-phone"]
        kinds += [kind for kind in ("main", "nowrap") if read(column, kind)]
        classes = " ".join(kind for kind in kinds if kind)
        named = f' class="{text(classes)}"' if classes else ""
        label = text(read(column, "label"))
        cells.append(f'<td{named} data-label="{label}">{_content(cell)}</td>')
    tick = ""
    if select:
        owner = f' form="{text(form)}"' if form else ""
        name = text(_("Select this row"))
        key = text(read(entry, "key"))
        tick = (
            f'<td class="tick"><input type="checkbox" name="{text(select)}" value="{key}"{owner}'
            f' aria-label="{name}"></td>'
        )
    return f'<tr class="{tone_class(read(entry, "tone"))}" data-walk>{tick}{"".join(cells)}</tr>'
