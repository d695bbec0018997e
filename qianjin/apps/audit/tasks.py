from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from . import services


@app.periodic(cron="17 19 * * *")
@app.task(queueing_lock="audit.forget_keys")
def forget_keys(timestamp: int) -> None:
    """Each night (03:17 in China): drop idempotency keys nobody can still repeat."""
    services.forget_keys(at=timezone.now())
