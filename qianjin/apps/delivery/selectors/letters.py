"""联系单提问 Letters by state, and those of one plan."""

from __future__ import annotations

from dataclasses import dataclass

from qianjin.apps.accounts.actors import Actor

from .. import policies
from ..choices import AWAITED, LetterState
from ..models import Letter, Plan

PAGE = 30


@dataclass(frozen=True, slots=True)
class LetterPage:
    """One page of letters; ``older`` is the mark of the next."""

    rows: list[Letter]
    older: str


def letters_page(
    actor: Actor, *, state: str = "", unit: int | None = None, before: str = "", size: int = PAGE
) -> LetterPage:
    """Letters this person sees, newest first: those awaited unless a state is named."""
    rows = Letter.objects.filter(policies.letters_seen(actor)).select_related("plan", "unit")
    if state in LetterState.values:
        rows = rows.filter(state=state)
    elif state != "all":
        rows = rows.filter(state__in=AWAITED)
    if unit is not None:
        rows = rows.filter(unit=unit)
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.order_by("-pk")[: size + 1])
    return LetterPage(found[:size], str(found[size - 1].pk) if len(found) > size else "")


def letters_of(plan: Plan, most: int = 50) -> list[Letter]:
    """The letters of one plan, newest first."""
    return list(plan.letters.select_related("unit").order_by("-pk")[:most])
