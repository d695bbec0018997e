"""How imports are worded: rows with their marks, choices, tabs, and the ways on and back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from qianjin.apps.enterprises.choices import ImportState, RowKind, RowOutcome
from qianjin.apps.enterprises.imports.columns import BY_CODE
from qianjin.apps.enterprises.imports.examine import field_of
from qianjin.apps.enterprises.labels import FIELD_LABELS
from qianjin.apps.enterprises.selectors import WARNED, ImportItem, RowPage
from qianjin.faces.gate import to
from qianjin.ui.shapes import Cell, Column, NavItem, TableRow
from qianjin.ui.wording import moment

from .words import value_words

PLACE = ("show", "after", "before")
TABS = {
    "": pgettext_lazy("rows of an import", "All rows"),
    "bad": RowKind.BAD.label,
    "ask": RowKind.ASK.label,
    "new": RowKind.NEW.label,
    "update": RowKind.UPDATE.label,
    "same": pgettext_lazy("rows of an import", "Joined"),
    "skip": RowKind.SKIP.label,
    WARNED: pgettext_lazy("rows of an import", "With a remark"),
}


@dataclass(frozen=True, slots=True)
class Marked:
    """A cell of the file, with what is wrong or worth a look."""

    label: str
    text: str
    error: str = ""
    warning: str = ""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row of the preview."""

    number: int
    name: Marked
    cells: list[Marked]
    tone: str
    kind: str
    reasons: list[str]
    changes: list[tuple[str, str, str]]
    options: list[tuple[str, str, bool]]


def number(request: HttpRequest, name: str) -> int:
    """A number of the address, 0 when there is none."""
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 12 else 0


def place(request: HttpRequest) -> str:
    """The query that leads back to the same rows."""
    return urlencode({key: request.POST[key] for key in PLACE if request.POST.get(key)})


def ways(address: str, show: str, found: RowPage) -> dict[str, str]:
    """The addresses of the rows before and after."""

    def way(name: str, value: int) -> str:
        query = {"show": show, name: value} if show else {name: value}
        return f"{address}?{urlencode(query)}" if value else ""

    span = ""
    if found.rows:
        first, last = found.rows[0].number, found.rows[-1].number
        span = _("Rows %(first)d to %(last)d of the file") % {"first": first, "last": last}
    return {
        "earlier": way("before", found.earlier),
        "later": way("after", found.later),
        "span": span,
    }


def state(value: str) -> dict[str, str]:
    """The state of an import, with its tone."""
    known = ImportState(value)
    return {"label": str(known.label), "tone": known.tone}


def import_columns() -> list[Column]:
    """The heads of the list of imports."""
    return [
        Column(pgettext("import", "File"), main=True),
        Column(pgettext("import", "State")),
        Column(pgettext("import", "Outcome")),
        Column(pgettext("import", "By")),
        Column(pgettext("import", "When"), nowrap=True),
    ]


def import_row(request: HttpRequest, item: ImportItem) -> TableRow:
    """A line of the list of imports."""
    name = "web:import_preview" if item.state == ImportState.PREVIEW else "web:import_result"
    shown = state(item.state)
    return TableRow(
        cells=(
            Cell(item.file_name, url=to(request, name, item.pk)),
            Cell(shown["label"], tone=shown["tone"]),
            Cell(_outcome(item)),
            Cell(item.made_by or _("The platform")),
            Cell(moment(item.done_at or item.made_at)),
        )
    )


def _outcome(item: ImportItem) -> str:
    if item.became:
        return _("%(made)d new, %(changed)d updated, %(left)d not taken over") % item.became
    if item.counts:
        return _("%(rows)d rows, %(bad)d to be corrected, %(ask)d to be decided") % {
            **item.counts,
            "rows": sum(item.counts.values()),
        }
    return "—"


def preview_tabs(batch: Any, address: str, show: str) -> list[NavItem]:
    """The kinds of rows with their counts; empty kinds are left out."""
    counts = dict(batch.outcome["counts"])
    counts |= {"": sum(counts.values()), WARNED: batch.outcome["warned"]}
    return [
        _tab(address, key, str(label), counts[key], show)
        for key, label in TABS.items()
        if counts[key] or key in ("", show)
    ]


def result_tabs(batch: Any, address: str, show: str) -> list[NavItem]:
    """The outcomes with their counts; empty ones are left out."""
    counts = batch.outcome.get("became", {})
    everything = _tab(address, "", str(TABS[""]), sum(counts.values()), show)
    return [everything] + [
        _tab(address, became.value, str(became.label), counts[became], show)
        for became in RowOutcome
        if counts.get(became)
    ]


def _tab(address: str, key: str, label: str, count: int, show: str) -> NavItem:
    return NavItem(
        label=label,
        url=f"{address}?show={key}" if key else address,
        count=f"{count:,}",
        tone=_tone(key),
        active=key == show,
    )


def _tone(key: str) -> str:
    if key in RowKind.values:
        return RowKind(key).tone
    return RowOutcome(key).tone if key in RowOutcome.values else ""


def headings(batch: Any) -> list[dict[str, str]]:
    """The columns that are read, in the order of the file, the name apart."""
    titles = batch.mapping["headings"]
    return [
        {
            "label": _label(key),
            "heading": titles[at] if at < len(titles) else "",
        }
        for key, at in _in_order(batch)
        if key != "name"
    ]


def preview_rows(batch: Any, rows: Iterable[Any]) -> list[PreviewRow]:
    """The rows of a page with their marks and choices."""
    order = [key for key, _at in _in_order(batch) if key != "name"]
    return [_preview_row(row, order) for row in rows]


def _preview_row(row: Any, order: list[str]) -> PreviewRow:
    judged = row.judged
    marked = {
        code: Marked(_label(code), text, error, warning)
        for code, text, error, warning in judged["cells"]
    }
    # What is wrong with a column the file does not have is said beside the name.
    homeless = [c.error for key, c in marked.items() if key not in order and key != "name"]
    return PreviewRow(
        number=row.number,
        name=marked.get("name", Marked(_label("name"), "")),
        cells=[marked.get(key, Marked(_label(key), "")) for key in order],
        tone=RowKind(row.kind).tone,
        kind=str(RowKind(row.kind).label),
        reasons=[*judged["reasons"], *(text for text in homeless if text)],
        changes=[
            (str(FIELD_LABELS[code]), _value(code, old), _value(code, new))
            for code, old, new in judged["changes"]
            if code != "officer"
        ],
        options=_options(row),
    )


def _value(code: str, text: str) -> str:
    return value_words(code, text)


def _options(row: Any) -> list[tuple[str, str, bool]]:
    judged = row.judged
    if row.kind == "bad" or not judged["options"]:
        return []
    chosen = judged["decision"]
    found = [(said, _option(said, judged["names"]), said == chosen) for said in judged["options"]]
    return found if chosen else [("", _("Please choose"), True), *found]


def _option(said: str, names: dict[str, str]) -> str:
    kind, _colon, target = said.partition(":")
    name = names.get(said, "")
    if kind == "update":
        return _("Update “%(name)s”") % {"name": name}
    if kind == "same":
        return _("The same as row %(row)s, “%(name)s”") % {"row": target, "name": name}
    return _("Enter as new") if kind == "new" else _("Leave out")


def result_rows(request: HttpRequest, batch: Any, rows: Iterable[Any]) -> list[dict[str, Any]]:
    """The rows of a result; entries that are still there can be opened."""
    return [
        {
            "number": row.number,
            "name": row.name or "—",
            "url": to(request, "web:enterprise", row.enterprise_id) if row.enterprise_id else "",
            "label": str(RowOutcome(row.became).label),
            "tone": RowOutcome(row.became).tone,
            "reasons": row.judged.get("why", []),
        }
        for row in rows
    ]


def _in_order(batch: Any) -> list[tuple[str, int]]:
    return sorted(batch.mapping["columns"].items(), key=lambda item: item[1])


def _label(key: str) -> str:
    year = key.partition("@")[2]
    label = str(BY_CODE[field_of(key)].label)
    return f"{label} · {year}" if year else label
