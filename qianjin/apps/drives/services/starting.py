"""发起 Starting a special action: what is asked, of whom, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.parks.models import Park

from .. import policies
from ..choices import WITH_OPTIONS, QuestionKind, TargetState
from ..models import Drive, Question, Resource, Slot, Target
from ..refusals import AlreadyTold, BadDrive, MayNotRun
from .traces import running, trace

MOST_WORDS = 5000
MOST_QUESTIONS = 30
MOST_OPTIONS = 20
BATCH = 1000


@transaction.atomic
def start_drive(
    *,
    park: Park,
    name: str,
    words: str,
    due_on: date,
    chosen: Sequence[Enterprise],
    by: Actor,
    at: datetime,
    resources: Mapping[str, int] | None = None,
    later: bool = False,
) -> Drive:
    """
    发起专项行动 Start a special action with the enterprises chosen and what is to be allotted.

    With ``later`` it may begin without any enterprise: they are chosen afterwards.

    :raises MayNotRun: the actor starts none in this park.
    :raises BadDrive: a field is missing or wrong, or no enterprise is chosen.
    """
    if not policies.may_run(by, park.pk):
        raise MayNotRun
    name, words = _plain(name)[:80], _plain(words)
    problems = _problems(name, words, due_on, at)
    if (not chosen and not later) or any(firm.park_id != park.pk for firm in chosen):
        problems["tier"] = [_("No enterprise is left by these filters.")]
    if any(capacity < 1 for capacity in (resources or {}).values()):
        problems["resources"] = [_("A shared resource needs a capacity of at least 1.")]
    if problems:
        raise BadDrive(problems)
    drive = Drive.objects.create(
        park=park, name=name, words=words, due_on=due_on, started_by_id=by.person_id, started_at=at
    )
    _enter(drive, chosen, at)
    for label, capacity in (resources or {}).items():
        resource = Resource.objects.create(park=park, drive=drive, name=_plain(label)[:60])
        Slot.objects.create(resource=resource, position=1, capacity=capacity)
    detail = {"enterprises": len(chosen), "due_on": due_on.isoformat()}
    trace(drive, "start", by, at, detail)
    return drive


@transaction.atomic
def change_drive(
    *, drive: Drive, name: str, words: str, due_on: date, by: Actor, at: datetime
) -> Drive:
    """
    修改专项行动 Change name, words or day. A later day starts the reminders anew.

    :raises MayNotRun, DriveFinished: not this person's, or over.
    :raises BadDrive: a field is missing or wrong.
    """
    row = running(drive, by)
    name, words = _plain(name)[:80], _plain(words)
    # A day that is past may stand as it is; only a new one must lie ahead.
    problems = _problems(name, words, due_on, at, is_new_day=due_on != row.due_on)
    if problems:
        raise BadDrive(problems)
    before = {"name": row.name, "due_on": row.due_on.isoformat()}
    if due_on != row.due_on:
        row.targets.exclude(reminded_on=None).update(reminded_on=None)
    row.name, row.words, row.due_on = name, words, due_on
    row.save(update_fields=["name", "words", "due_on"])
    trace(row, "change", by, at, {"before": before, "name": name, "due_on": due_on.isoformat()})
    return row


def _problems(
    name: str, words: str, due_on: date, at: datetime, *, is_new_day: bool = True
) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    if not name:
        problems["name"] = [_("Please write something.")]
    if not words or len(words) > MOST_WORDS:
        problems["words"] = [_("Write the question or task, at most 5,000 characters.")]
    if is_new_day and due_on < timezone.localdate(at):
        problems["due_on"] = [_("This day is past.")]
    return problems


@transaction.atomic
def add_question(
    *,
    drive: Drive,
    kind: str,
    text: str,
    by: Actor,
    at: datetime,
    unit: str = "",
    options: Sequence[str] = (),
    is_required: bool = True,
    is_whole: bool = True,
) -> Question:
    """
    增加问题 Ask one more thing; possible until the first enterprise is told.

    :raises MayNotRun, DriveFinished: not this person's, or over.
    :raises AlreadyTold: enterprises have been told what they are asked.
    :raises BadDrive: an unknown kind, no words, or a choice without two options.
    """
    row = _untold(drive, by)
    text = _plain(text)[:200]
    options = list(dict.fromkeys(one for one in map(_plain, options) if one))
    problems: dict[str, list[str]] = {}
    if kind not in QuestionKind.values:
        problems["kind"] = [_("Unknown kind of question.")]
    if not text:
        problems["text"] = [_("Please write something.")]
    if kind in WITH_OPTIONS and not 2 <= len(options) <= MOST_OPTIONS:
        problems["options"] = [_("Write 2 to 20 options, one a line.")]
    if any(len(option) > 80 or "\n" in option for option in options):
        problems["options"] = [_("An option has at most 80 characters.")]
    if row.questions.count() >= MOST_QUESTIONS:
        problems["text"] = [_("At most %(most)s questions.") % {"most": MOST_QUESTIONS}]
    if problems:
        raise BadDrive(problems)
    last = row.questions.aggregate(last=Max("position"))["last"] or 0
    made = Question.objects.create(
        park_id=row.park_id,
        drive=row,
        position=last + 1,
        kind=kind,
        text=text,
        unit=_plain(unit)[:20] if kind == QuestionKind.NUMBER else "",
        options=options if kind in WITH_OPTIONS else [],
        is_whole=is_whole,
        is_required=is_required,
    )
    trace(row, "ask", by, at, {"question": made.pk, "kind": kind, "text": text})
    return made


@transaction.atomic
def drop_question(*, question: Question, by: Actor, at: datetime) -> None:
    """
    删除问题 Ask this no more; possible until the first enterprise is told.

    :raises MayNotRun, DriveFinished, AlreadyTold: as ``add_question``.
    """
    row = _untold(question.drive, by)
    detail = {"question": question.pk, "text": question.text}
    question.delete()
    trace(row, "unask", by, at, detail)


def _untold(drive: Drive, by: Actor) -> Drive:
    row = running(drive, by)
    if row.told_at is not None:
        raise AlreadyTold
    return row


@transaction.atomic
def add_targets(
    *, drive: Drive, chosen: Iterable[Enterprise], by: Actor, at: datetime
) -> tuple[int, int]:
    """
    增加企业 Take enterprises in; says how many are new and how many stood there already.

    :raises MayNotRun, DriveFinished: not this person's, or over.
    :raises BadDrive: one of them is of another park or was merged away.
    """
    row = running(drive, by)
    firms = list({firm.pk: firm for firm in chosen}.values())
    if any(firm.park_id != row.park_id or firm.merged_into_id for firm in firms):
        raise BadDrive({"tier": [_("No enterprise is left by these filters.")]})
    there = set(row.targets.filter(enterprise__in=firms).values_list("enterprise_id", flat=True))
    new = [firm for firm in firms if firm.pk not in there]
    _enter(row, new, at)
    if new:
        trace(row, "widen", by, at, {"enterprises": len(new)})
    return len(new), len(there)


@transaction.atomic
def drop_target(*, target: Target, by: Actor, at: datetime) -> None:
    """
    移出企业 Take an enterprise out again that has not been told.

    :raises MayNotRun, DriveFinished: not this person's, or over.
    :raises AlreadyTold: it knows already; say that it is not needed instead.
    """
    row = running(target.drive, by)
    held = Target.objects.select_for_update().get(pk=target.pk)
    if held.state != TargetState.NOT_TOLD:
        raise AlreadyTold
    detail = {"enterprise": held.enterprise_id}
    held.delete()
    trace(row, "narrow", by, at, detail)


def _enter(drive: Drive, chosen: Iterable[Enterprise], at: datetime) -> None:
    """Each enterprise goes to the officer responsible for it, and to that officer's section."""
    firms = list(chosen)
    seats = seats_of(drive.park_id, {firm.officer_id for firm in firms if firm.officer_id}, at)
    Target.objects.bulk_create(
        [
            Target(
                park_id=drive.park_id,
                drive=drive,
                enterprise=firm,
                officer_id=firm.officer_id,
                unit_id=seats.get(firm.officer_id or 0),
            )
            for firm in firms
        ],
        batch_size=BATCH,
    )


def seats_of(park_id: int, people: set[int], at: datetime) -> dict[int, int]:
    """In which unit each person serves today, in their first role that has one."""
    rows = (
        accounts.current_memberships(on=timezone.localdate(at))
        .filter(park_id=park_id, user__in=people, unit__isnull=False)
        .order_by("-id")
        .values_list("user_id", "unit_id")
    )
    return {user: unit for user, unit in rows if unit is not None}


def _plain(text: str) -> str:
    return text.replace("\x00", "").strip()
