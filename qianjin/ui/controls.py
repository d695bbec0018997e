"""控件 The plain controls of forms, written as HTML without a template.

A list's filters hold some hundred options. Django draws each by two templates, which cost more
than all the rest of the page; here one is a line of text. What is not named in ``DRAWN`` is drawn
by Django's templates as before, and a test compares the two.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

Widget = Mapping[str, Any]


class Controls(DjangoTemplates):
    """The form renderer of every page (``FORM_RENDERER``)."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> SafeString:
        draw = DRAWN.get(template_name)
        if draw is None:
            return mark_safe(super().render(template_name, context, request))
        # Every value in it has been escaped by ``_text``.
        return mark_safe(draw(context["widget"]))


def _text(value: object) -> str:
    """Escaped, unless it is marked as safe already."""
    written = value if isinstance(value, str) else str(value)
    return written if isinstance(written, SafeString) else escape(written)


def _attributes(widget: Widget) -> str:
    return "".join(
        f" {_text(name)}" if value is True else f' {_text(name)}="{_text(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _input(widget: Widget) -> str:
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    kind, name = _text(widget["type"]), _text(widget["name"])
    return f'<input type="{kind}" name="{name}"{value}{_attributes(widget)}>'


def _textarea(widget: Widget) -> str:
    value = _text(widget["value"]) if widget["value"] else ""
    name = _text(widget["name"])
    return f'<textarea name="{name}"{_attributes(widget)}>\n{value}</textarea>'


def _select(widget: Widget) -> str:
    parts = [f'<select name="{_text(widget["name"])}"{_attributes(widget)}>']
    for group, options, _index in widget["optgroups"]:
        drawn = (
            f'<option value="{_text(option["value"])}"{_attributes(option)}>'
            f"{_text(option['label'])}</option>"
            for option in options
        )
        if group:
            parts += [f'<optgroup label="{_text(group)}">', *drawn, "</optgroup>"]
        else:
            parts += drawn
    return "".join((*parts, "</select>"))


_INPUTS = [
    *("checkbox", "color", "date", "datetime", "email", "hidden", "input", "number"),
    *("password", "search", "tel", "text", "time", "url"),
]
DRAWN: dict[str, Callable[[Widget], str]] = {
    **{f"django/forms/widgets/{name}.html": _input for name in _INPUTS},
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
}
