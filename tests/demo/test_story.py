"""The story is told through the services; a short one stands in for the whole."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from qianjin.apps.audit.selectors import verify
from qianjin.apps.desk.models import Entry, Promise, Rating, ServiceRequest
from qianjin.apps.enterprises.models import Enterprise, ThreadEntry
from qianjin.demo import province, story

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, settings, tmp_path):
    monkeypatch.setattr(story, "REQUESTS", 12)
    monkeypatch.setattr(story, "RECENT", 8)
    monkeypatch.setattr("qianjin.apps.desk.services.attachments.MEDIA", tmp_path)
    return story.tell(at=NOON)


def test_the_story_ends_today_and_leaves_work_to_do(told) -> None:
    requests = ServiceRequest.objects.filter(park=told)

    assert requests.count() >= 18
    assert requests.filter(opened_at__gt=NOON).count() == 0
    assert requests.filter(opened_at__gt=NOON - timedelta(days=9)).exists()
    assert requests.exclude(status__in=["closed", "resolved"]).exists()
    assert requests.filter(status="closed").exists()


def test_every_invented_enterprise_is_marked_and_every_published_one_says_so(told) -> None:
    invented = Enterprise.objects.filter(park=told, is_demo=True)
    published = Enterprise.objects.filter(park=told, is_demo=False)

    assert invented.count() == 60
    assert all("（演示）" in enterprise.name for enterprise in invented)
    for enterprise in published:
        facts = ThreadEntry.objects.filter(enterprise=enterprise, text__startswith="公开报道")
        assert facts.exists(), enterprise.name


def test_the_trace_of_the_story_is_whole(told) -> None:
    assert verify(told.pk) == []


def test_the_story_is_told_once(told) -> None:
    before = ServiceRequest.objects.count()

    assert story.is_told()
    story.tell(at=NOON)

    assert ServiceRequest.objects.count() == before


def test_a_province_is_laid_down_with_clocks_that_fit_the_calendar(told) -> None:
    before = ServiceRequest.objects.count()

    province.fill(told, at=NOON, seed=7, count=400)

    assert ServiceRequest.objects.count() == before + 400
    bulk = ServiceRequest.objects.order_by("-id")[:400]
    for promise in Promise.objects.filter(request__in=list(bulk)[:40]):
        local = promise.due_at.astimezone(UTC) + timedelta(hours=8)
        assert (local.hour, local.minute) == (17, 30)
        assert promise.due_at > promise.start_at
    assert Entry.objects.filter(request=bulk[399]).count() == 3


def test_sign_ins_name_every_role(told) -> None:
    lines = "\n".join(story.sign_ins("http://127.0.0.1:8000/"))

    for username in ("linyue", "hewei", "zhouheng", "auditor", "admin", "chenlan"):
        assert username in lines
    assert Rating.objects.filter(park=told).count() >= 1
