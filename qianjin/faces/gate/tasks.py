"""What the doorkeeper says by the clock; the worker runs it."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from . import mail


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="gate.mail_notices", lock="gate.mail_notices")
def mail_notices(timestamp: int) -> None:
    """Every ten minutes: mail what nobody has read."""
    mail.send_digests(at=timezone.now())
