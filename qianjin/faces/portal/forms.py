"""What enterprise staff fill in, in their own words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qianjin.apps.desk.choices import BAD_REASONS, GOOD_REASONS, RequestKind, reasons_for
from qianjin.faces.gate.forms import FilesField, words_field


class AskForm(forms.Form):
    """提诉求: one text is enough; everything else helps but is not asked for."""

    enterprise = forms.ChoiceField(label=_("For which enterprise"))
    words = words_field(
        _("What is it about?"),
        rows=5,
        hint=_("For instance: the power on line 2 fails every afternoon; we lose two hours a day."),
    )
    files = FilesField()  # type: ignore[assignment]
    kind = forms.ChoiceField(
        label=pgettext_lazy("portal", "Type"), required=False, widget=forms.RadioSelect
    )
    place = forms.CharField(
        label=pgettext_lazy("portal", "Place"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Gate, building, road")}),
    )

    def __init__(self, *args: Any, enterprises: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.enterprises = {str(row.pk): row for row in enterprises}
        names = [(key, row.name) for key, row in self.enterprises.items()]
        chooser = self.fields["enterprise"]
        chooser.choices = names  # type: ignore[attr-defined]
        if len(names) == 1:
            del self.fields["enterprise"]
        kinds = [("", pgettext_lazy("portal", "Not sure")), *RequestKind.choices]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Any:
        """The enterprise that asks."""
        if len(self.enterprises) == 1:
            return next(iter(self.enterprises.values()))
        return self.enterprises[self.cleaned_data["enterprise"]]


class WordsForm(forms.Form):
    """A message, the reason for reopening, a word of thanks."""

    words = words_field(_("Your words"), rows=3)


class MaterialForm(forms.Form):
    """补件 or 留言: words, files, or both."""

    words = words_field(_("Your words"), rows=3, required=False)
    files = FilesField()  # type: ignore[assignment]


class WithdrawForm(forms.Form):
    """撤回: why is welcome, not required."""

    words = words_field(_("Why? (optional)"), rows=2, required=False)


class ClaimForm(forms.Form):
    """提交申报: how much is claimed."""

    claimed_wan = forms.DecimalField(
        label=_("Amount claimed (10,000 yuan)"),
        required=False,
        max_digits=14,
        decimal_places=4,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any", "min": "0"}),
    )


class RateForm(forms.Form):
    """评价: stars, the reasons that fit them, and words if one likes."""

    score = forms.TypedChoiceField(
        label=pgettext_lazy("portal", "Your rating"),
        coerce=int,
        choices=[(n, n) for n in range(1, 6)],
        error_messages={"required": _("Choose 1 to 5 stars.")},
    )
    good = forms.MultipleChoiceField(
        label=_("What was good?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(code.value, code.label) for code in GOOD_REASONS],
    )
    bad = forms.MultipleChoiceField(
        label=_("What was not?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(code.value, code.label) for code in BAD_REASONS],
    )
    words = words_field(_("Anything else? (optional)"), rows=2, required=False)

    @property
    def reasons(self) -> list[str]:
        """The reasons ticked that go with the score; one ticked before the stars were changed
        to another side is not meant any more."""
        fitting = reasons_for(self.cleaned_data["score"])
        ticked = [*self.cleaned_data["good"], *self.cleaned_data["bad"]]
        return [code for code in ticked if code in fitting]


class AmountForm(forms.Form):
    """How many places are given back."""

    amount = forms.IntegerField(label=_("How many"), min_value=1, max_value=100_000)
