"""合并招商对象 One firm or person that stood twice in the book: its projects and touches follow.

The book moves people and ties; here leads and projects, and whom one spoke with, follow, and come
back when the merge is undone.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.investment.models import Project, Touch
from qianjin.apps.prospects import services as prospects
from qianjin.apps.prospects.models import Contact, ContactMerge, Organisation, OrganisationMerge


@transaction.atomic
def merge_prospect_firms(
    *, kept: Organisation, dropped: Organisation, by: Actor, at: datetime
) -> OrganisationMerge:
    """
    合并单位 Let ``kept`` stand for both; the projects of ``dropped`` become its own.

    :raises MayNotKeep, MergedAway, BadMerge: as ``prospects.services.merge_organisations``.
    """
    merge = prospects.merge_organisations(kept=kept, dropped=dropped, by=by, at=at)
    projects = _move(Project, "organisation", merge)
    prospects.also_moved(record=merge, projects=projects)
    return merge


@transaction.atomic
def merge_prospect_people(
    *, kept: Contact, dropped: Contact, by: Actor, at: datetime
) -> ContactMerge:
    """
    合并人脉 Let ``kept`` stand for both; projects and touches of ``dropped`` name ``kept``.

    :raises MayNotKeep, MergedAway, Anonymised, BadMerge: as ``prospects.services.merge_contacts``.
    """
    merge = prospects.merge_contacts(kept=kept, dropped=dropped, by=by, at=at)
    projects, touches = (_move(model, "contact", merge) for model in (Project, Touch))
    prospects.also_moved(record=merge, projects=projects, touches=touches)
    return merge


@transaction.atomic
def undo_merge_prospects(
    *, merge: ContactMerge | OrganisationMerge, by: Actor, at: datetime
) -> ContactMerge | OrganisationMerge:
    """
    撤销合并 Two entries again; what came to the kept one since the merge stays with it.

    :raises MayNotKeep, AlreadyUndone, CannotUndoMerge, Anonymised: as the book's ``undo_merge``.
    """
    done = prospects.undo_merge(merge=merge, by=by, at=at)
    field = "contact" if isinstance(done, ContactMerge) else "organisation"
    for model, key in ((Project, "projects"), (Touch, "touches")):
        if keys := done.moved.get(key):
            rows = model.objects.filter(pk__in=keys, **{field: done.kept_id})
            rows.update(**{field: done.dropped_id})
    return done


def _move(model: Any, field: str, merge: ContactMerge | OrganisationMerge) -> list[int]:
    """Hand rows of the dropped entry to the kept one; their keys, as they were locked."""
    rows = model.objects.filter(**{field: merge.dropped_id}).select_for_update().order_by("pk")
    keys = list(rows.values_list("pk", flat=True))
    model.objects.filter(pk__in=keys).update(**{field: merge.kept_id})
    return keys
