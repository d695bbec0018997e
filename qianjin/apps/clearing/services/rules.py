"""程序设定 Setting days and citations of the steps for one park."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit
from qianjin.apps.parks.models import Park

from .. import policies
from ..models import StepRule
from ..planning import ready as planning
from ..refusals import BadEntry, MayNotSetSteps
from ..steps import steps
from .readying import refresh
from .traces import plain

MOST_DAYS = 2000


@transaction.atomic
def set_step(
    *,
    park: Park,
    code: str,
    least: int,
    likely: int,
    most: int,
    law: str,
    reason: str,
    by: Actor,
    at: datetime,
) -> StepRule:
    """
    改程序 Set the days and the citation of one step for this park, and say why.

    What the law sets as a least may be changed too, for laws change; the reason and the citation
    stay on the trail.

    :raises MayNotSetSteps: not this person's.
    :raises BadEntry: no such step, days out of order, no citation or no reason.
    """
    if not policies.may_set_steps(by, park.pk):
        raise MayNotSetSteps
    problems: dict[str, list[str]] = {}
    if code not in steps() or steps()[code].is_planned:
        problems["code"] = [_("There is no such step.")]
    if not 0 <= least <= likely <= most <= MOST_DAYS:
        problems["likely"] = [_("Least, likely and most days, in this order, at most 2,000.")]
    law, reason = plain(law, 300), plain(reason, 200)
    for name, text in (("law", law), ("reason", reason)):
        if not text:
            problems[name] = [_("Please write something.")]
    if problems:
        raise BadEntry(problems)
    before = planning.rules_of(park.pk)[code]
    row, _made = StepRule.objects.update_or_create(
        park=park,
        code=code,
        defaults={
            "least": least,
            "likely": likely,
            "most": most,
            "law": law,
            "reason": reason,
            "changed_by": by.name[:80],
            "changed_at": at,
        },
    )
    audit.record(
        park_id=park.pk,
        by=by,
        at=at,
        verb="step.set",
        object_kind="step_rule",
        object_id=row.pk,
        object_label=before.zh,
        detail={
            "before": [before.least, before.likely, before.most, before.law_zh],
            "after": [least, likely, most, law],
            "reason": reason,
        },
    )
    refresh(park=park, at=at)
    return row
