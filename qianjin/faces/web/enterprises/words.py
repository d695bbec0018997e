"""How the directory is worded: finished rows, facts and lines of the thread for the templates."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.desk.choices import Light, RequestKind, RequestStatus
from qianjin.apps.desk.selectors import RequestRow
from qianjin.apps.enterprises import policies, selectors
from qianjin.apps.enterprises.choices import EnterpriseStatus, Sector, ThreadKind, Tier
from qianjin.apps.enterprises.labels import CONTACT_LABELS, FIELD_LABELS, FIGURE_LABELS
from qianjin.apps.enterprises.sentences import industry_name
from qianjin.faces import gate
from qianjin.faces.gate.requests import ParkRequest
from qianjin.ui.shapes import Bar, Cell, Change, Column, Fact, TableRow, ThreadItem
from qianjin.ui.wording import masked_phone

_CHOICES: Mapping[str, Any] = {"tier": Tier, "status": EnterpriseStatus, "sector": Sector}
_SAID = {ThreadKind.NOTE, ThreadKind.THANKED, ThreadKind.LETTER}


YEARS_SHOWN = 3
"""How many years stand side by side on the page of an enterprise."""


def industry_words(code: str) -> str:
    """A code with the name of its industry."""
    return f"{code} {industry_name(code)}".strip() if code else ""


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
    if field == "opened_on":
        day = value if isinstance(value, date) else date.fromisoformat(value)
        return formats.date_format(day, "DATE_FORMAT")
    return str(value)


def rows(request: ParkRequest, found: Iterable[selectors.EnterpriseRow]) -> list[TableRow]:
    """The lines of the list."""
    return [
        TableRow(
            cells=(
                Cell(
                    e.name,
                    url=gate.to(request, "web:enterprise", e.pk),
                    sub=e.credit_code,
                    drawer=True,
                ),
                Cell(choice("tier", e.tier)),
                Cell(choice("sector", e.sector), sub=industry_words(e.industry)),
                Cell(choice("status", e.status), tone=EnterpriseStatus(e.status).tone),
                Cell(e.officer or "—"),
                Cell(e.contact or "—", sub=masked_phone(e.phone)),
            ),
            key=str(e.pk),
        )
        for e in found
    ]


def count_words(page: selectors.Page) -> str:
    """How many there are, counted no further than the limit."""
    if page.is_more:
        return _("%(count)s+ enterprises") % {"count": f"{selectors.COUNT_LIMIT:,}"}
    return _("%(count)d enterprises") % {"count": page.count}


def query(**parts: Any) -> str:
    """The part of an address behind its question mark."""
    return urlencode(parts)


def head(enterprise: Any) -> str:
    """Tier and sector in one line, under the name."""
    return f"{choice('tier', enterprise.tier)} · {choice('sector', enterprise.sector)}"


def with_load(name: str, count: int) -> str:
    """An officer with what they have in hand, where one is chosen."""
    if not count:
        return name
    return _("%(name)s, %(count)d in hand") % {"name": name, "count": count}


def contact(actor: Actor, enterprise: Any, person: Any) -> dict[str, Any]:
    """A person to call, with what this actor may do about them."""
    may_edit = policies.may_edit(actor, enterprise)
    return {
        "row": person,
        "masked": masked_phone(person.phone),
        "state": _contact_state(person),
        "may_edit": may_edit,
        "may_reveal": bool(person.phone) and policies.may_reveal(actor, enterprise),
        "may_invite": person.user_id is None and policies.may_invite_contact(actor, enterprise),
    }


def _contact_state(person: Any) -> tuple[str, str]:
    """Tone and words of whether this person can use the portal."""
    if person.user_id is not None:
        return "done", _("Uses the portal")
    invitation = person.invitation
    if invitation is None or invitation.revoked_at or invitation.expires_at <= timezone.now():
        return "", ""
    return "waiting", _("Invited")


def request_row(request: ParkRequest, row: RequestRow) -> dict[str, Any]:
    """One request of the enterprise: what it is, where it stands, when it is due."""
    status = RequestStatus(row.status)
    kind = str(RequestKind(row.kind).label) if row.kind else _("not sorted yet")
    return {
        "row": row,
        "url": gate.to(request, "web:request", row.number),
        "sub": " · ".join(filter(None, (row.number, kind, row.unit, row.officer))),
        "tone": status.tone,
        "status": str(status.label),
        "due_tone": Light(row.light).tone,
    }


def request_count(total: int, *, is_capped: bool) -> str:
    """How many requests there are, counted no further than the limit."""
    return f"{total:,}+" if is_capped else str(total)


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


def thread_items(
    request: ParkRequest, entries: Iterable[Any], visible: Collection[str]
) -> list[ThreadItem]:
    """
    The lines of a thread; of requests that are not ``visible`` to this person the line stands,
    but neither says what it was about nor leads there. Thanks are everybody's.
    """
    return [_thread_item(request, entry, visible) for entry in entries]


def _thread_item(request: ParkRequest, entry: Any, visible: Collection[str]) -> ThreadItem:
    kind = ThreadKind(entry.kind) if entry.kind in ThreadKind.values else None
    is_request = entry.object_kind == "request"
    is_open = not is_request or entry.object_ref in visible
    is_said = kind in _SAID
    words = _thread_words(kind, entry.text) if is_open or kind == ThreadKind.THANKED else ""
    return ThreadItem(
        who=entry.by_name or _("The platform"),
        what=str(kind.label if kind else entry.kind),
        at=entry.at,
        tone=kind.tone if kind else "waiting",
        said=words if is_said else "",
        text="" if is_said else words,
        internal=entry.is_internal and is_said,
        url=_leads_to(request, entry) if is_open else "",
    )


def _leads_to(request: ParkRequest, entry: Any) -> str:
    """The page of what a line speaks of, where there is one this person may enter."""
    if entry.object_kind == "request":
        return gate.to(request, "web:request", entry.object_ref)
    if entry.object_kind == "visit" and request.actor.may(Capability.VISIT_SEE):
        return gate.to(request, "web:visit", int(entry.object_ref))
    if entry.object_kind == "drive_target" and request.actor.may(Capability.DRIVE_SEE):
        return gate.to(request, "web:drive_target", int(entry.object_ref))
    return ""


def _thread_words(kind: ThreadKind | None, text: str) -> str:
    if kind == ThreadKind.CHANGED:
        named = (str(FIELD_LABELS.get(field, field)) for field in text.split(",") if field)
        return pgettext("between two names", ", ").join(named)
    if kind == ThreadKind.FIGURES:
        return _("Figures of %(year)s") % {"year": text}
    if kind == ThreadKind.OFFICER:
        return text or _("nobody")
    return text


def figure_table(figures: Iterable[Any], year_url: str = "") -> tuple[list[Column], list[TableRow]]:
    """The figures year by year; each year leads to its form when ``year_url`` is given."""
    columns = [
        Column(_("Year"), main=True, nowrap=True),
        *(Column(str(label), align="end") for label in FIGURE_LABELS.values()),
    ]
    rows = [
        TableRow(
            cells=(
                Cell(str(row.year), url=f"{year_url}?{query(year=row.year)}" if year_url else ""),
                *(Cell(number_words(getattr(row, field))) for field in FIGURE_LABELS),
            )
        )
        for row in figures
    ]
    return columns, rows


def latest_figures(figures: Sequence[Any]) -> dict[str, Any]:
    """The latest years side by side, one line per figure that any of them has."""
    years = figures[:YEARS_SHOWN]
    return {
        "years": [row.year for row in years],
        "lines": [
            {"label": label, "values": [number_words(getattr(row, field)) for row in years]}
            for field, label in FIGURE_LABELS.items()
            if any(getattr(row, field) is not None for row in years)
        ],
    }


def figures_of_year(row: Any) -> dict[str, Any]:
    """What is known of a year, as its form shows it."""
    known = {field: getattr(row, field) for field in FIGURE_LABELS}
    return {
        field: value.normalize().__format__("f") if isinstance(value, Decimal) else value
        for field, value in known.items()
    }


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


def contact_conflict(changes: Iterable[Mapping[str, Any]]) -> list[Change]:
    """What two people wrote into a contact; numbers without their middle."""

    def shown(field: str, value: Any) -> str:
        if field == "is_primary":
            return pgettext("answer", "yes") if value else pgettext("answer", "no")
        return masked_phone(value) if field == "phone" else str(value)

    return [
        Change(
            str(CONTACT_LABELS[c["field"]]),
            shown(c["field"], c["mine"]),
            shown(c["field"], c["theirs"]),
        )
        for c in changes
    ]


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
