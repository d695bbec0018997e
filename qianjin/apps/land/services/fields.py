"""字段 The plain fields of a parcel, checked; boundaries and shares have verbs of their own."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from qianjin.apps.parks.choices import UnitKind
from qianjin.apps.parks.models import Unit

from ..choices import LandSector, Origin, ParcelState, Utility, UtilityState
from ..models import Parcel
from ..refusals import BadParcel

TEXTS = {"name": 80, "use_code": 12, "use_name": 40, "soil": 400, "remark": 400}
CHOSEN = {"state": ParcelState, "sector": LandSector, "origin": Origin}
AMOUNTS: dict[str, tuple[Decimal, int]] = {
    # Field: the most it may be, and its decimals.
    "area_stated": (Decimal(10) ** 11, 2),
    "accuracy_m": (Decimal(1000), 3),
    "far_min": (Decimal(100), 2),
    "far_max": (Decimal(100), 2),
    "density_max": (Decimal(100), 2),
    "height_max": (Decimal(1000), 2),
    "green_max": (Decimal(100), 2),
    "price_per_mu": (Decimal(10) ** 6, 4),
    "power_kva": (Decimal(10) ** 7, 1),
    "water_tpd": (Decimal(10) ** 7, 1),
    "frontage_m": (Decimal(10) ** 5, 1),
}
MAY_BE_NOTHING = {"green_max", "power_kva", "water_tpd", "frontage_m", "far_min", "price_per_mu"}
NOTE_LENGTH = 60
FIELDS = (*TEXTS, *CHOSEN, *AMOUNTS, "village", "utilities")


def cleaned(park_id: int, given: Mapping[str, Any]) -> dict[str, Any]:
    """
    The fields named in ``given`` as they are kept.

    :raises BadParcel: what is wrong, by field; an unknown field is a mistake of the caller.
    """
    problems: dict[str, list[str]] = {}
    kept: dict[str, Any] = {}
    for name, value in given.items():
        if name in TEXTS:
            kept[name] = _text(name, value, problems)
        elif name in CHOSEN:
            kept[name] = _choice(name, value, problems)
        elif name in AMOUNTS:
            kept[name] = _amount(name, value, problems)
        elif name == "village":
            kept[name] = _village(park_id, value, problems)
        elif name == "utilities":
            kept[name] = _utilities(value or {}, problems)
        else:
            raise TypeError(f"a parcel has no field {name}")
    if problems:
        raise BadParcel(problems)
    return kept


def label(name: str) -> str:
    """What a field is called, in the reader's language."""
    return str(_LABELS[name])


_LABELS = {field.name: field.verbose_name for field in Parcel._meta.concrete_fields}  # noqa: SLF001


def fit_together(values: Mapping[str, Any]) -> None:
    """:raises BadParcel: the least lies above the most."""
    least, most = values.get("far_min"), values.get("far_max")
    if least is not None and most is not None and least > most:
        raise BadParcel({"far_max": [_("This is below the least.")]})


def _text(name: str, value: Any, problems: dict[str, list[str]]) -> str:
    text = str(value or "").replace("\x00", "").strip()
    if len(text) > TEXTS[name]:
        problems[name] = [_("At most %(most)s characters.") % {"most": TEXTS[name]}]
    return text


def _choice(name: str, value: Any, problems: dict[str, list[str]]) -> str:
    text = str(value or "")
    may_be_empty = name == "sector"
    if text not in CHOSEN[name].values and not (may_be_empty and not text):
        problems[name] = [_("Choose one from the list.")]
    return text


def _amount(name: str, value: Any, problems: dict[str, list[str]]) -> Decimal | None:
    if value is None or value == "":
        return None
    most, decimals = AMOUNTS[name]
    amount = Decimal(value)
    if not amount.is_finite() or amount < 0 or amount > most:
        problems[name] = [_("A number from 0 to %(most)s.") % {"most": f"{most:,.0f}"}]
        return None
    if amount == 0 and name not in MAY_BE_NOTHING:
        problems[name] = [_("A number above zero.")]
    if amount != round(amount, decimals):
        problems[name] = [_("At most %(count)s decimals.") % {"count": decimals}]
    return amount


def _village(park_id: int, unit: Unit | None, problems: dict[str, list[str]]) -> Unit | None:
    if unit is not None and (unit.park_id != park_id or unit.kind != UnitKind.VILLAGE):
        problems["village"] = [_("Choose a village of this park.")]
    return unit


def _utilities(given: Mapping[str, Any], problems: dict[str, list[str]]) -> dict[str, Any]:
    """``{utility: {"state": …, "note": …}}``; what nobody has said of is left out."""
    kept: dict[str, Any] = {}
    for name, told in given.items():
        state = str(told.get("state") or "")
        note = str(told.get("note") or "").replace("\x00", "").strip()
        if name not in Utility.values or (state and state not in UtilityState.values):
            problems["utilities"] = [_("Choose one from the list.")]
        elif len(note) > NOTE_LENGTH:
            problems["utilities"] = [_("At most %(most)s characters.") % {"most": NOTE_LENGTH}]
        elif state:
            kept[name] = {"state": state, "note": note}
        elif note:
            problems["utilities"] = [_("Say first whether it is there.")]
    return kept
