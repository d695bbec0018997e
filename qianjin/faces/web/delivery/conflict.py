"""冲突 Two officers at one plan or step: what each of them wrote, beside each other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.forms import BaseForm

from qianjin.ui.shapes import Change

from . import words


def changes(form: BaseForm, saved: Mapping[str, Any]) -> list[Change]:
    """The fields that differ from what is saved by now, each as it is read."""
    found = []
    for name, theirs in saved.items():
        field = form.fields[name]
        mine, other = (_said(field, value) for value in (form.cleaned_data.get(name), theirs))
        if mine != other:
            found.append(Change(str(field.label), mine, other))
    return found


def _said(field: Any, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return words.iso(value)
    names = {str(key): str(name) for key, name in getattr(field.widget, "choices", ())}
    if isinstance(value, list):
        return "、".join(sorted(names.get(str(one), str(one)) for one in value))
    return names.get(str(value), str(value))


def fresh_version(form: Any, version: int) -> None:
    """Sent once more, the form stands on what is saved by now."""
    form.data = form.data.copy()
    form.data["version"] = str(version)
