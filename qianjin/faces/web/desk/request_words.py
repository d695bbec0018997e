"""How a request, its promises and its thread read on the office's page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from qianjin.apps.desk.choices import SUBKINDS, EntryKind, RequestStatus
from qianjin.apps.desk.choices import Stage as Promised
from qianjin.apps.desk.hands import FollowUpOutcome, LinkKind, ReturnReason, Rung
from qianjin.apps.desk.selectors import Detail, StageMark
from qianjin.faces.gate.thread import FilePages, item
from qianjin.ui.shapes import Stage, Tag, ThreadItem
from qianjin.ui.wording import duration, moment

from .words import joined, kind_name, level_name, stage_of


def kind_words(kind: str, subkind: str = "") -> str:
    """Type and sub-type, "Energy / Electricity"; empty while nobody has sorted it."""
    label = kind_name(kind)
    sub = dict(SUBKINDS.get(kind, ())).get(subkind)
    return pgettext("between type and sub-type", " / ").join([label, str(sub)] if sub else [label])


def left_words(left: Any) -> str:
    """What is left of a promise, or how far it is over, in working time."""
    time = working_time(abs(left.minutes), left.per_day)
    if left.minutes < 0:
        return _("%(time)s over") % {"time": time}
    return _("%(time)s left") % {"time": time}


def working_time(minutes: int, per_day: int) -> str:
    """Working minutes as working days and hours: "1 working day 3 h"."""
    days, rest = divmod(minutes, per_day)
    if not days:
        return pgettext("working time", "%(time)s of working time") % {"time": duration(rest)}
    words = ngettext("%(count)s working day", "%(count)s working days", days) % {"count": days}
    # Nobody counts the minutes of the day after the day after tomorrow.
    return f"{words} {duration(rest)}" if rest and days < 3 else words


def gauge_of(detail: Detail) -> list[Stage]:
    """The large gauge: each stage with what was promised, what happened, what is left."""
    found = []
    was_long = any(mark.stage == Promised.INTERIM for mark in detail.stages)
    for mark in detail.stages:
        tag, text = _stage_words(mark, was_long=was_long)
        stage = stage_of(mark, detail.light)._replace(tag=tag, text=text)
        if mark.stage == Promised.INTERIM and detail.request.resolved_at:
            # What ended the rolling answers of a long case was its solution.
            stage = stage._replace(label=str(Promised.RESOLVE.label))
        found.append(stage)
    return found


def _stage_words(mark: StageMark, *, was_long: bool) -> tuple[str, str]:
    """The tag beside a stage, and the line under it."""
    by = _("by %(when)s") % {"when": moment(mark.due_at)}
    if mark.is_provisional:
        by = _("%(until)s (provisional)") % {"until": by}
    if mark.met_at is not None:
        used = pgettext("promise", "%(when)s, took %(time)s") % {
            "when": moment(mark.met_at),
            "time": duration(mark.used_minutes),
        }
        if mark.was_late:
            late = _("promised %(by)s") % {"by": by}
            return pgettext("promise", "done late"), joined([used, late])
        if mark.stage == Promised.RESOLVE and was_long:
            return pgettext("promise", "became a long case"), used
        return pgettext("promise", "kept"), used
    if mark.state == "paused":
        return pgettext("promise", "paused"), _("waits for the enterprise's material")
    left = left_words(mark.left) if mark.left and mark.left.minutes else ""
    if mark.state == "late":
        return pgettext("promise", "late"), joined([by, left])
    if mark.state == "running":
        return by, left
    return "", joined([by, left])


def promise_notes(detail: Detail) -> list[str]:
    """What stands beside the gauge: pauses given back, the round, a calendar not yet official."""
    notes = []
    if detail.request.round > 1:
        notes.append(_("Round %(round)s") % {"round": detail.request.round})
    paused = max((mark.paused_minutes for mark in detail.stages), default=0)
    if paused:
        words = _("Waiting for material gave back %(time)s of working time.")
        notes.append(words % {"time": duration(paused)})
    if any(mark.is_provisional and mark.met_at is None for mark in detail.stages):
        notes.append(_("Provisional: the official calendar of that year is not out yet."))
    return notes


def thread_of(detail: Detail, pages: FilePages, *, internal: bool = True) -> list[ThreadItem]:
    """Everything that happened, in order, and at the end what comes next."""
    shown = [e for e in detail.entries if internal or not e.is_internal]
    items = [_item(entry, pages) for entry in shown]
    return [*items, *_coming(detail)]


def _item(entry: Any, pages: FilePages) -> ThreadItem:
    made = item(entry, pages)
    return replace(
        made,
        text=joined([made.text, _more(entry)]) if not made.said else made.text,
        tags=[*made.tags, *_more_tags(entry)],
    )


def _more(entry: Any) -> str:
    """What the office reads besides the words: who was named, who was reminded, which times."""
    data = entry.data
    if entry.kind == EntryKind.TRIAGED:
        level = level_name(data.get("level", ""))
        return joined(
            [kind_name(data.get("kind", "")), level, data.get("unit", ""), data.get("officer", "")]
        )
    if entry.kind in (EntryKind.MORE_TIME, EntryKind.EXTENDED):
        before, after = (_when(data.get(name)) for name in ("before", "after"))
        units = pgettext("between two names", ", ").join(data.get("units") or ())
        moved = _("from %(before)s to %(after)s") % {"before": before, "after": after}
        return joined([units, moved])
    if entry.kind in (EntryKind.RETURNED, EntryKind.RETURN_RULED):
        return _returned(data)
    if entry.kind == EntryKind.ASKED_AGAIN:
        return str(FollowUpOutcome(data["outcome"]).label)
    if entry.kind in (EntryKind.LINKED, EntryKind.UNLINKED):
        return str(data.get("cause", ""))
    if entry.kind in (EntryKind.RELATED, EntryKind.UNRELATED):
        return _related(data)
    if units := data.get("units"):
        names = pgettext("between two names", ", ").join(units)
        until = _("by %(when)s") % {"when": _when(data.get("due_at"))} if "due_at" in data else ""
        told = pgettext("between two names", ", ").join(data.get("to") or ())
        return joined([names, until, told])
    if dropped := data.get("parts_dropped"):
        names = pgettext("between two names", ", ").join(dropped)
        words = _("closed without %(units)s: %(reason)s")
        return words % {"units": names, "reason": data["parts_reason"]}
    if entry.kind == EntryKind.REMINDED:
        names = pgettext("between two names", ", ").join(data.get("to") or ())
        return joined([str(Rung(data["rung"]).label), names])
    if entry.kind in (EntryKind.URGED, EntryKind.SUPERVISED):
        return pgettext("between two names", ", ").join(data.get("to") or ())
    if entry.kind == EntryKind.RECOMPUTED:
        before, after = (_when(data.get(name)) for name in ("before", "after"))
        return _("from %(before)s to %(after)s") % {"before": before, "after": after}
    return ""


def _related(data: dict[str, Any]) -> str:
    """Which other request, and how it stands to this one."""
    label = LinkKind(data["link"]).label
    way = f"→ {data['number']}" if data["is_source"] else f"← {data['number']}"
    return joined([str(label), way])


def _returned(data: dict[str, Any]) -> str:
    """Who returns it why, whom they propose, and what was ruled."""
    reason = data.get("reason", "")
    ruled = ""
    if "granted" in data:
        ruled = pgettext("ruling", "granted") if data["granted"] else pgettext("ruling", "refused")
    proposed = data.get("proposed") or ""
    return joined(
        [
            pgettext("between two names", ", ").join(data.get("units") or ()),
            str(ReturnReason(reason).label) if reason in ReturnReason.values else "",
            ruled,
            _("to %(unit)s") % {"unit": proposed} if proposed else "",
        ]
    )


def _when(text: str | None) -> str:
    value = parse_datetime(text) if text else None
    return moment(value) if value else pgettext("no due time", "none")


def _more_tags(entry: Any) -> list[Tag]:
    if minutes := entry.data.get("paused_minutes"):
        words = _("%(time)s given back") % {"time": duration(minutes)}
        return [Tag(words, "waiting")]
    if entry.kind == EntryKind.REOPENED and (number := entry.data.get("round")):
        return [Tag(_("Round %(round)s") % {"round": number}, "breached")]
    return []


def _coming(detail: Detail) -> list[ThreadItem]:
    """The next promise of an open request, and the next milestone of a long case."""
    row, found = detail.request, []
    following = next((m for m in detail.stages if m.met_at is None), None)
    if following is not None and detail.is_open and not detail.is_paused:
        by = _("by %(when)s") % {"when": moment(following.due_at)}
        label = str(Promised(following.stage).label)
        found.append(ThreadItem(who=_("Next"), what=label, time=by, coming=True))
    if row.status == RequestStatus.LONG_CASE and row.milestone_on:
        when = _("by %(when)s") % {"when": moment(row.milestone_on)}
        found.append(ThreadItem(who=_("Milestone"), what=row.milestone, time=when, coming=True))
    return found
