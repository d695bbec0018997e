"""预览 What the rows of an uploaded table were read as, on one page for every kind of table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from qianjin.apps.enterprises.imports.columns import letter
from qianjin.apps.tables import selectors, services
from qianjin.apps.tables.judged import KINDS, SAME
from qianjin.faces.gate import to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.ui.shapes import NavItem

MOST_COLUMNS = 40
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of table speaks: addresses, words, and its rows as cells."""

    page: str
    """The page of one table; ``_left`` behind it gives the rows to correct."""
    known: str
    """The page of what stands in the book."""
    back: str
    template: str
    words: Mapping[str, tuple[Any, str]]
    """The kinds of rows: label and tone."""
    labels: Mapping[str, Any]
    """The fields a row may change."""
    name: Any
    """What heads the first column."""
    heads: Sequence[Any]
    cells: Callable[[Mapping[str, Any]], list[dict[str, str]]]
    """The cells between the name and what becomes of the row, one for each of ``heads``."""
    joins: bool = False
    """Whether a row that says the same as another joins it."""


def preview(
    request: ParkRequest, row: Any, kind: Kind, choices: Choices, problems: Sequence[str]
) -> dict[str, Any]:
    """The context of the page of one table."""
    kinds = selectors.kinds_of(row)
    asked = request.GET.get("kind", "")
    shown = asked if asked in KINDS else (kinds[0][0] if kinds else KINDS[-1])
    start = request.GET.get("start", "")
    found = selectors.judged_rows(
        row, shown, int(start) if start.isdecimal() and len(start) < 7 else 0
    )
    here = to(request, kind.page, row.pk)
    is_preview = row.state == "preview"
    rows = [_row(row, one, kind) for one in found.rows]
    return {
        "row": row,
        "base": kind.template,
        "back": to(request, kind.back),
        "problems": problems,
        "tabs": [
            NavItem(
                str(kind.words[known][0]),
                f"{here}?kind={known}",
                count=count,
                tone=kind.words[known][1],
                active=known == shown,
            )
            for known, count in kinds
        ],
        "name": kind.name,
        "heads": kind.heads,
        "rows": rows,
        "known_page": kind.known,
        "further": f"{here}?kind={shown}&start={found.further}" if found.further else "",
        "first": f"{here}?kind={shown}" if found.start else "",
        "new": row.counts.get("new", 0),
        "bad": row.counts.get("bad", 0),
        "chosen": len(row.columns.get("chosen", ())),
        "offered": len(selectors.offered(row)),
        "may_choose": is_preview and any(one["changes"] for one in rows),
        "columns": _columns(row, choices),
        "is_preview": is_preview,
        "is_done": row.state == "done",
        "left": to(request, f"{kind.page}_left", row.pk),
    }


def choose(request: ParkRequest, row: Any) -> None:
    """The boxes of the page as they stand, or every one or none of the table."""
    given = request.POST
    shown = _numbers(given, "shown")
    chosen = _numbers(given, "chosen")
    if given.get("all"):
        shown = selectors.offered(row)
        chosen = shown if given["all"] == "yes" else []
    services.choose(table=row, shown=shown, chosen=chosen, by=request.actor)


def _numbers(given: QueryDict, name: str) -> list[int]:
    return [int(word) for word in given.getlist(name) if word.isdecimal() and len(word) < 7]


def _row(table: Any, row: Mapping[str, Any], kind: Kind) -> dict[str, Any]:
    label, tone = kind.words[row["kind"]]
    return {
        "number": row["number"],
        "kind": str(label),
        "tone": tone,
        "name": row["name"] or "—",
        "hint": row["values"].get("post", ""),
        "cells": [
            {"label": str(head), **cell}
            for head, cell in zip(kind.heads, kind.cells(row), strict=True)
        ],
        "problems": [
            {"where": _where(table, place) if place >= 0 else "", "text": text}
            for place, text in row["problems"]
        ],
        "of": row["of"],
        "of_name": row["of_name"],
        "joins": row["kind"] == SAME and kind.joins,
        "keeper": row.get("keeper", ""),
        "changes": [
            {"label": kind.labels[code], "before": before or "—", "after": after or "—"}
            for code, before, after in row.get("changes", ())
        ],
        "chosen": row["number"] in table.columns.get("chosen", ()),
    }


def _where(table: Any, place: int) -> str:
    headings = table.columns["headings"]
    return _("%(letter)s “%(heading)s”") % {
        "letter": letter(place),
        "heading": headings[place] if place < len(headings) else "",
    }


def _columns(row: Any, choices: Choices) -> list[dict[str, Any]]:
    """Each column of the file with its heading, and what it is taken for."""
    taken = {place: code for code, place in row.columns["places"].items()}
    return [
        {
            "place": place,
            "heading": heading or "—",
            "chosen": taken.get(place, ""),
            "choices": choices,
        }
        for place, heading in enumerate(row.columns["headings"][:MOST_COLUMNS])
    ]
