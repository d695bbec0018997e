"""知识条目 What the office has published for enterprises."""

from __future__ import annotations

from django.http import HttpResponse

from qianjin.apps.library import selectors
from qianjin.faces.gate import endpoint
from qianjin.faces.gate.requests import ParkRequest

from ..frame import page


@endpoint("article.see", thing="public_article", side="enterprise")
def article(request: ParkRequest, pk: int) -> HttpResponse:
    """One article, and when it was last checked."""
    return page(request, "portal/article.html", {"a": selectors.article_for(request.actor, pk)})
