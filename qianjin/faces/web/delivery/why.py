"""为什么 What the engine found, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qianjin.apps.delivery import selectors
from qianjin.apps.delivery.choices import Strength
from qianjin.faces.gate import to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.ui.shapes import NavItem, Reason

from . import words

MOST_CHAIN = 14
MOST_EASY = 3


def plan_reasons(request: ParkRequest, plan: Any) -> dict[str, Any]:
    """What the start of a plan hangs on, what would help, how the promise moved."""
    found = selectors.why_of(plan)
    return {
        "chain": [_link(request, one) for one in found.chain[:MOST_CHAIN]],
        "levers": [*_gains(request, found.gains), *_customs(request, found.customs, plan)],
        "forecasts": _moves(selectors.forecasts_of(plan)),
    }


def park_reasons(request: ParkRequest) -> list[Reason]:
    """Where the park is tight: bureaux that keep steps waiting, customs that cost most."""
    found = selectors.tight_of(selectors.round_of(request.actor.park_id))
    short = [
        Reason(
            _("%(unit)s keeps steps waiting") % {"unit": name},
            ngettext("%(days)d day in all", "%(days)d days in all", days) % {"days": days},
            "at_risk",
            url=to(request, "web:delivery_network"),
        )
        for name, days in found.short
    ]
    return [*short, *_customs(request, found.customs)]


def _link(request: ParkRequest, one: selectors.ChainRow) -> Reason:
    name = one.step.name
    if one.is_review:
        name = _("%(step)s (pre-review)") % {"step": name}
    other = one.other.name if one.other is not None else ""
    if one.why == "after" and other:
        told = _("waits for “%(other)s”") % {"other": other}
        if one.strength in Strength.values and one.strength != Strength.HARD:
            told = f"{told} ({Strength(one.strength).label})"
    elif one.why == "held" and other:
        plan = one.other.plan.name if one.other is not None else ""
        told = _("%(unit)s is busy with “%(other)s” of %(plan)s") % {
            "unit": one.resource, "other": other, "plan": plan,
        }  # fmt: skip
    else:
        told = _("its own date, today or a day of rest")
    days = words.span(one.step.review_from if one.is_review else one.step.start_on, one.step.end_on)
    url = to(request, "web:delivery_step", one.step.pk)
    return Reason(name, days, "at_risk" if one.why == "held" else "", sub=told, url=url)


def _gains(request: ParkRequest, found: Sequence[Any]) -> list[Reason]:
    return [
        Reason(
            _("A day less of “%(step)s”") % {"step": step.name},
            _("start %(days)s earlier") % {"days": words.days(days)},
            "done",
            url=to(request, "web:delivery_step", step.pk),
        )
        for step, days in found
    ]


def _customs(request: ParkRequest, found: Sequence[Any], plan: Any = None) -> list[Reason]:
    return [
        Reason(
            _("“%(after)s” need not wait for “%(before)s”: no law asks for it")
            % {"after": after.name, "before": before.name},
            _("start %(days)s earlier") % {"days": words.days(days)},
            "done",
            sub="" if plan is not None else after.plan.name,
            url=_ask(request, before, after),
        )
        for before, after, days in found
    ]


def _ask(request: ParkRequest, before: Any, after: Any) -> str:
    """The question what would be if this custom were given up."""
    return f"{to(request, 'web:delivery_if', after.plan_id)}?custom={before.pk}-{after.pk}"


def customs_asked(found: Sequence[tuple[Any, Any]]) -> list[tuple[str, str]]:
    """The customs of a plan as one chooses them in a question."""
    told = _("“%(after)s” does not wait for “%(before)s”")
    return [
        (f"{before.pk}-{after.pk}", told % {"after": after.name, "before": before.name})
        for before, after in found
    ]


def easy_customs(request: ParkRequest, plan: Any, asked: Mapping[str, str]) -> list[NavItem]:
    """The customs that cost most, as questions to be asked by one click."""
    return [
        NavItem(asked[key], _ask(request, before, after))
        for before, after, _days in selectors.why_of(plan).customs[:MOST_EASY]
        if (key := f"{before.pk}-{after.pk}") in asked
    ]


def dropped(custom: str) -> frozenset[tuple[int, int]]:
    """The order that a question gives up, as its two steps."""
    if not custom:
        return frozenset()
    before, _dash, after = custom.partition("-")
    return frozenset({(int(before), int(after))})


def _moves(rows: Sequence[Any]) -> list[tuple[str, str, str, str, str]]:
    """When, planned, P80, and how the P80 moved against the one before."""
    found = []
    for n, row in enumerate(rows):
        before = rows[n + 1] if n + 1 < len(rows) else None
        moved = (row.promise_on - before.promise_on).days if before is not None else 0
        tone = "breached" if moved > 0 else ("done" if moved < 0 else "")
        word = ""
        if moved:
            told = words.days(abs(moved))
            later, earlier = _("%(days)s later"), _("%(days)s earlier")
            word = (later if moved > 0 else earlier) % {"days": told}
        day = words.iso(timezone.localdate(row.at))
        found.append((day, words.iso(row.start_on), words.iso(row.promise_on), tone, word))
    return found
