"""举一反三: one cause behind several requests is told, given time and answered once for all."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.models import Cause, ServiceRequest
from qianjin.apps.desk.refusals import (
    AlreadyInCause,
    BadRequest,
    CauseAnswered,
    MayNotGroup,
    MayNotHandle,
)
from qianjin.apps.enterprises.models import ThreadEntry
from tests.factories.accounts import a_member
from tests.factories.desk import MORNING, a_request, an_accepted_request
from tests.factories.enterprises import a_contact, an_enterprise

LATER = MORNING + timedelta(hours=1)


@pytest.fixture
def silent(cast):
    """An enterprise that suffers too and has not asked."""
    row = an_enterprise(cast.park, "静默电子（演示）")
    user = a_member(cast.park, "enterprise_contact", name="吴默")
    a_contact(row, "吴默", user=user)
    row.teller = user
    return row


@pytest.fixture
def cause(cast, silent) -> Cause:
    main = an_accepted_request(cast, words="厂区全部停电，机床停转")
    other = a_request(cast.other, cast.acts(cast.duzhong), LATER, "停电了，机床全部停转")
    return services.open_cause(
        request=main,
        title="北环路停电",
        requests=[other],
        concerned=[silent],
        by=cast.acts(cast.linyue),
        at=LATER,
    )


def requests_of(cause: Cause) -> list[ServiceRequest]:
    return list(ServiceRequest.objects.filter(in_cause__cause=cause).order_by("id"))


def test_the_others_come_into_the_hands_that_have_the_cause(cast, cause) -> None:
    main, other = requests_of(cause)

    assert (other.unit, other.officer, other.kind) == (main.unit, main.officer, main.kind)
    assert cause.members.count() == 3


def test_near_duplicates_of_other_enterprises_are_found(cast) -> None:
    main = an_accepted_request(cast, words="厂区全部停电，机床停转")
    other = a_request(cast.other, cast.acts(cast.duzhong), LATER, "厂区停电，机床全部停转")
    a_request(cast.other, cast.acts(cast.duzhong), LATER, "子女入学名额不够")

    found = selectors.alike_elsewhere(
        cast.acts(cast.linyue), main.body, at=LATER, besides=main.pk, most=20
    )

    assert [row.number for row in found] == [other.number]


def test_everyone_is_told_whether_they_asked_or_not(cast, cause, silent, heard) -> None:
    count = services.tell_cause(
        cause=cause, words="抢修已开始", by=cast.acts(cast.yeting), at=LATER
    )

    assert count == 3
    assert heard(cast.chenlan)[-1] == heard(cast.duzhong)[-1] == "told"
    assert heard(silent.teller) == ["concerned"]
    assert ThreadEntry.objects.get(enterprise=silent, kind="told").text == "北环路停电：抢修已开始"
    _main, other = requests_of(cause)
    assert other.promises.get(stage="respond").met_at == LATER


def test_one_answer_resolves_all(cast, cause, silent, heard) -> None:
    count = services.answer_cause(
        cause=cause, words="电缆已换，恢复供电", by=cast.acts(cast.yeting), at=LATER
    )

    assert count == 2
    assert {row.status for row in requests_of(cause)} == {"resolved"}
    assert heard(cast.duzhong)[-1] == "resolved"
    assert heard(silent.teller) == ["concerned"]
    with pytest.raises(CauseAnswered):
        services.tell_cause(cause=cause, words="x", by=cast.acts(cast.yeting), at=LATER)


def test_time_given_to_the_leading_request_is_given_to_all(cast, cause, silent, heard) -> None:
    main, other = requests_of(cause)
    row = services.ask_extension(
        request=main,
        words="等配件",
        until_on=date(2026, 12, 4),
        by=cast.acts(cast.yeting),
        at=LATER,
    )

    services.rule_extension(extension=row, is_granted=True, by=cast.acts(cast.zhouheng), at=LATER)

    dues = {r.promises.get(stage="resolve").due_at for r in (main, other)}
    assert dues == {row.after_at}
    assert heard(cast.duzhong)[-1] == "extended"
    assert heard(silent.teller) == ["concerned"]


def test_a_request_can_be_taken_out_again_with_its_thread(cast, cause, heard) -> None:
    main, other = requests_of(cause)
    before = other.entries.count()
    by = cast.acts(cast.linyue)

    services.leave_cause(cause=cause, number=other.number, by=by, at=LATER)
    services.answer_cause(cause=cause, words="好", by=cast.acts(cast.yeting), at=LATER)

    other.refresh_from_db()
    assert other.status == "submitted"
    assert other.entries.count() == before + 1
    with pytest.raises(CauseAnswered):
        services.leave_cause(cause=cause, number=main.number, by=by, at=LATER)


def test_who_was_only_told_and_then_asks_stands_once(cast, cause, silent) -> None:
    asks = a_request(silent, cast.acts(silent.teller), LATER, "我们也停电")

    services.join_cause(cause=cause, requests=[asks], by=cast.acts(cast.linyue), at=LATER)

    assert cause.members.filter(enterprise=silent).count() == 1
    assert cause.members.get(enterprise=silent).request == asks


def test_only_dispatchers_group_and_only_the_lead_answers(cast, cause) -> None:
    main, other = requests_of(cause)

    with pytest.raises(MayNotGroup):
        services.join_cause(
            cause=cause, concerned=[cast.other], by=cast.acts(cast.yeting), at=LATER
        )
    with pytest.raises(MayNotHandle):
        services.answer_cause(cause=cause, words="x", by=cast.acts(cast.liaison), at=LATER)
    with pytest.raises(AlreadyInCause):
        services.open_cause(request=other, title="另一个", by=cast.acts(cast.linyue), at=LATER)
    with pytest.raises(BadRequest):
        services.join_cause(cause=cause, by=cast.acts(cast.linyue), at=LATER)
    with pytest.raises(BadRequest):
        services.leave_cause(cause=cause, number=main.number, by=cast.acts(cast.linyue), at=LATER)
