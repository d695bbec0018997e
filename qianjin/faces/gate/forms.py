"""What forms of both sides have in common: words, files, and what was refused of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qianjin.units.refusals import BadInput

LONGEST = 5000
"""Characters of one entry; the service says so too."""


class Files(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files as a list; what each of them is, the service decides."""

    widget = Files

    def __init__(self) -> None:
        super().__init__(label=_("Photographs and files"), required=False, allow_empty_file=True)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Check each file by itself."""
        found = data if isinstance(data, list | tuple) else [data] if data else []
        clean = super().clean
        return [clean(one, None) for one in found]


def words_field(
    label: Any, *, rows: int = 4, required: bool = True, hint: Any = "", help_text: Any = ""
) -> forms.CharField:
    """A text as long as an entry may be."""
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows, "placeholder": hint}),
        error_messages={"required": _("Please write something.")},
    )


def storable(text: str) -> str:
    """Text without what the database cannot keep: NUL, and halves of characters."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def blame(form: forms.Form, refusal: BadInput) -> None:
    """Put what a service refused beside the fields it speaks of, or above them all."""
    for name, problems in refusal.fields.items():
        form.add_error(name if name in form.fields else None, [str(p) for p in problems])
    if not refusal.fields:
        form.add_error(None, str(refusal))
