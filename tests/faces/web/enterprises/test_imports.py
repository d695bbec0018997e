"""Taking a table over in the browser: sent, looked at, decided, taken over, undone."""

from __future__ import annotations

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from qianjin.apps.enterprises import selectors, services
from qianjin.apps.enterprises.models import Enterprise, ImportBatch
from qianjin.units.spreadsheet import read_table
from tests.factories.accounts import the_cast
from tests.factories.enterprises import an_enterprise
from tests.factories.parks import NOON, a_park
from tests.factories.tables import DAWN, FAR, HEADINGS, a_messy_workbook, a_workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(cast) -> Client:
    client = Client()
    client.force_login(cast.linyue)
    return client


def at(cast, tail: str = "") -> str:
    return f"/{cast.park.slug}/enterprises/imports/{tail}"


def sent(client: Client, address: str, **fields):
    return client.post(address, {"once": uuid.uuid4().hex, **fields})


def uploaded(client: Client, cast, data: bytes, name: str = "台账.xlsx"):
    return sent(client, at(cast, "new/"), file=SimpleUploadedFile(name, data))


def a_batch(cast, data: bytes | None = None) -> ImportBatch:
    return services.upload(
        park=cast.park,
        data=data or a_messy_workbook(),
        file_name="台账.xlsx",
        by=cast.acts(cast.linyue),
        at=NOON,
    )


def taken_over(client: Client, cast, batch: ImportBatch):
    batch.refresh_from_db()
    address = at(cast, f"{batch.pk}/take-over/")
    return sent(client, address, fingerprint=batch.outcome["fingerprint"])


class TestSending:
    def test_a_table_leads_to_its_preview(self, client, cast):
        response = uploaded(client, cast, a_messy_workbook())

        batch = ImportBatch.objects.get()
        assert response.status_code == 303
        assert response["Location"] == at(cast, f"{batch.pk}/")

    def test_a_double_click_sends_one_table(self, client, cast):
        for _click in range(2):
            client.post(
                at(cast, "new/"),
                {"once": "same", "file": SimpleUploadedFile("台账.xlsx", a_messy_workbook())},
            )

        assert ImportBatch.objects.count() == 1

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            (b"", "没有填写任何内容"),
            (b"PK\x03\x04 broken", "损坏"),
            (b"<html><table></table></html>", "网页"),
            (b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200), "不是"),
        ],
    )
    def test_a_file_that_is_no_table_is_refused_with_a_sentence(self, client, cast, data, sentence):
        response = uploaded(client, cast, data)

        assert response.status_code == 422
        assert sentence in response.content.decode()
        assert not ImportBatch.objects.exists()

    def test_too_many_rows_are_refused_with_what_to_do(self, client, cast):
        rows = [("企业名称",), *((f"企业{number}",) for number in range(5100))]

        response = uploaded(client, cast, a_workbook(rows))

        assert response.status_code == 422
        assert "5050" in response.content.decode()

    def test_a_csv_of_an_older_system_is_read(self, client, cast):
        data = "企业名称,联系电话\n云帆航空有限公司,\n".encode("gbk")

        response = uploaded(client, cast, data, "导出.csv")

        assert "云帆航空有限公司" in client.get(response["Location"]).content.decode()

    def test_the_template_is_read_again_in_both_languages(self, client, cast):
        for language in ("zh-hans", "en"):
            client.cookies["django_language"] = language
            answer = client.get(at(cast, "template/"))
            data = b"".join(answer.streaming_content)

            uploaded(client, cast, data)

            batch = ImportBatch.objects.latest("pk")
            assert len(batch.mapping["columns"]) == len(read_table(data).texts()[0]), language
            assert batch.outcome["counts"]["bad"] == 0, batch.rows.get().judged["why"]


class TestThePreview:
    def test_marks_each_bad_cell_with_its_reason(self, client, cast):
        batch = a_batch(cast)

        text = client.get(at(cast, f"{batch.pk}/")).content.decode()

        assert text.count('class="is-wrong"') == 4
        assert "造船飞天" in text
        assert "第 3 行“杭州旭升精密机械有限公司”用了同一个信用代码" in text

    def test_shows_one_kind_of_rows(self, client, cast):
        batch = a_batch(cast)

        text = client.get(at(cast, f"{batch.pk}/?show=bad")).content.decode()

        assert "远山新材料有限公司" in text
        assert "𠮷田工业" not in text

    def test_says_the_reasons_in_the_language_of_the_reader(self, client, cast):
        batch = a_batch(cast)
        client.cookies["django_language"] = "en"

        text = client.get(at(cast, f"{batch.pk}/")).content.decode()

        assert "is no industry of GB/T 4754-2017" in text

    def test_turns_its_pages_and_does_not_grow_with_the_table(
        self, client, cast, django_assert_max_num_queries
    ):
        small = a_batch(cast, a_workbook([("企业名称",), ("云帆航空有限公司",)]))
        rows = [("企业名称",), *((f"{number}号{number * 7}厂",) for number in range(200))]
        large = a_batch(cast, a_workbook(rows))
        client.get(at(cast, f"{small.pk}/"))

        with django_assert_max_num_queries(9):
            first = client.get(at(cast, f"{large.pk}/")).content.decode()
        second = client.get(at(cast, f"{large.pk}/?after=26")).content.decode()
        back = client.get(at(cast, f"{large.pk}/?before=27")).content.decode()

        assert first.count('data-label="企业"') == 25
        assert "24号168厂" in first and "25号175厂" not in first
        assert "25号175厂" in second and "24号168厂" not in second
        assert "0号0厂" in back and "25号175厂" not in back

    def test_a_choice_is_kept(self, client, cast):
        entry = an_enterprise(cast.park, "杭州星海电子有限公司")
        batch = a_batch(cast, a_workbook([("企业名称",), ("杭州星海电子科技有限公司",)]))

        sent(client, at(cast, f"{batch.pk}/rows/"), **{"row-2": f"update:{entry.pk}"})

        assert batch.rows.get().kind == "update"

    def test_the_columns_can_be_corrected(self, client, cast):
        batch = a_batch(
            cast, a_workbook([("企业名称", "别的"), ("云帆航空有限公司", "江东大道 1 号")])
        )

        answer = sent(
            client, at(cast, f"{batch.pk}/columns/"), header_row="0", c0="name", c1="address"
        )

        assert answer["Location"] == at(cast, f"{batch.pk}/")
        batch.refresh_from_db()
        assert batch.mapping["columns"] == {"name": 0, "address": 1}

    def test_two_columns_cannot_mean_one_thing(self, client, cast):
        batch = a_batch(cast, a_workbook([("企业名称", "别的"), ("云帆航空有限公司", "路")]))

        answer = sent(
            client, at(cast, f"{batch.pk}/columns/"), header_row="0", c0="name", c1="name"
        )

        assert answer.status_code == 422


class TestTakingOver:
    def test_leads_to_what_became_of_each_row(self, client, cast):
        batch = a_batch(cast)

        answer = taken_over(client, cast, batch)
        text = client.get(answer["Location"]).content.decode()

        assert Enterprise.objects.filter(credit_code=DAWN).exists()
        assert "4 行没有导入" in text
        assert "第 7 行" in text

    def test_from_two_windows_is_one_import(self, client, cast):
        batch = a_batch(cast)
        fingerprint = batch.outcome["fingerprint"]

        for _window in range(2):
            sent(client, at(cast, f"{batch.pk}/take-over/"), fingerprint=fingerprint)

        assert Enterprise.objects.filter(credit_code=DAWN).count() == 1

    def test_an_outdated_preview_is_shown_anew_and_changes_nothing(self, client, cast):
        batch = a_batch(cast)
        an_enterprise(cast.park, "杭州旭升精密机械有限公司", credit_code=DAWN)

        answer = taken_over(client, cast, batch)

        assert answer["Location"] == at(cast, f"{batch.pk}/")
        assert "请再看一遍" in client.get(answer["Location"]).content.decode()
        assert batch.rows.get(number=3).kind == "update"
        assert Enterprise.objects.filter(credit_code=DAWN).count() == 1

    def test_the_error_rows_are_an_excel_table(self, client, cast):
        batch = a_batch(cast)
        taken_over(client, cast, batch)

        answer = client.get(at(cast, f"{batch.pk}/left-out/"))
        rows = read_table(io.BytesIO(b"".join(answer.streaming_content)).getvalue()).texts()

        assert rows[0] == [*HEADINGS, "问题"]
        assert rows[1][2] == FAR[:-1] + "W"
        assert len(rows) == 5

    def test_can_be_undone_from_its_page(self, client, cast):
        batch = a_batch(cast)
        taken_over(client, cast, batch)

        answer = sent(client, at(cast, f"{batch.pk}/undo/"))

        assert "已撤销" in client.get(answer["Location"]).content.decode()
        assert not Enterprise.objects.filter(credit_code=DAWN).exists()

    def test_undoing_what_was_built_upon_says_why_not(self, client, cast):
        batch = a_batch(cast)
        taken_over(client, cast, batch)
        entry = Enterprise.objects.get(credit_code=DAWN)
        services.note(enterprise=entry, text="来电", by=cast.acts(cast.linyue), at=NOON)

        answer = sent(client, at(cast, f"{batch.pk}/undo/"))

        assert entry.name in client.get(answer["Location"]).content.decode()
        assert Enterprise.objects.filter(pk=entry.pk).exists()


class TestTheList:
    def test_names_each_import_with_its_outcome(self, client, cast):
        taken_over(client, cast, a_batch(cast))

        text = client.get(at(cast)).content.decode()

        assert "台账.xlsx" in text
        assert "新增 2 家" in text

    def test_an_empty_list_offers_the_first_import(self, client, cast):
        assert at(cast, "new/") in client.get(at(cast)).content.decode()


class TestWhoMay:
    PAGES = ("", "columns/", "result/", "left-out/")
    ACTS = ("rows/", "undecided/", "take-over/", "give-up/", "undo/")

    def test_another_park_answers_as_missing(self, cast):
        batch = a_batch(cast)
        elsewhere = the_cast(a_park())
        stranger = Client()
        stranger.force_login(elsewhere.linyue)

        for tail in self.PAGES:
            assert stranger.get(at(elsewhere, f"{batch.pk}/{tail}")).status_code == 404, tail
        for tail in self.ACTS:
            assert sent(stranger, at(elsewhere, f"{batch.pk}/{tail}")).status_code == 404, tail

    def test_officers_without_the_right_are_refused(self, cast):
        batch = a_batch(cast)
        officer = Client()
        officer.force_login(cast.yeting)

        for tail in ("", "new/", "template/", f"{batch.pk}/", f"{batch.pk}/left-out/"):
            assert officer.get(at(cast, tail)).status_code == 403, tail
        for tail in self.ACTS:
            assert sent(officer, at(cast, f"{batch.pk}/{tail}")).status_code == 403, tail
        assert Enterprise.objects.count() == 2


@pytest.mark.parametrize("tail", ["{pk}/", "{pk}/result/"])
def test_who_comes_back_while_a_table_is_worked_on_is_told_so(
    cast, client, monkeypatch: pytest.MonkeyPatch, tail: str
) -> None:
    batch = a_batch(cast)
    if "result" in tail:
        services.take_over(batch=batch, by=cast.acts(cast.linyue), at=NOON)
    monkeypatch.setattr(selectors, "is_under_way", lambda batch: True)

    page = client.get(at(cast, tail.format(pk=batch.pk)))

    shown = page.content.decode()
    assert page.status_code == 200
    assert "这张表正在处理" in shown
    assert '<meta http-equiv="refresh" content="3">' in shown
    assert "take-over/" not in shown
