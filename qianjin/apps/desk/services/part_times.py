"""协办延期 A co-handler asks the lead for more time for its part, in good time."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor

from ..choices import EntryKind, Stage
from ..hands import OPEN_PARTS, RulingStatus
from ..models import Extension, Part, ServiceRequest
from ..planning import calendar_for, closing_on, working_minutes
from ..refusals import BadRequest, ExtensionWaits, NothingToExtend, TooLateToExtend
from . import clocks, parts, steps


@transaction.atomic
def ask_part_extension(
    *, part: Part, words: str, until_on: date, by: Actor, at: datetime
) -> Extension:
    """
    协办申请延期 Ask the lead for more time for a part, at the latest a working day before.

    It never reaches beyond what the enterprise was promised: for that the lead asks first.

    :raises MayNotHelp: it is another unit's, or a colleague's.
    :raises PartSettled: answered, returned or dropped.
    :raises NothingToExtend: the clocks stand still.
    :raises TooLateToExtend: less than a working day is left.
    :raises ExtensionWaits: it has been asked for and not ruled on.
    :raises BadRequest: no ground, or a day that is not later, not worked on, or beyond the promise.
    """
    part, row = parts.lock_part(part, by)
    if row.paused_at is not None:
        raise NothingToExtend
    calendar = calendar_for(row.park, row.profile)
    latest = calendar.shift(part.due_at, -calendar.minutes_per_day)
    if at > latest:
        raise TooLateToExtend(until=_shown(latest))
    if part.extensions.filter(status=RulingStatus.ASKED).exists():
        raise ExtensionWaits
    words = steps.need_words(words)
    after = closing_on(calendar, until_on)
    if after is None or after <= part.due_at:
        sentence = _("Choose a working day after %(day)s.")
        raise BadRequest({"until_on": [sentence % {"day": _shown(part.due_at)}]})
    promised = row.promises.filter(round=row.round, stage=Stage.RESOLVE, met_at=None).first()
    if promised is not None and after > promised.due_at:
        sentence = _(
            "The request is promised for %(day)s: the lead has to ask for more time first."
        )
        raise BadRequest({"until_on": [sentence % {"day": _shown(promised.due_at)}]})
    made = Extension.objects.create(
        park_id=row.park_id,
        request=row,
        part=part,
        unit_id=part.unit_id,
        words=words,
        until_on=until_on,
        before_at=part.due_at,
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
        data={"ruling": made.pk, "before": part.due_at, "after": after, **of_part(made)},
        is_internal=True,
    )
    steps.tell(
        row, steps.office_people(row, at), "more_time", at, tone="at_risk", by=by,
        unit=part.unit.name_zh, day=until_on.isoformat(), words=words[:80],
    )  # fmt: skip
    return made


def of_part(found: Extension) -> dict[str, Any]:
    """What an entry says of whose part it is about; nothing when it is about the whole."""
    return {"part": found.part.pk, "units": [found.part.unit.name_zh]} if found.part else {}


def grant(
    row: ServiceRequest, found: Extension, part: Part, by: Actor, at: datetime, words: str
) -> None:
    """
    Let the clock of the part move; the enterprise reads the new day beside who helps.

    :raises NothingToExtend: the part is no longer being done, or is due later by now.
    """
    if part.status not in OPEN_PARTS or part.due_at >= found.after_at:
        raise NothingToExtend
    before = part.due_at
    calendar = calendar_for(row.park, row.profile)
    part.extended_minutes += working_minutes(calendar, before, found.after_at)
    part.rung = ""
    part.save(update_fields=["extended_minutes", "rung"])
    clocks.move_parts(row, 0)
    steps.step(
        request=row,
        kind=EntryKind.EXTENDED,
        by=by,
        at=at,
        text=found.words,
        data={
            "ruling": found.pk,
            "before": before,
            "after": found.after_at,
            "said": words,
            **of_part(found),
        },
        is_internal=True,
    )


def _shown(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")
