from __future__ import annotations

from datetime import date

from django.db.models import F, Q, QuerySet

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Role
from qianjin.apps.accounts.grants import scope_of
from qianjin.apps.accounts.models import User
from qianjin.units.refusals import Missing

from .. import planning, policies
from ..models import BookRow, Contact, Organisation, Tie

MOST_TIES = 200


class MovedTo(Missing):
    """An old address: ``row`` is the one this was merged into."""

    def __init__(self, row: BookRow) -> None:
        super().__init__()
        self.row = row
        self.kind = "organisation" if isinstance(row, Organisation) else "contact"


def organisations_visible_to(actor: Actor) -> QuerySet[Organisation]:
    """The prospect firms this person may see; those merged into another are left out."""
    return Organisation.objects.filter(policies.visible(actor))


def contacts_visible_to(actor: Actor) -> QuerySet[Contact]:
    """The contacts this person may see; those merged into another are left out."""
    return Contact.objects.filter(policies.visible(actor))


def organisation_for(actor: Actor, pk: int) -> Organisation:
    """
    One prospect firm with its owner and the enterprise it landed as.

    :raises Missing: absent, of another park, or not this person's to see.
    :raises MovedTo: (a kind of Missing) it was merged into another, which is named.
    """
    rows = Organisation.objects.select_related("owner", "enterprise", "merged_into")
    found = rows.filter(park_id=actor.park_id, pk=pk).first()
    if found is None or not actor.may(Capability.PROSPECT_SEE):
        raise Missing
    if found.merged_into is not None:
        raise MovedTo(found.merged_into)
    return found


def contact_for(actor: Actor, pk: int) -> Contact:
    """
    One contact with firm and owner.

    :raises Missing: absent, of another park, or not this person's to see.
    :raises MovedTo: (a kind of Missing) they were merged into another, who is named.
    """
    rows = Contact.objects.select_related("owner", "organisation", "merged_into")
    found = rows.filter(park_id=actor.park_id, pk=pk).first()
    if found is None or not actor.may(Capability.PROSPECT_SEE):
        raise Missing
    if found.merged_into is not None:
        raise MovedTo(found.merged_into)
    return found


def ties_of(actor: Actor, contact: Contact) -> list[Tie]:
    """Who knows this person, the closest first."""
    if not actor.may(Capability.PROSPECT_SEE):
        return []
    rows = Tie.objects.filter(Q(other=contact) | Q(one=contact), park_id=actor.park_id)
    return list(rows.select_related("officer", "one", "other")[:MOST_TIES])


def contacts_named(actor: Actor, words: str, *, most: int = 3) -> list[Contact]:
    """The people whose name these words begin with; what follows must stand in their entry."""
    name, _blank, rest = " ".join(words.split()).partition(" ")
    rows = contacts_visible_to(actor).filter(anonymised_at__isnull=True)
    rows = rows.filter(name_key=planning.person_key(name)) if name else rows.none()
    for word in planning.normalise(rest).split():
        rows = rows.filter(search_text__contains=word)
    return list(rows.select_related("merged_into", "organisation").order_by("pk")[:most])


def tie_for(actor: Actor, pk: int) -> Tie:
    """
    One tie.

    :raises Missing: absent, of another park, or not this person's to see.
    """
    rows = Tie.objects.filter(park_id=actor.park_id, pk=pk)
    found = rows.select_related("officer", "one", "other").first()
    if found is None or not actor.may(Capability.PROSPECT_SEE):
        raise Missing
    return found


def officers_of(actor: Actor, *, on: date) -> list[User]:
    """Those who may keep prospects in this park, for choosing an owner."""
    roles = [role for role in Role.values if scope_of(role, Capability.PROSPECT_KEEP)]
    return accounts.people_with(actor.park_id, *roles, on=on)


def people_at(actor: Actor, organisation_id: int, *, most: int) -> list[Contact]:
    """Whom one calls at a firm: those spoken with last first, then the newest."""
    rows = contacts_visible_to(actor).filter(
        organisation=organisation_id, anonymised_at__isnull=True
    )
    rows = rows.select_related("owner").defer("search", "search_text", "note")
    return list(rows.order_by(F("touched_on").desc(nulls_last=True), "-pk")[:most])
