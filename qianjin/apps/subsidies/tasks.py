"""定时工作 What the worker does for schemes: reminders in the morning, sweeping at night."""

from __future__ import annotations

import logging
import zoneinfo
from datetime import UTC, datetime, timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from qianjin.apps.parks import selectors as parks
from qianjin.apps.tables import services as tables

from . import services
from .models import SchemeTable

log = logging.getLogger(__name__)
HOUR = 9


@app.periodic(cron="5 * * * *")
@app.task(queueing_lock="subsidies.remind")
def remind_of_claims(timestamp: int) -> None:
    """At nine of each park's own time: claims whose window closes, bureaux that are silent."""
    tick = datetime.fromtimestamp(timestamp, UTC)
    for park in parks.parks():
        if tick.astimezone(zoneinfo.ZoneInfo(park.time_zone)).hour != HOUR:
            continue
        try:
            services.remind(park_id=park.pk, at=timezone.now())
        except Exception:
            log.exception("reminders of claims failed in park %s", park.slug)


@app.periodic(cron="45 19 * * *")
@app.task(queueing_lock="subsidies.sweep")
def sweep_documents(timestamp: int) -> None:
    """Each night: remove documents whose act was rolled back, and empty tables of a month ago."""
    now = timezone.now()
    services.sweep_documents(older_than=now - timedelta(days=1))
    for park in parks.parks():
        tables.forget(park_id=park.pk, at=now, tables=SchemeTable)
