"""定时工作 What the worker does by the clock, and that one failing stops nothing."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.utils import timezone

from qianjin.apps.accounts.models import Notice
from qianjin.apps.desk import services, tasks
from qianjin.apps.desk.models import Reminder, ServiceRequest
from qianjin.apps.parks import services as parks
from qianjin.apps.parks.selectors import park_by_id
from tests.factories.desk import MORNING, a_resolved_request, an_assigned_request
from tests.factories.parks import local


@pytest.fixture
def clock(monkeypatch):
    """Set the time that tasks read."""

    def set_to(at) -> None:
        monkeypatch.setattr(timezone, "now", lambda: at)

    return set_to


def test_the_ladder_is_climbed(cast, clock) -> None:
    an_assigned_request(cast)
    clock(local("2026-11-24 18:00"))

    tasks.climb_ladder(0)

    assert Reminder.objects.count() == 3


def test_due_times_follow_the_calendar(cast, clock) -> None:
    request = an_assigned_request(cast)
    parks.set_day(
        park=park_by_id(cast.park.pk),
        day=local("2026-11-24 00:00").date(),
        is_working=False,
        name="",
        by=cast.acts(cast.admin),
        at=MORNING,
    )
    clock(MORNING + timedelta(hours=1))

    tasks.recompute_due_times(0)

    request.refresh_from_db()
    assert request.next_due_at == local("2026-11-25 17:30")


@pytest.mark.parametrize(
    ("at", "left"),
    [("2026-11-23 17:30", 0), ("2026-11-23 17:40", 1), ("2026-11-23 17:50", 0)],
)
def test_digests_are_left_at_twenty_to_six_of_the_park(cast, clock, at, left) -> None:
    an_assigned_request(cast)
    clock(local("2026-11-23 19:00"))  # the worker was away for a while; its tick was not

    tasks.leave_digests(int(local(at).timestamp()))

    assert Notice.objects.filter(kind="desk.digest").count() == left


def test_what_is_settled_is_archived_though_one_fails(cast, clock, monkeypatch, caplog) -> None:
    bad, good = a_resolved_request(cast), a_resolved_request(cast)
    archive = services.archive
    clock(MORNING + timedelta(days=20))

    def fail(*, request, by, at):
        if request == bad:
            raise RuntimeError
        return archive(request=request, by=by, at=at)

    monkeypatch.setattr(services, "archive", fail)
    with caplog.at_level(logging.CRITICAL):
        tasks.archive_resolved(0)

    assert ServiceRequest.objects.get(pk=good.pk).status == "closed"
    assert ServiceRequest.objects.get(pk=bad.pk).status == "resolved"


def test_lost_files_are_swept(cast, clock, media) -> None:
    folder = media / "1/2026/11"
    folder.mkdir(parents=True)
    (folder / "lost").write_bytes(b"x")
    clock(timezone.now() + timedelta(days=2))

    tasks.sweep_files(0)

    assert list(folder.iterdir()) == []
