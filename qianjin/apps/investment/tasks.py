"""定时工作 What the worker does for projects: sweeping at night."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from qianjin.apps.parks import selectors as parks
from qianjin.apps.tables import services as tables

from . import services
from .models import ProjectTable


@app.periodic(cron="50 19 * * *")
@app.task(queueing_lock="investment.sweep")
def sweep_project_files(timestamp: int) -> None:
    """Each night: remove files whose act was rolled back, and empty tables of a month ago."""
    now = timezone.now()
    services.sweep_files(older_than=now - timedelta(days=1))
    services.sweep_versions(older_than=now - timedelta(days=1))
    for park in parks.parks():
        tables.forget(park_id=park.pk, at=now, tables=ProjectTable)
