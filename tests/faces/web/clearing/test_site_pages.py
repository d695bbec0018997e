"""The pages of sites for projects, from the need to the choice."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from docx import Document

from qianjin.apps.clearing import services
from qianjin.apps.clearing.models import (
    SiteNeed,
    SiteSearch,
)
from tests.factories.clearing import (
    a_need,
    an_acquisition,
    cleared,
    run_notice,
)
from tests.factories.land import a_parcel, a_village
from tests.factories.parks import NOON
from tests.factories.web import send, signed_in


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("qianjin.apps.parks.services.files.MEDIA", tmp_path)
    monkeypatch.setattr("qianjin.faces.gate.files.MEDIA", tmp_path)


@pytest.fixture
def head(cast):
    return signed_in(cast.gumingzhou)


def here(cast, path: str = "") -> str:
    return f"/{cast.park.slug}/{path}"


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


class TestSites:
    @pytest.fixture
    def row(self, cast):
        made = [
            a_parcel(cast, 100 * n, number=f"S{n}", price_per_mu=Decimal(price))
            for n, price in enumerate((80, 30, 35, 60))
        ]
        services.refresh(park=cast.park, at=timezone.now())
        return made

    def _search(self, need: SiteNeed) -> None:
        search = SiteSearch.objects.get(need=need)
        services.work_out(need_id=need.pk, run=search.run, at=timezone.now())

    def test_a_need_is_searched_in_the_background_and_its_answer_explained(self, head, cast, row):
        said = {"name": "演示·项目", "mu_min": "30", "mu_max": "31", "max_parcels": "4"}
        opened = send(head, here(cast, "sites/new/"), said)
        need = SiteNeed.objects.get()
        page = here(cast, f"sites/{need.pk}/")
        assert opened["Location"].endswith(page)
        waiting = head.get(page).content.decode()
        assert 'hx-trigger="load delay:1500ms"' in waiting
        self._search(need)

        piece = head.get(page, headers={"HX-Request": "true", "HX-Target": "answers"})
        shown = text_of(piece)

        assert "<html" not in piece.content.decode()
        assert "S1" in shown
        assert "已证最优" in shown
        assert "满足全部条件且最省" in shown
        assert "怎样可以更早" in shown
        assert "<svg" in piece.content.decode()
        chosen = send(head, f"{page}choose/", {"parcels": f"{row[1].pk},{row[2].pk}"})
        assert chosen.status_code == 303
        assert "选定地块" in text_of(head.get(page))

    def test_the_answers_are_handed_out_printed_and_as_word(self, head, cast, row):
        need = a_need(cast, mu_min=Decimal(30), mu_max=Decimal(31))
        other = a_need(cast, name="别的项目", mu_min=Decimal(30), mu_max=Decimal(31))
        for one in (need, other):
            self._search(one)
        by = cast.acts(cast.gumingzhou)
        services.choose_site(need=other, parcels=[row[1].pk, row[2].pk], by=by, at=NOON)
        found = SiteSearch.objects.get(need=need).answer["sites"]

        printed = text_of(head.get(here(cast, f"sites/{need.pk}/sheet/")))
        first = text_of(head.get(here(cast, f"sites/{need.pk}/sheet/?site=1")))
        word = head.get(here(cast, f"sites/{need.pk}/word/"))

        assert len(found) > 1
        assert f"{len(found)}. " in printed and "满足全部条件且最省" in printed
        assert "2. " not in first
        assert "别的项目" not in printed
        document = Document(io.BytesIO(word.content))
        said = "\n".join(one.text for one in document.paragraphs)
        assert "满足全部条件且最省" in said and "怎样可以更早" in said
        assert len(document.inline_shapes) == len(found)
        assert found[0]["numbers"][0] in "".join(
            cell.text for table in document.tables for cell in table._cells
        )

    def test_a_day_that_moves_is_said_with_the_next_best(self, head, cast):
        village = a_village(cast, "丙村（演示）")
        parcel = a_parcel(cast, number="C1", village=village, price_per_mu=Decimal(30))
        cleared(cast, a_parcel(cast, 100, number="C2", price_per_mu=Decimal(90)))
        row = run_notice(cast, an_acquisition(cast, parcel))
        need = a_need(cast, mu_min=Decimal(14), mu_max=Decimal(16))
        by = cast.acts(cast.gumingzhou)
        services.choose_site(need=need, parcels=[parcel.pk], by=by, at=NOON)
        part = row.parts.get()
        SiteNeed.objects.update(chosen_ready=timezone.localdate() - timedelta(1))
        services.raise_objection(
            part=part,
            household="1",
            ground="other",
            words="异议",
            raised_on=timezone.localdate() - timedelta(1),
            by=by,
            at=timezone.now(),
        )
        self._search(need)

        shown = text_of(head.get(here(cast, f"sites/{need.pk}/")))

        assert re.search(r"推迟 \d+ 天", shown)
        assert "最晚的是 C1，卡在：" in shown
        assert re.search(r"次优（按日期）：方案 \d", shown)

    def test_standing_questions_are_asked_and_shown(self, head, cast, row):
        page = here(cast, "sites/")
        assert "常问几分钟内自动测算" in text_of(head.get(page))
        send(head, f"{page}standing/")
        assert SiteNeed.objects.filter(standing__isnull=False).count() == 4
        for need in SiteNeed.objects.all():
            self._search(need)

        shown = text_of(head.get(page))

        assert "50 亩" in shown
        assert "今日" in shown

    def test_no_site_says_why(self, head, cast, row):
        need = a_need(cast, mu_min=Decimal(900), mu_max=Decimal(901), sector="aviation")
        self._search(need)

        shown = text_of(head.get(here(cast, f"sites/{need.pk}/")))

        assert "没有满足全部条件的地块" in shown
        assert "可供土地合计只有 60 亩" in shown

    @pytest.mark.parametrize("parcels", ["x", "1,2,x", "9" * 30])
    def test_a_choice_that_is_none_is_refused(self, head, cast, row, parcels):
        need = a_need(cast)

        answer = send(head, here(cast, f"sites/{need.pk}/choose/"), {"parcels": parcels})

        assert answer.status_code == 422

    def test_a_need_is_changed_cancelled_and_settled(self, head, cast, row):
        need = a_need(cast)
        page = here(cast, f"sites/{need.pk}/")
        assert send(head, f"{page}cancel/").status_code == 303
        said = {"name": "新名字（演示）", "mu_min": "20", "mu_max": "40", "version": "1"}
        assert send(head, f"{page}edit/", said).status_code == 303
        assert (
            send(head, f"{page}edit/", said | {"mu_max": "10", "version": "2"}).status_code == 422
        )
        assert send(head, f"{page}search/").status_code == 409
        assert send(head, f"{page}settle/", {"is_met": "0"}).status_code == 303
        need.refresh_from_db()
        assert need.state == "closed"
