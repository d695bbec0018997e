"""推进 From stage to stage, to the end, and back to life."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor

from ..choices import LostReason, Meaning
from ..models import Move, Project, Stage
from ..refusals import AlreadyThere, BadProject, ProjectLost, SignedOnly
from .fields import day_problem, plain
from .traces import cold_from, held, tell, today_of, trace

MOST_WORDS = 400


@transaction.atomic
def move(*, project: Project, to: Stage, by: Actor, at: datetime, words: str = "") -> Project:
    """
    推进 Bring a project to another stage of its pipeline, forward or back.

    Signing is an act of its own (``sign``), and so is the end (``lose``).

    :raises MayNotKeepProject: not in this person's care.
    :raises AlreadyThere: it stands there; ``ProjectLost``: it is lost.
    :raises SignedOnly: to the signing or beyond it, or back before it.
    :raises BadProject: a stage of another pipeline or out of use, or too many words.
    """
    row = held(project, by)
    _check_stage(row, to)
    if row.stage.meaning == Meaning.LOST:
        raise ProjectLost
    if to.meaning == Meaning.LOST:
        raise BadProject({"stage": [_("Say why it is lost: use the page of the loss.")]})
    is_signed = row.stage.meaning in (Meaning.SIGNED, Meaning.AFTER)
    if (to.meaning == Meaning.OPEN) == is_signed:
        signing = row.pipeline.stages.get(meaning=Meaning.SIGNED)
        raise SignedOnly(stage=signing.name)
    go_to(row, to, by=by, at=at, words=_short(words))
    return row


@transaction.atomic
def lose(
    *,
    project: Project,
    reason: str,
    by: Actor,
    at: datetime,
    words: str = "",
    revive_on: date | None = None,
) -> Project:
    """
    流失 It is lost, why, and on which day (years ahead, perhaps) one asks again.

    :raises MayNotKeepProject, ProjectLost: not in this person's care; lost already.
    :raises BadProject: no reason, or a day that is not to come.
    """
    row = held(project, by)
    if row.stage.meaning == Meaning.LOST:
        raise ProjectLost
    problems = day_problem(revive_on, "revive_on")
    if reason not in LostReason.values:
        problems["reason"] = [_("Choose one from the list.")]
    if reason == LostReason.OTHER and not plain(words):
        problems["words"] = [_("Please write something.")]
    if revive_on is not None and revive_on <= today_of(at):
        problems["revive_on"] = [_("This day has passed; one asks again on a day to come.")]
    if problems:
        raise BadProject(problems)
    said = _short(words)
    row.lost_reason, row.lost_words, row.lost_from = reason, said, row.stage
    row.revive_on = revive_on
    row.next_step, row.next_on, row.next_by_id = "", None, None
    end = row.pipeline.stages.get(meaning=Meaning.LOST)
    go_to(row, end, by=by, at=at, words=said, detail={"reason": reason, "revive_on": revive_on})
    return row


@transaction.atomic
def revive(*, project: Project, by: Actor, at: datetime, words: str = "") -> Project:
    """
    重启 Take a lost project up again, at the stage at which it was lost.

    :raises MayNotKeepProject: not in this person's care.
    :raises AlreadyThere: it is not lost.
    """
    row = held(project, by)
    if row.stage.meaning != Meaning.LOST or row.lost_from is None:
        raise AlreadyThere(stage=row.stage.name)
    back = row.lost_from
    row.lost_reason, row.lost_words, row.lost_from, row.revive_on = "", "", None, None
    go_to(row, back, by=by, at=at, words=_short(words))
    return row


@transaction.atomic
def postpone(*, project: Project, revive_on: date | None, by: Actor, at: datetime) -> Project:
    """
    改重启日 Ask a lost project again on another day, or never.

    :raises MayNotKeepProject: not in this person's care.
    :raises AlreadyThere: it is not lost; ``BadProject``: a day that is not to come.
    """
    row = held(project, by)
    if row.stage.meaning != Meaning.LOST:
        raise AlreadyThere(stage=row.stage.name)
    problems = day_problem(revive_on, "revive_on")
    if revive_on is not None and revive_on <= today_of(at):
        problems["revive_on"] = [_("This day has passed; one asks again on a day to come.")]
    if problems:
        raise BadProject(problems)
    row.revive_on = revive_on
    row.save(update_fields=["revive_on"])
    trace(row, "postpone", by, at, {"revive_on": revive_on})
    return row


def go_to(
    row: Project,
    to: Stage,
    *,
    by: Actor,
    at: datetime,
    words: str = "",
    detail: Mapping[str, object] | None = None,
) -> None:
    """Save the project at its new stage, with the move and its traces."""
    before = row.stage
    Move.objects.create(
        park_id=row.park_id,
        project=row,
        before=before,
        after=to,
        at=at,
        seconds=max(0, int((at - row.stage_since).total_seconds())),
        by_id=by.user_id,
        by_name=by.name[:80],
        words=words,
    )
    row.stage, row.meaning, row.stage_since = to, to.meaning, at
    row.cold_on = cold_from(to, row.touched_at, at)
    row.save()
    told = {"from": before.code, "to": to.code, **({"words": words} if words else {})}
    trace(row, "move", by, at, {**told, **(detail or {})})
    tell(
        row,
        "lost" if to.meaning == Meaning.LOST else "moved",
        [row.owner_id],
        by=by,
        at=at,
        stage=to.name_zh,
    )


def _check_stage(row: Project, to: Stage) -> None:
    if to.pipeline_id != row.pipeline_id or not to.is_active:
        raise BadProject({"stage": [_("Choose one from the list.")]})
    if to.pk == row.stage_id:
        raise AlreadyThere(stage=to.name)


def _short(words: str) -> str:
    text = plain(words)
    if len(text) > MOST_WORDS:
        raise BadProject({"words": [_("At most %(most)s characters.") % {"most": MOST_WORDS}]})
    return text
