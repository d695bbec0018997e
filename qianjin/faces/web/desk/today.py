"""今日 The day of the person signed in: what to do first, what waits, what happened meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from qianjin.apps.accounts import services as accounts
from qianjin.apps.accounts.choices import Capability, Role, Scope
from qianjin.apps.desk import selectors
from qianjin.apps.desk.choices import EntryKind
from qianjin.apps.desk.selectors import RequestRow, Today, Waiting
from qianjin.apps.land.selectors import waiting_changes
from qianjin.apps.parks import selectors as parks
from qianjin.faces.gate import SIGNED_IN, endpoint, to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import page
from qianjin.ui.shapes import DayItem, NoticeItem, StatItem

from ..delivery.today_card import delivery_today
from ..drives.today_card import drives_today
from ..investment.today_card import projects_today
from ..prospects.today_card import prospects_today
from ..subsidies.today_card import claims_today
from ..visits.today_card import rounds_today
from . import counts, lines, words
from .part_lines import part_lines

HEADS = {Role.DEPUTY_DIRECTOR, Role.SECTION_HEAD}


@endpoint(SIGNED_IN)
def today(request: ParkRequest) -> HttpResponse:
    """The day; whoever may not read requests gets the way to what is theirs."""
    actor, now = request.actor, timezone.now()
    if not actor.may(Capability.REQUEST_SEE):
        return page(request, "web/desk/today_house.html", {"now": now})
    before = accounts.looked(by=actor, at=now)
    found = selectors.today(actor, at=now, since=_since(before, now))
    counts.known(request, (found.queue_total, found.late))
    context = {
        "now": now,
        "sub": _summary(request, found, now),
        "found": found,
        "news": _news(request, found, before),
        "day": _day(request, found),
        "breaks": _breaks(request) if found.due_today else (),
        "section": _section(request, found),
        "rulings": _rulings(request, found),
        "rounds": rounds_today(request, now),
        "drives": drives_today(request, now),
        "claims": claims_today(request, now),
        "book": prospects_today(request, now),
        "projects": projects_today(request, now),
        "delivery": delivery_today(request, now),
        **_cards(request, found),
        **_rights(request),
    }
    return page(request, "web/desk/today.html", context)


def _cards(request: ParkRequest, found: Today) -> dict[str, Any]:
    """The lines of each card."""
    line, others = lines.liner(request), lines.liner(request, own=False)
    return {
        "queue": [line(row) for row in found.queue],
        "watched": [others(row) for row in found.watched],
        "unassigned": [line(row) for row in found.unassigned],
        "waiting": [(item, line(item.row), _days(item)) for item in found.waiting],
        "parts": part_lines(request, found.parts),
        "to_rate": [line(row) for row in found.to_rate],
    }


def _rights(request: ParkRequest) -> dict[str, bool]:
    """What the page is arranged by."""
    actor = request.actor
    return {
        "is_head": bool(HEADS & set(actor.roles)),
        "handles": actor.may(Capability.REQUEST_HANDLE),
        "sorts": actor.may(Capability.REQUEST_TRIAGE),
        "may_raise": actor.may(Capability.REQUEST_RAISE),
    }


def _since(before: datetime | None, now: datetime) -> datetime:
    """A day at least, so that a second look does not empty the page."""
    a_day = now - timedelta(days=1)
    return min(before, a_day) if before else a_day


def _summary(request: ParkRequest, found: Today, now: datetime) -> str:
    is_working = parks.is_working_day(request.park, timezone.localdate(now))
    parts = [_("Working day") if is_working else _("Not a working day")]
    due = len(found.due_today)
    if found.late:
        late = ngettext("%(count)d is late", "%(count)d are late", found.late)
        parts.append(late % {"count": found.late})
    if due:
        parts.append(ngettext("%(count)d due today", "%(count)d due today", due) % {"count": due})
    if found.waiting_total:
        waits = ngettext(
            "%(count)d waits for others", "%(count)d wait for others", found.waiting_total
        )
        parts.append(waits % {"count": found.waiting_total})
    return words.joined(parts)


def _section(request: ParkRequest, found: Today) -> list[StatItem]:
    """What a head answers for, in three figures that lead into the list."""
    actor = request.actor
    scope = actor.scope(Capability.BOARD_SEE)
    if scope == Scope.NONE:
        return []
    one = scope == Scope.UNIT and len(actor.unit_ids) == 1
    narrowed = f"&unit={min(actor.unit_ids)}" if one else ""
    inbox = to(request, "web:requests")
    figures = (
        ("open", pgettext("tab", "Open"), found.section_open, ""),
        ("soon", _("Due soon"), found.section_soon, "at_risk"),
        ("late", _("Late"), found.section_late, "breached"),
    )
    return [
        StatItem(
            label,
            words.bounded(n) or "0",
            tone=tone if n else "",
            url=f"{inbox}?tab={tab}{narrowed}",
        )
        for tab, label, n, tone in figures
    ]


def _rulings(request: ParkRequest, found: Today) -> list[tuple[str, str, str]]:
    """Returns, extensions, common causes and boundaries that wait for this person."""
    waiting = (
        (pgettext("desk", "Returns"), "web:request_returns", found.returns_total),
        (pgettext("desk", "Extensions"), "web:request_extensions", found.extensions_total),
        (_("Common causes to answer"), "web:request_causes", found.causes_total),
        (
            _("Changes of boundaries to review"),
            "web:parcel_changes",
            waiting_changes(request.actor),
        ),
    )
    return [(label, to(request, name), words.bounded(n)) for label, name, n in waiting if n]


def _days(item: Waiting) -> str:
    if not item.days:
        return _("since today")
    return ngettext("%(count)d working day", "%(count)d working days", item.days) % {
        "count": item.days
    }


def _news(request: HttpRequest, found: Today, before: datetime | None) -> list[NoticeItem]:
    address = words.addresses(request)
    return [
        NoticeItem(
            text=words.joined((news.enterprise, str(EntryKind(news.kind).label))),
            sub=_news_words(news),
            url=address(news.number),
            at=news.at,
            tone=EntryKind(news.kind).tone,
            unread=before is None or news.at > before,
        )
        for news in found.news
    ]


def _news_words(news: Any) -> str:
    if news.score:
        rated = _("%(score)s of 5") % {"score": news.score}
        return words.joined((rated, news.text or news.title))
    return str(news.title)


def _day(request: HttpRequest, found: Today) -> list[DayItem]:
    """Due times on the line of the day; several at one moment stand as one."""
    address = words.addresses(request)
    inbox = to(request, "web:requests")
    items = []
    for due_at, group in groupby(_due(found.due_today), key=lambda row: row.due_at):
        rows = list(group)
        label, url = rows[0].title, address(rows[0].number)
        if len(rows) > 1:
            label = _("%(count)d promises due") % {"count": len(rows)}
            url = f"{inbox}?tab=mine"
        tones = {words.row_tone(row) for row in rows}
        items.append(DayItem(due_at, None, label, "at_risk" if any(tones) else "active", url))
    return items


def _due(rows: Iterable[RequestRow]) -> list[Any]:
    return [row for row in rows if row.due_at]


def _breaks(request: ParkRequest) -> list[tuple[str, str, str]]:
    """The hours between the office's sessions."""
    opening = parks.calendar_for(request.actor.park_id, "").opening
    lunch = _("Lunch")
    return [(before[1], after[0], lunch) for before, after in pairwise(opening)]
