"""The icon set of ``icons.svg``, written into pages as small inline drawings."""

from __future__ import annotations

import re
from importlib import resources

_SYMBOL = re.compile(r'<symbol id="(\w+)">(.*?)</symbol>', re.DOTALL)

ICONS: dict[str, str] = dict(
    _SYMBOL.findall(resources.files("qianjin.ui").joinpath("icons.svg").read_text("utf-8"))
)
"""Name -> inside of an ``<svg>`` whose stroke is the colour of the text around it."""

_HEAD = '<svg class="icon" width="{size}" height="{size}" viewBox="0 0 24 24" aria-hidden="true">'
_READY = {name: _HEAD.format(size=18) + inside + "</svg>" for name, inside in ICONS.items()}


def markup(name: str, size: int = 18, label: str = "") -> str:
    """
    The icon as SVG text, silent to a screen reader unless ``label`` (escaped by the caller) names
    it.

    :raises ValueError: there is no icon of that name.
    """
    if name not in ICONS:
        raise ValueError(f"unknown icon {name!r}: the gallery shows the names")
    if size == 18 and not label:
        return _READY[name]
    drawing = _HEAD.format(size=int(size)) + ICONS[name] + "</svg>"
    return (
        drawing.replace('aria-hidden="true"', f'role="img" aria-label="{label}"')
        if label
        else drawing
    )
