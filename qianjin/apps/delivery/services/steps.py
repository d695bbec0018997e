"""事项 What happens to a step: begun, pre-reviewed, issued; dates typed; papers and words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.parks.services import files as store
from qianjin.apps.parks.services.files import Upload

from ..choices import OPEN_STEPS, NoteKind, StepState
from ..models import LetterFile, PlanStep, StepFile, StepNote
from ..planning import results as planning
from ..planning.problem import lay
from ..refusals import AgainstTheLaw, BadEntry, ChangedSince
from ..sentences import breach_sentence
from .laying import set_due
from .rounds import placed
from .traces import check_past, check_year, held_step, note, plain, tell, today_of, trace

SHELF = "d"
FACTS = ("review_begun_on", "review_done_on", "begun_on", "done_on", "online_on", "onsite_on")
LAWFUL = {"floor", "order", "within", "gate", "issued_early", "backwards"}
"""What the checker may find of a fact that cannot have happened so."""
_TYPED = LAWFUL | {
    "ceiling", "rest_day", "by_law", "by_order", "by_calendar", "by_date", "over_limit",
    "not_before", "past",
}  # fmt: skip
"""What it may find of a day that somebody types."""


@transaction.atomic
def enter_step(
    *,
    step: PlanStep,
    version: int | None,
    by: Actor,
    at: datetime,
    owner: User | None = None,
    document: str = "",
    percent: int | None = None,
    words: str = "",
    **days: date | None,
) -> PlanStep:
    """
    记事项 Enter what happened: ``days`` are any of ``FACTS``; what is not named is emptied.

    A pre-review that is done is an opinion; only ``done_on`` is the formal issue. Both are checked
    by the independent checker: what the law asks for first must have been done.

    :raises MayNotKeepPlan, NotActive: nothing this person enters; the plan is over.
    :raises ChangedSince: ``version`` is not the present one.
    :raises BadEntry: a day in the future, an end before its beginning.
    :raises AgainstTheLaw: which rule it breaks, and the first day that keeps it.
    """
    row = held_step(step, by)
    if version is not None and version != row.version:
        raise ChangedSince
    given = {name: days.get(name) for name in FACTS}
    check_days(given, percent, at)
    before = {name: getattr(row, name) for name in (*FACTS, "document", "percent", "owner_id")}
    for name, day in given.items():
        setattr(row, name, day)
    row.document, row.percent = plain(document, 80), percent
    if owner is not None:
        row.owner_id = owner.pk
    row.state = state_of(row)
    set_due(row, today_of(at))
    row.version += 1
    row.save()
    changed = {name: getattr(row, name) for name in before if before[name] != getattr(row, name)}
    if set(changed) & set(FACTS[:4]):
        _check_law(row, LAWFUL, at)
        placed(row.plan, at=at)
    text = _told(changed)
    if text or plain(words):
        said = "\n".join(part for part in (text, plain(words, 2000)) if part)
        note(row, NoteKind.FACT if text else NoteKind.NOTE, said, by=by, at=at)
    if changed:
        trace(row.plan, "enter_step", by, at, {"step": row.key, **changed})
    if "owner_id" in changed:
        tell(
            "step_given", [row.owner_id], park_id=row.park_id, by=by, at=at,
            object_kind="delivery_step", object_id=row.pk, name=row.name_zh, plan=row.plan.name,
        )  # fmt: skip
    return row


def state_of(row: PlanStep) -> StepState:
    """Where a step stands, by its days."""
    if row.done_on:
        return StepState.DONE
    if row.begun_on:
        return StepState.RUNNING
    if row.review_done_on:
        return StepState.REVIEWED
    return StepState.REVIEW if row.review_begun_on else StepState.OPEN


def check_days(given: dict[str, date | None], percent: int | None, at: datetime) -> None:
    """:raises BadEntry: days to come, ends before beginnings; a missing beginning is filled in."""
    problems: dict[str, list[Any]] = {}
    for name, day in given.items():
        check_past(day, at, name)
    pairs = (("begun_on", "done_on"), ("review_begun_on", "review_done_on"))
    for first, last in pairs:
        if given[last] and not given[first]:
            given[first] = given[last]
        a, b = given[first], given[last]
        if a and b and b < a:
            problems[last] = [_("The end lies before the beginning.")]
    reviewed, issued = given["review_done_on"], given["done_on"]
    if reviewed and issued and issued < reviewed:
        problems["done_on"] = [_("The formal issue comes after the pre-review.")]
    if percent is not None and not 0 <= percent <= 100:
        problems["percent"] = [_("From 0 to 100.")]
    if problems:
        raise BadEntry(problems)


def _check_law(row: PlanStep, codes: set[str], at: datetime, field: str = "") -> None:
    """:raises AgainstTheLaw: what the checker finds of this step."""
    laid = lay(row.plan.park, today_of(at), only=[row.plan_id])
    found = planning.first_dates(laid)
    problems: dict[str, list[Any]] = {}
    for one in planning.breaches(laid, found, row):
        if one.code in codes and one.is_hard:
            name = field or _field_of(one, row)
            problems.setdefault(name, []).append(breach_sentence(one))
    if problems:
        raise AgainstTheLaw(problems)


def _field_of(one: planning.Breach, row: PlanStep) -> str:
    if one.code == "gate":
        return "review_begun_on"
    return "done_on" if row.done_on else "begun_on"


LABELS = {
    "review_begun_on": "预审开始",
    "review_done_on": "预审完成",
    "begun_on": "正式开始",
    "done_on": "正式办结",
    "online_on": "线上通过",
    "onsite_on": "线下办妥",
    "document": "文号",
    "percent": "进度",
}
"""How the trail, which is kept in Chinese as every document, calls what was entered."""


def _told(changed: dict[str, Any]) -> str:
    parts = []
    for name, value in changed.items():
        if name in LABELS:
            shown = f"{value}%" if name == "percent" and value is not None else value
            parts.append(f"{LABELS[name]}：{shown if shown not in (None, '') else '—'}")
    return "；".join(parts)


@transaction.atomic
def set_dates(
    *,
    step: PlanStep,
    version: int | None,
    reason: str,
    by: Actor,
    at: datetime,
    days: int | None = None,
    not_before: date | None = None,
    starts_on: date | None = None,
    promised_on: date | None = None,
) -> PlanStep:
    """
    定日期 Type dates of a step: its own length, a first day, a fixed day, a promise; all others
    are placed anew around it.

    :raises MayNotKeepPlan, NotActive, ChangedSince: as ``enter_step``.
    :raises BadEntry: no reason, or a step that is done.
    :raises AgainstTheLaw: which law, order or calendar forbids the day, and the first possible.
    """
    row = held_step(step, by)
    if version is not None and version != row.version:
        raise ChangedSince
    problems: dict[str, list[Any]] = {}
    given = {"not_before": not_before, "starts_on": starts_on, "promised_on": promised_on}
    for name, day in given.items():
        check_year(day, name)
    if row.state not in OPEN_STEPS:
        problems["starts_on"] = [_("This step is done.")]
    if days is not None and not 0 <= days <= 2000:
        problems["days"] = [_("From 0 to 2,000.")]
    reason = plain(reason, 200)
    if not reason and any([days is not None, *given.values()]):
        problems["reason"] = [_("Please write something.")]
    if problems:
        raise BadEntry(problems)
    before = {name: getattr(row, name) for name in (*given, "days")}
    for name, value in (*given.items(), ("days", days)):
        setattr(row, name, value)
    row.reason = reason
    set_due(row, today_of(at))
    row.version += 1
    row.save()
    _check_typed(row, at)
    placed(row.plan, at=at)
    changed = {name: getattr(row, name) for name in before if before[name] != getattr(row, name)}
    if changed:
        names = {
            "not_before": "不早于", "starts_on": "定于", "promised_on": "承诺", "days": "用时",
        }  # fmt: skip
        told = "；".join(f"{names[name]}：{value or '—'}" for name, value in changed.items())
        note(row, NoteKind.DATE, f"{told}（{reason or '—'}）", by=by, at=at)
        trace(row.plan, "set_dates", by, at, {"step": row.key, **changed, "reason": reason})
    return row


def _check_typed(row: PlanStep, at: datetime) -> None:
    """:raises AgainstTheLaw: a fixed day or a length that a law, an order or a calendar forbids."""
    if row.starts_on is not None:
        _check_law(row, _TYPED, at, "starts_on")
    if row.days is not None:
        _check_law(row, {"over_limit", "ceiling"}, at, "days")
        _check_floor(row)


def _check_floor(row: PlanStep) -> None:
    from ..network import read

    known = read(row.plan.network.content).get(row.key)
    if known is None or row.days is None:
        return
    for limit in known.limits:
        if limit.least is not None and limit.kind == known.kind and row.days < limit.least:
            told = _("The law asks for %(days)s days at least: %(law)s")
            raise AgainstTheLaw({"days": [told % {"days": limit.least, "law": known.law}]})


@transaction.atomic
def add_note(*, step: PlanStep, words: str, by: Actor, at: datetime) -> StepNote:
    """
    写一笔 A line of words on the trail of a step.

    :raises MayNotKeepPlan, NotActive: nothing this person enters; the plan is over.
    :raises BadEntry: nothing is said.
    """
    row = held_step(step, by)
    text = plain(words, 2000)
    if not text:
        raise BadEntry({"words": [_("Please write something.")]})
    return note(row, NoteKind.NOTE, text, by=by, at=at)


@transaction.atomic
def add_files(
    *, step: PlanStep, files: Iterable[Upload], by: Actor, at: datetime
) -> list[StepFile]:
    """
    传材料 Add documents to a step.

    :raises MayNotKeepPlan, NotActive: nothing this person enters; the plan is over.
    :raises BadFile, BadEntry: a file is refused, or there is none.
    """
    row = held_step(step, by)
    uploads = list(files)
    if not uploads:
        raise BadEntry({"files": [_("Choose a file first.")]})
    kept = store.keep(park_id=row.park_id, uploads=uploads, at=at, shelf=SHELF)
    rows = [
        StepFile.objects.create(
            park_id=row.park_id, step=row, by_name=by.name[:80], at=at, **file_fields(file)
        )
        for file in kept
    ]
    note(row, NoteKind.FILE, "、".join(file.name for file in rows), by=by, at=at)
    trace(row.plan, "files", by, at, {"step": row.key, "files": len(rows)})
    return rows


def file_fields(file: store.KeptFile) -> dict[str, Any]:
    """What a row remembers of a kept file."""
    names = ("name", "media_type", "size", "sha256", "path", "preview")
    return {name: getattr(file, name) for name in names}


def sweep_files(*, older_than: datetime) -> int:
    """Remove files whose act was rolled back."""

    def known(names: set[str]) -> set[str]:
        mine = Q(path__in=names) | Q(preview__in=names)
        rows = [*StepFile.objects.filter(mine).values_list("path", "preview")]
        rows += LetterFile.objects.filter(mine).values_list("path", "preview")
        return {name for row in rows for name in row}

    return store.sweep(older_than=older_than, known=known, shelf=SHELF)
