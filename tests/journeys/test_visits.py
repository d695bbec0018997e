"""Stories between the desk and the visits."""

from __future__ import annotations

import pytest

from qianjin.apps.desk.models import ServiceRequest
from qianjin.apps.visits.models import LatestContact, Place, Visit
from qianjin.apps.visits.refusals import AlreadyRequested, NotYourVisit
from qianjin.apps.visits.services.recording import Found
from qianjin.journeys.merge_enterprises import merge_enterprises, undo_merge_enterprises
from qianjin.journeys.plan_rounds import plan_rounds
from qianjin.journeys.request_from_visit import request_from_visit
from tests.factories.accounts import Cast
from tests.factories.desk import a_request
from tests.factories.parks import NOON
from tests.factories.visits import A_DAY, a_place, a_visit, an_office


@pytest.fixture(scope="module")
def standing_cast(standing_cast: Cast) -> Cast:
    an_office(standing_cast.park)
    return standing_cast


@pytest.fixture
def finding(cast: Cast):
    found = [Found("difficulty", "厂区西侧雨天积水", "WAT")]
    return a_visit(cast.chenxi, cast.acts(cast.yeting), findings=found).findings.get()


def test_a_finding_becomes_a_request_and_both_point_to_each_other(cast, finding) -> None:
    made = request_from_visit(finding=finding, by=cast.acts(cast.yeting), at=NOON)

    finding.refresh_from_db()
    assert finding.request_number == made.number
    assert (made.source, made.kind, made.body) == ("visit", "WAT", "厂区西侧雨天积水")
    assert made.enterprise == cast.chenxi


def test_it_becomes_one_request_only(cast, finding) -> None:
    request_from_visit(finding=finding, by=cast.acts(cast.yeting), at=NOON)

    with pytest.raises(AlreadyRequested):
        request_from_visit(finding=finding, by=cast.acts(cast.yeting), at=NOON)


def test_who_was_not_there_makes_no_request_of_it(cast, finding) -> None:
    with pytest.raises(NotYourVisit):
        request_from_visit(finding=finding, by=cast.acts(cast.gumingzhou), at=NOON)


def test_a_plan_knows_which_enterprises_wait_for_an_answer(cast) -> None:
    a_request(cast.chenxi, cast.acts(cast.chenlan), NOON)
    plan = plan_rounds(
        park=cast.park,
        first_on=A_DAY,
        until_on=A_DAY,
        officers=[cast.yeting.pk],
        by=cast.acts(cast.hewei),
        at=NOON,
    )

    assert plan.wishes["requests"] == {str(cast.chenxi.pk): 1}


def test_visits_follow_a_merge_and_come_back(cast) -> None:
    by = cast.acts(cast.hewei)
    visit = a_visit(cast.other, cast.acts(cast.yeting))
    a_place(cast.other)
    merge = merge_enterprises(kept=cast.chenxi, dropped=cast.other, by=by, at=NOON)

    assert Visit.objects.get(pk=visit.pk).enterprise == cast.chenxi
    assert Place.objects.get().enterprise == cast.chenxi
    assert LatestContact.objects.get(enterprise=cast.chenxi).visited_on is not None

    undo_merge_enterprises(merge=merge, by=by, at=NOON)

    assert Visit.objects.get(pk=visit.pk).enterprise == cast.other
    assert Place.objects.get().enterprise == cast.other
    assert LatestContact.objects.get(enterprise=cast.chenxi).visited_on is None
    assert ServiceRequest.objects.count() == 0
