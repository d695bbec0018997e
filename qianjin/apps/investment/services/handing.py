"""移交 A whole book of projects handed from one officer to another, and given back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts import services as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.audit import services as audit
from qianjin.apps.parks.models import Park

from .. import policies, selectors
from ..choices import Meaning
from ..models import BookHandOver, Project
from ..refusals import BadHandOver, HandedOn, MayNotKeepProject
from .fields import plain
from .projects import unit_of
from .traces import today_of

MOST = 5000


@transaction.atomic
def hand_over(
    *,
    park: Park,
    giver: User,
    taker: User,
    by: Actor,
    at: datetime,
    chosen: Iterable[int] | None = None,
    words: str = "",
) -> BookHandOver:
    """
    移交项目 Put projects (``chosen``, or all not over) with their next steps into other hands.

    One act: one entry in the trail, undone as one.

    :raises MayNotKeepProject: a project is not this person's to hand over.
    :raises BadHandOver: to the same person, to nobody of this office, or nothing to hand over.
    """
    people = {key for key, _name in selectors.furniture_of(by, on=today_of(at)).people}
    if taker.pk == giver.pk or taker.pk not in people:
        raise BadHandOver({"taker": [_("Choose one from the list.")]})
    rows = Project.objects.select_for_update(of=("self",)).filter(park=park, owner=giver)
    if chosen is None:
        rows = rows.exclude(stage__meaning=Meaning.LOST, revive_on=None)
    else:
        rows = rows.filter(pk__in=list(chosen))
    found = list(rows.order_by("pk")[: MOST + 1])
    if not found or len(found) > MOST:
        raise BadHandOver({"giver": [_("There is nothing to hand over.")]})
    if not all(policies.may_keep(by, row) for row in found):
        raise MayNotKeepProject
    keys = [row.pk for row in found]
    steps = [row.pk for row in found if row.next_by_id == giver.pk]
    _give(keys, steps, taker, park, at)
    made = BookHandOver.objects.create(
        park=park,
        giver=giver,
        taker=taker,
        projects=keys,
        steps=steps,
        words=plain(words)[:300],
        by_id=by.person_id,
        at=at,
    )
    _trace(made, "hand_over", by, at)
    accounts.notify(
        users=[user for user in (giver, taker) if user.pk != by.user_id],
        park_id=park.pk,
        at=at,
        kind="investment.handed",
        params={"giver": giver.name, "taker": taker.name, "count": len(keys), "by": by.name},
        object_kind="projects",
    )
    return made


@transaction.atomic
def take_back_hand_over(*, handover: BookHandOver, by: Actor, at: datetime) -> BookHandOver:
    """
    撤销移交 Give all of them back, as long as each is still with the one who took it.

    :raises MayNotKeepProject: not this person's to hand over.
    :raises HandedOn: undone already, or a project is in other hands by now.
    """
    row = (
        BookHandOver.objects.select_for_update(of=("self",))
        .select_related("giver", "taker", "park")
        .get(pk=handover.pk)
    )
    projects = list(Project.objects.select_for_update(of=("self",)).filter(pk__in=row.projects))
    if not all(policies.may_keep(by, one) for one in projects):
        raise MayNotKeepProject
    if row.undone_at is not None or any(one.owner_id != row.taker_id for one in projects):
        raise HandedOn
    steps = [one.pk for one in projects if one.pk in row.steps and one.next_by_id == row.taker_id]
    _give(row.projects, steps, row.giver, row.park, at)
    row.undone_by_id, row.undone_at = by.person_id, at
    row.save(update_fields=["undone_by", "undone_at"])
    _trace(row, "hand_back", by, at)
    return row


def _give(keys: list[int], steps: list[int], taker: User, park: Park, at: datetime) -> None:
    unit = unit_of(park.pk, taker.pk, at)
    Project.objects.filter(pk__in=keys).update(owner=taker, unit_id=unit)
    Project.objects.filter(pk__in=steps).update(next_by=taker)


def _trace(row: BookHandOver, verb: str, by: Actor, at: datetime) -> None:
    audit.record(
        park_id=row.park_id,
        by=by,
        at=at,
        verb=f"project.{verb}",
        object_kind="project_handover",
        object_id=row.pk,
        object_label=f"{row.giver.name} → {row.taker.name}"[:200],
        detail={"projects": row.projects, "words": row.words},
    )
