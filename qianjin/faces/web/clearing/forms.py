"""Forms of acquisition: steps, villages, counts, objections, hearings, meetings, rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qianjin.apps.clearing.choices import (
    Counted,
    Ground,
    MeetMeans,
    ObjectionState,
    Online,
    Outcome,
)
from qianjin.faces.gate.forms import words_field
from qianjin.faces.web.desk.forms import DateInput, IdField

MOST = 10**12
PEOPLE = 100_000


def day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A day by the browser's own calendar."""
    return forms.DateField(label=label, required=required, widget=DateInput, help_text=help_text)


def line(
    label: Any, most: int, *, required: bool = True, hint: Any = "", help_text: Any = ""
) -> Any:
    """One line of text."""
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=help_text,
        widget=forms.TextInput(attrs={"placeholder": hint}),
    )


def amount(label: Any, *, decimals: int = 2, required: bool = False, help_text: Any = "") -> Any:
    """A number that is not negative."""
    return forms.DecimalField(
        label=label,
        required=required,
        min_value=0,
        max_digits=16,
        decimal_places=decimals,
        help_text=help_text,
    )


def number(label: Any, *, required: bool = True, least: int = 0, most: int = PEOPLE) -> Any:
    """A whole number."""
    return forms.IntegerField(label=label, required=required, min_value=least, max_value=most)


class AppliesForm(forms.Form):
    """What applies to an acquisition."""

    project = line(_("For the project"), 80, required=False)
    arable_ha = amount(_("Arable land (ha)"), decimals=4)
    has_permanent_farmland = forms.BooleanField(label=_("Permanent basic farmland"), required=False)
    needs_tract = forms.BooleanField(label=_("Needs a tract development plan"), required=False)
    has_state_buildings = forms.BooleanField(label=_("Buildings on state land"), required=False)
    needs_checks = forms.BooleanField(label=_("Archaeology, soil or hazard checks"), required=False)


class OpenForm(AppliesForm):
    """Which parcel is acquired, for what, and what applies."""

    number = line(_("Parcel number"), 40)
    villages = forms.TypedMultipleChoiceField(
        label=_("Further villages that own of it"),
        required=False,
        coerce=int,
        help_text=_("Villages named in the shares of ownership are taken in by themselves."),
    )
    field_order = ("number", "project", "villages")

    def __init__(self, *args: Any, villages: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(unit.pk, unit.name) for unit in villages]
        self.fields["villages"].choices = choices  # type: ignore[attr-defined]


class EditForm(AppliesForm):
    """What applies to an acquisition under way."""

    has_hearing = forms.BooleanField(label=_("A hearing is due"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


class WhyForm(forms.Form):
    """Why something is stopped or withdrawn."""

    words = words_field(_("Why"), rows=3)


class VillageForm(forms.Form):
    """A village to be added."""

    village = IdField(label=_("Village"))

    def __init__(self, *args: Any, villages: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["village"].widget.choices = [("", "—"), *((u.pk, u.name) for u in villages)]


class StepForm(forms.Form):
    """When a step began and was done, and where it stands online."""

    begun_on = day(_("Begun on"), required=False)
    done_on = day(_("Done on"), required=False)
    online = forms.ChoiceField(label=_("Online"), choices=Online.choices)
    document = line(_("Document number"), 80, required=False)
    words = words_field(_("Remark"), rows=2, required=False)


class PartForm(forms.Form):
    """How many households and members a village has in it, and how much is due."""

    households = number(_("Households"))
    members = number(_("Members of the collective"))
    due = amount(_("Money due (yuan)"))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


class CountForm(forms.Form):
    """Households or money to be added; a negative amount takes a wrong entry back."""

    kind = forms.ChoiceField(label=_("What"), choices=Counted.choices)
    amount = forms.DecimalField(
        label=_("Households, or yuan"),
        max_digits=15,
        decimal_places=2,
        help_text=_("A negative amount takes a wrong entry back; say why."),
    )
    on = day(_("Day"))
    words = line(_("Remark"), 400, required=False)


class ObjectionForm(forms.Form):
    """What a household holds against the plan."""

    household = line(
        _("Household number"), 40, help_text=_("The number in the register, never a name.")
    )
    members = number(_("Members who say so"), least=1)
    ground = forms.ChoiceField(label=_("Ground"), choices=Ground.choices)
    raised_on = day(_("Raised on"))
    words = words_field(_("What is objected"), rows=2)


class SettleForm(forms.Form):
    """What became of an objection."""

    state = forms.ChoiceField(
        label=_("What became of it"),
        choices=[c for c in ObjectionState.choices if c[0] != ObjectionState.OPEN],
    )
    answer = words_field(_("Answer"), rows=2)
    settled_on = day(_("Settled on"))


class HearingForm(forms.Form):
    """A hearing that was held."""

    held_on = day(_("Held on"))
    place = line(_("Place"), 80, required=False)
    present = number(_("People present"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=Outcome.choices)
    words = words_field(_("Words"), rows=2, required=False)


class MeetForm(forms.Form):
    """Who was met, and what was said."""

    on = day(_("Day"))
    means = forms.ChoiceField(label=_("How"), choices=MeetMeans.choices)
    whom = line(_("Who was met"), 80, hint=_("the village committee, household 03-17 …"))
    households = number(_("Households spoken to"), required=False)
    words = words_field(_("What was said"), rows=3)
    next_on = day(_("To be met again on"), required=False)


class RuleForm(forms.Form):
    """Days and citation of one step."""

    code = forms.SlugField(widget=forms.HiddenInput, max_length=24)
    least = number(_("Least days"), most=2000)
    likely = number(_("Likely days"), most=2000)
    most = number(_("Most days"), most=2000)
    law = line(_("Basis"), 300)
    reason = line(_("Why it is changed"), 200)


class ListingForm(forms.Form):
    """Which parcel is prepared for listing."""

    number = line(_("Parcel number"), 40)
    project = line(_("For the project"), 80, required=False)
    aim_on = day(_("Notice aimed at"), required=False)


class NoticeForm(forms.Form):
    """The notice of a grant."""

    notice_on = day(_("Notice given on"))
    number = line(_("Number of the notice"), 80, required=False)
    price_wan = amount(_("Starting price (10,000 yuan)"))


class BeginForm(forms.Form):
    """The listing itself."""

    listed_on = day(_("Listed from"))
    until_on = day(_("Listed until"))


class EndForm(forms.Form):
    """How a listing ended."""

    is_sold = forms.TypedChoiceField(
        label=_("Result"),
        choices=[
            ("1", pgettext_lazy("listing", "Granted")),
            ("0", pgettext_lazy("listing", "No bidder")),
        ],
        coerce=lambda value: value == "1",
    )
    winner = line(_("Granted to"), 120, required=False, help_text=_("An enterprise, not a person."))
    result_on = day(_("Result on"))
