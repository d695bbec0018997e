"""The park's chronicle: what it looks back on, as published."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.audit import services as audit

from .. import policies
from ..models import ChronicleEntry, Park
from ..policies import Steward
from ..refusals import BadPark, MayNotEditPark


@transaction.atomic
def enter_chronicle(
    *,
    park: Park,
    on: date,
    text_zh: str,
    by: Steward,
    at: datetime,
    text_en: str = "",
    source: str = "",
    is_month: bool = False,
) -> ChronicleEntry:
    """
    记大事 Enter something the park looks back on.

    :raises MayNotEditPark: ``by`` does not administer this park.
    :raises BadPark: it says nothing, or lies ahead.
    """
    if not policies.may_edit_park(by, park):
        raise MayNotEditPark
    problems: dict[str, list[str]] = {}
    if not text_zh.strip():
        problems["text_zh"] = [_("Say what happened.")]
    if on > timezone.localdate(at):
        problems["on"] = [_("This day is still to come.")]
    if problems:
        raise BadPark(problems)
    entry = ChronicleEntry.objects.create(
        park=park,
        on=on,
        is_month=is_month,
        text_zh=text_zh.strip(),
        text_en=text_en.strip(),
        source=source.strip(),
    )
    _trace(entry, "park.chronicle", by, at)
    return entry


@transaction.atomic
def strike_chronicle(*, entry: ChronicleEntry, by: Steward, at: datetime) -> None:
    """
    Take an entry out again; the audit trail keeps what it said.

    :raises MayNotEditPark: ``by`` does not administer this park.
    """
    if not policies.may_edit_park(by, entry.park):
        raise MayNotEditPark
    _trace(entry, "park.strike", by, at)
    entry.delete()


def _trace(entry: ChronicleEntry, verb: str, by: Steward, at: datetime) -> None:
    audit.record(
        park_id=entry.park_id,
        by=by,
        at=at,
        verb=verb,
        object_kind="chronicle",
        object_id=entry.pk,
        object_label=entry.text_zh,
        detail={"on": entry.on, "source": entry.source},
    )
