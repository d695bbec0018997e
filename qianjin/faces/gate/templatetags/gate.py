from __future__ import annotations

import uuid
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from qianjin.faces import gate

register = template.Library()


@register.simple_tag(takes_context=True)
def to(context: dict[str, Any], name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a page inside the park of this request."""
    return gate.to(context["request"], name, *args, **kwargs)


@register.simple_tag
def once() -> SafeString:
    """A hidden field that makes a form's POST safe to repeat."""
    return format_html('<input type="hidden" name="once" value="{}">', uuid.uuid4().hex)
