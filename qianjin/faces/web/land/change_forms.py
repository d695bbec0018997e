"""Forms of survey files, changes of boundaries, low-efficiency land, rules and tables."""

from __future__ import annotations

import re
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from qianjin.apps.land.choices import LowReason, Origin, Remedy
from qianjin.faces.gate.forms import words_field
from qianjin.faces.web.desk.forms import DateInput

from .forms import amount
from .words import plain

ENCODINGS = (
    ("", gettext_lazy("as recognised")),
    ("utf-8", "UTF-8"),
    ("gb18030", "GBK / GB 18030"),
    ("big5", "Big5"),
)


class SurveyForm(forms.Form):
    """传勘测文件 A file, and what a person says of it."""

    file = forms.FileField(
        label=gettext_lazy("Survey file"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy(
            "Boundary-point TXT, zipped shapefile, DXF, GeoJSON, KML or GeoPackage; at most 20 MB."
        ),
    )
    village: Any = forms.ModelChoiceField(
        label=gettext_lazy("Village of new parcels"), queryset=None, required=False
    )
    origin = forms.ChoiceField(
        label=gettext_lazy("Origin of the boundary"),
        choices=Origin.choices,
        initial=Origin.SURVEYED,
    )
    accuracy_m = amount(gettext_lazy("Accuracy (m)"), 3)
    zone = forms.IntegerField(
        label=gettext_lazy("Zone, if the file is wrong"),
        required=False,
        min_value=13,
        max_value=45,
    )
    encoding = forms.ChoiceField(
        label=gettext_lazy("Text encoding"), required=False, choices=ENCODINGS
    )
    swapped = forms.ChoiceField(
        label=gettext_lazy("Order of the columns"),
        required=False,
        choices=[
            ("", gettext_lazy("as recognised")),
            ("no", gettext_lazy("as the format wants")),
            ("yes", gettext_lazy("the other way round")),
        ],
    )
    degrees = forms.ChoiceField(
        label=gettext_lazy("Degrees are written"),
        required=False,
        choices=[
            ("", gettext_lazy("as recognised")),
            ("decimal", gettext_lazy("decimal (120.155)")),
            ("dms", gettext_lazy("degrees, minutes, seconds (120.0918)")),
        ],
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, villages: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("Any", self.fields["village"]).queryset = villages

    def values(self) -> dict[str, Any]:
        """What ``services.send_survey`` takes."""
        given = dict(self.cleaned_data)
        for name in ("file", "version"):
            given.pop(name, None)
        given["swapped"] = {"yes": True, "no": False}.get(given["swapped"])
        return given

    @staticmethod
    def initial_of(row: Any) -> dict[str, Any]:
        """What has been said of a file."""
        swapped = {True: "yes", False: "no", None: ""}[row.swapped]
        names = ("origin", "zone", "encoding", "degrees", "version")
        known = {name: getattr(row, name) for name in names}
        accuracy = plain(row.accuracy_m)
        return {**known, "swapped": swapped, "village": row.village_id, "accuracy_m": accuracy}


REASON = gettext_lazy("Reason")


class NewParcelForm(forms.Form):
    """拟议新地块 A boundary pasted or drawn on the map."""

    number = forms.CharField(
        label=gettext_lazy("Parcel number"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Left empty, the next number is given out."),
    )
    name = forms.CharField(label=gettext_lazy("Parcel name"), max_length=80, required=False)
    village: Any = forms.ModelChoiceField(
        label=gettext_lazy("Lies in the village"), queryset=None, required=False
    )
    shape = forms.CharField(
        label=gettext_lazy("Boundary"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 7, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "GeoJSON in degrees, or a point a line: easting,northing in metres of the park's zone."
        ),
    )
    origin = forms.ChoiceField(
        label=gettext_lazy("Origin of the boundary"), choices=Origin.choices, initial=Origin.DRAWN
    )
    reason = words_field(REASON, rows=2)

    def __init__(self, *args: Any, villages: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("Any", self.fields["village"]).queryset = villages


class BoundaryForm(forms.Form):
    """调整界线"""

    shape = forms.CharField(
        label=gettext_lazy("Boundary"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 9, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "GeoJSON in degrees, or a point a line: easting,northing in metres of the park's zone."
        ),
    )
    origin = forms.ChoiceField(
        label=gettext_lazy("Origin of the boundary"),
        choices=Origin.choices,
        initial=Origin.SURVEYED,
    )
    area_stated = amount(gettext_lazy("Stated area (㎡)"))
    accuracy_m = amount(gettext_lazy("Accuracy (m)"), 3)
    reason = words_field(REASON, rows=2)


class SplitForm(forms.Form):
    """分割 A straight cut that leaves an area on one side."""

    side = forms.ChoiceField(
        label=gettext_lazy("Part off at the side of"),
        choices=[
            ("north", pgettext_lazy("side", "North")),
            ("east", pgettext_lazy("side", "East")),
            ("south", pgettext_lazy("side", "South")),
            ("west", pgettext_lazy("side", "West")),
        ],
    )
    mu = forms.DecimalField(
        label=gettext_lazy("Area to part off (mu)"),
        max_digits=12,
        decimal_places=4,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any", "min": "0"}),
    )
    reason = words_field(REASON, rows=2)


class MergeForm(forms.Form):
    """合并 The other parcels, by number."""

    others = forms.CharField(
        label=gettext_lazy("Together with"),
        max_length=2000,
        help_text=gettext_lazy("Numbers of parcels that border on it, with spaces or commas."),
    )
    number = forms.CharField(
        label=gettext_lazy("New parcel number"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Left empty, the next number is given out."),
    )
    name = forms.CharField(label=gettext_lazy("Parcel name"), max_length=80, required=False)
    reason = words_field(REASON, rows=2)

    def numbers(self) -> list[str]:
        """The numbers, each once."""
        told = re.split(r"[\s,，、;；]+", self.cleaned_data["others"])
        return list(dict.fromkeys(number for number in told if number))[:50]


class ApproveForm(forms.Form):
    """通过变更"""

    effective_on = forms.DateField(
        label=gettext_lazy("Holds from"), widget=DateInput, required=False
    )
    words = words_field(gettext_lazy("Words"), rows=2, required=False)


class RejectForm(forms.Form):
    """退回变更"""

    words = words_field(gettext_lazy("Why it is rejected"), rows=2)


class LowUseForm(forms.Form):
    """认定低效"""

    reasons = forms.MultipleChoiceField(
        label=gettext_lazy("Reasons"),
        choices=LowReason.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    words = words_field(gettext_lazy("What was found"), rows=3)


class RemedyForm(forms.Form):
    """定整治"""

    remedy = forms.ChoiceField(label=gettext_lazy("Remedy"), choices=Remedy.choices)
    officer: Any = forms.ModelChoiceField(
        label=gettext_lazy("Officer"), queryset=None, required=False
    )
    due_on = forms.DateField(label=gettext_lazy("To be remedied by"), widget=DateInput)
    words = words_field(gettext_lazy("Words"), rows=2, required=False)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("Any", self.fields["officer"]).queryset = people


class WordsForm(forms.Form):
    """A few words that are needed."""

    words = words_field(gettext_lazy("Words"), rows=2)


class SettleForm(forms.Form):
    """办结"""

    remedied = forms.ChoiceField(
        label=gettext_lazy("How it ends"),
        choices=[
            ("yes", gettext_lazy("It is remedied")),
            ("no", gettext_lazy("It does not apply")),
        ],
    )
    words = words_field(gettext_lazy("Words"), rows=2)


class RulesForm(forms.Form):
    """规则"""

    zone = forms.IntegerField(
        label=gettext_lazy("Gauss-Krüger zone of areas"),
        help_text=gettext_lazy(
            "3 degrees: 25 to 45, 6 degrees: 13 to 23. Hangzhou lies in 40; another zone computes"
            " every area anew."
        ),
    )
    low_tax_wan = amount(gettext_lazy("Least tax per mu (10,000 yuan)"))
    low_idle_months = forms.IntegerField(
        label=gettext_lazy("Idle after so many months"),
        required=False,
        help_text=gettext_lazy("Counted from the day on which building was to begin."),
    )
    low_grade_d = forms.BooleanField(
        label=gettext_lazy("Grade D of the yearly assessment counts"), required=False
    )
    low_contract = forms.BooleanField(
        label=gettext_lazy("Being behind the contract counts"), required=False
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class TableForm(forms.Form):
    """导入 A table to take over."""

    file = forms.FileField(
        label=gettext_lazy("Table"),
        help_text=gettext_lazy("Excel (.xlsx, .xls), .ods or .csv, at most 2,000 rows."),
        allow_empty_file=True,
    )
