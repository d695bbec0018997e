from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from . import services


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="forget_keys", pass_context=False)
def forget_keys(timestamp: int) -> None:
    """Each night: drop idempotency keys nobody can still repeat."""
    services.forget_keys(at=timezone.now())
