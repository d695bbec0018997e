"""延期与督办 More time, asked for in good time and ruled on; urging before, supervising after."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User

from .. import policies
from ..choices import EntryKind, Stage
from ..hands import RulingStatus
from ..models import Extension, Promise, ServiceRequest
from ..planning import calendar_for, closing_on, working_minutes
from ..refusals import (
    AlreadyRuled,
    BadRequest,
    ExtensionWaits,
    MayNotChase,
    MayNotHandle,
    MayNotRule,
    NothingToChase,
    NothingToExtend,
    OwnExtension,
    TooLateToExtend,
)
from . import causes, clocks, part_times, steps


@transaction.atomic
def ask_extension(
    *,
    request: ServiceRequest,
    words: str,
    until_on: date,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Extension:
    """
    申请延期 Ask for more time to resolve, a working day before it is due at the latest.

    :raises MayNotHandle: not in the actor's hands.
    :raises NothingToExtend: no promise to resolve runs (kept, paused, or a long case).
    :raises TooLateToExtend: less than a working day is left.
    :raises ExtensionWaits: it has been asked for and not ruled on.
    :raises BadRequest: no ground, or a day that is not later or not worked on.
    """
    row = steps.lock(request)
    if not policies.may_handle(by, row):
        raise MayNotHandle
    steps.need_version(row, version)
    steps.need_open(row)
    promise = running(row)
    if promise is None or row.unit_id is None:
        raise NothingToExtend
    calendar = calendar_for(row.park, row.profile)
    latest = calendar.shift(promise.due_at, -calendar.minutes_per_day)
    if at > latest:
        raise TooLateToExtend(until=_shown(latest))
    if promise.extensions.filter(status=RulingStatus.ASKED).exists():
        raise ExtensionWaits
    words = steps.need_words(words)
    after = closing_on(calendar, until_on)
    if after is None or after <= promise.due_at:
        sentence = _("Choose a working day after %(day)s.")
        raise BadRequest({"until_on": [sentence % {"day": _shown(promise.due_at)}]})
    made = Extension.objects.create(
        park_id=row.park_id,
        request=row,
        promise=promise,
        unit_id=row.unit_id,
        words=words,
        until_on=until_on,
        before_at=promise.due_at,
        after_at=after,
        asked_by_id=by.person_id,
        asked_at=at,
    )
    steps.step(
        request=row,
        kind=EntryKind.MORE_TIME,
        by=by,
        at=at,
        text=words,
        data={"ruling": made.pk, "before": promise.due_at, "after": after},
        is_internal=True,
    )
    unit = row.unit.name_zh if row.unit else ""
    steps.tell(
        row, _rulers(row, at), "more_time", at, tone="at_risk", by=by,
        unit=unit, day=until_on.isoformat(), words=words[:80],
    )  # fmt: skip
    return made


def running(row: ServiceRequest) -> Promise | None:
    """The promise to resolve that runs now, if one does."""
    if row.paused_at is not None:
        return None
    found = row.promises.filter(round=row.round, stage=Stage.RESOLVE, met_at=None)
    return found.order_by("-position").first()


def _shown(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def _rulers(row: ServiceRequest, at: datetime) -> list[User]:
    """The head of the lead; where there is none, the deputy directors."""
    on = timezone.localdate(at)
    heads = accounts.heads_of(row.park_id, {row.unit_id} if row.unit_id else set(), on=on)
    return heads or accounts.people_with(row.park_id, "deputy_director", on=on)


@transaction.atomic
def rule_extension(
    *, extension: Extension, is_granted: bool, by: Actor, at: datetime, words: str = ""
) -> Extension:
    """
    延期审批 Grant it: the clock moves and the enterprise is told. Refuse it: nothing changes.

    More time for a part is ruled on by the lead; only the clock of the part moves.

    :raises MayNotRule: neither the head of the lead nor a deputy director (for a part: nor the
        lead).
    :raises OwnExtension: whoever asks does not rule.
    :raises AlreadyRuled: somebody has ruled.
    :raises NothingToExtend: the promise was kept or stands still meanwhile.
    """
    row = steps.lock(extension.request)
    found = Extension.objects.select_related("promise", "part__unit", "asked_by").get(
        pk=extension.pk
    )
    may_rule = policies.may_rule_part_time if found.part else policies.may_rule_extension
    if not may_rule(by, row):
        raise MayNotRule
    if found.status != RulingStatus.ASKED:
        raise AlreadyRuled
    if found.asked_by_id == by.user_id:
        raise OwnExtension
    words = steps.may_write(words) if is_granted else steps.need_words(words)
    found.status = RulingStatus.GRANTED if is_granted else RulingStatus.REFUSED
    found.ruled_by_id, found.ruled_at, found.ruling = by.person_id, at, words
    found.save(update_fields=["status", "ruled_by", "ruled_at", "ruling"])
    people = [found.asked_by, *steps.office_people(row, at)]
    if is_granted and found.part is not None:
        part_times.grant(row, found, found.part, by, at, words)
        steps.tell(row, people, "extension_granted", at, by=by, day=found.until_on.isoformat())
    elif is_granted:
        grant(row, found, by, at, words)
        _grant_to_others(row, found, by, at, words)
        steps.tell(row, people, "extension_granted", at, by=by, day=found.until_on.isoformat())
    else:
        steps.step(
            request=row,
            kind=EntryKind.NO_MORE_TIME,
            by=by,
            at=at,
            text=words,
            data={"ruling": found.pk, **part_times.of_part(found)},
            is_internal=True,
        )
        steps.tell(row, people, "extension_refused", at, tone="at_risk", by=by)
    return found


def grant(row: ServiceRequest, found: Extension, by: Actor, at: datetime, words: str) -> None:
    """
    Let the clock move, write it on the thread and tell the enterprise.

    :raises NothingToExtend: the promise to resolve no longer runs.
    """
    promise = running(row)
    if promise is None or promise.due_at >= found.after_at:
        raise NothingToExtend
    before = promise.due_at
    calendar = calendar_for(row.park, row.profile)
    clocks.extend(row, promise, working_minutes(calendar, before, found.after_at))
    steps.step(
        request=row,
        kind=EntryKind.EXTENDED,
        by=by,
        at=at,
        text=found.words,
        data={"ruling": found.pk, "before": before, "after": found.after_at, "said": words},
        fields=clocks.CLOCK_FIELDS,
    )
    steps.tell(
        row, steps.enterprise_people(row), "extended", at, tone="at_risk", by=by,
        day=found.until_on.isoformat(), words=found.words[:80],
    )  # fmt: skip


def _grant_to_others(
    row: ServiceRequest, found: Extension, by: Actor, at: datetime, words: str
) -> None:
    """What is given to the leading request of a common cause is given to all of the cause."""
    for other in causes.others_open(row):
        promise = running(other)
        if promise is not None and promise.due_at < found.after_at:
            grant(other, found, by, at, words)
    day = found.until_on.isoformat()
    sentence = _("It takes until %(day)s: %(words)s") % {"day": day, "words": found.words}
    causes.tell_concerned(row, sentence, by, at)


@transaction.atomic
def chase(*, request: ServiceRequest, words: str, by: Actor, at: datetime) -> ServiceRequest:
    """
    催办、督办 By hand: before the next promise is due an urging word to whoever handles it; after
    it supervision, of which head and deputy directors hear too.

    It comes on top of the ladder that the clock climbs; whoever stands in for an absent officer
    hears it in their place.

    :raises MayNotChase: neither head, dispatcher nor deputy director.
    :raises NothingToChase: no clock runs.
    """
    row = steps.lock(request)
    if not policies.may_chase(by, row):
        raise MayNotChase
    steps.need_open(row)
    if row.next_due_at is None:
        raise NothingToChase
    words = steps.need_words(words)
    is_late = row.next_due_at < at
    people = steps.office_people(row, at)
    if is_late:
        on = timezone.localdate(at)
        people += steps.heads(row, at)
        people += accounts.people_with(row.park_id, "deputy_director", on=on)
    kind = EntryKind.SUPERVISED if is_late else EntryKind.URGED
    steps.step(
        request=row,
        kind=kind,
        by=by,
        at=at,
        text=words,
        data={"stage": row.next_stage, "to": list(dict.fromkeys(user.name for user in people))},
        is_internal=True,
    )
    tone = "breached" if is_late else "at_risk"
    steps.tell(row, people, str(kind), at, tone=tone, by=by, name=by.name, words=words[:80])
    return row
