"""Forms of special actions: what is asked of whom, and what one enterprise answered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qianjin.apps.drives.choices import TargetState
from qianjin.apps.drives.selectors import ResourceRow
from qianjin.apps.enterprises.choices import Sector, Tier
from qianjin.faces.gate.forms import words_field
from qianjin.faces.web.desk.forms import DateInput

_LINE = re.compile(r"^(.+?)[\s:：,，]+(\d{1,6})$")


class DriveForm(forms.Form):
    """What is asked, of which enterprises, until when, and what there is to allot."""

    name = forms.CharField(label=pgettext_lazy("drive", "Name"), max_length=80)
    words = words_field(gettext_lazy("Question or task"), rows=6)
    due_on = forms.DateField(label=gettext_lazy("To be done by"), widget=DateInput)
    tier = forms.ChoiceField(
        label=gettext_lazy("Tier"),
        required=False,
        choices=[("", pgettext_lazy("choice", "All")), *Tier.choices],
    )
    sector = forms.ChoiceField(
        label=gettext_lazy("Sector"),
        required=False,
        choices=[("", pgettext_lazy("choice", "All")), *Sector.choices],
    )
    resources = forms.CharField(
        label=gettext_lazy("Shared resources"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "One a line with its capacity, for instance: permits of the first batch 20"
        ),
    )

    def clean_resources(self) -> dict[str, int]:
        """Each line a name and a number."""
        found: dict[str, int] = {}
        for line in filter(None, map(str.strip, self.cleaned_data["resources"].splitlines())):
            match = _LINE.match(line)
            if match is None or match[1] in found:
                sentence = _("Write a name and a number, each name once: %(line)s")
                raise forms.ValidationError(sentence % {"line": line[:40]})
            found[match[1]] = int(match[2])
        return found


class TargetForm(forms.Form):
    """Where one enterprise stands, what it answered, what it is given."""

    state = forms.ChoiceField(label=pgettext_lazy("drive", "State"), choices=TargetState.choices)
    answer = words_field(gettext_lazy("Answer"), rows=5, required=False)

    def __init__(self, *args: Any, resources: Sequence[ResourceRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for resource in resources:
            self.fields[f"given_{resource.pk}"] = forms.IntegerField(
                label=resource.name,
                required=False,
                min_value=0,
                max_value=resource.capacity,
                help_text=_("%(left)s of %(capacity)s are left")
                % {"left": resource.left, "capacity": resource.capacity},
            )

    def given(self) -> dict[int, int]:
        """Resource -> amount; an empty field takes it back."""
        return {
            int(name.removeprefix("given_")): value or 0
            for name, value in self.cleaned_data.items()
            if name.startswith("given_")
        }
