"""Reasons as data; their wording, in two languages, belongs to the faces."""

from __future__ import annotations

from ..kernel import Reason

__all__ = ["Reason"]
