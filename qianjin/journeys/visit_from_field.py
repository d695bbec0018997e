"""外勤记录 A record from a telephone, with the findings that were to become requests at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.visits import services as visits
from qianjin.apps.visits.choices import RoundState
from qianjin.apps.visits.models import Visit

from .request_from_visit import request_from_visit


@dataclass(frozen=True, slots=True)
class FromField:
    """The record, and the numbers of the requests that have come of it."""

    visit: Visit
    requests: list[str]


@transaction.atomic
def visit_from_field(
    *,
    enterprise: Enterprise,
    sender_key: str,
    raised: Collection[str],
    by: Actor,
    at: datetime,
    **said: Any,
) -> FromField:
    """
    收外勤记录 Record a visit and raise those difficulties whose words stand in ``raised``.

    The first record of a round begins the round. Sent again under the same key, nothing is done
    a second time: the same record and the same numbers come back.

    :raises BadVisit, NotYourRound, StopSettled, RoundCalledOff: as ``visits.record_visit``.
    :raises MayNotRaise, BadRequest: as ``desk.raise_request``; then nothing is recorded either.
    """
    visit = visits.record_visit(enterprise=enterprise, sender_key=sender_key, by=by, at=at, **said)
    if visit.stop is not None and visit.stop.round.state == RoundState.PLANNED:
        visits.begin_round(round=visit.stop.round, by=by, at=at)
    numbers = []
    for finding in visit.findings.select_related("visit__enterprise__park"):
        number = finding.request_number
        if not number and finding.text in raised:
            number = request_from_visit(finding=finding, by=by, at=at).number
        if number:
            numbers.append(number)
    return FromField(visit, numbers)
