"""投递 From an event to a message in a group: not at night, gathered, tried again, written down."""

from __future__ import annotations

import logging
import zoneinfo
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qianjin import outgoing
from qianjin.units.refusals import Refusal

from .. import selectors, vendors
from ..choices import DeliveryState, Pace, Topic
from ..models import Delivery, Robot
from ..refusals import NotDelivered
from ..sealing import unseal
from ..sentences import SENTENCES

log = logging.getLogger(__name__)

BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
"""How long is waited after each failure; after the last one more attempt is the last."""
BOUNDS = outgoing.Bounds(seconds=8.0, size=64 * 1024)
LEASE = timedelta(minutes=2)
"""So long a message being sent is nobody else's; longer than a call may take."""
MOST_AT_ONCE = 20
DAYS_KEPT = 90


def queue(
    *, robot: Robot, topic: str, object_ref: str, params: Mapping[str, Any], at: datetime
) -> Delivery:
    """Write down a message for a robot, with the moment at which it may leave."""
    return Delivery.objects.create(
        park_id=robot.park_id,
        robot=robot,
        topic=topic,
        object_ref=object_ref,
        params=dict(params),
        at=at,
        next_at=leaves_at(robot, at),
    )


def leaves_at(robot: Robot, at: datetime) -> datetime:
    """The first moment from ``at`` on at which this robot's pace and quiet hours let it speak."""
    local = at.astimezone(zoneinfo.ZoneInfo(robot.park.time_zone))
    if robot.pace == Pace.HOURLY:
        local = local.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    elif robot.pace == Pace.DAILY:
        hour = robot.daily_at
        day = local if local.time() <= hour else local + timedelta(days=1)
        local = day.replace(hour=hour.hour, minute=hour.minute, second=0, microsecond=0)
    if _is_quiet(robot, local):
        end = robot.quiet_until
        day = local if local.time() < end else local + timedelta(days=1)
        local = day.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
    return local


def _is_quiet(robot: Robot, local: datetime) -> bool:
    begins, ends, now = robot.quiet_from, robot.quiet_until, local.time()
    if begins <= ends:
        return begins <= now < ends
    return now >= begins or now < ends


def send_due(*, at: datetime) -> int:
    """Send what may leave now, one message per robot; return how many robots were spoken to.

    A robot that fails is tried again later; it does not stop the others.
    """
    spoken = 0
    for robot in selectors.due_robots(at):
        try:
            spoken += _send_one(robot, at)
        except Exception:
            log.exception("robot %s could not be served", robot.pk)
    return spoken


def _send_one(robot: Robot, at: datetime) -> bool:
    rows = _claim(robot, at)
    if not rows:
        return False
    try:
        outcome = _say(robot, message_for(robot, rows), at)
    except Refusal as refusal:
        hopeless = isinstance(refusal, outgoing.OutgoingRefused)
        outcome = vendors.Outcome(False, 0, str(refusal), hopeless)
    _settle(rows, outcome, at)
    return outcome.ok


@transaction.atomic
def _claim(robot: Robot, at: datetime) -> list[Delivery]:
    """Take what is due; while it is being sent no second worker takes it too."""
    rows = list(
        Delivery.objects.select_for_update(skip_locked=True)
        .filter(robot=robot, state=DeliveryState.WAITING, next_at__lte=at)
        .order_by("id")[:MOST_AT_ONCE]
    )
    for row in rows:
        row.next_at = at + LEASE
        row.attempts += 1
    Delivery.objects.bulk_update(rows, ["next_at", "attempts"])
    return rows


@transaction.atomic
def _settle(rows: Sequence[Delivery], outcome: vendors.Outcome, at: datetime) -> None:
    for row in rows:
        row.answer = f"{outcome.code} {outcome.text}".strip()[:200]
        if outcome.ok:
            row.state, row.sent_at = DeliveryState.SENT, at
        elif outcome.hopeless or row.attempts > len(BACKOFF):
            row.state = DeliveryState.FAILED
        else:
            row.next_at = at + BACKOFF[row.attempts - 1]
    Delivery.objects.bulk_update(rows, ["answer", "state", "sent_at", "next_at"])


def message_for(robot: Robot, rows: Sequence[Delivery]) -> vendors.Message:
    """One message of everything that is due, in the robot's language."""
    with translation.override(robot.language):
        lines = [
            (str(SENTENCES[row.topic]) % row.params, _link(robot, row.topic, row.object_ref))
            for row in rows
        ]
        title = ngettext(
            "%(park)s: %(count)s message", "%(park)s: %(count)s messages", len(rows)
        ) % {"park": robot.park.name, "count": len(rows)}
    return vendors.Message(title, tuple(lines))


def _link(robot: Robot, topic: str, ref: str) -> str:
    # The faces lie above: what a robot points to are addresses that are promised not to move.
    pages = "projects" if topic == Topic.SIGNED else "requests"
    return f"{settings.SITE_URL.rstrip('/')}/{robot.park.slug}/{pages}/{ref}/" if ref else ""


def send_test(robot: Robot, at: datetime) -> None:
    """:raises NotDelivered: with what the robot or the guard says."""
    with translation.override(robot.language):
        text = str(SENTENCES["test"]) % {"park": robot.park.name}
        message = vendors.Message(_("Test message"), ((text, ""),))
    try:
        outcome = _say(robot, message, at)
    except Refusal as refusal:
        raise NotDelivered(reason=str(refusal)) from None
    if not outcome.ok:
        raise NotDelivered(reason=f"{outcome.code} {outcome.text}".strip())


def _say(robot: Robot, message: vendors.Message, at: datetime) -> vendors.Outcome:
    address, body = vendors.speak(
        robot.vendor, unseal(robot.sealed_address), unseal(robot.sealed_secret), message, at
    )
    answer = outgoing.call(
        address, body=body, headers={"Content-Type": "application/json"}, bounds=BOUNDS
    )
    return vendors.understand(robot.vendor, answer.status, answer.body)


def forget_deliveries(*, at: datetime) -> int:
    """Remove what was settled more than ninety days ago."""
    old = Delivery.objects.filter(at__lt=at - timedelta(days=DAYS_KEPT))
    removed, _each = old.exclude(state=DeliveryState.WAITING).delete()
    return removed
