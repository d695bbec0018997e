"""准入评审 Criteria of the park, scores, opinions of bureaux in parallel, the decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts import selectors as people
from qianjin.apps.accounts import services as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Role
from qianjin.apps.audit import services as audit
from qianjin.apps.parks.models import Park, Unit
from qianjin.apps.parks.planning import Amount, calendar_of
from qianjin.apps.parks.planning import Unit as Measure

from .. import policies
from ..choices import ADMITTED, OpinionVerdict, ReviewState
from ..models import AdmissionReview, AdmissionScore, BureauOpinion, Criterion, Project
from ..refusals import (
    BadReview,
    MayNotGiveOpinion,
    MayNotSetStages,
    NoCriteria,
    ReviewOpen,
    ReviewOver,
)
from .fields import plain
from .traces import held, tell, today_of, trace

PASS_MARK = 60
OPINION_DAYS = 5
"""Working days a bureau has, and the mark that admits: 【推】, asked for with each review."""
MOST_DAYS = 60
MOST_CRITERIA = 20
_CENT = Decimal("0.01")


@transaction.atomic
def keep_criterion(
    *,
    park: Park,
    by: Actor,
    at: datetime,
    criterion: Criterion | None = None,
    **given: Any,
) -> Criterion:
    """
    评审标准 Enter a criterion, or change it: names, weight, least score, how it is scored.

    Reviews that are open keep the weights with which they were opened.

    :raises MayNotSetStages: not this person's; ``BadReview``: what is wrong, by field.
    """
    if not policies.may_set_stages(by, park.pk):
        raise MayNotSetStages
    row = criterion or Criterion(park=park)
    kept: dict[str, Any] = {"is_active": bool(given.get("is_active", True))}
    problems: dict[str, list[str]] = {}
    for name, most in (("name_zh", 80), ("name_en", 120), ("guidance", 300)):
        kept[name] = plain(given.get(name, getattr(row, name)))
        if len(kept[name]) > most:
            problems[name] = [_("At most %(most)s characters.") % {"most": most}]
    if not kept["name_zh"]:
        problems["name_zh"] = [_("Please write something.")]
    for name, least, most in (("weight", 1, 1000), ("minimum", 0, 100), ("position", 0, 1000)):
        kept[name] = given.get(name, getattr(row, name))
        if kept[name] is None or not least <= kept[name] <= most:
            bounds = {"least": least, "most": most}
            problems[name] = [_("From %(least)s to %(most)s.") % bounds]
    if criterion is None and Criterion.objects.filter(park=park).count() >= MOST_CRITERIA:
        problems["name_zh"] = [_("At most %(most)s criteria.") % {"most": MOST_CRITERIA}]
    if problems:
        raise BadReview(problems)
    for name, value in kept.items():
        setattr(row, name, value)
    row.save()
    audit.record(
        park_id=park.pk,
        by=by,
        at=at,
        verb="criterion.keep",
        object_kind="criterion",
        object_id=row.pk,
        object_label=row.name_zh,
        detail=kept,
    )
    return row


@transaction.atomic
def open_review(
    *,
    project: Project,
    units: Sequence[Unit],
    by: Actor,
    at: datetime,
    days: int = OPINION_DAYS,
    pass_mark: int = PASS_MARK,
) -> AdmissionReview:
    """
    启动评审 Open a review: the park's criteria to be scored, bureaux asked all at once.

    ``days``: working days of the park's calendar within which they answer.

    :raises MayNotKeepProject: not in this person's care.
    :raises ReviewOpen: one is open; ``NoCriteria``: the park has none.
    :raises BadReview: days or mark beyond reason, or a unit of another park.
    """
    row = held(project, by)
    if AdmissionReview.objects.filter(project=row, state=ReviewState.OPEN).exists():
        raise ReviewOpen
    criteria = list(Criterion.objects.filter(park_id=row.park_id, is_active=True))
    if not criteria:
        raise NoCriteria
    problems = {}
    if not 1 <= days <= MOST_DAYS:
        problems["days"] = [_("From 1 to %(most)s days.") % {"most": MOST_DAYS}]
    if not 0 <= pass_mark <= 100:
        problems["pass_mark"] = [_("From %(least)s to %(most)s.") % {"least": 0, "most": 100}]
    if any(unit.park_id != row.park_id for unit in units):
        problems["units"] = [_("Choose one from the list.")]
    if problems:
        raise BadReview(problems)
    review = AdmissionReview.objects.create(
        park_id=row.park_id,
        project=row,
        pass_mark=pass_mark,
        opened_by_id=by.person_id,
        opened_at=at,
    )
    AdmissionScore.objects.bulk_create(
        AdmissionScore(review=review, criterion=c, weight=c.weight, minimum=c.minimum)
        for c in criteria
    )
    calendar = calendar_of(Park.objects.get(pk=row.park_id))
    due = calendar.due(at, Amount(days, Measure.WORKING_DAYS))
    for unit in dict.fromkeys(units):
        BureauOpinion.objects.create(
            park_id=row.park_id, review=review, unit=unit, asked_at=at, due_at=due
        )
    _ask(row, units, due, by=by, at=at)
    trace(row, "review", by, at, {"units": [unit.pk for unit in units], "days": days})
    return review


def _ask(row: Project, units: Sequence[Unit], due: datetime, *, by: Actor, at: datetime) -> None:
    members = people.current_memberships(on=today_of(at)).filter(
        park_id=row.park_id, unit__in=units, role=Role.BUREAU_LIAISON
    )
    accounts.notify(
        users=[member.user for member in members.select_related("user")],
        park_id=row.park_id,
        at=at,
        kind="investment.opinion",
        params={"name": row.name, "due": str(today_of(due))},
        object_kind="opinions",
    )


@transaction.atomic
def score(
    *,
    review: AdmissionReview,
    values: Mapping[int, tuple[int | None, str]],
    by: Actor,
    at: datetime,
) -> AdmissionReview:
    """
    打分 Score criteria (by their number), from 0 to 100, each with its reason.

    :raises MayNotKeepProject: not in this person's care; ``ReviewOver``: it is decided.
    :raises BadReview: a score that is none, by ``score_NUMBER``.
    """
    row = held(review.project, by)
    _still_open(review)
    problems = {}
    changed = []
    for one in review.scores.select_for_update():
        if one.criterion_id not in values:
            continue
        value, words = values[one.criterion_id]
        if value is not None and not 0 <= value <= 100:
            told = _("From %(least)s to %(most)s.") % {"least": 0, "most": 100}
            problems[f"score_{one.criterion_id}"] = [told]
            continue
        if (one.value, one.words) != (value, plain(words)[:300]):
            one.value, one.words = value, plain(words)[:300]
            one.by_name, one.at = by.name[:80], at
            changed.append(one)
    if problems:
        raise BadReview(problems)
    AdmissionScore.objects.bulk_update(changed, ["value", "words", "by_name", "at"])
    if changed:
        told_scores = {str(one.criterion_id): one.value for one in changed}
        trace(row, "score", by, at, {"scores": told_scores})
    return review


@transaction.atomic
def give_opinion(
    *, opinion: BureauOpinion, verdict: str, words: str, by: Actor, at: datetime
) -> BureauOpinion:
    """
    出具意见 A bureau answers; the office may enter what came on paper.

    :raises MayNotGiveOpinion: another bureau's; ``ReviewOver``: the review is decided.
    :raises BadReview: no verdict, or conditions and objections without their words.
    """
    if not policies.may_give_opinion(by, opinion):
        raise MayNotGiveOpinion
    row = BureauOpinion.objects.select_for_update(of=("self",)).get(pk=opinion.pk)
    review = AdmissionReview.objects.select_related("project__owner").get(pk=row.review_id)
    _still_open(review)
    problems = {}
    text = plain(words)
    if verdict not in OpinionVerdict.values:
        problems["verdict"] = [_("Choose one from the list.")]
    if verdict in (OpinionVerdict.CONDITIONS, OpinionVerdict.OBJECT) and not text:
        problems["words"] = [_("Please write something.")]
    if len(text) > 4000:
        problems["words"] = [_("At most %(most)s characters.") % {"most": 4000}]
    if problems:
        raise BadReview(problems)
    row.verdict, row.words, row.by_name, row.answered_at = verdict, text, by.name[:80], at
    row.save()
    project = review.project
    told = {"unit": row.unit_id, "verdict": verdict, "late": at > row.due_at}
    trace(project, "opinion", by, at, told)
    label = str(OpinionVerdict(verdict).label)
    tell(
        project,
        "answered",
        [project.owner_id],
        by=by,
        at=at,
        tone=OpinionVerdict(verdict).tone,
        unit=row.unit.name_zh,
        verdict=label,
    )
    return row


def total_of(review: AdmissionReview) -> tuple[Decimal | None, list[AdmissionScore]]:
    """The weighted mean, ``None`` while a score is missing, and the scores below their least."""
    scores = list(review.scores.select_related("criterion"))
    low = [one for one in scores if one.value is not None and one.value < one.minimum]
    if not scores or any(one.value is None for one in scores):
        return None, low
    weight = sum(one.weight for one in scores)
    summed = sum((Decimal(one.value or 0) * one.weight for one in scores), Decimal(0))
    total = summed / weight
    return total.quantize(_CENT, ROUND_HALF_UP), low


@transaction.atomic
def decide(
    *,
    review: AdmissionReview,
    state: str,
    minutes: str,
    by: Actor,
    at: datetime,
    conditions: str = "",
) -> AdmissionReview:
    """
    评审结论 Admit, admit on conditions, or not; with minutes.

    Admitting needs every score, the pass mark, no score below its least, and every bureau's
    answer without an objection. What speaks against it is named; on conditions one may admit
    against an objection or a low score, never against a missing score or answer.

    :raises MayNotKeepProject, ReviewOver: not in this person's care; decided already.
    :raises BadReview: no minutes, or what speaks against it.
    """
    row = held(review.project, by)
    kept = AdmissionReview.objects.select_for_update().get(pk=review.pk)
    _still_open(kept)
    total, low = total_of(kept)
    problems: dict[str, list[str]] = {}
    if state not in (*ADMITTED, ReviewState.REFUSED):
        problems["state"] = [_("Choose one from the list.")]
    if not plain(minutes):
        problems["minutes"] = [_("Please write something.")]
    if state == ReviewState.CONDITIONAL and not plain(conditions):
        problems["conditions"] = [_("Say on which conditions.")]
    if state in ADMITTED and "state" not in problems:
        against = _against(kept, total, low, is_strict=state == ReviewState.PASSED)
        if against:
            problems["state"] = against
    if problems:
        raise BadReview(problems)
    kept.state, kept.total = state, total
    kept.minutes, kept.conditions = plain(minutes)[:8000], plain(conditions)[:4000]
    kept.decided_by_id, kept.decided_at = by.person_id, at
    kept.save()
    trace(row, "admission", by, at, {"state": state, "total": total})
    tell(row, "decided", [row.owner_id], by=by, at=at, state=str(ReviewState(state).label))
    return kept


def _against(
    review: AdmissionReview,
    total: Decimal | None,
    low: Sequence[AdmissionScore],
    *,
    is_strict: bool,
) -> list[str]:
    """What speaks against admitting."""
    found = []
    waiting = list(review.opinions.filter(answered_at=None).select_related("unit"))
    if total is None:
        found.append(_("Not every criterion is scored yet."))
    found += [_("%(unit)s has not answered.") % {"unit": one.unit.name} for one in waiting]
    if not is_strict:
        return found
    if total is not None and total < review.pass_mark:
        told = {"total": total, "mark": review.pass_mark}
        found.append(_("%(total)s is below the pass mark of %(mark)s.") % told)
    found += [
        _("“%(name)s”: %(value)s is below its least of %(least)s.")
        % {"name": one.criterion.name, "value": one.value, "least": one.minimum}
        for one in low
    ]
    objecting = review.opinions.filter(verdict=OpinionVerdict.OBJECT).select_related("unit")
    found += [_("%(unit)s objects.") % {"unit": one.unit.name} for one in objecting]
    return found


def _still_open(review: AdmissionReview) -> None:
    if review.state != ReviewState.OPEN:
        raise ReviewOver
