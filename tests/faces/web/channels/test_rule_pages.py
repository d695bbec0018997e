"""The administrator's pages about automation."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from qianjin.apps.channels.models import Rule
from tests.factories.accounts import Cast
from tests.factories.channels import a_robot, a_rule
from tests.factories.desk import a_request
from tests.factories.web import send, signed_in

pytestmark = pytest.mark.django_db


def test_a_rule_is_written_and_read_back_as_a_sentence_in_both_languages(cast: Cast) -> None:
    client = signed_in(cast.admin)
    robot = a_robot(cast.park)
    base = f"/{cast.park.slug}/channels/rules/"

    made = send(
        client,
        base,
        {
            "name": "停电速办",
            "topic": "raised",
            "words": "停电 跳闸",
            "kinds": ["ENG"],
            "tiers": ["anchor", "key"],
            "set_unit": cast.power.pk,
            "set_level": "complex",
            "note": "请核实范围",
            "tell_roles": ["deputy_director"],
            "tell_robot": robot.pk,
            "tell_person": cast.hewei.pk,
            "hours": "closed",
            "co_unit": cast.planning.pk,
        },
    )
    text = client.get(made["Location"]).content.decode()

    assert made.status_code == 303
    assert not Rule.objects.get().is_active
    assert "当新诉求提出，且类型为用能，且企业为" in text.replace("：", "").replace(" ", "")
    assert "When: A request is raised, and the type is Energy" in text
    assert "is asked to help" in text
    assert f"请{cast.planning.name}协办" in text
    assert "it happens outside office hours" in text
    assert f"{cast.hewei.name} is told" in text
    assert f"通知{cast.hewei.name}" in text
    assert "“停电” or “跳闸”" in text
    assert "供电公司" in text


def test_a_rule_that_does_nothing_is_refused_at_its_field(cast: Cast) -> None:
    answer = send(
        signed_in(cast.admin),
        f"/{cast.park.slug}/channels/rules/",
        {"name": "空", "topic": "raised"},
    )

    assert answer.status_code == 422
    assert "规则还没有任何动作" in answer.content.decode()


def test_the_page_shows_what_it_would_have_done_before_it_is_switched_on(cast: Cast) -> None:
    row = a_request(
        cast.chenxi, cast.acts(cast.chenlan), timezone.now() - timedelta(days=3), "厂区停电"
    )
    rule = a_rule(cast.park, words="停电", set_unit=cast.power, is_active=False)
    client = signed_in(cast.admin)
    address = f"/{cast.park.slug}/channels/rules/{rule.pk}/"

    before = client.get(address).content.decode()
    assert "主办单位：无 → 供电公司" in before
    send(client, f"{address}wake/")
    rule.refresh_from_db()

    assert row.number in before
    assert row.title not in before, "an administrator does not read what enterprises ask"
    assert rule.is_active
