"""The administrator's pages about group robots."""

from __future__ import annotations

from typing import Any

import pytest

from qianjin.apps.channels.models import Robot
from tests.factories.accounts import Cast
from tests.factories.channels import ADDRESSES, SECRET, a_robot, the_vendors
from tests.factories.web import send, signed_in

pytestmark = pytest.mark.django_db


def form(**fields: Any) -> dict[str, Any]:
    return {
        "vendor": "dingtalk",
        "name": "值班群",
        "address": ADDRESSES["dingtalk"],
        "secret": SECRET,
        "topics": ["raised", "late"],
        "pace": "at_once",
        "daily_at": "09:00",
        "quiet_from": "21:00",
        "quiet_until": "07:30",
        "language": "zh-hans",
        **fields,
    }


def test_a_robot_is_set_up_and_its_secret_is_on_no_page(cast: Cast) -> None:
    client = signed_in(cast.admin)
    base = f"/{cast.park.slug}/channels/"

    made = send(client, base, form())
    pages = [client.get(base), client.get(made["Location"])]

    assert made.status_code == 303
    for page in pages:
        text = page.content.decode()
        assert "值班群" in text
        assert SECRET not in text
        assert "demo-token" not in text


def test_an_address_the_guard_refuses_is_said_at_its_field(cast: Cast) -> None:
    answer = send(
        signed_in(cast.admin), f"/{cast.park.slug}/channels/", form(address="https://10.0.0.1/x")
    )

    assert answer.status_code == 422
    assert "该地址属于内部网络。" in answer.content.decode()
    assert not Robot.objects.exists()


def test_the_test_button_says_what_came_of_it(cast: Cast) -> None:
    client = signed_in(cast.admin)
    address = f"/{cast.park.slug}/channels/robots/{a_robot(cast.park).pk}/"
    with the_vendors() as played:
        played.answers = [(200, {"errcode": 310000, "errmsg": "sign not match"})]
        send(client, f"{address}try/")
        refused = client.get(address).content.decode()
        send(client, f"{address}try/")
        arrived = client.get(address).content.decode()

    assert "310000 sign not match" in refused
    assert "测试消息已送达群聊" in arrived


def test_the_log_goes_on_page_by_page_at_the_same_cost(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    from qianjin.apps.channels.services import queue
    from tests.factories.parks import NOON

    robot = a_robot(cast.park)
    said = {"number": "2026-1123-001", "title": "用电", "enterprise": "晨曦精密（演示）"}
    for _n in range(60):
        queue(robot=robot, topic="raised", object_ref="2026-1123-001", params=said, at=NOON)
    client = signed_in(cast.admin)
    address = f"/{cast.park.slug}/channels/robots/{robot.pk}/"
    first = client.get(address)
    with django_assert_num_queries(4):
        client.get(address)
    older = first.context["older"]
    second = client.get(address + older)
    assert "新诉求提出 2026-1123-001" in first.content.decode()
    assert "晨曦精密" not in first.content.decode()

    assert len(first.context["log"]) == len(second.context["log"]) == 25
    assert not {line["row"].pk for line in first.context["log"]} & {
        line["row"].pk for line in second.context["log"]
    }
