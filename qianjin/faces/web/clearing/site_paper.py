"""选址建议书 The answers to a need on paper: to print, and as a Word file for an investor.

What other projects were offered is not on it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.clearing import selectors
from qianjin.faces.gate import endpoint, to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web import paper
from qianjin.faces.web.frame import page
from qianjin.ui.wording import wan

from . import site_words

WIDE, HIGH = 1200, 760
MARGIN = 60


@endpoint(Capability.SITE_SEE, thing="site_need")
def sheet(request: ParkRequest, pk: int) -> HttpResponse:
    """The answers with their drawings, on a page to print."""
    need = selectors.need_for(request.actor, pk)
    chosen = request.GET.get("site", "")
    context = {
        "need": need,
        "asked": site_words.asked(need),
        "sites": _told(request, need),
        "answered": _answered(need),
        "word_url": to(request, "web:site_word", pk) + (f"?site={chosen}" if chosen else ""),
    }
    return page(request, "web/clearing/site_sheet.html", context)


@endpoint(Capability.SITE_SEE, thing="site_need")
def word(request: ParkRequest, pk: int) -> HttpResponse:
    """The same as a Word file."""
    need = selectors.need_for(request.actor, pk)
    document = paper.blank(_("Sites for a project"), need.name)
    asked = [(fact.label, str(fact.value)) for fact in site_words.asked(need)]
    paper.table(document, (), asked, widths=(4.5, 12.5))
    for site in _told(request, need):
        _write(document, site)
    day = date_format(timezone.localdate(), "DATE_FORMAT")
    paper.line(document, f"{request.park.name}  {day}  {_answered(need)}", after=0)
    return paper.answer(paper.as_bytes(document), f"{need.name} {_('Sites for a project')}.docx")


def _told(request: ParkRequest, need: Any) -> list[dict[str, Any]]:
    """All answers, or the one asked for, each with its parcels and its drawing."""
    search = selectors.search_of(need)
    answer = search.answer if search else {}
    found = list(enumerate(answer.get("sites", ()), start=1))
    wanted = request.GET.get("site", "")
    if wanted:
        found = [pair for pair in found if str(pair[0]) == wanted]
    plots = selectors.plots(need.park_id, {key for _n, one in found for key in one["parcels"]})
    told = []
    for number, one in found:
        line = site_words.site_line(
            request, number, one, plots, {},
            is_priced=bool(answer.get("priced")), is_soonest=need.standing is not None,
        )  # fmt: skip
        chosen = [plots[key] for key in one["parcels"] if key in plots]
        around = selectors.around(need.park_id, chosen)
        line["plots"] = site_words.drawing(request, chosen, around)
        line["picture"] = (chosen, around)
        told.append(line)
    return told


def _answered(need: Any) -> str:
    search = selectors.search_of(need)
    if search is None or search.done_at is None:
        return ""
    day = date_format(timezone.localtime(search.done_at), "DATE_FORMAT")
    return _("On the land as it was on %(day)s; days are likely ones, not promises.") % {"day": day}


def _write(document: Any, site: dict[str, Any]) -> None:
    mu = pgettext("unit", "mu")
    villages = f" · {site['villages']}" if site["villages"] else ""
    paper.line(document, "")
    paper.line(document, f"{site['number']}. {site['mu']} {mu}{villages}", size=14, bold=True)
    if site["picture"][0]:
        paper.picture(document, picture(*site["picture"]), width=13)
    cost = "—" if site["cost"] is None else str(wan(site["cost"]))
    facts = [
        (_("Likely ready to be listed"), " ".join((site["ready"] or "—", site["days"])).strip()),
        (_("Land cost"), cost),
        (_("Hangs on"), " ".join((site["blocker"] or "—", site["last"])).strip()),
    ]
    paper.table(document, (), facts, widths=(4.5, 12.5))
    heads = (_("On the drawing"), _("Parcel"), pgettext("parcel", "Owner"),
             pgettext("parcel", "State"), mu, _("Likely ready"))  # fmt: skip
    rows = [
        (
            str(place), f"{one['plot'].number} {one['plot'].name}".strip(),
            one["plot"].owner or one["plot"].village or "—", str(one["state"].label),
            one["mu"], one["ready"] or "—",
        )
        for place, one in enumerate(site["parcels"], start=1)
    ]  # fmt: skip
    paper.line(document, "", size=6)
    paper.table(document, heads, rows, widths=(1.6, 5.0, 3.6, 2.4, 1.8, 2.6))
    paper.line(document, pgettext("site", "Why"), bold=True)
    for told in site["reasons"]:
        paper.line(document, f"· {told.text}")
    if site["levers"]:
        paper.line(document, _("What would make it earlier"), bold=True)
        for told in site["levers"]:
            paper.line(document, f"· {told.text} {told.amount}".rstrip())


def picture(chosen: Sequence[Any], around: Sequence[Any]) -> bytes:
    """The site among its surroundings as PNG, its parcels numbered as in the table."""
    from PIL import Image, ImageDraw

    inside = {plot.pk for plot in chosen}
    corners = np.array([point for plot in chosen for ring in plot.rings for point in ring])
    low, high = corners.min(axis=0), corners.max(axis=0)
    squeeze = np.array([np.cos(np.radians((low[1] + high[1]) / 2)), 1.0])
    room = np.maximum((high - low) * squeeze, 1e-6)
    scale = float(min((np.array([WIDE, HIGH]) - 4 * MARGIN) / room))
    middle = (low + high) / 2

    def at(ring: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        moved = (np.array(ring) - middle) * squeeze * scale * [1, -1] + [WIDE / 2, HIGH / 2]
        return [(float(x), float(y)) for x, y in moved]

    image = Image.new("RGB", (WIDE, HIGH), "white")
    brush = ImageDraw.Draw(image)
    for plot in around:
        if plot.pk not in inside:
            for ring in plot.rings:
                brush.line(at([*ring, ring[0]]), fill="#9aa5a3", width=2)
    for plot in chosen:
        brush.polygon(at(plot.rings[0]), fill="#cfe6de")
        for ring in plot.rings[1:]:
            brush.polygon(at(ring), fill="white")
    for place, plot in enumerate(chosen, start=1):
        for ring in plot.rings:
            brush.line(at([*ring, ring[0]]), fill="#0c6b66", width=4)
        xs, ys = zip(*at(plot.rings[0]), strict=True)
        x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
        brush.ellipse((x - 19, y - 19, x + 19, y + 19), fill="white", outline="#0c6b66", width=2)
        brush.text((x, y), str(place), fill="#14262d", font_size=22, anchor="mm")
    target = io.BytesIO()
    image.save(target, "PNG", optimize=True)
    return target.getvalue()
