"""Putting a record right: what it said is kept, what hangs on it follows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.enterprises.models import ThreadEntry
from qianjin.apps.visits import services
from qianjin.apps.visits.models import LatestContact, Visit, VisitVersion
from qianjin.apps.visits.refusals import BadVisit, CorrectedMeanwhile, NotYourVisit
from qianjin.apps.visits.services.recording import Found
from qianjin.journeys.request_from_visit import request_from_visit
from tests.factories.parks import NOON, local
from tests.factories.visits import a_visit


@pytest.fixture
def visit(cast) -> Visit:
    return a_visit(
        cast.chenxi,
        cast.acts(cast.yeting),
        findings=[Found("difficulty", "门口积水", "WAT"), Found("operation", "订单平稳")],
    )


def corrected(visit: Visit, cast: Any, by: Any = None, **more: Any) -> Visit:
    given = {
        "version": visit.version,
        "why": "日期记错",
        "means": "visit",
        "on_site_at": visit.at,
        "minutes": 30,
        "visitors": [cast.yeting.pk],
    } | more
    return services.correct_visit(visit=visit, by=cast.acts(by or cast.yeting), at=NOON, **given)


def test_what_it_said_before_is_kept_with_who_and_why(cast, visit) -> None:
    first, second = visit.findings.all()
    corrected(visit, cast, minutes=50, words={first.pk: "西门积水", second.pk: ""})

    assert [f.text for f in visit.findings.all()] == ["西门积水"]
    version = VisitVersion.objects.get()
    assert (version.number, version.why, version.replaced_by) == (1, "日期记错", cast.yeting)
    assert [f["text"] for f in version.content["findings"]] == ["门口积水", "订单平稳"]
    assert version.content["minutes"] == 30 and version.content["visitors"] == ["叶汀"]
    entry = AuditEntry.objects.get(verb="visits.correct")
    assert entry.detail["changed"] == ["minutes", "findings"]


def test_the_line_of_the_thread_and_the_coverage_follow(cast, visit) -> None:
    corrected(visit, cast, means="call", on_site_at=local("2026-11-20 09:00"))

    line = ThreadEntry.objects.get(object_kind="visit")
    assert (line.kind, line.at) == ("called", local("2026-11-20 09:00"))
    kept = LatestContact.objects.get(enterprise=cast.chenxi)
    assert (kept.visited_on, kept.contacted_on) == (None, date(2026, 11, 20))


def test_a_finding_that_became_a_request_stays_as_it_is(cast, visit) -> None:
    finding = visit.findings.first()
    request_from_visit(finding=finding, by=cast.acts(cast.yeting), at=NOON)
    corrected(visit, cast, words={finding.pk: ""}, added=[Found("advice", "增加班车")])

    assert [f.text for f in visit.findings.all()] == ["门口积水", "订单平稳", "增加班车"]


def test_of_two_who_correct_at_once_the_second_looks_again(cast, visit) -> None:
    corrected(visit, cast)

    with pytest.raises(CorrectedMeanwhile):
        corrected(visit, cast)
    assert VisitVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"why": "  "}, "why"),
        ({"visitors": []}, "visitors"),
        ({"visitors": [10**9]}, "visitors"),
        ({"minutes": 0}, "minutes"),
        ({"on_site_at": local("2026-12-24 09:00")}, "on_site_at"),
        ({"added": [Found("advice", "长" * 2001)]}, "findings"),
    ],
)
def test_what_cannot_be_meant_changes_nothing(cast, visit, wrong, field) -> None:
    with pytest.raises(BadVisit) as refusal:
        corrected(visit, cast, **wrong)

    assert field in refusal.value.fields
    visit.refresh_from_db()
    assert visit.version == 1 and not VisitVersion.objects.exists()


def test_a_record_of_a_colleague_is_not_corrected(cast, visit) -> None:
    with pytest.raises(NotYourVisit):
        corrected(visit, cast, by=cast.zhouheng)
