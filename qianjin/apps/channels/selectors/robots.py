from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from qianjin.apps.accounts.actors import Actor
from qianjin.units.refusals import Missing

from ..choices import DeliveryState
from ..models import Delivery, Robot

PAGE = 25


@dataclass(frozen=True, slots=True)
class RobotRow:
    """One robot as the list shows it: the robot, what waits, what failed lately, last success."""

    robot: Robot
    waiting: int
    failed: int
    sent_at: datetime | None


def robots_of(actor: Actor) -> list[RobotRow]:
    """Every robot of the park; the number of them is bounded by ``services.MOST_ROBOTS``."""
    rows = (
        Robot.objects.filter(park_id=actor.park_id)
        .select_related("unit")
        .annotate(
            waiting=Count("deliveries", filter=Q(deliveries__state=DeliveryState.WAITING)),
            failed=Count("deliveries", filter=Q(deliveries__state=DeliveryState.FAILED)),
            last=Max("deliveries__sent_at"),
        )
    )
    return [RobotRow(row, row.waiting, row.failed, row.last) for row in rows]


def robot_for(actor: Actor, robot_id: int) -> Robot:
    """
    One robot of the actor's park.

    :raises Missing: there is none.
    """
    found = (
        Robot.objects.select_related("unit", "park")
        .filter(park_id=actor.park_id, pk=robot_id)
        .first()
    )
    if found is None:
        raise Missing
    return found


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """A page of a robot's log, newest first; ``older`` is where the next begins."""

    rows: list[Delivery]
    older: int | None


def deliveries_of(robot: Robot, *, before: int | None = None) -> DeliveryPage:
    """What was sent by a robot."""
    found = Delivery.objects.filter(robot=robot)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[: PAGE + 1])
    return DeliveryPage(rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None)


def hearing(park_id: int, topic: str, unit_id: int | None) -> list[Robot]:
    """The active robots that are to tell of an event: the park's own and those of the unit."""
    return list(
        Robot.objects.select_related("park").filter(
            Q(unit=None) | Q(unit_id=unit_id),
            park_id=park_id,
            is_active=True,
            topics__contains=[topic],
        )
    )


def due_robots(at: datetime) -> list[Robot]:
    """The robots for which a message waits whose time has come."""
    due = Delivery.objects.filter(state=DeliveryState.WAITING, next_at__lte=at)
    return list(
        Robot.objects.select_related("park")
        .filter(is_active=True, pk__in=due.order_by().values("robot_id"))
        .order_by("id")
    )
