"""事实与条件 What is known of an enterprise, the conditions as a rule, and what a scheme may bring.

A condition is data: ``{"field", "comparator", "values", "group"}``. Conditions without a group must
all hold; of those that share a group one is enough. A field that is asked twice within a group (at
least and at most) counts as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from qianjin.apps.enterprises.choices import Sector, Tier
from qianjin.apps.enterprises.models import Enterprise, YearFigures
from qianjin.engines import eligibility
from qianjin.engines.eligibility import Fact, Judgement, Rule

from .choices import INPUTS, NUMBERS, Comparator, FactField, Group, QualificationKind
from .models import Qualification, Scheme

CHOICES: dict[str, list[str]] = {
    FactField.SECTOR: list(Sector.values),
    FactField.TIER: list(Tier.values),
    FactField.QUALIFICATIONS: list(QualificationKind.values),
}
COMPARATORS: dict[str, tuple[str, ...]] = {
    **{field: (Comparator.AT_LEAST, Comparator.AT_MOST) for field in NUMBERS},
    FactField.SECTOR: (Comparator.ONE_OF,),
    FactField.TIER: (Comparator.ONE_OF,),
    FactField.QUALIFICATIONS: (Comparator.HAS_ANY, Comparator.HAS_ALL),
}
LARGEST = Decimal(10) ** 9
MOST_YEARS = 100
HUNDRED = Decimal(100)


class BadCondition(ValueError):
    """A condition that says nothing: ``field`` and the number of its place, from 0."""

    def __init__(self, place: int, field: str) -> None:
        super().__init__(f"condition {place}: {field}")
        self.place, self.field = place, field


def checked(conditions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """
    Conditions in the form in which they are kept, each field and comparator once.

    :raises BadCondition: unknown field, comparator, group or choice, a number that is none or
        beyond reason, or the same asked twice.
    """
    kept: list[dict[str, Any]] = []
    seen: set[tuple[str, str]] = set()
    groups: dict[str, str] = {}
    for place, given in enumerate(conditions):
        field, comparator = str(given.get("field")), str(given.get("comparator"))
        group = str(given.get("group") or "")
        values = list(given.get("values") or [])
        if (
            comparator not in COMPARATORS.get(field, ())
            or group not in Group.values
            or (field, comparator) in seen
            or groups.setdefault(field, group) != group
        ):
            raise BadCondition(place, field)
        seen.add((field, comparator))
        wanted = _values(field, values)
        if wanted is None:
            raise BadCondition(place, field)
        kept.append({"field": field, "comparator": comparator, "values": wanted, "group": group})
    return kept


def _values(field: str, values: list[Any]) -> list[str] | None:
    if field in CHOICES:
        known = [code for code in CHOICES[field] if code in values]
        return known if known and len(known) == len(set(values)) else None
    try:
        (number,) = (Decimal(str(value)) for value in values)
    except (InvalidOperation, ValueError):
        return None
    most = MOST_YEARS if field == FactField.YEARS else LARGEST
    if not number.is_finite() or not 0 <= number < most:
        return None
    return [format(number.normalize(), "f")]


def rule_of(conditions: Iterable[Mapping[str, Any]]) -> Rule:
    """The conditions as the engine reads them: all of (musts, any of each group)."""
    musts: list[Rule] = []
    groups: dict[str, dict[str, list[Rule]]] = {}
    for one in conditions:
        numeric = one["field"] in NUMBERS
        values = tuple(Decimal(v) if numeric else str(v) for v in one["values"])
        test = eligibility.Test(one["field"], one["comparator"], values)
        if one["group"]:
            groups.setdefault(one["group"], {}).setdefault(one["field"], []).append(test)
        else:
            musts.append(test)
    anys: list[Rule] = [
        eligibility.Any(tuple(eligibility.All(tuple(tests)) for tests in fields.values()))
        for fields in groups.values()
    ]
    return eligibility.All((*musts, *anys))


def facts_of(
    enterprise: Enterprise,
    figures: YearFigures | None,
    marks: Iterable[Qualification],
    *,
    on: date,
) -> dict[str, Fact]:
    """What is known of an enterprise on a day; shares in per cent, money in 万元, land in 亩."""
    found: dict[str, Fact] = {
        FactField.SECTOR: enterprise.sector,
        FactField.TIER: enterprise.tier,
        FactField.QUALIFICATIONS: {
            mark.kind: mark.holds and (mark.valid_until is None or mark.valid_until >= on)
            for mark in marks
        },
    }
    if enterprise.opened_on is not None:
        found[FactField.YEARS] = Decimal(whole_years(enterprise.opened_on, on))
    if figures is None:
        return found
    for field in ("revenue_wan", "output_wan", "tax_wan", "rnd_wan", "employees", "land_mu"):
        value = getattr(figures, field)
        found[field] = None if value is None else Decimal(value)
    found[FactField.RND_SHARE] = _ratio(figures.rnd_wan, figures.revenue_wan, HUNDRED)
    found[FactField.TAX_PER_MU] = _ratio(figures.tax_wan, figures.land_mu, Decimal(1))
    return found


def _ratio(part: Decimal | None, whole: Decimal | None, times: Decimal) -> Decimal | None:
    """``part`` of ``whole``; nothing is known of it while either is unknown or the whole is 0."""
    if part is None or not whole:
        return None
    return Decimal(part) * times / Decimal(whole)


def whole_years(begin: date, on: date) -> int:
    """Full years between two days (年满)."""
    return on.year - begin.year - ((on.month, on.day) < (begin.month, begin.day))


def figures_year(scheme: Scheme, on: date) -> int:
    """认定年度 Whose figures count: the scheme's own year, else the year before ``on`` (上年度)."""
    return scheme.figures_year or on.year - 1


@dataclass(frozen=True, slots=True)
class Known:
    """What one judgement is made from."""

    enterprise: Enterprise
    figures: YearFigures | None
    marks: Sequence[Qualification]


def judge(scheme: Scheme, known: Known, *, on: date) -> Judgement:
    """Whether an enterprise meets the conditions of a scheme on a day."""
    facts = facts_of(known.enterprise, known.figures, known.marks, on=on)
    return eligibility.judge(rule_of(scheme.conditions), facts)


def missing_inputs(judgement: Judgement, known: Known) -> list[str]:
    """What has to be filled in: figures, ``opened_on``, or ``mark:KIND`` for a qualification."""
    wanted: list[str] = []
    for field in judgement.missing:
        if field == FactField.QUALIFICATIONS:
            told = {mark.kind for mark in known.marks}
            asked = [v for f in judgement.findings if f.test.field == field for v in f.test.values]
            wanted += [f"mark:{kind}" for kind in asked if kind not in told]
            continue
        for name in INPUTS.get(field, (field,)):
            source = known.enterprise if name == "opened_on" else known.figures
            if not getattr(source, name, None):
                wanted.append(name)
    return list(dict.fromkeys(wanted))


def estimate(scheme: Scheme, figures: YearFigures | None) -> Decimal | None:
    """What a scheme that pays a share would bring (万元), no more than its ceiling; an estimate."""
    if scheme.rate_percent is None or not scheme.rate_of or figures is None:
        return None
    base = getattr(figures, scheme.rate_of)
    if base is None:
        return None
    share = (Decimal(base) * scheme.rate_percent / HUNDRED).quantize(Decimal("0.01"))
    return share if scheme.ceiling_wan is None else min(share, scheme.ceiling_wan)
