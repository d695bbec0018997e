"""How the directory is worded: finished rows, facts and lines of the thread for the templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils import formats, translation
from django.utils.translation import gettext as _

from qianjin.apps.enterprises import selectors
from qianjin.apps.enterprises.choices import EnterpriseStatus, Sector, ThreadKind, Tier
from qianjin.apps.enterprises.labels import FIELD_LABELS, FIGURE_LABELS
from qianjin.faces import gate
from qianjin.ui.shapes import Bar, Cell, Change, Fact, TableRow, ThreadItem
from qianjin.units import industry

_CHOICES: Mapping[str, Any] = {"tier": Tier, "status": EnterpriseStatus, "sector": Sector}
_SAID = {ThreadKind.NOTE, ThreadKind.THANKED, ThreadKind.LETTER}


def industry_words(code: str) -> str:
    """A code with the name of its industry; in English the name of its division."""
    if not code:
        return ""
    english = (translation.get_language() or "").startswith("en")
    name = industry.name_en(code) if english else industry.name_zh(code)
    return f"{code} {name}".strip()


def choice(field: str, value: str) -> str:
    """The label of a tier, status or sector."""
    known = _CHOICES[field]
    return str(known(value).label) if value in known.values else value


def value_words(field: str, value: Any, people: Mapping[int, str] | None = None) -> str:
    """Any field of an enterprise as it is shown; ``people`` names officers by their number."""
    if value in (None, ""):
        return "—"
    if field in _CHOICES:
        return choice(field, value)
    if field == "industry":
        return industry_words(value)
    if field == "officer":
        return (people or {}).get(value, _("somebody else"))
    if isinstance(value, date):
        return formats.date_format(value, "DATE_FORMAT")
    return str(value)


def rows(request: HttpRequest, found: Iterable[selectors.EnterpriseRow]) -> list[TableRow]:
    """The lines of the list."""
    return [
        TableRow(
            cells=(
                Cell(
                    e.name,
                    url=gate.to(request, "web:enterprise", e.pk),
                    sub=e.credit_code,
                ),
                Cell(choice("tier", e.tier)),
                Cell(choice("sector", e.sector), sub=industry_words(e.industry)),
                Cell(choice("status", e.status), tone=EnterpriseStatus(e.status).tone),
                Cell(e.officer or "—"),
                Cell(e.contact or "—", sub=masked(e.phone)),
            ),
            key=str(e.pk),
        )
        for e in found
    ]


def masked(phone: str) -> str:
    """A telephone number without its middle, so that a list shows none in full."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 9 else ("****" if phone else "")


def count_words(page: selectors.Page) -> str:
    """How many there are, counted no further than the limit."""
    if page.is_more:
        return _("%(count)s+ enterprises") % {"count": f"{selectors.COUNT_LIMIT:,}"}
    return _("%(count)d enterprises") % {"count": page.count}


def facts(enterprise: Any) -> list[Fact]:
    """What the directory says of an enterprise, beyond its head."""
    opened = enterprise.opened_on
    return [
        Fact(str(FIELD_LABELS["credit_code"]), enterprise.credit_code),
        Fact(str(FIELD_LABELS["industry"]), industry_words(enterprise.industry)),
        Fact(str(FIELD_LABELS["sector"]), choice("sector", enterprise.sector)),
        Fact(str(FIELD_LABELS["tier"]), choice("tier", enterprise.tier)),
        Fact(str(FIELD_LABELS["address"]), enterprise.address),
        Fact(
            str(FIELD_LABELS["opened_on"]),
            formats.date_format(opened, "DATE_FORMAT") if opened else "",
        ),
    ]


def thread_items(request: HttpRequest, entries: Iterable[Any]) -> list[ThreadItem]:
    """The lines of a thread."""
    return [_thread_item(request, entry) for entry in entries]


def _thread_item(request: HttpRequest, entry: Any) -> ThreadItem:
    kind = ThreadKind(entry.kind) if entry.kind in ThreadKind.values else None
    words = entry.text
    if kind == ThreadKind.CHANGED:
        words = "、".join(
            str(FIELD_LABELS.get(field, field)) for field in words.split(",") if field
        )
    elif kind == ThreadKind.FIGURES:
        words = _("Figures of %(year)s") % {"year": words}
    elif kind == ThreadKind.OFFICER:
        words = words or _("nobody")
    is_said = kind in _SAID
    url = ""
    if entry.object_kind == "request" and entry.object_ref:
        url = gate.to(request, "web:request", entry.object_ref)
    return ThreadItem(
        who=entry.by_name or _("The platform"),
        what=str(kind.label if kind else entry.kind),
        at=entry.at,
        tone=kind.tone if kind else "waiting",
        said=words if is_said else "",
        text="" if is_said else words,
        internal=entry.is_internal,
        url=url,
    )


def figure_rows(figures: Iterable[Any]) -> list[dict[str, Any]]:
    """The figures year by year, for the table."""
    return [
        {
            "year": row.year,
            "values": [
                {"label": str(label), "text": number_words(getattr(row, field))}
                for field, label in FIGURE_LABELS.items()
            ],
        }
        for row in figures
    ]


def figure_bars(figures: Iterable[Any], field: str = "output_wan") -> list[Bar]:
    """One figure over the years, the oldest first; years without it are left out."""
    found = [(row.year, getattr(row, field)) for row in figures]
    return [
        Bar(str(year), float(value), shown=number_words(value))
        for year, value in sorted(found)
        if value is not None
    ]


def number_words(value: Decimal | int | None) -> str:
    """A figure with thousands separated and no zeros behind the point that say nothing."""
    if value is None:
        return "—"
    if isinstance(value, Decimal) and value != value.to_integral_value():
        return f"{value.normalize():,f}"
    return f"{int(value):,}"


def conflict_rows(changes: Iterable[Mapping[str, Any]], people: Mapping[int, str]) -> list[Change]:
    """What two people wrote into the same fields."""
    return [
        Change(
            str(FIELD_LABELS.get(c["field"], c["field"])),
            value_words(c["field"], c["mine"], people),
            value_words(c["field"], c["theirs"], people),
        )
        for c in changes
    ]
