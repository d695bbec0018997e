"""Forms of schemes and claims: the scheme with its conditions, acts on a claim, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qianjin.apps.subsidies.choices import (
    NUMBERS,
    RATES,
    UNITS,
    ClaimState,
    Comparator,
    FactField,
    Group,
    SchemeState,
)
from qianjin.apps.subsidies.columns import SCHEME
from qianjin.apps.subsidies.sentences import LABELS, plain
from qianjin.faces.gate.forms import words_field
from qianjin.faces.web.desk.forms import DateInput

CHOSEN = (FactField.SECTOR, FactField.TIER, FactField.QUALIFICATIONS)
NAMES = {field.code: field.label for field in SCHEME}


def _decimal(label: Any, places: int = 4, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        max_digits=14,
        decimal_places=places,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any", "min": "0"}),
        **more,
    )


class SchemeForm(forms.Form):
    """政策 What a scheme is, and its conditions: one line for each field that can be asked."""

    title = forms.CharField(label=NAMES["title"], max_length=120)
    document_number = forms.CharField(label=NAMES["document_number"], max_length=60, required=False)
    issuer = forms.CharField(label=NAMES["issuer"], max_length=80)
    valid_from = forms.DateField(label=NAMES["valid_from"], widget=DateInput)
    valid_until = forms.DateField(label=NAMES["valid_until"], widget=DateInput, required=False)
    opens_on = forms.DateField(label=NAMES["opens_on"], widget=DateInput, required=False)
    closes_on = forms.DateField(label=NAMES["closes_on"], widget=DateInput, required=False)
    amount_rule = forms.CharField(
        label=NAMES["amount_rule"],
        max_length=300,
        help_text=gettext_lazy(
            "For instance: a tenth of last year's R&D spending, at most 1 million."
        ),
    )
    rate_percent = _decimal(NAMES["rate_percent"], 2)
    rate_of = forms.ChoiceField(
        label=NAMES["rate_of"],
        required=False,
        choices=[("", "—"), *((field.value, FactField(field).label) for field in RATES)],
        help_text=gettext_lazy("Where a share is paid, each enterprise sees an estimate."),
    )
    ceiling_wan = _decimal(NAMES["ceiling_wan"])
    documents = forms.CharField(
        label=NAMES["documents"],
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One a line; the enterprise uploads each of them."),
    )
    figures_year = forms.IntegerField(
        label=NAMES["figures_year"],
        required=False,
        min_value=1949,
        max_value=2200,
        help_text=gettext_lazy("Left empty, it is the year before the day one looks."),
    )
    body = forms.CharField(
        label=NAMES["body"],
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    link = forms.CharField(label=NAMES["link"], required=False, max_length=400)
    state = forms.ChoiceField(
        label=NAMES["state"], choices=SchemeState.choices, initial=SchemeState.DRAFT
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in FactField:
            label = str(field.label)
            if field in NUMBERS:
                for end, word in (("min", _("at least")), ("max", _("at most"))):
                    bound = _decimal(f"{label} {word}")
                    bound.widget.attrs["placeholder"] = word
                    self.fields[f"{field}_{end}"] = bound
            else:
                self.fields[f"{field}_values"] = forms.MultipleChoiceField(
                    label=label,
                    required=False,
                    choices=list(LABELS[field].items()),
                    widget=forms.CheckboxSelectMultiple,
                )
            self.fields[f"{field}_group"] = forms.ChoiceField(
                label=_("%(field)s: must hold, or one of a group") % {"field": label},
                required=False,
                choices=Group.choices,
            )
        self.fields["qualifications_how"] = forms.ChoiceField(
            label=_("One of these, or all of them"),
            required=False,
            choices=[
                (Comparator.HAS_ANY.value, Comparator.HAS_ANY.label),
                (Comparator.HAS_ALL.value, Comparator.HAS_ALL.label),
            ],
        )

    def numbers(self) -> list[dict[str, Any]]:
        """The lines of numeric conditions, for the page."""
        return [
            {
                "label": FactField(field).label,
                "unit": UNITS[field],
                "min": self[f"{field}_min"],
                "max": self[f"{field}_max"],
                "group": self[f"{field}_group"],
            }
            for field in NUMBERS
        ]

    def chosen(self) -> list[dict[str, Any]]:
        """The lines of conditions by choice, for the page."""
        return [
            {
                "values": self[f"{field}_values"],
                "group": self[f"{field}_group"],
                "how": self["qualifications_how"] if field == FactField.QUALIFICATIONS else None,
            }
            for field in CHOSEN
        ]

    def values(self) -> dict[str, Any]:
        """What ``services.write_scheme`` takes."""
        given = {name: self.cleaned_data[name] for name in NAMES if name in self.cleaned_data}
        return {
            **given,
            "documents": given["documents"].splitlines(),
            "conditions": list(self._conditions()),
        }

    def _conditions(self) -> Iterable[dict[str, Any]]:
        given = self.cleaned_data
        for field in FactField:
            one = {"field": field.value, "group": given.get(f"{field}_group") or ""}
            for end, sign in (("min", Comparator.AT_LEAST), ("max", Comparator.AT_MOST)):
                if (bound := given.get(f"{field}_{end}")) is not None:
                    yield {**one, "comparator": sign.value, "values": [str(bound)]}
            if values := given.get(f"{field}_values"):
                how = given.get("qualifications_how") or Comparator.HAS_ANY.value
                is_mark = field == FactField.QUALIFICATIONS
                code = how if is_mark else Comparator.ONE_OF.value
                yield {**one, "comparator": code, "values": values}

    @staticmethod
    def initial_of(row: Any) -> dict[str, Any]:
        """A scheme as the form shows it."""
        known = {name: getattr(row, name) for name in NAMES if name != "conditions"}
        for name in ("rate_percent", "ceiling_wan"):
            known[name] = plain(known[name])
        known |= {"documents": "\n".join(row.documents), "version": row.version}
        for one in row.conditions:
            field, sign = one["field"], one["comparator"]
            known[f"{field}_group"] = one["group"]
            if field in NUMBERS:
                end = "min" if sign == Comparator.AT_LEAST else "max"
                known[f"{field}_{end}"] = one["values"][0]
            else:
                known[f"{field}_values"] = one["values"]
            if field == FactField.QUALIFICATIONS:
                known["qualifications_how"] = sign
        return known


class ClaimFilterForm(forms.Form):
    """筛选 What the list of claims is narrowed to; anything that cannot be read narrows nothing."""

    state = forms.ChoiceField(required=False, choices=[("", ""), *ClaimState.choices])
    year = forms.IntegerField(
        label=gettext_lazy("Year"), required=False, min_value=1949, max_value=2200
    )
    scheme = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    enterprise = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    mine = forms.BooleanField(label=gettext_lazy("In my care"), required=False)
    before = forms.IntegerField(required=False, min_value=1, max_value=2**62)

    def wanted(self) -> dict[str, Any]:
        """The readable filters, as ``selectors.ClaimFilters`` takes them."""
        self.is_valid()
        given = self.cleaned_data
        return {
            "state": given.get("state") or "",
            **{name: given.get(name) for name in ("year", "scheme", "enterprise")},
            "mine": bool(given.get("mine")),
        }


class WordsForm(forms.Form):
    """A few words that may be left out."""

    words = words_field(pgettext_lazy("claim", "Words"), rows=3, required=False)


class ReasonForm(forms.Form):
    """A few words that are needed."""

    words = words_field(pgettext_lazy("claim", "What is missing, or why"), rows=3)


class ApproveForm(forms.Form):
    """核定 How much, and what there is to say."""

    approved_wan = _decimal(gettext_lazy("Approved (10,000 yuan)"))
    words = words_field(pgettext_lazy("claim", "Words"), rows=3, required=False)


class PayForm(forms.Form):
    """兑付 How much, when."""

    paid_wan = _decimal(gettext_lazy("Paid now (10,000 yuan)"))
    paid_on = forms.DateField(label=gettext_lazy("Paid on"), widget=DateInput, required=False)
    words = words_field(pgettext_lazy("claim", "Words"), rows=3, required=False)


class FileForm(forms.Form):
    """代为提交 What the office enters when the enterprise has filed, here or elsewhere."""

    claimed_wan = _decimal(gettext_lazy("Claimed (10,000 yuan)"))
    filed_on = forms.DateField(label=gettext_lazy("Filed on"), widget=DateInput, required=False)
    elsewhere = forms.BooleanField(
        label=gettext_lazy("Filed on paper or with another system; the documents are there"),
        required=False,
    )
    words = words_field(pgettext_lazy("claim", "Words"), rows=3, required=False)


class TableForm(forms.Form):
    """导入 A table to take over."""

    file = forms.FileField(
        label=gettext_lazy("Table"),
        help_text=gettext_lazy("Excel (.xlsx, .xls), .ods or .csv, at most 2,000 rows."),
        allow_empty_file=True,
    )


def tell_form(given: Mapping[str, Any]) -> list[int] | None:
    """The enterprises ticked; ``None`` for all that meet the conditions."""
    if given.get("all"):
        return None
    ticked = given.getlist("firm")  # type: ignore[attr-defined]
    return [int(one) for one in ticked if one.isdecimal() and len(one) < 18]
