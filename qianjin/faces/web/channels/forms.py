"""Forms of the channels, in the words of whoever sets them up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from qianjin.apps.channels.choices import Pace, Topic, Vendor
from qianjin.faces.web.park.forms import TimeInput
from qianjin.faces.web.people.forms import UnitField

if TYPE_CHECKING:
    from qianjin.apps.parks.models import Unit

UNSEEN = forms.PasswordInput(attrs={"autocomplete": "off"})


class RobotForm(forms.Form):
    """What a robot tells, when, and where."""

    name = forms.CharField(
        label=_("Name of the group"), max_length=40, help_text=_("As the office calls it.")
    )
    address = forms.CharField(
        label=_("Webhook address"),
        max_length=2000,
        required=False,
        widget=UNSEEN,
        help_text=_("Kept encrypted and never shown again. Empty leaves the one that is kept."),
    )
    secret = forms.CharField(
        label=_("Signing secret"),
        max_length=200,
        required=False,
        widget=UNSEEN,
        help_text=_("For DingTalk and Feishu, when signing is switched on there."),
    )
    unit = UnitField(
        label=_("Only requests led by"),
        required=False,
        help_text=_("Without a section the group hears of the whole park."),
    )
    topics = forms.MultipleChoiceField(
        label=_("Tells of"),
        choices=Topic.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    pace = forms.ChoiceField(label=_("When"), choices=Pace.choices)
    daily_at = forms.TimeField(label=_("Once a day at"), widget=TimeInput(), initial=time(9, 0))
    quiet_from = forms.TimeField(label=_("Quiet from"), widget=TimeInput(), initial=time(21, 0))
    quiet_until = forms.TimeField(
        label=_("Quiet until"),
        widget=TimeInput(),
        initial=time(7, 30),
        help_text=_("What happens meanwhile comes in one message when the quiet ends."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(units, blank=_("the whole park"))


class NewRobotForm(RobotForm):
    """A new robot: its kind does not change later, and it needs an address."""

    field_order = ("vendor", "name", "address", "secret")
    vendor = forms.ChoiceField(label=_("Kind of group"), choices=Vendor.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["address"].required = True
        self.fields["address"].help_text = _(
            "As the group's settings give it. Kept encrypted and never shown again."
        )
