"""一览 The state at a glance: what is late where, whether 135 was kept, how it is rated."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.desk import selectors
from qianjin.apps.desk.choices import Light, Stage
from qianjin.apps.desk.selectors import Board
from qianjin.faces.gate import endpoint, to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import page
from qianjin.ui import wording
from qianjin.ui.shapes import Bar, StatItem

from . import lines, words

MOST_KINDS = 11


@endpoint(Capability.BOARD_SEE)
def board(request: ParkRequest) -> HttpResponse:
    """Figures of what this person may see; every one leads into the list behind it."""
    found = selectors.board(request.actor, at=timezone.now())
    inbox = Inbox(to(request, "web:requests"))
    line = lines.liner(request, own=False)
    return page(
        request,
        "web/desk/board.html",
        {
            "found": found,
            "stats": _stats(found, inbox),
            "lights": _lights(found, inbox),
            "stages": [_stage(score) for score in found.stages],
            "units": [_unit(row, inbox) for row in found.units],
            "kinds": _kinds(found, inbox),
            "raised": [Bar(wording.day(row.monday), row.raised) for row in found.weeks],
            "resolved": [Bar(wording.day(row.monday), row.resolved, "done") for row in found.weeks],
            "worst": [line(row) for row in found.worst],
            "inbox": inbox.address,
        },
    )


class Inbox:
    """Addresses of the list, narrowed."""

    def __init__(self, address: str) -> None:
        self.address = address

    def of(self, tab: str, **filters: Any) -> str:
        """One tab of the list with these filters."""
        return f"{self.address}?{urlencode({'tab': tab, **filters})}"


def _stats(found: Board, inbox: Inbox) -> list[StatItem]:
    since = found.since.isoformat()
    mean = f"{found.rating_mean:g}" if found.rating_mean is not None else "—"
    rated = ngettext("%(count)d rating", "%(count)d ratings", found.rating_count)
    return [
        StatItem(pgettext("tab", "Open"), f"{found.open:,}", url=inbox.of("open")),
        StatItem(
            _("Late"), f"{found.late:,}", tone=_if(found.late, "breached"), url=inbox.of("late")
        ),
        StatItem(
            _("Due soon"), f"{found.soon:,}", tone=_if(found.soon, "at_risk"), url=inbox.of("soon")
        ),
        StatItem(pgettext("tab", "Long cases"), f"{found.long_cases:,}", url=inbox.of("long")),
        StatItem(_("Raised in 30 days"), f"{found.raised:,}", url=inbox.of("all", since=since)),
        StatItem(
            _("Resolved in 30 days"),
            f"{found.resolved:,}",
            sub=_("%(count)s reopened") % {"count": f"{found.reopened:,}"},
        ),
        StatItem(
            _("Mean rating"), mean, sub=rated % {"count": found.rating_count}, url=inbox.of("low")
        ),
    ]


def _if(count: int, tone: str) -> str:
    return tone if count else ""


def _lights(found: Board, inbox: Inbox) -> list[Bar]:
    in_time = max(found.open - found.late - found.soon - found.paused, 0)
    return [
        Bar(str(Light.RED.label), found.late, Light.RED.tone, inbox.of("late")),
        Bar(str(Light.YELLOW.label), found.soon, Light.YELLOW.tone, inbox.of("soon")),
        Bar(str(Light.PAUSED.label), found.paused, Light.PAUSED.tone, inbox.of("waiting")),
        Bar(str(Light.GREEN.label), in_time, Light.GREEN.tone, inbox.of("open")),
    ]


def _stage(score: Any) -> dict[str, Any]:
    return {
        "label": str(Stage(score.stage).label),
        "percent": score.percent,
        "kept": score.kept,
        "due": score.due,
        "missed": score.due - score.kept,
    }


def _unit(row: Any, inbox: Inbox) -> Bar:
    tone = "breached" if row.late else "at_risk" if row.soon else "active"
    narrowed = {"unit": row.unit_id} if row.unit_id else {}
    tab = "late" if row.late else "open"
    late = _("%(count)s late") % {"count": row.late} if row.late else ""
    return Bar(
        row.unit or pgettext("board", "No unit yet"),
        row.open,
        tone,
        inbox.of(tab if narrowed else "unassigned", **narrowed),
        words.joined((str(row.open), late)),
    )


def _kinds(found: Board, inbox: Inbox) -> list[Bar]:
    """The most frequent types one by one, the others together."""
    named, others = found.kinds[:MOST_KINDS], found.kinds[MOST_KINDS:]
    bars = [_kind(row, found, inbox) for row in named]
    if others:
        bars.append(Bar(_("Other types"), sum(row.raised for row in others)))
    return bars


def _kind(row: Any, found: Board, inbox: Inbox) -> Bar:
    since = found.since.isoformat()
    if not row.kind:
        return Bar(_("Not sorted yet"), row.raised)
    url = inbox.of("all", kind=row.kind, since=since)
    return Bar(words.kind_name(row.kind), row.raised, "active", url)
