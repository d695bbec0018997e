"""定时工作 What the desk does by the clock; the worker runs it."""

from __future__ import annotations

import logging
import zoneinfo
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.parks import selectors as parks
from qianjin.apps.parks.models import Park

from . import selectors, services

log = logging.getLogger(__name__)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="desk.climb")
def climb_ladder(timestamp: int) -> None:
    """Every five minutes: remind whoever a promise is about to fail."""
    _in_each_park(lambda park: services.climb(park_id=park.pk, at=timezone.now()))


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="desk.recompute")
def recompute_due_times(timestamp: int) -> None:
    """Every ten minutes: follow a changed calendar."""
    _in_each_park(lambda park: services.recompute(park=park, at=timezone.now()))


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="desk.digest")
def leave_digests(timestamp: int) -> None:
    """At 17:40 of each park's own time: a look back for each officer.

    Schedules tick in UTC, parks do not; so the task asks which hour of the park its tick was. The
    tick, not the moment it runs: a worker that was away leaves the digest all the same.
    """
    tick = datetime.fromtimestamp(timestamp, UTC)

    def leave(park: Park) -> None:
        local = tick.astimezone(zoneinfo.ZoneInfo(park.time_zone))
        if (local.hour, local.minute) == (17, 40):
            services.leave_digest(park_id=park.pk, at=timezone.now())

    _in_each_park(leave)


@app.periodic(cron="5 18 * * *")
@app.task(queueing_lock="desk.archive")
def archive_resolved(timestamp: int) -> None:
    """Each night: archive what has been resolved and settled."""

    def archive(park: Park) -> None:
        for request in selectors.to_archive(park.pk, at=timezone.now()):
            try:
                services.archive(request=request, by=Actor.clock(park.pk), at=timezone.now())
            except Exception:
                log.exception("request %s could not be archived", request.number)

    _in_each_park(archive)


@app.periodic(cron="50 18 * * *")
@app.task(queueing_lock="desk.learn")
def learn_triage(timestamp: int) -> None:
    """Each night: learn from how requests were sorted."""
    _in_each_park(lambda park: services.learn_triage(park_id=park.pk, at=timezone.now()))


@app.periodic(cron="35 18 * * *")
@app.task(queueing_lock="desk.follow_up")
def draw_follow_ups(timestamp: int) -> None:
    """Each night: draw last month when it is over, and add who has rated low since."""

    def draw(park: Park) -> None:
        now = timezone.now()
        today = timezone.localdate(now)
        last = today.replace(day=1) - timedelta(days=1)
        services.draw_follow_ups(park=park, month=last, at=now)

    _in_each_park(draw)


@app.periodic(cron="25 19 * * *")
@app.task(queueing_lock="desk.sweep")
def sweep_files(timestamp: int) -> None:
    """Each night: remove files whose act was rolled back."""
    services.sweep_files(older_than=timezone.now() - timedelta(days=1))


def _in_each_park(act: Callable[[Park], object]) -> None:
    """Act for one park after the other; a park that fails waits for the next tick alone."""
    for park in parks.parks():
        try:
            act(park)
        except Exception:
            log.exception("%s failed in park %s", act.__qualname__, park.slug)
