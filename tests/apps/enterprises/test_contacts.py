"""The people to call: entered, changed, gone, rung, invited; their figures and notes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from qianjin.apps.accounts.services import MayNotInvite
from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.enterprises import selectors, services
from qianjin.apps.enterprises.models import Contact, ThreadEntry
from qianjin.apps.enterprises.refusals import (
    BadContact,
    BadFigures,
    BadNote,
    ContactChangedMeanwhile,
    ContactHasLeft,
    HasAccount,
    MayNotEdit,
    MayNotNote,
    MayNotReveal,
)
from tests.factories.accounts import a_person
from tests.factories.parks import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(cast):
    return cast.acts(cast.linyue)


def add(cast, keeper, name="苏清越", **fields) -> Contact:
    return services.add_contact(enterprise=cast.chenxi, name=name, by=keeper, at=NOON, **fields)


class TestAdding:
    def test_is_found_by_name_and_stands_on_the_thread_inside(self, cast, keeper):
        add(cast, keeper, phone="\uff11\uff13\uff18 0000 1234")

        (found,) = selectors.suggestions(keeper, "清越")
        assert found == cast.chenxi
        assert Contact.objects.get(name="苏清越").phone == "138 0000 1234"
        assert ThreadEntry.objects.get(text="苏清越").is_internal

    def test_there_is_one_first_to_call(self, cast, keeper):
        added = add(cast, keeper, is_primary=True)

        first = selectors.contacts_of(cast.chenxi).filter(is_primary=True)
        assert list(first) == [added]

    def test_the_same_person_twice_is_refused(self, cast, keeper):
        add(cast, keeper, phone="13800001234")

        with pytest.raises(BadContact):
            add(cast, keeper, phone="13800001234")

    @pytest.mark.parametrize("wrong", [{"phone": "call me"}, {"email": "x@"}, {"name": "长" * 41}])
    def test_refuses_what_cannot_be(self, cast, keeper, wrong):
        with pytest.raises(BadContact) as refused:
            add(cast, keeper, **{"name": "苏清越", **wrong})

        assert set(refused.value.fields) == set(wrong)

    def test_refuses_an_officer_of_others(self, cast):
        with pytest.raises(MayNotEdit):
            add(cast, cast.acts(cast.yeting))


class TestChanging:
    def test_two_at_once_are_told(self, cast, keeper):
        contact = add(cast, keeper)
        services.change_contact(contact=contact, version=1, by=keeper, at=NOON, post="厂长")

        with pytest.raises(ContactChangedMeanwhile) as refused:
            services.change_contact(contact=contact, version=1, by=keeper, at=NOON, post="经理")

        assert refused.value.params["changes"] == [
            {"field": "post", "theirs": "厂长", "mine": "经理"}
        ]

    def test_the_trail_names_fields_and_no_numbers(self, cast, keeper):
        contact = add(cast, keeper)

        services.change_contact(contact=contact, version=1, by=keeper, at=NOON, phone="13800009999")

        entry = AuditEntry.objects.get(verb="contact.change")
        assert entry.detail["fields"] == ["phone"]
        assert "13800009999" not in str(entry.detail)


class TestLeaving:
    def test_takes_the_right_to_ask_and_hands_on_the_first_place(self, cast, keeper):
        heir = add(cast, keeper)
        gone = Contact.objects.get(user=cast.chenlan)

        services.contact_left(contact=gone, by=keeper, at=NOON)

        assert cast.acts(cast.chenlan).enterprise_ids == frozenset()
        heir.refresh_from_db()
        assert heir.is_primary
        with pytest.raises(ContactHasLeft):
            services.contact_left(contact=gone, by=keeper, at=NOON)

    def test_withdraws_an_open_invitation(self, cast, keeper):
        contact = add(cast, keeper)
        made, _token = services.invite_contact(contact=contact, by=keeper, at=NOON)

        services.contact_left(contact=contact, by=keeper, at=NOON)

        made.refresh_from_db()
        assert made.revoked_at == NOON


class TestLookingAtANumber:
    def test_leaves_a_trace_each_time(self, cast):
        contact = add(cast, cast.acts(cast.linyue), phone="13800001234")
        auditor = cast.acts(cast.auditor)

        seen = [services.reveal_phone(contact=contact, by=auditor, at=NOON) for _look in "ab"]

        assert seen == ["13800001234"] * 2
        looks = AuditEntry.objects.filter(verb="contact.reveal", object_id=contact.pk)
        assert [look.actor_name for look in looks] == ["审计员", "审计员"]

    def test_is_refused_to_enterprises_and_liaisons(self, cast, keeper):
        contact = add(cast, keeper, phone="13800001234")

        for user in (cast.chenlan, cast.duzhong, cast.liaison):
            with pytest.raises(MayNotReveal):
                services.reveal_phone(contact=contact, by=cast.acts(user), at=NOON)
        assert not AuditEntry.objects.filter(verb="contact.reveal").exists()


class TestInviting:
    def test_lets_the_contact_in_for_their_enterprise(self, cast, keeper):
        contact = add(cast, keeper)
        _made, token = services.invite_contact(contact=contact, by=keeper, at=NOON)
        person = a_person("苏清越")

        services.join(token=token, at=NOON, user=person)

        assert cast.acts(person).enterprise_ids == {cast.chenxi.pk}

    def test_a_second_link_replaces_the_first(self, cast, keeper):
        contact = add(cast, keeper)
        first, _token = services.invite_contact(contact=contact, by=keeper, at=NOON)

        services.invite_contact(contact=contact, by=keeper, at=NOON)

        first.refresh_from_db()
        assert first.revoked_at == NOON

    def test_refuses_who_can_sign_in_already(self, cast, keeper):
        with pytest.raises(HasAccount):
            services.invite_contact(
                contact=Contact.objects.get(user=cast.chenlan), by=keeper, at=NOON
            )

    def test_refuses_an_officer_without_the_right(self, cast, keeper):
        contact = add(cast, keeper)

        with pytest.raises(MayNotInvite):
            services.invite_contact(contact=contact, by=cast.acts(cast.yeting), at=NOON)


class TestFigures:
    def test_are_kept_by_year_and_traced(self, cast, keeper):
        services.set_figures(
            enterprise=cast.chenxi, year=2025, by=keeper, at=NOON, output_wan=Decimal("47073.5")
        )
        services.set_figures(enterprise=cast.chenxi, year=2025, by=keeper, at=NOON, employees=387)

        (row,) = selectors.figures_of(cast.chenxi)
        assert (row.output_wan, row.employees) == (Decimal("47073.5"), 387)
        assert AuditEntry.objects.filter(verb="enterprise.figures").count() == 2

    @pytest.mark.parametrize("year", [1900, 2027])
    def test_refuse_a_year_that_cannot_be(self, cast, keeper, year):
        with pytest.raises(BadFigures) as refused:
            services.set_figures(enterprise=cast.chenxi, year=year, by=keeper, at=NOON, employees=1)

        assert "year" in refused.value.fields

    def test_refuse_the_auditor(self, cast):
        with pytest.raises(MayNotEdit):
            services.set_figures(
                enterprise=cast.chenxi, year=2025, by=cast.acts(cast.auditor), at=NOON, employees=1
            )


class TestTheThread:
    def test_a_note_is_read_by_the_office_alone(self, cast):
        services.note(
            enterprise=cast.chenxi, text="电话里提到扩产😀", by=cast.acts(cast.yeting), at=NOON
        )

        office = selectors.thread_of(cast.acts(cast.auditor), cast.chenxi)
        own = selectors.thread_of(cast.acts(cast.chenlan), cast.chenxi)
        assert [entry.text for entry in office.entries] == ["电话里提到扩产😀"]
        assert own.entries == []

    def test_refuses_the_auditor_and_the_empty(self, cast, keeper):
        with pytest.raises(MayNotNote):
            services.note(enterprise=cast.chenxi, text="x", by=cast.acts(cast.auditor), at=NOON)
        with pytest.raises(BadNote):
            services.note(enterprise=cast.chenxi, text="  ", by=keeper, at=NOON)

    def test_pages_show_every_entry_once_though_all_are_of_one_moment(self, cast, keeper):
        for number in range(11):
            services.note(enterprise=cast.chenxi, text=f"{number}", by=keeper, at=NOON)

        seen, cursor = [], ""
        while True:
            found = selectors.thread_of(keeper, cast.chenxi, older_than=cursor, size=4)
            seen += [entry.text for entry in found.entries]
            cursor = found.older
            if not cursor:
                break

        assert seen == [str(number) for number in reversed(range(11))]


class TestWrongState:
    def test_who_has_left_is_changed_and_invited_no_more(self, cast, keeper):
        contact = add(cast, keeper)
        services.contact_left(contact=contact, by=keeper, at=NOON)

        with pytest.raises(ContactHasLeft):
            services.change_contact(contact=contact, version=2, by=keeper, at=NOON, post="x")
        with pytest.raises(ContactHasLeft):
            services.invite_contact(contact=contact, by=keeper, at=NOON)

    def test_equal_values_change_nothing(self, cast, keeper):
        contact = add(cast, keeper, post="厂长")

        kept = services.change_contact(contact=contact, version=1, by=keeper, at=NOON, post="厂长")

        assert kept.version == 1
        assert not AuditEntry.objects.filter(verb="contact.change").exists()

    def test_an_officer_of_others_may_neither_change_nor_see_off(self, cast, keeper):
        contact = add(cast, keeper)

        with pytest.raises(MayNotEdit):
            services.change_contact(
                contact=contact, version=1, by=cast.acts(cast.yeting), at=NOON, post="x"
            )
        with pytest.raises(MayNotEdit):
            services.contact_left(contact=contact, by=cast.acts(cast.yeting), at=NOON)

    def test_the_first_to_call_is_handed_over_by_a_change(self, cast, keeper):
        contact = add(cast, keeper)

        services.change_contact(contact=contact, version=1, by=keeper, at=NOON, is_primary=True)

        first = selectors.contacts_of(cast.chenxi).filter(is_primary=True)
        assert list(first) == [contact]

    def test_equal_figures_are_no_act(self, cast, keeper):
        for _again in "ab":
            services.set_figures(
                enterprise=cast.chenxi, year=2025, by=keeper, at=NOON, employees=387
            )

        assert AuditEntry.objects.filter(verb="enterprise.figures").count() == 1

    def test_a_note_longer_than_the_thread_keeps_is_told(self, cast, keeper):
        with pytest.raises(BadNote):
            services.note(enterprise=cast.chenxi, text="长" * 401, by=keeper, at=NOON)
