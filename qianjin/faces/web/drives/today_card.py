"""今日专项行动 The special actions in which an officer has enterprises left, on the page Today."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import ngettext

from qianjin.apps.drives import selectors
from qianjin.faces.gate import to
from qianjin.faces.gate.requests import ParkRequest

from .words import query_of


def drives_today(request: ParkRequest, now: datetime) -> list[dict[str, Any]]:
    """One line for each, the nearest day first; it leads to one's own enterprises in it."""
    mine = selectors.Narrowed(officer=request.actor.person_id)
    return [
        {
            "row": row,
            "url": f"{to(request, 'web:drive', row.drive_id)}?{query_of(mine)}",
            "left": ngettext(
                "%(count)d enterprise to see to", "%(count)d enterprises to see to", row.left
            )
            % {"count": row.left},
        }
        for row in selectors.today_of(request.actor, at=now)
    ]
