"""合并后的旧址 Old addresses of entries of the book that were merged into another."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from qianjin.apps.prospects.refusals import MergedAway
from qianjin.apps.prospects.selectors import MovedTo
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go

View = Callable[..., HttpResponse]
PAGES = {"contact": "web:prospect", "organisation": "web:prospect_firm"}


def follows_merges(view: View) -> View:
    """Lead who reads an entry that was merged away to the one that stands for it now.

    :raises MergedAway: something was sent to the old address; nothing is guessed then.
    """

    @wraps(view)
    def following(request: ParkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except MovedTo as moved:
            if request.method == "POST":
                raise MergedAway(name=moved.row.name) from moved
            messages.info(request, _("The entry you asked for was merged into this one."))
            return go(request, PAGES[moved.kind], moved.row.pk)

    return following
