"""What the drawings share: reading a shape or a dict, escaping, numbers as SVG writes them."""

from __future__ import annotations

from html import escape
from typing import Any

__all__ = ["clamp", "number", "read", "text"]


def read(item: Any, name: str, default: Any = "") -> Any:
    """A field of a shape or a key of a dict."""
    if isinstance(item, dict):
        return item.get(name, default)
    return getattr(item, name, default)


def text(value: object) -> str:
    """The value as escaped text; nothing for None."""
    return "" if value is None else escape(str(value))


def number(value: float) -> str:
    """At most one decimal, no trailing zero: drawings stay short."""
    rounded = round(value, 1)
    return str(int(rounded)) if rounded == int(rounded) else str(rounded)


def clamp(value: float, low: float, high: float) -> float:
    """The value, held within the bounds."""
    return low if value < low else high if value > high else value
