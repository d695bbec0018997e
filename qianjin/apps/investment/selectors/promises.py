"""履约对照 Promises beside reality, year by year; what was entered, else what the firm reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from qianjin.apps.enterprises.models import YearFigures

from ..choices import AT_MOST, DAYS_PROMISED, CommitmentKind, Fulfilment
from ..models import Commitment, Project, Subsidy, YearResult

YEARS = 6
"""So many years of a commitment are shown, the latest."""


@dataclass(frozen=True, slots=True)
class YearCell:
    """One year of a commitment; ``is_reported``: from the figures of the enterprise itself."""

    year: int
    amount: Decimal | None
    happened_on: date | None
    state: str
    is_reported: bool
    words: str


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """A commitment with its years."""

    commitment: Commitment
    years: list[YearCell]

    @property
    def is_broken(self) -> bool:
        """Whether its latest year that tells anything was not kept."""
        told = [cell.state for cell in self.years if cell.state in ("kept", "broken")]
        return bool(told) and told[-1] == Fulfilment.BROKEN


def commitments_of(project: Project, *, on: date) -> list[CommitmentRow]:
    """Every commitment with what became of it; three queries."""
    rows = list(project.commitments.prefetch_related("results"))
    figures = (
        {row.year: row for row in YearFigures.objects.filter(enterprise=project.enterprise_id)}
        if project.enterprise_id
        else {}
    )
    return [CommitmentRow(row, _years(row, figures, on)) for row in rows]


def _years(row: Commitment, figures: Mapping[int, YearFigures], on: date) -> list[YearCell]:
    entered = {result.year: result for result in row.results.all()}
    if row.kind in DAYS_PROMISED:
        happened = next(iter(entered.values()), None)
        return [_day(row, happened, on)]
    first = max(row.due_on.year, on.year - YEARS + 1)
    last = max(on.year, first)
    return [
        _amount(row, year, entered.get(year), figures.get(year), on)
        for year in range(first, last + 1)
    ]


def _day(row: Commitment, result: YearResult | None, on: date) -> YearCell:
    happened = result.happened_on if result else None
    if happened is not None:
        state = Fulfilment.KEPT if happened <= row.due_on else Fulfilment.BROKEN
    else:
        state = Fulfilment.BROKEN if row.due_on < on else Fulfilment.COMING
    words = result.words if result else ""
    return YearCell(row.due_on.year, None, happened, state, False, words)


def _amount(
    row: Commitment,
    year: int,
    result: YearResult | None,
    figures: YearFigures | None,
    on: date,
) -> YearCell:
    amount = result.amount if result else _reported(row.kind, figures)
    words = result.words if result else ""
    return YearCell(
        year,
        amount,
        None,
        _state(row, year, amount, on),
        result is None and amount is not None,
        words,
    )


def _state(row: Commitment, year: int, amount: Decimal | None, on: date) -> str:
    if amount is None:
        return Fulfilment.COMING if year >= on.year else Fulfilment.UNKNOWN
    promised = row.amount or Decimal(0)
    is_kept = amount <= promised if row.kind in AT_MOST else amount >= promised
    if not is_kept and year >= on.year:
        return Fulfilment.COMING
    return Fulfilment.KEPT if is_kept else Fulfilment.BROKEN


def _reported(kind: str, figures: YearFigures | None) -> Decimal | None:
    """What the enterprise's own figures of a year say of a kind."""
    if figures is None:
        return None
    if kind == CommitmentKind.TAX_PER_MU:
        if figures.tax_wan is None or not figures.land_mu:
            return None
        return (Decimal(figures.tax_wan) / Decimal(figures.land_mu)).quantize(Decimal("0.01"))
    known = {
        CommitmentKind.TAX: figures.tax_wan,
        CommitmentKind.OUTPUT: figures.output_wan,
        CommitmentKind.JOBS: figures.employees,
    }.get(CommitmentKind(kind))
    return None if known is None else Decimal(known)


def subsidies_of(project: Project) -> list[Subsidy]:
    """What the park has promised, with what was paid."""
    return list(project.subsidies.all())
