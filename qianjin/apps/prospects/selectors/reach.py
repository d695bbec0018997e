"""相识链 Through whom of us one reaches a person, or anyone at a firm."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.accounts.models import User

from .. import planning
from ..models import Contact, Organisation, Tie

LEVELS = 4
"""Nobody is reached through more people than this."""
MOST_TIES = 2000
MOST_COLLEAGUES = 60
MOST_AT_FIRM = 200
FEW = 40
"""Firms with more people than this are no reason to know each other."""


_DECIDES = re.compile(
    r"(董事长|总经理|总裁|首席执行官|创始|执行董事|院长|理事长|\bCEO\b|\bchair|\bpresident\b|\bfounder)",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"(副|助理|秘书|办公室|vice|assistant|deputy|secretary)", re.IGNORECASE)


def decider_of(people: Iterable[Contact]) -> Contact | None:
    """Who decides among people of one firm, as far as their posts tell."""
    return next((p for p in people if _DECIDES.search(p.post) and not _BESIDE.search(p.post)), None)


@dataclass(frozen=True, slots=True)
class Stop:
    """One person on the way: an officer of ours, or a contact with their firm."""

    kind: str
    key: int
    name: str
    sub: str = ""
    tie: str = ""
    """How the one before knows this one: a ``TieKind``, or ``works_at``; empty at the start."""
    strength: int = 0


@dataclass(frozen=True, slots=True)
class Way:
    """One way to somebody; the first stop is ours, the last is the person."""

    stops: tuple[Stop, ...]


def ways_to(
    actor: Actor, *, contact: Contact | None = None, organisation: Organisation | None = None
) -> list[Way]:
    """
    The shortest way of each of the three officers nearest to a person, or to anyone at a firm.

    Read level by level from the person; each level costs two queries, however large the book.
    """
    if not actor.may(Capability.PROSPECT_SEE):
        return []
    if contact is not None:
        targets = [contact.pk]
    elif organisation is not None:
        rows = _here(actor).filter(organisation=organisation)
        targets = list(rows.values_list("pk", flat=True)[:MOST_AT_FIRM])
    else:
        return []
    links = _links(actor, targets)
    chains = planning.shortest(links, [("contact", key) for key in targets])
    return _dressed(actor, chains)


def _links(actor: Actor, targets: Iterable[int]) -> list[planning.Link]:
    seen: set[int] = set()
    front = set(targets)
    found: dict[tuple[object, object], planning.Link] = {}
    for _level in range(LEVELS):
        if not front:
            break
        seen |= front
        reached: set[int] = set()
        for link in (*_ties(actor, front), *_colleagues(actor, front)):
            found.setdefault((link.one, link.other), link)
            reached |= {key for kind, key in (link.one, link.other) if kind == "contact"}
        front = reached - seen
    return list(found.values())


def _ties(actor: Actor, front: set[int]) -> list[planning.Link]:
    rows = Tie.objects.filter(Q(other__in=front) | Q(one__in=front), park_id=actor.park_id)
    told = rows.order_by("-strength", "pk").values_list(
        "officer_id", "one_id", "other_id", "kind", "strength"
    )
    return [
        planning.Link(
            ("officer", officer) if officer else ("contact", one), ("contact", other), kind, how
        )
        for officer, one, other, kind, how in told[:MOST_TIES]
    ]


def _colleagues(actor: Actor, front: set[int]) -> list[planning.Link]:
    """Who works at one firm with somebody of the front, small firms only."""
    firms = dict(
        _here(actor)
        .filter(pk__in=front, organisation__isnull=False)
        .values_list("pk", "organisation_id")
    )
    there: dict[int, list[int]] = {}
    rows = _here(actor).filter(organisation__in=set(firms.values()))
    for key, firm in rows.values_list("pk", "organisation_id")[: MOST_COLLEAGUES * FEW]:
        there.setdefault(firm, []).append(key)
    return [
        planning.Link(("contact", min(key, other)), ("contact", max(key, other)), planning.WORKS_AT)
        for key, firm in firms.items()
        if len(there.get(firm, ())) <= FEW
        for other in there.get(firm, ())
        if other != key
    ]


def _here(actor: Actor) -> QuerySet[Contact]:
    return Contact.objects.filter(
        park_id=actor.park_id, merged_into__isnull=True, anonymised_at__isnull=True
    )


def _dressed(actor: Actor, chains: list[planning.Chain]) -> list[Way]:
    keys = {node for chain in chains for node in chain.nodes}
    people = _here(actor).select_related("organisation")
    contacts = people.in_bulk([key for kind, key in keys if kind == "contact"])
    officers = User.objects.in_bulk([key for kind, key in keys if kind == "officer"])
    ways = []
    for chain in chains:
        stops = []
        for place, (kind, key) in enumerate(chain.nodes):
            link = chain.links[place - 1] if place else None
            tie, strength = (link.kind, link.strength) if link else ("", 0)
            if kind == "officer":
                stops.append(Stop(kind, key, officers[key].name))
            elif key in contacts:
                row = contacts[key]
                firm = row.organisation.name if row.organisation else ""
                stops.append(Stop(kind, key, row.name, firm, tie, strength))
        if len(stops) == len(chain.nodes):
            ways.append(Way(tuple(stops)))
    return ways
