"""What officers fill in when they keep articles and canned replies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qianjin.apps.desk.choices import RequestKind
from qianjin.apps.library.choices import ArticleState, Audience

MOST_WORDS = 80


class KeptForm(forms.Form):
    """What every form of the library carries: the section that keeps it, the version looked at."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    unit = forms.TypedChoiceField(
        label=_("Section that keeps it"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, units: Sequence[Any], for_all: bool = True, **more: Any) -> None:
        """``units`` are those the writer may keep for; ``for_all``: the whole office too."""
        super().__init__(*args, **more)
        self.units = {unit.pk: unit for unit in units}
        field: Any = self.fields["unit"]
        field.required = not for_all
        whole = [("", _("The whole office"))] if for_all else []
        field.choices = [*whole, *((u.pk, u.name) for u in units)]

    def clean(self) -> dict[str, Any]:
        """Hand the unit itself on."""
        given: dict[str, Any] = super().clean() or {}
        given["unit"] = self.units.get(given.get("unit"))
        return given


class ArticleForm(KeptForm):
    """知识条目."""

    title = forms.CharField(label=pgettext_lazy("article", "Title"), max_length=120)
    body = forms.CharField(
        label=pgettext_lazy("article", "Text"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("An empty line parts paragraphs; “- ” begins a list; **bold**."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Types of requests it helps with"),
        required=False,
        choices=RequestKind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    audience = forms.ChoiceField(
        label=_("Who may read it"),
        widget=forms.RadioSelect,
        choices=Audience.choices,
        initial=Audience.OFFICE,
        help_text=_("Take names of enterprises and people out before enterprises may read it."),
    )
    state = forms.ChoiceField(
        label=pgettext_lazy("article", "State"),
        widget=forms.RadioSelect,
        choices=ArticleState.choices,
        initial=ArticleState.PUBLISHED,
    )
    source_number = forms.CharField(required=False, max_length=24, widget=forms.HiddenInput)
    field_order = ("title", "body", "kinds", "unit", "audience", "state")


class CannedForm(KeptForm):
    """常用语."""

    name = forms.CharField(label=pgettext_lazy("canned reply", "Name"), max_length=40)
    text = forms.CharField(
        label=pgettext_lazy("canned reply", "Words"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Filled in by itself: {enterprise} its name, {contact} who asked, {number} the number,"
            " {due} the next promised time."
        ),
    )
    field_order = ("name", "text", "unit")


class PeriodForm(forms.Form):
    """核对周期."""

    days = forms.IntegerField(
        label=_("A check is due after so many days"), min_value=7, max_value=1000
    )


class ArticleFilterForm(forms.Form):
    """筛选; what cannot be read narrows nothing."""

    q = forms.CharField(max_length=MOST_WORDS, required=False)
    kind = forms.ChoiceField(
        label=_("Type"), required=False, choices=[("", _("Type")), *RequestKind.choices]
    )
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("All that hold")),
            ("stale", _("A check is due")),
            ("draft", _("Drafts")),
            ("retired", pgettext_lazy("articles", "Withdrawn ones")),
        ],
    )
    before = forms.IntegerField(required=False, min_value=1, max_value=2**62)
