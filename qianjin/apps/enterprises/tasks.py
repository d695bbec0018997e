"""定时工作 What is tidied by the clock; the worker runs it."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from . import services


@app.periodic(cron="45 18 * * *")
@app.task(queueing_lock="enterprises.forget_previews")
def forget_previews(timestamp: int) -> None:
    """Each night: forget tables that were sent and neither taken over nor given up."""
    services.forget_previews(at=timezone.now())
