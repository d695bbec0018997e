"""定时工作 What the worker does here: rounds of planning, a fresh one each day, sweeping."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from qianjin.apps.parks.models import Park

from . import services
from .services import rounds


@app.task(name=rounds.JOB)
def work_out(park_id: int, run: int) -> None:
    """All plans of a park together; a round asked anew meanwhile has its own later job."""
    with timezone.override(Park.objects.get(pk=park_id).time_zone):
        rounds.work_out(park_id=park_id, run=run, at=timezone.now())


@app.periodic(cron="25 17 * * *")
@app.task(queueing_lock="delivery.freshen")
def freshen(timestamp: int) -> None:
    """Soon after midnight in the park: what has not begun moves on with the day."""
    for park in Park.objects.filter(delivery_plans__isnull=False).distinct():
        with timezone.override(park.time_zone):
            rounds.freshen(park=park, at=timezone.now())


@app.periodic(cron="20 0 * * *")
@app.task(queueing_lock="delivery.remind")
def remind(timestamp: int) -> None:
    """In the morning of each working day: letters and steps climb the ladder of reminders."""
    for park in Park.objects.filter(delivery_plans__isnull=False).distinct():
        with timezone.override(park.time_zone):
            services.remind(park=park, at=timezone.now())


@app.periodic(cron="50 19 * * *")
@app.task(queueing_lock="delivery.sweep")
def sweep_files(timestamp: int) -> None:
    """Each night: remove files whose act was rolled back."""
    services.sweep_files(older_than=timezone.now() - timedelta(days=1))
