"""Forms of the papers of a dossier."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qianjin.apps.clearing.choices import PaperKind, PaperState
from qianjin.faces.gate.forms import FilesField, words_field
from qianjin.faces.web.desk.forms import IdField

from .forms import day, line


class PaperForm(forms.Form):
    """Where one paper stands."""

    state = forms.ChoiceField(label=pgettext_lazy("dossier", "State"), choices=PaperState.choices)
    asked_on = day(_("Asked for on"), required=False)
    due_on = day(_("Expected on"), required=False)
    came_on = day(_("Came on"), required=False)
    document = line(_("Document number"), 80, required=False)
    words = words_field(_("Remark"), rows=2, required=False)


class PaperFilesForm(forms.Form):
    """Files of a paper."""

    files = FilesField()  # type: ignore[assignment]


class PaperAddForm(forms.Form):
    """One more paper."""

    name = line(pgettext_lazy("dossier", "What is asked for"), 80)
    kind = forms.ChoiceField(label=pgettext_lazy("dossier", "Kind"), choices=PaperKind.choices)
    unit = IdField(label=_("Who gives it"))

    def __init__(self, *args: Any, units: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].widget.choices = [("", "—"), *((u.pk, u.name) for u in units)]
