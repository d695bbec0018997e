"""The same seed and the same day tell the same story."""

from __future__ import annotations

from typing import Any

import pytest

from qianjin.apps.desk.models import Entry, Promise, ServiceRequest
from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.parks.models import Park
from tests.factories.story import telling


def digest(park: Park) -> list[Any]:
    """All that was said and promised, without the numbers a database gives."""
    requests = ServiceRequest.objects.filter(park=park).order_by("number")
    return [
        list(
            requests.values_list(
                "number",
                "title",
                "enterprise__name",
                "status",
                "unit__code",
                "officer__username",
                "next_due_at",
                "score",
                "round",
                "version",
            )
        ),
        list(
            Entry.objects.filter(request__in=requests)
            .order_by("request__number", "version")
            .values_list("request__number", "at", "kind", "by_name", "text")
        ),
        list(
            Promise.objects.filter(request__in=requests)
            .order_by("request__number", "round", "position")
            .values_list("request__number", "stage", "due_at", "met_at")
        ),
        list(Enterprise.objects.filter(park=park).order_by("name").values_list("name", "tier")),
    ]


@pytest.mark.slow
def test_the_same_seed_tells_the_same_story(tmp_path) -> None:
    def tell(seed: int) -> list[Any]:
        with telling(tmp_path, requests=8, recent=6, seed=seed) as park:
            return digest(park)

    first, again, other = tell(135), tell(135), tell(7)

    assert first == again
    assert first != other
