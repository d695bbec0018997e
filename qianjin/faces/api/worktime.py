"""办理时限 Due times by the park's calendar."""

from __future__ import annotations

from typing import Any

from ninja import Query, Router

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.parks import selectors
from qianjin.faces.gate.requests import ParkRequest

from .machine import reads
from .shapes import READING, DueIn, DueOut

router = Router(tags=["working time"])


@reads(
    router,
    "/worktime/due",
    Capability.CALENDAR_SEE,
    response={200: DueOut, **READING},
    summary="When a time limit ends",
)
def get_due(request: ParkRequest, given: Query[DueIn]) -> Any:
    """
    `wh` working hours, `wd` working days, `d` calendar days, `mo` months; the start day does not
    count (Civil Code 201), a last day of rest rolls on (203), a pause gives its minutes back.
    """
    found = selectors.due_time(request.park, **given.dict())
    return {
        "due": found.due,
        "is_provisional": found.is_provisional,
        "reasons": [
            {
                "code": reason.code,
                "first": reason.first,
                "last": reason.last,
                "name": reason.name,
                "amount": reason.amount,
            }
            for reason in found.reasons
        ],
    }
