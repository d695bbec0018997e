"""Writing visits down: once, by whom it concerns, and what is counted from it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from qianjin.apps.accounts.models import User
from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.enterprises.models import ThreadEntry
from qianjin.apps.parks.refusals import BadFile
from qianjin.apps.visits import selectors, services
from qianjin.apps.visits.models import LatestContact, Visit, VisitPhoto
from qianjin.apps.visits.refusals import (
    AlreadyRequested,
    BadVisit,
    MayNotRecord,
    NotYourRound,
    NotYourVisit,
    StopSettled,
)
from qianjin.apps.visits.services.recording import Found
from tests.factories.accounts import Cast
from tests.factories.desk import a_photograph, an_upload
from tests.factories.parks import NOON, local
from tests.factories.visits import a_round, a_visit

MONDAY = date(2026, 11, 23)


def latest(cast: Cast) -> LatestContact:
    return LatestContact.objects.get(enterprise=cast.chenxi)


def test_a_visit_stands_on_the_thread_in_the_trail_and_in_the_coverage(cast) -> None:
    visit = a_visit(
        cast.chenxi, cast.acts(cast.yeting), findings=[Found("difficulty", "门口积水", "WAT")]
    )

    assert visit.number == "2026-1123-001"
    assert [person.name for person in visit.visitors.all()] == ["叶汀"]
    assert latest(cast).visited_on == latest(cast).contacted_on == MONDAY
    line = ThreadEntry.objects.get(enterprise=cast.chenxi, kind="visited")
    assert (line.text, line.object_ref, line.is_internal) == ("门口积水", str(visit.pk), True)
    assert AuditEntry.objects.filter(verb="visits.record", object_id=visit.pk).exists()


def test_a_telephone_call_is_a_contact_and_no_visit(cast) -> None:
    a_visit(cast.chenxi, cast.acts(cast.yeting), means="call", minutes=5)

    assert latest(cast).contacted_on == MONDAY
    assert latest(cast).visited_on is None


def test_a_visit_with_a_head_counts_for_the_heads_too(cast) -> None:
    a_visit(
        cast.chenxi,
        cast.acts(cast.yeting),
        visitors=[cast.yeting.pk, cast.hewei.pk],
    )

    assert latest(cast).head_came_on == MONDAY


def test_a_record_of_an_earlier_day_does_not_set_an_enterprise_back(cast) -> None:
    by = cast.acts(cast.yeting)
    a_visit(cast.chenxi, by)
    services.record_visit(
        enterprise=cast.chenxi,
        means="visit",
        on_site_at=local("2026-10-09 09:00"),
        by=by,
        at=NOON,
    )

    assert latest(cast).visited_on == MONDAY


def test_what_a_telephone_sends_twice_stands_once(cast) -> None:
    by = cast.acts(cast.yeting)
    sent = a_visit(cast.chenxi, by, sender_key="k1")
    again = a_visit(cast.chenxi, by, sender_key="k1")
    colleague = a_visit(cast.chenxi, cast.acts(cast.linyue), sender_key="k1")

    assert sent == again and colleague != sent
    assert Visit.objects.count() == 2


def test_the_questions_of_the_quarter_are_answered_with_the_visit(cast) -> None:
    question = services.ask_question(
        park=cast.park,
        year=2026,
        quarter=4,
        text="下季度订单如何",
        options=["增加", "减少"],
        by=cast.acts(cast.hewei),
        at=NOON,
    )
    visit = a_visit(cast.chenxi, cast.acts(cast.yeting), answers={question.pk: "增加", 999: "x"})

    assert [(a.question, a.text) for a in visit.answers.all()] == [(question, "增加")]


def test_photographs_are_checked_like_every_attachment(cast, media) -> None:
    visit = a_visit(cast.chenxi, cast.acts(cast.yeting), files=[a_photograph("门口.jpg")])

    photo = VisitPhoto.objects.get(visit=visit)
    assert photo.media_type == "image/jpeg" and (media / photo.preview).is_file()
    assert photo.path.split("/")[1] == "visits-2026"
    with pytest.raises(BadFile):
        services.add_photos(
            visit=visit,
            files=[an_upload("a.jpg", b"MZ not a picture")],
            by=cast.acts(cast.yeting),
            at=NOON,
        )


def test_a_photograph_nobody_names_is_swept_and_no_other(cast, media) -> None:
    visit = a_visit(cast.chenxi, cast.acts(cast.yeting), files=[a_photograph("门口.jpg")])
    kept = VisitPhoto.objects.get(visit=visit)
    (media / kept.path).with_name("left-behind").write_bytes(b"x")

    later = timezone.now() + timedelta(days=1)
    assert services.sweep_photos(older_than=later) == 1
    assert (media / kept.path).is_file() and (media / kept.preview).is_file()


def test_a_visit_to_a_stop_settles_it(cast) -> None:
    row = a_round(cast.yeting, cast.park, [cast.chenxi])
    by, stop = cast.acts(cast.yeting), row.stops.get()
    a_visit(cast.chenxi, by, stop=stop)

    with pytest.raises(StopSettled):
        a_visit(cast.chenxi, by, stop=stop)
    with pytest.raises(StopSettled):
        services.skip(stop=stop, why="没人", by=by, at=NOON)


def test_the_stop_of_another_officer_is_not_mine_to_settle(cast) -> None:
    row = a_round(cast.zhouheng, cast.park, [cast.chenxi])

    with pytest.raises(NotYourRound):
        a_visit(cast.chenxi, cast.acts(cast.yeting), stop=row.stops.get())


@pytest.mark.parametrize("name", ["auditor", "admin", "liaison", "chenlan"])
def test_who_makes_no_visits_records_none(cast, name: str) -> None:
    user: User = getattr(cast, name)

    with pytest.raises(MayNotRecord):
        a_visit(cast.chenxi, cast.acts(user))

    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"means": "dream"},
        {"on_site_at": NOON + timedelta(hours=2)},
        {"minutes": 0},
        {"next_on": MONDAY - timedelta(days=1)},
        {"findings": [Found("nonsense", "x")]},
    ],
    ids=lambda w: next(iter(w)),
)
def test_a_record_that_cannot_be_is_refused(cast, wrong) -> None:
    with pytest.raises(BadVisit) as refused:
        a_visit(cast.chenxi, cast.acts(cast.yeting), **wrong)

    assert set(refused.value.fields) == set(wrong)


def test_an_enterprise_contact_is_no_visitor(cast) -> None:
    with pytest.raises(BadVisit):
        a_visit(cast.chenxi, cast.acts(cast.yeting), visitors=[cast.chenlan.pk])


def test_a_finding_points_to_its_request_once(cast) -> None:
    by = cast.acts(cast.yeting)
    visit = a_visit(cast.chenxi, by, findings=[Found("difficulty", "门口积水")])
    finding = visit.findings.get()
    services.link_request(finding=finding, number="2026-1123-009", by=by, at=NOON)

    with pytest.raises(AlreadyRequested):
        services.link_request(finding=finding, number="2026-1123-010", by=by, at=NOON)


def test_a_record_is_added_to_by_whoever_was_there(cast, media) -> None:
    visit = a_visit(cast.chenxi, cast.acts(cast.linyue), visitors=[cast.yeting.pk])
    photo = [a_photograph("门口.jpg")]

    assert services.add_photos(visit=visit, files=photo, by=cast.acts(cast.yeting), at=NOON)
    with pytest.raises(NotYourVisit):
        services.add_photos(visit=visit, files=photo, by=cast.acts(cast.zhouheng), at=NOON)


def test_an_officer_of_another_park_sees_none_of_it(cast) -> None:
    from tests.factories.accounts import the_cast

    a_visit(cast.chenxi, cast.acts(cast.yeting))
    there = the_cast()

    assert not selectors.visible_visits(there.acts(there.hewei)).exists()
