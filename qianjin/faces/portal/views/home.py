"""首页 What waits for me, where my requests stand, whom I can call."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.desk import selectors as desk
from qianjin.apps.drives import selectors as drives
from qianjin.apps.subsidies import selectors as subsidies
from qianjin.faces.gate import endpoint
from qianjin.faces.gate import scheme_words as words
from qianjin.faces.gate.notices import address, sentence
from qianjin.faces.gate.requests import ParkRequest
from qianjin.ui.shapes import NoticeItem

from .. import who
from ..frame import page
from ..rows import card

NEWS = 3


@endpoint("request.see", side="enterprise")
def home(request: ParkRequest) -> HttpResponse:
    """The home of one enterprise; who speaks for several chooses first."""
    mine = who.enterprises_of(request)
    enterprise = who.chosen(request, mine)
    if enterprise is None:
        return _choose(request, mine) if mine else page(request, "portal/nobody.html")
    today = timezone.localdate()
    found = desk.home_of(request.actor, enterprise.pk, at=timezone.now())
    return page(
        request,
        "portal/home.html",
        {
            "enterprise": enterprise,
            "several": len(mine) > 1,
            "asked": [(item, card(item.row)) for item in found.asked],
            "to_rate": [card(row) for row in found.to_rate],
            "running": [card(row) for row in found.running],
            "home": found,
            "drives": drives.asked_of(request.actor, enterprise.pk),
            "claims": [
                (row, *words.claim_tag(row), words.window_note(row.scheme, today)[1])
                for row in subsidies.open_of_firm(request.actor, enterprise.pk, on=today)
            ],
            "news": _news(request),
        },
    )


@endpoint("request.see", side="enterprise")
def choose(request: ParkRequest) -> HttpResponse:
    """Change to another of one's enterprises."""
    mine = who.enterprises_of(request)
    return _choose(request, mine) if mine else page(request, "portal/nobody.html")


def _choose(request: ParkRequest, mine: list[Any]) -> HttpResponse:
    counts = desk.counts_by_enterprise(request.actor)
    rows = [(row, counts.get(row.pk, desk.EnterpriseCounts())) for row in mine]
    return page(request, "portal/choose.html", {"rows": rows})


def _news(request: ParkRequest) -> list[NoticeItem]:
    """The latest unread notices."""
    slug = request.actor.park_slug
    rows = accounts.notices_of(request.actor).filter(read_at=None)[:NEWS]
    return [
        NoticeItem(
            text=sentence(row),
            url=address(row, slug, is_enterprise=True),
            at=row.at,
            tone=row.tone,
            unread=True,
        )
        for row in rows
    ]
