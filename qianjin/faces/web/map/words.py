"""地图用语 The legend and the list of the map: what stands there in words, and which colour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from qianjin.apps.land import selectors
from qianjin.apps.land.choices import LandSector, LowState, ParcelState
from qianjin.apps.land.selectors import Share
from qianjin.faces.gate import to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.ui.shapes import NavItem

NOTHING_SAID = 0
"""The colour of what nothing is said of."""
HUES = 12
BY = {
    "state": pgettext_lazy("map", "State"),
    "ready": pgettext_lazy("map", "Readiness"),
    "owner": pgettext_lazy("map", "Owner village"),
    "village": pgettext_lazy("map", "Village it lies in"),
    "low_use": pgettext_lazy("map", "Efficiency"),
    "sector": pgettext_lazy("map", "Industry platform"),
    "enclave": pgettext_lazy("map", "Enclave"),
}
STATE_HUES = {
    "planned": 1, "acquiring": 2, "acquired": 3, "listed": 4, "granted": 5, "built": 6,
    "reserved": 7,
}  # fmt: skip
LOW_HUES = {"found": 8, "remedying": 2, "remedied": 4, "dismissed": 7}
SECTOR_HUES = {"auto": 1, "aviation": 2}
WAITS = (
    (0, 4, gettext_lazy("Ready now")),
    (3, 3, gettext_lazy("Within 3 months")),
    (6, 1, gettext_lazy("Within 6 months")),
    (12, 2, gettext_lazy("Within a year")),
)
LATER = (8, gettext_lazy("Later"))


@dataclass(slots=True)
class Entry:
    """One line of the legend: words, colour, the codes it stands for, how much there is."""

    label: str
    hue: int
    codes: list[str] = field(default_factory=list)
    count: int = 0
    area: float = 0.0

    @property
    def mu(self) -> str:
        """亩, as written."""
        return mu(self.area)


def mu(square_metres: float | Decimal) -> str:
    """亩 of ㎡, one decimal."""
    return number_format(
        Decimal(square_metres) * 15 / 10_000, 1, use_l10n=True, force_grouping=True
    )


def legend(request: ParkRequest, by: str, today: date) -> list[Entry]:
    """The legend of a column, in the order of its own, else the most land first."""
    shares = selectors.legend_for(request.actor, by)
    if by == "ready":
        return _by_waiting(shares, today)
    labels, hues = _known(by, shares)
    entries = []
    for place, share in enumerate(shares):
        code = code_of(share.code)
        hue = hues.get(code, 1 + place % HUES) if share.code is not None else NOTHING_SAID
        label = labels.get(code) or _unsaid(by)
        entries.append(Entry(label, hue, [code] if code else [], share.count, share.area))
    order = list(hues)
    return sorted(
        entries, key=lambda one: order.index(one.codes[0]) if one.codes and order else len(order)
    )


def _known(by: str, shares: list[Share]) -> tuple[dict[str, str], dict[str, int]]:
    if by == "state":
        return {one.value: str(one.label) for one in ParcelState}, STATE_HUES
    if by == "low_use":
        return {one.value: str(one.label) for one in LowState}, LOW_HUES
    if by == "sector":
        return {one.value: str(one.label) for one in LandSector}, SECTOR_HUES
    if by == "enclave":
        words = {"true": _("Owned from elsewhere"), "false": _("Owned by its village")}
        return words, {"true": 2, "false": 7}
    names = selectors.unit_names([int(one.code) for one in shares if one.code is not None])
    return {str(key): name for key, name in names.items()}, {}


def code_of(code: Any) -> str:
    """A code as the map's own language turns it into text; empty for none."""
    if code is None:
        return ""
    return str(code).lower() if isinstance(code, bool) else str(code)


def _unsaid(by: str) -> str:
    return {
        "owner": _("Owner not known"),
        "village": _("Village not known"),
        "low_use": _("Not low-efficiency land"),
        "sector": _("For any industry"),
    }.get(by, _("Not known"))


def _by_waiting(shares: list[Share], today: date) -> list[Entry]:
    now = today.year * 12 + today.month
    entries = [Entry(str(label), hue) for _most, hue, label in WAITS]
    entries += [Entry(str(LATER[1]), LATER[0]), Entry(_("No date"), NOTHING_SAID)]
    for share in shares:
        entry = entries[-1]
        if share.code is not None:
            month = int(share.code) // 100 * 12 + int(share.code) % 100
            places = [place for place, (most, *_rest) in enumerate(WAITS) if month - now <= most]
            entry = entries[places[0] if places else len(WAITS)]
            entry.codes.append(code_of(share.code))
        entry.count += share.count
        entry.area += share.area
    return [entry for entry in entries if entry.count]


def tabs(request: ParkRequest, by: str) -> list[NavItem]:
    """What the parcels may be coloured by."""
    address = to(request, "web:map")
    return [
        NavItem(str(label), f"{address}?by={code}", active=code == by) for code, label in BY.items()
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """One parcel of the list beside the map."""

    pk: int
    number: str
    name: str
    state: str
    tone: str
    village: str
    mu: str
    box: str
    """West, south, east, north, for going there."""


def lines(rows: Iterable[Any], *, gcj02: bool = False) -> list[Line]:
    """Parcels as the list has them; their boxes as the map draws them."""
    return [
        Line(
            row.pk,
            row.number,
            row.name,
            str(ParcelState(row.state).label),
            ParcelState(row.state).tone,
            row.village.name if row.village else "",
            mu(row.area_plane),
            " ".join(f"{side:.7f}" for side in box_of(row, gcj02)),
        )
        for row in rows
    ]


def box_of(row: Any, gcj02: bool) -> tuple[float, float, float, float]:
    """Where the map draws a parcel's bounds."""
    return selectors.drawn_box((row.west, row.south, row.east, row.north), gcj02=gcj02)


def areas(square_metres: Decimal | None) -> str:
    """㎡, 亩 and 公顷 of one area."""
    if square_metres is None:
        return "—"
    return pgettext("area", "%(metres)s m² · %(mu)s mu · %(hectares)s ha") % {
        "metres": number_format(square_metres, 2, force_grouping=True),
        "mu": number_format(square_metres * 15 / 10_000, 2, force_grouping=True),
        "hectares": number_format(square_metres / 10_000, 4, force_grouping=True),
    }
