"""跟进 Follow what happens at the desk, each happening once, without a signal in the desk.

Numbers are given out before a transaction commits, so a number says nothing about what is still to
come. The cursor therefore goes by time and looks back an hour; what was followed is noted row by
row, and forgotten when the cursor can no longer look back as far.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from qianjin.apps.desk import selectors as desk

from .. import selectors
from ..models import FollowCursor, Followed
from . import automation, sending

log = logging.getLogger(__name__)

LOOK_BACK = timedelta(hours=1)
"""Longer than any act of the desk takes from its moment to its commit."""
MOST = 500


def follow_desk(*, park_id: int, at: datetime) -> int:
    """
    Follow what has happened since the last run; return how much that was.

    The first run begins now: nobody is told what is long past. One happening that fails is logged
    and does not stop the others.
    """
    cursor, made = FollowCursor.objects.get_or_create(
        park_id=park_id, defaults={"began": at, "until": at}
    )
    if made:
        return 0
    since = max(cursor.began, cursor.until - LOOK_BACK)
    known = set(
        Followed.objects.filter(park_id=park_id, at__gte=since).values_list("stream", "row_id")
    )
    followed = 0
    for event in desk.happenings(park_id, since=since, until=at, skip=known, most=MOST):
        try:
            followed += _follow(event, at)
        except Exception:
            log.exception("%s %s could not be followed", event.stream, event.row_id)
    if followed < MOST:
        FollowCursor.objects.filter(pk=park_id).update(until=at)
        Followed.objects.filter(park_id=park_id, at__lt=at - 2 * LOOK_BACK).delete()
    return followed


@transaction.atomic
def _follow(event: desk.Happening, at: datetime) -> bool:
    _row, is_new = Followed.objects.get_or_create(
        stream=event.stream,
        row_id=event.row_id,
        defaults={"park_id": event.park_id, "at": event.at},
    )
    if not is_new:
        return False
    tell_robots(event, at)
    automation.run_rules(event, at)
    return True


def tell_robots(event: desk.Happening, at: datetime) -> None:
    """A message for each robot that is to tell of it."""
    announce(
        park_id=event.park_id,
        topic=event.topic,
        unit_id=event.unit_id,
        object_ref=event.number,
        params=event.params,
        at=at,
    )


def announce(
    *,
    park_id: int,
    topic: str,
    unit_id: int | None,
    object_ref: str,
    params: Mapping[str, Any],
    at: datetime,
) -> None:
    """播报 A message for each robot of the park (or unit) that is to tell of such a thing."""
    for robot in selectors.hearing(park_id, topic, unit_id):
        sending.queue(robot=robot, topic=topic, object_ref=object_ref, params=params, at=at)
