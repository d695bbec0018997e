"""For which enterprise somebody speaks: nearly always one; a few people speak for several."""

from __future__ import annotations

from typing import Any

from qianjin.apps.enterprises import selectors as enterprises
from qianjin.faces.gate.requests import ParkRequest

KEPT = "enterprise"
"""Where the session keeps which one was chosen last."""


def enterprises_of(request: ParkRequest) -> list[Any]:
    """The enterprises this person speaks for, with the officer responsible; one query."""
    mine = enterprises.enterprises_visible_to(request.actor)
    return list(mine.select_related("officer", "park").order_by("name_order", "pk"))


def chosen(request: ParkRequest, mine: list[Any]) -> Any | None:
    """The one meant: the only one, the one in ``?of=``, or the one chosen before."""
    if len(mine) < 2:
        return mine[0] if mine else None
    wanted = request.GET.get("of", "") or str(request.session.get(KEPT, ""))
    found = next((e for e in mine if str(e.pk) == wanted), None)
    if found is not None and request.session.get(KEPT) != found.pk:
        request.session[KEPT] = found.pk
    return found
