"""走访转诉求 What was found on a visit becomes a request, with its number and its promises."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.desk import services as desk
from qianjin.apps.desk.choices import Source
from qianjin.apps.desk.models import ServiceRequest
from qianjin.apps.visits import services as visits
from qianjin.apps.visits.models import Finding


@transaction.atomic
def request_from_visit(
    *, finding: Finding, by: Actor, at: datetime, kind: str = ""
) -> ServiceRequest:
    """
    走访转诉求 Raise what was found, in the words of the record; both point to each other.

    :raises NotYourVisit, AlreadyRequested: as ``visits.link_request``.
    :raises MayNotRaise, BadRequest: as ``desk.raise_request``.
    """
    visit = finding.visit
    made = desk.raise_request(
        enterprise=visit.enterprise,
        words=finding.text,
        kind=kind or finding.kind,
        source=Source.VISIT,
        by=by,
        at=at,
    )
    visits.link_request(finding=finding, number=made.number, by=by, at=at)
    return made
