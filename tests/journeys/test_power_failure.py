"""停电 One power failure at seven enterprises, from the first call to the last satisfied one.

The power company leads, two sections help; one of them returns its part wrongly, time is extended,
everyone is told, two are dissatisfied, are asked again and won back; every figure is checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import translation

from qianjin.apps.accounts.models import Notice, User
from qianjin.apps.audit.selectors import verify
from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.models import Cause, Entry, FollowUp, Part, Return, ServiceRequest
from qianjin.apps.desk.refusals import RefusedBefore
from qianjin.apps.enterprises.models import Enterprise, ThreadEntry
from tests.factories.accounts import Cast, a_member, the_cast
from tests.factories.desk import a_promise
from tests.factories.enterprises import a_contact, an_enterprise
from tests.factories.parks import local

MONDAY = local("2026-11-23 09:00")
ANSWERED = local("2026-12-03 10:00")
CALLED = local("2026-12-04 10:00")
LATER = local("2026-12-08 10:00")


class Story:
    """The failure as it is told, step by step; every step is a service."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.people: dict[int, User] = {
            cast.chenxi.pk: cast.chenlan,
            cast.other.pk: cast.duzhong,
        }
        for name in ("三江铸造", "东岸包装", "青峦电子", "海潮纺织", "云间医械"):
            row = an_enterprise(cast.park, f"{name}（演示）")
            user = a_member(cast.park, "enterprise_contact", name=f"{name}联系人")
            a_contact(row, user.name, user=user)
            self.people[row.pk] = user
        self.firms = list(Enterprise.objects.filter(pk__in=self.people).order_by("id"))
        self.asking, self.silent = self.firms[:3], self.firms[3:]
        self.requests: list[ServiceRequest] = []
        self.tell()

    def tell(self) -> None:
        self.three_ask()
        self.grouped()
        self.shared()
        self.wrongly_returned()
        self.extended()
        self.answered()
        self.rated()
        self.called()
        self.won_back()

    def by(self, user: User):
        return self.cast.acts(user)

    def three_ask(self) -> None:
        words = ("厂区突然停电，生产线全部停转", "停电了，生产线全部停转", "厂区停电，生产线停转")
        for n, (firm, said) in enumerate(zip(self.asking, words, strict=True)):
            at = MONDAY + timedelta(minutes=10 * n)
            made = services.raise_request(
                enterprise=firm, words=said, by=self.by(self.people[firm.pk]), at=at
            )
            self.requests.append(made)

    def grouped(self) -> None:
        at, linyue = MONDAY + timedelta(minutes=40), self.by(self.cast.linyue)
        main = services.triage(
            request=self.requests[0],
            kind="EMG",
            subkind="outage",
            level="complex",
            unit=self.cast.power,
            officer=self.cast.liaison,
            by=linyue,
            at=at,
        )
        self.alike = selectors.alike_elsewhere(
            linyue, main.body, at=at, enterprise_id=main.enterprise_id, most=20
        )
        others = selectors.open_by_numbers(linyue, [row.number for row in self.alike])
        self.cause = services.open_cause(
            request=main,
            title="110千伏线路故障停电",
            requests=others,
            concerned=self.silent,
            by=linyue,
            at=at,
        )
        self.told = services.tell_cause(
            cause=self.cause,
            words="线路故障，抢修队已到场",
            by=self.by(self.cast.liaison),
            at=at + timedelta(minutes=20),
        )

    def shared(self) -> None:
        self.parts = services.share(
            request=self.main,
            units=[self.cast.planning, self.cast.investment],
            words="请核对管线图，并逐户确认备用电源",
            by=self.by(self.cast.liaison),
            at=MONDAY + timedelta(hours=2),
        )

    def wrongly_returned(self) -> None:
        at, part = MONDAY + timedelta(hours=3), self.parts[0]
        head = self.by(self.cast.gumingzhou)
        back = {"part": part, "reason": "not_ours", "words": "电力不归规划建设部"}
        returned = services.return_part(**back, proposed=self.cast.general, by=head, at=at)
        services.rule_return(
            returned=returned,
            is_granted=False,
            words="管线图由你部保管，请按时答复",
            by=self.by(self.cast.linyue),
            at=at + timedelta(minutes=10),
        )
        with pytest.raises(RefusedBefore):
            services.return_part(**back, by=head, at=at + timedelta(minutes=20))
        for row, officer in zip(self.parts, (self.cast.gumingzhou, self.cast.yeting), strict=True):
            services.take_part(part=row, by=self.by(officer), at=at + timedelta(hours=2))
            services.answer_part(
                part=row, words="已核对", by=self.by(officer), at=at + timedelta(hours=22)
            )

    def extended(self) -> None:
        asked = services.ask_extension(
            request=self.main,
            words="开关柜须由厂家调换",
            until_on=date(2026, 12, 4),
            by=self.by(self.cast.liaison),
            at=local("2026-11-25 09:00"),
        )
        self.extension = services.rule_extension(
            extension=asked,
            is_granted=True,
            words="同意，请逐户告知",
            by=self.by(self.cast.hewei),
            at=local("2026-11-25 10:00"),
        )

    def answered(self) -> None:
        services.reply(
            request=self.main, words="开关柜已发运", by=self.by(self.cast.liaison),
            at=local("2026-11-25 11:00"), is_plan=True,
        )  # fmt: skip
        self.resolved = services.answer_cause(
            cause=self.cause,
            words="开关柜已调换，全线恢复供电",
            by=self.by(self.cast.liaison),
            at=ANSWERED,
        )

    def rated(self) -> None:
        for request, score in zip(self.requests, (5, 2, 1), strict=True):
            self.rate(request, score, ANSWERED + timedelta(hours=1))

    def rate(self, request: ServiceRequest, score: int, at: datetime) -> None:
        by = self.by(self.people[request.enterprise_id])
        services.rate(request=request, score=score, by=by, at=at)

    def called(self) -> None:
        services.draw_follow_ups(park=self.cast.park, month=date(2026, 12, 1), at=CALLED)
        for row in FollowUp.objects.filter(reason="dissatisfied").order_by("request_id"):
            services.follow_up(
                row=row,
                outcome="unsolved",
                channel="phone",
                words="电压仍不稳",
                by=self.by(self.cast.linyue),
                at=CALLED,
            )

    def won_back(self) -> None:
        liaison = self.by(self.cast.liaison)
        for request in self.requests[1:]:
            services.accept(request=request, channel="visit", by=liaison, at=CALLED)
            services.resolve(request=request, words="已加装稳压", by=liaison, at=LATER)
            self.rate(request, 5, LATER + timedelta(hours=1))

    @property
    def main(self) -> ServiceRequest:
        return ServiceRequest.objects.get(pk=self.requests[0].pk)

    def heard(self, firm: Enterprise) -> list[str]:
        rows = Notice.objects.filter(user=self.people[firm.pk]).order_by("id")
        return [row.kind.removeprefix("desk.") for row in rows]


@pytest.fixture(scope="module")
def story(django_db_setup, django_db_blocker) -> Iterator[Story]:
    with django_db_blocker.unblock(), transaction.atomic(), translation.override("zh-hans"):
        cast = the_cast()
        a_promise(cast.park)
        yield Story(cast)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _chinese(db: None) -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


def test_the_three_who_ask_are_found_to_have_one_cause(story) -> None:
    assert {row.number for row in story.alike} == {r.number for r in story.requests[1:]}
    cause = Cause.objects.get()
    assert (cause.main, cause.members.count()) == (story.main, 7)
    assert {r.unit for r in ServiceRequest.objects.all()} == {story.cast.power}


def test_the_power_company_leads_and_two_sections_help(story) -> None:
    assert story.main.officer == story.cast.liaison
    parts = Part.objects.order_by("id")
    assert [(p.unit, p.status) for p in parts] == [
        (story.cast.planning, "answered"),
        (story.cast.investment, "answered"),
    ]
    assert story.main.first_contact == story.cast.linyue


def test_the_wrong_return_is_overruled_and_counted(story) -> None:
    row = Return.objects.get()
    assert (row.status, row.ruled_by) == ("refused", story.cast.linyue)
    counts = selectors.return_counts(story.by(story.cast.hewei), since=MONDAY)
    assert [(c.unit, c.as_lead, c.as_helper, c.granted, c.refused) for c in counts] == [
        ("规划建设部", 0, 1, 0, 1)
    ]


def test_the_extension_moves_the_clocks_of_all_three(story) -> None:
    rows = ServiceRequest.objects.all()
    dues = {r.promises.get(round=1, stage="resolve").due_at for r in rows}
    assert dues == {local("2026-12-04 17:30")}
    assert Entry.objects.filter(kind="extended", is_internal=False).count() == 3


def test_all_seven_are_told_at_every_turn(story) -> None:
    assert story.told == 7
    for firm in story.asking:
        heard = story.heard(firm)
        assert [k for k in heard if k in ("told", "extended", "resolved")][:3] == [
            "told",
            "extended",
            "resolved",
        ]
    for firm in story.silent:
        assert story.heard(firm) == ["concerned"] * 3
        assert ThreadEntry.objects.filter(enterprise=firm, kind="told").count() == 3


def test_one_answer_resolves_all_three_in_time(story) -> None:
    assert story.resolved == 3
    for request in story.requests:
        promise = request.promises.get(round=1, stage="resolve")
        assert promise.met_at == ANSWERED <= promise.due_at


def test_the_two_dissatisfied_are_called_reopened_and_won_back(story) -> None:
    low = FollowUp.objects.filter(reason="dissatisfied")
    assert {row.request_id for row in low} == {r.pk for r in story.requests[1:]}
    assert {(row.outcome, row.channel) for row in low} == {("unsolved", "phone")}
    for request in ServiceRequest.objects.filter(pk__in=[r.pk for r in story.requests[1:]]):
        assert (request.round, request.status, request.score) == (2, "resolved", 5)
        assert list(request.ratings.order_by("round").values_list("score", flat=True))[1] == 5


def test_the_board_is_right_to_the_case(story) -> None:
    board = selectors.board(story.by(story.cast.hewei), at=LATER + timedelta(hours=2))

    assert (board.open, board.late, board.raised, board.resolved, board.reopened) == (0, 0, 3, 3, 2)
    assert (board.rating_count, board.rating_mean, board.content_percent) == (5, 3.6, 60)
    stages = {score.stage: (score.kept, score.due) for score in board.stages}
    # Three of the first round and two of the second; replies came with the calls and the answer.
    assert stages["respond"] == (5, 5)
    assert stages["resolve"] == (3, 3)


def test_the_scores_of_the_power_company_are_right_to_the_case(story) -> None:
    period = selectors.months_ending(date(2026, 12, 8), 2)
    board = selectors.scores(
        story.cast.park.pk, by="unit", period=period, measure="content", at=LATER
    )

    row = next(row for row in board.rows if row.key == str(story.cast.power.pk))
    assert row.raised == 3
    assert row.counted["content"] == (3, 5)
    assert row.counted["redone"] == (2, 5)
    # Its three requests came to it as lead; the part that was given back was another unit's.
    assert row.counted["returned"] == (0, 3)
    assert row.stars == 3.6
    given_back = {r.name: r.counted["returned"] for r in board.rows if r.counted["returned"][0]}
    assert given_back == {story.cast.planning.name: (1, 1)}


def test_the_trail_of_it_all_is_whole(story) -> None:
    assert not verify(story.cast.park.pk)
