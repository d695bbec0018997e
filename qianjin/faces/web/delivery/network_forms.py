"""Forms of the network: one step with what comes before it, and capacities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qianjin.apps.delivery.choices import DayKind, LinkKind, Strength
from qianjin.faces.web.desk.forms import IdField

from .forms import chosen, line, number

SPARE = 2
"""Empty rows for links that are added."""
MOST_DAYS = 2000


def amount(label: Any) -> forms.IntegerField:
    """A number of days."""
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_DAYS)


class NetworkStepForm(forms.Form):
    """One step; the rows of links are named ``of_0``, ``kind_0``, ``lag_0``, ``why_0`` and on."""

    least = amount(_("Least days"))
    likely = amount(_("Usual days"))
    most = amount(_("Most days"))
    kind = forms.ChoiceField(label=_("Kind of days"), choices=DayKind.choices)
    is_reviewable = forms.BooleanField(label=_("Pre-review is possible"), required=False)
    who = line(_("Who does it"), 200, help_text=_("Units by their names, the first one leads."))
    law = line(_("Citation"), 300)
    words = line(_("Why it is changed"), 200)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, step: Any, steps: Mapping[str, Any], **kwargs: Any) -> None:
        first = {
            "least": step.least, "likely": step.likely, "most": step.most, "kind": step.kind,
            "is_reviewable": step.is_reviewable, "who": "、".join(step.who), "law": step.law,
        }  # fmt: skip
        kwargs["initial"] = first | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        names = [("", "—"), *((one.key, f"{one.key} {one.name}") for one in steps.values())]
        self.rows = len(step.after) + SPARE
        for n in range(self.rows):
            known = step.after[n] if n < len(step.after) else None
            self.fields[f"of_{n}"] = forms.ChoiceField(
                label=_("Comes before"), choices=names, required=False,
                initial=known.of if known else "",
            )  # fmt: skip
            self.fields[f"kind_{n}"] = forms.ChoiceField(
                label=pgettext_lazy("link", "How"), choices=LinkKind.choices, required=False,
                initial=known.kind if known else LinkKind.FS,
            )  # fmt: skip
            self.fields[f"lag_{n}"] = forms.IntegerField(
                label=_("Days between"), required=False, initial=known.lag if known else 0,
                min_value=-MOST_DAYS, max_value=MOST_DAYS,
            )  # fmt: skip
            self.fields[f"why_{n}"] = forms.ChoiceField(
                label=pgettext_lazy("link", "Why"), choices=Strength.choices, required=False,
                initial=known.strength if known else Strength.SOFT,
            )  # fmt: skip

    def plain_fields(self) -> list[Any]:
        """All but the links."""
        return [self[name] for name in self.base_fields]

    def link_rows(self) -> list[tuple[Any, ...]]:
        """The fields of each link."""
        return [
            tuple(self[f"{name}_{n}"] for name in ("of", "kind", "lag", "why"))
            for n in range(self.rows)
        ]

    def given(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        kept = {name: data[name] for name in self.base_fields}
        kept["links"] = {
            data[f"of_{n}"]: (
                data[f"kind_{n}"] or LinkKind.FS.value,
                data[f"lag_{n}"] or 0,
                data[f"why_{n}"] or Strength.SOFT.value,
            )
            for n in range(self.rows)
            if data.get(f"of_{n}")
        }
        return kept


class CapacityForm(forms.Form):
    """How many steps a bureau or an officer carries at once."""

    unit = IdField(label=_("Bureau or section"))
    user = IdField(label=_("or officer"))
    cases = number(_("Steps at once"), least=1, most=500, help_text=_("Empty: any number."))

    def __init__(
        self, *args: Any, units: Sequence[Any] = (), people: Sequence[Any] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen(self.fields["unit"], units)
        chosen(self.fields["user"], people)
