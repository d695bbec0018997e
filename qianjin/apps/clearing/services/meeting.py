"""对接 Writing down who was met when; the walking beside what stands online."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor

from ..choices import MeetMeans
from ..models import Meeting, VillagePart
from ..refusals import BadEntry
from .traces import check_past, held_part, plain, today_of, trace


@transaction.atomic
def meet(
    *,
    part: VillagePart,
    on: date,
    whom: str,
    words: str,
    by: Actor,
    at: datetime,
    means: str = MeetMeans.WALK,
    households: int | None = None,
    next_on: date | None = None,
) -> Meeting:
    """
    记对接 Write down that somebody of a village was met: by office or household number, never name.

    :raises MayNotClear, NotUnderWay: not this person's; over.
    :raises BadEntry: a field is missing or wrong.
    """
    row = held_part(part, by)
    whom, words = plain(whom, 80), plain(words)
    problems: dict[str, list[str]] = {}
    for name, text in (("whom", whom), ("words", words)):
        if not text:
            problems[name] = [_("Please write something.")]
    if means not in MeetMeans.values:
        problems["means"] = [_("Choose one from the list.")]
    if households is not None and not 0 <= households <= 100_000:
        problems["households"] = [_("Please enter a sensible number.")]
    if next_on is not None and next_on < today_of(at):
        problems["next_on"] = [_("This day is past.")]
    if problems:
        raise BadEntry(problems)
    check_past(on, at, "on")
    made = Meeting.objects.create(
        park_id=row.park_id,
        part=row,
        on=on,
        means=means,
        whom=whom,
        households=households,
        words=words,
        next_on=next_on,
        by_id=by.person_id,
        by_name=by.name[:80],
        at=at,
    )
    row.last_met_on = max(row.last_met_on or on, on)
    row.save(update_fields=["last_met_on"])
    told = f"{row.village.name_zh} {whom}：{words}"
    trace(row.acquisition, "meet", by, at, told, {"village": row.village.code, "on": on})
    return made
