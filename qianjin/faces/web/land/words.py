"""How parcels stand on the pages: facts, rows, lines of the thread, drawings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.clearing.steps import steps
from qianjin.apps.land import selectors
from qianjin.apps.land.choices import (
    ChangeKind,
    ChangeState,
    EventKind,
    LowReason,
    LowState,
    Origin,
    ParcelState,
    RightKind,
    Utility,
    UtilityState,
)
from qianjin.faces.gate import to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.ui.shapes import Cell, Column, Fact, NavItem, TableRow, ThreadItem
from qianjin.ui.wording import day

EVENT_TONES = {
    EventKind.ENTERED: "active",
    EventKind.BOUNDARY: "at_risk",
    EventKind.LOW_USE: "breached",
    EventKind.ACQUISITION: "at_risk",
    EventKind.LISTING: "active",
}
MU = Decimal("0.0015")


def tabs(request: ParkRequest, here: str) -> list[NavItem]:
    """The pages of the book this person may enter."""
    actor = request.actor
    whole = selectors.may_see_all(actor)
    wanted = (
        ("parcels", pgettext("land", "Parcels"), actor.may(Capability.PARCEL_SEE), 0),
        ("parcel_surveys", pgettext("land", "Survey files"), actor.may(Capability.PARCEL_EDIT), 0),
        ("parcel_changes", pgettext("land", "Changes of boundaries"), whole, -1),
        ("low_use", pgettext("land", "Low-efficiency land"), whole, 0),
        ("barriers", pgettext("land", "Roads and rivers"), actor.may(Capability.PARCEL_SEE), 0),
        ("parcel_rules", pgettext("land", "Rules"), actor.may(Capability.LAND_RULES), 0),
    )
    return [
        NavItem(
            label,
            to(request, f"web:{name}"),
            active=name == here,
            count=selectors.waiting_changes(actor) if count else 0,
            tone="at_risk",
        )
        for name, label, may, count in wanted
        if may
    ]


# ------------------------------------------------------------------ areas and amounts


def square_metres(area: Any) -> str:
    """㎡ with two decimals and separators."""
    return f"{area:,.2f} ㎡" if area is not None else ""


def in_mu(area: Any) -> str:
    """亩, two decimals."""
    return _("%(mu)s mu") % {"mu": f"{area * MU:,.2f}"} if area is not None else ""


def in_hectares(area: Any) -> str:
    """公顷, four decimals."""
    return _("%(ha)s ha") % {"ha": f"{area / 10_000:,.4f}"} if area is not None else ""


def all_units(area: Any) -> str:
    """㎡, 亩 and 公顷 of one area."""
    if area is None:
        return ""
    return " · ".join((square_metres(area), in_mu(area), in_hectares(area)))


def bounded(count: int) -> int | str:
    """A count, or that there are more than where counting stopped."""
    return f"{selectors.COUNT_LIMIT:,}+" if count > selectors.COUNT_LIMIT else count


def sum_words(sums: Any) -> str:
    """How many parcels a list has, and how much land; where counting stopped, only that."""
    if sums.is_more:
        return _("more than %(count)s parcels") % {"count": f"{sums.count - 1:,}"}
    count = ngettext("%(count)s parcel", "%(count)s parcels", sums.count)
    told = count % {"count": f"{sums.count:,}"}
    return " · ".join((told, in_mu(sums.area), in_hectares(sums.area)))


def plain(value: Any) -> str:
    """A number without trailing zeros."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value or "")


def difference(row: Any) -> str:
    """By how much the stated area differs from the computed one, in per cent."""
    if not row.area_stated:
        return ""
    share = (row.area_stated - row.area_plane) / row.area_plane * 100
    return f"{share:+.3f} %"


# ------------------------------------------------------------------ lists


def columns() -> list[Column]:
    """The list of parcels."""
    return [
        Column(_("Parcel"), main=True),
        Column(_("Lies in"), nowrap=True),
        Column(_("Owner"), phone=False),
        Column(pgettext("parcel", "State"), nowrap=True),
        Column(_("Area"), align="end", nowrap=True),
        Column(pgettext("land", "Use"), phone=False),
        Column(_("Likely ready"), nowrap=True, phone=False),
    ]


def stage_name(code: str) -> str:
    """The step a parcel hangs on, in words."""
    step = steps().get(code)
    return step.name if step else code


def row(request: ParkRequest, one: Any) -> TableRow:
    """A parcel in the list."""
    state = ParcelState(one.state)
    low = LowState(one.low_use).label if one.low_use else ""
    owner = one.main_owner.name if one.main_owner else "—"
    return TableRow(
        [
            Cell(one.number, url=to(request, "web:parcel", one.pk), sub=one.name),
            Cell(one.village.name if one.village else "—"),
            Cell(owner, sub=_("owned from elsewhere") if one.is_enclave else ""),
            Cell(str(state.label), tone=state.tone, sub=str(low)),
            Cell(in_mu(one.area_plane), sub=square_metres(one.area_plane)),
            Cell(one.use_name or "—"),
            Cell(day(one.ready_likely) if one.ready_likely else "—", sub=stage_name(one.stage)),
        ],
        tone="breached" if one.low_use in (LowState.FOUND, LowState.REMEDYING) else "",
    )


def change_title(change: Any) -> str:
    """What a change does, with the first numbers of either side."""
    return change_title_of([past.parcel for past in change.before.all()], change.after.all())


def change_title_of(before: Iterable[Any], after: Iterable[Any]) -> str:
    """The first numbers of either side."""
    old = _few([one.number for one in before])
    new = _few([one.number or one.name or pgettext("parcel", "new") for one in after])
    return f"{old} → {new}" if old else new


def _few(names: Sequence[str], most: int = 3) -> str:
    rest = len(names) - most
    told = "、".join(names[:most])
    return told if rest <= 0 else _("%(names)s and %(rest)s more") % {"names": told, "rest": rest}


def change_row(request: ParkRequest, change: Any) -> TableRow:
    """A change in the list."""
    state = ChangeState(change.state)
    return TableRow(
        [
            Cell(
                change_title(change),
                url=to(request, "web:parcel_change", change.pk),
                sub=change.reason,
            ),
            Cell(str(ChangeKind(change.kind).label)),
            Cell(str(state.label), tone=state.tone),
            Cell(change.proposed_by.name, sub=day(change.proposed_at)),
            Cell(
                change.reviewed_by.name if change.reviewed_by else "—",
                sub=day(change.reviewed_at) if change.reviewed_at else "",
            ),
        ]
    )


# ------------------------------------------------------------------ one parcel


def area_facts(one: Any) -> list[Fact]:
    """Computed and stated area in three units, and where the boundary comes from."""
    accuracy = f"± {plain(one.accuracy_m)} m" if one.accuracy_m is not None else ""
    return [
        Fact(_("Computed area"), all_units(one.area_plane)),
        Fact(_("Stated area"), all_units(one.area_stated), sub=difference(one)),
        Fact(_("Origin of the boundary"), str(Origin(one.origin).label), sub=accuracy),
        Fact(_("In the book since"), one.opened_on.isoformat()),
        *([Fact(_("Closed on"), one.closed_on.isoformat())] if one.closed_on else []),
    ]


def plan_facts(one: Any) -> list[Fact]:
    """规划条件 Planning conditions, price and remarks."""
    ratio = _span(one.far_min, one.far_max)
    return [
        Fact(pgettext("land", "Use"), " ".join(filter(None, (one.use_name, one.use_code)))),
        Fact(_("Floor area ratio"), ratio),
        Fact(_("Building density"), _at_most(one.density_max, "%")),
        Fact(_("Building height"), _at_most(one.height_max, " m")),
        Fact(_("Greenery"), _at_most(one.green_max, "%")),
        Fact(
            _("Price"),
            _("%(price)s (10,000 yuan) per mu") % {"price": plain(one.price_per_mu)}
            if one.price_per_mu is not None
            else "",
        ),
        Fact(_("Soil"), one.soil),
        *([Fact(_("Remark"), one.remark)] if one.remark else []),
    ]


def _span(least: Any, most: Any) -> str:
    if least is not None and most is not None:
        return f"{plain(least)}～{plain(most)}"
    if least is not None:
        return f"≥ {plain(least)}"
    return f"≤ {plain(most)}" if most is not None else ""


def _at_most(value: Any, unit: str) -> str:
    return f"≤ {plain(value)}{unit}" if value is not None else ""


def utility_rows(one: Any) -> list[dict[str, str]]:
    """What lies at the line, in the order of the list."""
    tones = {"there": "done", "planned": "at_risk", "none": "closed"}
    found = []
    for utility in Utility:
        told = (one.utilities or {}).get(utility.value)
        if told:
            state = UtilityState(told["state"])
            found.append(
                {
                    "name": str(utility.label),
                    "state": str(state.label),
                    "tone": tones[state.value],
                    "note": told.get("note", ""),
                }
            )
    return found


def amounts_at_line(one: Any) -> list[Fact]:
    """Power, water and road at the line as amounts."""
    facts = (
        (_("Power at the line"), one.power_kva, "kVA"),
        (_("Water at the line"), one.water_tpd, _("t a day")),
        (_("Road frontage"), one.frontage_m, "m"),
    )
    return [Fact(label, f"{plain(v)} {unit}") for label, v, unit in facts if v is not None]


def _from_until(right: Any) -> str:
    if not (right.from_on or right.until_on):
        return ""
    return " ～ ".join(str(day or "…") for day in (right.from_on, right.until_on))


def held_line(request: ParkRequest, right: Any) -> dict[str, Any]:
    """A parcel as its holder's page shows it: number, kind of right, area, times."""
    parcel = right.parcel
    kind = str(RightKind(right.kind).label)
    return {
        "name": " ".join(filter(None, (parcel.number, parcel.name))),
        "url": to(request, "web:parcel", parcel.pk),
        "sub": " · ".join(filter(None, (kind, in_mu(parcel.area_plane), _from_until(right)))),
        "low": LowState(parcel.low_use) if parcel.low_use else None,
    }


def right_lines(request: ParkRequest, rights: Iterable[Any]) -> list[dict[str, Any]]:
    """Rights with their holders and times."""
    return [
        {
            "right": right,
            "kind": str(RightKind(right.kind).label),
            "holder": right.enterprise.name if right.enterprise else right.holder,
            "url": to(request, "web:enterprise", right.enterprise_id)
            if right.enterprise_id and request.actor.may(Capability.ENTERPRISE_SEE)
            else "",
            "span": _from_until(right),
            "amount": plain(right.amount_wan) if right.amount_wan is not None else "",
        }
        for right in rights
    ]


def timeline(events: Iterable[Any]) -> list[ThreadItem]:
    """The thread of a parcel."""
    return [
        ThreadItem(
            who=event.by_name or _("By the clock"),
            what=str(EventKind(event.kind).label),
            at=event.at,
            text=event.words,
            tone=EVENT_TONES.get(EventKind(event.kind), ""),
        )
        for event in events
    ]


def reason_words(reason: dict[str, Any]) -> str:
    """Why land counts as ill used, in a sentence."""
    code = reason.get("code", "")
    told = {name: str(value) for name, value in reason.items()}
    if code == "tax" and "amount" in told:
        sentence = _(
            "%(who)s paid %(amount)s (10,000 yuan) of tax per mu in %(year)s;"
            " the threshold is %(limit)s."
        )
        return sentence % told
    if code == "idle" and "amount" in told:
        sentence = _("To begin by %(since)s, not begun %(amount)s months later (%(who)s).")
        return sentence % told
    label = str(LowReason(code).label) if code in LowReason.values else code
    return f"{label}：{told['words']}" if told.get("words") else label


# ------------------------------------------------------------------ drawings


def outline(one: Any, *, tone: str = "", kind: str = "", url: str = "", name: str = "") -> Any:
    """A row with a boundary, for the tag ``plat``."""
    label = getattr(one, "number", "") or getattr(one, "name", "")
    return {
        "rings": selectors.rings_of(one.shape),
        "label": f"{label} {getattr(one, 'name', '')}".strip(),
        "tone": tone,
        "kind": kind,
        "url": url,
        "name": name,
    }


def around(request: ParkRequest, rows: Iterable[Any]) -> list[Any]:
    """What lies around, faint, each a way to its page."""
    return [
        outline(one, kind="faint", url=to(request, "web:parcel", one.pk), name=one.number)
        for one in rows
    ]
