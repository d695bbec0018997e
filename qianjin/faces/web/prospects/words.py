"""How prospects are worded: rows, facts, reasons and ways, finished for the templates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.enterprises.choices import Sector
from qianjin.apps.prospects import policies, selectors
from qianjin.apps.prospects.choices import Basis, Size, Source, Strength, TieKind
from qianjin.faces import gate
from qianjin.faces.gate.requests import ParkRequest
from qianjin.ui.shapes import Cell, Fact, TableRow

REASONS = {
    "same_mobile": gettext_lazy("Same mobile number %(subject)s"),
    "same_line": gettext_lazy("Same office number %(subject)s"),
    "phone_slip": gettext_lazy("Numbers differ by one digit"),
    "same_mail": gettext_lazy("Same e-mail"),
    "same_wechat": gettext_lazy("Same WeChat name"),
    "same_name": gettext_lazy("Same name"),
    "name_heard_alike": gettext_lazy("Names sound alike: %(subject)s"),
    "name_slip": gettext_lazy("Names differ by one character: %(subject)s"),
    "name_turned": gettext_lazy("Characters changed over: %(subject)s"),
    "name_short": gettext_lazy("One name is only a surname: %(subject)s"),
    "same_firm": gettext_lazy("Same firm"),
    "firm_alike": gettext_lazy("Firms with like names"),
    "name_differs": gettext_lazy("Other names: %(subject)s"),
    "firm_differs": gettext_lazy("Other firm"),
    "phone_differs": gettext_lazy("Other numbers"),
    "same_code": gettext_lazy("Same credit code"),
    "same_key": gettext_lazy("Same name apart from place and legal form"),
    "one_character": gettext_lazy("One character differs: %(subject)s"),
    "heard_alike": gettext_lazy("Sounds alike: %(subject)s"),
    "contains": gettext_lazy("One name contains the other"),
    "similar": gettext_lazy("Names are alike"),
    "code_differs": gettext_lazy("Credit codes differ"),
    "place_differs": gettext_lazy("Other place: %(subject)s"),
    "branch": gettext_lazy("One is a branch"),
    "form_differs": gettext_lazy("One is a group"),
}
AGAINST = frozenset(
    [
        "name_differs",
        "firm_differs",
        "phone_differs",
        "code_differs",
        "place_differs",
        "branch",
        "form_differs",
    ]
)
WORKS_AT = pgettext_lazy("tie", "works there too")
KINDS = {
    "bad": (gettext_lazy("To be corrected"), "breached"),
    "known": (gettext_lazy("In the book already"), "waiting"),
    "same": (gettext_lazy("Twice in the table"), "waiting"),
    "new": (pgettext_lazy("prospect", "New"), "done"),
}


def contact_rows(request: ParkRequest, rows: Iterable[Any]) -> list[TableRow]:
    """The lines of the list of people."""
    return [
        TableRow(
            cells=(
                Cell(
                    row.name,
                    url=gate.to(request, "web:prospect", row.pk),
                    sub=row.post,
                    drawer=True,
                ),
                Cell(row.firm_name or "—", sub=row.city),
                Cell("、".join(selectors.masked(phone) for phone in row.phones[:2]) or "—"),
                Cell(str(Source(row.source).label), sub="、".join(row.tags[:3])),
                Cell(row.owner_name or "—"),
                Cell(day(row.touched_on) or _("never")),
            ),
            key=str(row.pk),
        )
        for row in rows
    ]


def firm_rows(request: ParkRequest, rows: Iterable[Any]) -> list[TableRow]:
    """The lines of the list of firms."""
    return [
        TableRow(
            cells=(
                Cell(
                    row.name,
                    url=gate.to(request, "web:prospect_firm", row.pk),
                    sub="、".join(row.tags[:3]),
                    drawer=True,
                ),
                Cell(str(Sector(row.sector).label)),
                Cell(row.city or "—"),
                Cell(str(row.people)),
                Cell(row.owner_name or "—"),
                Cell(day(row.touched_on) or _("never")),
            ),
            key=str(row.pk),
        )
        for row in rows
    ]


def day(value: date | None) -> str:
    """A day as the reader writes it; nothing for none."""
    return formats.date_format(value, "DATE_FORMAT") if value else ""


def count_words(page: selectors.Page | selectors.PairPage) -> str:
    """How many there are, counted no further than the limit."""
    if page.is_more:
        return _("%(count)s+ entries") % {"count": f"{selectors.COUNT_LIMIT:,}"}
    return _("%(count)d entries") % {"count": page.count}


def contact_facts(row: Any) -> list[Fact]:
    """What is known of a person besides name and numbers."""
    basis = Basis(row.basis)
    return [
        Fact(_("City"), row.city),
        Fact(_("Source"), str(Source(row.source).label)),
        Fact(_("Where we met"), row.met_where, sub=day(row.met_on)),
        Fact(_("Last touched"), day(row.touched_on)),
        Fact(_("In the care of"), row.owner.name),
        Fact(_("Entered on"), formats.date_format(row.made_at, "DATE_FORMAT")),
        Fact(
            _("Kept on the ground of"),
            str(basis.label),
            tone=basis.tone,
            sub=day(row.consent_on),
        ),
        Fact(_("Kept until"), day(row.retain_until)),
    ]


def firm_facts(request: ParkRequest, row: Any) -> list[Fact]:
    """What is known of a firm."""
    landed = row.enterprise
    return [
        Fact(_("Other names"), "、".join(row.other_names)),
        Fact(_("Sector"), str(Sector(row.sector).label)),
        Fact(_("City"), row.city),
        Fact(_("Size"), str(Size(row.size).label) if row.size else ""),
        Fact(_("Credit code"), row.credit_code),
        Fact(_("Source"), str(Source(row.source).label)),
        Fact(_("Last touched"), day(row.touched_on)),
        Fact(_("In the care of"), row.owner.name),
        Fact(
            _("Landed as"),
            landed.name if landed else "",
            url=gate.to(request, "web:enterprise", landed.pk) if landed else "",
        ),
    ]


def reasons(told: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """Why two rows may be one, for and against."""
    return [
        {
            "label": str(REASONS.get(code, code)) % {"subject": subject},
            "tone": "closed" if code in AGAINST else "active",
        }
        for code, subject in told
    ]


def percent(score: float) -> str:
    """A likelihood, never said to be certain."""
    return f"{min(round(score * 100), 99)}%"


def pair(request: ParkRequest, kind: str, row: Any) -> dict[str, Any]:
    """Two rows that may be one, side by side."""
    may_part, may_merge = selectors.may_settle(request.actor, row)
    return {
        "key": f"{kind[0]}{row.pk}",
        "sides": [_side(request, kind, side) for side in (row.lower, row.upper)],
        "percent": percent(row.score),
        "tone": "breached" if row.score >= 0.9 else "at_risk",
        "reasons": reasons(row.reasons),
        "may_part": may_part,
        "may_merge": may_merge,
    }


def _side(request: ParkRequest, kind: str, row: Any) -> dict[str, Any]:
    if kind == selectors.PEOPLE:
        firm = row.organisation.name if row.organisation else ""
        numbers = [selectors.masked(phone) for phone in row.phones]
        sub = " · ".join(filter(None, (row.post, firm, row.city, *numbers)))
        url = gate.to(request, "web:prospect", row.pk)
    else:
        sub = " · ".join(filter(None, (row.city, row.credit_code)))
        url = gate.to(request, "web:prospect_firm", row.pk)
    return {"pk": row.pk, "name": row.name, "sub": sub, "url": url, "owner": row.owner.name}


def ways(request: ParkRequest, found: Sequence[selectors.Way]) -> list[dict[str, Any]]:
    """Through whom somebody is reached: stops for the picture, and a sentence."""
    return [{"stops": [_stop(request, s) for s in way.stops], "words": _way(way)} for way in found]


def _stop(request: ParkRequest, stop: selectors.Stop) -> dict[str, Any]:
    is_contact = stop.kind == "contact"
    return {
        "name": stop.name,
        "sub": stop.sub,
        "tie": tie_words(stop.tie) if stop.tie else "",
        "strength": stop.strength,
        "is_ours": not is_contact,
        "url": gate.to(request, "web:prospect", stop.key) if is_contact else "",
    }


def _way(way: selectors.Way) -> str:
    """One sentence: 叶汀认识高远（同学），高远与陆小明是同单位。"""
    steps = [
        _("%(one)s knows %(other)s (%(tie)s)")
        % {"one": before.name, "other": stop.name, "tie": tie_words(stop.tie)}
        for before, stop in pairwise(way.stops)
    ]
    return pgettext("between two steps", "; ").join(steps) + pgettext("end of sentence", ".")


def tie_words(kind: str) -> str:
    """How two people know each other."""
    return str(TieKind(kind).label) if kind in TieKind.values else str(WORKS_AT)


def tie_rows(request: ParkRequest, contact: Any, rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Who knows this person."""
    found = []
    for row in rows:
        other = row.one if row.other_id == contact.pk else row.other
        is_ours = row.officer is not None
        found.append(
            {
                "pk": row.pk,
                "name": row.officer.name if is_ours else other.name,
                "url": "" if is_ours else gate.to(request, "web:prospect", other.pk),
                "is_ours": is_ours,
                "words": f"{tie_words(row.kind)} · {Strength(row.strength).label}",
                "note": row.note,
            }
        )
    return found


def numbers(actor: Actor, row: Any) -> dict[str, Any]:
    """A person's masked numbers, and whether this actor may ask for the whole ones."""
    return {
        "masked": [selectors.masked(phone) for phone in row.phones],
        "may_reveal": bool(row.phones) and policies.may_reveal(actor, row),
    }


TARGET_REASONS = {
    "wanted_node": gettext_lazy("fills the node %(subject)s"),
    "wanted_code": gettext_lazy("its trade may fill the node %(subject)s"),
    "next_to_wanted": gettext_lazy("next to a node to fill: %(subject)s"),
    "sector_product": gettext_lazy("makes what the chain needs: %(subject)s"),
    "sector_code": gettext_lazy("its trade belongs to the chain: %(subject)s"),
    "feeds_present": gettext_lazy("could supply enterprises of the park: %(subject)s"),
    "same_trade": gettext_lazy("%(subject)s enterprises of the park in its trade"),
    "known_people": gettext_lazy("the section knows %(subject)s people there"),
    "large": gettext_lazy("large: %(subject)s"),
    "medium": gettext_lazy("medium-sized: %(subject)s"),
    "city": gettext_lazy("in a city preferred: %(subject)s"),
    "in_the_park": gettext_lazy("in the park already"),
}


def target_reasons(told: Sequence[Sequence[Any]]) -> list[str]:
    """Why a target stands where it stands, each reason with its points."""
    return [
        str(TARGET_REASONS.get(code, code)) % {"subject": subject}
        + (f" +{points}" if points else "")
        for code, subject, points in told
    ]


def reason_words(told: Sequence[Sequence[Any]]) -> str:
    """The same in one cell of a table."""
    return pgettext("between two reasons", "; ").join(target_reasons(told))
