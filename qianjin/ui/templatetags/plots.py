"""Drawings of land, for the few pages that have one: ``{% load plots %}``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from qianjin.ui.drawing import plot as plot_drawing

register = template.Library()


@register.simple_tag
def plot(
    areas: Sequence[Any], label: Any, corners: Sequence[Any] = (), frame: Sequence[Any] = ()
) -> SafeString:
    """Boundaries on a plane, with the names of corners; their table belongs beside it."""
    return mark_safe(plot_drawing.plot(areas or (), str(label), corners or (), frame or ()))
