"""What stands around a page that the doorkeeper answers with itself.

A refusal inside a park is shown in the frame of the face it belongs to, so that the person can go
on from there. The faces stand above the doorkeeper, so they hand their frames down to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest

Frame = Callable[[HttpRequest], Any]

NOTHING: Mapping[str, Any] = {"skeleton": "ui/plain.html"}
_frames: dict[bool, tuple[str, Frame]] = {}


def register(skeleton: str, frame: Frame, *, is_enterprise: bool) -> None:
    """Say which template and which frame surround a notice on one side of the counter."""
    _frames[is_enterprise] = (skeleton, frame)


def around(request: HttpRequest) -> Mapping[str, Any]:
    """``skeleton`` and ``frame`` for this request; a plain card where there is no park."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.is_enterprise not in _frames:
        return NOTHING
    skeleton, frame = _frames[actor.is_enterprise]
    try:
        return {"skeleton": skeleton, "frame": frame(request)}
    except DatabaseError:
        # The act that was refused may have spoilt its transaction; the card needs no query.
        return NOTHING
