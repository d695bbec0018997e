"""What is said in groups, when, and what becomes of it when a group's server does not want it."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.channels import services
from qianjin.apps.channels.models import Delivery, Followed
from qianjin.apps.channels.refusals import BadRobot, MayNotSetChannels, NotDelivered
from qianjin.apps.channels.sealing import SealBroken, unseal
from qianjin.apps.desk import services as desk
from qianjin.apps.desk.models import ServiceRequest
from tests.factories.accounts import Cast
from tests.factories.channels import ADDRESSES, SECRET, Vendors, a_robot, the_vendors
from tests.factories.desk import a_request, a_resolved_request, an_accepted_request
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


class TestSettingUp:
    def test_keeps_address_and_secret_encrypted_and_leaves_a_trace(self, cast: Cast) -> None:
        robot = services.add_robot(
            park=cast.park,
            vendor="dingtalk",
            name="值班群",
            address=ADDRESSES["dingtalk"],
            secret=SECRET,
            topics=["late", "raised"],
            by=cast.acts(cast.admin),
            at=MONDAY,
        )

        assert "demo-token" not in robot.sealed_address
        assert SECRET not in robot.sealed_secret
        assert unseal(robot.sealed_address) == ADDRESSES["dingtalk"]
        entry = AuditEntry.objects.get(verb="robot.add")
        assert "token" not in str(entry.detail)
        assert robot.topics == ["raised", "late"]

    @pytest.mark.parametrize("address", ["https://10.0.0.1/x", "http://a.cn/", "https://[::1]/"])
    def test_refuses_an_address_the_guard_does_not_call(self, cast: Cast, address: str) -> None:
        with pytest.raises(BadRobot) as refused:
            services.add_robot(
                park=cast.park,
                vendor="wecom",
                name="群",
                address=address,
                by=cast.acts(cast.admin),
                at=MONDAY,
            )

        assert set(refused.value.fields) == {"address"}

    def test_refuses_whoever_does_not_administer_the_park(self, cast: Cast) -> None:
        robot = a_robot(cast.park)
        for by in (cast.acts(cast.hewei), cast.acts(cast.chenlan), Actor.clock(cast.park.pk)):
            with pytest.raises(MayNotSetChannels):
                services.pause_robot(robot=robot, by=by, at=MONDAY)

    def test_changing_without_a_new_address_keeps_the_old_one(self, cast: Cast) -> None:
        robot = a_robot(cast.park)

        services.change_robot(
            robot=robot, name="新群", topics=["raised"], by=cast.acts(cast.admin), at=MONDAY
        )

        robot.refresh_from_db()
        assert robot.name == "新群"
        assert unseal(robot.sealed_address) == ADDRESSES["dingtalk"]

    def test_another_key_of_the_installation_says_that_it_must_be_entered_again(
        self, cast: Cast, settings: Any
    ) -> None:
        robot = a_robot(cast.park)
        settings.SECRET_KEY = "another key of fifty or more characters, made for a test"

        with pytest.raises(SealBroken):
            unseal(robot.sealed_address)
        with pytest.raises(NotDelivered):
            services.try_robot(robot=robot, by=cast.acts(cast.admin), at=MONDAY)


class TestSpeaking:
    """The signatures are computed here as the vendors' documentation has them, not by our code."""

    def test_dingtalk_hears_markdown_signed_in_the_address(self, cast: Cast) -> None:
        a_robot(cast.park, "dingtalk")

        host, path, body = said(cast, MONDAY).heard[0]

        asked = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
        expected = hmac.new(
            SECRET.encode("utf-8"),
            f"{asked['timestamp']}\n{SECRET}".encode(),
            digestmod=hashlib.sha256,
        ).digest()
        assert host == "oapi.dingtalk.com"
        assert asked["access_token"] == "demo-token"
        assert base64.b64decode(asked["sign"]) == expected
        assert int(asked["timestamp"]) == (MONDAY.timestamp() + 60) * 1000
        assert body["msgtype"] == "markdown"
        assert "晨曦精密（演示）" in body["markdown"]["text"]

    def test_feishu_hears_a_post_signed_in_the_body(self, cast: Cast) -> None:
        a_robot(cast.park, "feishu")

        host, _path, body = said(cast, MONDAY).heard[0]

        key = "{}\n{}".format(body["timestamp"], SECRET)
        sign = base64.b64encode(hmac.new(key.encode(), digestmod=hashlib.sha256).digest()).decode()
        assert (host, body["sign"]) == ("open.feishu.cn", sign)
        line = body["content"]["post"]["zh_cn"]["content"][0][0]
        assert line["tag"] == "a"
        assert "/requests/2026-1123-001/" in line["href"]

    def test_wecom_hears_markdown_with_its_key_in_the_address(self, cast: Cast) -> None:
        a_robot(cast.park, "wecom")

        host, path, body = said(cast, MONDAY).heard[0]

        assert (host, path) == (
            "qyapi.weixin.qq.com",
            "/cgi-bin/webhook/send?key=693a91f6-demo",
        )
        assert "临时用电增容" in body["markdown"]["content"]

    def test_words_of_an_enterprise_are_no_markdown(self, cast: Cast) -> None:
        a_robot(cast.park, "wecom")

        content = said(cast, MONDAY, "[点此](https://x.cn) <font>**急**").heard[0][2]

        assert "[点此](https" not in content["markdown"]["content"]
        assert "<font>" not in content["markdown"]["content"].replace("\\<", "")

    def test_a_robot_of_a_section_hears_only_what_its_section_leads(self, cast: Cast) -> None:
        a_robot(cast.park, name="招商群", unit=cast.investment, topics=["accepted"])
        a_robot(cast.park, name="规建群", unit=cast.planning, topics=["accepted"])
        follow(cast, MONDAY)
        an_accepted_request(cast, MONDAY)

        follow(cast, MONDAY + timedelta(hours=1))

        assert [row.robot.name for row in Delivery.objects.all()] == ["招商群"]

    def test_only_the_events_that_were_chosen_are_told(self, cast: Cast) -> None:
        a_robot(cast.park, topics=["resolved", "rated_low"])
        follow(cast, MONDAY)
        row = a_resolved_request(cast, MONDAY)
        at = MONDAY + timedelta(hours=3)
        desk.rate(request=row, score=2, reasons=["slow"], by=cast.acts(cast.chenlan), at=at)

        follow(cast, at)

        assert sorted(row.topic for row in Delivery.objects.all()) == ["rated_low", "resolved"]

    def test_a_good_rating_is_no_event(self, cast: Cast) -> None:
        a_robot(cast.park, topics=["rated_low"])
        follow(cast, MONDAY)
        row = a_resolved_request(cast, MONDAY)
        at = MONDAY + timedelta(hours=3)
        desk.rate(request=row, score=5, reasons=["fast"], by=cast.acts(cast.chenlan), at=at)

        follow(cast, at)

        assert not Delivery.objects.exists()

    def test_due_soon_and_late_follow_the_ladder(self, cast: Cast) -> None:
        a_robot(cast.park, topics=["due_soon", "late", "very_late"])
        follow(cast, MONDAY)
        asked(cast, MONDAY)
        for hours in (7.5, 25, 73):
            at = MONDAY + timedelta(hours=hours)
            desk.climb(park_id=cast.park.pk, at=at)
            follow(cast, at)

        topics = list(Delivery.objects.order_by("id").values_list("topic", flat=True))
        assert topics == ["due_soon", "late", "very_late"]


class TestFollowing:
    def test_what_happened_before_the_first_run_is_not_told(self, cast: Cast) -> None:
        a_robot(cast.park)
        asked(cast, MONDAY)

        follow(cast, MONDAY + timedelta(minutes=1))
        follow(cast, MONDAY + timedelta(hours=2))

        assert not Delivery.objects.exists()

    def test_each_happening_is_followed_once_however_often_the_task_runs(self, cast: Cast) -> None:
        a_robot(cast.park)
        follow(cast, MONDAY)
        asked(cast, MONDAY + timedelta(minutes=1))

        counts = [follow(cast, MONDAY + timedelta(minutes=2 + n)) for n in range(3)]

        assert counts == [1, 0, 0]
        assert Delivery.objects.count() == 1

    def test_an_act_that_commits_late_is_followed_all_the_same(self, cast: Cast) -> None:
        """Its moment lies before the cursor, its row appears behind it."""
        a_robot(cast.park)
        follow(cast, MONDAY)
        follow(cast, MONDAY + timedelta(minutes=30))
        asked(cast, MONDAY + timedelta(minutes=10))

        follow(cast, MONDAY + timedelta(minutes=31))

        assert Delivery.objects.count() == 1

    def test_what_the_cursor_cannot_see_any_more_is_forgotten(self, cast: Cast) -> None:
        follow(cast, MONDAY)
        asked(cast, MONDAY + timedelta(minutes=1))
        follow(cast, MONDAY + timedelta(minutes=2))

        follow(cast, MONDAY + timedelta(hours=4))

        assert not Followed.objects.exists()


class TestPace:
    def test_at_night_nothing_is_said_and_the_morning_says_it_in_one_message(
        self, cast: Cast
    ) -> None:
        a_robot(cast.park)
        evening = local("2026-11-23 22:00")
        follow(cast, evening)
        asked(cast, evening + timedelta(minutes=1), "夜间停电")
        asked(cast, evening + timedelta(minutes=2), "夜间停水")
        follow(cast, evening + timedelta(minutes=3))
        with the_vendors() as played:
            night = services.send_due(at=local("2026-11-24 07:29"))
            morning = services.send_due(at=local("2026-11-24 07:30"))

        assert (night, morning, len(played.heard)) == (0, 1, 1)
        text = played.heard[0][2]["markdown"]["text"]
        assert "夜间停电" in text
        assert "夜间停水" in text
        assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}

    @pytest.mark.parametrize(
        ("pace", "raised", "leaves"),
        [
            ("at_once", "2026-11-23 10:20", "2026-11-23 10:20"),
            ("hourly", "2026-11-23 10:20", "2026-11-23 11:00"),
            ("hourly", "2026-11-23 20:20", "2026-11-24 07:30"),
            ("daily", "2026-11-23 08:20", "2026-11-23 09:00"),
            ("daily", "2026-11-23 10:20", "2026-11-24 09:00"),
            ("at_once", "2026-11-24 03:00", "2026-11-24 07:30"),
        ],
    )
    def test_leaves_when_its_pace_and_the_quiet_let_it(
        self, cast: Cast, pace: str, raised: str, leaves: str
    ) -> None:
        robot = a_robot(cast.park, pace=pace)

        row = services.queue(
            robot=robot, topic="raised", object_ref="", params={}, at=local(raised)
        )

        assert row.next_at == local(leaves)

    def test_a_quiet_that_does_not_cross_midnight(self, cast: Cast) -> None:
        robot = a_robot(cast.park, quiet_from=time(12, 0), quiet_until=time(13, 30))

        def leaves(at: str) -> datetime:
            return services.queue(
                robot=robot, topic="raised", object_ref="", params={}, at=local(at)
            ).next_at

        assert leaves("2026-11-23 12:10") == local("2026-11-23 13:30")
        assert leaves("2026-11-23 23:10") == local("2026-11-23 23:10")


def test_what_was_settled_long_ago_is_forgotten(cast: Cast) -> None:
    said(cast, MONDAY)
    a_robot(cast.park)
    said(cast, MONDAY + timedelta(hours=3), "第二件")

    services.forget_deliveries(at=MONDAY + timedelta(days=91))

    assert not Delivery.objects.exists()
