"""资料 What the office of the story knows and how it says it, kept through the services."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import yaml

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.desk.models import ServiceRequest
from qianjin.apps.library import services
from qianjin.apps.parks.models import Park, Unit

from .directory import DATA


@lru_cache(maxsize=1)
def texts() -> dict[str, Any]:
    """The invented articles and canned replies."""
    found: dict[str, Any] = yaml.safe_load((DATA / "library.yaml").read_text("utf-8"))
    return found


def fill(park: Park, people: dict[str, Actor], *, at: datetime) -> None:
    """Articles of different ages, some due for a check, one still a draft; canned replies."""
    units = {unit.code: unit for unit in Unit.objects.filter(park=park)}
    for row in texts()["articles"]:
        solved = ServiceRequest.objects.filter(
            park=park, kind=row["kind"], resolved_at__isnull=False
        )
        number = solved.order_by("id").values_list("number", flat=True).first()
        services.write_article(
            park=park,
            title=row["title"],
            body=row["body"],
            kinds=[row["kind"]],
            unit=units.get(row.get("unit", "")),
            audience=row.get("audience", "enterprises"),
            state=row.get("state", "published"),
            source_number=number or "",
            by=people[row.get("by", "linyue")],
            at=at - timedelta(days=row["days"]),
        )
    for row in texts()["canned"]:
        services.write_canned(
            park=park,
            name=row["name"],
            text=row["text"],
            unit=units.get(row.get("unit", "")),
            by=people["linyue"],
            at=at - timedelta(days=90),
        )
