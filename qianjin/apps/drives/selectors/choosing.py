"""Which enterprises a special action goes to, found by what the directory knows of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.enterprises import selectors as enterprises
from qianjin.apps.enterprises.choices import EnterpriseStatus
from qianjin.apps.enterprises.models import Enterprise, YearFigures
from qianjin.apps.parks.models import Unit
from qianjin.units.name_order import name_order

from ..models import Drive


@dataclass(frozen=True, slots=True)
class Choice:
    """
    选企业 What enterprises are chosen by; empty fields narrow nothing.

    ``industry``: a section or code of GB/T 4754; ``unit``: whose officer is responsible;
    ``least``, ``most``: employees by the latest year reported, which leaves out who reported none.
    """

    tier: str = ""
    sector: str = ""
    industry: str = ""
    unit: int | None = None
    officer: int | None = None
    least: int | None = None
    most: int | None = None


def choose(actor: Actor, choice: Choice, *, on: date) -> QuerySet[Enterprise]:
    """The enterprises of a choice; those that have left the park are not asked."""
    filters = enterprises.Filters(
        tier=choice.tier, sector=choice.sector, industry=choice.industry, officer=choice.officer
    )
    rows = enterprises.matching(actor, filters).exclude(status=EnterpriseStatus.LEFT)
    if choice.unit is not None:
        seats = accounts.current_memberships(on=on).filter(park_id=actor.park_id, unit=choice.unit)
        rows = rows.filter(officer__in=seats.values("user_id"))
    if choice.least is not None or choice.most is not None:
        latest = YearFigures.objects.filter(enterprise=OuterRef("pk"), employees__isnull=False)
        people = Q()
        if choice.least is not None:
            people &= Q(people__gte=choice.least)
        if choice.most is not None:
            people &= Q(people__lte=choice.most)
        rows = rows.annotate(
            people=Subquery(latest.order_by("-year").values("employees")[:1])
        ).filter(people)
    return rows


def sections_of(actor: Actor) -> list[Unit]:
    """The sections of the office."""
    return list(Unit.objects.filter(park_id=actor.park_id, kind="section", is_active=True))


def officers_of(drive: Drive) -> list[tuple[int, str]]:
    """The officers who have enterprises in a drive."""
    rows = drive.targets.order_by().filter(officer__isnull=False)
    names = rows.values_list("officer_id", "officer__name").distinct()
    return sorted(((pk, name) for pk, name in names), key=lambda one: name_order(one[1]))
