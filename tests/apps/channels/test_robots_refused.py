"""When a group refuses what it is told, and when an administrator tries it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.channels import services
from qianjin.apps.channels.models import Delivery, Robot
from qianjin.apps.channels.refusals import NotDelivered
from qianjin.apps.channels.services.sending import BACKOFF
from qianjin.apps.desk.models import ServiceRequest
from tests.factories.accounts import Cast
from tests.factories.channels import Vendors, a_robot, the_vendors
from tests.factories.desk import a_request
from tests.factories.parks import local

pytestmark = pytest.mark.django_db

MONDAY = local("2026-11-23 09:00")


def asked(cast: Cast, at: datetime, words: str = "临时用电增容") -> ServiceRequest:
    return a_request(cast.chenxi, cast.acts(cast.chenlan), at, words)


def follow(cast: Cast, at: datetime) -> int:
    return services.follow_desk(park_id=cast.park.pk, at=at)


def said(cast: Cast, at: datetime, words: str = "临时用电增容") -> Vendors:
    """Follow from just before, raise a request, follow it and send."""
    follow(cast, at - timedelta(minutes=1))
    asked(cast, at, words)
    follow(cast, at + timedelta(minutes=1))
    with the_vendors() as played:
        services.send_due(at=at + timedelta(minutes=1))
    return played


class TestRefusedByTheGroup:
    def test_a_busy_robot_is_tried_again_later_and_then_given_up(self, cast: Cast) -> None:
        a_robot(cast.park, "wecom", quiet_from=time(0), quiet_until=time(0))
        at = MONDAY
        follow(cast, at)
        asked(cast, at)
        follow(cast, at)
        busy = (200, {"errcode": 45009, "errmsg": "api freq out of limit"})
        with the_vendors() as played:
            played.answers = [busy] * 20
            for wait in (timedelta(), *BACKOFF, timedelta(hours=9)):
                at += wait
                services.send_due(at=at)
                services.send_due(at=at)

        row = Delivery.objects.get()
        assert (row.state, row.attempts, len(played.heard)) == ("failed", 6, 6)
        assert row.answer == "45009 api freq out of limit"

    def test_a_wrong_signature_is_given_up_at_once(self, cast: Cast) -> None:
        a_robot(cast.park, "dingtalk")
        follow(cast, MONDAY)
        asked(cast, MONDAY)
        follow(cast, MONDAY)
        with the_vendors() as played:
            played.answers = [(200, {"errcode": 310000, "errmsg": "sign not match"})]
            services.send_due(at=MONDAY)

        assert Delivery.objects.get().state == "failed"

    @pytest.mark.parametrize("answer", [(502, b"<html>"), (200, b"[]"), (200, b"{}"), (302, b"")])
    def test_an_answer_that_is_not_theirs_is_no_success(self, cast: Cast, answer: Any) -> None:
        a_robot(cast.park, "feishu")
        follow(cast, MONDAY)
        asked(cast, MONDAY)
        follow(cast, MONDAY)
        with the_vendors() as played:
            played.answers = [answer]
            services.send_due(at=MONDAY)

        row = Delivery.objects.get()
        assert (row.state, row.sent_at) == ("waiting", None)
        assert row.next_at == MONDAY + BACKOFF[0]

    def test_one_robot_that_fails_does_not_stop_the_others(self, cast: Cast) -> None:
        broken = a_robot(cast.park, name="坏")
        Robot.objects.filter(pk=broken.pk).update(sealed_address="not sealed")
        a_robot(cast.park, name="好")
        follow(cast, MONDAY)
        asked(cast, MONDAY)
        follow(cast, MONDAY)
        with the_vendors() as played:
            services.send_due(at=MONDAY)

        assert len(played.heard) == 1

    def test_a_resting_robot_says_nothing_and_says_it_when_it_wakes(self, cast: Cast) -> None:
        robot = a_robot(cast.park)
        follow(cast, MONDAY)
        asked(cast, MONDAY)
        follow(cast, MONDAY)
        services.pause_robot(robot=robot, by=cast.acts(cast.admin), at=MONDAY)
        with the_vendors() as played:
            services.send_due(at=MONDAY)
            services.wake_robot(robot=robot, by=cast.acts(cast.admin), at=MONDAY)
            services.send_due(at=MONDAY)

        assert len(played.heard) == 1


class TestTrying:
    def test_sends_one_message_now_whatever_the_hour(self, cast: Cast) -> None:
        robot = a_robot(cast.park)
        with the_vendors() as played:
            services.try_robot(robot=robot, by=cast.acts(cast.admin), at=local("2026-11-23 23:00"))

        assert len(played.heard) == 1
        assert AuditEntry.objects.filter(verb="robot.try").count() == 1

    def test_says_what_the_group_s_server_answered(self, cast: Cast) -> None:
        robot = a_robot(cast.park)
        with the_vendors() as played, pytest.raises(NotDelivered) as refused:
            played.answers = [(200, {"errcode": 300005, "errmsg": "token is not exist"})]
            services.try_robot(robot=robot, by=cast.acts(cast.admin), at=MONDAY)

        assert "token is not exist" in str(refused.value)
