"""履约对照 What was agreed beside what is reached, as lines of the plan's page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from qianjin.apps.delivery import selectors
from qianjin.apps.delivery.choices import StepState
from qianjin.apps.investment.choices import COMMITMENT_UNITS, CommitmentKind, Fulfilment
from qianjin.faces.gate import to
from qianjin.faces.gate.requests import ParkRequest

from . import words


@dataclass(frozen=True, slots=True)
class AgreedLine:
    """One line: what, agreed, reached, and its light."""

    name: str
    url: str
    agreed: str
    reached: str
    unit: str
    tone: str
    word: str


def lines_of(request: ParkRequest, rows: Iterable[selectors.Reached]) -> list[AgreedLine]:
    """The lines in their order."""
    return [_line(request, row) for row in rows]


def _line(request: ParkRequest, row: selectors.Reached) -> AgreedLine:
    tone, word = _light(row)
    if row.step is not None:
        return AgreedLine(
            name=row.step.name,
            url=to(request, "web:delivery_step", row.step.pk),
            agreed=words.iso(row.agreed_on),
            reached=_day(row),
            unit="",
            tone=tone,
            word=word,
        )
    kind = CommitmentKind(row.kind)
    reached = _number(row.amount)
    if row.year is not None:
        told = _("%(amount)s in %(year)s")
        reached = told % {"amount": reached, "year": row.year}
    return AgreedLine(
        name=str(kind.label),
        url="",
        agreed=_number(row.agreed),
        reached=reached,
        unit=str(COMMITMENT_UNITS.get(kind, "")),
        tone=tone,
        word=word,
    )


def _day(row: selectors.Reached) -> str:
    if row.on is not None:
        return words.iso(row.on)
    if row.percent is not None:
        told = _("%(percent)s%%, planned %(day)s")
        return told % {"percent": row.percent, "day": words.iso(row.likely)}
    return _("planned %(day)s") % {"day": words.iso(row.likely)} if row.likely else ""


def _light(row: selectors.Reached) -> tuple[str, str]:
    if row.state == selectors.BEHIND and row.likely and row.agreed_on:
        days = words.days((row.likely - row.agreed_on).days)
        return "at_risk", _("planned %(days)s after the agreed day") % {"days": days}
    if row.step is not None and row.agreed_on is None:
        state = StepState(row.step.state)
        return state.tone, str(state.label)
    fulfilled = Fulfilment(row.state)
    return fulfilled.tone, str(fulfilled.label)


def _number(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount.normalize():,f}"
