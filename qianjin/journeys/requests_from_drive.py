"""专项行动转诉求 What is still open when a special action ends goes on as requests, one each."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit
from qianjin.apps.desk import services as desk
from qianjin.apps.desk.choices import Source
from qianjin.apps.drives import services as drives
from qianjin.apps.drives.models import Drive
from qianjin.apps.drives.refusals import TooManyOpen

MOST = 200
"""So many requests are raised in one act; more are to be asked for an answer first."""


@transaction.atomic
def finish_with_requests(
    *, drive: Drive, by: Actor, at: datetime, words: str = "", kind: str = ""
) -> list[str]:
    """
    结束并转诉求 Finish a special action; each enterprise told and not settled gets a request.

    Returns the numbers of the requests.

    :raises MayNotRun, DriveFinished, BadDrive: as ``drives.finish``.
    :raises TooManyOpen: more than 200 are open; nothing is done.
    :raises MayNotRaise, BadRequest: as ``desk.raise_request``.
    """
    made = drives.finish(drive=drive, by=by, at=at, words=words)
    rows = list(drives.open_targets(made))
    if len(rows) > MOST:
        raise TooManyOpen(open=len(rows), most=MOST)
    numbers = []
    with audit.gathered():
        for row in rows:
            request = desk.raise_request(
                enterprise=row.enterprise,
                title=made.name,
                words=_words(made.name, made.words, row.answer, row.remark),
                kind=kind,
                source=Source.DATA,
                by=by,
                at=at,
            )
            drives.became_request(target=row, number=request.number, by=by, at=at)
            numbers.append(request.number)
    return numbers


def _words(name: str, asked: str, answer: str, remark: str) -> str:
    parts = [
        _("Left open when the special action “%(name)s” ended. It asked: %(asked)s")
        % {"name": name, "asked": asked[:1500]}
    ]
    if answer:
        parts.append(_("Said so far: %(answer)s") % {"answer": answer[:1500]})
    if remark:
        parts.append(_("Remark of the office: %(remark)s") % {"remark": remark[:1000]})
    return "\n".join(parts)
