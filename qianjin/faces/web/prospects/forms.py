"""Forms of prospects: what a list is narrowed to, a person, a firm, a tie, a table, a handover."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qianjin.apps.enterprises.choices import Sector
from qianjin.apps.prospects.checks import LIMITS, NOTE
from qianjin.apps.prospects.choices import Basis, Size, Source, Strength, TieKind
from qianjin.apps.prospects.selectors import SORTS
from qianjin.faces.web.desk.forms import DateInput

Choices = list[tuple[str, Any]]
UNTOUCHED = (30, 90, 180, 365)


class FilterForm(forms.Form):
    """What a list is narrowed to; anything that cannot be read narrows nothing."""

    q = forms.CharField(max_length=60, required=False)
    owner = forms.ChoiceField(label=gettext_lazy("In the care of"), required=False)
    mine = forms.BooleanField(label=gettext_lazy("In my care"), required=False)
    city = forms.ChoiceField(label=gettext_lazy("City"), required=False)
    sector = forms.ChoiceField(
        label=gettext_lazy("Sector"),
        required=False,
        choices=[("", gettext_lazy("Sector")), *Sector.choices],
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Source"),
        required=False,
        choices=[("", gettext_lazy("Source")), *Source.choices],
    )
    tag = forms.CharField(label=gettext_lazy("Tag"), max_length=20, required=False)
    untouched = forms.ChoiceField(
        label=gettext_lazy("Not touched for"),
        required=False,
        choices=[
            ("", "—"),
            *((str(days), gettext_lazy("%(days)d days") % {"days": days}) for days in UNTOUCHED),
        ],
    )
    expiring = forms.BooleanField(label=gettext_lazy("Time runs out"), required=False)
    retired = forms.BooleanField(label=gettext_lazy("No longer pursued"), required=False)
    sort = forms.ChoiceField(
        label=gettext_lazy("Order"),
        required=False,
        choices=[
            ("", gettext_lazy("Newest first")),
            ("name", gettext_lazy("By name")),
            ("touched", gettext_lazy("Longest untouched first")),
        ],
    )

    def __init__(self, data: Any, *, owners: Choices, cities: list[str]) -> None:
        super().__init__(data)
        self.fields["owner"].choices = [("", gettext_lazy("In the care of")), *owners]  # type: ignore[attr-defined]
        known = list(dict.fromkeys([*cities, *filter(None, [data.get("city", "")])]))
        self.fields["city"].choices = [  # type: ignore[attr-defined]
            ("", gettext_lazy("City")),
            *((city, city) for city in known),
        ]

    def wanted(self) -> dict[str, Any]:
        """The readable filters, as ``selectors.Filters`` takes them."""
        self.is_valid()
        given = self.cleaned_data
        owner, untouched = given.get("owner"), given.get("untouched")
        sort = given.get("sort") or SORTS[0]
        return {
            **{f: given.get(f) or "" for f in ("q", "city", "sector", "source", "tag")},
            **{f: bool(given.get(f)) for f in ("mine", "expiring", "retired")},
            "owner": int(owner) if owner else None,
            "untouched_days": int(untouched) if untouched else None,
            "sort": sort,
        }


def _text(label: Any, limit: int, **more: Any) -> forms.CharField:
    more.setdefault("required", False)
    return forms.CharField(label=label, max_length=limit, **more)


class ContactForm(forms.Form):
    """人脉 A person: in front what a card says, behind it what the law asks."""

    name = _text(gettext_lazy("Name"), LIMITS["name"], required=True)
    firm = _text(
        gettext_lazy("Firm"),
        LIMITS["name"],
        help_text=gettext_lazy("A firm that is not in the book yet is entered with the person."),
    )
    post = _text(gettext_lazy("Post"), LIMITS["post"])
    phones = _text(
        gettext_lazy("Telephone numbers"),
        200,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text=gettext_lazy("Several: one after the other, with a comma between."),
    )
    wechat = _text(gettext_lazy("WeChat name"), LIMITS["wechat"])
    email = _text(gettext_lazy("E-mail"), LIMITS["email"])
    city = _text(gettext_lazy("City"), LIMITS["city"])
    source = forms.ChoiceField(
        label=gettext_lazy("Source"), choices=Source.choices, initial=Source.CARD
    )
    met_where = _text(gettext_lazy("Where we met"), LIMITS["met_where"])
    met_on = forms.DateField(label=gettext_lazy("Met on"), required=False, widget=DateInput)
    tags = _text(
        gettext_lazy("Tags"), 200, help_text=gettext_lazy("Several: with a comma between.")
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    basis = forms.ChoiceField(
        label=gettext_lazy("Kept on the ground of"),
        choices=Basis.choices,
        initial=Basis.UNASKED,
        help_text=gettext_lazy("Personal Information Protection Law, article 13."),
    )
    consent_on = forms.DateField(label=gettext_lazy("Agreed on"), required=False, widget=DateInput)
    retain_until = forms.DateField(
        label=gettext_lazy("Kept until"),
        required=False,
        widget=DateInput,
        help_text=gettext_lazy("Left empty: three years from today."),
    )
    owner = forms.ChoiceField(label=gettext_lazy("In the care of"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    FRONT = ("name", "firm", "post", "phones", "wechat", "email", "city")
    MET = ("source", "met_on", "met_where", "tags", "note")
    LAW = ("basis", "consent_on", "retain_until", "owner")

    def __init__(self, *args: Any, owners: Choices | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if owners:
            self.fields["owner"].choices = [("", "—"), *owners]  # type: ignore[attr-defined]
        else:
            del self.fields["owner"]

    def front(self) -> list[Any]:
        return [self[name] for name in self.FRONT]

    def met(self) -> list[Any]:
        return [self[name] for name in self.MET]

    def law(self) -> list[Any]:
        return [self[name] for name in self.LAW if name in self.fields]

    def values(self) -> dict[str, Any]:
        """What the services take, but for the owner and the version."""
        given = dict(self.cleaned_data)
        given.pop("version", None)
        given.pop("owner", None)
        return given

    def owner_id(self) -> int | None:
        owner = self.cleaned_data.get("owner")
        return int(owner) if owner else None

    @staticmethod
    def initial_of(row: Any) -> dict[str, Any]:
        """The form of a person who is there; numbers stay hidden until somebody asks."""
        names = (*ContactForm.FRONT, *ContactForm.MET, *ContactForm.LAW)
        initial = {name: getattr(row, name, None) for name in names}
        return initial | {
            "firm": row.organisation.name if row.organisation else "",
            "phones": "，".join(row.phones),
            "tags": "，".join(row.tags),
            "owner": row.owner_id,
            "version": row.version,
        }


class FirmForm(forms.Form):
    """招商对象 A firm."""

    name = _text(gettext_lazy("Name"), LIMITS["name"], required=True)
    other_names = _text(
        gettext_lazy("Other names"), 600, help_text=gettext_lazy("Several: with a comma between.")
    )
    sector = forms.ChoiceField(
        label=gettext_lazy("Sector"), choices=Sector.choices, initial=Sector.OTHER
    )
    city = _text(gettext_lazy("City"), LIMITS["city"])
    size = forms.ChoiceField(label=gettext_lazy("Size"), choices=Size.choices, required=False)
    credit_code = _text(
        gettext_lazy("Unified social credit code"),
        40,
        help_text=gettext_lazy("18 characters, as printed on the business licence."),
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Source"), choices=Source.choices, initial=Source.OTHER
    )
    tags = _text(
        gettext_lazy("Tags"), 200, help_text=gettext_lazy("Several: with a comma between.")
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    owner = forms.ChoiceField(label=gettext_lazy("In the care of"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, owners: Choices | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if owners:
            self.fields["owner"].choices = [("", "—"), *owners]  # type: ignore[attr-defined]
        else:
            del self.fields["owner"]

    def values(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        given.pop("version", None)
        given.pop("owner", None)
        return given

    def owner_id(self) -> int | None:
        owner = self.cleaned_data.get("owner")
        return int(owner) if owner else None

    @staticmethod
    def initial_of(row: Any) -> dict[str, Any]:
        names = ("name", "sector", "city", "size", "credit_code", "source", "note")
        return {name: getattr(row, name) for name in names} | {
            "other_names": "，".join(row.other_names),
            "tags": "，".join(row.tags),
            "owner": row.owner_id,
            "version": row.version,
        }


class TieForm(forms.Form):
    """相识 Who knows this person: a colleague of ours, or another contact by number."""

    officer = forms.ChoiceField(label=gettext_lazy("Colleague"), required=False)
    other = forms.CharField(
        label=gettext_lazy("or another contact"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Their whole name, and the firm if there are several."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Know each other as"), choices=TieKind.choices, initial=TieKind.MET
    )
    strength = forms.TypedChoiceField(
        label=gettext_lazy("How well"),
        choices=Strength.choices,
        coerce=int,
        initial=Strength.WELL.value,
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=200)

    def __init__(self, *args: Any, officers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].choices = [("", "—"), *officers]  # type: ignore[attr-defined]


class TableForm(forms.Form):
    """上传 A file, or a stretch pasted from a table, and where the people in it are from."""

    file = forms.FileField(
        label=gettext_lazy("Table or vCard file"), required=False, allow_empty_file=True
    )
    text = forms.CharField(
        label=gettext_lazy("or paste from Excel"),
        required=False,
        max_length=1_000_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Where they are from"),
        choices=Source.choices,
        initial=Source.TABLE,
        help_text=gettext_lazy("Cards, WeChat, visits and trips: you have met them yourself."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("file") and not (given.get("text") or "").strip():
            raise forms.ValidationError(_("Choose a file, or paste something."))
        return given

    def data_and_name(self) -> tuple[bytes, str]:
        file = self.cleaned_data.get("file")
        if file:
            return file.read(), file.name
        return self.cleaned_data["text"].encode(), _("Pasted")


class HandoverForm(forms.Form):
    """移交 From whom, to whom, why."""

    giver = forms.ChoiceField(label=pgettext_lazy("handover", "From"))
    taker = forms.ChoiceField(label=pgettext_lazy("handover", "To"))
    words = forms.CharField(label=gettext_lazy("Reason"), required=False, max_length=200)

    def __init__(self, *args: Any, givers: Choices, takers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["giver"].choices = givers  # type: ignore[attr-defined]
        self.fields["taker"].choices = takers  # type: ignore[attr-defined]


def columns_wanted(post: Mapping[str, Any]) -> dict[str, int]:
    """Which column is what, as the preview's form says it; what cannot be read is left out."""
    found: dict[str, int] = {}
    for key, value in post.items():
        place = str(key).removeprefix("column-")
        if key != place and place.isdecimal() and len(place) < 5 and value:
            found[str(value)] = int(place)
    return found
