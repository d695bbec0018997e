"""What stands on the page of a dossier: its papers, its stations, the form of the next step."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from qianjin.apps.clearing import services
from qianjin.apps.clearing.choices import SETTLED_PAPERS, ListingState, PaperKind, PaperState
from qianjin.ui.shapes import Step

from . import words
from .forms import BeginForm, EndForm, NoticeForm


def dossier(papers: list[Any], today: date) -> list[tuple[str, list[dict[str, Any]]]]:
    """The papers by kind, each with its state and what is late."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for paper in papers:
        late = paper.state not in SETTLED_PAPERS and paper.due_on and paper.due_on < today
        groups.setdefault(str(PaperKind(paper.kind).label), []).append(
            {
                "row": paper,
                "state": PaperState(paper.state),
                "asked": words.iso(paper.asked_on),
                "came": words.iso(paper.came_on),
                "due": words.iso(paper.due_on),
                "is_late": bool(late),
                "files": list(paper.files.all()),
            }
        )
    return list(groups.items())


def stations(found: Any, there: int, count: int) -> list[Step]:
    """Dossier, notice, listing, result: where it stands."""
    state = found.state
    is_whole = there == count
    order = [ListingState.PREPARING, ListingState.NOTICED, ListingState.LISTED]
    place = order.index(state) if state in order else len(order)

    def told(n: int) -> str:
        return "done" if n < place else "now" if n == place else "coming"

    is_over = state in (ListingState.SOLD, ListingState.UNSOLD)
    return [
        Step(
            _("Dossier"),
            told(0),
            text=_("whole")
            if is_whole
            else _("%(there)s of %(count)s there") % {"there": there, "count": count},
        ),
        Step(_("Notice, 20 days"), told(1), time=words.iso(found.notice_on)),
        Step(
            _("Listing, 10 days"),
            told(2),
            time=words.span(words.iso(found.listed_on), words.iso(found.until_on)),
        ),
        Step(
            _("Result"),
            "done" if is_over else "coming",
            time=words.iso(found.result_on),
            text=found.winner,
        ),
    ]


def forms_of(found: Any, today: date, data: Any = None, *, every: bool = False) -> dict[str, Any]:
    """The form of what comes next, filled with the days the law allows."""
    made: dict[str, Any] = {}
    if every or found.state == ListingState.PREPARING:
        made["notice"] = NoticeForm(data or None, initial={"notice_on": today})
    if every or found.state == ListingState.NOTICED:
        first = services.earliest_listing(found) or today
        until = services.earliest_end(found, first)
        made["begin"] = BeginForm(data or None, initial={"listed_on": first, "until_on": until})
    if every or found.state == ListingState.LISTED:
        last = found.until_on or today
        made["end"] = EndForm(data or None, initial={"result_on": max(last, today)})
    return made
