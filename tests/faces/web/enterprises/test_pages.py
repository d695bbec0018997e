"""The office's pages of the directory, as a browser meets them."""

from __future__ import annotations

import re
import uuid
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.enterprises import services
from qianjin.apps.enterprises.choices import Tier
from qianjin.apps.enterprises.models import Contact, Enterprise, Merge, ThreadEntry
from qianjin.units import credit_code
from qianjin.units.spreadsheet import read_table
from tests.factories.accounts import the_cast
from tests.factories.desk import a_request
from tests.factories.enterprises import a_contact, an_enterprise
from tests.factories.parks import NOON

pytestmark = pytest.mark.django_db

LIST_QUERIES = 9
PAGE_QUERIES = 14


@pytest.fixture
def cast():
    return the_cast()


@pytest.fixture
def at(cast):
    """The address of a page inside the park."""

    def address(name: str, *args: object) -> str:
        return reverse(f"web:{name}", args=(cast.park.slug, *args))

    return address


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def office(cast) -> Client:
    return signed_in(cast.linyue)


def send(client: Client, page: str, once: str = "", **fields):
    return client.post(page, {"once": once or uuid.uuid4().hex, **fields})


def plain(answer) -> str:
    """A page without what differs on every visit."""
    text = re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken[^:]*: ?)"[^"]+"', "", _text(answer))
    return text.replace(answer.request["PATH_INFO"], "")


def _text(answer) -> str:
    return answer.content.decode().replace("&quot;", '"')


def facts(firm: Enterprise, **changed) -> dict[str, object]:
    """What the form of an enterprise sends."""
    return {
        "name": firm.name,
        "sector": firm.sector,
        "tier": firm.tier,
        "status": firm.status,
        "version": firm.version,
        **changed,
    }


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
        table.close()


class TestThePageOfOne:
    def test_shows_people_requests_figures_and_thread(self, cast, office, at):
        keeper = cast.acts(cast.linyue)
        a_request(cast.chenxi, cast.acts(cast.chenlan), words="三号车间要增容")
        services.set_figures(enterprise=cast.chenxi, year=2025, by=keeper, at=NOON, employees=387)
        services.note(enterprise=cast.chenxi, text="电话里提到扩产", by=keeper, at=NOON)

        page = office.get(at("enterprise", cast.chenxi.pk)).content.decode()

        for words in ("陈岚", "三号车间要增容", "387", "电话里提到扩产"):
            assert words in page, words

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


class TestEntering:
    def new(self, **fields) -> dict[str, object]:
        return {
            "name": "青禾传动（演示）",
            "sector": "auto",
            "tier": "small",
            "status": "operating",
            **fields,
        }

    def test_ends_on_the_page_of_the_enterprise(self, cast, office, at):
        answer = send(office, at("enterprise_new"), **self.new(officer=cast.yeting.pk))

        made = Enterprise.objects.get(name="青禾传动（演示）")
        assert answer.status_code == 303
        assert answer["Location"].startswith(at("enterprise", made.pk))
        assert made.officer == cast.yeting

    def test_sent_twice_is_one_enterprise(self, office, at):
        answers = [send(office, at("enterprise_new"), "same-key", **self.new()) for _ in "ab"]

        assert answers[0]["Location"] == answers[1]["Location"]
        assert Enterprise.objects.filter(name="青禾传动（演示）").count() == 1

    def test_says_beside_the_field_whose_code_it_is_and_links_there(self, cast, office, at):
        other = an_enterprise(cast.park, "远帆电气（演示）", credit_code=credit_code.make(8))

        answer = send(
            office, at("enterprise_new"), **self.new(credit_code=credit_code.make(8).lower())
        )

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "远帆电气（演示）" in page.split('id="id_credit_code_error"')[1][:400]
        assert at("enterprise", other.pk) in page
        assert 'value="青禾传动（演示）"' in page

    def test_says_beside_the_field_what_is_wrong_with_a_code(self, office, at):
        code = credit_code.make(8)
        wrong = code[:-1] + ("A" if code[-1] != "A" else "B")

        page = send(office, at("enterprise_new"), **self.new(credit_code=wrong)).content.decode()

        assert f"“{code[-1]}”" in page.split('id="id_credit_code_error"')[1][:400]

    def test_shows_like_names_with_the_reason_and_keeps_it_on_a_second_word(self, office, at, cast):
        known = an_enterprise(cast.park, "杭州青禾传动有限公司（演示）")

        asked = send(office, at("enterprise_new"), **self.new())
        assert asked.status_code == 422
        assert at("enterprise", known.pk) in asked.content.decode()
        assert not Enterprise.objects.filter(name="青禾传动（演示）").exists()

        send(office, at("enterprise_new"), **self.new(confirmed="1"))
        assert Enterprise.objects.filter(name="青禾传动（演示）").exists()

    def test_rare_characters_and_emoji_come_back_as_they_went(self, office, at):
        answer = send(office, at("enterprise_new"), **self.new(name="𠮷野家😀（演示）"))

        assert "𠮷野家😀（演示）" in office.get(answer["Location"]).content.decode()


class TestEditing:
    def test_what_two_people_changed_is_shown_and_one_chooses(self, cast, office, at):
        edit = at("enterprise_edit", cast.chenxi.pk)
        send(signed_in(cast.hewei), edit, **facts(cast.chenxi, tier="key"))

        answer = send(office, edit, **facts(cast.chenxi, tier="anchor", address="演示路2号"))

        page = answer.content.decode()
        cast.chenxi.refresh_from_db()
        assert answer.status_code == 409
        assert cast.chenxi.tier == "key"
        assert "何蔚" in page
        assert 'name="version" value="2"' in page
        assert 'value="演示路2号"' in page

        send(office, edit, **facts(cast.chenxi, version=2, tier="anchor", address="演示路2号"))
        cast.chenxi.refresh_from_db()
        assert (cast.chenxi.tier, cast.chenxi.address) == ("anchor", "演示路2号")

    def test_an_officer_who_left_the_office_is_not_lost_by_an_edit(self, cast, office, at):
        Enterprise.objects.filter(pk=cast.chenxi.pk).update(officer=cast.liaison)
        edit = at("enterprise_edit", cast.chenxi.pk)
        page = office.get(edit).content.decode()
        assert f'value="{cast.liaison.pk}" selected' in page

        send(office, edit, **facts(cast.chenxi, officer=cast.liaison.pk, address="演示路1号"))

        cast.chenxi.refresh_from_db()
        assert cast.chenxi.officer == cast.liaison

    def test_the_officer_is_named_on_a_page_of_its_own(self, cast, office, at):
        send(office, at("enterprise_assign", cast.chenxi.pk), officer=cast.yeting.pk)

        cast.chenxi.refresh_from_db()
        assert cast.chenxi.officer == cast.yeting

    def test_figures_of_a_year_open_with_what_is_known(self, cast, office, at):
        figures = at("enterprise_figures", cast.chenxi.pk)
        send(office, figures, year="2025", employees="387", output_wan="47073.50")

        page = office.get(figures, {"year": "2025"}).content.decode()

        assert 'value="387"' in page
        assert 'value="47073.5"' in page

    def test_a_note_sent_twice_stands_once(self, cast, office, at):
        for _again in "ab":
            send(office, at("enterprise_note", cast.chenxi.pk), "same", text="约了下周走访")

        assert ThreadEntry.objects.filter(text="约了下周走访").count() == 1

    def test_an_empty_note_and_a_year_that_cannot_be_are_told_beside_the_field(
        self, cast, office, at
    ):
        note = send(office, at("enterprise_note", cast.chenxi.pk), text="   ")
        year = send(office, at("enterprise_figures", cast.chenxi.pk), year="2199", employees="1")

        assert (note.status_code, year.status_code) == (422, 422)
        assert 'id="id_text_error"' in note.content.decode()
        assert 'id="id_year_error"' in year.content.decode()


class TestContacts:
    def test_one_is_added_and_the_same_again_is_told_beside_the_field(self, cast, office, at):
        new = at("contact_new", cast.chenxi.pk)
        told = {"name": "苏清越", "phone": "13800001234"}
        assert "id_phone" in office.get(new).content.decode()

        added = send(office, new, **told)
        again = send(office, new, **told)

        assert added["Location"] == at("enterprise", cast.chenxi.pk)
        assert again.status_code == 422
        assert 'id="id_name_error"' in again.content.decode()

    @pytest.fixture
    def person(self, cast) -> Contact:
        return a_contact(cast.chenxi, "苏清越", phone="13800001234", is_primary=False)

    def test_a_number_is_masked_until_somebody_looks_and_that_is_traced(
        self, cast, office, at, person
    ):
        pages = [
            office.get(address).content.decode()
            for address in (
                at("enterprises"),
                at("enterprise", cast.chenxi.pk),
                at("contact", person.pk),
            )
        ]
        assert not any("13800001234" in page for page in pages)

        answer = office.post(at("contact_phone", person.pk), headers={"HX-Request": "true"})

        assert "13800001234" in answer.content.decode()
        assert answer["Cache-Control"] == "no-store"
        assert AuditEntry.objects.get(verb="contact.reveal").object_id == person.pk

    def test_an_edit_that_leaves_the_asterisks_keeps_the_number(self, cast, office, at, person):
        edit = at("contact", person.pk)
        told = {"name": "苏清越", "post": "厂长", "version": 1}

        send(office, edit, phone="138****1234", **told)
        person.refresh_from_db()
        assert (person.phone, person.post) == ("13800001234", "厂长")

        send(office, edit, phone="13900005678", **{**told, "version": 2})
        person.refresh_from_db()
        assert person.phone == "13900005678"

    def test_two_people_at_once_are_shown_both_values(self, cast, office, at, person):
        edit = at("contact", person.pk)
        send(
            signed_in(cast.hewei), edit, name="苏清越", post="厂长", phone="138****1234", version=1
        )

        answer = send(office, edit, name="苏清越", post="经理", phone="138****1234", version=1)

        assert answer.status_code == 409
        assert "厂长" in answer.content.decode()
        assert 'name="version" value="2"' in answer.content.decode()

    def test_whoever_left_is_shown_no_more(self, cast, office, at, person):
        send(office, at("contact_left", person.pk))

        assert (
            "苏清越"
            not in (
                office.get(at("enterprise", cast.chenxi.pk))
                .content.decode()
                .split('id="thread"')[0]
            )
        )

    def test_an_invitation_is_shown_once_as_link_and_code(self, cast, office, at, person):
        answer = send(office, at("contact_invite", person.pk), "same")
        again = send(office, at("contact_invite", person.pk), "same")

        page = answer.content.decode()
        assert re.search(r"/join/[\w-]{20,}", page)
        assert "<svg" in page
        assert answer["Cache-Control"] == "no-store"
        assert again.status_code == 303
        person.refresh_from_db()
        assert person.invitation is not None

    def test_anothers_contact_answers_as_a_missing_one(self, cast, office, at):
        foreign = Contact.objects.filter(park=the_cast().park).first()
        assert foreign is not None

        for name in ("contact", "contact_left", "contact_phone", "contact_invite"):
            other = send(office, at(name, foreign.pk))
            missing = send(office, at(name, 99_999_999))
            assert other.status_code == missing.status_code == 404, name
            assert plain(other) == plain(missing), name


class TestDuplicates:
    @pytest.fixture
    def twin(self, cast) -> Enterprise:
        return an_enterprise(cast.park, "杭州晨曦精密有限公司（演示）", address="演示路5号")

    def test_stand_side_by_side_and_are_merged_field_by_field(self, cast, office, at, twin):
        a_request(twin, cast.acts(cast.linyue), words="重复条目上的诉求")
        listed = office.get(at("merges")).content.decode()
        assert twin.name in listed
        page = office.get(at("merge", cast.chenxi.pk), {"with": twin.pk}).content.decode()
        assert "演示路5号" in page

        answer = send(
            office,
            at("merge", cast.chenxi.pk),
            **{"with": twin.pk, "kept": "one", "take_address": "other", "take_name": "one"},
            version_one=cast.chenxi.version,
            version_other=twin.version,
        )

        cast.chenxi.refresh_from_db()
        assert answer["Location"] == at("enterprise", cast.chenxi.pk)
        assert (cast.chenxi.name, cast.chenxi.address) == ("晨曦精密（演示）", "演示路5号")
        assert "重复条目上的诉求" in office.get(answer["Location"]).content.decode()

    def test_a_merge_sent_twice_is_one_and_can_be_undone(self, cast, office, at, twin):
        for _again in "ab":
            send(
                office,
                at("merge", cast.chenxi.pk),
                "same",
                **{"with": twin.pk, "kept": "other", "version_one": 1, "version_other": 1},
            )
        merge = Merge.objects.get()
        assert merge.kept == twin
        assert at("merge_undo", merge.pk) in office.get(at("merges_done")).content.decode()

        answer = send(office, at("merge_undo", merge.pk))

        assert answer["Location"] == at("enterprise", cast.chenxi.pk)
        assert office.get(answer["Location"]).status_code == 200

    def test_one_that_changed_since_it_was_looked_at_is_shown_again(self, cast, office, at, twin):
        services.change(
            enterprise=twin, version=1, by=cast.acts(cast.hewei), at=NOON, address="演示路6号"
        )

        answer = send(
            office,
            at("merge", cast.chenxi.pk),
            **{"with": twin.pk, "kept": "one", "version_one": 1, "version_other": 1},
        )

        assert answer.status_code == 409
        assert "演示路6号" in answer.content.decode()
        assert not Merge.objects.exists()

    def test_two_that_are_two_are_not_shown_together_again(self, cast, office, at, twin):
        send(office, at("merge_distinct"), one=cast.chenxi.pk, other=twin.pk)

        assert twin.name not in office.get(at("merges")).content.decode()

    def test_any_other_entry_can_be_searched_for(self, cast, office, at, twin):
        like = office.get(at("merge", cast.chenxi.pk)).content.decode()
        found = office.get(at("merge", cast.chenxi.pk), {"q": "远山"}).content.decode()

        assert f"?with={twin.pk}" in like
        assert f"?with={cast.other.pk}" in found

    def test_are_no_matter_of_a_head_of_section(self, cast, at):
        assert signed_in(cast.zhouheng).get(at("merges")).status_code == 403
