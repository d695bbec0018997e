"""定时工作 What the worker does for prospects: doubles and time limits, each night."""

from __future__ import annotations

import logging
from datetime import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.parks import selectors as parks
from qianjin.apps.parks.models import Park
from qianjin.apps.tables import services as tables
from qianjin.units.refusals import Refusal

from . import services
from .models import ContactTable

log = logging.getLogger(__name__)


@app.periodic(cron="20 18 * * *")
@app.task(queueing_lock="prospects.night")
def keep_the_book(timestamp: int) -> None:
    """At night (02:20 in Shanghai): remind, delete what has run out, look for doubles."""
    for park in parks.parks():
        try:
            night(park, timezone.now())
        except Exception:
            log.exception("the night work on prospects failed in park %s", park.slug)


def night(park: Park, at: datetime) -> None:
    """The night work of one park; one contact that fails does not keep the others."""
    clock = Actor.clock(park.pk)
    services.remind_of_expiry(park_id=park.pk, at=at)
    for contact in services.expired(park.pk, at=at):
        try:
            services.anonymise(contact=contact, by=clock, at=at)
        except Refusal:
            log.exception("contact %s was not anonymised", contact.pk)
    tables.forget(park_id=park.pk, at=at, tables=ContactTable)
    services.sweep(park_id=park.pk, at=at)
