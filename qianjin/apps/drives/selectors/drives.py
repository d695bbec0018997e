"""Special actions as a list and one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.units.refusals import Missing

from ..choices import SETTLED, TargetState
from ..models import Drive, Question

PAGE = 25


@dataclass(frozen=True, slots=True)
class DriveRow:
    """行动一行 One special action in the list, with how far it has come."""

    pk: int
    name: str
    due_on: date
    started_by: str
    is_finished: bool
    count: int
    settled: int
    untold: int


def visible(actor: Actor) -> QuerySet[Drive]:
    """The special actions the office sees; an enterprise sees only what it is asked."""
    rows = Drive.objects.filter(park_id=actor.park_id)
    return rows if actor.may(Capability.DRIVE_SEE) else rows.none()


def drives_page(
    actor: Actor, *, before: str = "", finished: bool | None = None, size: int = PAGE
) -> tuple[list[DriveRow], str]:
    """One page of special actions, newest first, and the mark of the next page."""
    rows = visible(actor).order_by("-pk")
    if finished is not None:
        rows = rows.filter(finished_at__isnull=not finished)
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(
        rows.select_related("started_by").annotate(
            many=Count("targets"),
            settled=Count("targets", filter=Q(targets__state__in=SETTLED)),
            untold=Count("targets", filter=Q(targets__state=TargetState.NOT_TOLD)),
        )[: size + 1]
    )
    shown = [
        DriveRow(
            row.pk,
            row.name,
            row.due_on,
            row.started_by.name,
            row.finished_at is not None,
            row.many,
            row.settled,
            row.untold,
        )
        for row in found[:size]
    ]
    return shown, str(shown[-1].pk) if len(found) > size else ""


def drive_for(actor: Actor, pk: int) -> Drive:
    """:raises Missing: absent, of another park, or not this person's to see."""
    found = visible(actor).filter(pk=pk).select_related("started_by", "park").first()
    if found is None:
        raise Missing
    return found


def question_for(actor: Actor, drive: Drive, pk: int) -> Question:
    """:raises Missing: no such question is asked in this drive."""
    found = Question.objects.filter(drive=drive, pk=pk, drive__in=visible(actor)).first()
    if found is None:
        raise Missing
    return found


def counts_of(drive: Drive) -> dict[str, int]:
    """How many enterprises stand in each state."""
    rows = drive.targets.order_by().values_list("state").annotate(many=Count("pk"))
    return dict.fromkeys(TargetState.values, 0) | dict(rows)
