from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import selectors as audit
from qianjin.apps.parks.composed import NUMBER, OTHER, Composed
from qianjin.units.refusals import Missing

from .. import planning, policies
from ..models import Contact, Enterprise


class MovedTo(Missing):
    """An old address: ``enterprise`` is the entry this one was merged into."""

    def __init__(self, enterprise: Enterprise) -> None:
        super().__init__()
        self.enterprise = enterprise


LOOKALIKES = 5
CANDIDATES = 400
"""How many names of the directory one new name is compared with, at most."""
READ = 20_000
"""How many names are looked through for these candidates, the newest first."""


def enterprises_visible_to(actor: Actor) -> QuerySet[Enterprise]:
    """The enterprises this person may see; those merged into another are left out."""
    return Enterprise.objects.filter(policies.visible(actor))


_ONE = Composed(
    lambda: Enterprise.objects.filter(park_id=NUMBER, pk=OTHER).select_related(
        "park", "officer", "merged_into"
    )
)


def get_enterprise_for(actor: Actor, pk: int) -> Enterprise:
    """
    One enterprise with its officer.

    :raises Missing: absent, of another park, or not this person's to see.
    :raises MovedTo: (a kind of Missing) it was merged into another, which is named.
    """
    found = _ONE.first({NUMBER: actor.park_id, OTHER: pk})
    if found is None or not policies.may_see(actor, found):
        raise Missing
    if found.merged_into is not None:
        raise MovedTo(found.merged_into)
    return found


_FIRST_CONTACT = Composed(
    lambda: (
        Contact.objects.filter(enterprise_id=NUMBER, left_on__isnull=True)
        .select_related("invitation")
        .order_by("-is_primary", "id")[:1]
    )
)


def first_contact_of(enterprise: Enterprise) -> Contact | None:
    """Whom to call first."""
    return _FIRST_CONTACT.first({NUMBER: enterprise.pk})


def contacts_of(enterprise: Enterprise, *, left: bool = False) -> QuerySet[Contact]:
    """The people to call, the first one first; with ``left``, those who have gone."""
    rows = Contact.objects.filter(enterprise=enterprise, left_on__isnull=not left)
    return rows.select_related("invitation").order_by("-is_primary", "id")


def contact_for(actor: Actor, pk: int) -> Contact:
    """
    One contact with their enterprise.

    :raises Missing: absent, of another park, or of an enterprise not this person's to see.
    """
    found = (
        Contact.objects.filter(park_id=actor.park_id, pk=pk)
        .select_related("enterprise__park", "enterprise__merged_into", "invitation")
        .first()
    )
    if found is None or not policies.may_see(actor, found.enterprise):
        raise Missing
    return found


def lookalikes(actor: Actor, name: str, *, but: int | None = None) -> list[Enterprise]:
    """
    Enterprises the actor may see whose names are nearly ``name``, the most alike first.

    Names with the same characters but for place and form are always found; of the others those
    that share its telling characters are compared one by one.
    """
    rows = enterprises_visible_to(actor).order_by()
    if but is not None:
        rows = rows.exclude(pk=but)
    key = planning.name_key(name)
    scores = dict.fromkeys(rows.filter(name_key=key).values_list("pk", flat=True)[:LOOKALIKES], 1.0)
    others = list(rows.order_by("-pk").values_list("pk", "name_key", "name")[:READ])
    for place in planning.closest(name, [row[1] for row in others], most=CANDIDATES):
        pk, _key, other = others[place]
        score = planning.similarity(name, other)
        if score >= planning.LIKELY or pk in scores:
            scores[pk] = score
    best = sorted(scores, key=lambda pk: (-scores[pk], pk))[:LOOKALIKES]
    found = Enterprise.objects.select_related("officer").in_bulk(best)
    return [found[pk] for pk in best]


def changes_since(enterprise: Enterprise, *, version: int) -> list[dict[str, Any]]:
    """
    What has changed since the version somebody saw: one item per field with the value they saw
    (``old``), the one now (``theirs``), and who changed it last, when.

    Read from the audit trail, where every raised version has its entry.
    """
    found: dict[str, dict[str, Any]] = {}
    entries = audit.entries_about(enterprise.park_id, "enterprise", enterprise.pk)
    for entry in entries.filter(detail__version__gt=version).order_by("seq"):
        before = entry.detail.get("before", {})
        for field, value in entry.detail.get("after", {}).items():
            name = field.removesuffix("_id")
            item = found.setdefault(name, {"field": name, "old": before.get(field)})
            item.update(theirs=value, who=entry.actor_name, at=entry.at)
    return [item for item in found.values() if item["old"] != item["theirs"]]
