from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TokenForm(forms.Form):
    """What a token is for, how long it lives, and whether it may change anything."""

    name = forms.CharField(
        label=_("What is it for?"),
        max_length=40,
        widget=forms.TextInput(attrs={"placeholder": _("For instance: our ERP")}),
    )
    days = forms.TypedChoiceField(
        label=pgettext_lazy("portal", "Valid for"),
        coerce=int,
        initial=90,
        choices=[
            (30, pgettext_lazy("portal", "30 days")),
            (90, pgettext_lazy("portal", "90 days")),
            (365, pgettext_lazy("portal", "One year")),
        ],
    )
    may_change = forms.BooleanField(
        label=_("It may also change things, in my name"), required=False
    )
