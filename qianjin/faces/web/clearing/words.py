"""The words of acquisition and readiness: gates, days, what it hangs on, what would help."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from qianjin.apps.accounts.choices import Capability, Scope
from qianjin.apps.clearing import selectors
from qianjin.apps.clearing.choices import Basis, Online, Stage
from qianjin.apps.clearing.steps import steps
from qianjin.faces.gate import to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.ui.shapes import Fact, NavItem, Reason

WAN = 10_000


def tabs(request: ParkRequest, here: str) -> list[NavItem]:
    """The pages of acquisition beside each other; the last two are the office's."""
    places = [
        ("clearing", pgettext("acquisition", "Villages")),
        ("acquisitions", pgettext("acquisition", "Parcels")),
    ]
    if request.actor.scope(Capability.CLEARING_SEE) == Scope.PARK:
        places += [
            ("clearing_ready", pgettext("acquisition", "Readiness")),
            ("clearing_steps", pgettext("acquisition", "Steps and law")),
        ]
    return [
        NavItem(label, to(request, f"web:{name}"), active=name == here) for name, label in places
    ]


def split(key: str) -> tuple[str, int | None]:
    """The step of a gate, and its village where it has one."""
    code, _at, village = key.partition("@")
    return code, int(village) if village else None


def gate_name(key: str, villages: Mapping[int, str], rules: Mapping[str, Any] | None = None) -> str:
    """A gate by its step, with the village whose it is."""
    code, village = split(key)
    step = (rules or steps()).get(code)
    name = step.name if step else code
    if village is None or village not in villages:
        return name
    return pgettext("step of a village", "%(step)s (%(village)s)") % {
        "step": name,
        "village": villages[village],
    }


def blocker_name(ready: Any) -> str:
    """What a parcel hangs on, from its row: the step, and the village or the office."""
    if ready is None or not ready.blocker:
        return ""
    step = steps().get(ready.blocker)
    if step is None:
        return ""
    if ready.awaits:
        return waiting_for(ready.awaits)
    who = ready.blocker_unit.name if ready.blocker_unit else step.unit
    return pgettext("step of a village", "%(step)s (%(village)s)") % {
        "step": step.name,
        "village": who,
    }


def waiting_for(works: str) -> str:
    """What a parcel hangs on where works of the park are not handed over."""
    return _("waiting for: %(works)s") % {"works": works}


def iso(day: date | None) -> str:
    """A day with its year, as it stands in tables."""
    return date_format(day, "Y-m-d") if day else ""


def span(first: str, last: str) -> str:
    """From one to another; one of them alone where they are the same or one is missing."""
    if not first or not last or first == last:
        return first or last
    return pgettext("span", "%(first)s to %(last)s") % {"first": first, "last": last}


def day_of(ordinal: int) -> date:
    """A day of a reckoning."""
    return date.fromordinal(ordinal)


def money(yuan: Decimal) -> str:
    """Yuan as 万元, with two decimals where they matter."""
    return f"{yuan / WAN:,.2f}".rstrip("0").rstrip(".")


def ready_facts(ready: tuple[int, int, int], granted: tuple[int, int, int]) -> list[Fact]:
    """Earliest, likely and latest: to be listed, and granted with notice and listing."""
    first, likely, last = (iso(day_of(day)) for day in ready)
    sold = [iso(day_of(day)) for day in granted]
    return [
        Fact(_("Ready to be listed, likely"), likely),
        Fact(_("earliest to latest"), span(first, last)),
        Fact(_("Granted, likely"), sold[1], sub=_("with notice, listing and result")),
        Fact(_("Granted, earliest to latest"), span(sold[0], sold[2])),
    ]


def lever_reasons(
    found: Iterable[Any], villages: Mapping[int, str], rules: Mapping[str, Any]
) -> list[Reason]:
    """What would have to be true to be earlier; levers as rows or as plain data."""
    told = []
    for lever in found:
        key, is_today, gain = (
            (lever.key, lever.is_today, lever.gain) if hasattr(lever, "key") else lever
        )
        step = rules.get(split(key)[0])
        name = gate_name(key, villages, rules)
        if is_today:
            text = _("“%(step)s” done today") % {"step": name}
        elif step is not None and step.is_planned:
            text = _("“%(step)s” on its earliest day") % {"step": name}
        else:
            text = _("“%(step)s” in its least time, %(days)s") % {
                "step": name,
                "days": period(step.least, step.is_working) if step else "",
            }
        amount = ngettext("%(days)d day earlier", "%(days)d days earlier", gain) % {"days": gain}
        told.append(Reason(text, amount, "done"))
    return told


def period(days: int, is_working: bool) -> str:
    """A length in words."""
    if is_working:
        return ngettext("%(days)d working day", "%(days)d working days", days) % {"days": days}
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


@dataclass(frozen=True, slots=True)
class StepRow:
    """One gate in the table of a parcel: the paper's way and the walking beside each other."""

    name: str
    unit: str
    law: str
    basis: str
    is_inferred: bool
    begun: str
    end: str
    span: str
    tone: str
    state: str
    online_tone: str
    online: str
    online_on: date | None
    met_on: date | None
    document: str
    words: str
    deadline: str
    deadline_tone: str
    edit_url: str
    is_blocker: bool
    share: str


def step_groups(
    request: ParkRequest,
    way: selectors.Way,
    parcel: Any,
    *,
    villages: Mapping[int, str],
    parts: Iterable[Any] = (),
    today: date,
) -> list[tuple[str, list[StepRow]]]:
    """The gates of a parcel by the part of the way, each with its line."""
    entered = selectors.steps_of(parcel.pk)
    by_village = {part.village_id: part for part in parts}
    may = request.actor.scope(Capability.CLEARING_KEEP) == Scope.PARK
    groups: dict[str, list[StepRow]] = {}
    for gate in way.granted.gates:
        code, village = split(gate.key)
        step = way.rules[code]
        row = entered.get((code, village))
        groups.setdefault(str(Stage(step.stage).label), []).append(
            _row(request, way, gate, step, row, village, villages, by_village, parcel, today, may)
        )
    return list(groups.items())


def _row(
    request: ParkRequest,
    way: selectors.Way,
    gate: Any,
    step: Any,
    row: Any,
    village: int | None,
    villages: Mapping[int, str],
    parts: Mapping[int, Any],
    parcel: Any,
    today: date,
    may: bool,
) -> StepRow:
    part = parts.get(village) if village else None
    begun = row.begun_on if row else None
    tone, state = _state(gate, begun)
    until = way.deadlines.get(gate.key)
    online = Online(row.online) if row else Online.NONE
    editable = may and step.is_entered
    query = f"?village={village}" if village else ""
    return StepRow(
        name=gate_name(gate.key, villages, way.rules),
        unit=step.unit,
        law=step.law,
        basis=str(Basis(step.basis).label),
        is_inferred=step.basis == Basis.INFERENCE,
        begun=iso(begun) or ("" if gate.is_done or step.is_planned else iso(day_of(gate.begin[1]))),
        end=iso(day_of(gate.end[1])),
        span="" if gate.is_done else span(iso(day_of(gate.end[0])), iso(day_of(gate.end[2]))),
        tone=tone,
        state=state,
        online_tone=online.tone,
        online=str(online.label),
        online_on=row.online_on if row else None,
        met_on=part.last_met_on if part else None,
        document=row.document if row else "",
        words=row.words if row else "",
        deadline=_("by law until %(day)s") % {"day": iso(until)} if until else "",
        deadline_tone="breached" if until and until < today else "",
        edit_url=to(request, "web:clearing_step", parcel.pk, step.code) + query if editable else "",
        is_blocker=gate.key == way.ready.blocker,
        share=_share(step, part),
    )


def _share(step: Any, part: Any) -> str:
    if part is None or not step.counts:
        return ""
    if step.counts == "paid":
        return f"{money(part.paid)} / {money(part.due)}"
    return f"{getattr(part, step.counts)} / {part.households}"


def _state(gate: Any, begun: date | None) -> tuple[str, str]:
    if gate.is_done:
        return "done", pgettext("step of land", "Done")
    if gate.is_late:
        return "breached", pgettext("step of land", "Late")
    if begun or gate.key.startswith("objection"):
        return "active", pgettext("step of land", "Under way")
    return "waiting", pgettext("step of land", "To come")


@dataclass(frozen=True, slots=True)
class WorksRow:
    """Works of the park for which a parcel waits: its three days, and the way to their plan."""

    name: str
    url: str
    tone: str
    told: str
    span: str


def works_rows(request: ParkRequest, awaited: Iterable[Any]) -> list[WorksRow]:
    """The works for which a parcel waits; their plan for whoever sees whole plans."""
    may = request.actor.scope(Capability.DELIVERY_SEE) == Scope.PARK
    return [
        WorksRow(
            name=row.name,
            url=to(request, "web:delivery_plan", row.object_id) if may else "",
            tone="done" if row.done_on else "waiting",
            told=_("handed over on %(day)s") % {"day": iso(row.done_on)}
            if row.done_on
            else _("handed over on %(day)s, likely") % {"day": iso(row.likely)},
            span=""
            if row.done_on or row.earliest == row.latest
            else span(iso(row.earliest), iso(row.latest)),
        )
        for row in awaited
    ]


def names_of(parts: Iterable[Any]) -> dict[int, str]:
    """The names of villages by their keys."""
    return {part.village_id: part.village.name for part in parts}
