"""结束 Finishing a special action: what stands, stands; what is open is said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor

from ..choices import SETTLED, TargetState
from ..models import Drive, Target
from ..refusals import BadDrive
from .traces import note, running, trace

MOST_WORDS = 2000


@transaction.atomic
def finish(*, drive: Drive, by: Actor, at: datetime, words: str = "") -> Drive:
    """
    结束专项行动 Nothing is told or recorded any more; what stands, stands.

    Every enterprise that has not answered is held first, so that an answer under way is either
    whole or refused.

    :raises MayNotRun, DriveFinished: not this person's, or over already.
    :raises BadDrive: the closing words are too long.
    """
    row = running(drive, by)
    words = words.replace("\x00", "").strip()
    if len(words) > MOST_WORDS:
        raise BadDrive({"words": [_("At most %(most)s characters.") % {"most": MOST_WORDS}]})
    still_open = list(
        row.targets.exclude(state__in=SETTLED).select_for_update().values_list("pk", flat=True)
    )
    row.finished_at, row.closing = at, words
    row.save(update_fields=["finished_at", "closing"])
    trace(row, "finish", by, at, {"open": len(still_open)})
    return row


def open_targets(drive: Drive) -> Iterable[Target]:
    """The enterprises that were told and have not settled, with their enterprise; in order."""
    return (
        drive.targets.exclude(state__in=SETTLED)
        .exclude(state=TargetState.NOT_TOLD)
        .select_related("enterprise__park", "drive")
        .order_by("pk")
    )


def became_request(*, target: Target, number: str, by: Actor, at: datetime) -> None:
    """Note which request goes on with what remained open; in the transaction that raised it."""
    Target.objects.filter(pk=target.pk).update(
        request_number=number, version=F("version") + 1, changed_at=at, changed_by=by.name[:80]
    )
    note(target, _("Goes on as request %(number)s") % {"number": number}, by, at)
