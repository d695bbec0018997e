"""定时工作 What the worker does for visits: plans that were asked for, and sweeping at night."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from . import services


@app.task(name=services.plans.JOB)
def work_out(plan_id: int, run: int) -> None:
    """Work one plan out; a plan changed meanwhile has its own later job."""
    services.work_out(plan_id=plan_id, run=run, at=timezone.now())


@app.periodic(cron="35 19 * * *")
@app.task(queueing_lock="visits.sweep")
def sweep_photos(timestamp: int) -> None:
    """Each night: remove photographs whose act was rolled back."""
    services.forget_uploads(older_than=timezone.now() - timedelta(days=30))
    services.sweep_photos(older_than=timezone.now() - timedelta(days=1))
