"""The words of plans: days, lights, kinds of steps, what changed in a network."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from qianjin.apps.accounts.choices import Capability, Scope
from qianjin.apps.delivery.choices import (
    AWAITED,
    Basis,
    Condition,
    DayKind,
    LetterState,
    LinkKind,
    ProfileKind,
    Side,
    StepState,
    Strength,
)
from qianjin.apps.delivery.network import Before, Change, Limit, Step
from qianjin.faces.gate import to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.ui.shapes import NavItem


def sees_all(request: ParkRequest) -> bool:
    """Whether whole plans are shown to this person, or the own bureau's steps alone."""
    return request.actor.scope(Capability.DELIVERY_SEE) == Scope.PARK


def tabs(request: ParkRequest, here: str) -> list[NavItem]:
    """The pages of delivery beside each other."""
    places = [
        ("delivery", pgettext("delivery", "Plans")),
        ("delivery_week", pgettext("delivery", "This week")),
        ("delivery_letters", pgettext("delivery", "Letters to bureaux")),
        ("delivery_measure", pgettext("delivery", "How fast")),
        ("delivery_network", pgettext("delivery", "Network of steps")),
    ]
    if not sees_all(request):
        places = [one for one in places if one[0] in ("delivery_week", "delivery_letters")]
    return [
        NavItem(label, to(request, f"web:{name}"), active=name == here) for name, label in places
    ]


def iso(day: date | None) -> str:
    """A day with its year, as it stands in tables."""
    return date_format(day, "Y-m-d") if day else ""


def span(a: date | None, b: date | None) -> str:
    """From one day to another; one alone where they are the same or one is missing."""
    first, last = iso(a), iso(b)
    if not first or not last or first == last:
        return first or last
    if a and b and a.year == b.year:
        last = date_format(b, "m-d")
    return pgettext("span of days", "%(first)s to %(last)s") % {"first": first, "last": last}


def days(count: int) -> str:
    """A number of days in words."""
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


def length(step: Step) -> str:
    """How long a step takes, in its own days."""
    text = (
        str(step.likely)
        if step.least == step.most
        else f"{step.least} / {step.likely} / {step.most}"
    )
    return f"{text} {DayKind(step.kind).label}"


def light(row: Any, today: date) -> tuple[str, str]:
    """The tone of a step and its word: late, nearly due, will be late, or where it stands."""
    state = StepState(row.state)
    if state == StepState.DONE:
        return state.tone, str(state.label)
    if row.due_on and row.due_on < today:
        return "breached", _("late since %(day)s") % {"day": iso(row.due_on)}
    if row.warn_on and row.warn_on <= today:
        return "at_risk", _("due %(day)s") % {"day": iso(row.due_on)}
    if row.due_on and row.end_on and row.end_on > row.due_on:
        return "at_risk", _("by the plan %(days)s after its promise") % {
            "days": days((row.end_on - row.due_on).days)
        }
    return state.tone, str(state.label)


def letter_light(row: Any, today: date) -> tuple[str, str]:
    """The tone of a letter and its word: overdue, nearly due, or where it stands."""
    state = LetterState(row.state)
    if state in AWAITED and row.due_on < today:
        return "breached", pgettext("letter", "overdue")
    if state in AWAITED and row.warn_on and row.warn_on <= today:
        return "at_risk", _("due %(day)s") % {"day": iso(row.due_on)}
    return state.tone, str(state.label)


def plan_light(row: Any) -> tuple[str, str]:
    """The tone of a plan on the wall, and its word."""
    if row.late:
        told = ngettext("%(count)d step late", "%(count)d steps late", row.late)
        return "breached", told % {"count": row.late}
    if row.soon:
        told = ngettext("%(count)d step to watch", "%(count)d steps to watch", row.soon)
        return "at_risk", told % {"count": row.soon}
    return "done", _("on time")


def profile(code: str) -> str:
    """The profile in words."""
    return str(ProfileKind(code).label)


def conditions(codes: Any) -> list[str]:
    """The facts in words."""
    return [str(Condition(code).label) for code in codes if code in Condition.values]


def link(one: Before, steps: Any) -> str:
    """What comes before, in words."""
    name = steps[one.of].name if one.of in steps else one.of
    parts = [name]
    if one.kind != LinkKind.FS:
        parts.append(str(LinkKind(one.kind).label))
    if one.lag:
        parts.append(f"{one.lag:+d} {_('days')}")
    if one.within is not None:
        parts.append(_("within %(days)s") % {"days": days(one.within)})
    return " · ".join(parts)


def strength(one: Before) -> str:
    """Why an order is kept."""
    return str(Strength(one.strength).label)


def change(one: Change, steps: Any) -> tuple[str, str, str, str]:
    """One difference between versions: step, field, before, after."""
    names = {
        "step": _("the step"),
        "link": _("what comes before"),
        "least": _("least days"),
        "likely": _("usual days"),
        "most": _("most days"),
        "kind": _("kind of days"),
        "basis": _("basis of the days"),
        "is_reviewable": _("pre-review"),
        "who": _("who does it"),
        "law_zh": _("citation"),
        "law_en": _("citation in English"),
    }
    name = steps[one.key].name if one.key in steps else one.key
    return (
        name,
        str(names.get(one.field, one.field)),
        *(_value(one.field, value, steps) for value in (one.old, one.new)),
    )  # type: ignore[return-value]


def _value(field: str, value: Any, steps: Any) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, Before):
        return f"{link(value, steps)} ({strength(value)})"
    if isinstance(value, bool):
        return _("possible") if value else _("not possible")
    if field == "kind":
        return str(DayKind(value).label)
    if field == "basis":
        return str(Basis(value).label)
    if isinstance(value, tuple):
        return "、".join(map(str, value)) if not value or not isinstance(value[0], Limit) else ""
    return str(value)


def side(code: str) -> str:
    """Whose time it is."""
    return str(Side(code).label)
