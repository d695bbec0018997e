"""公开评分 The page of scores that anybody may read, and its switch."""

from __future__ import annotations

import hashlib
import zoneinfo
from datetime import date
from typing import Any

from django import forms
from django.conf import settings as conf
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.choices import RequestKind
from qianjin.apps.desk.hands import FEWEST_CASES, MOST_CASES
from qianjin.apps.desk.measures import Facet
from qianjin.apps.desk.selectors import OTHERS, PUBLIC_MEASURES, PublicBoard, PublicRow
from qianjin.faces.gate import ANYONE, acts, endpoint
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.ui.shapes import Bar
from qianjin.units.refusals import BadInput

from .scores import HEADS, month_name, unsorted

FRESH = 300
"""Seconds for which a figure may be kept, here and by whoever passes the page on."""
MONTHS = 12


@endpoint(ANYONE, side="any")
def scores(request: HttpRequest, slug: str) -> HttpResponse:
    """The public page of a park that has opened it; for anybody else it is not there."""
    park, chosen = selectors.open_scores(slug)
    with translation.override(_language(request)), timezone.override(_zone(park.time_zone)):
        context = _figures(park.pk, chosen.fewest)
        context |= {"park_name": park.name, "is_listed": chosen.is_listed}
        response = render(request, "web/desk/public_scores.html", context)
        response["Content-Language"] = get_language()
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == response["ETag"]:
        response = _unchanged(response)
    response["Cache-Control"] = f"public, max-age={FRESH}"
    if not chosen.is_listed:
        response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _unchanged(response: HttpResponse) -> HttpResponse:
    same = HttpResponseNotModified()
    same["ETag"] = response["ETag"]
    return same


def _zone(name: str) -> zoneinfo.ZoneInfo:
    return zoneinfo.ZoneInfo(name)


def _language(request: HttpRequest) -> str:
    """The one in the address, else the reader's."""
    asked = request.GET.get("lang", "")
    known = {code for code, _name in conf.LANGUAGES}
    return asked if asked in known else get_language() or conf.LANGUAGE_CODE


def _figures(park_id: int, fewest: int) -> dict[str, Any]:
    """Counted at most once in five minutes, however many ask."""
    today = timezone.localdate()
    key = f"public-scores:{park_id}:{fewest}:{today:%Y%m}:{get_language()}"
    found: dict[str, Any] | None = cache.get(key)
    if found is None:
        board = selectors.public_board(
            park_id,
            period=selectors.months_ending(today, MONTHS),
            fewest=fewest,
            at=timezone.now(),
        )
        found = _context(board, fewest) | {"now": timezone.now()}
        cache.set(key, found, FRESH)
    return dict(found)


def _context(board: PublicBoard, fewest: int) -> dict[str, Any]:
    return {
        "is_enough": board.is_enough,
        "fewest": fewest,
        "stats": list(
            zip((str(m.label) for m in PUBLIC_MEASURES), _shown(board.total), strict=True)
        ),
        "raised": f"{board.total.raised:,}",
        "measures": [str(measure.label) for measure in PUBLIC_MEASURES],
        "tables": [
            (
                str(head),
                str(HEADS[tab]),
                [(_name(row, tab), f"{row.raised:,}", _shown(row)) for row in rows],
            )
            for head, tab, rows in (
                (_("Units by what they solved"), Facet.UNIT, board.units),
                (_("What is asked for"), Facet.KIND, board.kinds),
            )
        ],
        "months": [
            Bar(month_name(date.fromisoformat(row.key)), row.raised) for row in board.months
        ],
    }


def _shown(row: PublicRow) -> list[str]:
    return ["—" if percent is None else f"{percent}%" for percent in row.percents]


def _name(row: PublicRow, tab: str) -> str:
    if row.key == OTHERS:
        return str(_("Others together"))
    if tab == Facet.KIND and row.key in RequestKind.values:
        return str(RequestKind(row.key).label)
    return row.name or unsorted(tab)


class PublicForm(forms.Form):
    """Whether everybody may read the scores, and how far."""

    is_open = forms.BooleanField(
        label=_("Everybody may read the scores"),
        required=False,
        help_text=_("By unit, type and month of the last 12 months; enterprises never appear."),
    )
    is_listed = forms.BooleanField(
        label=_("Search engines may list the page"),
        required=False,
        help_text=_("Otherwise the page asks them not to."),
    )
    fewest = forms.IntegerField(
        label=_("Fewest cases of a figure"),
        min_value=FEWEST_CASES,
        max_value=MOST_CASES,
        help_text=_("A figure of fewer cases is held back, or stands together with others."),
    )


@acts(Capability.PARK_EDIT)
def settings(request: ParkRequest) -> HttpResponse:
    """Open or shut the public page."""
    chosen = selectors.public_settings(request.actor.park_id)
    known = {name: getattr(chosen, name) for name in PublicForm.base_fields}
    form = PublicForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            services.publish_scores(
                park=request.park, by=request.actor, at=timezone.now(), **form.cleaned_data
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The public page has been saved."))
            return go(request, "web:park_public")
    address = request.build_absolute_uri(reverse("public_scores", args=[request.park.slug]))
    context = {"form": form, "chosen": chosen, "address": address}
    return page(request, "web/desk/public_settings.html", context, 422 if form.errors else 200)
