"""准入评审 Criteria, opinions with their clocks, and what stands against admitting."""

from __future__ import annotations

from decimal import Decimal

import pytest

from qianjin.apps.accounts.models import Notice
from qianjin.apps.investment import services
from qianjin.apps.investment.models import AdmissionReview, Project
from qianjin.apps.investment.refusals import (
    BadReview,
    MayNotGiveOpinion,
    MayNotSetStages,
    NoCriteria,
    ReviewOpen,
    ReviewOver,
)
from tests.factories.accounts import Cast
from tests.factories.investment import a_criterion, a_project
from tests.factories.parks import NOON, local


def a_review(cast: Cast) -> tuple[Project, AdmissionReview]:
    project = a_project(cast, stage="admission")
    review = services.open_review(
        project=project, units=[cast.power], by=cast.acts(cast.yeting), at=NOON, days=5
    )
    return project, review


def scored(cast: Cast, review: AdmissionReview, *values: int | None) -> None:
    keys = [one.criterion_id for one in review.scores.all()]
    given = {key: (value, "依据") for key, value in zip(keys, values, strict=True)}
    services.score(review=review, values=given, by=cast.acts(cast.yeting), at=NOON)


def answered(cast: Cast, review: AdmissionReview, verdict: str, words: str = "") -> None:
    services.give_opinion(
        opinion=review.opinions.get(),
        verdict=verdict,
        words=words,
        by=cast.acts(cast.liaison),
        at=NOON,
    )


def decided(
    cast: Cast, review: AdmissionReview, state: str = "passed", conditions: str = ""
) -> str:
    by = cast.acts(cast.yeting)
    made = services.decide(
        review=review, state=state, minutes="会议纪要", conditions=conditions, by=by, at=NOON
    )
    return made.state


@pytest.fixture
def criteria(cast: Cast) -> None:
    a_criterion(cast, "投资强度", weight=30, minimum=50, position=1)
    a_criterion(cast, "亩均税收", weight=70, minimum=60, position=2)


def test_bureaux_are_asked_at_once_with_working_days_of_the_calendar(
    cast: Cast, criteria: None
) -> None:
    _project, review = a_review(cast)

    opinion = review.opinions.get()
    assert opinion.due_at == local("2026-11-30 17:30")
    assert Notice.objects.filter(user=cast.liaison, kind="investment.opinion").exists()


def test_admits_when_everything_is_there_and_high_enough(cast: Cast, criteria: None) -> None:
    _project, review = a_review(cast)
    scored(cast, review, 90, 80)
    answered(cast, review, "agree")

    assert decided(cast, review) == "passed"
    review.refresh_from_db()
    assert review.total == Decimal("83.00")
    with pytest.raises(ReviewOver):
        decided(cast, review)
    with pytest.raises(ReviewOver):
        answered(cast, review, "agree")


@pytest.mark.parametrize(
    ("values", "verdict", "told"),
    [
        ((90, None), "agree", "还有评审标准没有打分"),
        ((90, 80), "", "还没有答复"),
        ((90, 80), "object", "反对"),
        ((49, 90), "agree", "低于"),
        ((50, 60), "agree", "低于通过分"),
    ],
)
def test_names_what_stands_against_it(
    cast: Cast, criteria: None, values: tuple[int | None, ...], verdict: str, told: str
) -> None:
    _project, review = a_review(cast)
    AdmissionReview.objects.update(pass_mark=70)
    scored(cast, review, *values)
    if verdict:
        answered(cast, review, verdict, "电力不足")

    with pytest.raises(BadReview) as refusal:
        decided(cast, review)

    assert any(told in sentence for sentence in refusal.value.fields["state"])


def test_on_conditions_an_objection_may_be_overruled_an_unscored_criterion_not(
    cast: Cast, criteria: None
) -> None:
    _project, review = a_review(cast)
    answered(cast, review, "object", "电力不足")

    with pytest.raises(BadReview):
        decided(cast, review, "conditional", "先行建设变电站")
    scored(cast, review, 90, 80)
    with pytest.raises(BadReview):
        decided(cast, review, "conditional")

    assert decided(cast, review, "conditional", "先行建设变电站") == "conditional"


def test_a_bureau_answers_for_itself_alone_and_with_words_when_it_objects(
    cast: Cast, criteria: None
) -> None:
    project = a_project(cast)
    other = services.open_review(
        project=project, units=[cast.planning], by=cast.acts(cast.yeting), at=NOON
    )

    with pytest.raises(MayNotGiveOpinion):
        answered(cast, other, "agree")
    with pytest.raises(BadReview):
        answered(cast, a_review(cast)[1], "object")


def test_weights_stay_as_they_were_when_it_was_opened(cast: Cast, criteria: None) -> None:
    _project, review = a_review(cast)
    first = review.scores.first()
    assert first is not None

    services.keep_criterion(
        park=cast.park,
        criterion=first.criterion,
        weight=99,
        by=cast.acts(cast.admin),
        at=NOON,
    )

    first.refresh_from_db()
    assert first.weight == 30


def test_needs_criteria_and_only_one_is_open(cast: Cast) -> None:
    project = a_project(cast)
    with pytest.raises(NoCriteria):
        services.open_review(project=project, units=[], by=cast.acts(cast.yeting), at=NOON)
    a_criterion(cast)
    services.open_review(project=project, units=[], by=cast.acts(cast.yeting), at=NOON)
    with pytest.raises(ReviewOpen):
        services.open_review(project=project, units=[], by=cast.acts(cast.yeting), at=NOON)


def test_criteria_are_the_administrators(cast: Cast) -> None:
    with pytest.raises(MayNotSetStages):
        services.keep_criterion(
            park=cast.park, name_zh="x", weight=1, by=cast.acts(cast.yeting), at=NOON
        )
    for wrong in ({"weight": 0}, {"minimum": 101}, {"name_zh": " "}):
        with pytest.raises(BadReview):
            a_criterion(
                cast, **{"name": "标准", **wrong} if "name_zh" not in wrong else {"name": " "}
            )
