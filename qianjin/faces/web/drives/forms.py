"""Forms of special actions: what is asked of whom, what there is to allot, where one stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qianjin.apps.desk.choices import RequestKind
from qianjin.apps.drives.choices import Order, QuestionKind, Rank, TargetState
from qianjin.apps.drives.selectors import Choice
from qianjin.apps.enterprises.choices import Sector, Tier
from qianjin.faces.gate.forms import words_field
from qianjin.faces.web.desk.forms import DateInput, IdField

MOST = 100_000
_PORTION = re.compile(r"^(?:(\d{4}-\d{1,2}-\d{1,2})\s*)?(.*?)[\s:：,，]*(\d{1,6})$")
_ALL = ("", pgettext_lazy("choice", "All"))


class EditForm(forms.Form):
    """What is asked until when."""

    name = forms.CharField(label=pgettext_lazy("drive", "Name"), max_length=80)
    words = words_field(gettext_lazy("Question or task"), rows=5)
    due_on = forms.DateField(label=gettext_lazy("To be done by"), widget=DateInput)


class ChoiceForm(forms.Form):
    """Which enterprises; empty fields narrow nothing."""

    tier = forms.ChoiceField(
        label=gettext_lazy("Tier"), required=False, choices=[_ALL, *Tier.choices]
    )
    sector = forms.ChoiceField(
        label=gettext_lazy("Sector"), required=False, choices=[_ALL, *Sector.choices]
    )
    industry = forms.CharField(
        label=gettext_lazy("Industry (code of GB/T 4754)"), required=False, max_length=5
    )
    unit = IdField(label=gettext_lazy("Section of the officer responsible"))
    least = forms.IntegerField(
        label=gettext_lazy("Employees at least"), required=False, min_value=0, max_value=10**7
    )
    most = forms.IntegerField(
        label=gettext_lazy("Employees at most"), required=False, min_value=0, max_value=10**7
    )

    def __init__(self, *args: Any, sections: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(unit.pk, unit.name) for unit in sections]
        self.fields["unit"].widget.choices = [_ALL, *names]

    @property
    def choice(self) -> Choice:
        """What was chosen."""
        names = ("tier", "sector", "industry", "unit", "least", "most")
        return Choice(**{name: self.cleaned_data[name] for name in names})


class DriveForm(EditForm, ChoiceForm):
    """What is asked, of which enterprises, until when."""

    later = forms.BooleanField(
        label=gettext_lazy("Choose the enterprises afterwards, for instance by a table"),
        required=False,
    )
    field_order = ("name", "words", "due_on")


class QuestionForm(forms.Form):
    """One thing every enterprise is asked."""

    text = forms.CharField(label=pgettext_lazy("drive", "Question"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of answer"), choices=QuestionKind.choices)
    unit = forms.CharField(label=gettext_lazy("Unit (of a number)"), max_length=20, required=False)
    options = forms.CharField(
        label=gettext_lazy("Options, one a line (of a choice)"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_required = forms.BooleanField(
        label=gettext_lazy("Must be answered"), required=False, initial=True
    )
    with_fractions = forms.BooleanField(
        label=gettext_lazy("Decimals allowed (of a number)"), required=False
    )

    def fields_of(self) -> dict[str, Any]:
        """As the service takes them."""
        given = dict(self.cleaned_data)
        given["is_whole"] = not given.pop("with_fractions")
        given["options"] = given["options"].splitlines()
        return given


class ResourceForm(forms.Form):
    """Something to allot, its portions, and the rule."""

    name = forms.CharField(label=pgettext_lazy("drive", "Name"), max_length=60)
    unit = forms.CharField(label=pgettext_lazy("drive", "Unit"), max_length=20, required=False)
    slots = forms.CharField(
        label=gettext_lazy("Portions, one a line"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "How many, if you like with a day and a name before it:"
            " “First batch 20”, or “2027-02-08 Building 3 12”. They are filled in this order."
        ),
    )
    order = forms.ChoiceField(label=gettext_lazy("Inside one class"), choices=Order.choices)
    is_whole = forms.BooleanField(
        label=gettext_lazy("All or nothing: nobody gets a part of what is wanted"), required=False
    )
    by_tier = forms.BooleanField(
        label=gettext_lazy("By tier: anchor firms first, small ones last"), required=False
    )
    asks = IdField(label=gettext_lazy("How many is said in the answer to"))
    asks_day = IdField(label=gettext_lazy("Which day is said in the answer to"))

    def __init__(self, *args: Any, questions: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counting = (QuestionKind.NUMBER, QuestionKind.YES_NO)
        none = ("", _("No question; claims are entered by hand"))
        any_day = ("", _("No question; any day will do"))
        for name, kinds, empty in (
            ("asks", counting, none),
            ("asks_day", (QuestionKind.DATE,), any_day),
        ):
            known = [(one.pk, one.text) for one in questions if one.kind in kinds]
            self.fields[name].widget.choices = [empty, *known]

    def clean_slots(self) -> list[tuple[str, date | None, int]]:
        """Each line a portion."""
        found = []
        for line in filter(None, map(str.strip, self.cleaned_data["slots"].splitlines())):
            match = _PORTION.match(line)
            try:
                day = parse_date(match[1]) if match and match[1] else None
            except ValueError:
                match = None
            if match is None or (match[1] and day is None):
                sentence = _("Write a number at the end of the line: %(line)s")
                raise forms.ValidationError(sentence % {"line": line[:40]})
            found.append((match[2].strip()[:40], day, int(match[3])))
        return found


class StandingForm(forms.Form):
    """Where one enterprise stands, and what the office remarks."""

    state = forms.ChoiceField(label=pgettext_lazy("drive", "State"), choices=TargetState.choices)
    remark = words_field(gettext_lazy("Remark of the office"), rows=3, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)


class ClaimForm(forms.Form):
    """What one enterprise wants, and its class."""

    wanted = forms.IntegerField(
        label=pgettext_lazy("allotment", "Wanted"), min_value=0, max_value=MOST
    )
    day = forms.DateField(
        label=pgettext_lazy("allotment", "Only on"), required=False, widget=DateInput
    )
    rank = forms.TypedChoiceField(
        label=pgettext_lazy("allotment", "Priority"), coerce=int, choices=Rank.choices
    )
    rank_words = forms.CharField(
        label=pgettext_lazy("allotment", "Reason of another priority"),
        max_length=120,
        required=False,
    )


class GiveForm(forms.Form):
    """So many of one portion, by hand."""

    slot = IdField(label=pgettext_lazy("allotment", "Portion"))
    amount = forms.IntegerField(
        label=pgettext_lazy("allotment", "Amount"), min_value=1, max_value=MOST
    )

    def __init__(self, *args: Any, slots: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slot"].required = True
        self.fields["slot"].widget.choices = list(slots)


class AmountForm(forms.Form):
    """A number of units: a capacity, or what is given back."""

    amount = forms.IntegerField(
        label=pgettext_lazy("allotment", "Amount"), min_value=1, max_value=MOST
    )


class SheetForm(forms.Form):
    """A table."""

    file = forms.FileField(label=gettext_lazy("Excel or CSV table"), allow_empty_file=True)


class FinishForm(forms.Form):
    """The end: closing words, and what becomes of what is open."""

    words = words_field(gettext_lazy("Closing words"), rows=4, required=False)
    open_becomes = forms.ChoiceField(
        label=gettext_lazy("What is still open"),
        choices=[
            ("nothing", gettext_lazy("stays as it stands")),
            ("requests", gettext_lazy("goes on as requests, one for each enterprise")),
        ],
        initial="nothing",
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Type of these requests"),
        required=False,
        choices=[("", gettext_lazy("to be sorted afterwards")), *RequestKind.choices],
    )
