"""What the page of a request shows and offers, by the state it is in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.desk.choices import (
    Act,
    Aim,
    EntryKind,
    Light,
    RatingReason,
    RequestStatus,
    Source,
    Stage,
)
from qianjin.apps.desk.selectors import Detail, act_barred, links_of, merged_into
from qianjin.apps.enterprises import selectors as enterprises
from qianjin.faces.gate import to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.gate.thread import FilePages

from . import request_words as words
from .link_lines import link_lines
from .part_lines import part_lines
from .words import level_name

ICONS = {
    Act.TRIAGE: "filter",
    Act.ACCEPT: "check",
    Act.CONTACT: "phone",
    Act.REPLY: "chat",
    Act.PLAN: "send",
    Act.ASK_MATERIAL: "pause",
    Act.SUPPLY: "import",
    Act.GO_ON: "play",
    Act.SHARE: "team",
    Act.RESOLVE: "check",
    Act.RETURN: "undo",
    Act.EXTEND: "calendar",
    Act.CHASE: "bell",
    Act.CAUSE: "merge",
    Act.MERGE: "copy",
    Act.SPLIT: "share",
    Act.LINK: "chain",
    Act.LONG_CASE: "history",
    Act.INTERIM: "send",
    Act.MILESTONE: "calendar",
    Act.NOTE: "lock",
    Act.ARCHIVE: "archive",
}
PAGES = ("web:request_file", "web:request_preview", "web:request_photo")


@dataclass(frozen=True, slots=True)
class ActLink:
    """One thing to do with the request."""

    label: str
    url: str
    icon: str
    act: str


def context_of(request: ParkRequest, detail: Detail) -> dict[str, Any]:
    """Everything the template reads; it walks no relation."""
    row = detail.request
    status = RequestStatus(row.status)
    light = Light(detail.light)
    first, beside, rest = _acts(request, detail)
    links = links_of(request.actor, row) if detail.is_linked else []
    return {
        "r": row,
        "detail": detail,
        "status": status.label,
        "status_tone": status.tone,
        "light": light.label if light != Light.OFF else "",
        "light_tone": light.tone,
        "kind": words.kind_words(row.kind, row.subkind),
        "aim": Aim(row.aim).label if row.aim else "",
        "level": level_name(row.level),
        "source": Source(row.source).label,
        "stages": words.gauge_of(detail),
        "notes": words.promise_notes(detail),
        "first": first,
        "beside": beside,
        "rest": rest,
        "contact": row.contact or enterprises.first_contact_of(row.enterprise),
        "may_see_enterprise": request.actor.may("enterprise.see"),
        "pending": pending(request, detail),
        "parts": part_lines(request, detail.parts),
        "links": link_lines(request, links),
        "merged_into": merged_into(links),
        "ratings": [_rating(rating) for rating in detail.ratings],
        "thanks": [e for e in detail.entries if e.kind == EntryKind.THANKED],
        "waits": nothing_to_do(detail),
        "may_keep": row.resolved_at is not None and request.actor.may(Capability.ARTICLE_EDIT),
        "draft_cleared": _cleared(request, row.number),
        **_thread(request, detail),
    }


def _thread(request: ParkRequest, detail: Detail) -> dict[str, Any]:
    only_visible = request.GET.get("only") == "visible"
    pages = FilePages(request.actor.park_slug, *PAGES)
    return {
        "thread": words.thread_of(detail, pages, internal=not only_visible),
        "only_visible": only_visible,
        "visible_count": len(detail.entries) - detail.internal_count,
    }


def _acts(
    request: ParkRequest, detail: Detail
) -> tuple[ActLink | None, list[ActLink], list[ActLink]]:
    """The one thing to do now, the one or two that come next in mind, and all the others."""
    at = timezone.now()
    row = detail.request
    offered = [act for act in Act if act_barred(request.actor, row, act, at=at) is None]
    if detail.cause is not None and Act.CAUSE in offered:
        offered.remove(Act.CAUSE)
    if row.status == RequestStatus.LONG_CASE:
        offered.remove(Act.LONG_CASE) if Act.LONG_CASE in offered else None
    order = [act for act in _order(detail) if act in offered]
    first = order[0] if order else None
    beside = order[1:3] if order else offered[:2]
    rest = [act for act in offered if act not in (first, *beside)]
    links = {act: _link(request, row.number, act) for act in offered}
    return links.get(first), [links[a] for a in beside], [links[a] for a in rest]  # type: ignore[arg-type]


def _order(detail: Detail) -> Iterable[Act]:
    """What an officer reaches for in this state, the most likely first."""
    row = detail.request
    if row.status == RequestStatus.SUBMITTED:
        sorting = () if row.kind and (row.officer_id or row.unit_id) else (Act.TRIAGE,)
        return (*sorting, Act.ACCEPT, Act.PLAN, Act.ASK_MATERIAL)
    if row.status == RequestStatus.NEED_INFO:
        return (Act.SUPPLY, Act.GO_ON)
    if row.status == RequestStatus.LONG_CASE:
        return (Act.INTERIM, Act.RESOLVE, Act.MILESTONE)
    if not detail.is_open:
        return (Act.ARCHIVE,)
    unmet = {mark.stage for mark in detail.stages if mark.met_at is None}
    if Stage.RESPOND in unmet:
        return (Act.CONTACT, Act.PLAN, Act.ASK_MATERIAL)
    if Stage.PLAN in unmet:
        return (Act.PLAN, Act.RESOLVE, Act.ASK_MATERIAL)
    return (Act.RESOLVE, Act.REPLY, Act.ASK_MATERIAL)


def _link(request: ParkRequest, number: str, act: Act) -> ActLink:
    url = to(request, f"web:request_{act.name.lower()}", number)
    return ActLink(str(act.label), url, ICONS[act], act.value)


def _rating(rating: Any) -> dict[str, Any]:
    return {
        "round": rating.round,
        "score": rating.score,
        "at": rating.at,
        "words": rating.words,
        "reasons": pgettext("between two names", ", ").join(
            str(RatingReason(code).label) for code in rating.reasons
        ),
    }


def pending(request: ParkRequest, detail: Detail) -> list[dict[str, Any]]:
    """What of this request waits for a ruling, read from its thread."""
    asked: dict[tuple[bool, Any], dict[str, Any]] = {}
    for entry in detail.entries:
        number = entry.data.get("ruling")
        if entry.kind in (EntryKind.RETURNED, EntryKind.MORE_TIME):
            is_return = entry.kind == EntryKind.RETURNED
            right = Capability.RETURN_RULE if is_return else Capability.EXTENSION_RULE
            name = "web:return_rule" if is_return else "web:extension_rule"
            may_rule = request.actor.may(right)
            if not is_return and entry.data.get("part"):
                name, may_rule = "web:part_extension_rule", may_rule or detail.can_handle
            asked[is_return, number] = {
                "entry": entry,
                "label": str(EntryKind(entry.kind).label),
                "url": to(request, name, number) if may_rule else "",
            }
        elif number:
            asked.pop((entry.kind == EntryKind.RETURN_RULED, number), None)
    return list(asked.values()) if detail.is_open else []


def draft_key(number: str, act: Act) -> str:
    """Under which key the draft of an act is kept."""
    return f"request.{number}.{act.value}"


def _cleared(request: ParkRequest, number: str) -> str:
    """The draft that the act which led here has made needless."""
    done = request.GET.get("done", "")
    return draft_key(number, Act(done)) if done in Act.values else ""


def nothing_to_do(detail: Detail) -> str:
    """Why the page offers nothing, where that may puzzle."""
    if detail.request.status == RequestStatus.RESOLVED and not detail.rated_now:
        return _("Waits for the enterprise's rating.")
    return ""
