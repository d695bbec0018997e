"""What is filled in about visits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qianjin.apps.desk.choices import RequestKind
from qianjin.apps.enterprises.choices import Sector, Tier
from qianjin.apps.visits.choices import HALF_DAYS, CoverLight, Language, Matter, Means
from qianjin.apps.visits.services.recording import LONGEST_TEXT, Found
from qianjin.faces.gate.forms import FilesField

from .words import WEEKDAYS

SKILLS = (*Sector.choices[:-1], *Language.choices)
DIFFICULTIES = 3


class DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """The browser's own day and hour."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class CoverageForm(forms.Form):
    """The filters of the coverage list."""

    q = forms.CharField(required=False)
    tier = forms.ChoiceField(label=_("Tier"), required=False)
    officer = forms.ChoiceField(label=_("Officer"), required=False)
    light = forms.ChoiceField(label=_("Traffic light"), required=False)

    def __init__(self, data: Any, *, officers: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        for name, choices in (
            ("tier", [("", _("Every tier")), *Tier.choices]),
            ("officer", [("", _("Every officer")), ("0", _("Nobody responsible")), *officers]),
            ("light", [("", _("Every light")), *CoverLight.choices]),
        ):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, str]:
        """What is asked for; a filter that cannot be is none."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class VisitForm(forms.Form):
    """走访记录: what an officer writes down, on a telephone with one hand."""

    means = forms.ChoiceField(
        label=_("How"), choices=Means.choices, widget=forms.RadioSelect, initial=Means.VISIT
    )
    on_site_at = forms.DateTimeField(label=_("When"), widget=MomentInput)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=600, initial=45)
    received_by = forms.CharField(
        label=_("Received by (name and post)"), max_length=120, required=False
    )
    visitors = forms.TypedMultipleChoiceField(
        label=_("Who was there from the office"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Say who was there.")},
    )
    others = forms.CharField(label=_("Others who came along"), max_length=120, required=False)
    next_on = forms.DateField(label=_("Next visit"), widget=DateInput, required=False)
    files = FilesField()  # type: ignore[assignment]
    sender_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(
        self,
        *args: Any,
        people: Sequence[tuple[int, str]],
        questions: Sequence[Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["visitors"].choices = people  # type: ignore[attr-defined]
        self.questions = questions
        for number in range(1, DIFFICULTIES + 1):
            self.fields[f"difficulty_{number}"] = _text(Matter.DIFFICULTY.label)
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=_("Type of request"),
                required=False,
                choices=[("", _("Not sorted yet")), *RequestKind.choices],
            )
        for matter in Matter:
            if matter != Matter.DIFFICULTY:
                self.fields[f"about_{matter}"] = _text(matter.label)
        for question in questions:
            name = f"answer_{question.pk}"
            self.fields[name] = _answer(question)

    @property
    def difficulties(self) -> list[tuple[Any, Any]]:
        """The words of a difficulty beside its type."""
        return [(self[f"difficulty_{n}"], self[f"kind_{n}"]) for n in range(1, DIFFICULTIES + 1)]

    @property
    def matters(self) -> list[Any]:
        """The other parts of the record."""
        return [self[f"about_{matter}"] for matter in Matter if matter != Matter.DIFFICULTY]

    @property
    def asked(self) -> list[Any]:
        """The questions of the quarter."""
        return [self[f"answer_{question.pk}"] for question in self.questions]

    def findings(self) -> list[Found]:
        """What was found, difficulties first."""
        told = self.cleaned_data
        found = [
            Found(Matter.DIFFICULTY, told[f"difficulty_{n}"], told[f"kind_{n}"])
            for n in range(1, DIFFICULTIES + 1)
        ]
        others = [m for m in Matter if m != Matter.DIFFICULTY]
        found += [Found(matter, told[f"about_{matter}"]) for matter in others]
        return [one for one in found if one.text]

    def answers(self) -> dict[int, str]:
        """What was answered, by question."""
        return {
            question.pk: self.cleaned_data[f"answer_{question.pk}"] for question in self.questions
        }


def _text(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _answer(question: Any) -> forms.Field:
    if not question.options:
        return forms.CharField(label=question.text, max_length=400, required=False)
    choices = [("", _("Not asked")), *((option, option) for option in question.options)]
    return forms.ChoiceField(label=question.text, choices=choices, required=False)


class PhotosForm(forms.Form):
    """补照片."""

    files = FilesField()  # type: ignore[assignment]


class EndForm(forms.Form):
    """收工."""

    mileage_km = forms.DecimalField(
        label=_("Kilometres driven"), min_value=0, max_value=999, decimal_places=1, max_digits=5
    )
    minutes = forms.IntegerField(label=_("Minutes out"), min_value=1, max_value=1440)
    note = forms.CharField(label=_("Note"), max_length=400, required=False)


class SkipForm(forms.Form):
    """略过."""

    why = forms.CharField(label=_("Not visited because"), max_length=200)


class PlanForm(forms.Form):
    """What is to be planned."""

    first_on = forms.DateField(label=_("From"), widget=DateInput)
    until_on = forms.DateField(label=_("Until"), widget=DateInput)
    officers = forms.TypedMultipleChoiceField(
        label=_("Whose rounds"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one officer who goes on rounds.")},
    )
    own_only = forms.BooleanField(
        label=_("Everyone visits those in their care only"), required=False, initial=True
    )
    seconds = forms.TypedChoiceField(
        label=_("Search for"),
        coerce=int,
        choices=[
            (3, _("3 seconds: a week")),
            (10, _("10 seconds: two weeks, many officers")),
            (60, _("1 minute: a season or a year")),
        ],
        initial=3,
    )

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officers"].choices = people  # type: ignore[attr-defined]


class ChangeForm(forms.Form):
    """One visit of a plan moved, taken out, or let go."""

    enterprise = forms.IntegerField()
    where = forms.CharField(required=False, max_length=40)
    officer = forms.IntegerField(required=False, max_value=10**15)
    on = forms.DateField(required=False)
    drop = forms.BooleanField(required=False)

    def place(self) -> tuple[int | None, date | None]:
        """Officer and day out of ``12 2026-11-25``, or, in a season, each for itself."""
        if self.cleaned_data["officer"] and self.cleaned_data["on"]:
            return self.cleaned_data["officer"], self.cleaned_data["on"]
        officer, _sep, day = self.cleaned_data["where"].partition(" ")
        try:
            return int(officer[:15]), datetime.strptime(day, "%Y-%m-%d").date()
        except ValueError:
            return None, None


class TravelForm(forms.Form):
    """出行设置."""

    lon = forms.FloatField(label=_("Longitude of the office"), min_value=-180, max_value=180)
    lat = forms.FloatField(label=_("Latitude of the office"), min_value=-90, max_value=90)
    road_factor = forms.FloatField(
        label=_("Road factor"),
        initial=1.35,
        help_text=_("How much longer a way is than a straight line; to be calibrated."),
    )
    speed_kmh = forms.FloatField(label=_("Average speed (km/h)"), initial=30)


class QuestionForm(forms.Form):
    """季度问题."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2200)
    quarter = forms.TypedChoiceField(
        label=_("Quarter"), coerce=int, choices=[(n, str(n)) for n in (1, 2, 3, 4)]
    )
    text = forms.CharField(label=_("Question"), max_length=200)
    options = forms.CharField(
        label=_("Answers to choose from, one a line"),
        required=False,
        max_length=1200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Leave empty when the answer is free."),
    )


class TimesForm(forms.Form):
    """外勤时间."""

    half_days = forms.MultipleChoiceField(
        label=_("Can be out"), required=False, widget=forms.CheckboxSelectMultiple
    )
    skills = forms.MultipleChoiceField(
        label=_("Brings (sectors and languages)"),
        required=False,
        choices=SKILLS,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        halves = {"am": _("morning"), "pm": _("afternoon")}
        self.fields["half_days"].choices = [  # type: ignore[attr-defined]
            (code, f"{WEEKDAYS[int(code[0])]} {halves[code[1:]]}") for code in HALF_DAYS
        ]


class PlaceForm(forms.Form):
    """企业位置."""

    lon = forms.FloatField(label=_("Longitude"), min_value=-180, max_value=180)
    lat = forms.FloatField(label=_("Latitude"), min_value=-90, max_value=90)
    opens = forms.CharField(label=_("Receives from"), required=False, max_length=5)
    closes = forms.CharField(label=_("Receives until"), required=False, max_length=5)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Receives on"),
        coerce=int,
        required=False,
        choices=[(n, WEEKDAYS[n]) for n in range(5)],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing chosen: on every working day."),
    )
    needs = forms.MultipleChoiceField(
        label=_("Whoever comes should know"),
        required=False,
        choices=SKILLS,
        widget=forms.CheckboxSelectMultiple,
    )
    minutes = forms.IntegerField(
        label=_("Minutes of a visit"), required=False, min_value=5, max_value=480
    )
