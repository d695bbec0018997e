"""常用语 Keeping what is written again and again."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit
from qianjin.apps.parks.models import Park, Unit

from .. import policies
from ..choices import PLACEHOLDERS
from ..models import CannedReply
from ..refusals import BadCanned, ChangedSince, MayNotKeep

LONGEST = 2000


@transaction.atomic
def write_canned(
    *, park: Park, name: str, text: str, by: Actor, at: datetime, unit: Unit | None = None
) -> CannedReply:
    """
    记常用语 Keep words for a section, or for the whole office.

    :raises MayNotKeep: not the actor's section.
    :raises BadCanned: name or text is missing, taken, or names an unknown place to fill.
    """
    if park.pk != by.park_id or not policies.may_keep(by, unit.pk if unit else None):
        raise MayNotKeep
    given = _checked(park, name, text, unit, besides=0)
    row = CannedReply.objects.create(park=park, **given)
    _trace(row, "canned.write", by, at)
    return row


@transaction.atomic
def change_canned(
    *,
    reply: CannedReply,
    name: str,
    text: str,
    by: Actor,
    at: datetime,
    unit: Unit | None = None,
    version: int | None = None,
) -> CannedReply:
    """
    改常用语 Change it.

    :raises MayNotKeep: not the actor's section, before or after.
    :raises ChangedSince: somebody else changed it after ``version``.
    :raises BadCanned: as in ``write_canned``.
    """
    row = CannedReply.objects.select_for_update().get(pk=reply.pk)
    targets = {row.unit_id, unit.pk if unit else None}
    if row.park_id != by.park_id or not all(policies.may_keep(by, target) for target in targets):
        raise MayNotKeep
    if version is not None and version != row.version:
        raise ChangedSince(version=row.version)
    given = _checked(reply.park, name, text, unit, besides=row.pk)
    for field, value in given.items():
        setattr(row, field, value)
    row.version += 1
    row.save()
    _trace(row, "canned.change", by, at)
    return row


@transaction.atomic
def drop_canned(*, reply: CannedReply, by: Actor, at: datetime) -> None:
    """
    删常用语 Take it out; the audit trail keeps what it said.

    :raises MayNotKeep: not the actor's section.
    """
    if reply.park_id != by.park_id or not policies.may_keep(by, reply.unit_id):
        raise MayNotKeep
    _trace(reply, "canned.drop", by, at)
    reply.delete()


def _checked(
    park: Park, name: str, text: str, unit: Unit | None, *, besides: int
) -> dict[str, Any]:
    name, text = (words.replace("\x00", "").strip() for words in (name, text))
    problems: dict[str, list[str]] = {}
    if not name or len(name) > 40:
        problems["name"] = [_("A name of 1 to 40 characters, please.")]
    elif CannedReply.objects.filter(park=park, unit=unit, name=name).exclude(pk=besides).exists():
        problems["name"] = [_("This name is taken.")]
    unknown = sorted(set(re.findall(r"\{([^{}]*)\}", text)) - PLACEHOLDERS)
    if not text or len(text) > LONGEST:
        problems["text"] = [_("A text of 1 to 2,000 characters, please.")]
    elif unknown:
        problems["text"] = [
            _("Nothing is known to put in place of {%(name)s}.") % {"name": unknown[0]}
        ]
    if unit is not None and unit.park_id != park.pk:
        problems["unit"] = [_("This unit belongs to another park.")]
    if problems:
        raise BadCanned(problems)
    return {"name": name, "text": text, "unit_id": unit.pk if unit else None}


def _trace(row: CannedReply, verb: str, by: Actor, at: datetime) -> None:
    audit.record(
        park_id=row.park_id,
        by=by,
        at=at,
        verb=verb,
        object_kind="canned",
        object_id=row.pk,
        object_label=row.name,
        detail={"text": row.text},
    )
