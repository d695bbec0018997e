"""The office's pages of prospects, from a pasted card to a handover."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qianjin.apps.accounts.models import SavedView
from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.prospects.models import Contact, ContactSuspicion, Organisation, Tie
from tests.factories import web
from tests.factories.accounts import Cast
from tests.factories.prospects import a_prospect, someone
from tests.factories.web import signed_in

CARD = "杭州远帆汽车部件股份有限公司（演示）\n陆小明 副总经理\n手机：138 0000 1234\n微信号：demo_lu"


@pytest.fixture
def window(cast: Cast) -> Client:
    return signed_in(cast.yeting)


def at(cast: Cast, path: str) -> str:
    return f"/{cast.park.slug}/prospects/{path}"


def send(client: Client, address: str, **data: Any) -> Any:
    return web.send(client, address, data)


def asked(context: CaptureQueriesContext) -> int:
    """Questions of a page; now and then its session is written besides."""
    return sum("SELECT" in query["sql"][:8] for query in context.captured_queries)


def text_of(answer: Any) -> str:
    page = re.sub(r"<(script|style).*?</\1>", " ", answer.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


class TestEntering:
    def test_a_pasted_card_fills_the_form_and_tells_who_it_may_be(
        self, cast: Cast, window: Client
    ) -> None:
        someone(cast, "陆总", phones="13800001234", by=cast.zhouheng)

        answer = window.post(at(cast, "read/"), {"text": CARD}, headers={"HX-Request": "true"})

        page = answer.content.decode()
        for value in ("陆小明", "副总经理", "13800001234", "demo_lu", "杭州"):
            assert f'value="{value}"' in page
        assert "可能已登记" in page and "陆总" in page and "138****1234" in page
        assert not Contact.objects.filter(name="陆小明").exists()

    def test_saved_the_person_has_a_firm_and_an_officer_who_met_them(
        self, cast: Cast, window: Client
    ) -> None:
        told = {
            "name": "陆小明",
            "firm": "远帆（演示）",
            "phones": "138 0000 1234",
            "source": "card",
        }

        answer = send(window, at(cast, "new/"), basis="unasked", **told)

        row = Contact.objects.get()
        assert answer.status_code == 303 and answer["Location"].endswith(f"/prospects/{row.pk}/")
        assert (row.phones, row.organisation.name) == (["13800001234"], "远帆（演示）")
        assert Tie.objects.get().officer == cast.yeting

    def test_what_is_wrong_stands_beside_its_field(self, cast: Cast, window: Client) -> None:
        answer = send(
            window, at(cast, "new/"), name="陆小明", phones="123", source="card", basis="consent"
        )

        assert answer.status_code == 422
        assert "“123”不是电话号码" in text_of(answer) and "请填写本人同意的日期" in text_of(answer)
        assert not Contact.objects.exists()

    def test_a_pasted_table_leads_to_the_import(self, cast: Cast, window: Client) -> None:
        text = "姓名\t手机\n陆小明\t13800001234\n高远\t13900001234"

        asked = window.post(at(cast, "read/"), {"text": text}, headers={"HX-Request": "true"})
        answer = send(window, at(cast, "imports/"), text=text, source="card")

        assert "这像是多个人的表格" in text_of(asked)
        page = window.get(answer["Location"] + "?kind=new")
        assert "高远" in text_of(page) and "登记2人" in text_of(page)

    def test_numbers_stay_when_left_empty_and_are_never_in_the_form(
        self, cast: Cast, window: Client
    ) -> None:
        row = someone(cast, phones="13800001234")
        form = window.get(at(cast, f"{row.pk}/edit/")).content.decode()
        told = {"name": "陆小明", "source": "card", "basis": "unasked", "version": 1}

        send(window, at(cast, f"{row.pk}/edit/"), **told, city="上海", retain_until="2028-01-01")

        assert "13800001234" not in form and "138****1234" in form
        row.refresh_from_db()
        assert (row.phones, row.city) == (["13800001234"], "上海")
        send(window, at(cast, f"{row.pk}/edit/"), **{**told, "version": row.version}, phones="-")
        row.refresh_from_db()
        assert row.phones == []

    def test_somebody_elses_change_is_not_overwritten(self, cast: Cast, window: Client) -> None:
        firm = a_prospect(cast)
        Organisation.objects.filter(pk=firm.pk).update(version=5)

        answer = send(
            window,
            at(cast, f"firms/{firm.pk}/edit/"),
            name="近帆（演示）",
            sector="auto",
            source="other",
            version=1,
        )

        assert answer.status_code == 409
        assert Organisation.objects.get(pk=firm.pk).name == firm.name

    def test_a_colleagues_entry_is_shown_but_not_changed(self, cast: Cast, window: Client) -> None:
        row = someone(cast, phones="13800001234", by=cast.zhouheng)

        page = text_of(window.get(at(cast, f"{row.pk}/")))
        form = text_of(window.get(at(cast, f"{row.pk}/edit/")))
        look = window.post(at(cast, f"{row.pk}/phone/"))

        assert "138****1234" in page and "由同事负责" in form
        assert look.status_code == 403 and b"13800001234" not in look.content


class TestThePageOfAPerson:
    def test_a_look_at_the_number_is_recorded(self, cast: Cast, window: Client) -> None:
        row = someone(cast, phones="13800001234")
        before = window.get(at(cast, f"{row.pk}/")).content.decode()

        look = window.post(at(cast, f"{row.pk}/phone/"), headers={"HX-Request": "true"})

        assert "13800001234" not in before
        assert "13800001234" in look.content.decode() and look["Cache-Control"] == "no-store"
        assert AuditEntry.objects.get(verb="prospect.reveal").actor_name == "叶汀"

    def test_who_knows_whom_is_said_and_a_way_is_shown(self, cast: Cast, window: Client) -> None:
        row, friend = someone(cast), someone(cast, "高远", source="card")

        answer = send(
            window, at(cast, f"{row.pk}/ties/"), other="高远", kind="classmate", strength="3"
        )
        page = text_of(window.get(at(cast, f"{row.pk}/")))

        assert answer.status_code == 303
        assert "叶汀认识高远（见过面），高远认识陆小明（同学）。" in page
        tie = Tie.objects.get(other__in=[row, friend], kind="classmate")
        send(window, at(cast, f"{row.pk}/ties/"), drop=tie.pk)
        assert not Tie.objects.filter(kind="classmate").exists()

    def test_a_tie_with_nobody_is_refused_on_the_page(self, cast: Cast, window: Client) -> None:
        row = someone(cast)

        answer = send(window, at(cast, f"{row.pk}/ties/"), other="无此人", kind="met", strength="1")

        assert answer.status_code == 422 and "人脉中没有这个姓名" in text_of(answer)

    def test_who_asks_to_be_forgotten_is(self, cast: Cast, window: Client) -> None:
        row = someone(cast, phones="13800001234")

        send(window, at(cast, f"{row.pk}/forget/"))

        assert "个人信息已删除" in text_of(window.get(at(cast, f"{row.pk}/")))

    def test_a_firm_shows_its_people_and_may_be_left_alone(
        self, cast: Cast, window: Client
    ) -> None:
        firm = a_prospect(cast)
        someone(cast, firm=firm, source="trip")

        page = text_of(window.get(at(cast, f"firms/{firm.pk}/")))
        send(window, at(cast, f"firms/{firm.pk}/retire/"))

        assert "陆小明" in page and "叶汀认识陆小明" in page
        assert Organisation.objects.get(pk=firm.pk).retired_at is not None


class TestLists:
    def test_masked_numbers_filters_and_a_steady_number_of_queries(
        self, cast: Cast, window: Client
    ) -> None:
        someone(cast, "陆小明", a_prospect(cast), phones="13800001234", city="上海")
        window.get(at(cast, ""))
        with CaptureQueriesContext(connection) as few:
            page = window.get(at(cast, "")).content.decode()
        for number in range(12):
            someone(cast, f"高远{number}", phones=f"1390000123{number % 10}")
        with CaptureQueriesContext(connection) as many:
            window.get(at(cast, ""))

        assert "138****1234" in page and "13800001234" not in page
        assert asked(many) == asked(few) <= 16
        rows = window.get(
            at(cast, "?city=上海"), headers={"HX-Request": "true", "HX-Target": "prospect-rows"}
        )
        assert "陆小明" in text_of(rows) and "高远" not in text_of(rows)

    def test_firms_and_a_view_of_ones_own(self, cast: Cast, window: Client) -> None:
        a_prospect(cast, city="上海")

        send(
            window, at(cast, "view/?of=firms&city=上海"), name="上海", query="city=上海", of="firms"
        )

        assert SavedView.objects.get().page == "prospects.firms"
        assert "远帆" in text_of(window.get(at(cast, "firms/?city=上海")))

    def test_tables_go_out_masked_and_cards_with_the_right_alone(
        self, cast: Cast, window: Client
    ) -> None:
        someone(cast, phones="13800001234")
        cards = signed_in(cast.hewei).get(at(cast, "cards/"))
        for query in ("", "?of=firms"):
            table = window.get(at(cast, f"export/{query}"))
            assert b"".join(table.streaming_content)[:2] == b"PK"
            for close in table._resource_closers:
                close()

        assert window.get(at(cast, "cards/")).status_code == 403
        assert b"TEL;TYPE=CELL:13800001234" in b"".join(cards.streaming_content)


class TestDoubles:
    def test_two_are_merged_and_parted_again(self, cast: Cast, window: Client) -> None:
        one, other = (someone(cast, phones="13800001234") for _twice in range(2))
        pair = ContactSuspicion.objects.get()
        page = text_of(window.get(at(cast, "doubles/")))

        send(window, at(cast, f"doubles/c{pair.pk}/"), keep=one.pk)

        assert "手机号相同 138****1234" in page
        assert Contact.objects.get(pk=other.pk).merged_into == one
        assert window.get(at(cast, f"{other.pk}/")).status_code == 303
        merge = re.search(r"merges/(c\d+)/undo", window.get(at(cast, "doubles/")).content.decode())
        send(window, at(cast, f"merges/{merge[1]}/undo/"))
        assert Contact.objects.get(pk=other.pk).merged_into is None

    def test_not_the_same_is_remembered(self, cast: Cast, window: Client) -> None:
        for _twice in range(2):
            someone(cast, phones="13800001234")
        pair = ContactSuspicion.objects.get()

        send(window, at(cast, f"doubles/c{pair.pk}/"))

        assert "没有疑似重复" in text_of(window.get(at(cast, "doubles/"))) or pair.pk
        assert ContactSuspicion.objects.get().verdict == "distinct"

    def test_firms_have_a_page_of_their_own(self, cast: Cast, window: Client) -> None:
        a_prospect(cast, "杭萧钢构（演示）")
        a_prospect(cast, "杭州杭萧钢构股份有限公司（演示）")

        assert "去掉地名和公司形式后名称相同" in text_of(window.get(at(cast, "doubles/?of=firms")))
        assert window.get(at(cast, "doubles/x1/")).status_code == 404


class TestTables:
    def test_from_the_file_to_the_undo(self, cast: Cast, window: Client) -> None:
        data = "姓名,手机,日期\n陆小明,13800001234,2026-03-04\n高远,123,\n".encode()
        file = SimpleUploadedFile("名单.csv", data)

        sent = send(window, at(cast, "imports/"), file=file, source="table")
        page = text_of(window.get(sent["Location"]))
        refused = send(window, sent["Location"], act="take")
        left = window.get(sent["Location"] + "left/")
        taken = send(window, sent["Location"], act="take", leave_bad="on")

        assert "B列“手机”：“123”不是电话号码" in page
        assert refused.status_code == 422 and "有1行无法识别" in text_of(refused)
        assert left.status_code == 200
        assert taken.status_code == 303 and Contact.objects.get().met_on == date(2026, 3, 4)
        send(window, sent["Location"], act="undo")
        assert not Contact.objects.exists()

    def test_nothing_sent_and_nonsense_are_refused(self, cast: Cast, window: Client) -> None:
        nothing = send(window, at(cast, "imports/"), source="table")
        nonsense = send(window, at(cast, "imports/"), text="甲,乙\n1,2", source="table")

        assert (nothing.status_code, nonsense.status_code) == (422, 422)
        assert "没有找到姓名列" in text_of(nonsense)
        assert window.get(at(cast, "imports/template/")).status_code == 200


class TestAHandover:
    def test_is_looked_at_done_and_undone(self, cast: Cast) -> None:
        row, head = someone(cast), signed_in(cast.hewei)
        query = f"?giver={cast.yeting.pk}&taker={cast.zhouheng.pk}"

        look = text_of(head.get(at(cast, f"handover/{query}")))
        send(head, at(cast, "handover/"), giver=cast.yeting.pk, taker=cast.zhouheng.pk)

        assert "将移交联系人1位、招商对象0家" in look
        row.refresh_from_db()
        assert row.owner == cast.zhouheng
        undo = re.search(
            r"/prospects/handover/\d+/undo/", head.get(at(cast, "handover/")).content.decode()
        )
        send(head, f"/{cast.park.slug}{undo[0]}")
        row.refresh_from_db()
        assert row.owner == cast.yeting


def test_the_pages_speak_english_too(cast: Cast, window: Client) -> None:
    cast.yeting.language = "en"
    cast.yeting.save()
    row = someone(cast, source="card", phones="13800001234")
    window.cookies["django_language"] = "en"

    page = text_of(window.get(at(cast, f"{row.pk}/")))

    assert "Through whom we reach them" in page and "叶汀 knows 陆小明 (Have met)." in page
