"""定时工作 What the worker does here: searches, days of readiness at night, sweeping."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from qianjin.apps.parks.models import Park

from . import services


@app.task(name=services.searching.JOB)
def search(need_id: int, run: int) -> None:
    """Search for one need; a need asked anew meanwhile has its own later job."""
    services.work_out(need_id=need_id, run=run, at=timezone.now())


@app.periodic(cron="5 17 * * *")
@app.task(queueing_lock="clearing.refresh")
def refresh(timestamp: int) -> None:
    """Soon after midnight in the park: every day of readiness anew, then every search."""
    for park in Park.objects.all():
        with timezone.override(park.time_zone):
            services.refresh(park=park, at=timezone.now())
            services.freshen(park=park, at=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="clearing.freshen")
def freshen(timestamp: int) -> None:
    """Every five minutes: searches whose land has changed meanwhile."""
    for park in Park.objects.filter(site_needs__isnull=False).distinct():
        with timezone.override(park.time_zone):
            services.freshen(park=park, at=timezone.now())


@app.periodic(cron="45 19 * * *")
@app.task(queueing_lock="clearing.sweep")
def sweep_files(timestamp: int) -> None:
    """Each night: remove files whose act was rolled back."""
    services.sweep_files(older_than=timezone.now() - timedelta(days=1))
