"""申请 From what an enterprise answers to what it wants of a resource."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor

from ..choices import YES, Rank
from ..models import Answer, Resource, ResourceClaim, Target
from ..refusals import BadDrive
from .traces import running, trace

MOST = 100_000
"""So many units a claim may ask for, and a portion hold."""


def claim(target: Target, answers: Mapping[int, Answer], by: Actor, at: datetime) -> None:
    """
    Bring every claim of an enterprise to what it has just answered.

    Who asks for more than before waits from that moment on, so that nobody reserves a place in
    the queue with a small number; less, or the same, keeps its place.
    """
    for resource in _held_resources(target, asks__isnull=False):
        wanted = _wanted(answers.get(resource.asks_id or 0))
        found = answers.get(resource.asks_day_id or 0)
        want(resource, target, wanted, found.day if found else None, at)


def want(resource: Resource, target: Target, wanted: int, day: date | None, at: datetime) -> None:
    """Enter or change one claim; nothing wanted and nothing held leaves none."""
    row = ResourceClaim.objects.filter(resource=resource, target=target).first()
    if row is None:
        if wanted:
            ResourceClaim.objects.create(
                resource=resource, target=target, wanted=wanted, day=day, asked_at=at
            )
        return
    if not wanted and not row.held:
        row.delete()
        return
    if wanted > row.wanted:
        row.asked_at = at
    if (wanted, day) != (row.wanted, row.day):
        row.reasons, row.place = [], None
    row.wanted, row.day = wanted, day
    row.save(update_fields=["wanted", "day", "asked_at", "reasons", "place"])


def withdraw(target: Target) -> None:
    """Who needs nothing waits for nothing; what is held stays until it is given back."""
    _held_resources(target)
    ResourceClaim.objects.filter(target=target, held=0).delete()
    ResourceClaim.objects.filter(target=target).update(wanted=F("held"), place=None)


def _held_resources(target: Target, **only: bool) -> list[Resource]:
    """The resources of its drive, held: the rule is not at work while a claim changes."""
    rows = Resource.objects.filter(drive=target.drive_id, **only).order_by("pk")
    return list(rows.select_for_update(no_key=True))


def _wanted(answer: Answer | None) -> int:
    """Units an answer asks for: its number, or one for a yes."""
    if answer is None:
        return 0
    if answer.number is not None:
        return min(int(answer.number), MOST)
    return int(answer.chosen == [YES])


@transaction.atomic
def set_claim(
    *,
    resource: Resource,
    target: Target,
    wanted: int,
    by: Actor,
    at: datetime,
    day: date | None = None,
    rank: int = Rank.USUAL,
    rank_words: str = "",
) -> None:
    """
    登记申请 Enter by hand what an enterprise wants, and its class; another class needs a reason.

    :raises MayNotRun, DriveFinished: not this person's, or over.
    :raises BadDrive: of another drive, out of bounds, or a class without its reason.
    """
    drive = running(resource.drive, by)
    rank_words = rank_words.replace("\x00", "").strip()[:120]
    problems: dict[str, list[str]] = {}
    if target.drive_id != drive.pk:
        problems["target"] = [_("This enterprise is not in this special action.")]
    if not 0 <= wanted <= MOST:
        problems["wanted"] = [_("Write a number from 0 to 100,000.")]
    if rank not in Rank.values:
        problems["rank"] = [_("Unknown priority.")]
    elif rank != Rank.USUAL and not rank_words:
        problems["rank_words"] = [_("Say why; it is shown beside the claim.")]
    if problems:
        raise BadDrive(problems)
    Resource.objects.select_for_update(no_key=True).get(pk=resource.pk)
    want(resource, target, wanted, day, at)
    ResourceClaim.objects.filter(resource=resource, target=target).update(
        rank=rank, rank_words=rank_words if rank != Rank.USUAL else ""
    )
    detail = {"enterprise": target.enterprise_id, "wanted": wanted, "rank": rank}
    trace(drive, "claim", by, at, {**detail, "resource": resource.name, "why": rank_words})
