"""定时工作 What the worker does for the parcel book, at night."""

from __future__ import annotations

import logging
import zoneinfo
from datetime import UTC, datetime, timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from qianjin.apps.parks import selectors as parks

from . import services

log = logging.getLogger(__name__)
HOUR = 2


@app.periodic(cron="25 * * * *")
@app.task(queueing_lock="land.low_use")
def find_low_use(timestamp: int) -> None:
    """At two in the night of each park: land that its rule calls ill used."""
    tick = datetime.fromtimestamp(timestamp, UTC)
    for park in parks.parks():
        if tick.astimezone(zoneinfo.ZoneInfo(park.time_zone)).hour != HOUR:
            continue
        try:
            services.apply_rule(park_id=park.pk, at=timezone.now())
        except Exception:
            log.exception("low-efficiency land was not looked for in park %s", park.slug)


@app.periodic(cron="50 19 * * *")
@app.task(queueing_lock="land.sweep")
def sweep_files(timestamp: int) -> None:
    """Each night: remove files whose act was rolled back."""
    services.sweep_files(older_than=timezone.now() - timedelta(days=1))
