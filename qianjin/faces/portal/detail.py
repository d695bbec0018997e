"""What the page of a request shows and offers, by the state it is in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.forms import Form
from django.utils import timezone

from qianjin.apps.desk.choices import CONTENT, EntryKind, RequestStatus
from qianjin.apps.desk.hands import LinkKind, PartStatus
from qianjin.apps.desk.selectors import Detail, links_of, merged_into
from qianjin.apps.desk.services.closing import REOPEN_DAYS
from qianjin.faces.gate import files
from qianjin.faces.gate.requests import ParkRequest

from . import rows
from .forms import MaterialForm, RateForm, WithdrawForm, WordsForm
from .way import way_of

ANSWERED = (RequestStatus.RESOLVED, RequestStatus.CLOSED)
FORMS: dict[str, type[Form]] = {
    "supply": MaterialForm,
    "message": MaterialForm,
    "rate": RateForm,
    "reopen": WordsForm,
    "thank": WordsForm,
    "withdraw": WithdrawForm,
}


def context_of(request: ParkRequest, detail: Detail, refused: Mapping[str, Form]) -> dict[str, Any]:
    """Everything the template reads; it walks no relation."""
    row = detail.request
    status = RequestStatus(row.status)
    rating = next((r for r in detail.ratings if r.round == row.round), None)
    offered = offers(detail, rating)
    return {
        "r": row,
        "heading": rows.heading(detail),
        "status": status.label,
        "status_tone": status.tone,
        "way": way_of(row, detail.stages, is_rated=detail.rated_now),
        "parts": _helpers(detail),
        **_together(request, detail),
        "thread": rows.thread_of(request, detail),
        "asked": _asked(detail),
        "answer": _answer(detail),
        "rating": rating,
        "is_low": rating is not None and rating.score < CONTENT,
        "reopen_days": REOPEN_DAYS,
        "limits": files.limits(),
        "offers": offered,
        "forms": {name: refused.get(name) or _fresh(name, rating) for name in offered},
        "sent": request.GET.get("sent") == "1",
        "added": request.GET.get("added") == "1",
        "draft_cleared": _cleared(request, row.number),
    }


def _together(request: ParkRequest, detail: Detail) -> dict[str, Any]:
    """Where a merged request goes on, and what it was split into or from."""
    found = links_of(request.actor, detail.request) if detail.is_linked else []
    others = [
        {
            "number": row.number,
            "title": row.title,
            "status": RequestStatus(row.status).label,
            "tone": RequestStatus(row.status).tone,
        }
        for row in found
        if row.kind == LinkKind.SPLIT or not row.is_out
    ]
    return {"merged_into": merged_into(found), "others": others}


def draft_key(number: str, name: str) -> str:
    """Under which key the draft of one of these forms is kept."""
    return f"portal.{number}.{name}"


def _cleared(request: ParkRequest, number: str) -> str:
    """The draft that the act which led here has made needless."""
    if "sent" in request.GET or "added" in request.GET:
        return "portal.ask"
    done = request.GET.get("done", "")
    return draft_key(number, done) if done in FORMS else ""


def _helpers(detail: Detail) -> list[tuple[str, str, str, Any]]:
    """协办 Which units help, in which state, and until when; what they say stays in the office."""
    hidden = {PartStatus.RETURNED, PartStatus.DROPPED}
    return [
        (
            part.unit,
            PartStatus(part.status).tone,
            str(PartStatus(part.status).label),
            part.due_at if part.is_open else None,
        )
        for part in detail.parts
        if part.status not in hidden
    ]


def _fresh(name: str, rating: Any) -> Form:
    """An empty form; whoever was not content need not write the reason twice."""
    said = rating.words if name == "reopen" and rating is not None else ""
    return FORMS[name](initial={"words": said}, auto_id=f"{name}_%s")


def offers(detail: Detail, rating: Any) -> list[str]:
    """Which acts the state of the request leaves open to the enterprise."""
    row = detail.request
    if not detail.can_speak:
        return []
    if row.status == RequestStatus.NEED_INFO:
        return ["supply", "withdraw"]
    if detail.is_open:
        return ["message", "withdraw"]
    if row.status not in ANSWERED:
        return []
    found = [] if rating is not None else ["rate"]
    if row.resolved_at and timezone.now() - row.resolved_at <= timedelta(days=REOPEN_DAYS):
        found.append("reopen")
    if rating is not None and rating.score >= CONTENT and not _thanked(detail):
        found.append("thank")
    return found


def _thanked(detail: Detail) -> bool:
    """Whether the answer of this round has been thanked for."""
    for entry in reversed(detail.entries):
        if entry.kind == EntryKind.THANKED:
            return True
        if entry.kind == EntryKind.REOPENED:
            return False
    return False


def _asked(detail: Detail) -> Any:
    """The latest question, while it waits for its answer."""
    if detail.request.status != RequestStatus.NEED_INFO:
        return None
    return next((e for e in reversed(detail.entries) if e.kind == EntryKind.ASKED), None)


def _answer(detail: Detail) -> Any:
    """What the office says it has done, while it stands to be rated or reopened."""
    if detail.request.status not in ANSWERED:
        return None
    return next((e for e in reversed(detail.entries) if e.kind == EntryKind.RESOLVED), None)
