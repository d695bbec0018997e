"""Forms of the parcel book."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qianjin.apps.land.choices import (
    Bound,
    IndicatorKind,
    LandSector,
    LowState,
    Origin,
    ParcelState,
    RightKind,
    Utility,
    UtilityState,
)
from qianjin.faces.web.desk.forms import DateInput

from .words import plain

FRACTION = re.compile(r"^\s*(\d{1,13})\s*[/／]\s*(\d{1,13})\s*$")
PERCENT = re.compile(r"^\s*(\d{1,3}(?:\.\d{1,9})?)\s*[%％]\s*$")
SHARE_ROWS = 4
"""Empty rows offered beside those that are there."""


def amount(label: Any, places: int = 2, **more: Any) -> forms.DecimalField:
    """A number that may be left out, unless it is ``required``."""
    more.setdefault("required", False)
    return forms.DecimalField(
        label=label,
        max_digits=16,
        decimal_places=places,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any", "min": "0"}),
        **more,
    )


class ParcelFilterForm(forms.Form):
    """筛选 What the list is narrowed to; anything that cannot be read narrows nothing."""

    q = forms.CharField(required=False, max_length=40)
    state = forms.ChoiceField(required=False, choices=[("", ""), *ParcelState.choices])
    sector = forms.ChoiceField(required=False, choices=[("", ""), *LandSector.choices])
    low_use = forms.ChoiceField(required=False, choices=[("", ""), *LowState.choices])
    village = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    owner = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    enclave = forms.BooleanField(required=False)
    closed = forms.BooleanField(required=False)
    mu_min = amount("", min_value=0, max_value=10**9)
    mu_max = amount("", min_value=0, max_value=10**9)
    order = forms.ChoiceField(required=False, choices=[("number", ""), ("area", "")])

    def wanted(self) -> dict[str, Any]:
        """The readable filters, as ``selectors.ParcelFilters`` takes them."""
        self.is_valid()
        given = self.cleaned_data
        return {
            **{name: given.get(name) or "" for name in ("q", "state", "sector", "low_use")},
            **{name: given.get(name) for name in ("village", "owner", "mu_min", "mu_max")},
            "enclave": bool(given.get("enclave")),
            "closed": bool(given.get("closed")),
            "order": given.get("order") or "number",
        }


class ParcelForm(forms.Form):
    """改地块 What is said of a parcel."""

    name = forms.CharField(label=gettext_lazy("Parcel name"), max_length=80, required=False)
    village: Any = forms.ModelChoiceField(
        label=gettext_lazy("Lies in the village"), queryset=None, required=False
    )
    sector = forms.ChoiceField(
        label=gettext_lazy("Industry platform"),
        required=False,
        choices=[("", "—"), *LandSector.choices],
    )
    state = forms.ChoiceField(label=pgettext_lazy("parcel", "State"), choices=ParcelState.choices)
    area_stated = amount(gettext_lazy("Stated area (㎡)"))
    origin = forms.ChoiceField(label=gettext_lazy("Origin of the boundary"), choices=Origin.choices)
    accuracy_m = amount(gettext_lazy("Accuracy (m)"), 3)
    use_name = forms.CharField(label=pgettext_lazy("land", "Use"), max_length=40, required=False)
    use_code = forms.CharField(label=gettext_lazy("Land use code"), max_length=12, required=False)
    far_min = amount(gettext_lazy("Floor area ratio, least"))
    far_max = amount(gettext_lazy("Floor area ratio, most"))
    density_max = amount(gettext_lazy("Building density, most (%)"))
    height_max = amount(gettext_lazy("Building height, most (m)"))
    green_max = amount(gettext_lazy("Greenery, most (%)"))
    price_per_mu = amount(gettext_lazy("Price (10,000 yuan per mu)"), 4)
    power_kva = amount(gettext_lazy("Power at the line (kVA)"), 1)
    water_tpd = amount(gettext_lazy("Water at the line (t a day)"), 1)
    frontage_m = amount(gettext_lazy("Road frontage (m)"), 1)
    soil = forms.CharField(
        label=gettext_lazy("Soil"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    remark = forms.CharField(
        label=gettext_lazy("Remark"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, villages: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("Any", self.fields["village"]).queryset = villages
        for utility in Utility:
            self.fields[f"{utility}_state"] = forms.ChoiceField(
                label=utility.label,
                required=False,
                choices=[("", "—"), *UtilityState.choices],
            )
            self.fields[f"{utility}_note"] = forms.CharField(
                label=_("%(utility)s: note") % {"utility": utility.label},
                required=False,
                max_length=60,
            )

    def utilities(self) -> list[tuple[Any, Any]]:
        """State and note of each, for the page."""
        return [(self[f"{utility}_state"], self[f"{utility}_note"]) for utility in Utility]

    def values(self) -> dict[str, Any]:
        """What ``services.change_parcel`` takes."""
        given = dict(self.cleaned_data)
        given.pop("version", None)
        told = {
            str(utility.value): {
                "state": given.pop(f"{utility}_state", ""),
                "note": given.pop(f"{utility}_note", ""),
            }
            for utility in Utility
        }
        return {**given, "utilities": told}

    @staticmethod
    def initial_of(row: Any) -> dict[str, Any]:
        """A parcel as the form shows it."""
        names = [name for name in ParcelForm.base_fields if name != "village"]
        known = {name: getattr(row, name) for name in names}
        known = {n: plain(v) if isinstance(v, Decimal) else v for n, v in known.items()}
        for name, told in (row.utilities or {}).items():
            known[f"{name}_state"], known[f"{name}_note"] = told["state"], told.get("note", "")
        return {**known, "village": row.village_id}


def indicator_lines(rows: Sequence[Any]) -> list[dict[str, str]]:
    """The indicators, worded."""
    return [
        {
            "name": str(IndicatorKind(row.kind).label),
            "bound": str(Bound(row.bound).label),
            "value": f"{plain(row.value)} {row.unit}".strip(),
        }
        for row in rows
    ]


class IndicatorForm(forms.Form):
    """标准地指标 One line for each indicator there is; what is left empty is not asked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in IndicatorKind:
            unit = f"（{kind.unit}）" if kind.unit else ""
            self.fields[f"{kind}_value"] = amount(f"{kind.label}{unit}", 4)
            self.fields[f"{kind}_bound"] = forms.ChoiceField(
                label=_("%(indicator)s: least or most") % {"indicator": kind.label},
                choices=Bound.choices,
                required=False,
            )

    def lines(self) -> list[tuple[Any, Any]]:
        """Bound and value of each, for the page."""
        return [(self[f"{kind}_bound"], self[f"{kind}_value"]) for kind in IndicatorKind]

    def values(self) -> list[tuple[str, str, Decimal]]:
        """What ``services.set_indicators`` takes."""
        given = self.cleaned_data
        return [
            (kind.value, given.get(f"{kind}_bound") or Bound.AT_LEAST.value, value)
            for kind in IndicatorKind
            if (value := given.get(f"{kind}_value")) is not None
        ]


def read_share(text: str) -> Fraction:
    """
    An exact share: ``1/3``, ``33.5%``, ``0.25`` or ``1``.

    :raises ValueError: it is none.
    """
    if found := FRACTION.match(text):
        over, under = int(found.group(1)), int(found.group(2))
        if under == 0:
            raise ValueError(text)
        return Fraction(over, under)
    if found := PERCENT.match(text):
        return Fraction(found.group(1)) / 100
    if re.fullmatch(r"\s*\d{1,3}(\.\d{1,9})?\s*", text):
        return Fraction(text.strip())
    raise ValueError(text)


class SharesForm(forms.Form):
    """权属 Owners with exact shares, one row each; an empty row is none."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, shares: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count = min(len(shares) + SHARE_ROWS, 200)
        if self.is_bound:
            self.count = max(self.count, *_numbered(self.data, "share"), 1)
        for place in range(self.count):
            known = shares[place] if place < len(shares) else None
            self.fields[f"owner_{place}"] = forms.CharField(
                label=_("Owner %(number)s") % {"number": place + 1},
                required=False,
                max_length=80,
                initial=known.holder_name if known else "",
                widget=forms.TextInput(attrs={"list": "owners"}),
            )
            self.fields[f"share_{place}"] = forms.CharField(
                label=_("Share %(number)s") % {"number": place + 1},
                required=False,
                max_length=30,
                initial=_told(known) if known else "",
                widget=forms.TextInput(attrs={"placeholder": "1/3"}),
            )
            self.fields[f"basis_{place}"] = forms.CharField(
                label=_("Basis %(number)s") % {"number": place + 1},
                required=False,
                max_length=120,
                initial=known.basis if known else "",
            )

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """Owner, share and basis of each row, for the page."""
        return [
            (self[f"owner_{n}"], self[f"share_{n}"], self[f"basis_{n}"]) for n in range(self.count)
        ]

    def clean(self) -> dict[str, Any]:
        """Read the fractions."""
        given = super().clean() or {}
        found = []
        for place in range(self.count):
            owner = given.get(f"owner_{place}", "")
            share, basis = given.get(f"share_{place}", ""), given.get(f"basis_{place}", "")
            if not owner and not share:
                continue
            try:
                found.append((owner, read_share(share), basis))
            except ValueError:
                self.add_error(f"share_{place}", _("A share is written as 1/3 or 0.25."))
        given["rows"] = found
        return given


def _numbered(data: Any, name: str) -> list[int]:
    """Rows a browser has sent beyond those that are there; at most 200."""
    places = [key.rpartition("_")[2] for key in data if key.startswith(f"{name}_")]
    return [min(int(p) + 1, 200) for p in places if p.isdecimal() and len(p) < 4]


def _told(share: Any) -> str:
    return "1" if share.numerator == share.denominator else f"{share.numerator}/{share.denominator}"


class RightForm(forms.Form):
    """登记权利"""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of right"), choices=RightKind.choices)
    holder = forms.CharField(
        label=gettext_lazy("Holder"),
        max_length=120,
        help_text=gettext_lazy("The name of an enterprise of the directory links to it."),
    )
    from_on = forms.DateField(label=gettext_lazy("From"), widget=DateInput, required=False)
    until_on = forms.DateField(label=gettext_lazy("Until"), widget=DateInput, required=False)
    start_by = forms.DateField(
        label=gettext_lazy("Building to begin by"), widget=DateInput, required=False
    )
    started_on = forms.DateField(
        label=gettext_lazy("Building began on"), widget=DateInput, required=False
    )
    amount_wan = amount(
        gettext_lazy("Amount (10,000 yuan)"),
        4,
        help_text=gettext_lazy("Price, yearly rent or sum secured."),
    )
    document = forms.CharField(label=gettext_lazy("Document"), max_length=80, required=False)
    remark = forms.CharField(label=gettext_lazy("Remark"), max_length=400, required=False)


class EndRightForm(forms.Form):
    """注销权利"""

    ended_on = forms.DateField(label=gettext_lazy("Ended on"), widget=DateInput, required=False)
    remark = forms.CharField(label=gettext_lazy("Remark"), max_length=400, required=False)
