"""成批登记 Many people and their firms entered at once: tables taken over, the story told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.audit import services as audit

from .. import checks, planning, policies
from ..choices import MET_IN_PERSON, Source, Strength, TieKind
from ..models import Contact, Organisation, Tie
from ..refusals import BadContact, MayNotEnter
from . import index
from .writing import owner_of

BATCH = 1000


@dataclass(frozen=True, slots=True)
class BookEntry:
    """One person to be entered: fields as ``checks.CONTACT_FIELDS``, and their firm by name."""

    values: Mapping[str, Any]
    firm: str = ""
    firm_values: Mapping[str, Any] = field(default_factory=dict)
    owner: User | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What was entered: the numbers of the people in the order of the entries, and of new firms."""

    contacts: list[int]
    organisations: list[int]


@transaction.atomic
def write_book(
    *,
    entries: Sequence[BookEntry],
    by: Actor,
    at: datetime,
    is_demo: bool = False,
    origin: str = "",
) -> Made:
    """
    Enter many people; a firm that stands in the book under the same name is not entered again.

    Looks for no doubles: the night does. One audit entry for all.

    :raises MayNotEnter: this person keeps no prospects.
    :raises MayNotGiveAway: an owner is somebody else, and ``by`` is no head.
    :raises BadContact: a field is wrong; ``place`` is the place of its entry.
    """
    if not policies.may_enter(by, by.park_id):
        raise MayNotEnter
    today = timezone.localdate(at)
    owners: dict[int | None, int] = {}
    people: list[Contact] = []
    firms = _Firms(by.park_id)
    for place, entry in enumerate(entries):
        kept = checks.clean(entry.values, checks.CONTACT_FIELDS)
        if problems := checks.contact_problems({"name": "", **kept}, today=today):
            raise BadContact(problems, place=place)
        kept["retain_until"] = kept.get("retain_until") or today + timedelta(
            days=checks.RETAIN_DAYS
        )
        key = entry.owner.pk if entry.owner else None
        if key not in owners:
            owners[key] = owner_of(entry.owner, by, at)
        row = Contact(
            park_id=by.park_id,
            owner_id=owners[key],
            made_at=at,
            is_demo=is_demo,
            name_key=planning.person_key(kept["name"]),
            **kept,
        )
        if firm := checks.one_line(entry.firm):
            row.organisation = firms.named(firm, entry.firm_values, row, at, is_demo)
        people.append(row)
    Organisation.objects.bulk_create(firms.new, batch_size=BATCH)
    for row in people:
        # Said again, now that the new firms have numbers.
        row.organisation = row.organisation
    Contact.objects.bulk_create(people, batch_size=BATCH)
    _tie_owners(people, by, at)
    index.refresh_organisations(firms.new, people=False)
    index.refresh_contacts(people)
    audit.record(
        park_id=by.park_id,
        by=by,
        at=at,
        verb="prospect.write_many",
        object_kind="park",
        object_id=by.park_id,
        object_label=origin or by.park_slug,
        detail={"contacts": len(people), "organisations": len(firms.new)},
    )
    return Made([row.pk for row in people], [row.pk for row in firms.new])


class _Firms:
    """The firms of the book by key, and those that are new."""

    def __init__(self, park_id: int) -> None:
        self.park_id = park_id
        self.new: list[Organisation] = []
        self._by_key: dict[str, list[Organisation]] = {}
        rows = Organisation.objects.filter(park_id=park_id, merged_into__isnull=True)
        for row in rows.only("pk", "name", "name_key").iterator(chunk_size=5000):
            self._by_key.setdefault(row.name_key, []).append(row)

    def named(
        self, name: str, values: Mapping[str, Any], person: Contact, at: datetime, is_demo: bool
    ) -> Organisation:
        """The firm of this name; 杭州晨曦 and 宁波晨曦 have one key and stay two firms."""
        name = name[: checks.LIMITS["name"]]
        key = planning.firm_key(name)
        for known in self._by_key.get(key, ()):
            if known.name == name or planning.firms_alike(known.name, name) >= planning.SURE:
                return known
        row = Organisation(
            park_id=self.park_id,
            name=name,
            name_key=key,
            owner_id=person.owner_id,
            source=person.source,
            made_at=at,
            is_demo=is_demo,
            **{"city": person.city, **checks.clean(values, checks.ORGANISATION_FIELDS)},
        )
        self.new.append(row)
        self._by_key.setdefault(key, []).append(row)
        return row


def _tie_owners(people: Sequence[Contact], by: Actor, at: datetime) -> None:
    Tie.objects.bulk_create(
        (
            Tie(
                park_id=row.park_id,
                officer_id=row.owner_id,
                other=row,
                kind=TieKind.MET,
                strength=Strength.SLIGHT,
                said_by_id=by.user_id,
                said_at=at,
            )
            for row in people
            if Source(row.source) in MET_IN_PERSON
        ),
        batch_size=BATCH,
    )
