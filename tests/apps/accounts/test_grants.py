"""权限 The one table of rights, and who somebody is in a park on a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qianjin.apps.accounts import policies, selectors
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import NEEDS_UNIT, Capability, Role, Scope
from qianjin.apps.accounts.grants import GRANTS, scope_of
from qianjin.apps.accounts.models import Membership
from qianjin.units.refusals import Missing
from tests.factories.accounts import TODAY, a_member, a_person, a_role, acting, an_absence
from tests.factories.parks import a_park, a_unit


class TestTheTable:
    def test_names_every_role_and_only_known_rights(self) -> None:
        assert set(GRANTS) == set(Role.values)
        for rights in GRANTS.values():
            assert set(rights) <= set(Capability.values)
            assert Scope.NONE not in rights.values()

    def test_gives_every_right_to_somebody(self) -> None:
        given = {capability for rights in GRANTS.values() for capability in rights}

        assert given == set(Capability.values)

    def test_cannot_be_changed_while_running(self) -> None:
        with pytest.raises(TypeError):
            GRANTS["auditor"]["request.handle"] = Scope.PARK  # type: ignore[index]

    def test_gives_nothing_to_an_unknown_role_or_right(self) -> None:
        assert scope_of("king", Capability.REQUEST_SEE) == Scope.NONE
        assert scope_of(Role.AUDITOR, "moon.fly") == Scope.NONE

    @pytest.mark.parametrize("role", Role.values)
    def test_lets_nobody_act_on_what_they_may_not_see(self, role) -> None:
        sees = scope_of(role, Capability.REQUEST_SEE)

        for right in Capability.values:
            if right.startswith("request.") and right != Capability.REQUEST_RAISE:
                assert scope_of(role, right) <= sees, right

    def test_keeps_both_sides_of_the_counter_apart(self) -> None:
        for role in Role.values:
            rates = scope_of(role, Capability.REQUEST_RATE) > Scope.NONE
            assert rates == (role == Role.ENTERPRISE_CONTACT)
        for right in (Capability.REQUEST_HANDLE, Capability.REQUEST_NOTE, Capability.PERSON_SEE):
            assert scope_of(Role.ENTERPRISE_CONTACT, right) == Scope.NONE

    def test_lets_the_auditor_read_and_change_nothing_but_notes(self) -> None:
        changing = {
            Capability.REQUEST_RAISE,
            Capability.REQUEST_TRIAGE,
            Capability.REQUEST_HANDLE,
            Capability.ENTERPRISE_EDIT,
            Capability.PERSON_INVITE,
            Capability.PROMISE_EDIT,
            Capability.PARK_EDIT,
        }

        assert not changing & set(GRANTS[Role.AUDITOR])

    def test_needs_a_unit_where_a_right_reaches_a_unit(self) -> None:
        for role, rights in GRANTS.items():
            if rights.get(Capability.REQUEST_SEE) == Scope.UNIT:
                assert role in NEEDS_UNIT


class TestWhoSomebodyIs:
    def test_has_the_widest_of_several_roles(self, cast) -> None:
        actor = Actor(1, "林悦", 1, roles=(Role.SECTOR_SPECIALIST, Role.GENERAL_AFFAIRS))

        assert actor.scope(Capability.REQUEST_SEE) == Scope.PARK
        assert (actor.role, actor.may(Capability.PERSON_INVITE)) == ("sector_specialist", True)

    def test_without_roles_may_nothing(self) -> None:
        actor = Actor(1, "路人", 1)

        assert not any(actor.may(right) for right in Capability.values)
        assert (actor.role, actor.is_enterprise, actor.is_clock) == ("", False, False)

    def test_the_clock_is_nobody_and_may_what_schedules_do(self) -> None:
        clock = Actor.clock(7)

        assert (clock.is_clock, clock.user_id, clock.person_id) == (True, None, 0)
        assert clock.people == frozenset()
        assert clock.scope(Capability.REQUEST_HANDLE) == Scope.PARK

    def test_is_read_from_the_roles_of_that_day(self, cast) -> None:
        person = a_person("温砚")
        row = a_role(person, cast.park, Role.PLANNING_OFFICER, cast.planning)
        Membership.objects.filter(pk=row.pk).update(
            from_on=date(2026, 11, 1), until_on=date(2026, 11, 23)
        )

        actor = acting(person, cast.park)

        assert (actor.roles, actor.unit_ids) == (
            ("planning_officer",),
            frozenset({cast.planning.pk}),
        )
        for day in (date(2026, 10, 31), date(2026, 11, 24)):
            with pytest.raises(Missing):
                acting(person, cast.park, day)

    def test_is_nobody_in_a_park_they_do_not_serve_or_when_barred(self, cast) -> None:
        with pytest.raises(Missing):
            acting(cast.linyue, a_park())
        barred = a_member(cast.park, Role.AUDITOR)
        barred.is_active = False
        with pytest.raises(Missing):
            acting(barred, cast.park)

    def test_in_several_parks_is_somebody_in_each(self, cast) -> None:
        elsewhere = a_park()
        unit = a_unit(elsewhere)
        a_role(cast.linyue, elsewhere, Role.SECTION_HEAD, unit)

        here, there = acting(cast.linyue, cast.park), acting(cast.linyue, elsewhere)

        assert (here.roles, there.roles) == (("general_affairs",), ("section_head",))
        assert here.unit_ids == {cast.general.pk}
        assert there.unit_ids == {unit.pk}
        assert list(selectors.parks_of(cast.linyue, on=TODAY)) == [cast.park, elsewhere]

    def test_speaks_for_the_enterprises_of_this_park_only(self, cast) -> None:
        assert cast.acts(cast.chenlan).enterprise_ids == {cast.chenxi.pk}
        assert cast.acts(cast.linyue).enterprise_ids == frozenset()


class TestADeputy:
    def test_has_the_rights_and_matters_of_the_absent_for_those_days(self, cast) -> None:
        before = acting(cast.yeting, cast.park)
        an_absence(cast.park, cast.gumingzhou, cast.yeting, TODAY, TODAY + timedelta(days=1))

        actor = acting(cast.yeting, cast.park)

        assert before.scope(Capability.REQUEST_TRIAGE) == Scope.NONE
        assert actor.scope(Capability.REQUEST_TRIAGE) == Scope.UNIT
        assert actor.people == {cast.yeting.pk, cast.gumingzhou.pk}
        assert actor.unit_ids == {cast.investment.pk, cast.planning.pk}
        assert (actor.acting_names, actor.own_roles) == (("顾明舟",), ("sector_specialist",))
        assert actor.role == "sector_specialist"
        for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=2)):
            assert acting(cast.yeting, cast.park, day).acting_for == frozenset()

    def test_of_several_people_stands_in_for_all(self, cast) -> None:
        an_absence(cast.park, cast.gumingzhou, cast.yeting)
        an_absence(cast.park, cast.zhouheng, cast.yeting)

        assert acting(cast.yeting, cast.park).acting_for == {
            cast.gumingzhou.pk,
            cast.zhouheng.pk,
        }
        found = selectors.deputies_of(cast.park.pk, [cast.gumingzhou.pk, cast.linyue.pk], on=TODAY)
        assert found == {cast.gumingzhou.pk: cast.yeting}

    def test_who_has_left_stands_in_for_nobody(self, cast) -> None:
        an_absence(cast.park, cast.gumingzhou, cast.yeting)
        Membership.objects.filter(user=cast.yeting).update(until_on=TODAY - timedelta(days=1))

        with pytest.raises(Missing):
            acting(cast.yeting, cast.park)


class TestPolicies:
    @pytest.mark.parametrize(
        ("who", "role", "may"),
        [
            ("admin", Role.PARK_ADMIN, True),
            ("admin", Role.AUDITOR, True),
            ("linyue", Role.SECTION_HEAD, True),
            ("linyue", Role.PARK_ADMIN, False),
            ("linyue", Role.AUDITOR, False),
            ("hewei", Role.SECTION_HEAD, False),
            ("chenlan", Role.ENTERPRISE_CONTACT, False),
        ],
    )
    def test_who_may_invite_whom(self, cast, who, role, may) -> None:
        assert policies.may_invite(cast.acts(getattr(cast, who)), role) is may

    @pytest.mark.parametrize(
        ("who", "whose", "may"),
        [
            ("yeting", "yeting", True),
            ("yeting", "zhouheng", False),
            ("zhouheng", "yeting", True),
            ("zhouheng", "gumingzhou", False),
            ("hewei", "gumingzhou", True),
            ("liaison", "liaison", True),
            ("chenlan", "chenlan", False),
        ],
    )
    def test_who_may_enter_whose_absence(self, cast, who, whose, may) -> None:
        absent = getattr(cast, whose)
        actor = cast.acts(getattr(cast, who))
        units = acting(absent, cast.park).unit_ids

        answer = policies.may_enter_absence(actor, absent_id=absent.pk, absent_unit_ids=units)

        assert answer is may


class TestPeopleByRole:
    def test_are_those_of_the_day_the_unit_and_active(self, cast) -> None:
        gone = a_member(cast.park, Role.SECTION_HEAD, cast.planning, "离任")
        Membership.objects.filter(user=gone).update(until_on=TODAY - timedelta(days=1))
        barred = a_member(cast.park, Role.SECTION_HEAD, cast.planning, "停用", is_active=False)

        heads = selectors.people_with(cast.park.pk, "section_head", on=TODAY)
        planning = selectors.people_with(
            cast.park.pk, "section_head", on=TODAY, unit_id=cast.planning.pk
        )

        assert heads == [cast.zhouheng, cast.gumingzhou]
        assert planning == [cast.gumingzhou]
        assert barred not in selectors.heads_of(cast.park.pk, {cast.planning.pk}, on=TODAY)
        assert selectors.heads_of(cast.park.pk, set(), on=TODAY) == []
        assert selectors.units_with(cast.park.pk, "general_affairs", on=TODAY) == {cast.general.pk}
        assert selectors.serving_in(cast.park.pk, cast.investment.pk, on=TODAY) == sorted(
            [cast.zhouheng, cast.yeting], key=lambda user: user.name
        )

    def test_of_the_office_leave_out_the_enterprises(self, cast) -> None:
        staff = {row.user for row in selectors.staff_of(cast.park.pk, on=TODAY)}

        assert {cast.linyue, cast.liaison, cast.admin} <= staff
        assert cast.chenlan not in staff
        assert selectors.officer_of(cast.park.pk, cast.linyue.pk, on=TODAY) == cast.linyue
        with pytest.raises(Missing):
            selectors.officer_of(cast.park.pk, cast.chenlan.pk, on=TODAY)
        assert selectors.serves_an_office(cast.linyue, on=TODAY)
        assert not selectors.serves_an_office(cast.chenlan, on=TODAY)
        assert selectors.contacts_in({cast.park.pk}, on=TODAY) == {
            (cast.park.pk, cast.chenlan.pk),
            (cast.park.pk, cast.duzhong.pk),
        }

    def test_are_shown_with_their_roles_deputies_and_return(self, cast) -> None:
        an_absence(cast.park, cast.gumingzhou, cast.yeting, TODAY, TODAY + timedelta(days=2))
        a_role(cast.yeting, cast.park, Role.PLANNING_OFFICER, cast.planning)

        rows = {row.id: row for row in selectors.people_of(cast.acts(cast.linyue), on=TODAY)}

        away, deputy = rows[cast.gumingzhou.pk], rows[cast.yeting.pk]
        assert (away.deputy, away.back_on) == ("叶汀", TODAY + timedelta(days=3))
        assert deputy.stands_in_for == ("顾明舟",)
        assert set(deputy.roles) == {"sector_specialist", "planning_officer"}
        assert rows[cast.hewei.pk].unit == ""
        assert cast.chenlan.pk not in rows

    def test_are_found_by_one_address_only(self, cast) -> None:
        person = a_person("甲", email="a@example.com")
        a_person("乙", email="b@example.com")
        a_person("丙", email="c@example.com", is_active=False)

        assert selectors.account_with_address(["A@example.com", "x@example.com"]) == person
        assert selectors.account_with_address(["a@example.com", "b@example.com"]) is None
        assert selectors.account_with_address(["c@example.com"]) is None
        assert selectors.account_with_address([""]) is None
