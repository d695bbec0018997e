"""Forms of the room, receptions, walks, trips, reviews, promises, signings and handovers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qianjin.apps.investment.choices import (
    ADMITTED,
    COMMITMENT_UNITS,
    CommitmentKind,
    CommitmentSource,
    OpinionVerdict,
    PointSide,
    ReviewState,
)
from qianjin.faces.gate.forms import FilesField, words_field
from qianjin.faces.web.desk.forms import DateInput, IdField

from .forms import MoneyField, city_choices

MOMENT = "%Y-%m-%dT%H:%M"


class MomentField(forms.DateTimeField):
    """Day and hour, by the browser's own calendar."""

    def __init__(self, label: Any, **more: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
        super().__init__(label=label, input_formats=[MOMENT], widget=widget, **more)


def _line(label: Any, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, **{"required": False, **more})


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=DateInput(), **more)


class RoomForm(forms.Form):
    """谈判室 When it begins, when one signs, who sits there, what is not given up."""

    begins_on = forms.DateField(label=gettext_lazy("Begins on"), widget=DateInput())
    signing_at = MomentField(gettext_lazy("To be signed at"))
    place = _line(gettext_lazy("Place"), 120)
    park_team = _line(gettext_lazy("Team of the park"), 300)
    firm_team = _line(gettext_lazy("Team of the enterprise"), 300)
    red_lines = words_field(gettext_lazy("Red lines"), rows=3, required=False)


class RoundPlanForm(forms.Form):
    """议程 One more round."""

    topic = forms.CharField(label=gettext_lazy("Topic"), max_length=200)
    when = MomentField(gettext_lazy("When"))


class RoundForm(forms.Form):
    """一轮 What each side said, and what was agreed."""

    park_position = words_field(gettext_lazy("Position of the park"), rows=3, required=False)
    firm_position = words_field(gettext_lazy("Position of the enterprise"), rows=3, required=False)
    agreed = words_field(pgettext_lazy("talks", "Agreed"), rows=3, required=False)


class PointForm(forms.Form):
    """未决事项 What is open, whose it is, by when."""

    text = forms.CharField(label=gettext_lazy("What is open"), max_length=300)
    side = forms.ChoiceField(label=gettext_lazy("Side"), choices=PointSide.choices)
    owner_name = forms.CharField(label=gettext_lazy("Who settles it"), max_length=80)
    due_on = _day(gettext_lazy("Due on"))


class SettleForm(forms.Form):
    """销号 How it was settled."""

    words = _line(gettext_lazy("How it was settled"), 400)


class VersionForm(forms.Form):
    """协议稿 A file and what changed."""

    file = forms.FileField(label=gettext_lazy("The agreement"), allow_empty_file=True)
    words = _line(gettext_lazy("What changed"), 300)


class ReceptionForm(forms.Form):
    """接待方案 Who comes, who receives them, by which route, with what."""

    arrives_at = MomentField(gettext_lazy("Arrives at"))
    leaves_at = MomentField(gettext_lazy("Leaves at"))
    guests = forms.CharField(label=gettext_lazy("Guests"), max_length=300)
    guest_count = forms.IntegerField(
        label=gettext_lazy("How many guests"), min_value=1, max_value=1000
    )
    hosts = forms.CharField(label=gettext_lazy("Hosts"), max_length=300)
    purpose = _line(gettext_lazy("Purpose"), 200)
    route = forms.CharField(
        label=gettext_lazy("Route"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": gettext_lazy("09:30 Parcel C42")}),
        help_text=gettext_lazy("One stop a line, its time in front."),
    )
    materials = words_field(gettext_lazy("Materials"), rows=2, required=False)
    car = _line(gettext_lazy("Car"), 120)
    meal = _line(gettext_lazy("Meal"), 120)
    meal_yuan = forms.IntegerField(
        label=gettext_lazy("Meal standard (yuan a head)"), required=False, min_value=0
    )


class EndForm(forms.Form):
    """结束 What it brought."""

    result = words_field(gettext_lazy("What it brought"), rows=3, required=False)
    files = FilesField()  # type: ignore[assignment]


class WalkForm(forms.Form):
    """踏勘 The track, the parcels seen, photographs, words."""

    words = words_field(gettext_lazy("What was seen"), rows=3)
    with_whom = _line(gettext_lazy("With whom"), 120)
    happened_at = MomentField(
        gettext_lazy("When"), required=False, help_text=gettext_lazy("Left empty: now.")
    )
    parcels = _line(
        gettext_lazy("Parcels walked"),
        300,
        help_text=gettext_lazy("Their numbers, with a comma between them."),
    )
    gpx = forms.FileField(
        label=gettext_lazy("Track (GPX)"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("From a watch or a map app; or record it with this telephone."),
    )
    points = forms.CharField(required=False, max_length=400_000, widget=forms.HiddenInput)
    files = FilesField()  # type: ignore[assignment]


class TripForm(forms.Form):
    """外出招商 When, where to, who."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=80)
    from_on = forms.DateField(label=gettext_lazy("From"), widget=DateInput())
    until_on = forms.DateField(label=gettext_lazy("Until"), widget=DateInput())
    cities = forms.CharField(
        label=gettext_lazy("Cities"),
        max_length=200,
        help_text=gettext_lazy("Their names, with a comma between them."),
    )
    members = forms.CharField(label=gettext_lazy("Members"), max_length=300)
    purpose = words_field(gettext_lazy("Purpose"), rows=2, required=False)


class MeetingForm(forms.Form):
    """外出会面 Whom one meets, when, where, about which project."""

    when = MomentField(gettext_lazy("When"))
    city = forms.ChoiceField(label=pgettext_lazy("trip", "City"))
    place = _line(gettext_lazy("Place"), 120)
    with_whom = forms.CharField(label=gettext_lazy("With whom"), max_length=120)
    topic = _line(gettext_lazy("Topic"), 200)
    project = _line(
        gettext_lazy("Project"), 24, help_text=gettext_lazy("Its number, such as ZS2026-0001.")
    )
    lon = forms.FloatField(label=gettext_lazy("Longitude"), required=False)
    lat = forms.FloatField(label=gettext_lazy("Latitude"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["city"].choices = city_choices()[1:]


class TripEndForm(forms.Form):
    """外出结束 Costs and results."""

    result = words_field(gettext_lazy("What it brought"), rows=3, required=False)
    travel_yuan = forms.IntegerField(label=gettext_lazy("Travel (yuan)"), required=False)
    lodging_yuan = forms.IntegerField(label=gettext_lazy("Lodging (yuan)"), required=False)
    other_yuan = forms.IntegerField(label=gettext_lazy("Other costs (yuan)"), required=False)


class ReviewForm(forms.Form):
    """启动评审 Which bureaux are asked, for how long; the mark that admits."""

    days = forms.IntegerField(label=gettext_lazy("Working days to answer"), min_value=1)
    pass_mark = forms.IntegerField(label=gettext_lazy("Pass mark"), min_value=0, max_value=100)
    units = forms.MultipleChoiceField(
        label=gettext_lazy("Bureaux asked"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, units: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["units"].choices = [(str(unit.pk), unit.name) for unit in units]


class DecisionForm(forms.Form):
    """评审结论 The decision with its minutes."""

    state = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[(s.value, s.label) for s in (*ADMITTED, ReviewState.REFUSED)],
    )
    minutes = words_field(pgettext_lazy("document", "Minutes"), rows=5)
    conditions = words_field(gettext_lazy("Conditions"), rows=2, required=False)


class OpinionForm(forms.Form):
    """部门意见 The bureau's verdict and words."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Verdict"), choices=OpinionVerdict.choices, widget=forms.RadioSelect
    )
    words = words_field(pgettext_lazy("opinion", "Words"), rows=4, required=False)


class CriterionForm(forms.Form):
    """评审标准 Its names, weight, least score."""

    name_zh = forms.CharField(label=gettext_lazy("Chinese name"), max_length=80)
    name_en = _line(gettext_lazy("English name"), 120)
    weight = forms.IntegerField(label=gettext_lazy("Weight"), min_value=1, max_value=1000)
    minimum = forms.IntegerField(label=gettext_lazy("Least score"), min_value=0, max_value=100)
    position = forms.IntegerField(label=gettext_lazy("Place"), min_value=0, max_value=1000)
    guidance = _line(gettext_lazy("How it is scored"), 300)
    is_active = forms.BooleanField(label=gettext_lazy("In use"), required=False)


class CommitmentForm(forms.Form):
    """承诺 What is promised, how much, by when."""

    kind = forms.ChoiceField(label=gettext_lazy("What is promised"))
    amount = forms.DecimalField(
        label=gettext_lazy("Amount"),
        required=False,
        max_digits=16,
        decimal_places=4,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any", "min": "0"}),
        help_text=gettext_lazy("In the unit named with it; a day needs none."),
    )
    due_on = _day(gettext_lazy("By"), help_text=gettext_lazy("An amount counts from this year on."))
    source = forms.ChoiceField(
        label=gettext_lazy("Where it stands written"), choices=CommitmentSource.choices
    )
    words = _line(pgettext_lazy("commitment", "Words"), 300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["kind"].choices = [
            (kind.value, f"{kind.label} ({unit})" if unit else str(kind.label))
            for kind in CommitmentKind
            for unit in [COMMITMENT_UNITS.get(kind, "")]
        ]


class ResultForm(forms.Form):
    """年度核对 One year of one commitment."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1990, max_value=2200)
    amount = forms.DecimalField(
        label=gettext_lazy("Amount"), required=False, max_digits=16, decimal_places=4
    )
    happened_on = _day(gettext_lazy("Happened on"))
    words = _line(pgettext_lazy("commitment", "Words"), 300)


class SubsidyForm(forms.Form):
    """扶持承诺 What the park promises."""

    name = forms.CharField(label=gettext_lazy("What the park promises"), max_length=80)
    amount_wan = MoneyField(gettext_lazy("Amount"))
    condition = _line(gettext_lazy("On which condition"), 300)
    due_on = _day(gettext_lazy("By"))


class PaymentForm(forms.Form):
    """扶持兑现 So much, on that day."""

    paid_wan = MoneyField(gettext_lazy("Paid now"))
    paid_on = _day(gettext_lazy("Paid on"))


class SignForm(forms.Form):
    """签约 The day, the agreement, the enterprise it becomes."""

    signed_on = forms.DateField(label=gettext_lazy("Signed on"), widget=DateInput())
    agreement_number = _line(gettext_lazy("Number of the agreement"), 60)
    enterprise = _line(
        gettext_lazy("Enterprise of the directory"),
        120,
        help_text=gettext_lazy("Its whole name, if it is there; else it is entered anew."),
    )
    credit_code = _line(gettext_lazy("Unified social credit code"), 18)
    wants_site = forms.BooleanField(
        label=gettext_lazy("Hand its need of land to the search for sites"), required=False
    )
    words = words_field(pgettext_lazy("signing", "Words"), rows=2, required=False)


class HandOverForm(forms.Form):
    """移交 From whom to whom, and why."""

    giver = IdField(label=pgettext_lazy("handover", "From"))
    taker = IdField(label=pgettext_lazy("handover", "To"))
    words = _line(gettext_lazy("Reason"), 300)

    def __init__(self, *args: Any, people: Iterable[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        for name in ("giver", "taker"):
            fields[name].widget.choices = [("", _("Choose a person")), *people]
