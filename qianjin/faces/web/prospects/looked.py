"""看表 One uploaded table on its page: looked at, then taken over, given up, or undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.tables import services
from qianjin.apps.tables.refusals import BookMoved
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput

from . import previews
from .forms import columns_wanted


@dataclass(frozen=True, slots=True)
class Table:
    """What one kind of table has of its own behind the page that all share."""

    kind: previews.Kind
    verbs: Any
    """The services of its app: ``take_over``, ``look_again``, ``remap``, ``undo_import``."""
    columns: Sequence[Any]
    """What a column may be, each with ``code`` and ``label``."""
    said: Callable[[dict[str, Any]], dict[str, str]]
    """The words of its buttons, of the context of the page."""
    told: Callable[[Any], list[str]]
    """What taking it over came to, as sentences."""


def look(request: ParkRequest, row: Any, table: Table) -> HttpResponse:
    """The page of one table, and the acts on it; what is refused shows it again with the reason."""
    problems: list[str] = []
    if request.method == "POST":
        try:
            return _act(request, row, table)
        except BadInput as refusal:
            problems = [str(line) for lines in refusal.fields.values() for line in lines]
    choices = [(column.code, str(column.label)) for column in table.columns]
    context = previews.preview(request, row, table.kind, choices, problems)
    context |= table.said(context)
    return page(request, "web/prospects/import.html", context, 422 if problems else 200)


def _act(request: ParkRequest, row: Any, table: Table) -> HttpResponse:
    """One of the acts of the page; anything else shows the page again."""
    by, at, act = request.actor, timezone.now(), request.POST.get("act", "")
    query = ""
    if act == "take":
        _take(request, row, table)
    elif act == "choose":
        previews.choose(request, row)
        query = request.GET.urlencode()
    elif act == "columns":
        table.verbs.remap(table=row, places=columns_wanted(request.POST), by=by, at=at)
    elif act == "abandon":
        services.abandon(table=row, by=by, at=at)
        messages.success(request, _("The table was given up; nothing of it is kept."))
        return go(request, table.kind.back)
    elif act == "undo":
        table.verbs.undo_import(table=row, by=by, at=at)
        messages.success(request, _("The import has been undone as a whole."))
    return go(request, table.kind.page, row.pk, query=query)


def _take(request: ParkRequest, row: Any, table: Table) -> None:
    by, at, leave = request.actor, timezone.now(), request.POST.get("leave_bad") == "on"
    try:
        done = table.verbs.take_over(table=row, leave_bad=leave, by=by, at=at)
    except BookMoved as refusal:
        table.verbs.look_again(table=row, by=by, at=at)
        messages.warning(request, str(refusal))
        return
    for sentence in table.told(done):
        messages.success(request, sentence)
