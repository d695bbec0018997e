"""Forms of needs: what a project asks of its site, and which answer is chosen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qianjin.apps.land.choices import LandSector
from qianjin.faces.gate.forms import words_field

from .forms import amount, day, line, number

MOST_KEYS = 400


class NeedForm(forms.Form):
    """What a project asks; empty fields ask nothing."""

    name = line(_("Project"), 80)
    mu_min = amount(_("Area from (mu)"), required=True)
    mu_max = amount(_("Area to (mu)"), required=True)
    sector = forms.ChoiceField(
        label=_("Industry platform"),
        required=False,
        choices=[("", pgettext_lazy("choice", "All")), *LandSector.choices],
    )
    use_name = line(_("Use"), 40, required=False, help_text=_("As it stands in the parcel book."))
    ready_by = day(_("Ready to be listed by"), required=False)
    budget_wan = amount(_("Budget for land (10,000 yuan)"))
    far = amount(_("Floor area ratio, at least"))
    height_m = amount(_("Height of the buildings (m)"))
    power_kva = amount(_("Power (kVA)"), decimals=1)
    water_tpd = amount(_("Water (t a day)"), decimals=1)
    frontage_m = amount(_("Road frontage (m)"), decimals=1)
    max_parcels = number(_("At most so many parcels"), required=False, least=1, most=25)
    near_lon = forms.FloatField(label=_("Near: longitude"), required=False)
    near_lat = forms.FloatField(label=_("Near: latitude"), required=False)
    near_km = amount(_("Near: at most (km)"))
    away_lon = forms.FloatField(label=_("Away from: longitude"), required=False)
    away_lat = forms.FloatField(label=_("Away from: latitude"), required=False)
    away_km = amount(_("Away from: at least (km)"))
    weight_month = amount(_("A month later weighs (10,000 yuan)"))
    weight_edge = amount(_("100 m of outline weigh (10,000 yuan)"))
    weight_owner = amount(_("An owner more weighs (10,000 yuan)"))
    words = words_field(_("Remark"), rows=2, required=False)
    version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1
    )

    FIRST = ("name", "mu_min", "mu_max", "sector", "use_name", "ready_by", "budget_wan")
    LIMITS = ("far", "height_m", "power_kva", "water_tpd", "frontage_m", "max_parcels")
    PLACES = ("near_lon", "near_lat", "near_km", "away_lon", "away_lat", "away_km")
    WEIGHTS = ("weight_month", "weight_edge", "weight_owner")

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields as the page folds them."""
        named = (
            ("", self.FIRST),
            (_("Limits that are never traded"), self.LIMITS),
            (_("Places"), self.PLACES),
            (_("What weighs besides the price"), self.WEIGHTS),
        )
        return [(label, [self[name] for name in names]) for label, names in named]


class ChooseForm(forms.Form):
    """The parcels of the answer chosen; empty takes the choice back."""

    parcels = forms.CharField(required=False, max_length=6000)

    def clean_parcels(self) -> list[int]:
        """Keys, parted by commas."""
        parts = [part for part in self.cleaned_data["parcels"].split(",") if part]
        if len(parts) > MOST_KEYS or not all(p.isdecimal() and len(p) < 19 for p in parts):
            raise forms.ValidationError(_("Choose one of the answers."))
        return [int(part) for part in parts]


class SettleNeedForm(forms.Form):
    """How a need ended."""

    is_met = forms.TypedChoiceField(
        choices=[("1", "1"), ("0", "0")], coerce=lambda value: value == "1"
    )
    words = forms.CharField(required=False, max_length=400)
