"""Forms of the park's settings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import time
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qianjin.apps.desk.choices import AmountUnit, Level, RequestKind, Stage
from qianjin.apps.enterprises.choices import Sector
from qianjin.apps.parks.choices import UnitKind
from qianjin.faces.web.people.forms import DateInput, UnitField

if TYPE_CHECKING:
    from qianjin.apps.desk.models import PromiseProfile
    from qianjin.apps.parks.models import Unit, WorkingCalendar

ZONES = ("Asia/Shanghai", "Asia/Urumqi", "Asia/Hong_Kong", "UTC")
PERIODS = 3
"""Most opening periods of a day that a form offers: morning, afternoon, evening."""
LARGEST_CALENDAR_FILE = 1_000_000


class TimeInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class ParkForm(forms.Form):
    """The facts of the park."""

    name_zh = forms.CharField(label=_("Chinese name"), max_length=80)
    name_en = forms.CharField(label=_("English name"), max_length=120, required=False)
    address = forms.CharField(label=_("Address"), max_length=120, required=False)
    opened_on = forms.DateField(label=_("Opened on"), required=False, widget=DateInput())
    number_prefix = forms.CharField(
        label=_("Prefix of document numbers"),
        max_length=8,
        required=False,
        help_text=_("Stands before the numbers of requests and letters."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[(zone, zone) for zone in ZONES],
        help_text=_("Opening hours and due times are meant in this zone."),
    )


class ChronicleForm(forms.Form):
    """An entry of the chronicle."""

    on = forms.DateField(label=_("Day"), widget=DateInput())
    is_month = forms.BooleanField(label=_("Only the month is known"), required=False)
    text_zh = forms.CharField(label=_("What happened"), max_length=200)
    text_en = forms.CharField(label=_("In English"), max_length=300, required=False)
    source = forms.CharField(
        label=_("Source"),
        max_length=120,
        required=False,
        help_text=_("Where it was published, for instance a report and its date."),
    )


class UnitForm(forms.Form):
    """The names of a unit and its place."""

    name_zh = forms.CharField(label=_("Chinese name"), max_length=80)
    name_en = forms.CharField(label=_("English name"), max_length=120, required=False)
    parent = UnitField(label=_("Part of"), required=False)
    position = forms.IntegerField(
        label=_("Place in lists"),
        min_value=0,
        max_value=9999,
        initial=0,
        help_text=_("Smaller numbers stand first."),
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].offer(units, blank=_("no other unit"))  # type: ignore[attr-defined]


class NewUnitForm(UnitForm):
    """A new unit: its kind and code do not change later."""

    field_order = ("kind", "code", "name_zh", "name_en", "parent", "position")
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices)
    code = forms.CharField(
        label=_("Code"),
        max_length=24,
        help_text=_("A short word in small letters, for imports and addresses; it stays."),
    )


class OpeningForm(forms.Form):
    """Opening hours: up to three periods of a working day."""

    def __init__(self, *args: Any, opening: Sequence[Sequence[str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(PERIODS):
            begins, ends = opening[n] if n < len(opening) else ("", "")
            self.fields[f"from_{n}"] = forms.TimeField(
                label=_("From"), required=n == 0, initial=begins or None, widget=TimeInput()
            )
            self.fields[f"until_{n}"] = forms.TimeField(
                label=_("Until"), required=n == 0, initial=ends or None, widget=TimeInput()
            )

    def clean(self) -> dict[str, Any]:
        """A period has both ends or neither."""
        told = super().clean() or {}
        for n in range(PERIODS):
            begins, ends = told.get(f"from_{n}"), told.get(f"until_{n}")
            if (begins is None) != (ends is None) and f"until_{n}" not in self.errors:
                self.add_error(f"until_{n}", _("Please give both ends of the period."))
        return told

    @property
    def periods(self) -> list[tuple[Any, Any]]:
        """The bound fields, two by two."""
        return [(self[f"from_{n}"], self[f"until_{n}"]) for n in range(PERIODS)]

    def opening(self) -> list[tuple[time, time]]:
        """The periods that were given."""
        pairs = [
            (self.cleaned_data[f"from_{n}"], self.cleaned_data[f"until_{n}"])
            for n in range(PERIODS)
        ]
        return [(begins, ends) for begins, ends in pairs if begins is not None]


class CalendarForm(OpeningForm):
    """A further calendar with hours of its own."""

    code = forms.CharField(
        label=_("Code"),
        max_length=24,
        help_text=_("A short word in small letters, for imports and addresses; it stays."),
    )
    name_zh = forms.CharField(label=_("Chinese name"), max_length=80)
    name_en = forms.CharField(label=_("English name"), max_length=120, required=False)


class DayForm(forms.Form):
    """One day that is not what its weekday or the notice says."""

    AS = (
        ("off", _("Day off")),
        ("work", _("Working day")),
        ("plain", _("As its year says")),
    )
    day = forms.DateField(label=_("Day"), widget=DateInput())
    kind = forms.ChoiceField(label=_("It is a"), choices=AS, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Why"), max_length=40, required=False)
    calendar = forms.ChoiceField(label=_("For"), required=False)

    def __init__(self, *args: Any, calendars: Iterable[WorkingCalendar], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["calendar"].choices = [  # type: ignore[attr-defined]
            ("", _("the whole park")),
            *((row.code, row.name) for row in calendars),
        ]


class YearFileForm(forms.Form):
    """A file with the days of a year, as the State Council's notice gives them."""

    file = forms.FileField(
        label=_("File of days"),
        help_text=_("CSV or JSON with the columns name, date, isOffDay."),
        widget=forms.FileInput(attrs={"accept": ".csv,.json,text/csv,application/json"}),
    )

    def clean_file(self) -> Any:
        """A year is a few hundred rows at most."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_CALENDAR_FILE:
            raise forms.ValidationError(_("This file is too large to be a calendar."))
        return file


class ChoiceForm(forms.Form):
    """Which profile holds for a type and a level."""

    kind = forms.ChoiceField(
        label=_("Type"), required=False, choices=[("", _("every type")), *RequestKind.choices]
    )
    level = forms.ChoiceField(
        label=_("Level"), required=False, choices=[("", _("every level")), *Level.choices]
    )
    profile = forms.ChoiceField(label=_("Promise"), required=False)

    def __init__(self, *args: Any, profiles: Iterable[PromiseProfile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["profile"].choices = [  # type: ignore[attr-defined]
            ("", _("none of its own: the next wider choice holds")),
            *((row.code, row.name) for row in profiles),
        ]


ROWS = 6
"""Most rows of stages that the form offers."""


class ProfileForm(forms.Form):
    """A reading of the promise: names, where it comes from, what is promised by when."""

    name_zh = forms.CharField(label=_("Chinese name"), max_length=80)
    name_en = forms.CharField(label=_("English name"), max_length=120, required=False)
    source = forms.CharField(label=_("Source"), max_length=200, required=False)
    is_inference = forms.BooleanField(
        label=_("Inference, to be calibrated by the park"), required=False
    )
    on_miss = forms.CharField(label=_("When it cannot be kept"), max_length=200, required=False)
    part_days = forms.IntegerField(
        label=_("Working days of a co-handler"), min_value=1, max_value=60, initial=3
    )

    def __init__(self, *args: Any, rows: Sequence[Sequence[Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stages = [("", "—"), *(c for c in Stage.choices if c[0] != Stage.INTERIM)]
        levels = [("", _("every level")), *Level.choices]
        for n in range(ROWS):
            stage, level, amount, unit = rows[n] if n < len(rows) else ("", "", None, "wd")
            self.fields[f"stage_{n}"] = forms.ChoiceField(
                label=_("Stage"), choices=stages, required=False, initial=stage
            )
            self.fields[f"level_{n}"] = forms.ChoiceField(
                label=_("Level"), choices=levels, required=False, initial=level
            )
            self.fields[f"amount_{n}"] = forms.IntegerField(
                label=_("Amount"), min_value=1, max_value=999, required=False, initial=amount
            )
            self.fields[f"unit_{n}"] = forms.ChoiceField(
                label=_("Counted in"), choices=AmountUnit.choices, initial=unit
            )

    @property
    def rows(self) -> list[list[Any]]:
        """The bound fields, row by row."""
        return [
            [self[f"{name}_{n}"] for name in ("stage", "level", "amount", "unit")]
            for n in range(ROWS)
        ]

    @property
    def head(self) -> list[Any]:
        """The bound fields above the rows."""
        return [self[name] for name in self.base_fields]

    def stages(self) -> list[tuple[str, str, int, str]]:
        """The rows that were filled in."""
        told = self.cleaned_data
        return [
            (told[f"stage_{n}"], told[f"level_{n}"], told[f"amount_{n}"] or 0, told[f"unit_{n}"])
            for n in range(ROWS)
            if told[f"stage_{n}"]
        ]


class NewProfileForm(ProfileForm):
    """A further reading; its code stays."""

    code = forms.SlugField(
        label=_("Code"),
        max_length=30,
        help_text=_("A short word in small letters, for imports and addresses; it stays."),
    )


CHAINS = tuple(sector for sector in Sector if sector != Sector.OTHER)
"""产业链: the sectors whose common matters a team of their own leads."""


class DutiesForm(forms.Form):
    """Which unit usually leads each type."""

    def __init__(
        self,
        *args: Any,
        units: Iterable[Unit],
        led: dict[str, int],
        teams: dict[str, int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = list(units)
        for kind in RequestKind:
            field = UnitField(label=kind.label, required=False, initial=str(led.get(kind, "")))
            field.offer(offered)
            self.fields[kind.value] = field
        for sector in CHAINS:
            label = _("Team of the chain: %(chain)s") % {"chain": sector.label}
            team = UnitField(label=label, required=False, initial=str(teams.get(sector, "")))
            team.offer(offered)
            self.fields[f"chain_{sector.value}"] = team

    def duties(self) -> dict[str, str]:
        """What was chosen for each type."""
        given = self.cleaned_data
        return {kind.value: given[kind.value] for kind in RequestKind}

    def teams(self) -> dict[str, int | None]:
        """What was chosen for each chain; nothing takes it back."""
        given = self.cleaned_data
        chosen = {sector.value: given[f"chain_{sector.value}"] for sector in CHAINS}
        return {sector: int(pk) if pk else None for sector, pk in chosen.items()}


class TrailForm(forms.Form):
    """What the trail is narrowed by."""

    who = forms.CharField(label=_("Who"), max_length=80, required=False)
    verb = forms.ChoiceField(label=_("Act"), required=False)
    object_kind = forms.ChoiceField(label=_("Kind of thing"), required=False)
    object = forms.CharField(label=_("Thing"), max_length=80, required=False)
    since = forms.DateField(label=_("From"), required=False, widget=DateInput())
    until = forms.DateField(label=_("Until"), required=False, widget=DateInput())
