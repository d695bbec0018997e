"""How projects stand in lists, on cards and on their own page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from qianjin.apps.enterprises.choices import Sector
from qianjin.apps.investment.choices import AEROSPACE, LostReason, Meaning, Source, TouchKind
from qianjin.faces.gate import to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.ui.shapes import Attachment, Cell, Column, Fact, TableRow, Tag, ThreadItem
from qianjin.ui.wording import day, size, wan
from qianjin.units.cities import find


def money(amount: Decimal | None) -> str:
    """An amount in 万元 as people say it; nothing for what is not known."""
    return "" if amount is None else wan(amount)


def area(mu: Decimal | None) -> str:
    """Land in mu."""
    if mu is None:
        return ""
    return pgettext("land", "%(mu)s mu") % {"mu": f"{mu.normalize():,f}"}


def city_name(code: str) -> str:
    """The city in the reader's language."""
    city = find(code) if code else None
    if city is None:
        return ""
    return city.name_en if (get_language() or "").startswith("en") else city.name_zh


def sector_name(code: str) -> str:
    """A sector, or the view that joins two."""
    if code == AEROSPACE:
        return _("Aviation and space")
    return str(Sector(code).label)


def sector_choices() -> list[tuple[str, Any]]:
    """The sectors with the joined view behind the two it joins."""
    every = [(value, label) for value, label in Sector.choices if value != Sector.OTHER]
    return [*every, (AEROSPACE, _("Aviation and space")), (Sector.OTHER.value, Sector.OTHER.label)]


def days_since(moment: datetime, today: date) -> int:
    """Whole days of the calendar since a moment."""
    return max(0, (today - timezone.localdate(moment)).days)


def days_words(many: int) -> str:
    """How long something has been so."""
    return ngettext("%(count)s day", "%(count)s days", many) % {"count": f"{many:,}"}


def stage_tone(row: Any, today: date) -> str:
    """The tone of a project's stage; one gone cold is at risk."""
    if row.cold_on and row.cold_on <= today:
        return "at_risk"
    return Meaning(row.stage.meaning).tone


def columns(address: str, query: str, sort: str) -> list[Column]:
    """The list, its orders on their heads."""

    def by(name: str) -> str:
        return f"{address}?{query}&sort={name}" if query else f"{address}?sort={name}"

    def turned(name: str, way: str) -> str:
        return way if sort == name else ""

    return [
        Column(_("Project"), main=True, sort_url=by("newest"), sorted=turned("newest", "down")),
        Column(_("Stage"), nowrap=True, sort_url=by("waiting"), sorted=turned("waiting", "up")),
        Column(
            _("Investment"),
            align="end",
            nowrap=True,
            sort_url=by("amount"),
            sorted=turned("amount", "down"),
        ),
        Column(pgettext("project", "Sector and city"), phone=False),
        Column(_("Next step"), sort_url=by("next"), sorted=turned("next", "up")),
        Column(
            pgettext("project", "In touch"),
            nowrap=True,
            phone=False,
            sort_url=by("touch"),
            sorted=turned("touch", "up"),
        ),
        Column(pgettext("project", "Owner"), nowrap=True),
    ]


def row(request: ParkRequest, one: Any, today: date) -> TableRow:
    """One project in the list."""
    firm = one.organisation.name if one.organisation else ""
    since = days_words(days_since(one.stage_since, today))
    late = bool(one.next_on and one.next_on < today)
    step = one.next_step
    if one.stage.meaning == Meaning.LOST:
        step = str(LostReason(one.lost_reason).label)
    on = one.revive_on if one.stage.meaning == Meaning.LOST else one.next_on
    return TableRow(
        [
            Cell(one.name, url=to(request, "web:project", one.pk), sub=firm or one.number),
            Cell(one.stage.name, tone=stage_tone(one, today), sub=since),
            Cell(money(one.investment_wan), sub=area(one.land_mu)),
            Cell(str(Sector(one.sector).label), sub=city_name(one.city)),
            Cell(step, sub=step_day(on, today)),
            Cell(day(one.touched_at)),
            Cell(one.owner.name),
        ],
        tone="breached" if late else "",
    )


def step_day(on: date | None, today: date) -> str:
    """The day of a next step; how late it is when it has passed."""
    if on is None:
        return ""
    if on < today:
        late = (today - on).days
        told = ngettext("%(count)s day late", "%(count)s days late", late)
        return f"{day(on)} · {told % {'count': late}}"
    return str(day(on))


def facts(request: ParkRequest, one: Any, today: date) -> list[Fact]:
    """What is known of a project at a glance; what is not known is not said."""
    found = [
        Fact(_("Number"), one.number),
        Fact(_("Pipeline"), one.pipeline.name),
        Fact(_("Sector"), str(Sector(one.sector).label)),
        Fact(_("Source"), _source(one)),
        Fact(_("City of origin"), city_name(one.city)),
        Fact(_("Total investment"), money(one.investment_wan)),
        Fact(_("Fixed assets"), money(one.fixed_wan)),
        Fact(_("Land needed"), area(one.land_mu)),
        Fact(_("Power"), f"{one.power_kva.normalize():,f} kVA" if one.power_kva else ""),
        Fact(_("Output a year"), money(one.output_wan)),
        Fact(_("Tax a year"), money(one.tax_wan)),
        Fact(pgettext("project", "Tax per mu"), _per_mu(one.tax_wan, one.land_mu)),
        Fact(_("Jobs"), f"{one.jobs:,}" if one.jobs else ""),
        Fact(_("Node of the chain"), one.chain_node),
        Fact(_("Competing places"), one.rivals),
        Fact(pgettext("project", "Owner"), one.owner.name, sub=one.unit.name if one.unit else ""),
        Fact(_("Entered"), day(one.opened_at)),
        Fact(_("Signed on"), day(one.signed_on) if one.signed_on else ""),
    ]
    if one.enterprise_id:
        url = to(request, "web:enterprise", one.enterprise_id)
        found.append(Fact(_("Enterprise of the park"), one.enterprise.name, url=url))
    if one.tags:
        found.append(Fact(_("Tags"), pgettext("between two names", ", ").join(one.tags)))
    return [fact for fact in found if fact.value]


def outline(one: Any) -> list[Fact]:
    """What a bureau needs to know of a project to give its opinion."""
    found = [
        Fact(_("Organisation"), one.organisation.name if one.organisation else ""),
        Fact(_("Sector"), str(Sector(one.sector).label)),
        Fact(_("What it is about"), one.about),
        Fact(_("Total investment"), money(one.investment_wan)),
        Fact(_("Fixed assets"), money(one.fixed_wan)),
        Fact(_("Land needed"), area(one.land_mu)),
        Fact(_("Power"), f"{one.power_kva.normalize():,f} kVA" if one.power_kva else ""),
        Fact(_("Output a year"), money(one.output_wan)),
        Fact(_("Tax a year"), money(one.tax_wan)),
        Fact(_("Jobs"), f"{one.jobs:,}" if one.jobs else ""),
        Fact(pgettext("project", "Owner"), one.owner.name),
    ]
    return [fact for fact in found if fact.value]


def _source(one: Any) -> str:
    label = str(Source(one.source).label)
    return f"{label} · {one.source_words}" if one.source_words else label


def _per_mu(amount: Decimal | None, mu: Decimal | None) -> str:
    if amount is None or not mu:
        return ""
    told = f"{(amount / mu).quantize(Decimal('0.1')):,f}"
    return _("%(amount)s (10,000 yuan)") % {"amount": told}


def concerns(one: Any) -> list[tuple[str, str]]:
    """What each side looks at, and what they share."""
    found = [
        (_("What the park watches"), one.park_watches),
        (_("What the enterprise needs"), one.firm_needs),
        (_("Common ground"), one.common_ground),
        (_("Obstacles"), one.obstacles),
    ]
    return [(label, text) for label, text in found if text]


def thread(request: ParkRequest, rows: Iterable[Any]) -> list[ThreadItem]:
    """Moves and touches as lines of one thread."""
    return [_moved(one) if hasattr(one, "after_id") else _touched(request, one) for one in rows]


def _moved(one: Any) -> ThreadItem:
    if one.before is None:
        what = _("entered the project at “%(stage)s”") % {"stage": one.after.name}
    else:
        what = _("“%(before)s” to “%(after)s”") % {
            "before": one.before.name,
            "after": one.after.name,
        }
    spent = one.seconds // 86_400
    tags = [Tag(days_words(spent))] if one.before and spent else []
    return ThreadItem(
        who=one.by_name,
        what=what,
        at=one.at,
        tone=Meaning(one.after.meaning).tone,
        text=one.words,
        tags=tags,
    )


def _touched(request: ParkRequest, one: Any) -> ThreadItem:
    kind = TouchKind(one.kind)
    whom = one.with_whom or (one.contact.name if one.contact else "")
    return ThreadItem(
        who=one.by_name,
        what=f"{kind.label} · {whom}" if whom else str(kind.label),
        at=one.at,
        tone="active",
        text=one.words,
        attachments=[attachment(request, file) for file in one.files.all()],
        key=f"touch-{one.pk}",
    )


def attachment(request: ParkRequest, file: Any) -> Attachment:
    """A file of a touch as one opens it."""
    url = to(request, "web:project_file", file.pk)
    thumb = f"{url}?small=1" if file.preview else ""
    return Attachment(file.name, url, size(file.size), thumb)
