"""The list of the directory and the page of one enterprise, and who sees what of them."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import pytest

from qianjin.apps.enterprises import services
from qianjin.apps.enterprises.choices import Tier
from qianjin.apps.enterprises.models import ThreadEntry
from qianjin.apps.land import services as land
from qianjin.units.spreadsheet import read_table
from tests.factories.accounts import the_cast
from tests.factories.desk import a_request
from tests.factories.enterprises import a_contact, an_enterprise
from tests.factories.land import a_parcel
from tests.factories.parks import NOON

from .conftest import plain, send, signed_in

pytestmark = pytest.mark.django_db

LIST_QUERIES = 4
PAGE_QUERIES = 10


class TestTheList:
    def test_narrows_by_what_the_address_says(self, cast, office, at):
        an_enterprise(cast.park, "云岭航空（演示）", tier=Tier.KEY)

        page = office.get(at("enterprises"), {"tier": "key"}).content.decode()

        assert "云岭航空（演示）" in page
        assert "远山材料（演示）" not in page

    def test_swaps_its_rows_alone_for_htmx(self, cast, office, at):
        whole = office.get(at("enterprises"), {"q": "晨曦"}).content.decode()

        rows = office.get(
            at("enterprises"),
            {"q": "晨曦"},
            headers={"HX-Request": "true", "HX-Target": "enterprise-rows"},
        ).content.decode()

        assert "<html" not in rows
        assert rows.strip() in whole

    def test_every_page_keeps_the_filters(self, cast, office, at):
        for number in range(30):
            an_enterprise(cast.park, f"样本{number:02d}（演示）", tier=Tier.KEY)

        page = office.get(at("enterprises"), {"tier": "key"}).content.decode()

        (older,) = set(re.findall(r'rel="next" href="([^"]+)"', page))
        following = office.get(older.replace("&amp;", "&")).content.decode()
        assert "tier=key" in older
        assert "样本25" in following
        assert "样本24" not in following

    def test_costs_the_same_for_three_enterprises_and_for_thirty(
        self, cast, office, at, django_assert_num_queries
    ):
        office.get(at("enterprises"))
        with django_assert_num_queries(LIST_QUERIES):
            office.get(at("enterprises"))
        for number in range(30):
            a_contact(an_enterprise(cast.park, f"样本{number:02d}（演示）", officer=cast.yeting))

        with django_assert_num_queries(LIST_QUERIES):
            office.get(at("enterprises"))

    def test_is_taken_home_as_it_is_filtered(self, cast, office, at):
        an_enterprise(cast.park, "云岭航空（演示）", tier=Tier.KEY)

        answer = office.get(at("enterprise_export"), {"tier": "key"})

        table = read_table(BytesIO(b"".join(answer.streaming_content)).getvalue())
        assert [row[0] for row in table.texts()[1:]] == ["云岭航空（演示）"]
        assert "attachment" in answer["Content-Disposition"]

    def test_keeps_a_view_and_drops_it(self, cast, office, at):
        kept = send(office, at("enterprise_view"), name="航空", query="sector=aviation")
        assert kept["Location"].endswith("?sector=aviation")
        assert "航空</a>" in office.get(at("enterprises")).content.decode()

        (key,) = re.findall(
            r'name="drop" value="(\d+)"', office.get(at("enterprise_view")).content.decode()
        )
        send(office, at("enterprise_view"), drop=key)

        assert 'name="drop"' not in office.get(at("enterprise_view")).content.decode()

    @pytest.mark.parametrize(
        "query", ["officer=²", "officer=99999999999999999999", "tier=x&after=x", "industry=0"]
    )
    def test_reads_past_what_makes_no_sense(self, office, at, query):
        assert office.get(f"{at('enterprises')}?{query}").status_code == 200
        table = office.get(f"{at('enterprise_export')}?{query}")
        assert table.status_code == 200
        assert b"".join(table.streaming_content)


class TestThePageOfOne:
    def test_shows_people_requests_figures_and_thread(self, cast, office, at):
        keeper = cast.acts(cast.linyue)
        a_request(cast.chenxi, cast.acts(cast.chenlan), words="三号车间要增容")
        services.set_figures(enterprise=cast.chenxi, year=2025, by=keeper, at=NOON, employees=387)
        services.note(enterprise=cast.chenxi, text="电话里提到扩产", by=keeper, at=NOON)

        page = office.get(at("enterprise", cast.chenxi.pk)).content.decode()

        for words in ("陈岚", "三号车间要增容", "387", "电话里提到扩产"):
            assert words in page, words

    def test_shows_the_land_it_holds_to_who_sees_the_parcel(self, cast, at):
        held, over = a_parcel(cast, number="H-1"), a_parcel(cast, 200, number="H-2")
        head = cast.acts(cast.gumingzhou)
        for parcel in (held, over):
            right = land.add_right(
                parcel=parcel, kind="use", enterprise=cast.chenxi, from_on=date(2021, 6, 1),
                by=head, at=NOON,
            )  # fmt: skip
        land.end_right(right=right, ended_on=date(2026, 6, 1), by=head, at=NOON)

        page = signed_in(cast.hewei).get(at("enterprise", cast.chenxi.pk)).content.decode()
        other = signed_in(cast.hewei).get(at("enterprise", cast.other.pk)).content.decode()

        assert "H-1" in page
        assert "15.00亩" in page
        assert "H-2" not in page
        assert "没有登记该企业的地块权利" in other

    def test_costs_the_same_however_much_hangs_on_it(
        self, cast, office, at, django_assert_num_queries
    ):
        office.get(at("enterprise", cast.chenxi.pk))
        a_request(cast.chenxi, cast.acts(cast.chenlan))
        with django_assert_num_queries(PAGE_QUERIES):
            office.get(at("enterprise", cast.chenxi.pk))
        for number in range(8):
            a_contact(cast.chenxi, f"联系人{number}", is_primary=False)
            a_request(cast.chenxi, cast.acts(cast.chenlan), words=f"第{number}件互不相干的事情")

        with django_assert_num_queries(PAGE_QUERIES):
            office.get(at("enterprise", cast.chenxi.pk))

    def test_the_thread_goes_on_where_it_ended(self, cast, office, at):
        for number in range(25):
            services.note(
                enterprise=cast.chenxi, text=f"记事{number:02d}", by=cast.acts(cast.linyue), at=NOON
            )
        page = office.get(at("enterprise", cast.chenxi.pk)).content.decode()
        (older,) = re.findall(r'hx-get="([^"]+older=[^"]+)"', page)

        piece = office.get(
            older.replace("&amp;", "&"), headers={"HX-Request": "true"}
        ).content.decode()

        assert "记事05" in page
        assert "记事04" not in page
        assert "<html" not in piece
        assert [n for n in range(25) if f"记事{n:02d}" in piece] == [0, 1, 2, 3, 4]

    def test_another_parks_entry_answers_exactly_as_a_missing_one(self, cast, office, at):
        foreign = the_cast().chenxi
        names = ("enterprise", "enterprise_edit", "enterprise_figures", "contact_new", "merge")

        for name in names:
            missing = office.get(at(name, 99_999_999))
            other = office.get(at(name, foreign.pk))
            assert other.status_code == missing.status_code == 404, name
            assert plain(other) == plain(missing), name

    def test_an_old_address_leads_on_after_a_merge(self, cast, office, at):
        services.merge_entries(
            kept=cast.chenxi, dropped=cast.other, by=cast.acts(cast.linyue), at=NOON
        )

        answer = office.get(at("enterprise", cast.other.pk))
        sent = send(office, at("enterprise_note", cast.other.pk), text="写给旧址")

        assert answer["Location"] == at("enterprise", cast.chenxi.pk)
        assert sent.status_code == 409
        assert "晨曦精密（演示）" in sent.content.decode()
        assert not ThreadEntry.objects.filter(text="写给旧址").exists()


class TestWhoSeesWhat:
    def test_an_officer_is_offered_to_enter_a_request_for_it(self, cast, office, at):
        page = office.get(at("enterprise", cast.chenxi.pk)).content.decode()

        assert f"{at('request_new')}?enterprise={cast.chenxi.pk}" in page

    def test_a_liaison_and_an_enterprise_are_kept_out(self, cast, at):
        for user in (cast.liaison, cast.chenlan):
            assert signed_in(user).get(at("enterprises")).status_code == 403
            assert signed_in(user).get(at("enterprise", cast.chenxi.pk)).status_code == 403

    def test_the_auditor_reads_and_is_offered_no_act(self, cast, at):
        page = signed_in(cast.auditor).get(at("enterprise", cast.chenxi.pk)).content.decode()

        assert "陈岚" in page
        assert at("enterprise_edit", cast.chenxi.pk) not in page
        assert at("enterprise_note", cast.chenxi.pk) not in page
        assert at("merge", cast.chenxi.pk) not in page

    def test_a_specialist_edits_what_is_in_their_care_alone(self, cast, at):
        mine = an_enterprise(cast.park, "叶汀的企业（演示）", officer=cast.yeting)
        client = signed_in(cast.yeting)

        assert client.get(at("enterprise_edit", mine.pk)).status_code == 200
        assert client.get(at("enterprise_edit", cast.chenxi.pk)).status_code == 403
        assert (
            at("enterprise_edit", cast.chenxi.pk)
            not in client.get(at("enterprise", cast.chenxi.pk)).content.decode()
        )

    def test_what_a_request_is_about_is_told_only_to_who_may_see_it(self, cast, at):
        request = a_request(cast.chenxi, cast.acts(cast.chenlan), words="三号车间要增容")
        address = at("enterprise", cast.chenxi.pk)

        office = signed_in(cast.linyue).get(address).content.decode()
        assert "三号车间要增容" in office.split('id="thread"')[1]
        assert at("request", request.number) in office.split('id="thread"')[1]

        for user in (cast.admin, cast.gumingzhou):
            page = signed_in(user).get(address).content.decode()
            assert "提出诉求" in page
            assert "三号车间要增容" not in page
            assert at("request", request.number) not in page

    def test_nobody_is_offered_a_form_that_would_refuse_them(self, cast, at):
        for user in (cast.linyue, cast.yeting, cast.auditor, cast.admin):
            client = signed_in(user)
            page = client.get(at("enterprises")).content.decode()
            for name in ("enterprise_new", "merges", "imports"):
                is_offered = f'href="{at(name)}"' in page
                assert is_offered == (client.get(at(name)).status_code == 200), (user.name, name)

    def test_the_export_is_refused_to_a_specialist(self, cast, at):
        assert signed_in(cast.yeting).get(at("enterprise_export")).status_code == 403
