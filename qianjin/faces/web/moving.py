"""合并后的旧址 Old addresses of entries that were merged into another."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go

View = Callable[..., HttpResponse]


def follows(
    moved: type[Exception],
    leads: Callable[[Any], tuple[str, Any]],
    away: Callable[..., Exception],
) -> Callable[[View], View]:
    """
    A decorator that leads who reads an entry merged away to the one that stands for it now.

    ``moved``: what the selectors raise; ``leads``: its page and the row it leads to; ``away``: the
    refusal for what was sent to the old address, where nothing is guessed.
    """

    def follows_merges(view: View) -> View:
        @wraps(view)
        def following(request: ParkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except moved as elsewhere:
                page, row = leads(elsewhere)
                if request.method == "POST":
                    raise away(name=row.name) from elsewhere
                messages.info(request, _("The entry you asked for was merged into this one."))
                return go(request, page, row.pk)

        return following

    return follows_merges
