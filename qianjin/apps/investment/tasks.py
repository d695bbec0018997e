"""定时工作 What the worker does for projects: sweeping at night."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from . import services


@app.periodic(cron="50 19 * * *")
@app.task(queueing_lock="investment.sweep")
def sweep_project_files(timestamp: int) -> None:
    """Each night: remove files whose act was rolled back."""
    services.sweep_files(older_than=timezone.now() - timedelta(days=1))
    services.sweep_versions(older_than=timezone.now() - timedelta(days=1))
