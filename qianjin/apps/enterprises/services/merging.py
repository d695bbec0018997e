"""合并 Two entries of one firm become one, and may become two again.

What other desks keep of an enterprise is moved by ``journeys.merge_enterprises``, which calls
these verbs; alone they move what the directory itself keeps.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit
from qianjin.units.refusals import Missing

from .. import planning, policies
from ..checks import FIELDS, clean, problems_of
from ..choices import ThreadKind
from ..models import Contact, Distinct, Enterprise, Merge, ThreadEntry, YearFigures
from ..refusals import (
    AlreadyUndone,
    BadMerge,
    CannotUndoMerge,
    ChangedMeanwhile,
    MayNotMerge,
    MergedAway,
)
from . import index
from .thread import write_on_thread

MERGEABLE = (*FIELDS, "officer_id")


@transaction.atomic
def merge_entries(
    *,
    kept: Enterprise,
    dropped: Enterprise,
    by: Actor,
    at: datetime,
    values: Mapping[str, Any] | None = None,
    seen: Mapping[int, int] | None = None,
) -> Merge:
    """
    合并 Move contacts, figures and thread of ``dropped`` to ``kept`` and let it stand for both.

    ``values`` replaces fields of ``kept`` (those of ``MERGEABLE``), usually by what the other
    entry said. Figures of a year that both have, and a contact without an account whom ``kept``
    already lists, stay with the dropped entry.

    :raises MayNotMerge: ``by`` has no such right in this park.
    :raises BadMerge: it is one entry, or a chosen value is wrong.
    :raises MergedAway: one of them has already been merged into another.
    :raises ChangedMeanwhile: ``seen`` gives versions by number, and one is no longer that.
    """
    if not policies.may_merge(by) or {kept.park_id, dropped.park_id} != {by.park_id}:
        raise MayNotMerge
    if kept.pk == dropped.pk:
        raise BadMerge({"kept": [_("An entry cannot be merged with itself.")]})
    kept, dropped = _both(kept, dropped)
    for entry in (kept, dropped):
        if entry.merged_into is not None:
            raise MergedAway(name=entry.merged_into.name)
        if seen is not None and seen.get(entry.pk) != entry.version:
            raise ChangedMeanwhile(changes=[], version=entry.version)
    before, after = _chosen(kept, values or {}, on_office_side_at=at)
    moved = {
        "before": before,
        "after": after,
        "primary": list(
            Contact.objects.filter(enterprise=dropped, is_primary=True).values_list("pk", flat=True)
        ),
        "contacts": _move_contacts(kept, dropped),
        "figures": _move_figures(kept, dropped),
        "thread": _move(ThreadEntry.objects.filter(enterprise=dropped), kept),
    }
    # First the dropped entry gives up its credit code's place, then the kept one may take it.
    dropped.merged_into = kept
    dropped.version += 1
    dropped.save(update_fields=["merged_into", "version"])
    _set(kept, after)
    merge = Merge.objects.create(
        park_id=by.park_id,
        kept=kept,
        dropped=dropped,
        moved=moved,
        merged_by_id=by.person_id,
        merged_at=at,
    )
    _say(merge, ThreadKind.MERGED, kept, dropped.name, by, at)
    _trace(
        kept,
        "enterprise.merge",
        by,
        at,
        {"dropped": dropped.pk, "name": dropped.name, "before": before, "after": after},
    )
    _trace(dropped, "enterprise.merged_away", by, at, {"kept": kept.pk, "name": kept.name})
    return merge


@transaction.atomic
def undo_merge_entries(*, merge: Merge, by: Actor, at: datetime) -> Merge:
    """
    撤销合并 Give the dropped entry back what was its own.

    A field of the kept entry that was changed again after the merge keeps the later value; all
    others return to what they were.

    :raises MayNotMerge: ``by`` has no such right in this park.
    :raises AlreadyUndone: it has been undone before.
    :raises CannotUndoMerge: the kept entry was itself merged away, or its old credit code
        belongs to a third by now.
    """
    if not policies.may_merge(by) or merge.park_id != by.park_id:
        raise MayNotMerge
    merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if merge.undone_at is not None:
        raise AlreadyUndone
    kept, dropped = _both(merge.kept, merge.dropped)
    if kept.merged_into is not None:
        raise CannotUndoMerge(
            reason=_("“%(kept)s” was itself merged into “%(name)s”; undo that merge first.")
            % {"kept": kept.name, "name": kept.merged_into.name}
        )
    moved = merge.moved
    restored = {
        field: value
        for field, value in moved["before"].items()
        if _plain(getattr(kept, field)) == moved["after"][field]
    }
    _code_must_be_free(restored.get("credit_code", ""), kept, dropped)
    _code_must_be_free(dropped.credit_code, kept, dropped)
    changed = {field: _plain(getattr(kept, field)) for field in restored}
    for model, key in ((Contact, "contacts"), (YearFigures, "figures"), (ThreadEntry, "thread")):
        model.objects.filter(pk__in=moved[key], enterprise=kept).update(enterprise=dropped)
    Contact.objects.filter(pk__in=moved["primary"], left_on__isnull=True).update(is_primary=True)
    _set(kept, restored)
    dropped.merged_into = None
    dropped.version += 1
    dropped.save(update_fields=["merged_into", "version"])
    index.refresh([dropped])
    merge.undone_by_id, merge.undone_at = by.user_id, at
    merge.save(update_fields=["undone_by", "undone_at"])
    _say(merge, ThreadKind.UNMERGED, kept, dropped.name, by, at)
    _say(merge, ThreadKind.UNMERGED, dropped, kept.name, by, at)
    _trace(
        kept,
        "enterprise.unmerge",
        by,
        at,
        {"dropped": dropped.pk, "name": dropped.name, "before": changed, "after": restored},
    )
    _trace(dropped, "enterprise.stands_again", by, at, {"kept": kept.pk, "name": kept.name})
    return merge


@transaction.atomic
def say_distinct(*, one: Enterprise, other: Enterprise, by: Actor, at: datetime) -> Distinct:
    """
    不是同一家 Note that two alike names belong to two firms; they are not shown together again.

    :raises MayNotMerge: ``by`` has no such right in this park.
    :raises BadMerge: it is one entry.
    """
    if not policies.may_merge(by) or {one.park_id, other.park_id} != {by.park_id}:
        raise MayNotMerge
    if one.pk == other.pk:
        raise BadMerge({"kept": [_("An entry cannot be compared with itself.")]})
    lower, upper = sorted((one, other), key=lambda e: e.pk)
    pair, made = Distinct.objects.get_or_create(
        lower=lower,
        upper=upper,
        defaults={"park_id": by.park_id, "said_by_id": by.person_id, "said_at": at},
    )
    if made:
        for entry, twin in ((lower, upper), (upper, lower)):
            _trace(entry, "enterprise.distinct", by, at, {"other": twin.pk, "name": twin.name})
    return pair


def also_moved(*, merge: Merge, **moved: Any) -> None:
    """Note beside the merge what another desk moved, so that undoing can find it."""
    merge.moved = {**merge.moved, **moved}
    merge.save(update_fields=["moved"])


def _both(kept: Enterprise, dropped: Enterprise) -> tuple[Enterprise, Enterprise]:
    """Both rows, locked in one order whichever way round they are merged."""
    rows = {
        row.pk: row
        for row in Enterprise.objects.select_for_update(of=("self",))
        .select_related("merged_into")
        .filter(pk__in=[kept.pk, dropped.pk])
        .order_by("pk")
    }
    if len(rows) < 2:
        raise Missing
    return rows[kept.pk], rows[dropped.pk]


def _chosen(
    kept: Enterprise, values: Mapping[str, Any], *, on_office_side_at: datetime
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields of the kept entry that change: before and after, as JSON keeps them."""
    strange = values.keys() - set(MERGEABLE)
    if strange:
        raise TypeError(f"not fields of a merge: {', '.join(sorted(strange))}")
    chosen = dict(values)
    officer = {"officer_id": chosen.pop("officer_id")} if "officer_id" in chosen else {}
    chosen = {**clean(chosen), **officer}
    problems = problems_of({**{f: getattr(kept, f) for f in FIELDS}, **chosen})
    if officer.get("officer_id"):
        accounts.officer_of(kept.park_id, officer["officer_id"], on=on_office_side_at.date())
    if problems:
        raise BadMerge(problems)
    after = {f: _plain(v) for f, v in chosen.items() if v != getattr(kept, f)}
    return {field: _plain(getattr(kept, field)) for field in after}, after


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _set(kept: Enterprise, values: Mapping[str, Any]) -> None:
    for field, value in values.items():
        setattr(kept, field, date.fromisoformat(value) if field == "opened_on" and value else value)
    kept.name_key = planning.name_key(kept.name)
    kept.version += 1
    kept.save()
    index.refresh([kept])


def _move_contacts(kept: Enterprise, dropped: Enterprise) -> list[int]:
    here = list(Contact.objects.filter(enterprise=kept))
    people = {(c.name, c.phone) for c in here}
    accounts_here = {c.user_id for c in here if c.user_id}
    moving = [
        c.pk
        for c in Contact.objects.filter(enterprise=dropped)
        if (c.user_id not in accounts_here if c.user_id else (c.name, c.phone) not in people)
    ]
    rows = Contact.objects.filter(pk__in=moving)
    if any(c.is_primary for c in here):
        rows.update(enterprise=kept, is_primary=False)
    else:
        rows.update(enterprise=kept)
    return moving


def _move_figures(kept: Enterprise, dropped: Enterprise) -> list[int]:
    years = YearFigures.objects.filter(enterprise=kept).values("year")
    return _move(YearFigures.objects.filter(enterprise=dropped).exclude(year__in=years), kept)


def _move(rows: Any, kept: Enterprise) -> list[int]:
    keys = list(rows.values_list("pk", flat=True))
    rows.model.objects.filter(pk__in=keys).update(enterprise=kept)
    return keys


def _code_must_be_free(code: str, *own: Enterprise) -> None:
    if not code:
        return
    other = (
        Enterprise.objects.filter(
            park_id=own[0].park_id, credit_code=code, merged_into__isnull=True
        )
        .exclude(pk__in=[entry.pk for entry in own])
        .first()
    )
    if other is not None:
        raise CannotUndoMerge(
            reason=_("The credit code %(code)s belongs to “%(name)s” by now.")
            % {"code": code, "name": other.name}
        )


def _say(
    merge: Merge, kind: str, enterprise: Enterprise, text: str, by: Actor, at: datetime
) -> None:
    write_on_thread(
        enterprise=enterprise,
        kind=kind,
        by=by,
        at=at,
        text=text,
        object_kind="merge",
        object_ref=str(merge.pk),
        is_internal=True,
    )


def _trace(
    enterprise: Enterprise, verb: str, by: Actor, at: datetime, detail: dict[str, Any]
) -> None:
    audit.record(
        park_id=enterprise.park_id,
        by=by,
        at=at,
        verb=verb,
        object_kind="enterprise",
        object_id=enterprise.pk,
        object_label=enterprise.name,
        detail={**detail, "version": enterprise.version},
    )
