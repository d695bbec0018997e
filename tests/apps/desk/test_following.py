"""回访: a seeded tenth of each month and everyone dissatisfied; the unsolved is reopened."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qianjin.apps.accounts.choices import Role
from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.models import Entry, FollowUp, ServiceRequest
from qianjin.apps.desk.refusals import AlreadyFollowedUp, BadRequest, MayNotFollowUp
from qianjin.apps.desk.services import following
from tests.factories.accounts import a_member
from tests.factories.desk import MORNING, a_resolved_request
from tests.factories.parks import local

NOVEMBER, LATER = date(2026, 11, 1), local("2026-12-01 02:35")


def drawn(cast, at=LATER) -> int:
    return services.draw_follow_ups(park=cast.park, month=NOVEMBER, at=at)


def called(cast, row, outcome="solved", by=None, channel="phone", words=""):
    return services.follow_up(
        row=row, outcome=outcome, channel=channel, words=words, by=cast.acts(by or cast.linyue),
        at=LATER,
    )  # fmt: skip


@pytest.fixture
def resolved(cast) -> list[ServiceRequest]:
    rows = [a_resolved_request(cast, words=f"事项{n}") for n in range(11)]
    services.rate(request=rows[3], score=2, by=cast.acts(cast.chenlan), at=MORNING)
    return rows


@pytest.mark.parametrize(("seed", "sampled"), [(3, 1), (0, 2)])
def test_at_least_a_tenth_and_everyone_dissatisfied_is_drawn(
    cast, resolved, monkeypatch, seed, sampled
) -> None:
    """Two lots of eleven; one may fall on who rated low, and nobody is called twice."""
    monkeypatch.setattr(following, "seed_of", lambda park, month: seed)

    drawn(cast)

    low = FollowUp.objects.get(reason="dissatisfied")
    assert low.request == resolved[3]
    assert FollowUp.objects.filter(reason="sample").count() == sampled
    assert FollowUp.objects.count() == 1 + sampled


def test_the_draw_can_be_repeated_by_anyone(cast, resolved) -> None:
    drawn(cast)
    first = set(FollowUp.objects.values_list("request_id", "reason"))
    FollowUp.objects.all().delete()

    drawn(cast, at=LATER + timedelta(days=3))

    assert set(FollowUp.objects.values_list("request_id", "reason")) == first


def test_a_second_night_only_adds_who_rated_low_since(cast, resolved) -> None:
    drawn(cast)
    known = FollowUp.objects.values_list("request_id", flat=True)
    late = next(row for row in resolved if row.pk not in set(known))
    services.rate(request=late, score=1, by=cast.acts(cast.chenlan), at=LATER)

    assert drawn(cast) == 1
    assert drawn(cast) == 0


def test_what_is_not_solved_is_reopened_with_promises_of_its_own(cast, resolved, heard) -> None:
    drawn(cast)
    row = FollowUp.objects.get(reason="dissatisfied")

    called(cast, row, "unsolved", words="电压仍不稳")

    request = ServiceRequest.objects.get(pk=resolved[3].pk)
    assert (request.status, request.round) == ("submitted", 2)
    assert request.promises.filter(round=2, met_at=None).count() == 3
    assert heard(cast.yeting)[-1] == "reopened"
    assert Entry.objects.get(request=request, kind="asked_again").is_internal


def test_what_is_solved_stays_and_is_not_asked_twice(cast, resolved) -> None:
    drawn(cast)
    row = FollowUp.objects.get(reason="dissatisfied")

    called(cast, row)

    assert ServiceRequest.objects.get(pk=resolved[3].pk).status == "resolved"
    with pytest.raises(AlreadyFollowedUp):
        called(cast, row)


def test_once_reopened_by_the_enterprise_nobody_need_ask(cast, resolved) -> None:
    drawn(cast)
    row = FollowUp.objects.get(reason="dissatisfied")
    services.reopen(request=resolved[3], words="没好", by=cast.acts(cast.chenlan), at=LATER)

    with pytest.raises(AlreadyFollowedUp):
        called(cast, row)


def test_others_or_half_a_form_are_refused(cast, resolved) -> None:
    drawn(cast)
    row = FollowUp.objects.get(reason="dissatisfied")

    for person in (cast.yeting, cast.zhouheng, cast.auditor):
        with pytest.raises(MayNotFollowUp):
            called(cast, row, by=person)
    for bad in ({"outcome": "?"}, {"channel": "wechat"}, {"outcome": "unsolved"}):
        with pytest.raises(BadRequest):
            called(cast, row, **bad)


def test_the_months_are_counted(cast, resolved) -> None:
    drawn(cast)
    called(cast, FollowUp.objects.get(reason="dissatisfied"), "unsolved", words="没好")

    (month,) = selectors.follow_up_counts(cast.acts(cast.hewei))

    assert (month.month, month.dissatisfied, month.done, month.unsolved) == (NOVEMBER, 1, 1, 1)
    head = a_member(cast.park, Role.SECTION_HEAD, cast.power, "供电主任")
    assert selectors.follow_up_counts(cast.acts(head)) == []
