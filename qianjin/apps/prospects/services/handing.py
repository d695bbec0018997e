"""移交 Somebody leaves: their whole book goes to a colleague, and comes back if it must."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts import services as notices
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.accounts.grants import scope_of
from qianjin.apps.accounts.models import User
from qianjin.apps.audit import services as audit

from .. import policies
from ..models import Contact, Handover, Organisation, Target
from ..refusals import AlreadyUndone, BadHandover, MayNotHandOver

WORDS = 200


@transaction.atomic
def hand_over(*, giver: User, taker: User, by: Actor, at: datetime, words: str = "") -> Handover:
    """
    移交 Every firm, person and open target in the care of ``giver`` goes to ``taker``; who knows
    whom stays as it is, for people know each other whoever keeps their cards.

    :raises MayNotHandOver: ``by`` is no head.
    :raises BadHandover: the two are one, the taker keeps no prospects, or there is nothing.
    """
    if not policies.keeps_all(by):
        raise MayNotHandOver
    if giver.pk == taker.pk:
        raise BadHandover({"taker": [_("Choose another person to take the book.")]})
    today = timezone.localdate(at)
    roles = {row.role for row in accounts.staff_of(by.park_id, on=today).filter(user=taker)}
    if not any(scope_of(role, Capability.PROSPECT_KEEP) for role in roles):
        raise BadHandover({"taker": [_("This person keeps no prospects.")]})
    if len(words) > WORDS:
        raise BadHandover(
            {"words": [_("At most %(limit)d characters fit here.") % {"limit": WORDS}]}
        )
    moved = {
        "contacts": _give(Contact, by.park_id, giver.pk, taker.pk),
        "organisations": _give(Organisation, by.park_id, giver.pk, taker.pk),
        "targets": _give_targets(by.park_id, giver.pk, taker.pk),
    }
    if not any(moved.values()):
        raise BadHandover({"giver": [_("Nothing is in this person's care.")]})
    done = Handover.objects.create(
        park_id=by.park_id,
        giver=giver,
        taker=taker,
        moved=moved,
        words=words.strip(),
        made_by_id=by.person_id,
        made_at=at,
    )
    counts = {name: len(moved[name]) for name in ("contacts", "organisations")}
    notices.notify(
        users=[taker],
        park_id=by.park_id,
        at=at,
        kind="prospects.handed_over",
        params={"name": giver.name, **counts},
        object_kind="prospects",
    )
    _trace(done, "prospects.hand_over", by, at)
    return done


@transaction.atomic
def undo_handover(*, handover: Handover, by: Actor, at: datetime) -> Handover:
    """
    撤销移交 What is still in the taker's care goes back; what went on to others stays there.

    :raises MayNotHandOver: ``by`` is no head.
    :raises AlreadyUndone: it has been undone before.
    """
    if not policies.keeps_all(by) or handover.park_id != by.park_id:
        raise MayNotHandOver
    done = Handover.objects.select_for_update().get(pk=handover.pk)
    if done.undone_at is not None:
        raise AlreadyUndone
    for model, key in ((Contact, "contacts"), (Organisation, "organisations")):
        rows = model.objects.filter(pk__in=done.moved[key], owner=done.taker_id)
        rows.update(owner=done.giver_id, version=F("version") + 1)
    to_call = Target.objects.filter(pk__in=done.moved.get("targets", []), caller=done.taker_id)
    to_call.update(caller=done.giver_id)
    done.undone_by_id, done.undone_at = by.person_id, at
    done.save(update_fields=["undone_by", "undone_at"])
    _trace(done, "prospects.undo_hand_over", by, at)
    return done


def _give(model: type[Contact | Organisation], park_id: int, giver: int, taker: int) -> list[int]:
    rows = model.objects.filter(park_id=park_id, owner=giver)
    keys = list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
    model.objects.filter(pk__in=keys).update(owner=taker, version=F("version") + 1)
    return keys


def _give_targets(park_id: int, giver: int, taker: int) -> list[int]:
    """The target firms that are still to be called."""
    rows = Target.objects.filter(park_id=park_id, caller=giver, campaign__closed_at__isnull=True)
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    Target.objects.filter(pk__in=keys).update(caller=taker)
    return keys


def _trace(done: Handover, verb: str, by: Actor, at: datetime) -> None:
    audit.record(
        park_id=done.park_id,
        by=by,
        at=at,
        verb=verb,
        object_kind="handover",
        object_id=done.pk,
        object_label=done.giver.name,
        detail={
            "giver": done.giver_id,
            "taker": done.taker_id,
            **{name: len(keys) for name, keys in done.moved.items() if isinstance(keys, list)},
        },
    )
