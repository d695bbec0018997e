"""Lists of any size: every order walked both ways, every tab counted as its rows stand."""

from __future__ import annotations

import base64
import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.choices import RequestStatus
from qianjin.apps.desk.models import ServiceRequest
from qianjin.apps.desk.selectors import lists, questions, search
from tests.factories.accounts import an_absence
from tests.factories.desk import (
    MORNING,
    a_long_case,
    a_request,
    a_resolved_request,
    a_waiting_request,
    an_accepted_request,
    an_assigned_request,
)
from tests.factories.parks import local

LATER = MORNING + timedelta(days=2)


@pytest.fixture(scope="module")
def many(standing_cast) -> list[ServiceRequest]:
    """Eleven requests, some of the same moment, some paused, so without a due time."""
    cast = standing_cast
    firm = cast.acts(cast.chenlan)
    made = [a_request(cast.chenxi, firm, MORNING + timedelta(hours=n // 3)) for n in range(6)]
    made += [an_accepted_request(cast), a_long_case(cast)]
    made += [a_waiting_request(cast), a_waiting_request(cast), a_resolved_request(cast)]
    return made


def walk(actor, filters, *, size: int) -> tuple[list[int], list[int]]:
    """Every row forwards, and from the last page every row back."""
    forwards, cursor = [], ""
    while True:
        page = selectors.page_of(actor, filters, at=LATER, cursor=cursor, size=size)
        forwards += [row.id for row in page.rows]
        if not page.older:
            break
        cursor = page.older
    backwards = [row.id for row in page.rows]
    while page.newer:
        page = selectors.page_of(actor, filters, at=LATER, cursor=page.newer, size=size)
        backwards = [row.id for row in page.rows] + backwards
    return forwards, backwards


class TestWalking:
    @pytest.mark.parametrize("size", [1, 2, 3, 50])
    @pytest.mark.parametrize(
        "filters",
        [
            selectors.Filters(tab="open"),
            selectors.Filters(tab="open", sort="newest"),
            selectors.Filters(tab="all"),
            selectors.Filters(tab="all", words="用电"),
            selectors.Filters(tab="waiting"),
        ],
    )
    def test_forwards_and_back_shows_each_row_once(self, cast, many, filters, size) -> None:
        actor = cast.acts(cast.linyue)
        expected = lists.filtered(actor, filters, LATER).count()

        forwards, backwards = walk(actor, filters, size=size)

        assert forwards == backwards
        assert len(forwards) == len(set(forwards)) == expected > 0

    def test_what_breaks_first_stands_first_and_what_waits_last(self, cast, many) -> None:
        page = selectors.page_of(
            cast.acts(cast.linyue), selectors.Filters(tab="open"), at=LATER, size=50
        )

        dues = [row.due_at for row in page.rows if row.due_at]
        assert dues == sorted(dues)
        assert [row.due_at for row in page.rows][-2:] == [None, None]

    def test_a_row_that_comes_or_goes_meanwhile_disturbs_no_other(self, cast, many) -> None:
        actor, filters = cast.acts(cast.linyue), selectors.Filters(tab="all")
        first = selectors.page_of(actor, filters, at=LATER, size=4)
        a_request(cast.chenxi, cast.acts(cast.chenlan), LATER)
        ServiceRequest.objects.filter(pk=many[8].pk).delete()

        second = selectors.page_of(actor, filters, at=LATER, size=50, cursor=first.older)

        seen = [row.id for row in (*first.rows, *second.rows)]
        assert len(seen) == len(set(seen))

    @pytest.mark.parametrize(
        "cursor",
        [
            "x",
            "e30",
            base64.urlsafe_b64encode(b"[0]").decode(),
            base64.urlsafe_b64encode(json.dumps([0, "2026-11-23", 1]).encode()).decode(),
            base64.urlsafe_b64encode(json.dumps([0, 5, 1]).encode()).decode(),
            base64.urlsafe_b64encode(b"[0,null,Infinity]").decode(),
            base64.urlsafe_b64encode(b"[" * 5000).decode(),
            "😀",
        ],
    )
    def test_a_cursor_nobody_wrote_begins_at_the_beginning(self, cast, many, cursor) -> None:
        page = selectors.page_of(
            cast.acts(cast.linyue), selectors.Filters(tab="all"), at=LATER, cursor=cursor
        )

        assert len(page.rows) == 11

    def test_a_cursor_beyond_every_number_finds_an_end(self, cast, many) -> None:
        beyond = json.dumps([0, "2000-01-01T00:00:00+00:00", 10**30]).encode()

        page = selectors.page_of(
            cast.acts(cast.linyue),
            selectors.Filters(tab="all"),
            at=LATER,
            cursor=base64.urlsafe_b64encode(beyond).decode(),
        )

        assert (page.rows, page.newer, page.older) == ([], "", "")

    def test_costs_the_same_whatever_the_number_of_rows(self, cast, many) -> None:
        actor = cast.acts(cast.linyue)
        for size in (2, 11):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                selectors.page_of(
                    actor, selectors.Filters(tab="all"), at=LATER, size=size, tabs=lists.TABS
                )
            assert len(asked) == 3


class TestTabs:
    def slow_count(self, cast, tab: str, at) -> int:
        """Row by row, in Python."""
        rows = list(ServiceRequest.objects.filter(park=cast.park))
        opened = [row for row in rows if row.status in lists.OPEN_STATES]
        return len(
            {
                "open": opened,
                "mine": [row for row in opened if row.officer_id == cast.yeting.pk],
                "unassigned": [row for row in opened if row.officer_id is None],
                "late": [row for row in opened if row.next_due_at and row.next_due_at < at],
                "soon": [
                    row
                    for row in opened
                    if row.warn_at and row.next_due_at and row.warn_at <= at <= row.next_due_at
                ],
                "parts": [row for row in opened if row.co_units],
                "waiting": [row for row in rows if row.status == "need_info"],
                "long": [row for row in rows if row.status == "long_case"],
                "to_rate": [row for row in rows if row.status == "resolved" and not row.score],
                "low": [row for row in rows if row.score in {1, 2}],
                "done": [row for row in rows if row not in opened],
                "all": rows,
            }[tab]
        )

    @pytest.mark.parametrize("days", [0, 1, 3, 9])
    def test_are_counted_as_their_rows_stand(self, cast, many, days) -> None:
        rated = a_resolved_request(cast)
        services.rate(request=rated, score=2, by=cast.acts(cast.chenlan), at=LATER)
        an_absence(cast.park, cast.yeting, cast.zhouheng)
        at = MORNING + timedelta(days=days, hours=9)
        # 何蔚 sees the whole park; 周衡 stands in for 叶汀 today, so hers are his.
        director, head = cast.acts(cast.hewei), cast.acts(cast.zhouheng)

        counts = selectors.tab_counts(director, at=at, tabs=(*lists.TABS, "done"))

        assert counts["mine"] == 0
        assert selectors.tab_counts(head, at=at)["mine"] == self.slow_count(cast, "mine", at) > 0
        for tab in counts.keys() - {"mine"}:
            assert counts[tab] == self.slow_count(cast, tab, at), tab
            page = selectors.page_of(director, selectors.Filters(tab=tab), at=at, tabs=[tab])
            assert len(page.rows) == page.total == page.counts[tab] == counts[tab]

    def test_are_counted_no_further_than_the_bound(self, cast, many, monkeypatch) -> None:
        for module in (lists, questions):
            monkeypatch.setattr(module, "COUNT_LIMIT", 5)
        forget_questions()

        page = selectors.page_of(cast.acts(cast.linyue), selectors.Filters(tab="all"), at=LATER)

        forget_questions()
        assert (page.total, page.is_capped, len(page.rows)) == (5, True, 11)
        assert selectors.count_up_to(ServiceRequest.objects.all(), 3) == 4

    def test_of_a_common_word_are_known_from_the_search(self, cast, many, monkeypatch) -> None:
        for module, name in (
            (lists, "COUNT_LIMIT"),
            (questions, "COUNT_LIMIT"),
            (search, "COMMON"),
        ):
            monkeypatch.setattr(module, name, 3)
        reader, wanted = cast.acts(cast.linyue), selectors.Filters("all", "用电")
        forget_questions()

        with CaptureQueriesContext(connection) as asked:
            page = selectors.page_of(reader, wanted, at=LATER, tabs=("open", "all"))
        narrower = selectors.page_of(reader, selectors.Filters("open", "用电"), at=LATER)

        forget_questions()
        assert (page.total, page.is_capped, page.counts["all"]) == (3, True, 4)
        assert len(page.rows) == lists.filtered(reader, wanted, LATER).count() > 3
        assert narrower.total == min(3, lists.filtered(reader, narrower.filters, LATER).count())
        assert len(asked) == 4  # the search, the tabs, the rows, their gauges

    def test_of_somebody_without_any_right_are_empty(self, cast, many) -> None:
        counts = selectors.tab_counts(cast.acts(cast.admin), at=LATER)

        assert set(counts.values()) == {0}


def forget_questions() -> None:
    for composed in (lists._counting, lists._counting_tabs):
        composed.cache_clear()


class TestFilters:
    @pytest.mark.parametrize(
        ("filters", "count"),
        [
            ({"kind": "SUP"}, 5),
            ({"kind": "ENG"}, 0),
            ({"level": "ordinary"}, 5),
            ({"status": "need_info"}, 2),
            ({"since": date(2026, 11, 24)}, 0),
            ({"since": date(2026, 11, 23), "until": date(2026, 11, 23)}, 11),
            ({"until": date(2026, 11, 22)}, 0),
            ({"until": date.max}, 11),
        ],
    )
    def test_narrow_a_list(self, cast, many, filters, count) -> None:
        page = selectors.page_of(
            cast.acts(cast.linyue), selectors.Filters(tab="all", **filters), at=LATER
        )

        assert page.total == count

    def test_by_unit_officer_and_enterprise(self, cast, many) -> None:
        a_request(cast.other, cast.acts(cast.duzhong))
        for fields, count in (
            ({"unit": cast.investment.pk}, 5),
            ({"officer": cast.yeting.pk}, 5),
            ({"enterprise": cast.other.pk}, 1),
        ):
            page = selectors.page_of(
                cast.acts(cast.linyue), selectors.Filters(tab="all", **fields), at=LATER
            )
            assert page.total == count, fields

    def test_days_begin_at_midnight_of_the_park(self, cast) -> None:
        a_request(cast.chenxi, cast.acts(cast.chenlan), local("2026-11-25 00:00"))
        a_request(cast.chenxi, cast.acts(cast.chenlan), local("2026-11-25 23:59"))
        a_request(cast.chenxi, cast.acts(cast.chenlan), local("2026-11-26 00:00"))

        page = selectors.page_of(
            cast.acts(cast.linyue),
            selectors.Filters(tab="all", since=date(2026, 11, 25), until=date(2026, 11, 25)),
            at=LATER,
        )

        assert page.total == 2


class TestRows:
    def test_say_what_a_page_shows_without_a_further_question(self, cast) -> None:
        request = an_assigned_request(cast)

        rows = selectors.page_of(
            cast.acts(cast.yeting), selectors.Filters(tab="mine"), at=MORNING
        ).rows

        row = next(row for row in rows if row.id == request.pk)

        assert (row.number, row.enterprise, row.unit, row.officer) == (
            request.number,
            "晨曦精密（演示）",
            "招商引资部",
            "叶汀",
        )
        assert (row.light, row.next_stage, row.is_mine) == ("green", "respond", True)
        assert [mark.number for mark in row.stages] == ["1", "3", "5"]
        assert row.left is not None
        assert (row.left.minutes, row.left.days) == (870, 1)

    def test_for_export_are_all_of_them_in_their_order(self, cast, many) -> None:
        actor, filters = cast.acts(cast.linyue), selectors.Filters(tab="open")
        forwards, _back = walk(actor, filters, size=50)

        for chunk in (1, 4, 1000):
            rows = selectors.export_rows(actor, filters, at=LATER, chunk=chunk)
            assert [row.id for row in rows] == forwards


class TestQuestions:
    """States stand in the statement, moments behind a SELECT: one plan serves every asking."""

    def test_states_are_written_out_and_all_else_is_a_parameter(self, many) -> None:
        rows = ServiceRequest.objects.filter(
            status=RequestStatus.RESOLVED, title="it's closed", next_due_at__lt=questions.NOW
        )
        asked = questions.question_of(rows.values_list("pk"))
        assert "= 'resolved'" in asked.sql
        assert "< (SELECT %s::timestamptz)" in asked.sql
        assert set(asked.params) == {"it's closed", questions.NOW}
        assert asked.ask(LATER) == []

    def test_the_count_of_every_tab_keeps_one_plan(self, many, cast) -> None:
        actor = cast.acts(cast.linyue)
        tabs = ("open", "mine", "unassigned", "late", "soon", "waiting", "to_rate", "low", "all")
        for _time in range(12):
            selectors.page_of(actor, selectors.Filters(tab="open"), at=LATER, tabs=tabs)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT generic_plans, custom_plans FROM pg_prepared_statements"
                " WHERE statement LIKE '%count(*) FROM (SELECT \"desk_servicerequest\"%'"
                " ORDER BY length(statement) DESC LIMIT 1"
            )
            generic, custom = cursor.fetchone()
        assert custom <= 5
        assert generic > 0
