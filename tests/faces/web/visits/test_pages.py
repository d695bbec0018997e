"""The pages of visits, as officers and heads use them."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document

from qianjin.apps.desk.models import ServiceRequest
from qianjin.apps.visits import services
from qianjin.apps.visits.models import (
    Availability,
    CoverageRule,
    Place,
    QuarterQuestion,
    Round,
    RoundPlan,
    Visit,
)
from qianjin.apps.visits.services.recording import Found
from qianjin.units import spreadsheet
from tests.factories.accounts import Cast
from tests.factories.enterprises import an_enterprise
from tests.factories.visits import a_plan, a_round, a_visit, seen
from tests.factories.web import send, signed_in

MONDAY = date(2026, 11, 23)


def shown(client: Client, cast: Cast, path: str, **headers: str) -> str:
    response = client.get(f"/{cast.park.slug}/{path}", headers=headers)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def text_of(answer: Any) -> str:
    document = Document(io.BytesIO(answer.content))
    cells = [cell.text for t in document.tables for row in t.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


@pytest.fixture
def officer(cast: Cast) -> Client:
    return signed_in(cast.yeting)


@pytest.fixture
def head(cast: Cast) -> Client:
    return signed_in(cast.hewei)


class TestCoverage:
    def test_shows_who_has_not_been_seen_with_list_map_and_figures(self, cast, head) -> None:
        seen(cast.other, MONDAY)
        page = shown(head, cast, "visits/")

        assert "晨曦精密（演示）" in page and "已逾期" in page and "从未" in page
        assert page.count('class="ground-point') == 2
        assert re.search(r"2家中1家", page)

    def test_narrows_to_a_light(self, cast, head) -> None:
        seen(cast.other, MONDAY)
        rows = shown(head, cast, "visits/?light=green", **{"HX-Target": "coverage-rows"})

        assert "远山材料（演示）" in rows and "晨曦精密（演示）" not in rows
        assert "<html" not in rows

    def test_is_taken_out_as_it_stands(self, cast, head) -> None:
        answer = head.get(f"/{cast.park.slug}/visits/export/?q=晨曦")
        rows = spreadsheet.read_table(b"".join(answer.streaming_content)).texts()

        assert rows[0][0] == "企业" and [row[0] for row in rows[1:]] == ["晨曦精密（演示）"]

    def test_speaks_english_one_click_away(self, cast) -> None:
        page = shown(signed_in(cast.hewei, "en"), cast, "visits/")

        assert "Who has not been seen" in page and "Overdue" in page

    def test_asks_the_same_few_queries_for_one_enterprise_or_forty(
        self, cast, head, django_assert_max_num_queries
    ) -> None:
        for n in range(40):
            an_enterprise(cast.park, f"演示{n}号（演示）")

        with django_assert_max_num_queries(24):
            shown(head, cast, "visits/")


class TestRecording:
    def test_the_form_opens_with_who_receives_and_who_comes(self, cast, officer) -> None:
        page = shown(officer, cast, f"visits/new/?enterprise={cast.chenxi.pk}")

        assert "陈岚" in page
        assert re.search(rf'name="visitors" value="{cast.yeting.pk}"[^>]*checked', page)

    def test_without_an_enterprise_one_is_looked_for(self, cast, officer) -> None:
        assert "晨曦精密（演示）" in shown(officer, cast, "visits/new/?q=晨曦")

    def said(self, cast: Cast, **more: Any) -> dict[str, Any]:
        return {
            "enterprise": cast.chenxi.pk,
            "means": "visit",
            "on_site_at": "2026-11-23T15:00",
            "minutes": 40,
            "visitors": [cast.yeting.pk],
            "difficulty_1": "厂区西侧雨天积水",
            "kind_1": "WAT",
            "about_operation": "订单平稳",
        } | more

    def test_keeps_what_was_found_and_leads_to_the_record(self, cast, officer) -> None:
        answer = send(officer, f"/{cast.park.slug}/visits/new/", self.said(cast))

        visit = Visit.objects.get()
        assert answer.status_code == 303
        assert [(f.matter, f.kind) for f in visit.findings.all()] == [
            ("difficulty", "WAT"),
            ("operation", ""),
        ]
        page = shown(officer, cast, f"visits/{visit.pk}/")
        assert "厂区西侧雨天积水" in page and page.count("转为诉求") == 1

    def test_says_beside_the_field_what_is_wrong(self, cast, officer) -> None:
        answer = send(
            officer,
            f"/{cast.park.slug}/visits/new/",
            self.said(cast, on_site_at="2026-11-24T15:00"),
        )

        assert answer.status_code == 422
        assert "尚未发生的走访不能登记" in answer.content.decode()
        assert not Visit.objects.exists()

    def test_a_finding_becomes_a_request_with_one_tap(self, cast, officer) -> None:
        found = [Found("difficulty", "厂区西侧雨天积水", "WAT")]
        visit = a_visit(cast.chenxi, cast.acts(cast.yeting), findings=found)
        send(officer, f"/{cast.park.slug}/visits/findings/{visit.findings.get().pk}/")

        request = ServiceRequest.objects.get()
        assert request.number in shown(officer, cast, f"visits/{visit.pk}/")
        assert request.source == "visit"

    def test_the_record_comes_as_word(self, cast, officer) -> None:
        found = [Found("difficulty", "厂区西侧雨天积水", "WAT")]
        visit = a_visit(cast.chenxi, cast.acts(cast.yeting), findings=found)
        told = text_of(officer.get(f"/{cast.park.slug}/visits/{visit.pk}/word/"))

        assert "走访记录" in told and "厂区西侧雨天积水（给排水与排污）" in told
        assert "叶汀" in told and "企业确认签名" in told

    def test_the_thread_of_the_enterprise_leads_to_the_visit(self, cast, officer) -> None:
        visit = a_visit(
            cast.chenxi, cast.acts(cast.yeting), findings=[Found("operation", "订单平稳")]
        )
        page = shown(officer, cast, f"enterprises/{cast.chenxi.pk}/")

        assert "订单平稳" in page and f"/visits/{visit.pk}/" in page

    def test_the_list_of_records_has_mine_and_all(self, cast, officer) -> None:
        a_visit(cast.chenxi, cast.acts(cast.yeting))
        a_visit(cast.other, cast.acts(cast.zhouheng))

        assert "远山材料（演示）" in shown(officer, cast, "visits/records/")
        assert "远山材料（演示）" not in shown(officer, cast, "visits/records/?mine=1")


class TestRound:
    @pytest.fixture
    def row(self, cast: Cast) -> Round:
        return a_round(cast.yeting, cast.park, [cast.chenxi, cast.other], MONDAY)

    def test_todays_round_has_order_times_calls_and_a_sketch(self, cast, officer, row) -> None:
        page = shown(officer, cast, "visits/today/")

        assert page.index("晨曦精密") < page.index("远山材料")
        assert "14:30" in page and 'href="tel:13800000001"' in page
        assert 'class="ground-way' in page and "geo:30.28" in page

    def test_without_a_round_the_page_offers_to_plan(self, cast, officer) -> None:
        assert "两周内没有走访路线" in shown(officer, cast, "visits/today/")

    def test_it_is_begun_followed_and_ended(self, cast, officer, row) -> None:
        place = f"/{cast.park.slug}/visits"
        first, second = row.stops.all()
        send(officer, f"{place}/rounds/{row.pk}/begin/")
        send(officer, f"{place}/stops/{first.pk}/arrive/")
        send(officer, f"{place}/stops/{second.pk}/skip/", {"why": "企业检修"})
        send(
            officer,
            f"{place}/new/",
            {
                "stop": first.pk,
                "means": "visit",
                "on_site_at": "2026-11-23T15:00",
                "minutes": 30,
                "visitors": [cast.yeting.pk],
            },
        )
        send(officer, f"{place}/rounds/{row.pk}/end/", {"mileage_km": "8.4", "minutes": "150"})

        row.refresh_from_db()
        assert (row.state, str(row.mileage_km), row.minutes) == ("done", "8.4", 150)
        page = shown(officer, cast, f"visits/rounds/{row.pk}/")
        assert "1/2" in page and "未走访：企业检修" in page and "8.4公里" in page

    def test_a_colleague_reads_it_and_may_do_nothing(self, cast, row) -> None:
        page = shown(signed_in(cast.gumingzhou), cast, f"visits/rounds/{row.pk}/")

        assert "晨曦精密" in page and "出发" not in page.partition("停靠次序")[2]

    def test_the_sheet_comes_as_word(self, cast, officer, row) -> None:
        told = text_of(officer.get(f"/{cast.park.slug}/visits/rounds/{row.pk}/word/"))

        assert "走访路线" in told and "14:30-15:00" in told and "13800000001" in told

    def test_the_list_counts_what_is_done(self, cast, head, row) -> None:
        assert "0/2" in shown(head, cast, "visits/rounds/?state=planned")

    def test_it_stands_on_the_page_of_the_day(self, cast, officer, row) -> None:
        page = shown(officer, cast, "")

        assert f"/visits/rounds/{row.pk}/" in page and "晨曦精密" in page


class TestPlan:
    def test_it_is_asked_for_watched_and_accepted(self, cast, head) -> None:
        answer = send(
            head,
            f"/{cast.park.slug}/visits/plans/",
            {
                "first_on": "2026-11-24",
                "until_on": "2026-11-26",
                "officers": [cast.yeting.pk],
                "seconds": "3",
            },
        )
        plan = RoundPlan.objects.get()
        assert answer["Location"].endswith(f"/visits/plans/{plan.pk}/")
        assert 'hx-trigger="load delay:1s"' in shown(head, cast, f"visits/plans/{plan.pk}/")
        RoundPlan.objects.update(seconds=1)
        services.work_out(plan_id=plan.pk, run=1, at=timezone.now())
        page = shown(head, cast, f"visits/plans/{plan.pk}/", **{"HX-Target": "plan"})
        assert "晨曦精密" in page and "叶汀" in page and "hx-trigger" not in page

        send(head, f"/{cast.park.slug}/visits/plans/{plan.pk}/accept/")

        assert Round.objects.filter(plan=plan, officer=cast.yeting).exists()

    def test_a_visit_is_moved_by_the_keyboard_as_by_dragging(self, cast, head) -> None:
        plan = a_plan(cast.hewei, cast.park, [cast.yeting, cast.linyue])
        services.work_out(plan_id=plan.pk, run=1, at=timezone.now())
        page = shown(head, cast, f"visits/plans/{plan.pk}/")
        assert 'data-plan-stop="' in page and 'name="where"' in page

        send(
            head,
            f"/{cast.park.slug}/visits/plans/{plan.pk}/change/",
            {"enterprise": cast.chenxi.pk, "where": f"{cast.linyue.pk} 2026-11-26"},
        )

        plan.refresh_from_db()
        assert plan.wishes["pins"] == {str(cast.chenxi.pk): [cast.linyue.pk, "2026-11-26"]}
        assert plan.state == "waiting"

    def test_an_enterprise_left_out_is_named_with_its_reason(self, cast, head) -> None:
        Place.objects.filter(enterprise=cast.other).delete()
        plan = a_plan(cast.hewei, cast.park, [cast.yeting])
        services.work_out(plan_id=plan.pk, run=1, at=timezone.now())
        page = shown(head, cast, f"visits/plans/{plan.pk}/")

        assert "远山材料（演示）" in page and "尚未标注位置" in page

    def test_an_officer_is_offered_their_own_rounds_only(self, cast, officer) -> None:
        page = shown(officer, cast, "visits/plans/")

        assert re.findall(r'name="officers" value="(\d+)"', page) == [str(cast.yeting.pk)]


class TestRules:
    def test_the_table_is_laid_down_and_changed(self, cast, head) -> None:
        CoverageRule.objects.all().delete()
        address = f"/{cast.park.slug}/visits/rules/"
        assert "还没有规则" in shown(head, cast, "visits/rules/")
        send(head, address, {"start": "1"})
        told = {"tier": "key", "means": "visit", "caller": "officer", "minutes": "60"}
        send(head, address, {**told, "every_days": "45", "source": "园区通知"})

        rule = CoverageRule.objects.get(tier="key", means="visit")
        assert (rule.every_days, rule.is_inference, rule.source) == (45, False, "园区通知")
        wrong = send(head, address, {**told, "every_days": "2"})
        assert wrong.status_code == 422 and "请填写7天至三年" in wrong.content.decode()

    def test_a_question_is_asked_and_asked_no_more(self, cast, head, officer) -> None:
        address = f"/{cast.park.slug}/visits/rules/questions/"
        send(head, address, {"year": 2026, "quarter": 4, "text": "订单如何", "options": "增\n减"})
        assert "订单如何" in shown(officer, cast, f"visits/new/?enterprise={cast.chenxi.pk}")
        send(head, address, {"drop": QuarterQuestion.objects.get().pk})

        assert "订单如何" not in shown(officer, cast, f"visits/new/?enterprise={cast.chenxi.pk}")

    def test_where_rounds_begin_is_said_once(self, cast, head) -> None:
        address = f"/{cast.park.slug}/visits/rules/travel/"
        told = {"lon": "120.5", "lat": "30.2", "road_factor": "1.4", "speed_kmh": "25"}

        assert send(head, address, told).status_code == 303
        assert send(head, address, {**told, "road_factor": "0.5"}).status_code == 422

    def test_an_officer_says_when_they_can_be_out(self, cast, officer) -> None:
        address = f"/{cast.park.slug}/visits/times/{cast.yeting.pk}/"
        send(officer, address, {"half_days": ["2pm"], "skills": ["en"]})

        kept = Availability.objects.get(person=cast.yeting)
        assert (kept.half_days, kept.skills) == (["2pm"], ["en"])
        assert "英语" in shown(officer, cast, "visits/times/")

    def test_an_enterprise_is_put_on_the_map(self, cast) -> None:
        Place.objects.all().delete()
        address = f"/{cast.park.slug}/enterprises/{cast.chenxi.pk}/place/"
        send(signed_in(cast.linyue), address, {"lon": "120.51", "lat": "30.29", "opens": "09:00"})

        assert Place.objects.get().opens == "09:00"
