"""写答复时 Beside a form that speaks to an enterprise: canned replies and articles to take over."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from qianjin.apps.desk import selectors
from qianjin.apps.desk.choices import Act
from qianjin.apps.library import selectors as library
from qianjin.faces.gate import endpoint
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import page
from qianjin.ui import wording

SPEAKING = frozenset(
    {Act.REPLY, Act.PLAN, Act.ASK_MATERIAL, Act.RESOLVE, Act.LONG_CASE, Act.INTERIM}
)
"""Acts that say something to the enterprise in the officer's own words."""


@endpoint("request.see", thing="request")
def helping(request: ParkRequest, number: str) -> HttpResponse:
    """Words to begin with, their open places filled from this request."""
    row = selectors.get_request_for(request.actor, number)
    kinds = (row.kind,) if row.kind else ()
    values = _values(row)
    context = {
        "r": row,
        "canned": [
            {"name": one.name, "text": library.filled(one.text, values)}
            for one in library.canned_of(request.actor)
        ],
        "articles": library.articles_like(request.actor, f"{row.title} {row.body}", kinds=kinds),
    }
    part = "#helping" if request.headers.get("HX-Request") else ""
    return page(request, "web/desk/request_helping.html" + part, context)


def _values(row: Any) -> dict[str, str]:
    """What stands in place of {enterprise} and the others."""
    due = row.next_due_at
    # A time that has passed is no promise to repeat.
    is_ahead = due is not None and due > timezone.now()
    return {
        "enterprise": row.enterprise.name,
        "contact": row.contact.name if row.contact else "",
        "number": row.number,
        "due": wording.moment(timezone.localtime(due)) if is_ahead else "",
    }
