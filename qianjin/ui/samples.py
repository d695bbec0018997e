"""What the gallery shows, read from ``samples.yaml`` in the language of the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from qianjin.ui import shapes
from qianjin.ui.drawing.gauge import small


@cache
def _source() -> dict[str, Any]:
    import yaml

    text = resources.files("qianjin.ui").joinpath("samples.yaml").read_text("utf-8")
    return dict(yaml.safe_load(text))


def either(chinese: str, english: str) -> str:
    """The text in the language of the page."""
    return english if (get_language() or "").startswith("en") else chinese


def _spoken(value: Any) -> Any:
    """The value with every pair of texts replaced by the one of the page's language."""
    if value == "long":
        return _spoken(_source()["long"])
    if isinstance(value, dict):
        return {key: _spoken(inner) for key, inner in value.items()}
    if isinstance(value, list):
        if len(value) == 2 and all(isinstance(part, str) for part in value):
            return either(*value)
        return [_spoken(inner) for inner in value]
    return value


def sample(name: str) -> Any:
    """The sample of that name, as plain lists and dicts."""
    return _spoken(_source()[name])


def _made(name: str, shape: Callable[..., Any]) -> list[Any]:
    return [shape(**row) for row in sample(name)]


def frame(active: str = "service", *, portal: bool = False) -> shapes.Frame:
    """The frame around the gallery and its pages."""

    def places(name: str) -> list[shapes.NavItem]:
        return [
            shapes.NavItem(url=f"#{row['icon']}", active=row["icon"] == active, **row)
            for row in sample(name)
        ]

    home = reverse("ui:gallery")
    if portal:
        items = tuple(places("portal"))
        return shapes.Frame(
            home_url=home, items=items, tabs=items, demo=True, **sample("portal_frame")
        )
    return shapes.Frame(
        home_url=home,
        items=tuple(places("menu")),
        tabs=tuple(places("tabs")),
        account_items=tuple(_made("account", shapes.NavItem)),
        search_url=reverse("ui:found"),
        notices_url="#notices",
        notices_count=3,
        notices_tone="breached",
        demo=True,
        **sample("staff_frame"),
    )


def stages() -> dict[str, list[shapes.Stage]]:
    """The three promises of a request, case by case."""
    return {case: [shapes.Stage(**row) for row in rows] for case, rows in sample("stages").items()}


def queue() -> list[dict[str, Any]]:
    """要我办 What the person signed in has to do, first what would break a promise."""
    cases = stages()
    return [{**row, "stages": cases[row["case"]]} for row in sample("queue")]


def thread() -> list[shapes.ThreadItem]:
    """经过 The thread of one request."""
    rows = sample("thread")
    rows[0]["attachments"] = files()
    return [shapes.ThreadItem(**{**row, "at": _hours_ago(row.get("at"))}) for row in rows]


def _hours_ago(hours: float | None) -> datetime | None:
    return None if hours is None else timezone.now() - timedelta(hours=hours)


def files() -> list[shapes.Attachment]:
    """Two photographs and a file."""
    picture = static("ui/mark.svg")
    return [
        shapes.Attachment(row["name"], row["url"], row["size"], picture if "photo" in row else "")
        for row in sample("files")
    ]


def day_items() -> list[shapes.DayItem]:
    """今天 The line of today."""

    def hour(text: str | None) -> datetime | None:
        if text is None:
            return None
        hours, minutes = text.split(":")
        return timezone.localtime().replace(hour=int(hours), minute=int(minutes), second=0)

    return [
        shapes.DayItem(**{**row, "start": hour(row["start"]), "end": hour(row["end"])})
        for row in sample("day_items")
    ]


def notices() -> list[shapes.NoticeItem]:
    """Messages."""
    return [shapes.NoticeItem(**{**row, "at": _hours_ago(row["at"])}) for row in sample("notices")]


def month_items() -> list[shapes.Bar]:
    """Requests by month."""
    counts = (31, 44, 38, 52, 61, 47, 55, 70, 66, 58, 73, 64)
    return [
        shapes.Bar(either(f"{n}月", f"{n}/26"), count, "active" if n < 12 else "at_risk")
        for n, count in enumerate(counts, 1)
    ]


def table_rows() -> list[shapes.TableRow]:
    """Rows of a list of requests, from the queue."""
    return [
        shapes.TableRow(
            cells=(
                shapes.Cell(entry["title"], f"#request-{number}"),
                shapes.Cell(entry["sub"].split(" · ")[0]),
                shapes.Cell(entry["due"], tone=entry["tone"] or "closed"),
                shapes.Cell(html=small(entry["stages"])),
                f"{number * 12_500:,}",
                f"2026-1123-00{number}",
            ),
            tone=entry["tone"] if entry["tone"] in {"breached", "at_risk"} else "",
            key=str(number),
        )
        for number, entry in enumerate(queue(), 1)
    ]


def everything() -> dict[str, Any]:
    """All samples by the names the gallery's templates use."""
    return {
        "long_text": sample("long"),
        "stage_cases": stages(),
        "queue": queue(),
        "waiting": sample("waiting"),
        "thread": thread(),
        "steps": _made("steps", shapes.Step),
        "day_items": day_items(),
        "breaks": [("12:00", "13:30", either("午休", "Lunch"))],
        "bar_items": _made("bar_items", shapes.Bar),
        "month_items": month_items(),
        "light_items": _made("light_items", shapes.Bar),
        "stats": _made("stats", shapes.StatItem),
        "facts": _made("facts", shapes.Fact),
        "reasons": _made("reasons", shapes.Reason),
        "notices": notices(),
        "files": files(),
        "changes": _made("changes", shapes.Change),
        "columns": _made("columns", shapes.Column),
        "table_rows": table_rows(),
        "views": _made("views", shapes.NavItem),
        "menu_items": _made("account", shapes.NavItem),
    }
