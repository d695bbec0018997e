"""What forms and refusals have to do with each other."""

from __future__ import annotations

from django import forms

from qianjin.units.refusals import BadInput


def blame(form: forms.Form, refusal: BadInput) -> None:
    """Put what a service refused beside the fields it speaks of, or above them all."""
    for name, problems in refusal.fields.items():
        form.add_error(name if name in form.fields else None, [str(p) for p in problems])
    if not refusal.fields:
        form.add_error(None, str(refusal))
