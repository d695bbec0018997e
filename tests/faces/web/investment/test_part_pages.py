"""招商各页 The room, visits, trips, reviews, promises, signing, handover; and the looks."""

from __future__ import annotations

import io
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from qianjin.apps.accounts.models import Absence
from qianjin.apps.investment import services
from qianjin.apps.investment.models import (
    AdmissionReview,
    BookHandOver,
    Negotiation,
    Project,
    Reception,
    SiteWalk,
    Trip,
)
from tests.apps.investment.test_meetings import GPX
from tests.factories.accounts import Cast
from tests.factories.investment import a_criterion, a_project
from tests.factories.land import a_parcel
from tests.factories.parks import NOON
from tests.factories.subsidies import pdf
from tests.factories.web import send, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    monkeypatch.setattr("qianjin.faces.gate.files.MEDIA", tmp_path)


def at(cast: Cast, path: str) -> str:
    return f"/{cast.park.slug}/projects/{path}"


def words_of(answer: Any) -> str:
    """The text of a Word file."""
    return ZipFile(io.BytesIO(answer.content)).read("word/document.xml").decode()


def test_the_room_counts_down_and_its_minutes_are_word(cast: Cast, specialist: Client) -> None:
    row = a_project(cast, stage="talks")
    here = at(cast, f"{row.pk}/room/")
    opened = {"act": "open", "begins_on": "2026-11-16", "signing_at": "2026-11-30T09:00"}
    assert (
        send(specialist, here, {**opened, "red_lines": "地价不低于最低价标准"}).status_code == 303
    )
    send(specialist, here, {"act": "plan", "topic": "供地条件", "when": "2026-11-20T14:00"})
    talk = Negotiation.objects.get().rounds.get()
    send(specialist, here, {"act": "hold", "key": talk.pk, "agreed": "一期120亩"})
    point = {"act": "point", "text": "大工业电价", "side": "bureau", "owner_name": "供电公司"}
    send(specialist, here, point)
    send(specialist, here, {"act": "version", "file": pdf("协议v1.pdf"), "words": "首稿"})

    page = specialist.get(here).content.decode()

    for told in ("距签约还有7天", "一期120亩", "大工业电价", "协议v1.pdf", "地价不低于最低价标准"):
        assert told in page
    word = specialist.get(at(cast, f"{row.pk}/word/"))
    assert "一期120亩" in words_of(word)
    saved = specialist.get(at(cast, f"{row.pk}/version/"))
    assert saved.getvalue().startswith(b"%PDF")
    assert 'name="act"' not in signed_in(cast.gumingzhou).get(here).content.decode()


def test_a_bad_act_says_so_beside_its_field(cast: Cast, specialist: Client) -> None:
    row = a_project(cast)
    here = at(cast, f"{row.pk}/room/")

    answer = send(
        specialist,
        here,
        {"act": "open", "begins_on": "2026-12-16", "signing_at": "2026-11-30T09:00"},
    )

    assert answer.status_code == 422
    assert "早于开始时间" in answer.content.decode()
    assert send(specialist, here, {"act": "dance"}).status_code == 422
    assert not Negotiation.objects.exists()


def test_a_visit_is_planned_printed_and_told(cast: Cast, specialist: Client) -> None:
    row = a_project(cast)
    here = at(cast, f"{row.pk}/receptions/")
    plan = {
        "act": "plan",
        "arrives_at": "2026-11-23T09:00",
        "leaves_at": "2026-11-23T17:00",
        "guests": "云帆董事长一行",
        "guest_count": "6",
        "hosts": "周衡",
        "route": "09:30 C42地块\n11:00 规划展示馆",
        "meal_yuan": "80",
    }
    send(specialist, here, plan)
    made = Reception.objects.get()
    word = specialist.get(at(cast, f"{row.pk}/word/"), {"part": "reception", "key": made.pk})
    send(specialist, here, {"act": "end", "key": made.pk, "result": "看好C42"})

    page = specialist.get(here).content.decode()
    assert "规划展示馆" in words_of(word)
    assert "看好C42" in page
    assert "80元/人" in page


def test_a_walk_is_drawn_on_the_page_of_the_project(cast: Cast, specialist: Client) -> None:
    row, parcel = a_project(cast), a_parcel(cast)
    here = at(cast, f"{row.pk}/walk/")

    wrong = send(specialist, here, {"words": "走了一圈", "parcels": "没有的地块"})
    gpx = SimpleUploadedFile("走.gpx", GPX, "application/gpx+xml")
    send(specialist, here, {"words": "走了一圈", "parcels": parcel.number, "gpx": gpx})
    send(specialist, here, {"words": "再走", "points": "[[120.47,30.29],[120.48,30.29]]"})

    assert "没有编号为没有的地块的地块" in wrong.content.decode()
    assert sorted(walk.metres for walk in SiteWalk.objects.all()) == [556, 960]
    page = specialist.get(at(cast, f"{row.pk}/")).content.decode()
    assert page.count('class="ground"') == 2
    assert parcel.number in page


@pytest.mark.parametrize("points", ["[1]", "{}", "[[1]]", '[["a","b"]]', "[[1e999,2]]", "x"])
def test_points_that_are_none_are_refused(cast: Cast, specialist: Client, points: str) -> None:
    row = a_project(cast)

    answer = send(specialist, at(cast, f"{row.pk}/walk/"), {"words": "走", "points": points})

    assert answer.status_code == 422


def test_a_trip_with_its_meetings_stands_on_a_drawing(cast: Cast, specialist: Client) -> None:
    row = a_project(cast)
    given = {
        "act": "plan",
        "title": "长三角航空招商",
        "from_on": "2026-11-22",
        "until_on": "2026-11-24",
        "cities": "上海、苏州",
        "members": "周衡、叶汀",
    }
    send(specialist, at(cast, "trips/new/"), given)
    trip = Trip.objects.get()
    here = at(cast, f"trips/{trip.pk}/")
    meet = {
        "act": "meet",
        "when": "2026-11-23T10:00",
        "city": "3205",
        "with_whom": "战略部",
        "project": row.number,
    }
    send(specialist, here, meet)
    key = trip.meetings.get().pk
    send(specialist, here, {"act": "told", "key": key, "result": "年内来园"})
    send(specialist, here, {"act": "end", "result": "两家有意", "travel_yuan": "2300"})

    page = specialist.get(here).content.decode()
    assert "年内来园" in page
    assert "2,300元" in page
    assert 'class="ground"' in page
    assert "上海" in specialist.get(at(cast, "trips/")).content.decode()
    assert row.touches.get().kind == "trip"


def test_a_review_goes_from_its_opening_over_the_bureau_to_the_decision(
    cast: Cast, specialist: Client
) -> None:
    a_criterion(cast)
    row = a_project(cast, about="复材结构件")
    here = at(cast, f"{row.pk}/review/")
    send(specialist, here, {"act": "open", "days": "5", "pass_mark": "60", "units": cast.power.pk})
    review = AdmissionReview.objects.get()
    opinion, score = review.opinions.get(), review.scores.get()
    liaison = signed_in(cast.liaison)
    assert row.name in liaison.get(at(cast, "opinions/")).content.decode()
    theirs = at(cast, f"opinions/{opinion.pk}/")
    assert "复材结构件" in liaison.get(theirs).content.decode()
    send(liaison, theirs, {"verdict": "agree"})
    refused = send(specialist, here, {"act": "decide", "state": "passed", "minutes": "纪要"})
    send(specialist, here, {"act": "score", f"score_{score.criterion_id}": "88"})
    send(specialist, here, {"act": "decide", "state": "passed", "minutes": "一致同意"})

    assert refused.status_code == 422
    review.refresh_from_db()
    assert review.state == "passed"
    word = specialist.get(at(cast, f"{row.pk}/word/"), {"part": "review", "key": review.pk})
    assert "一致同意" in words_of(word)
    assert liaison.get(at(cast, f"{row.pk}/")).status_code == 403


def test_promises_are_entered_reported_and_paid(cast: Cast, specialist: Client) -> None:
    row = a_project(cast)
    here = at(cast, f"{row.pk}/promises/")
    promise = {"act": "commit", "kind": "tax_per_mu", "amount": "30", "due_on": "2025-12-31"}
    send(specialist, here, {**promise, "source": "agreement"})
    key = row.commitments.get().pk
    send(specialist, here, {"act": "report", "key": key, "year": "2025", "amount": "28"})
    send(specialist, here, {"act": "subsidy", "name": "设备补助", "amount_wan": "500万"})
    paid = {"act": "pay", "key": row.subsidies.get().pk, "paid_wan": "200", "paid_on": "2026-11-01"}
    send(specialist, here, paid)

    page = specialist.get(here).content.decode()
    for told in ("未兑现", "待兑付300 万元", "容积率", "设备补助"):
        assert told in page


def test_is_signed_and_taken_back_from_its_page(cast: Cast, specialist: Client) -> None:
    row = a_project(cast, stage="talks", firm="云帆（演示）", land_mu=100)
    here = at(cast, f"{row.pk}/sign/")

    wrong = send(specialist, here, {"signed_on": "2026-11-23", "enterprise": "没有这家"})
    send(specialist, here, {"signed_on": "2026-11-23", "wants_site": "on"})

    assert "企业库里没有" in wrong.content.decode()
    row.refresh_from_db()
    assert row.stage.code == "signed"
    assert "云帆（演示）" in specialist.get(here).content.decode()
    send(specialist, here, {"undo": "1"})
    row.refresh_from_db()
    assert row.stage.code == "talks"


def test_a_book_is_looked_at_before_it_is_handed_over(cast: Cast) -> None:
    a_project(cast)
    head, here = signed_in(cast.zhouheng), at(cast, "team/")
    given = {"giver": cast.yeting.pk, "taker": cast.zhouheng.pk}

    looked = send(head, here, given)
    assert "1个项目" in looked.content.decode()
    assert not BookHandOver.objects.exists()
    send(head, here, {**given, "sure": "1"})
    assert Project.objects.get().owner == cast.zhouheng
    send(head, here, {"undo": BookHandOver.objects.get().pk})
    assert Project.objects.get().owner == cast.yeting


class TestTheLooks:
    @pytest.fixture
    def told(self, cast: Cast) -> Project:
        by = cast.acts(cast.yeting)
        row = a_project(cast, stage="talks", city="西安", investment_wan=5000)
        services.plan_step(project=row, next_step="送草案", next_on=NOON.date(), by=by, at=NOON)
        gone = a_project(cast, "卫星总装（演示）", stage="contact", city="西安")
        services.lose(project=gone, reason="elsewhere", words="落户外省", by=by, at=NOON)
        return row

    def test_the_cities_are_drawn(self, cast: Cast, specialist: Client, told: Project) -> None:
        page = specialist.get(at(cast, "origins/")).content.decode()

        assert "西安" in page
        assert "ground-point" in page

    def test_the_month_shows_steps_and_comes_as_a_file(
        self, cast: Cast, specialist: Client, told: Project
    ) -> None:
        page = specialist.get(at(cast, "calendar/"), {"month": "2026-11", "mine": "1"})
        file = specialist.get(at(cast, "calendar/"), {"ics": "1"}).content.decode()

        assert told.name in page.content.decode()
        assert "BEGIN:VEVENT" in file
        assert "DTSTART:20261123T010000Z" in file
        for month in ("2026-13", "9999-01", "x", "0001-01"):
            assert specialist.get(at(cast, "calendar/"), {"month": month}).status_code == 200

    def test_the_funnel_counts_how_far_they_came(
        self, cast: Cast, specialist: Client, told: Project
    ) -> None:
        rows = specialist.get(at(cast, "funnel/")).context["rows"]

        reached = {row.cells[0]: row.cells[1] for row in rows}
        assert (reached["线索"], reached["接洽"], reached["洽谈"]) == ("2", "2", "1")

    def test_the_lost_say_why(self, cast: Cast, specialist: Client, told: Project) -> None:
        page = specialist.get(at(cast, "lost/")).content.decode()

        assert "落户外地" in page
        assert "卫星总装" in page

    def test_the_forecast_is_honest_about_a_small_record(
        self, cast: Cast, specialist: Client, told: Project
    ) -> None:
        page = specialist.get(at(cast, "ahead/")).content.decode()

        assert "记录中只有0次签约" in page
        assert told.name in page
        assert specialist.get(at(cast, "ahead/"), {"pipeline": "funds"}).status_code == 200


@pytest.mark.parametrize(
    "path", ["team/", "origins/", "funnel/", "lost/", "ahead/", "calendar/", "trips/"]
)
def test_a_page_of_figures_asks_as_often_with_twelve_projects_as_with_one(
    cast: Cast, path: str
) -> None:
    head = signed_in(cast.zhouheng)
    a_project(cast, city="苏州", investment_wan=100)
    head.get(at(cast, path))
    with CaptureQueriesContext(connection) as one:
        head.get(at(cast, path))
    for number in range(12):
        stage = ("", "talks")[number % 2]
        a_project(cast, f"第{number}号（演示）", stage=stage, city="西安", investment_wan=number)
    services.lose(
        project=Project.objects.latest("pk"), reason="silent", by=cast.acts(cast.yeting), at=NOON
    )
    head.get(at(cast, path))

    with CaptureQueriesContext(connection) as many:
        assert head.get(at(cast, path)).status_code == 200

    # Two more where nothing was to be forecast, or nobody was lost.
    assert 0 <= len(many) - len(one) <= 2 and len(many) <= 14


def test_the_team_page_names_who_stands_in_for_whoever_is_away(cast: Cast) -> None:
    a_project(cast)
    Absence.objects.create(
        park=cast.park,
        absent=cast.yeting,
        deputy=cast.zhouheng,
        from_on=NOON.date(),
        until_on=NOON.date(),
        entered_by=cast.zhouheng,
        entered_at=NOON,
    )

    page = signed_in(cast.zhouheng).get(at(cast, "team/")).content.decode()

    assert f"不在岗，由{cast.zhouheng.name}代理" in page


def test_the_form_offers_the_nodes_of_the_chains_and_numbers_without_zeros(
    cast: Cast, specialist: Client
) -> None:
    row = a_project(cast, land_mu=210)

    page = specialist.get(at(cast, f"{row.pk}/edit/")).content.decode()

    assert '<datalist id="chain-nodes"><option value="' in page
    assert 'value="210"' in page
