"""Forms of the directory: they speak the officer's language and hand clean values to services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qianjin.apps.enterprises.checks import CONTACT_LIMITS, FIELDS, FIGURE_FIELDS, LIMITS
from qianjin.apps.enterprises.choices import EnterpriseStatus, Sector, Tier
from qianjin.apps.enterprises.labels import CONTACT_LABELS, FIELD_LABELS, FIGURE_LABELS
from qianjin.apps.enterprises.sentences import industry_name
from qianjin.ui.wording import masked_phone
from qianjin.units import industry

Choices = list[tuple[str, Any]]
NOBODY = "0"
"""As an officer: nobody is responsible."""


class DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def industry_choices(empty: Any) -> list[Any]:
    """Sections with their divisions, named in the reader's language."""
    groups: list[Any] = [("", empty)]
    for section in industry.sections():
        name = industry_name(section.code)
        whole = (section.code, f"{section.code} {name}")
        groups.append((name, [whole, *division_choices(section.code)]))
    return groups


def division_choices(section: str) -> Choices:
    """The divisions of one section, by code and name."""
    return [
        (entry.full_code, f"{entry.full_code} {industry_name(entry.code)}")
        for entry in industry.children(section)
    ]


class FilterForm(forms.Form):
    """What the list is narrowed to; anything that cannot be read narrows nothing."""

    q = forms.CharField(max_length=60, required=False)
    tier = forms.ChoiceField(label=FIELD_LABELS["tier"], required=False)
    sector = forms.ChoiceField(label=FIELD_LABELS["sector"], required=False)
    status = forms.ChoiceField(label=FIELD_LABELS["status"], required=False)
    industry = forms.ChoiceField(label=FIELD_LABELS["industry"], required=False)
    officer = forms.ChoiceField(label=FIELD_LABELS["officer"], required=False)
    mine = forms.BooleanField(label=gettext_lazy("In my care"), required=False)
    sort = forms.ChoiceField(
        label=gettext_lazy("Order"),
        required=False,
        choices=[("", gettext_lazy("By name")), ("newest", gettext_lazy("Newest first"))],
    )

    def __init__(self, data: Any, *, officers: Choices) -> None:
        super().__init__(data)
        for field, known in (("tier", Tier), ("sector", Sector), ("status", EnterpriseStatus)):
            self.fields[field].choices = [("", FIELD_LABELS[field]), *known.choices]  # type: ignore[attr-defined]
        self.fields["industry"].choices = industry_choices(_("Every industry"))  # type: ignore[attr-defined]
        self.fields["officer"].choices = [  # type: ignore[attr-defined]
            ("", FIELD_LABELS["officer"]),
            (NOBODY, _("Nobody responsible")),
            *officers,
        ]

    def wanted(self) -> dict[str, Any]:
        """The readable filters, as ``selectors.Filters`` takes them."""
        self.is_valid()
        given = self.cleaned_data
        officer = given.get("officer")
        return {
            **{
                field: given.get(field) or ""
                for field in ("q", "tier", "sector", "status", "industry")
            },
            "officer": int(officer) if officer else None,
            "mine": bool(given.get("mine")),
            "sort": given.get("sort") or "name",
        }


class EnterpriseForm(forms.Form):
    """企业 The facts of an enterprise."""

    name = forms.CharField(label=FIELD_LABELS["name"], max_length=LIMITS["name"])
    short_name = forms.CharField(
        label=FIELD_LABELS["short_name"],
        max_length=LIMITS["short_name"],
        required=False,
        help_text=gettext_lazy("What people say instead of the full name."),
    )
    credit_code = forms.CharField(
        label=FIELD_LABELS["credit_code"],
        max_length=40,
        required=False,
        help_text=gettext_lazy("18 characters, as printed on the business licence."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
    )
    industry = forms.CharField(
        label=FIELD_LABELS["industry"],
        max_length=60,
        required=False,
        help_text=gettext_lazy("Code or name, for instance C3670."),
        widget=forms.TextInput(attrs={"list": "industries"}),
    )
    sector = forms.ChoiceField(
        label=FIELD_LABELS["sector"], choices=Sector.choices, initial="other"
    )
    tier = forms.ChoiceField(label=FIELD_LABELS["tier"], choices=Tier.choices, initial="small")
    status = forms.ChoiceField(
        label=FIELD_LABELS["status"], choices=EnterpriseStatus.choices, initial="operating"
    )
    officer = forms.ChoiceField(label=FIELD_LABELS["officer"], required=False)
    address = forms.CharField(
        label=FIELD_LABELS["address"], max_length=LIMITS["address"], required=False
    )
    opened_on = forms.DateField(label=FIELD_LABELS["opened_on"], required=False, widget=DateInput())
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, officers: Choices | None, **kwargs: Any) -> None:
        """``officers`` is ``None`` for those who may not name one."""
        super().__init__(*args, **kwargs)
        if officers is None:
            del self.fields["officer"]
        else:
            self.fields["officer"].choices = [("", _("Nobody yet")), *officers]  # type: ignore[attr-defined]

    def clean_industry(self) -> str:
        text = self.cleaned_data["industry"]
        reading = industry.parse(text)
        if text and (reading.industry is None or reading.problem == "unknown_code"):
            raise forms.ValidationError(
                _("“%(text)s” is no industry of GB/T 4754-2017.") % {"text": text}
            )
        return reading.industry.full_code if reading.industry else ""

    @property
    def industries(self) -> list[str]:
        """What is offered while typing: every division; finer ones are typed."""
        found = (division_choices(section.code) for section in industry.sections())
        return [name for choices in found for _code, name in choices]

    def values(self) -> dict[str, Any]:
        """The fields of the enterprise, cleaned."""
        return {field: self.cleaned_data[field] for field in FIELDS}

    @staticmethod
    def initial_of(enterprise: Any) -> dict[str, Any]:
        """What the form opens with for an enterprise that is there already."""
        start = {field: getattr(enterprise, field) for field in FIELDS}
        if enterprise.industry:
            start["industry"] = f"{enterprise.industry} {industry.name_zh(enterprise.industry)}"
        return start | {"version": enterprise.version, "officer": enterprise.officer_id or ""}


class ContactForm(forms.Form):
    """联系人 A person to call."""

    name = forms.CharField(
        label=CONTACT_LABELS["name"],
        max_length=CONTACT_LIMITS["name"],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    post = forms.CharField(
        label=CONTACT_LABELS["post"], max_length=CONTACT_LIMITS["post"], required=False
    )
    phone = forms.CharField(
        label=CONTACT_LABELS["phone"],
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(label=CONTACT_LABELS["email"], required=False)
    is_primary = forms.BooleanField(label=CONTACT_LABELS["is_primary"], required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, contact: Any = None, **kwargs: Any) -> None:
        self.contact = contact
        if contact is not None:
            kwargs["initial"] = self._start(contact)
        super().__init__(*args, **kwargs)
        if contact is not None and contact.phone:
            self.fields["phone"].help_text = _("Leave the asterisks to keep the number as it is.")

    @staticmethod
    def _start(contact: Any) -> dict[str, Any]:
        """What is there; the number without its middle, since showing it leaves a trace."""
        known = {field: getattr(contact, field) for field in CONTACT_LABELS}
        return known | {"phone": masked_phone(contact.phone), "version": contact.version}

    def values(self) -> dict[str, Any]:
        """The fields of the contact, cleaned; without the number when it was not touched."""
        given = {field: self.cleaned_data[field] for field in CONTACT_LABELS}
        if self.contact is not None and given["phone"] == masked_phone(self.contact.phone):
            del given["phone"]
        return given


class FiguresForm(forms.Form):
    """年度数据 What an enterprise reported for one year."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1949, max_value=2200)
    output_wan = forms.DecimalField(required=False, max_digits=14, decimal_places=2, min_value=0)
    revenue_wan = forms.DecimalField(required=False, max_digits=14, decimal_places=2, min_value=0)
    tax_wan = forms.DecimalField(required=False, max_digits=14, decimal_places=2, min_value=0)
    employees = forms.IntegerField(required=False, min_value=0)
    land_mu = forms.DecimalField(required=False, max_digits=10, decimal_places=2, min_value=0)
    energy_tce = forms.DecimalField(required=False, max_digits=12, decimal_places=2, min_value=0)
    rnd_wan = forms.DecimalField(required=False, max_digits=14, decimal_places=2, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, label in FIGURE_LABELS.items():
            self.fields[field].label = label
            self.fields[field].widget.attrs["inputmode"] = "decimal"

    def values(self) -> dict[str, Any]:
        """The figures, cleaned."""
        return {field: self.cleaned_data[field] for field in FIGURE_FIELDS}


class NoteForm(forms.Form):
    """记一笔 A note on the thread."""

    text = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=400,
        widget=forms.Textarea(
            attrs={
                "rows": 1,
                "maxlength": 400,
                "placeholder": gettext_lazy("A call, a talk, something to remember"),
            }
        ),
    )


class OfficerForm(forms.Form):
    """指定服务专员 Who is responsible for an enterprise."""

    officer = forms.ChoiceField(label=FIELD_LABELS["officer"], widget=forms.RadioSelect)

    def __init__(self, *args: Any, officers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].choices = [*officers, (NOBODY, _("Nobody yet"))]  # type: ignore[attr-defined]


class ViewForm(forms.Form):
    """常用视图 A name for the present filters."""

    name = forms.CharField(label=gettext_lazy("Name of the view"), max_length=40)
    query = forms.CharField(max_length=500, required=False, widget=forms.HiddenInput)
