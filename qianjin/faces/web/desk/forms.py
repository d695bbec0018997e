"""Forms of the desk's lists: what a list is narrowed to, and what is done with ticked rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qianjin.apps.desk.choices import Level, RequestKind, RequestStatus
from qianjin.apps.desk.selectors import Filters, Furniture
from qianjin.apps.parks.choices import UnitKind

Choices = list[tuple[Any, Any]]
MOST_WORDS = 80
LARGEST_ID = 2**31


class DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class IdField(forms.IntegerField):
    """A number of something; the list decides whether it is there, so no choice is checked."""

    widget = forms.Select

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, min_value=1, max_value=LARGEST_ID, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class FilterForm(forms.Form):
    """筛选 What the list is narrowed to; anything that cannot be read narrows nothing."""

    words = forms.CharField(max_length=MOST_WORDS, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Type"), required=False)
    level = forms.ChoiceField(label=gettext_lazy("Level"), required=False)
    status = forms.ChoiceField(label=pgettext_lazy("request", "Status"), required=False)
    unit = IdField(label=gettext_lazy("Lead unit"))
    officer = IdField(label=gettext_lazy("Officer"))
    firm = forms.CharField(
        label=gettext_lazy("Enterprise"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("part of its name")}),
    )
    enterprise = IdField(widget=forms.HiddenInput)
    since = forms.DateField(label=gettext_lazy("Raised from"), required=False, widget=DateInput())
    until = forms.DateField(label=gettext_lazy("Raised until"), required=False, widget=DateInput())
    sort = forms.ChoiceField(
        label=gettext_lazy("Order"),
        required=False,
        choices=[
            ("", gettext_lazy("What breaks first")),
            ("newest", gettext_lazy("Newest first")),
        ],
    )

    def __init__(self, data: Mapping[str, Any], *, furniture: Furniture | None = None) -> None:
        super().__init__(data)
        for name, known in (("kind", RequestKind), ("level", Level), ("status", RequestStatus)):
            _choose(self, name, partial(_coded, self.fields[name].label, known))
        if furniture is not None:
            unit, officer = self.fields["unit"].label, self.fields["officer"].label
            _choose(self, "unit", lambda: [("", unit), *unit_choices(furniture)])
            _choose(self, "officer", lambda: [("", officer), *furniture.officers])

    def filters(self, tab: str) -> Filters:
        """The readable filters, as the selectors take them; enterprises by name come later."""
        self.is_valid()
        given = self.cleaned_data
        texts = ("words", "kind", "level", "status", "sort")
        found: dict[str, Any] = {name: given.get(name) or "" for name in texts}
        for name in ("unit", "officer", "enterprise", "since", "until"):
            found[name] = given.get(name)
        return Filters(tab=tab, **found)

    def said(self) -> list[str]:
        """The filters that narrow, as words."""
        return [
            f"{field.label or ''} {self._shown(field)}".strip()
            for field in self
            if self.cleaned_data.get(field.name)
        ]

    def _shown(self, field: forms.BoundField) -> str:
        value = str(self.cleaned_data[field.name])
        choices = getattr(field.field.widget, "choices", ())
        flat = [
            pair
            for key, label in choices
            for pair in (label if isinstance(label, list) else [(key, label)])
        ]
        return next((str(label) for key, label in flat if str(key) == value), value)


class BulkForm(forms.Form):
    """批量交办 What is to become of the ticked requests; what is left empty stays as it is."""

    unit = IdField(label=gettext_lazy("Lead unit"))
    officer = IdField(label=gettext_lazy("Officer"))
    kind = forms.ChoiceField(label=gettext_lazy("Type"), required=False)
    level = forms.ChoiceField(label=gettext_lazy("Level"), required=False)

    def __init__(self, data: Any = None, *, furniture: Furniture | None = None) -> None:
        super().__init__(data, auto_id="bulk_%s")
        same = _("as it is")
        _choose(self, "kind", partial(_coded, same, RequestKind))
        _choose(self, "level", partial(_coded, same, Level))
        if furniture is not None:
            _choose(self, "unit", lambda: [("", same), *unit_choices(furniture)])
            _choose(self, "officer", lambda: [("", same), *furniture.officers])
        for field in self.fields.values():
            field.widget.attrs["form"] = "bulk"

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not any(given.get(name) for name in self.fields):
            raise forms.ValidationError(_("Choose a unit, an officer, a type or a level first."))
        return given


class ViewForm(forms.Form):
    """常用视图 The name under which the present filters are kept."""

    name = forms.CharField(label=pgettext_lazy("saved view", "Name of the view"), max_length=40)


def unit_choices(furniture: Furniture) -> Choices:
    """Units by their kind: sections first, then bureaux, towns and villages."""
    return [
        (UnitKind(kind).label, [(key, name) for _kind, key, name in group])
        for kind, group in groupby(furniture.units, key=lambda unit: unit[0])
    ]


def _coded(first: Any, known: type[TextChoices]) -> Choices:
    return [("", first), *known.choices]


def _choose(form: forms.Form, name: str, choices: Callable[[], Choices]) -> None:
    """The choices are made up when they are looked at: a bar of filters is seldom drawn anew."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
    else:
        field.widget.choices = choices
