"""Forms about people, in the words of those who fill them in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from qianjin.apps.accounts.choices import Role

if TYPE_CHECKING:
    from qianjin.apps.accounts.models import User
    from qianjin.apps.parks.models import Unit

TEL = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"})
SECTORS = (
    ("auto", _("Automobiles and parts")),
    ("aviation", _("Aviation")),
    ("space", _("Space")),
    ("smart", _("Smart manufacturing")),
    ("other", _("Other")),
)


class DateInput(forms.DateInput):
    """The browser's own calendar; it wants ISO dates whatever the language."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class UnitField(forms.ChoiceField):
    """One unit of the park, by its number; sections, bureaux, towns and villages in groups."""

    def offer(self, units: Iterable[Unit], blank: Any = "—") -> None:
        groups: dict[str, list[tuple[str, str]]] = {}
        for unit in units:
            groups.setdefault(unit.get_kind_display(), []).append((str(unit.pk), unit.name))
        self.choices = [("", blank), *groups.items()]


def people_choices(people: Iterable[User]) -> list[tuple[str, str]]:
    """People as choices, by their number."""
    return [(str(person.pk), person.name) for person in people]


class RoleForm(forms.Form):
    """A role with the unit it belongs to."""

    role = forms.ChoiceField(label=_("Role"))
    unit = UnitField(
        label=_("Section or unit"),
        required=False,
        help_text=_("Needed for heads, specialists, planning officers and liaisons."),
    )

    def __init__(self, *args: Any, roles: Iterable[str], units: Iterable[Unit], **kwargs: Any):
        super().__init__(*args, **kwargs)
        named = [(role, Role(role).label) for role in roles]
        self.fields["role"].choices = [("", "—"), *named]  # type: ignore[attr-defined]
        self.fields["unit"].offer(units)  # type: ignore[attr-defined]


class AppointForm(RoleForm):
    """A further role for somebody who is here already."""

    sectors = forms.MultipleChoiceField(
        label=_("Sectors looked after"),
        choices=SECTORS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class InviteForm(RoleForm):
    """Whom to let in, in which role, for how long."""

    field_order = ("name", "role", "unit", "phone", "email", "days")
    name = forms.CharField(label=_("Name"), max_length=40)
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False, widget=TEL)
    email = forms.EmailField(label=_("E-mail"), required=False)
    days = forms.TypedChoiceField(
        label=_("Valid for"),
        coerce=int,
        initial=14,
        choices=((3, _("3 days")), (14, _("14 days")), (30, _("30 days"))),
    )


class JoinForm(forms.Form):
    """A new account, made by the person it is for."""

    name = forms.CharField(
        label=_("Your name"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=40,
        help_text=_("For instance your name in pinyin; you type it each time you sign in."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        help_text=_("At least 10 characters, not only digits, no common word."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False, widget=TEL)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("For notices, and to set a new password by yourself."),
    )


class AbsenceForm(forms.Form):
    """Who is away, from when to when, and who stands in."""

    absent = forms.TypedChoiceField(label=_("Who is away"), coerce=int)
    deputy = forms.TypedChoiceField(
        label=_("Who stands in"),
        coerce=int,
        help_text=_("Sees and does what the absent person would, on these days only."),
    )
    from_on = forms.DateField(label=_("First day"), widget=DateInput())
    until_on = forms.DateField(label=_("Last day"), widget=DateInput())
    reason = forms.CharField(
        label=_("Reason"),
        max_length=80,
        required=False,
        help_text=_("Everyone in the office reads it; leave it empty if you like."),
    )

    def __init__(self, *args: Any, absent: Iterable[User], deputies: Iterable[User], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["absent"].choices = people_choices(absent)  # type: ignore[attr-defined]
        named = people_choices(deputies)
        self.fields["deputy"].choices = [("", "—"), *named]  # type: ignore[attr-defined]


class ProfileForm(forms.Form):
    """What a person says of themselves."""

    name = forms.CharField(
        label=_("Name"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False, widget=TEL)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("For notices, and to set a new password by yourself."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
