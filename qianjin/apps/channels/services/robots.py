"""群机器人 Setting a robot up, changing it, letting it rest, trying it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin import outgoing
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit
from qianjin.apps.parks.models import Park, Unit

from .. import policies
from ..choices import Pace, Topic, Vendor
from ..models import Robot
from ..refusals import BadRobot, MayNotSetChannels
from ..sealing import seal
from . import sending

MOST_ROBOTS = 50


@transaction.atomic
def add_robot(
    *,
    park: Park,
    vendor: str,
    name: str,
    address: str,
    by: Actor,
    at: datetime,
    secret: str = "",
    **how: Any,
) -> Robot:
    """
    添加群机器人 Take a robot in; address and secret are encrypted and never shown again.

    :raises MayNotSetChannels: ``by`` does not administer this park.
    :raises BadRobot: no name, an address the guard does not call, or too many robots.
    """
    if not policies.may_set_channels(by, park.pk):
        raise MayNotSetChannels
    if vendor not in Vendor.values:
        raise BadRobot({"vendor": [_("This kind of robot is unknown.")]})
    if Robot.objects.filter(park=park).count() >= MOST_ROBOTS:
        raise BadRobot({"name": [_("Fifty robots are set up already.")]})
    robot = Robot(park=park, vendor=vendor)
    robot.host, robot.sealed_address = _judged(address)
    robot.sealed_secret = seal(secret.strip())
    _set(robot, name=name, **how)
    _trace(robot, "robot.add", by, at, {"vendor": vendor, "host": robot.host})
    return robot


@transaction.atomic
def change_robot(
    *,
    robot: Robot,
    name: str,
    by: Actor,
    at: datetime,
    address: str = "",
    secret: str = "",
    **how: Any,
) -> Robot:
    """
    修改群机器人 Change a robot; an empty address or secret leaves the one that is kept.

    :raises MayNotSetChannels: ``by`` does not administer this park.
    :raises BadRobot: no name, or an address the guard does not call.
    """
    row = _locked(robot, by)
    if address.strip():
        row.host, row.sealed_address = _judged(address)
    if secret.strip():
        row.sealed_secret = seal(secret.strip())
    _set(row, name=name, **how)
    told = {"topics": row.topics, "pace": row.pace, "new_address": bool(address.strip())}
    _trace(row, "robot.change", by, at, told)
    return row


@transaction.atomic
def pause_robot(*, robot: Robot, by: Actor, at: datetime) -> Robot:
    """
    停用 Let a robot rest; what waits for it waits on. Doing it twice changes nothing.

    :raises MayNotSetChannels: ``by`` does not administer this park.
    """
    return _turn(_locked(robot, by), False, "robot.pause", by, at)


@transaction.atomic
def wake_robot(*, robot: Robot, by: Actor, at: datetime) -> Robot:
    """
    启用 Let a robot speak again. Doing it twice changes nothing.

    :raises MayNotSetChannels: ``by`` does not administer this park.
    """
    return _turn(_locked(robot, by), True, "robot.wake", by, at)


@transaction.atomic
def try_robot(*, robot: Robot, by: Actor, at: datetime) -> None:
    """
    测试 Send one message now, whatever the hour.

    :raises MayNotSetChannels: ``by`` does not administer this park.
    :raises NotDelivered: the robot, or the guard, says why.
    """
    row = _locked(robot, by)
    sending.send_test(row, at)
    _trace(row, "robot.try", by, at, {})


def _locked(robot: Robot, by: Actor) -> Robot:
    if not policies.may_set_channels(by, robot.park_id):
        raise MayNotSetChannels
    return Robot.objects.select_for_update(of=("self",)).select_related("park").get(pk=robot.pk)


def _judged(address: str) -> tuple[str, str]:
    try:
        return outgoing.check(address.strip()).host, seal(address.strip())
    except outgoing.OutgoingRefused as refused:
        raise BadRobot({"address": [str(refused)]}) from None


def _set(
    robot: Robot,
    *,
    name: str,
    unit: Unit | None = None,
    topics: Sequence[str] = (),
    pace: str = Pace.AT_ONCE,
    daily_at: time = time(9, 0),
    quiet_from: time = time(21, 0),
    quiet_until: time = time(7, 30),
    language: str = "zh-hans",
) -> None:
    name = name.strip()[:40]
    problems: dict[str, list[str]] = {}
    same = Robot.objects.filter(park_id=robot.park_id, name=name).exclude(pk=robot.pk)
    if not name:
        problems["name"] = [_("The robot needs a name.")]
    elif same.exists():
        problems["name"] = [_("A robot of this name exists already.")]
    if set(topics) - set(Topic.values):
        problems["topics"] = [_("This event is unknown.")]
    if pace not in Pace.values:
        problems["pace"] = [_("This pace is unknown.")]
    if unit is not None and unit.park_id != robot.park_id:
        problems["unit"] = [_("This section belongs to another park.")]
    if problems:
        raise BadRobot(problems)
    robot.name, robot.unit, robot.pace, robot.language = name, unit, pace, language
    robot.topics = [topic for topic in Topic.values if topic in topics]
    robot.daily_at, robot.quiet_from, robot.quiet_until = daily_at, quiet_from, quiet_until
    robot.save()


def _turn(row: Robot, active: bool, verb: str, by: Actor, at: datetime) -> Robot:
    if row.is_active != active:
        row.is_active = active
        row.save(update_fields=["is_active"])
        _trace(row, verb, by, at, {})
    return row


def _trace(robot: Robot, verb: str, by: Actor, at: datetime, detail: dict[str, Any]) -> None:
    audit.record(
        park_id=robot.park_id,
        by=by,
        at=at,
        verb=verb,
        object_kind="robot",
        object_id=robot.pk,
        object_label=robot.name,
        detail=detail,
    )
