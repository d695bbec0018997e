"""匹配 Which enterprises meet a scheme, and which schemes are for an enterprise.

The database judges all enterprises at once, in the three values of the engine; the engine judges
again those that are shown and says why. ``tests/apps/subsidies/test_matching.py`` holds the two to
the same answer.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DecimalField,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, NullIf

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Scope
from qianjin.apps.enterprises import selectors as enterprises
from qianjin.apps.enterprises.choices import EnterpriseStatus
from qianjin.apps.enterprises.models import Enterprise, YearFigures

from .. import planning, policies
from ..choices import NUMBERS, Comparator, FactField, Verdict
from ..models import Claim, Qualification, Scheme
from .schemes import PAGE, in_force

NEVER = Q(pk__in=[])
NUMBER: Any = DecimalField(max_digits=30, decimal_places=10)


@dataclass(frozen=True, slots=True)
class Match:
    """匹配 One enterprise under one scheme: the verdict, why, and what has become of it."""

    scheme: Scheme
    enterprise: Enterprise
    judgement: planning.Judgement
    missing: tuple[str, ...]
    estimate: Decimal | None
    year: int
    claim: Claim | None

    @property
    def verdict(self) -> str:
        return self.judgement.verdict


@dataclass(frozen=True, slots=True)
class MatchPage:
    """A page of enterprises; ``further`` continues behind the last."""

    rows: list[Match]
    further: str


def claim_year(scheme: Scheme, on: date) -> int:
    """申报年度 The year a claim of today belongs to: that of the window's end, else this one."""
    return scheme.closes_on.year if scheme.closes_on else on.year


def judged(actor: Actor, scheme: Scheme, *, on: date) -> QuerySet[Any]:
    """The enterprises this person sees that have not left, each with its ``verdict``."""
    rows = enterprises.enterprises_visible_to(actor)
    if actor.scope(Capability.SCHEME_SEE) < Scope.PARK:
        rows = rows.none()
    return judged_among(rows, scheme, on=on)


def judged_among(rows: QuerySet[Enterprise], scheme: Scheme, *, on: date) -> QuerySet[Any]:
    """These enterprises but those that have left, each with its ``verdict``."""
    year = planning.figures_year(scheme, on)
    rows = rows.exclude(status=EnterpriseStatus.LEFT)
    if {one["field"] for one in scheme.conditions} & _FIGURES:
        rows = rows.annotate(told=FilteredRelation("figures", condition=Q(figures__year=year)))
        for name in {one["field"] for one in scheme.conditions} & _DERIVED.keys():
            rows = rows.annotate(**{f"fact_{name}": _DERIVED[name]()})
    yes, no = _logic(scheme.conditions, on)
    return rows.annotate(
        verdict=Case(
            When(no, then=Value(Verdict.NO.value)),
            When(yes, then=Value(Verdict.YES.value)),
            default=Value(Verdict.UNKNOWN.value),
            output_field=CharField(),
        )
    )


def verdict_counts(actor: Actor, scheme: Scheme, *, on: date) -> dict[str, int]:
    """How many enterprises meet the scheme, do not, or cannot be judged yet."""
    rows = judged(actor, scheme, on=on).order_by().values_list("verdict")
    return dict.fromkeys(Verdict.values, 0) | dict(rows.annotate(many=Count("pk")))


def matches_page(
    actor: Actor,
    scheme: Scheme,
    *,
    on: date,
    verdict: str = Verdict.YES,
    mine: bool = False,
    after: int = 0,
    size: int = PAGE,
) -> MatchPage:
    """One page of the enterprises with a verdict, in the order of their entry."""
    rows = judged(actor, scheme, on=on).filter(verdict=verdict, pk__gt=after).order_by("pk")
    if mine:
        rows = rows.filter(officer__in=actor.people)
    taken = list(rows.select_related("officer")[: size + 1])
    shown = taken[:size]
    return MatchPage(
        _matches(actor, [(scheme, firm) for firm in shown], on=on),
        str(shown[-1].pk) if len(taken) > size else "",
    )


def schemes_of_firm(actor: Actor, enterprise: Enterprise, *, on: date) -> list[Match]:
    """The schemes in force judged for one enterprise: what it meets first."""
    pairs = [(scheme, enterprise) for scheme in in_force(actor, on=on)]
    order = {Verdict.YES: 0, Verdict.UNKNOWN: 1, Verdict.NO: 2}
    found = _matches(actor, pairs, on=on)
    return sorted(found, key=lambda match: (order[Verdict(match.verdict)], -match.scheme.pk))


def match_of(actor: Actor, scheme: Scheme, enterprise: Enterprise, *, on: date) -> Match:
    """One scheme judged for one enterprise."""
    return _matches(actor, [(scheme, enterprise)], on=on)[0]


def qualifications_of(enterprise: Enterprise) -> list[Qualification]:
    """What is known of an enterprise's labels."""
    return list(Qualification.objects.filter(enterprise=enterprise))


def to_tell(actor: Actor, scheme: Scheme, *, on: date) -> QuerySet[Any]:
    """In this person's care, not told or claiming in this window: whom one may still tell."""
    year = claim_year(scheme, on)
    held = Claim.objects.filter(scheme=scheme, year=year, enterprise=OuterRef("pk"))
    return judged(actor, scheme, on=on).filter(policies.in_care(actor)).exclude(Exists(held))


def _matches(actor: Actor, pairs: list[tuple[Scheme, Enterprise]], *, on: date) -> list[Match]:
    """Three queries, however many pairs."""
    firms = {firm.pk for _scheme, firm in pairs}
    years = {planning.figures_year(scheme, on) for scheme, _firm in pairs}
    figures = {
        (row.enterprise_id, row.year): row
        for row in YearFigures.objects.filter(enterprise__in=firms, year__in=years)
    }
    marks: dict[int, list[Qualification]] = {}
    for mark in Qualification.objects.filter(enterprise__in=firms):
        marks.setdefault(mark.enterprise_id, []).append(mark)
    claims: dict[tuple[int, int, int], Claim] = {}
    if actor.may(Capability.CLAIM_SEE):
        rows = Claim.objects.filter(policies.claims_seen(actor), enterprise__in=firms)
        for row in rows.filter(scheme__in={scheme.pk for scheme, _firm in pairs}):
            claims[row.scheme_id, row.enterprise_id, row.year] = row
    return [
        _match(
            planning.Known(
                firm,
                figures.get((firm.pk, planning.figures_year(scheme, on))),
                marks.get(firm.pk, []),
            ),
            scheme,
            claims.get((scheme.pk, firm.pk, claim_year(scheme, on))),
            on,
        )
        for scheme, firm in pairs
    ]


def _match(known: planning.Known, scheme: Scheme, claim: Claim | None, on: date) -> Match:
    judgement = planning.judge(scheme, known, on=on)
    return Match(
        scheme=scheme,
        enterprise=known.enterprise,
        judgement=judgement,
        missing=tuple(planning.missing_inputs(judgement, known)),
        estimate=planning.estimate(scheme, known.figures),
        year=planning.figures_year(scheme, on),
        claim=claim,
    )


# ------------------------------------------------------------- the same logic in the database


def _share(part: str, whole: str, times: int) -> Any:
    return ExpressionWrapper(
        F(f"told__{part}") * Value(times) / NullIf(F(f"told__{whole}"), Value(Decimal(0))),
        output_field=NUMBER,
    )


_DERIVED: dict[str, Callable[[], Any]] = {
    FactField.RND_SHARE.value: lambda: _share("rnd_wan", "revenue_wan", 100),
    FactField.TAX_PER_MU.value: lambda: _share("tax_wan", "land_mu", 1),
    # Compared as a whole number, a bound of 2.5 people would become 2.
    FactField.EMPLOYEES.value: lambda: Cast("told__employees", NUMBER),
}
_FIGURES = {field for field in NUMBERS if field != FactField.YEARS}


def _logic(conditions: Iterable[Mapping[str, Any]], on: date) -> tuple[Q, Q]:
    """When the conditions certainly hold, and when they certainly do not."""
    musts: list[tuple[Q, Q]] = []
    groups: dict[str, dict[str, list[tuple[Q, Q]]]] = {}
    for one in conditions:
        pair = _one(one, on)
        if one["group"]:
            groups.setdefault(one["group"], {}).setdefault(one["field"], []).append(pair)
        else:
            musts.append(pair)
    for fields in groups.values():
        each = [_all(pairs) for pairs in fields.values()]
        musts.append((_or(yes for yes, _no in each), _and(no for _yes, no in each)))
    return _all(musts)


def _all(pairs: list[tuple[Q, Q]]) -> tuple[Q, Q]:
    return _and(yes for yes, _no in pairs), _or(no for _yes, no in pairs)


def _and(parts: Iterable[Q]) -> Q:
    whole = Q()
    for part in parts:
        whole &= part
    # An empty condition is true of everyone; written out, for a Case takes no empty one.
    return whole or Q(pk__isnull=False)


def _or(parts: Iterable[Q]) -> Q:
    whole = Q()
    for part in parts:
        whole |= part
    return whole or NEVER


def _one(condition: Mapping[str, Any], on: date) -> tuple[Q, Q]:
    field, comparator, values = condition["field"], condition["comparator"], condition["values"]
    if field == FactField.QUALIFICATIONS:
        held = [Exists(_marks(kind, on, holds=True)) for kind in values]
        lacked = [Exists(_marks(kind, on, holds=False)) for kind in values]
        if comparator == Comparator.HAS_ALL:
            return _and(Q(mark) for mark in held), _or(Q(mark) for mark in lacked)
        return _or(Q(mark) for mark in held), _and(Q(mark) for mark in lacked)
    if field in planning.CHOICES:
        others = [code for code in planning.CHOICES[field] if code not in values]
        return Q(**{f"{field}__in": values}), Q(**{f"{field}__in": others}) if others else NEVER
    if field == FactField.YEARS:
        return _years(comparator, Decimal(values[0]), on)
    name = f"fact_{field}" if field in _DERIVED else f"told__{field}"
    bound = Decimal(values[0])
    if comparator == Comparator.AT_LEAST:
        return Q(**{f"{name}__gte": bound}), Q(**{f"{name}__lt": bound})
    return Q(**{f"{name}__lte": bound}), Q(**{f"{name}__gt": bound})


def _marks(kind: str, on: date, *, holds: bool) -> QuerySet[Qualification]:
    """A label that is held on this day, or known not to be (never had, or run out)."""
    rows = Qualification.objects.filter(enterprise=OuterRef("pk"), kind=kind)
    in_time = Q(valid_until=None) | Q(valid_until__gte=on)
    if holds:
        return rows.filter(in_time, holds=True)
    return rows.filter(Q(holds=False) | Q(valid_until__lt=on))


def _years(comparator: str, bound: Decimal, on: date) -> tuple[Q, Q]:
    """Full years in the park as a bound on the day it came."""
    if comparator == Comparator.AT_LEAST:
        day = _back(on, math.ceil(bound))
        return Q(opened_on__lte=day), Q(opened_on__gt=day)
    day = _back(on, math.floor(bound) + 1)
    return Q(opened_on__gt=day), Q(opened_on__lte=day)


def _back(on: date, years: int) -> date:
    """The last day on which somebody had to come to have been here ``years`` full years."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:  # 29 February
        return on.replace(year=on.year - years, day=28)
