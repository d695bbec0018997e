"""What every template may read of the person and the park."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def reader(request: HttpRequest) -> dict[str, Any]:
    """``actor`` and ``park`` inside a park; the languages everywhere."""
    return {
        "actor": getattr(request, "actor", None),
        "park": getattr(request, "park", None),
        "languages": settings.LANGUAGES,
    }
