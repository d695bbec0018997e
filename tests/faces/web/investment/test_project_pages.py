"""招商页面 The list, the board, one project and what is done with it."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from qianjin.apps.investment import services
from qianjin.apps.investment.models import Project
from tests.factories.accounts import Cast
from tests.factories.investment import a_project, the_stage
from tests.factories.parks import NOON
from tests.factories.prospects import a_prospect, someone
from tests.factories.web import send, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)


def at(cast: Cast, path: str) -> str:
    return f"/{cast.park.slug}/projects/{path}"


class TestTheList:
    def test_shows_projects_with_stage_money_and_next_step(
        self, cast: Cast, specialist: Client
    ) -> None:
        a_project(cast, firm="云帆复材（演示）", investment_wan=224_000, city="3205")

        page = specialist.get(at(cast, "")).content.decode()

        for told in ("航空复材结构件项目（演示）", "云帆复材（演示）", "22.4 亿元", "线索", "苏州"):
            assert told in page

    def test_costs_as_many_queries_with_thirty_projects_as_with_one(
        self, cast: Cast, specialist: Client, django_assert_num_queries: Any
    ) -> None:
        for number in range(30):
            a_project(cast, f"第{number}号项目（演示）")
        specialist.get(at(cast, ""))

        with django_assert_num_queries(QUERIES_OF_LIST):
            page = specialist.get(at(cast, ""))

        assert page.content.decode().count("号项目（演示）") == 25

    @pytest.mark.parametrize("sort", ["newest", "next", "amount", "waiting", "touch"])
    def test_every_order_turns_its_pages_without_losing_a_project(
        self, cast: Cast, specialist: Client, sort: str
    ) -> None:
        for number in range(27):
            a_project(cast, f"第{number:02}号项目（演示）", investment_wan=number % 5 * 100)
        Project.objects.update(next_step="拜访", next_on="2026-12-01")

        first = specialist.get(at(cast, ""), {"sort": sort})
        second = specialist.get(first.context["older"])

        names = [row.cells[0].text for page in (first, second) for row in page.context["rows"]]
        assert len(names) == len(set(names)) == 27
        back = specialist.get(second.context["newer"])
        assert [r.cells[0].text for r in back.context["rows"]] == names[:25]

    @pytest.mark.parametrize("cursor", ["x", "W10", "WyJhZnRlciIsICJOYU4iLCAxXQ", "=" * 9])
    def test_an_unreadable_place_is_the_first_page(
        self, cast: Cast, specialist: Client, cursor: str
    ) -> None:
        a_project(cast)

        for sort in ("newest", "amount", "waiting", "next"):
            query = {"cursor": cursor, "sort": sort, "stage": "9" * 30, "owner": "x"}
            assert specialist.get(at(cast, ""), query).status_code == 200

    def test_joins_aviation_and_space(self, cast: Cast, specialist: Client) -> None:
        a_project(cast, "卫星总装（演示）", sector="space")
        a_project(cast, "座舱电子（演示）", sector="auto")

        page = specialist.get(at(cast, ""), {"sector": "aerospace"}).content.decode()

        assert "卫星总装" in page
        assert "座舱电子" not in page

    def test_finds_by_two_characters_of_the_name_or_the_organisation(
        self, cast: Cast, specialist: Client
    ) -> None:
        a_project(cast, "卫星总装（演示）", firm="星河动力（演示）")
        a_project(cast, "座舱电子（演示）")

        page = specialist.get(at(cast, ""), {"words": "星河"}).content.decode()

        assert "卫星总装" in page
        assert "座舱电子" not in page


class TestTheBoard:
    @pytest.mark.parametrize("field", ["owner", "sector", "city", "words"])
    def test_the_board_is_empty_where_nothing_can_match(self, specialist, cast, field):
        a_project(cast)

        answer = specialist.get(at(cast, "board/"), {field: "9" * 40})

        assert answer.status_code == 200

    def test_shows_lanes_with_counts_and_the_chosen_card(
        self, cast: Cast, specialist: Client
    ) -> None:
        a_project(cast, stage="talks", investment_wan=5000, city="3205")

        page = specialist.get(at(cast, "board/"), {"card": ["city"]})

        shown = page.content.decode()
        assert "苏州" in shown
        assert "5,000 万元" in shown  # the sum of the lane
        assert page.cookies["project_card"].value == "city"
        assert "苏州" in specialist.get(at(cast, "board/")).content.decode()

    def test_a_dragged_card_is_moved_by_the_same_act_and_refused_in_the_same_words(
        self, cast: Cast, specialist: Client
    ) -> None:
        row = a_project(cast)

        moved = _drag(specialist, at(cast, f"{row.pk}/move/"), the_stage(cast.park, "talks").pk)
        refused = _drag(specialist, at(cast, f"{row.pk}/move/"), the_stage(cast.park, "land").pk)

        row.refresh_from_db()
        assert moved.status_code == 200
        assert "洽谈" in json.loads(moved.content)["said"]
        assert refused.status_code == 409
        assert "签约" in json.loads(refused.content)["error"]
        assert row.stage.code == "talks"

    def test_a_colleague_may_look_but_drags_nothing(self, cast: Cast) -> None:
        a_project(cast)

        shown = signed_in(cast.gumingzhou).get(at(cast, "board/")).content.decode()

        assert "航空复材" in shown
        assert "data-move" not in shown


def _drag(client: Client, address: str, stage: int) -> Any:
    body = {"stage": stage, "once": uuid4().hex}
    return client.post(address, body, headers={"Accept": "application/json"})


class TestOneProject:
    def test_is_entered_changed_touched_planned_moved_and_lost_by_its_forms(
        self, cast: Cast, specialist: Client
    ) -> None:
        given = {
            "name": "卫星总装（演示）",
            "organisation": "星河动力（演示）",
            "pipeline": "projects",
            "sector": "space",
            "source": "event",
            "investment_wan": "26亿元",
            "tags": "整星、脉动产线",
        }
        made = send(specialist, at(cast, "new/"), given)
        row = Project.objects.get()
        assert made["Location"] == at(cast, f"{row.pk}/")
        assert row.investment_wan == 260_000

        send(specialist, at(cast, f"{row.pk}/edit/"), {**given, "land_mu": "120", "version": 1})
        touched = {"kind": "call", "words": "约下周来园", "with_whom": "总经理"}
        send(specialist, at(cast, f"{row.pk}/touch/"), touched)
        send(
            specialist,
            at(cast, f"{row.pk}/step/"),
            {"next_step": "接机", "next_on": "2026-12-01"},
        )
        stage = the_stage(cast.park, "inspection")
        send(specialist, at(cast, f"{row.pk}/move/"), {"stage": stage.pk, "words": "来园考察"})

        page = specialist.get(at(cast, f"{row.pk}/")).content.decode()
        for told in ("120 亩", "约下周来园", "接机", "考察", "来园考察", "26 亿元", "脉动产线"):
            assert told in page

        lost = {"reason": "elsewhere", "words": "落户外省", "revive_on": "2029-01-01"}
        send(specialist, at(cast, f"{row.pk}/lost/"), lost)
        page = specialist.get(at(cast, f"{row.pk}/")).content.decode()
        assert "落户外省" in page
        assert "2029年1月1日" in page
        send(specialist, at(cast, f"{row.pk}/lost/"), {"words": "重新接洽"})
        row.refresh_from_db()
        assert row.stage.code == "inspection"

    def test_says_beside_the_field_what_is_wrong(self, cast: Cast, specialist: Client) -> None:
        answer = send(
            specialist,
            at(cast, "new/"),
            {
                "name": "某项目（演示）",
                "pipeline": "projects",
                "sector": "auto",
                "source": "own",
                "investment_wan": "很多钱",
            },
        )

        assert answer.status_code == 422
        assert "850万" in answer.context["form"].errors["investment_wan"][0]
        assert not Project.objects.exists()

    def test_reads_in_english_too(self, cast: Cast) -> None:
        row = a_project(cast, city="3205")
        browser = signed_in(cast.yeting, "en")

        page = browser.get(at(cast, f"{row.pk}/")).content.decode()

        assert "City of origin" in page
        assert "Suzhou" in page


class TestToday:
    def test_the_day_of_a_specialist_shows_what_is_due(
        self, cast: Cast, specialist: Client
    ) -> None:
        row = a_project(cast)
        services.plan_step(
            project=row,
            next_step="送协议草案",
            next_on=NOON.date(),
            by=cast.acts(cast.yeting),
            at=NOON,
        )

        page = specialist.get(f"/{cast.park.slug}/").content.decode()

        assert "送协议草案" in page


class TestStages:
    def test_an_administrator_renames_a_stage_and_adds_one(self, cast: Cast) -> None:
        admin, talks = signed_in(cast.admin), the_stage(cast.park, "talks")

        given = {"name_zh": "深谈", "position": "4", "cold_days": "7", "is_active": "on"}
        send(admin, at(cast, f"stages/{talks.pk}/"), given)
        added = {"pipeline": "projects", "code": "letter", "name_zh": "意向书", "position": "5"}
        send(admin, at(cast, "stages/"), added)

        page = admin.get(at(cast, "stages/")).content.decode()
        assert "深谈" in page
        assert the_stage(cast.park, "letter").meaning == "open"
        assert the_stage(cast.park, "admission").position == 6

    def test_a_stage_in_use_stays(self, cast: Cast) -> None:
        row = a_project(cast)

        answer = send(
            signed_in(cast.admin),
            at(cast, f"stages/{row.stage_id}/"),
            {"name_zh": "线索", "position": "1"},
        )

        assert answer.status_code == 409


QUERIES_OF_LIST = 7


class TestTables:
    def test_from_the_file_to_the_undo(self, cast: Cast, specialist: Client) -> None:
        known = a_project(cast, investment_wan=100)
        head = "编号,项目名称,主导产业,来源,城市,总投资\n"
        row = f"{known.number},{known.name},航空,外出招商,苏州,2亿\n"
        others = ",新项目（演示）,航天,峰会展会,西安,\n,坏项目（演示）,航天,峰会展会,亚特兰蒂斯,\n"
        file = SimpleUploadedFile("项目.csv", (head + row + others).encode())

        sent = send(specialist, at(cast, "import/"), {"file": file})
        page = specialist.get(sent["Location"]).content.decode()
        refused = send(specialist, sent["Location"], {"act": "take"})
        left = specialist.get(sent["Location"] + "left/")
        taken = send(specialist, sent["Location"], {"act": "take", "leave_bad": "on"})

        assert "E列“城市”：" in page
        assert "新增1条，更新1条" in page
        assert refused.status_code == 422 and "有1行无法识别" in refused.content.decode()
        assert left.status_code == 200 and taken.status_code == 303
        known.refresh_from_db()
        assert known.investment_wan == 20_000 and Project.objects.count() == 2
        send(specialist, sent["Location"], {"act": "undo"})
        known.refresh_from_db()
        assert known.investment_wan == 100 and Project.objects.count() == 1

    def test_the_rows_to_be_changed_are_chosen_on_the_page(
        self, cast: Cast, specialist: Client
    ) -> None:
        known = a_project(cast, investment_wan=100)
        data = f"编号,项目名称,总投资\n{known.number},{known.name},2亿\n".encode()
        sent = send(specialist, at(cast, "import/"), {"file": SimpleUploadedFile("项目.csv", data)})
        address = sent["Location"]

        page = specialist.get(address + "?kind=known").content.decode()
        none = send(specialist, address + "?kind=known", {"act": "choose", "shown": "2"})
        refused = send(specialist, address, {"act": "take"})
        send(specialist, address, {"act": "choose", "all": "yes"})
        taken = send(specialist, address, {"act": "take"})

        assert "<del>100</del> → <ins>20000</ins>" in page
        assert none["Location"].endswith("?kind=known") and refused.status_code == 422
        known.refresh_from_db()
        assert taken.status_code == 303 and known.investment_wan == 20_000

    def test_what_is_no_table_is_refused_and_the_template_is_there(
        self, cast: Cast, specialist: Client
    ) -> None:
        file = SimpleUploadedFile("项目.csv", "甲,乙\n1,2".encode())

        assert send(specialist, at(cast, "import/"), {"file": file}).status_code == 422
        assert send(specialist, at(cast, "import/")).status_code == 422
        assert specialist.get(at(cast, "import/template/")).status_code == 200
        assert specialist.get(at(cast, "import/")).status_code == 200


class TestWhomOneCalls:
    def test_the_page_leads_to_the_people_of_the_firm_and_through_whom(
        self, cast: Cast, specialist: Client
    ) -> None:
        firm = a_prospect(cast, "云帆复材（演示）")
        row = a_project(cast, organisation=firm)
        known = someone(cast, "陆小明", firm, phones="13800001234", post="总监", source="card")
        boss = someone(cast, "高远", firm, post="董事长", source="referral")

        page = specialist.get(at(cast, f"{row.pk}/")).content.decode()

        for one in (known, boss):
            assert f"/prospects/{one.pk}/" in page
        assert "138****1234" in page and "13800001234" not in page
        assert (
            "拍板人" in page
            and "陆小明认识高远（" in page
            and f"/prospects/firms/{firm.pk}/" in page
        )

    def test_a_firm_without_people_says_so_and_a_project_without_a_firm_nothing(
        self, cast: Cast, specialist: Client
    ) -> None:
        bare = a_project(cast)
        empty = a_project(cast, "卫星总装（演示）", firm="星河（演示）")

        assert "对接人" not in specialist.get(at(cast, f"{bare.pk}/")).content.decode()
        assert "对接人" in specialist.get(at(cast, f"{empty.pk}/")).content.decode()
