"""Forms of the channels, in the words of whoever sets them up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.choices import Role
from qianjin.apps.channels.choices import RULE_TOPICS, Hours, Pace, Topic, Vendor
from qianjin.apps.desk.choices import Level, RequestKind
from qianjin.apps.enterprises.choices import Tier
from qianjin.faces.web.park.forms import TimeInput
from qianjin.faces.web.people.forms import UnitField, people_choices

if TYPE_CHECKING:
    from qianjin.apps.accounts.models import User
    from qianjin.apps.channels.models import Robot
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
        fields: dict[str, Any] = self.fields
        fields["unit"].offer(units, blank=_("the whole park"))


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


def _several(label: Any, choices: Iterable[tuple[str, Any]], **more: Any) -> Any:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        **more,
    )


class RuleForm(forms.Form):
    """When …, and …, then …; what is left empty asks or does nothing."""

    name = forms.CharField(label=_("Name of the rule"), max_length=40)
    topic = forms.ChoiceField(
        label=_("When this happens"),
        choices=[(topic.value, topic.label) for topic in RULE_TOPICS],
    )
    words = forms.CharField(
        label=_("and the words mention one of"),
        max_length=200,
        required=False,
        help_text=_("Words with spaces between them; one is enough."),
    )
    kinds = _several(_("and the type is one of"), RequestKind.choices)
    levels = _several(_("and the level is one of"), Level.choices)
    tiers = _several(_("and the enterprise is one of"), Tier.choices)
    unit = UnitField(label=_("and the lead unit is"), required=False)
    hours = forms.ChoiceField(label=_("and it happens"), required=False)
    set_unit = UnitField(label=_("then the lead unit becomes"), required=False)
    set_officer = forms.ChoiceField(label=_("and the officer becomes"), required=False)
    set_level = forms.ChoiceField(label=_("and the level becomes"), required=False)
    co_unit = UnitField(
        label=_("and this unit is asked to help"),
        required=False,
        help_text=_("The note says what is asked for. Without a lead nobody is asked."),
    )
    note = forms.CharField(
        label=_("and an internal note says"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    tell_roles = _several(
        _("and these are told"),
        [choice for choice in Role.choices if choice[0] != Role.ENTERPRISE_CONTACT],
    )
    tell_person = forms.ChoiceField(label=_("and this person is told"), required=False)
    tell_robot = forms.ChoiceField(label=_("and this group is told"), required=False)

    def __init__(
        self,
        *args: Any,
        units: Iterable[Unit],
        people: Iterable[User],
        robots: Iterable[Robot],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        units = list(units)
        fields: dict[str, Any] = self.fields
        fields["unit"].offer(units, blank=_("any unit"))
        fields["set_unit"].offer(units, blank=_("stays as it is"))
        fields["co_unit"].offer(units, blank=_("no unit"))
        stays = [("", _("stays as it is"))]
        known = list(people_choices(people))
        fields["set_officer"].choices = [*stays, *known]
        fields["tell_person"].choices = [("", _("nobody by name")), *known]
        fields["hours"].choices = [("", pgettext("rule", "at any time")), *Hours.choices]
        fields["set_level"].choices = [*stays, *Level.choices]
        nobody = [("", _("no group"))]
        fields["tell_robot"].choices = [*nobody, *((str(r.pk), r.name) for r in robots)]


class MailboxForm(forms.Form):
    """Where the park's mailbox is."""

    address = forms.CharField(
        label=_("Server"),
        max_length=200,
        help_text=_("For instance imaps://imap.exmail.qq.com; only encrypted connections."),
    )
    login = forms.CharField(label=_("Sign-in name of the mailbox"), max_length=120)
    password = forms.CharField(
        label=_("Password or authorisation code"),
        max_length=200,
        required=False,
        widget=UNSEEN,
        help_text=_("Kept encrypted and never shown again. Empty leaves the one that is kept."),
    )
    folder = forms.CharField(label=_("Folder"), max_length=80, initial="INBOX")
    is_active = forms.BooleanField(label=_("Read this mailbox"), required=False, initial=True)


class PlaceForm(forms.Form):
    """Whose request a letter is."""

    enterprise = forms.CharField(
        label=_("Enterprise that wrote"),
        max_length=80,
        help_text=_("Name or short name as in the directory."),
    )
