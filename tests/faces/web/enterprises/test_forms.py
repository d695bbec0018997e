"""The forms of the directory: entering, editing, contacts, duplicates."""

from __future__ import annotations

import re

import pytest

from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.enterprises import services
from qianjin.apps.enterprises.models import Contact, Enterprise, Merge, ThreadEntry
from qianjin.units import credit_code
from tests.factories.accounts import the_cast
from tests.factories.desk import a_request
from tests.factories.enterprises import a_contact, an_enterprise
from tests.factories.parks import NOON

from .conftest import facts, plain, send, signed_in

pytestmark = pytest.mark.django_db


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
