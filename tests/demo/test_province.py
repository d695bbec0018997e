"""全省规模 A province's rows, laid down in bulk: they add up and the clocks fit the calendar."""

from __future__ import annotations

from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from django.db.models import F

from qianjin.apps.audit.selectors import entries_of, verify
from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.choices import OPEN_STATES
from qianjin.apps.desk.models import Entry, Promise, RequestText, ServiceRequest
from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.parks.planning import Amount, Unit, calendar_of
from qianjin.demo import province
from qianjin.demo.story import actors_of
from tests.factories.parks import NOON

MANY = 300

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def before(told) -> int:
    return ServiceRequest.objects.filter(park=told).count()


@pytest.fixture(scope="module")
def rows(told, before) -> list[ServiceRequest]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(province, "FIRMS", 50)
        province.fill(told, at=NOON, seed=7, count=MANY)
    return list(ServiceRequest.objects.filter(park=told).order_by("-id")[:MANY])


def test_adds_what_was_asked_for_with_numbers_of_their_own(told, before, rows) -> None:
    numbers = list(ServiceRequest.objects.filter(park=told).values_list("number", flat=True))

    assert len(numbers) == len(set(numbers)) == before + MANY
    assert Enterprise.objects.filter(park=told, name__startswith="全省样本企业").count() == 50
    assert all(row.opened_at < NOON for row in rows)


def test_every_row_has_its_promises_entries_and_words(rows) -> None:
    ids = [row.pk for row in rows]
    promises = Counter(
        Promise.objects.filter(request_id__in=ids).values_list("request_id", flat=True)
    )
    entries = Counter(Entry.objects.filter(request_id__in=ids).values_list("request_id", flat=True))

    assert set(promises.values()) == {3}
    assert RequestText.objects.filter(request_id__in=ids).count() == MANY
    for row in rows:
        if row.status not in OPEN_STATES:
            assert entries[row.pk] == 3
        else:
            assert 1 <= entries[row.pk] < 3


def test_its_clocks_are_what_the_calendar_says(told, rows) -> None:
    calendar = calendar_of(told)

    for promise in Promise.objects.filter(request__in=rows[:60]):
        due = calendar.due(promise.start_at, Amount(promise.amount, Unit(promise.unit)))
        assert promise.due_at == due
        assert due.astimezone(ZoneInfo("Asia/Shanghai")).strftime("%H:%M") == "17:30"


def test_the_next_promise_is_the_first_unmet_one(rows) -> None:
    for row in rows:
        unmet = row.promises.filter(met_at=None).order_by("due_at").first()
        assert (row.next_due_at, row.next_stage) == (
            (unmet.due_at, unmet.stage) if unmet else (None, "")
        )
        assert (row.status in OPEN_STATES) == (unmet is not None)
        assert not row.promises.filter(met_at__lt=F("start_at")).exists()


def test_the_board_counts_them(told, rows) -> None:
    people = actors_of(told)
    requests = ServiceRequest.objects.filter(park=told)

    board = selectors.board(people["hewei"], at=NOON)

    assert board.open == requests.filter(status__in=OPEN_STATES).count()
    assert board.late == sum(
        selectors.light_of(r, NOON) == "red" for r in requests.filter(status__in=OPEN_STATES)
    )


def test_a_rare_word_is_found_ten_times_and_life_goes_on(told, rows) -> None:
    people = actors_of(told)
    page = selectors.page_of(
        people["linyue"], selectors.Filters(tab="all", words=province.RARE), at=NOON
    )
    assert page.total == 10

    request = services.raise_request(
        enterprise=rows[0].enterprise, words="新的一件", by=people["linyue"], at=NOON
    )
    assert request.pk > rows[0].pk
    assert request.promises.count() == 3


def test_one_entry_of_the_trail_says_so_and_the_chain_stays_whole(told, rows) -> None:
    (entry,) = entries_of(told.pk).filter(verb="request.bulk")

    assert entry.detail == {"count": MANY, "seed": 7}
    assert verify(told.pk) == []
    assert not province.is_there(told)
