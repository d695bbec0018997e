"""补数据 The form of what is missing to judge an enterprise, the same on both sides."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from qianjin.apps.enterprises.checks import FIGURE_FIELDS
from qianjin.apps.enterprises.labels import FIGURE_LABELS
from qianjin.apps.subsidies.choices import FactField, QualificationKind
from qianjin.apps.subsidies.sentences import LABELS


class _Day(forms.DateInput):
    input_type = "date"


def wanted_of(matches: Iterable[Any], year: int, *, every_mark: bool = False) -> list[str]:
    """What schemes judged by a year still ask for: figures by name, ``mark:KIND`` for labels."""
    found = dict.fromkeys(
        name
        for match in matches
        for name in match.missing
        if match.year == year or name.startswith("mark:")
    )
    if every_mark:
        found |= dict.fromkeys(f"mark:{kind}" for kind in QualificationKind.values)
    return list(found)


class FillForm(forms.Form):
    """Figures of one year (万元, 亩, people), and which qualifications there are."""

    def __init__(self, *args: Any, wanted: Iterable[str], year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        for name in wanted:
            if name in FIGURE_FIELDS:
                self._figure(name)
            elif name.startswith("mark:"):
                self._mark(name.removeprefix("mark:"))

    def _figure(self, name: str) -> None:
        given: dict[str, Any] = {
            "label": _("%(figure)s of %(year)s")
            % {"figure": FIGURE_LABELS[name], "year": self.year},
            "required": False,
            "min_value": 0,
            "widget": forms.NumberInput(attrs={"inputmode": "decimal", "step": "any", "min": "0"}),
        }
        if name == "employees":
            self.fields[name] = forms.IntegerField(**given)
        else:
            self.fields[name] = forms.DecimalField(max_digits=14, decimal_places=2, **given)

    def _mark(self, kind: str) -> None:
        self.fields[f"mark_{kind}"] = forms.ChoiceField(
            label=str(LABELS[FactField.QUALIFICATIONS][kind]),
            required=False,
            choices=[("", _("not said")), ("yes", _("has it")), ("no", _("has it not"))],
        )
        self.fields[f"until_{kind}"] = forms.DateField(
            label=_("valid until"), required=False, widget=_Day
        )

    def figures(self) -> list[forms.BoundField]:
        """The fields of figures, for the page."""
        return [self[name] for name in self.fields if name in FIGURE_FIELDS]

    def marks(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each qualification with its day, for the page."""
        kinds = [n.removeprefix("mark_") for n in self.fields if n.startswith("mark_")]
        return [(self[f"mark_{kind}"], self[f"until_{kind}"]) for kind in kinds]

    def told(self) -> dict[str, Any]:
        """What ``services.fill_in`` takes."""
        given = self.cleaned_data
        marks = {
            name.removeprefix("mark_"): (
                value == "yes",
                given.get(f"until_{name.removeprefix('mark_')}"),
            )
            for name, value in given.items()
            if name.startswith("mark_") and value
        }
        figures = {name: given[name] for name in FIGURE_FIELDS if given.get(name) is not None}
        return {"figures": figures, "qualifications": marks}
