"""定时工作 What the channels do by the clock; the worker runs it."""

from __future__ import annotations

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from qianjin.apps.parks import selectors as parks

from . import services

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="channels.follow", lock="channels.follow")
def follow_desk(timestamp: int) -> None:
    """Every minute: follow what has happened at each desk."""
    for park in parks.parks():
        try:
            services.follow_desk(park_id=park.pk, at=timezone.now())
        except Exception:
            log.exception("the desk of park %s could not be followed", park.slug)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="channels.send", lock="channels.send")
def send_due(timestamp: int) -> None:
    """Every minute: send what may leave."""
    services.send_due(at=timezone.now())


@app.periodic(cron="50 18 * * *")
@app.task(queueing_lock="channels.forget")
def forget_deliveries(timestamp: int) -> None:
    """Each night: forget what was sent long ago."""
    services.forget_deliveries(at=timezone.now())


@app.periodic(cron="*/2 * * * *")
@app.task(queueing_lock="channels.mail", lock="channels.mail")
def read_mail(timestamp: int) -> None:
    """Every two minutes: look into each park's mailbox."""
    for park in parks.parks():
        try:
            services.look_into(park_id=park.pk, at=timezone.now())
        except Exception:
            log.exception("the mailbox of park %s could not be read", park.slug)
