"""The plain controls are what Django's own templates would draw, only sooner."""

from __future__ import annotations

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from qianjin.ui.controls import DRAWN, Controls

CHOICES = [
    ("", "----"),
    ("a", "用电"),
    ("b<&\">'", "<script>“诉求”</script>"),
    (3, gettext_lazy("Sign in")),
    ("工业", [("c", mark_safe("<b>safe</b>")), ("d", 12345)]),
]
FIELDS = {
    "text": forms.CharField(max_length=30, widget=forms.TextInput(attrs={"autofocus": True})),
    "off": forms.CharField(required=False, disabled=True),
    "long": forms.CharField(widget=forms.Textarea(attrs={"rows": 4, "data-x": 'a"b'})),
    "hidden": forms.CharField(widget=forms.HiddenInput),
    "secret": forms.CharField(widget=forms.PasswordInput),
    "number": forms.IntegerField(min_value=1, max_value=20_000, localize=True),
    "amount": forms.DecimalField(decimal_places=2),
    "day": forms.DateField(widget=forms.DateInput(attrs={"type": "date"})),
    "moment": forms.DateTimeField(),
    "mail": forms.EmailField(),
    "address": forms.URLField(assume_scheme="https"),
    "search": forms.CharField(widget=forms.TextInput(attrs={"type": "search"})),
    "tick": forms.BooleanField(required=False),
    "one": forms.ChoiceField(choices=CHOICES),
    "many": forms.MultipleChoiceField(choices=CHOICES),
    "known": forms.NullBooleanField(),
    "radio": forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect),
    "file": forms.FileField(required=False),
}
DATA = {
    "text": "<\"&'>𠮷",
    "long": "第一行\n</textarea><script>",
    "hidden": "0",
    "number": "12345",
    "tick": "on",
    "one": "b<&\">'",
    "many": ["a", "3"],
    "day": "2026-11-23",
}


class Every(forms.Form):
    """A form with one field of each kind."""

    locals().update(FIELDS)


@pytest.mark.parametrize("data", [None, DATA], ids=["empty", "filled"])
@pytest.mark.parametrize("name", FIELDS)
def test_a_control_is_the_one_that_django_draws(name: str, data: dict[str, object] | None) -> None:
    ours = str(Every(data, renderer=Controls())[name])
    theirs = str(Every(data, renderer=DjangoTemplates())[name])

    assert parse_html(ours) == parse_html(theirs)


def test_pages_draw_their_forms_so() -> None:
    form = Every()

    assert isinstance(form.renderer, Controls)
    assert form["one"].field.widget.template_name in DRAWN
