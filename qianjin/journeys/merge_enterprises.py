"""合并企业 One firm that stood twice in the directory: its entries and all that hangs on them.

The directory moves contacts, figures and thread; here requests, thanks, visits, claims, labels,
rights on land, what it was courted as and places in special actions follow, and come back when
the merge is undone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.desk import planning as desk
from qianjin.apps.desk import services as tallies
from qianjin.apps.desk.models import RequestText, ServiceRequest, Thanks
from qianjin.apps.drives import services as drives
from qianjin.apps.enterprises import services as enterprises
from qianjin.apps.enterprises.models import Enterprise, Merge, ThreadEntry
from qianjin.apps.land.models import LandRight
from qianjin.apps.prospects.models import Organisation
from qianjin.apps.subsidies.models import Claim, Qualification
from qianjin.apps.visits import services as visits
from qianjin.apps.visits.models import Place, Stop, Visit


@transaction.atomic
def merge_enterprises(
    *,
    kept: Enterprise,
    dropped: Enterprise,
    by: Actor,
    at: datetime,
    values: Mapping[str, Any] | None = None,
    seen: Mapping[int, int] | None = None,
) -> Merge:
    """
    合并企业 Let ``kept`` stand for both; requests, thanks and visits of ``dropped`` become its own,
    claims and labels too unless ``kept`` has the like.

    Requests are found under both names afterwards.

    :raises MayNotMerge, BadMerge, MergedAway, ChangedMeanwhile: as ``merge_entries``.
    """
    merge = enterprises.merge_entries(
        kept=kept, dropped=dropped, by=by, at=at, values=values, seen=seen
    )
    requests = _move(ServiceRequest.objects.filter(enterprise=dropped), merge.kept)
    thanks = _move(Thanks.objects.filter(enterprise=dropped), merge.kept)
    visited = _move(Visit.objects.filter(enterprise=dropped), merge.kept)
    stops = _move(Stop.objects.filter(enterprise=dropped), merge.kept)
    places = [] if _has_place(merge.kept) else _move(_places(dropped), merge.kept)
    claims = _move(_not_held(Claim, dropped, merge.kept, "scheme", "year"), merge.kept)
    labels = _move(_not_held(Qualification, dropped, merge.kept, "kind"), merge.kept)
    rights = _move(LandRight.objects.filter(enterprise=dropped), merge.kept)
    courted = _move(Organisation.objects.filter(enterprise=dropped), merge.kept)
    targets = drives.move_targets(dropped=dropped, kept=merge.kept, by=by, at=at)
    _recount(merge)
    _name_in_search(requests, merge.kept.name)
    enterprises.also_moved(
        merge=merge,
        requests=requests,
        thanks=thanks,
        visits=visited,
        stops=stops,
        places=places,
        claims=claims,
        qualifications=labels,
        land_rights=rights,
        courted=courted,
        drives=targets,
        searched_as=merge.kept.name,
    )
    return merge


@transaction.atomic
def undo_merge_enterprises(*, merge: Merge, by: Actor, at: datetime) -> Merge:
    """
    撤销合并 Two entries again; what came to ``kept`` since the merge stays with it.

    :raises MayNotMerge, AlreadyUndone, CannotUndoMerge: as ``undo_merge_entries``.
    """
    merge = enterprises.undo_merge_entries(merge=merge, by=by, at=at)
    for model, key in _MOVED:
        rows = model.objects.filter(pk__in=merge.moved.get(key, []), enterprise=merge.kept_id)
        _hand_over(rows, merge.dropped)
    drives.return_targets(
        moved=merge.moved.get("drives", {}), dropped=merge.dropped, kept=merge.kept, at=at
    )
    _recount(merge)
    _return_lines(merge)
    _forget_in_search(merge.moved.get("requests", []), merge.moved.get("searched_as", ""))
    return merge


_MOVED: tuple[tuple[Any, str], ...] = (
    (ServiceRequest, "requests"),
    (Thanks, "thanks"),
    (Visit, "visits"),
    (Stop, "stops"),
    (Place, "places"),
    (Claim, "claims"),
    (Qualification, "qualifications"),
    (LandRight, "land_rights"),
    (Organisation, "courted"),
)


def _not_held(model: Any, dropped: Enterprise, kept: Enterprise, *names: str) -> Any:
    """Rows of the one that is merged away, but for what the other has of its own."""
    held = model.objects.filter(enterprise=kept, **{name: OuterRef(name) for name in names})
    return model.objects.filter(~Exists(held), enterprise=dropped)


def _places(enterprise: Enterprise) -> Any:
    return Place.objects.filter(enterprise=enterprise)


def _has_place(enterprise: Enterprise) -> bool:
    return bool(_places(enterprise).exists())


def _recount(merge: Merge) -> None:
    """When either of the two was last seen, by the records that now stand with it."""
    for enterprise in (merge.kept, merge.dropped):
        visits.recount(enterprise=enterprise)


def _return_lines(merge: Merge) -> None:
    """What was written about a request since the merge goes back with the request."""
    numbers = ServiceRequest.objects.filter(
        pk__in=merge.moved.get("requests", []), enterprise=merge.dropped_id
    ).values("number")
    ThreadEntry.objects.filter(
        enterprise=merge.kept_id, object_kind="request", object_ref__in=numbers
    ).update(enterprise=merge.dropped_id)


def _move(rows: Any, kept: Enterprise) -> list[int]:
    # Locked first: a request being worked on is waited for, and the list stays what was moved.
    return _hand_over(rows, kept)


def _hand_over(rows: Any, enterprise: Enterprise) -> list[int]:
    """Give rows to an enterprise; what is counted of requests goes with them."""
    keys = list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
    is_counted = rows.model is ServiceRequest
    before = tallies.cells_of(keys) if is_counted else {}
    rows.model.objects.filter(pk__in=keys).update(enterprise=enterprise)
    if is_counted:
        tallies.move(before, tallies.cells_of(keys))
    return keys


def _name_in_search(requests: list[int], name: str) -> None:
    line = desk.normalise(name)
    for text in RequestText.objects.filter(pk__in=requests):
        _rewrite(text.pk, f"{text.words}\n{line}")


def _forget_in_search(requests: list[int], name: str) -> None:
    line = "\n" + desk.normalise(name)
    for text in RequestText.objects.filter(pk__in=requests):
        before, found, after = text.words.rpartition(line)
        if found:
            _rewrite(text.pk, before + after)


def _rewrite(request_id: int, words: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE desk_requesttext SET words = %s, bigrams = array_to_tsvector(%s::text[])"
            " WHERE request_id = %s",
            [words, desk.lexemes(words), request_id],
        )
