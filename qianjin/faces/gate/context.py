"""What every template may read of the person and the park."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def reader(request: HttpRequest) -> dict[str, Any]:
    """``actor`` and ``park`` inside a park; the languages everywhere.

    ``person_key`` is what drafts in the browser hang on, so that two people at one machine do
    not read each other's.
    """
    user = getattr(request, "user", None)
    return {
        "person_key": str(user.pk) if user is not None and user.is_authenticated else "",
        "actor": getattr(request, "actor", None),
        "park": getattr(request, "park", None),
        "languages": settings.LANGUAGES,
    }
