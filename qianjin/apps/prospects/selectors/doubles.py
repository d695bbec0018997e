from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.units.refusals import Missing

from .. import planning, policies
from ..choices import Verdict
from ..models import (
    Contact,
    ContactMerge,
    ContactSuspicion,
    Organisation,
    OrganisationMerge,
    OrganisationSuspicion,
)

PAGE = 20
COUNT_LIMIT = 1000
CANDIDATES = 300
"""So many rows that share something are compared with one."""
READ = 20_000
FIRMS = 5
COMPARED = 200
PEOPLE, FIRMS_KIND = "contacts", "organisations"
Pair = ContactSuspicion | OrganisationSuspicion


@dataclass(frozen=True, slots=True)
class PairPage:
    """A page of suspected pairs, the likeliest first."""

    pairs: list[Any]
    count: int
    older: str

    @property
    def is_more(self) -> bool:
        """Whether ``count`` is where counting stopped."""
        return self.count > COUNT_LIMIT


def person_of(row: Contact) -> planning.Person:
    """A contact as the engine compares people; ``organisation`` comes with the row."""
    firm = row.organisation.name if row.organisation else ""
    return planning.Person(row.name, firm, tuple(row.phones), row.email, row.wechat)


def contacts_like(
    row: Contact, *, at_least: float = planning.SUSPECT
) -> list[tuple[Contact, planning.Match]]:
    """
    Who of the book may be this person, the likeliest first: by number, mail, WeChat name, by name,
    or by a like name at the same firm.
    """
    wanted = Q(name_key=row.name_key) if row.name_key else Q(pk__in=[])
    if row.phones:
        wanted |= Q(phones__overlap=row.phones)
    if row.email:
        wanted |= Q(email__iexact=row.email)
    if row.wechat:
        wanted |= Q(wechat__iexact=row.wechat)
    if row.organisation_id and row.name_key:
        wanted |= Q(organisation=row.organisation_id) & (
            Q(name_key__startswith=row.name_key[0]) | Q(name_key__endswith=row.name_key[1:])
        )
    rows = Contact.objects.filter(
        wanted, park_id=row.park_id, merged_into__isnull=True, anonymised_at__isnull=True
    ).select_related("organisation")
    if row.pk:
        rows = rows.exclude(pk=row.pk)
    others = list(rows.order_by("-pk")[:CANDIDATES])
    people = [person_of(other) for other in others]
    matches = planning.like_person(person_of(row), people, at_least=at_least)
    return [(others[match.right], match) for match in matches]


def organisations_like(
    park_id: int, name: str, code: str = "", *, but: int | None = None
) -> list[tuple[Organisation, float, planning.Reasons]]:
    """The firms of the book that may be one of this name or code, the likeliest first."""
    rows = Organisation.objects.filter(park_id=park_id, merged_into__isnull=True)
    rows = rows.exclude(pk=but) if but is not None else rows
    key = planning.firm_key(name)
    sure = Q(name_key=key) | (Q(credit_code=code) if code else Q(pk__in=[]))
    found = {row.pk: row for row in rows.filter(sure)[:FIRMS]}
    names = list(rows.order_by("-pk").values_list("pk", "name_key")[:READ])
    near = planning.closest_firms(name, [other for _pk, other in names], most=COMPARED)
    found |= rows.in_bulk([names[place][0] for place in near])
    scored = []
    for row in found.values():
        likeness = planning.firm_likeness((name, row.name), (code, row.credit_code))
        if likeness.score >= planning.LIKELY:
            scored.append((row, likeness.score, likeness.reasons))
    return sorted(scored, key=lambda told: (-told[1], told[0].pk))[:FIRMS]


def pairs_page(actor: Actor, kind: str, *, after: str = "", mine: bool = False) -> PairPage:
    """
    疑似重复 Open pairs of people or firms; ``after`` is the cursor of the last one seen.

    A pair of which one side was merged away meanwhile is not shown.
    """
    rows = pairs_of(actor, kind).filter(verdict=Verdict.OPEN)
    if mine:
        rows = rows.filter(Q(lower__owner__in=actor.people) | Q(upper__owner__in=actor.people))
    count = rows.order_by()[: COUNT_LIMIT + 1].count()
    score, _cut, pk = after.partition("_")
    if pk.isdecimal() and len(pk) < 18:
        try:
            seen = float(score)
        except ValueError:
            seen = 2.0
        rows = rows.filter(Q(score__lt=seen) | Q(score=seen, pk__gt=int(pk)))
    people = ("lower__organisation", "upper__organisation") if kind == PEOPLE else ()
    taken = list(
        rows.select_related("lower__owner", "upper__owner", *people).order_by("-score", "pk")[
            : PAGE + 1
        ]
    )
    more, taken = len(taken) > PAGE, taken[:PAGE]
    return PairPage(taken, count, f"{taken[-1].score!r}_{taken[-1].pk}" if more else "")


def pair_for(actor: Actor, kind: str, pk: int) -> Any:
    """
    One pair, with what was said of it.

    :raises Missing: absent, of another park, settled by a merge of one side, or not to be seen.
    """
    found = pairs_of(actor, kind).filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def merges_of(actor: Actor, kind: str, *, most: int = 30) -> list[Any]:
    """The latest merges that are not undone, for taking back."""
    if not actor.may(Capability.PROSPECT_SEE):
        return []
    model = ContactMerge if kind == PEOPLE else OrganisationMerge
    rows = model.objects.filter(park_id=actor.park_id, undone_at__isnull=True)
    return list(rows.select_related("kept__owner", "dropped", "merged_by").order_by("-pk")[:most])


def merge_for(actor: Actor, kind: str, pk: int) -> Any:
    """
    One merge.

    :raises Missing: absent, of another park, or not this person's to see.
    """
    model = ContactMerge if kind == PEOPLE else OrganisationMerge
    rows = model.objects.filter(park_id=actor.park_id, pk=pk)
    found = rows.select_related("kept__owner", "dropped").first()
    if found is None or not actor.may(Capability.PROSPECT_SEE):
        raise Missing
    return found


def may_settle(actor: Actor, pair: Any) -> tuple[bool, bool]:
    """Whether this person may say of a pair that it is two, and that it is one."""
    own = [policies.may_keep(actor, row) for row in (pair.lower, pair.upper)]
    return any(own), all(own)


def pairs_of(actor: Actor, kind: str) -> QuerySet[Any]:
    """Pairs of people or firms that still stand, whatever was said of them."""
    model: Any = ContactSuspicion if kind == PEOPLE else OrganisationSuspicion
    if not actor.may(Capability.PROSPECT_SEE):
        return QuerySet(model).none()
    return QuerySet(model).filter(
        park_id=actor.park_id, lower__merged_into__isnull=True, upper__merged_into__isnull=True
    )
