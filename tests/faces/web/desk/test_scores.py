"""The page of scores: counted, shrunk, ordered, and leading to the requests behind them."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta

import pytest
from python_calamine import CalamineWorkbook

from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.desk import services
from qianjin.apps.desk.selectors import months_ending
from tests.factories.accounts import the_cast
from tests.factories.desk import a_promise, a_request, a_resolved_request
from tests.factories.enterprises import an_enterprise
from tests.factories.parks import local
from tests.factories.web import signed_in

from .conftest import numbers_in, shown


@pytest.fixture
def window(client, cast):
    client.force_login(cast.linyue)
    return client


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def rows_of(page: str) -> list[str]:
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    return [text_of(row).strip() for row in body.split("</tr>") if row.strip()]


def test_the_park_as_a_whole_is_counted_to_the_case(cast, desk, window):
    page = text_of(shown(window, cast, "scores/"))

    # Three promises to resolve are met (two resolved, one long case), one has failed.
    assert "解决率 50% 2/4" in page
    assert "满意率 0% 0/1" in page


def test_a_row_shows_the_shrunk_rate_with_what_was_counted_under_it(cast, desk, window):
    (row, *_others) = rows_of(shown(window, cast, "scores/?by=kind&measure=solved"))

    assert "供应链" in row
    assert "2/4 · 50%" in row


def test_few_cases_get_no_place(cast, desk, window):
    rows = rows_of(shown(window, cast, "scores/?by=unit"))

    assert rows
    assert all(row.startswith("—") for row in rows)


def test_one_quick_case_does_not_come_first(cast, window):
    firm = cast.acts(cast.chenlan)
    for n in range(8):
        request = a_resolved_request(cast, local("2026-11-02 09:00") + timedelta(hours=n))
        score = 2 if n == 7 else 5
        services.rate(request=request, score=score, by=firm, at=local("2026-11-09 09:00"))
    quick = a_resolved_request(cast, local("2026-11-03 09:00"))
    services.rate(request=quick, score=5, by=firm, at=local("2026-11-09 09:00"))
    type(quick).objects.filter(pk=quick.pk).update(kind="ENV")
    services.recount(park=cast.park)

    rows = rows_of(shown(window, cast, "scores/?by=kind&measure=content"))

    assert "供应链" in rows[0]
    assert rows[0].startswith("1")
    assert "环保" in rows[1]
    assert rows[1].startswith("—")
    assert "1/1 · 100%" in rows[1]


def test_a_row_leads_to_the_requests_it_speaks_of(cast, desk, window):
    page = shown(window, cast, f"scores/?by=enterprise&period={local('2026-11-23 09:00'):%Y-%m}")
    link = re.search(rf'href="(/[^"]*enterprise={cast.chenxi.pk}[^"]*)"', page)

    inbox = window.get(link[1].replace("&amp;", "&")).content.decode()

    assert set(numbers_in(inbox)) == desk.numbers() - desk.numbers("fresh", "withdrawn")


def test_months_stand_in_their_order(cast, desk, window):
    a_resolved_request(cast, local("2026-09-07 09:00"))

    rows = rows_of(shown(window, cast, "scores/?by=month"))

    assert [row.split()[0] for row in rows] == ["2026年11月", "2026年9月"]


def test_a_pause_is_no_failure(cast, desk, window):
    later = desk.waiting.opened_at + timedelta(days=60)

    found = services.export_scores(
        by=cast.acts(cast.linyue),
        at=later,
        tab="month",
        period=_november(),
        measure="solved",
        names={},
    )

    (_head, row) = CalamineWorkbook.from_filelike(found).get_sheet_by_index(0).to_python()
    # All but the paused one and the withdrawn one: late, soon, fresh, long, to rate, low.
    assert row[_head.index("解决率：应计件数")] == 6


def _november():

    return months_ending(date(2026, 11, 23), 1)


def test_the_table_taken_out_holds_every_row_and_leaves_a_trace(cast, desk, window):
    response = window.get(f"/{cast.park.slug}/scores/export/?by=enterprise")

    table = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(response.streaming_content)))
    rows = table.get_sheet_by_index(0).to_python()
    assert {row[1] for row in rows[1:]} == {cast.chenxi.name, cast.other.name}
    assert AuditEntry.objects.filter(verb="score.export").exists()


def test_the_page_asks_a_fixed_number_of_queries(cast, desk, window, django_assert_num_queries):
    shown(window, cast, "scores/")

    with django_assert_num_queries(8):
        shown(window, cast, "scores/?by=enterprise")


def test_the_page_is_there_in_english(cast, desk, window):
    window.cookies["django_language"] = "en"

    page = text_of(shown(window, cast, "scores/?by=month"))

    assert "How to read this" in page
    assert "2026-11" in page


def test_an_officer_without_the_right_is_refused(client, cast, desk):
    client.force_login(cast.yeting)

    assert client.get(f"/{cast.park.slug}/scores/").status_code == 403


def test_more_enterprises_than_a_page_holds_are_paged_without_loss(db):
    cast = the_cast()
    a_promise(cast.park)
    window = signed_in(cast.linyue)
    for n in range(30):
        firm = an_enterprise(cast.park, f"第{n:02d}家（演示）")
        a_request(firm, cast.acts(cast.linyue), local("2026-11-20 09:00"), source="phone")

    first = shown(window, cast, "scores/?by=enterprise")
    further = re.search(r'rel="next" href="[^"]*(scores/[^"]*)"', first)[1].replace("&amp;", "&")
    second = shown(window, cast, further)

    names = re.findall(r"第\d\d家（演示）", first + second)
    assert sorted(set(names)) == [f"第{n:02d}家（演示）" for n in range(30)]
    assert len(rows_of(first)) == 25
    assert len(rows_of(second)) == 5
