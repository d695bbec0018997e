"""定时工作 What is tidied by the clock; the worker runs it."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from . import services


@app.periodic(cron="35 18 * * *")
@app.task(queueing_lock="accounts.forget_invitations")
def forget_invitations(timestamp: int) -> None:
    """Each night: forget whom an invitation was for that nobody took up."""
    services.forget_invitations(at=timezone.now())


@app.periodic(cron="40 18 * * *")
@app.task(queueing_lock="accounts.forget_drafts")
def forget_drafts(timestamp: int) -> None:
    """Each night: forget drafts nobody has gone on with."""
    services.forget_drafts(at=timezone.now())
