"""谈判 The room of a negotiation: rounds, open points, versions, the day of the signing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.parks.services import files as store
from qianjin.apps.parks.services.files import Upload

from ..choices import PointSide, TouchKind
from ..models import AgreementVersion, Negotiation, OpenPoint, Project, TalkRound
from ..refusals import BadTalk, RoundHeld
from .fields import day_problem, plain
from .touching import touch
from .traces import held, trace

SHELF = "agreements"
TEXTS = {"place": 120, "park_team": 300, "firm_team": 300, "red_lines": 4000}
ROUND = {"topic": 200, "park_position": 4000, "firm_position": 4000, "agreed": 4000}


@transaction.atomic
def open_room(
    *,
    project: Project,
    begins_on: date,
    signing_at: datetime,
    by: Actor,
    at: datetime,
    **given: str,
) -> Negotiation:
    """
    开谈 Open the room of a project, or change what is said of it: team, place, red lines, the day.

    :raises MayNotKeepProject: not in this person's care.
    :raises BadTalk: what is wrong, by field.
    """
    row = held(project, by)
    kept, problems = _texts(given, TEXTS)
    problems |= day_problem(begins_on, "begins_on") | day_problem(signing_at.date(), "signing_at")
    if signing_at.date() < begins_on:
        problems["signing_at"] = [_("This lies before the beginning.")]
    if problems:
        raise BadTalk(problems)
    known = Negotiation.objects.filter(project=row).first()
    room = known or Negotiation(park_id=row.park_id, project=row, opened_at=at)
    if known is None:
        room.lead_id = by.person_id
    room.begins_on, room.signing_at = begins_on, signing_at
    for name, text in kept.items():
        setattr(room, name, text)
    room.save()
    told = {"begins_on": begins_on, "signing_at": signing_at.isoformat()}
    trace(row, "talk", by, at, told)
    return room


@transaction.atomic
def plan_round(
    *, negotiation: Negotiation, topic: str, when: datetime, by: Actor, at: datetime
) -> TalkRound:
    """
    排议程 Put one more round on the agenda.

    :raises MayNotKeepProject: not in this person's care; ``BadTalk``: no topic.
    """
    row = held(negotiation.project, by)
    kept, problems = _texts({"topic": topic}, ROUND)
    if not kept["topic"]:
        problems["topic"] = [_("Please write something.")]
    problems |= day_problem(when.date(), "at")
    if problems:
        raise BadTalk(problems)
    last = negotiation.rounds.aggregate(last=Max("number"))["last"] or 0
    made = TalkRound.objects.create(
        park_id=row.park_id, negotiation=negotiation, number=last + 1, at=when, **kept
    )
    trace(row, "round_plan", by, at, {"round": made.number, "topic": made.topic})
    return made


@transaction.atomic
def hold_round(*, talk: TalkRound, by: Actor, at: datetime, **given: str) -> TalkRound:
    """
    记一轮 Write down what each side said in a round, and what was agreed; it is a touch, too.

    A round written down before is mended; its touch follows.

    :raises MayNotKeepProject: not in this person's care.
    :raises BadTalk: nothing is said, or too much; ``BadTouch``: the round is still to come.
    """
    row = held(talk.negotiation.project, by)
    kept, problems = _texts(given, ROUND)
    if not any(kept.get(name) for name in ("park_position", "firm_position", "agreed")):
        problems["agreed"] = [_("Please write something.")]
    if problems:
        raise BadTalk(problems)
    made = TalkRound.objects.select_for_update().get(pk=talk.pk)
    for name, text in kept.items():
        setattr(made, name, text or made.topic if name == "topic" else text)
    words = made.agreed or made.firm_position or made.park_position
    if made.touch is None:
        made.touch = touch(
            project=row,
            kind=TouchKind.ROUND,
            words=_("Round %(number)s, %(topic)s: %(words)s")
            % {"number": made.number, "topic": made.topic, "words": words},
            happened_at=made.at,
            by=by,
            at=at,
        )
    made.save()
    trace(row, "round", by, at, {"round": made.number})
    return made


@transaction.atomic
def drop_round(*, talk: TalkRound, by: Actor, at: datetime) -> None:
    """
    撤一轮 Take a round off the agenda.

    :raises MayNotKeepProject: not in this person's care; ``RoundHeld``: it was held.
    """
    row = held(talk.negotiation.project, by)
    if talk.touch_id is not None:
        raise RoundHeld
    number = talk.number
    talk.delete()
    trace(row, "round_drop", by, at, {"round": number})


@transaction.atomic
def open_point(
    *,
    negotiation: Negotiation,
    text: str,
    side: str,
    owner_name: str,
    by: Actor,
    at: datetime,
    due_on: date | None = None,
) -> OpenPoint:
    """
    记未决事项 Something is not agreed yet, and somebody is to settle it.

    :raises MayNotKeepProject: not in this person's care; ``BadTalk``: what is wrong, by field.
    """
    row = held(negotiation.project, by)
    kept, problems = _texts(
        {"text": text, "owner_name": owner_name}, {"text": 300, "owner_name": 80}
    )
    problems |= {name: [_("Please write something.")] for name, said in kept.items() if not said}
    problems |= day_problem(due_on, "due_on")
    if side not in PointSide.values:
        problems["side"] = [_("Choose one from the list.")]
    if problems:
        raise BadTalk(problems)
    made = OpenPoint.objects.create(
        park_id=row.park_id, negotiation=negotiation, side=side, due_on=due_on, opened_at=at, **kept
    )
    trace(row, "point", by, at, {"text": made.text, "side": side})
    return made


@transaction.atomic
def settle_point(*, point: OpenPoint, words: str, by: Actor, at: datetime) -> OpenPoint:
    """
    销号 An open point is settled, and how; without words it is open again.

    :raises MayNotKeepProject: not in this person's care; ``BadTalk``: too many words.
    """
    row = held(point.negotiation.project, by)
    kept, problems = _texts({"words": words}, {"words": 400})
    if problems:
        raise BadTalk(problems)
    point.settled_at = at if kept["words"] else None
    point.settled_words = kept["words"]
    point.save(update_fields=["settled_at", "settled_words"])
    trace(row, "point_settle", by, at, {"text": point.text, "words": kept["words"]})
    return point


@transaction.atomic
def add_version(
    *, negotiation: Negotiation, file: Upload, words: str, by: Actor, at: datetime
) -> AgreementVersion:
    """
    传协议稿 One more version of the agreement.

    :raises MayNotKeepProject: not in this person's care; ``BadFile``: the file is refused.
    """
    row = held(negotiation.project, by)
    kept, problems = _texts({"words": words}, {"words": 300})
    if problems:
        raise BadTalk(problems)
    (stored,) = store.keep(park_id=row.park_id, uploads=[file], at=at, shelf=SHELF)
    last = negotiation.versions.aggregate(last=Max("number"))["last"] or 0
    made = AgreementVersion.objects.create(
        park_id=row.park_id,
        negotiation=negotiation,
        number=last + 1,
        words=kept["words"],
        by_name=by.name[:80],
        at=at,
        name=stored.name,
        media_type=stored.media_type,
        size=stored.size,
        sha256=stored.sha256,
        path=stored.path,
        preview=stored.preview,
    )
    trace(row, "version", by, at, {"version": made.number, "sha256": made.sha256})
    return made


def sweep_versions(*, older_than: datetime) -> int:
    """Remove files that no row names."""

    def known(names: set[str]) -> set[str]:
        rows = AgreementVersion.objects.filter(path__in=names)
        return set(rows.values_list("path", flat=True))

    return store.sweep(older_than=older_than, known=known, shelf=SHELF)


def _texts(
    given: Mapping[str, Any], limits: Mapping[str, int]
) -> tuple[dict[str, str], dict[str, list[str]]]:
    kept, problems = {}, {}
    for name, value in given.items():
        kept[name] = plain(value)
        if len(kept[name]) > limits[name]:
            problems[name] = [_("At most %(most)s characters.") % {"most": limits[name]}]
    return kept, problems
