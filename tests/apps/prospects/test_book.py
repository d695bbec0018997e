"""人脉簿 Entering, changing and reading firms, people and ties."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.prospects import selectors, services
from qianjin.apps.prospects.models import Contact, Tie
from qianjin.apps.prospects.refusals import (
    BadContact,
    BadOrganisation,
    BadTie,
    ChangedSince,
    HasLanded,
    MayNotEnter,
    MayNotGiveAway,
    MayNotKeep,
    MayNotReveal,
)
from qianjin.units import credit_code
from qianjin.units.refusals import Missing
from tests.factories.accounts import Cast, an_absence, the_cast
from tests.factories.parks import NOON
from tests.factories.prospects import a_prospect, someone


class TestAFirm:
    def test_is_entered_by_a_specialist_who_then_has_it(self, cast: Cast) -> None:
        row = a_prospect(cast, city="杭州市", tags="新能源，链主", sector="auto")

        assert (row.owner, row.city, row.tags) == (cast.yeting, "杭州", ["新能源", "链主"])
        assert row.name_key == "远帆汽车部件"
        assert AuditEntry.objects.filter(verb="organisation.write", object_id=str(row.pk)).exists()

    def test_is_not_entered_by_who_does_not_court(self, cast: Cast) -> None:
        for person in (cast.linyue, cast.auditor, cast.admin, cast.chenlan):
            with pytest.raises(MayNotEnter):
                a_prospect(cast, by=person)

    def test_is_changed_by_its_owner_and_by_heads_alone(self, cast: Cast) -> None:
        row = a_prospect(cast, by=cast.zhouheng)

        with pytest.raises(MayNotKeep):
            services.change_organisation(
                organisation=row, version=1, by=cast.acts(cast.yeting), at=NOON, city="上海"
            )

        given = services.change_organisation(
            organisation=row, version=1, by=cast.acts(cast.hewei), at=NOON, owner=cast.yeting
        )
        services.change_organisation(
            organisation=row, version=2, by=cast.acts(cast.yeting), at=NOON, city="上海"
        )
        assert given.owner == cast.yeting

    def test_is_changed_by_who_stands_in_for_its_owner(self, cast: Cast) -> None:
        row = a_prospect(cast, by=cast.zhouheng)
        an_absence(cast.park, cast.zhouheng, cast.yeting)

        done = services.change_organisation(
            organisation=row, version=1, by=cast.acts(cast.yeting), at=NOON, city="上海"
        )

        assert done.city == "上海"

    def test_raises_its_version_and_refuses_who_saw_an_older_one(self, cast: Cast) -> None:
        row, by = a_prospect(cast), cast.acts(cast.yeting)
        services.change_organisation(organisation=row, version=1, by=by, at=NOON, city="上海")

        with pytest.raises(ChangedSince):
            services.change_organisation(organisation=row, version=1, by=by, at=NOON, city="苏州")

    def test_is_given_to_others_by_heads_alone(self, cast: Cast) -> None:
        with pytest.raises(MayNotGiveAway):
            services.write_organisation(
                by=cast.acts(cast.yeting), at=NOON, name="远帆（演示）", owner=cast.zhouheng
            )

    def test_needs_a_name_and_a_code_that_is_one_and_nobody_elses(self, cast: Cast) -> None:
        code = credit_code.make(7)
        a_prospect(cast, credit_code=code)
        with pytest.raises(BadOrganisation) as refused:
            a_prospect(cast, "别家（演示）", credit_code=code.lower())
        assert "远帆汽车部件有限公司（演示）" in refused.value.fields["credit_code"][0]
        with pytest.raises(BadOrganisation) as refused:
            a_prospect(cast, "某", credit_code="123", sector="cars", size="huge")
        assert set(refused.value.fields) == {"name", "credit_code", "sector", "size"}

    def test_lands_as_one_enterprise_and_may_be_pursued_no_longer(self, cast: Cast) -> None:
        row, by = a_prospect(cast), cast.acts(cast.yeting)

        services.landed(organisation=row, enterprise=cast.chenxi, by=by, at=NOON)
        with pytest.raises(HasLanded):
            services.landed(organisation=row, enterprise=cast.other, by=by, at=NOON)
        gone = services.retire(organisation=row, back=False, by=by, at=NOON)

        assert (gone.enterprise, gone.retired_at) == (cast.chenxi, NOON)
        assert services.retire(organisation=row, back=True, by=by, at=NOON).retired_at is None


class TestAContact:
    def test_keeps_numbers_in_one_form_and_a_day_until_when(self, cast: Cast) -> None:
        row = someone(cast, phones="+86 138-0000-1234，0571－82990000", wechat="luxm")

        assert row.phones == ["13800001234", "0571-82990000"]
        assert row.retain_until == date(2029, 11, 22)
        assert row.basis == "unasked"

    def test_the_trail_names_no_number(self, cast: Cast) -> None:
        row = someone(cast, phones="13800001234")
        services.change_contact(
            contact=row, version=1, by=cast.acts(cast.yeting), at=NOON, phones="13900001234"
        )

        for entry in AuditEntry.objects.filter(object_kind="prospect"):
            assert "1380000" not in str(entry.detail) and "1390000" not in str(entry.detail)

    def test_says_what_is_wrong_by_field(self, cast: Cast) -> None:
        with pytest.raises(BadContact) as refused:
            someone(
                cast,
                " ",
                phones="1380000123",
                email="x@",
                basis="consent",
                met_on=date(2030, 1, 1),
                retain_until=date(2060, 1, 1),
            )

        assert set(refused.value.fields) == {
            "name",
            "phones",
            "email",
            "consent_on",
            "met_on",
            "retain_until",
        }

    def test_numbers_are_read_by_the_owner_and_each_look_leaves_a_trace(self, cast: Cast) -> None:
        row = someone(cast, phones="13800001234", by=cast.zhouheng)

        for person in (cast.yeting, cast.auditor):
            with pytest.raises(MayNotReveal):
                services.reveal_phones(contact=row, by=cast.acts(person), at=NOON)
        numbers = services.reveal_phones(contact=row, by=cast.acts(cast.hewei), at=NOON)

        assert numbers == ["13800001234"]
        looks = AuditEntry.objects.filter(verb="prospect.reveal", object_id=str(row.pk))
        assert [look.actor_name for look in looks] == ["何蔚"]

    def test_moves_to_another_firm_and_raises_its_version_once(self, cast: Cast) -> None:
        row, firm = someone(cast), a_prospect(cast)

        done = services.change_contact(
            contact=row, version=1, by=cast.acts(cast.yeting), at=NOON, organisation=firm
        )

        assert (done.organisation, done.version) == (firm, 2)

    def test_the_latest_touch_stays(self, cast: Cast) -> None:
        row, firm = someone(cast), a_prospect(cast)
        for day in (date(2026, 10, 1), date(2026, 11, 1), date(2026, 9, 1)):
            services.touched(
                park_id=cast.park.pk, on=day, contacts=[row.pk], organisations=[firm.pk]
            )

        row.refresh_from_db()
        firm.refresh_from_db()
        assert row.touched_on == firm.touched_on == date(2026, 11, 1)


class TestWhoSeesIt:
    def test_the_section_sees_every_row_and_others_none(self, cast: Cast) -> None:
        row, firm = someone(cast, by=cast.zhouheng), a_prospect(cast, by=cast.zhouheng)

        for person in (cast.yeting, cast.hewei, cast.auditor):
            actor = cast.acts(person)
            assert selectors.contact_for(actor, row.pk) == row
            assert list(selectors.organisations_visible_to(actor)) == [firm]
        for person in (cast.linyue, cast.admin, cast.chenlan, cast.liaison):
            actor = cast.acts(person)
            assert not selectors.contacts_visible_to(actor).exists()
            with pytest.raises(Missing):
                selectors.organisation_for(actor, firm.pk)

    def test_another_parks_row_is_missing(self, cast: Cast) -> None:
        row, elsewhere = someone(cast), the_cast()

        with pytest.raises(Missing):
            selectors.contact_for(elsewhere.acts(elsewhere.hewei), row.pk)


class TestATie:
    def test_between_two_contacts_is_one_in_whatever_order(self, cast: Cast) -> None:
        one, other, by = someone(cast), someone(cast, "高远"), cast.acts(cast.yeting)

        for first, second, strength in ((one, other, 1), (other, one, 3)):
            services.tie_contacts(
                one=first, other=second, kind="classmate", strength=strength, by=by, at=NOON
            )

        tie = Tie.objects.get()
        assert (tie.one, tie.other, tie.strength) == (one, other, 3)
        assert selectors.ties_of(by, other) == [tie]

    def test_of_an_officer_is_said_changed_and_taken_back(self, cast: Cast) -> None:
        row, by = someone(cast), cast.acts(cast.zhouheng)
        tie = services.tie_officer(
            officer=cast.yeting, contact=row, kind="townsman", strength=2, by=by, at=NOON
        )

        services.untie(tie=tie, by=by, at=NOON)

        assert not Tie.objects.exists()
        verbs = AuditEntry.objects.filter(verb__startswith="tie.").values_list("verb", flat=True)
        assert sorted(verbs) == ["tie.say", "tie.take_back"]

    def test_is_refused_of_oneself_of_strangers_and_by_outsiders(self, cast: Cast) -> None:
        row, by = someone(cast), cast.acts(cast.yeting)
        elsewhere = the_cast()

        with pytest.raises(BadTie):
            services.tie_contacts(one=row, other=row, kind="friend", strength=1, by=by, at=NOON)
        with pytest.raises(BadTie) as refused:
            services.tie_officer(
                officer=cast.yeting, contact=row, kind="enemy", strength=9, by=by, at=NOON
            )
        assert set(refused.value.fields) == {"kind", "strength"}
        with pytest.raises(Missing):
            services.tie_officer(
                officer=elsewhere.yeting, contact=row, kind="friend", strength=1, by=by, at=NOON
            )
        with pytest.raises(MayNotEnter):
            services.tie_officer(
                officer=cast.yeting,
                contact=row,
                kind="friend",
                strength=1,
                by=cast.acts(cast.linyue),
                at=NOON,
            )

    def test_has_two_ends_in_the_database_too(self, cast: Cast) -> None:
        row = someone(cast)

        with pytest.raises(IntegrityError), transaction.atomic():
            Tie.objects.create(park=cast.park, other=row, said_at=NOON)


def test_the_words_of_a_search_hold_firm_and_name_but_no_number(cast: Cast) -> None:
    firm = a_prospect(cast)
    row = someone(cast, firm=firm, phones="13800001234")

    row = Contact.objects.get(pk=row.pk)
    assert "陆小明" in row.search_text and "远帆汽车部件" in row.search_text
    assert "1380000" not in row.search_text


def test_a_firm_renamed_is_found_at_its_people(cast: Cast) -> None:
    firm = a_prospect(cast)
    row = someone(cast, firm=firm)
    services.change_organisation(
        organisation=firm, version=1, by=cast.acts(cast.yeting), at=NOON, name="近帆（演示）"
    )

    assert "近帆" in Contact.objects.get(pk=row.pk).search_text
