"""公开评分 Showing the scores to everybody, or no longer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit
from qianjin.apps.parks.models import Park

from .. import policies
from ..hands import FEWEST_CASES, MOST_CASES
from ..models import PublicScores
from ..refusals import BadRequest, MayNotPublish


@transaction.atomic
def publish_scores(
    *, park: Park, is_open: bool, is_listed: bool, fewest: int, by: Actor, at: datetime
) -> PublicScores:
    """
    公开评分 Open or shut the public page of a park; equal values change nothing.

    :raises MayNotPublish: ``by`` does not administer this park.
    :raises BadRequest: ``fewest`` (cases) is out of its range.
    """
    if not policies.may_publish(by, park.pk):
        raise MayNotPublish
    if not FEWEST_CASES <= fewest <= MOST_CASES:
        range_ = {"least": FEWEST_CASES, "most": MOST_CASES}
        raise BadRequest({"fewest": [_("Give %(least)s to %(most)s cases.") % range_]})
    row, _is_new = PublicScores.objects.select_for_update().get_or_create(park=park)
    told = {"is_open": is_open, "is_listed": is_listed, "fewest": fewest}
    before = {name: getattr(row, name) for name in told}
    if told == before:
        return row
    for name, value in told.items():
        setattr(row, name, value)
    row.save()
    audit.record(
        park_id=park.pk,
        by=by,
        at=at,
        verb="score.publish",
        object_kind="park",
        object_id=park.pk,
        object_label=park.name_zh,
        detail={"before": before, "after": told},
    )
    return row
