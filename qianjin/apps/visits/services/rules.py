"""规则动词 How often whom, and what is asked this quarter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.enterprises.choices import Tier
from qianjin.apps.parks.models import Park

from .. import policies
from ..choices import Caller, Means
from ..models import CoverageRule, QuarterQuestion
from ..refusals import BadRule, MayNotSetRules
from .traces import trace

SOURCE = "钱塘“助企员”一月一联系、两月一走访（人民网浙江2023-03-23）"
ASSUMED = "研究推定，待园区校准"
STARTING_RULES: tuple[tuple[str, str, str, int, int, str, bool], ...] = (
    *(
        (tier, means, Caller.OFFICER, days, minutes, SOURCE, True)
        for tier, minutes in (
            (Tier.ANCHOR, 90),
            (Tier.KEY, 60),
            (Tier.SCALE, 45),
            (Tier.SMALL, 30),
        )
        for means, days in ((Means.CALL, 31), (Means.VISIT, 61))
    ),
    (Tier.ANCHOR, Means.VISIT, Caller.HEAD, 92, 90, ASSUMED, True),
)
"""Contact once a month, a visit every two months, a head with the anchors once a quarter. The
report gives no tiers: that it holds for all of them alike, and the lengths, is an inference."""
MOST_OPTIONS = 12


@transaction.atomic
def start_with_rules(*, park: Park, by: Actor, at: datetime) -> int:
    """
    起始规则 Lay down the known rules where the park has none; return how many.

    :raises MayNotSetRules: ``by`` sets no rules here.
    """
    if park.pk != by.park_id or not policies.may_set_rules(by):
        raise MayNotSetRules
    if CoverageRule.objects.filter(park=park).exists():
        return 0
    rows = CoverageRule.objects.bulk_create(
        CoverageRule(
            park=park,
            tier=tier,
            means=means,
            caller=caller,
            every_days=days,
            minutes=minutes,
            source=source,
            is_inference=inference,
        )
        for tier, means, caller, days, minutes, source, inference in STARTING_RULES
    )
    trace("rules.start", row=rows[0], by=by, at=at, kind="coverage_rule", detail={"n": len(rows)})
    return len(rows)


@transaction.atomic
def set_rule(
    *,
    park: Park,
    tier: str,
    means: str,
    caller: str,
    every_days: int | None,
    minutes: int,
    source: str,
    is_inference: bool,
    by: Actor,
    at: datetime,
) -> CoverageRule | None:
    """
    定频次 Say how often a tier is visited or called, and by whom; without days, not at all.

    :raises MayNotSetRules: ``by`` sets no rules here.
    :raises BadRule: no such tier or way, or a span that cannot be meant.
    """
    if park.pk != by.park_id or not policies.may_set_rules(by):
        raise MayNotSetRules
    known = tier in Tier.values and means in Means.values and caller in Caller.values
    if not known:
        raise BadRule({"every_days": [_("There is no such rule.")]})
    if every_days is not None and not 7 <= every_days <= 1100:
        raise BadRule({"every_days": [_("Between a week and three years, please.")]})
    if not 5 <= minutes <= 480:
        raise BadRule({"minutes": [_("Between 5 minutes and 8 hours, please.")]})
    which: dict[str, Any] = {"park": park, "tier": tier, "means": means, "caller": caller}
    before = CoverageRule.objects.select_for_update().filter(**which).first()
    was = {"every_days": before.every_days, "minutes": before.minutes} if before else {}
    if every_days is None:
        if before is not None:
            trace("rule.drop", row=before, by=by, at=at, kind="coverage_rule", detail=was)
            before.delete()
        return None
    given: dict[str, Any] = {
        "every_days": every_days,
        "minutes": minutes,
        "source": source.strip()[:200],
        "is_inference": is_inference,
    }
    if before is not None and all(getattr(before, name) == told for name, told in given.items()):
        return before
    row, _made = CoverageRule.objects.update_or_create(**which, defaults=given)
    trace(
        "rule.set",
        row=row,
        by=by,
        at=at,
        kind="coverage_rule",
        detail={"before": was, "after": given},
    )
    return row


@transaction.atomic
def ask_question(
    *,
    park: Park,
    year: int,
    quarter: int,
    text: str,
    options: Sequence[str] = (),
    by: Actor,
    at: datetime,
) -> QuarterQuestion:
    """
    设季度问题 Add a question that every enterprise is asked in a quarter.

    :raises MayNotSetRules: ``by`` sets no rules here.
    :raises BadRule: no words, no such quarter, or too many answers to choose from.
    """
    if park.pk != by.park_id or not policies.may_set_rules(by):
        raise MayNotSetRules
    words = " ".join(text.split())
    choices = [" ".join(option.split()) for option in options if option.strip()]
    problems = {}
    if not words or len(words) > 200:
        problems["text"] = [_("A question has between 1 and 200 characters.")]
    if quarter not in (1, 2, 3, 4) or not 2000 <= year <= 2200:
        problems["quarter"] = [_("There is no such quarter.")]
    if len(choices) > MOST_OPTIONS or any(len(choice) > 80 for choice in choices):
        problems["options"] = [_("At most 12 answers of at most 80 characters.")]
    if problems:
        raise BadRule(problems)
    last = QuarterQuestion.objects.filter(park=park, year=year, quarter=quarter)
    position = (last.aggregate(n=Max("position"))["n"] or 0) + 1
    row = QuarterQuestion.objects.create(
        park=park, year=year, quarter=quarter, position=position, text=words, options=choices
    )
    trace("question.ask", row=row, by=by, at=at, kind="quarter_question")
    return row


@transaction.atomic
def drop_question(*, question: QuarterQuestion, by: Actor, at: datetime) -> None:
    """
    撤季度问题 Ask it no more; answers already given stay.

    :raises MayNotSetRules: ``by`` sets no rules here.
    """
    if question.park_id != by.park_id or not policies.may_set_rules(by):
        raise MayNotSetRules
    changed = QuarterQuestion.objects.filter(pk=question.pk, is_active=True).update(is_active=False)
    if changed:
        trace("question.drop", row=question, by=by, at=at, kind="quarter_question")
