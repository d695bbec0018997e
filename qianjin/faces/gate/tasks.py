"""What the doorkeeper says and tidies by the clock; the worker runs it."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from . import mail
from .sessions import SessionStore


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="gate.mail_notices", lock="gate.mail_notices")
def mail_notices(timestamp: int) -> None:
    """Every ten minutes: mail what nobody has read."""
    mail.send_digests(at=timezone.now())


@app.periodic(cron="30 18 * * *")
@app.task(queueing_lock="gate.forget_sessions")
def forget_sessions(timestamp: int) -> None:
    """Each night: drop sessions that have ended, which nobody can come back with."""
    SessionStore.clear_expired()
