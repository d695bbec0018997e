"""定时工作 What the clock does for special actions: reminders in the morning, sweeping at night."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from . import services


@app.periodic(cron="30 0 * * *")
@app.task(queueing_lock="drives.remind", lock="drives.remind")
def remind(timestamp: int) -> None:
    """Half past eight in the morning in Hangzhou: remind of what is nearly due."""
    services.remind(at=timezone.now())


@app.periodic(cron="40 19 * * *")
@app.task(queueing_lock="drives.sweep")
def sweep_files(timestamp: int) -> None:
    """Each night: remove files whose act was rolled back."""
    services.sweep_files(older_than=timezone.now() - timedelta(days=1))
