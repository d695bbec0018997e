"""专项行动提问 The questions of special actions; the only doors to one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.units.refusals import Missing

from .choices import TargetState
from .models import Allotment, Drive, Resource, Target

PAGE = 25
SETTLED = (TargetState.ANSWERED, TargetState.DONE, TargetState.NOT_NEEDED)
"""States in which nothing more is waited for from the enterprise."""


@dataclass(frozen=True, slots=True)
class DriveRow:
    """行动一行 One special action in the list, with how far it has come."""

    pk: int
    name: str
    due_on: date
    is_finished: bool
    count: int
    settled: int


@dataclass(frozen=True, slots=True)
class TargetRow:
    """对象一行 One enterprise of a special action, with what it was given."""

    pk: int
    enterprise_id: int
    enterprise: str
    state: str
    answer: str
    changed_by: str
    given: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """资源一行 A shared resource and how much of it is allotted."""

    pk: int
    name: str
    capacity: int
    allotted: int

    @property
    def left(self) -> int:
        """How much may still be allotted."""
        return self.capacity - self.allotted


def _visible(actor: Actor) -> QuerySet[Drive]:
    rows = Drive.objects.filter(park_id=actor.park_id)
    return rows if actor.may(Capability.DRIVE_SEE) else rows.none()


def drives_page(actor: Actor, *, before: str = "") -> tuple[list[DriveRow], str]:
    """One page of special actions, newest first, and the mark of the next page."""
    rows = _visible(actor).order_by("-pk")
    if before.isdecimal():
        rows = rows.filter(pk__lt=int(before))
    found = list(
        rows.annotate(
            many=Count("targets"), settled=Count("targets", filter=Q(targets__state__in=SETTLED))
        )[: PAGE + 1]
    )
    shown = [
        DriveRow(row.pk, row.name, row.due_on, row.finished_at is not None, row.many, row.settled)
        for row in found[:PAGE]
    ]
    return shown, str(shown[-1].pk) if len(found) > PAGE else ""


def drive_for(actor: Actor, pk: int) -> Drive:
    """:raises Missing: absent, of another park, or not this person's to see."""
    found = _visible(actor).filter(pk=pk).select_related("started_by").first()
    if found is None:
        raise Missing
    return found


def target_for(actor: Actor, pk: int) -> Target:
    """:raises Missing: absent, of another park, or not this person's to see."""
    rows = Target.objects.filter(pk=pk, drive__in=_visible(actor))
    found = rows.select_related("drive", "enterprise").first()
    if found is None:
        raise Missing
    return found


def counts_of(drive: Drive) -> dict[str, int]:
    """How many enterprises stand in each state."""
    rows = drive.targets.order_by().values_list("state").annotate(many=Count("pk"))
    return dict.fromkeys(TargetState.values, 0) | dict(rows)


def resources_of(drive: Drive) -> list[ResourceRow]:
    """The shared resources with what is allotted of each."""
    rows = Resource.objects.filter(drive=drive).annotate(
        given=Coalesce(Sum("allotments__amount"), 0)
    )
    return [ResourceRow(row.pk, row.name, row.capacity, row.given) for row in rows.order_by("pk")]


def targets_page(
    drive: Drive, *, state: str = "", after: str = "", size: int | None = PAGE
) -> tuple[list[TargetRow], str]:
    """One page of enterprises (every one without a ``size``), and the mark of the next page."""
    rows = drive.targets.select_related("enterprise").order_by("pk")
    if state in TargetState.values:
        rows = rows.filter(state=state)
    if after.isdecimal():
        rows = rows.filter(pk__gt=int(after))
    found = list(rows if size is None else rows[: size + 1])
    shown = found if size is None else found[:size]
    given = given_to(shown)
    return [_row(row, given) for row in shown], (
        str(shown[-1].pk) if len(found) > len(shown) else ""
    )


def given_to(targets: list[Target]) -> dict[int, dict[int, int]]:
    """Target -> resource -> amount."""
    given: dict[int, dict[int, int]] = {}
    rows = Allotment.objects.filter(target__in=[target.pk for target in targets])
    for target_id, resource_id, amount in rows.values_list("target_id", "resource_id", "amount"):
        given.setdefault(target_id, {})[resource_id] = amount
    return given


def _row(target: Target, given: dict[int, dict[int, int]]) -> TargetRow:
    return TargetRow(
        target.pk,
        target.enterprise_id,
        target.enterprise.name,
        target.state,
        target.answer,
        target.changed_by,
        given.get(target.pk, {}),
    )
