"""Accounts and roles: opening, appointing, ending; each verb with its refusals and its trace."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qianjin.apps.accounts import selectors, services
from qianjin.apps.accounts.choices import Role
from qianjin.apps.accounts.models import Membership, User
from qianjin.apps.audit import selectors as audit
from qianjin.units.refusals import Missing
from tests.factories.accounts import TODAY, a_member, a_person, a_role, the_cast
from tests.factories.parks import NOON, a_park, a_unit


def register(by, **fields):
    told = {"username": "wenyan", "name": "温砚", "password": "tide-and-thread-135", **fields}
    return services.register_person(by=by, at=NOON, **told)


class TestOpeningAnAccount:
    def test_keeps_the_password_as_a_hash_and_leaves_a_trace(self, cast) -> None:
        user = register(cast.acts(cast.admin), email=" wen@example.com ", phone=" 1 ")

        assert user.check_password("tide-and-thread-135")
        assert (user.email, user.phone, user.language) == ("wen@example.com", "1", "zh-hans")
        assert audit.entries_about(0, "person", user.pk).get().verb == "person.register"

    def test_moved_from_elsewhere_keeps_its_hash(self, cast) -> None:
        hashed = a_person().password

        user = register(
            cast.acts(cast.admin), password="", password_hash=hashed, check_password=False
        )

        assert user.password == hashed

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"username": "two words"}, "username"),
            ({"username": ""}, "username"),
            ({"name": "  "}, "name"),
            ({"password": "12345678"}, "password"),
            ({"password": "wenyan"}, "password"),
        ],
    )
    def test_names_the_field_that_is_wrong(self, cast, fields, field) -> None:
        with pytest.raises(services.BadPerson) as refusal:
            register(cast.acts(cast.admin), **fields)

        assert field in refusal.value.fields
        assert register(cast.acts(cast.admin)).pk

    def test_takes_no_name_or_address_of_another_in_any_case(self, cast) -> None:
        register(cast.acts(cast.admin), email="wen@example.com")

        with pytest.raises(services.BadPerson) as refusal:
            register(cast.acts(cast.admin), username="WenYan", email="WEN@example.com")

        assert set(refusal.value.fields) == {"username", "email"}
        assert User.objects.filter(username__iexact="wenyan").count() == 1


class TestAppointing:
    def appoint(self, cast, user=None, by=None, **fields):
        told = {"role": Role.PLANNING_OFFICER, "unit": cast.planning, "park": cast.park, **fields}
        return services.appoint(
            user=user or a_person("温砚"), by=by or cast.acts(cast.admin), at=NOON, **told
        )

    def test_gives_the_role_from_today_and_leaves_a_trace(self, cast) -> None:
        row = self.appoint(cast, sectors="auto")

        assert (row.from_on, row.until_on, row.sectors) == (TODAY, None, "auto")
        (entry,) = audit.entries_about(cast.park.pk, "person", row.user_id)
        assert (entry.verb, entry.detail["role"]) == ("membership.appoint", "planning_officer")

    def test_twice_leaves_one_role(self, cast) -> None:
        user = a_person("温砚")
        first = self.appoint(cast, user)

        assert self.appoint(cast, user, sectors="space") == first
        assert Membership.objects.get(user=user).sectors == "space"

    def test_again_after_an_end_begins_anew(self, cast) -> None:
        user = a_person("温砚")
        row = self.appoint(cast, user, from_on=date(2025, 1, 1))
        Membership.objects.filter(pk=row.pk).update(until_on=date(2025, 6, 30))

        again = self.appoint(cast, user)

        assert (again.pk, again.from_on, again.until_on) == (row.pk, TODAY, None)

    def test_is_for_those_who_invite_in_this_role(self, cast) -> None:
        with pytest.raises(services.MayNotChangePeople):
            self.appoint(cast, by=cast.acts(cast.hewei))
        with pytest.raises(services.MayNotChangePeople):
            self.appoint(cast, by=cast.acts(cast.linyue), role=Role.PARK_ADMIN, unit=None)
        with pytest.raises(services.MayNotChangePeople):
            self.appoint(cast, park=a_park(), unit=None, role=Role.GENERAL_AFFAIRS)

        assert self.appoint(cast, by=cast.acts(cast.linyue)).pk

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"role": "king", "unit": None}, "role"),
            ({"unit": None}, "unit"),
            ({"unit": "elsewhere"}, "unit"),
        ],
    )
    def test_needs_a_known_role_and_a_unit_of_the_park(self, cast, fields, field) -> None:
        if fields.get("unit") == "elsewhere":
            fields = {"unit": a_unit(a_park())}

        with pytest.raises(services.BadRole) as refusal:
            self.appoint(cast, **fields)

        assert list(refusal.value.fields) == [field]

    def test_puts_nobody_on_both_sides_of_the_counter_of_one_park(self, cast) -> None:
        with pytest.raises(services.BadRole):
            self.appoint(cast, cast.chenlan)
        with pytest.raises(services.BadRole):
            self.appoint(cast, cast.linyue, role=Role.ENTERPRISE_CONTACT, unit=None)

        elsewhere = the_cast()
        row = services.appoint(
            user=cast.chenlan,
            park=elsewhere.park,
            role=Role.GENERAL_AFFAIRS,
            by=elsewhere.acts(elsewhere.admin),
            at=NOON,
        )
        assert row.park == elsewhere.park


class TestEndingARole:
    def end(self, cast, row, by=None, at=NOON) -> None:
        services.end_membership(membership=row, by=by or cast.acts(cast.admin), at=at)

    def test_makes_yesterday_its_last_day(self, cast) -> None:
        row = cast.yeting.memberships.get()

        self.end(cast, row)

        row.refresh_from_db()
        assert row.until_on == TODAY - timedelta(days=1)
        with pytest.raises(Missing):
            cast.acts(cast.yeting)
        assert audit.entries_about(cast.park.pk, "person", cast.yeting.pk)[0].verb == (
            "membership.end"
        )
        with pytest.raises(services.HasEnded):
            self.end(cast, row)

    def test_taken_up_today_removes_it(self, cast) -> None:
        user = a_person("温砚")
        row = a_role(user, cast.park, Role.PLANNING_OFFICER, cast.planning)
        Membership.objects.filter(pk=row.pk).update(from_on=TODAY)

        self.end(cast, row)

        assert not user.memberships.exists()
        with pytest.raises(services.HasEnded):
            self.end(cast, row)

    def test_leaves_a_park_its_last_administrator(self, cast) -> None:
        row = cast.admin.memberships.get()
        a_member(cast.park, Role.PARK_ADMIN, name="停用", is_active=False)
        with pytest.raises(services.LastAdministrator):
            self.end(cast, row)

        a_member(cast.park, Role.PARK_ADMIN, name="接任")
        self.end(cast, row)

        row.refresh_from_db()
        assert row.until_on is not None

    def test_is_for_those_who_invite_in_this_role_here(self, cast) -> None:
        row = cast.yeting.memberships.get()
        elsewhere = the_cast()

        for by in (cast.acts(cast.hewei), elsewhere.acts(elsewhere.admin)):
            with pytest.raises(services.MayNotChangePeople):
                self.end(cast, row, by=by)
        with pytest.raises(services.MayNotChangePeople):
            self.end(cast, cast.auditor.memberships.get(), by=cast.acts(cast.linyue))


class TestTheDoors:
    def test_lead_to_people_of_this_park_s_office_past_ones_too(self, cast) -> None:
        actor, elsewhere = cast.acts(cast.linyue), the_cast()
        Membership.objects.filter(user=cast.yeting).update(until_on=date(2026, 1, 1))

        assert selectors.person_for(actor, cast.yeting.pk) == cast.yeting
        (held,) = selectors.roles_held(actor, cast.yeting.pk)
        assert selectors.membership_for(actor, held.pk) == held
        for stranger in (cast.chenlan.pk, elsewhere.linyue.pk, 0):
            with pytest.raises(Missing):
                selectors.person_for(actor, stranger)
        for role in (cast.chenlan.memberships.get(), elsewhere.linyue.memberships.get()):
            with pytest.raises(Missing):
                selectors.membership_for(actor, role.pk)

    def test_show_present_roles_before_past_ones(self, cast) -> None:
        past = a_role(cast.linyue, cast.park, Role.AUDITOR)
        Membership.objects.filter(pk=past.pk).update(until_on=date(2025, 1, 1))

        rows = selectors.roles_held(cast.acts(cast.hewei), cast.linyue.pk)

        assert [row.role for row in rows] == ["general_affairs", "auditor"]


def test_the_trail_names_people_outside_any_park(cast) -> None:
    assert services.user_as_who(cast.linyue).user_id == cast.linyue.pk
    assert (services.nobody("x").user_id, services.nobody("x").name) == (None, "x")
