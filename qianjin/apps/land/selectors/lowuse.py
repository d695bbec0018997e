"""低效用地提问 Land the park's rule calls ill used, and how its remedies stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Func, QuerySet

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Role
from qianjin.apps.accounts.grants import scope_of
from qianjin.apps.accounts.models import User
from qianjin.apps.enterprises.models import YearFigures
from qianjin.units.refusals import Missing

from .. import policies
from ..choices import LowState, ParcelState, RightKind
from ..models import LandRight, LandSettings, LowUse, LowUseStep

PAGE = 25


@dataclass(frozen=True, slots=True)
class LowPage:
    """A page of cases, newest first; ``older`` continues."""

    rows: list[LowUse]
    older: str


@dataclass(frozen=True, slots=True)
class Suspect:
    """疑似低效 A parcel that meets the rule, and why: ``{code, amount, …}`` each."""

    parcel_id: int
    reasons: list[dict[str, str]]


def low_uses_for(actor: Actor) -> QuerySet[LowUse]:
    """Every case this person may see: whoever may see the whole book."""
    rows = LowUse.objects.filter(park_id=actor.park_id)
    return rows if policies.may_see_all(actor) else rows.none()


def low_use_for(actor: Actor, pk: int) -> LowUse:
    """:raises Missing: absent, of another park, or not this person's to see."""
    rows = low_uses_for(actor).select_related("parcel__village", "officer")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def low_uses_page(actor: Actor, state: str = "", *, before: int = 0, size: int = PAGE) -> LowPage:
    """One page of the cases, of one state or of all."""
    rows = low_uses_for(actor).select_related("parcel__village", "officer").order_by("-pk")
    if state:
        rows = rows.filter(state=state)
    if before:
        rows = rows.filter(pk__lt=before)
    taken = list(rows.defer("parcel__shape")[: size + 1])
    return LowPage(taken[:size], str(taken[size - 1].pk) if len(taken) > size else "")


def low_counts(actor: Actor) -> dict[str, int]:
    """How many cases stand in each state."""
    rows = low_uses_for(actor).order_by().values_list("state")
    return dict.fromkeys(LowState.values, 0) | dict(rows.annotate(many=Count("pk")))


def low_steps(case: LowUse) -> list[LowUseStep]:
    """What happened, newest first."""
    return list(case.steps.all())


def suspects(park_id: int, rule: LandSettings, *, on: date) -> Iterator[Suspect]:
    """
    认定 Open parcels with a user that meet the rule, those with an open case left out.

    亩均税收: of the user's latest year with tax and land, below the park's threshold. 闲置: the day
    to begin building has passed by the park's months (12: 城市房地产管理法 26 条), and none began.
    """
    rows = LandRight.objects.filter(
        park_id=park_id,
        kind=RightKind.USE,
        ended_on=None,
        parcel__closed_on=None,
        parcel__state__in=[ParcelState.GRANTED, ParcelState.BUILT],
    ).exclude(parcel__low_uses__state__in=[LowState.FOUND, LowState.REMEDYING])
    rights = list(rows.select_related("enterprise").order_by("parcel_id", "pk"))
    figures = _tax_per_mu({right.enterprise_id for right in rights if right.enterprise_id})
    found: dict[int, list[dict[str, str]]] = {}
    for right in rights:
        reasons = found.setdefault(right.parcel_id, [])
        if rule.low_tax_wan is not None and right.enterprise_id in figures:
            year, tax = figures[right.enterprise_id]
            if tax < rule.low_tax_wan:
                reasons.append(
                    {
                        "code": "tax",
                        "amount": str(round(tax, 2)),
                        "limit": str(rule.low_tax_wan),
                        "year": str(year),
                        "who": right.enterprise.name if right.enterprise else "",
                    }
                )
        months = rule.low_idle_months
        if months and right.start_by and not right.started_on:
            late = _months_between(right.start_by, on)
            if late >= months:
                reasons.append(
                    {
                        "code": "idle",
                        "amount": str(late),
                        "limit": str(months),
                        "since": right.start_by.isoformat(),
                        "who": right.enterprise.name if right.enterprise else right.holder,
                    }
                )
    for parcel_id, reasons in found.items():
        if reasons:
            yield Suspect(parcel_id, reasons)


def _tax_per_mu(firms: set[int]) -> dict[int, tuple[int, Decimal]]:
    """Enterprise -> year and 万元 of tax for each 亩, of the latest year that has both."""
    rows = YearFigures.objects.filter(
        enterprise__in=firms, tax_wan__isnull=False, land_mu__gt=0
    ).order_by("enterprise_id", "-year")
    found: dict[int, tuple[int, Decimal]] = {}
    for row in rows.distinct("enterprise_id"):
        if row.tax_wan is not None and row.land_mu:
            found[row.enterprise_id] = (row.year, row.tax_wan / row.land_mu)
    return found


def _months_between(first: date, last: date) -> int:
    """Whole months from one day to another; below zero when it is still to come."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months - (last.day < first.day)


def remedy_officers(actor: Actor, *, on: date) -> QuerySet[User]:
    """Everyone who may carry a remedy on, by name."""
    roles = [role for role in Role.values if scope_of(role, Capability.PARCEL_EDIT)]
    staff = accounts.staff_of(actor.park_id, on=on).filter(role__in=roles)
    found = User.objects.filter(pk__in=staff.order_by().values("user"), is_active=True)
    return found.order_by(Func("name", function="enterprises_name_order"), "pk")
