"""The pages of special actions, from starting one to the last enterprise."""

from __future__ import annotations

import re

import pytest

from qianjin.apps.drives.models import Drive
from tests.factories.accounts import Cast, the_cast


@pytest.fixture
def cast(db: None) -> Cast:
    return the_cast()


@pytest.fixture
def window(client, cast):
    client.force_login(cast.linyue)
    return client


FIELDS = {
    "name": "芯片短缺摸底（演示）",
    "words": "缺哪些芯片，缺口多大？",
    "due_on": "2099-03-31",
    "tier": "",
    "sector": "",
    "resources": "周转芯片 20\n协调专班：2",
}


def started(window, cast) -> Drive:
    window.post(f"/{cast.park.slug}/drives/new/", {**FIELDS, "once": "start-1"})
    return Drive.objects.get()


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_one_is_started_told_answered_and_given_to(window, cast):
    drive = started(window, cast)
    here = f"/{cast.park.slug}/drives/{drive.pk}/"
    window.post(f"{here}tell/", {"once": "tell-1"})
    target = drive.targets.get(enterprise=cast.chenxi)
    chips = drive.resources.get(name="周转芯片")

    window.post(
        f"/{cast.park.slug}/drives/enterprises/{target.pk}/",
        {
            "state": "answered",
            "answer": "缺MCU两千片",
            f"given_{chips.pk}": "8",
            "once": "answer-1",
        },
    )

    page = text_of(window.get(here).content.decode())
    assert "缺MCU两千片" in page
    assert "8/20" in page
    assert "已答复" in page
    listed = text_of(window.get(f"/{cast.park.slug}/drives/").content.decode())
    assert f"1 / {drive.targets.count()}" in listed


def test_a_line_without_a_number_is_blamed_beside_its_field(window, cast):
    answer = window.post(
        f"/{cast.park.slug}/drives/new/", {**FIELDS, "resources": "观察房", "once": "bad-1"}
    )

    assert answer.status_code == 422
    assert "请写名称和数量，名称不重复：观察房" in answer.content.decode()


def test_more_than_is_left_is_refused_and_nothing_changes(window, cast):
    drive = started(window, cast)
    target = drive.targets.earliest("id")
    team = drive.resources.get(name="协调专班")
    other = drive.targets.latest("id")
    for n, row in enumerate((target, other)):
        answer = window.post(
            f"/{cast.park.slug}/drives/enterprises/{row.pk}/",
            {"state": "done", "answer": "", f"given_{team.pk}": "2", "once": f"give-{n}"},
        )

    assert answer.status_code == 409
    other.refresh_from_db()
    assert other.state == "not_told"


def test_the_pages_ask_a_fixed_number_of_queries(window, cast, django_assert_num_queries):
    drive = started(window, cast)
    here = f"/{cast.park.slug}/drives/{drive.pk}/"
    window.get(here)

    with django_assert_num_queries(11):
        window.get(here)
    with django_assert_num_queries(7):
        window.get(f"/{cast.park.slug}/drives/")


def test_the_pages_are_there_in_english(window, cast):
    started(window, cast)
    window.cookies["django_language"] = "en"

    assert "Special actions" in window.get(f"/{cast.park.slug}/drives/").content.decode()


def test_who_only_sees_starts_none(client, cast):
    client.force_login(cast.yeting)

    assert client.get(f"/{cast.park.slug}/drives/").status_code == 200
    assert client.get(f"/{cast.park.slug}/drives/new/").status_code == 403
